package docsite_test

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// both writes a text, looks at it in the form, where a field is touched, and returns the text that comes of it.
func (b *browser) both(text string) string {
	b.t.Helper()
	b.view("text")
	b.write(text)
	b.view("form")
	b.js(`$in("name").dispatchEvent(new Event("input", { bubbles: true }))`)
	return b.body()
}

// TestFormKeepsWhatItCannotShow: the form writes the whole text anew, so that what it has no field for must be in it.
func TestFormKeepsWhatItCannotShow(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/makeThing/")
	const shape = `"shape":{"kind":"circle","radius":2}`
	for _, text := range []string{
		`{"name":"Bell",` + shape + `,"count":12345678901234567890,"x":1e400,"y":-0,"z":1.500}`,  // numbers as they are written
		`{"name":"a","x":1,"name":"Bell","x":2,` + shape + `}`,                                   // names that are there twice
		`{"x":null,"note":null,"name":"Bell",` + shape + `,"fragile":null}`,                      // null, also where it has no place
		`{"name":"Bell","note":"","tags":[],"prices":{},"parts":null,` + shape + `}`,             // empty is something else than none
		`{"name":"Bell","tags":"none","prices":[1],"shape":7,"count":"3","fragile":"yes"}`,       // nothing is of its type
		`{"name":"Bell","note":"one\ntwo\r\n\tthree","made":"then","day":"a day",` + shape + `}`, // lines, and no dates
		`{"name":"Bell","__proto__":{"a":1},"constructor":2,"":3,` + shape + `}`,                 // names that mean something elsewhere
		`{"name":"Bell","shape":{"kind":"hexagon","radius":2,"more":[[[]]]},"size":"huge","version":3}`,
	} {
		if got := oneLine(b.both(text)); got != text {
			t.Errorf("%s has become %s", text, got)
		}
	}

	t.Log("null and nothing are two things")
	b.both(`{"name":"Bell","note":null,` + shape + `}`)
	b.says(`$field("note").innerText`, "It is null.")
	b.js(`$press("note", "null note")`)
	sameJSON(t, b.body(), `{"name":"Bell",`+shape+`}`)
	b.js(`$press("note", "null note")`)
	sameJSON(t, b.body(), `{"name":"Bell","note":null,`+shape+`}`)

	t.Log("numbers are sent as they are typed")
	b.both(`{"name":"Bell","count":1,` + shape + `}`)
	for _, number := range []string{"98765432109876543210", "1e400", "1.50"} {
		b.fill("count", number)
		if got := oneLine(b.body()); !strings.Contains(got, `"count":`+number+`,`) {
			t.Errorf("%s has become %s", number, got)
		}
	}

	t.Log("a name of one's own that a field has as well is said to be there twice")
	b.both(`{"name":"a","name":"Bell",` + shape + `}`)
	b.js(`document.querySelector("[data-send]").click()`)
	b.wait(`document.querySelector(".tryit-bodyform, [data-bodyform]").innerText.includes("name is there twice.")`)
}

// oneLine is JSON without the white space between its parts.
func oneLine(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(strings.Replace(strings.TrimSpace(line), `": `, `":`, 1))
	}
	return b.String()
}

func TestKindsKeepWhatTheyHaveInCommon(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/payFor/")
	b.fill("Body", "Card")
	b.fill("reference", "order 7")
	b.fill("number", "4242")
	b.fill("Body", "Transfer")
	sameJSON(t, b.body(), `{"method":"transfer","reference":"order 7"}`)
	b.fill("iban", "DE02")
	b.fill("reference", "order 8")

	t.Log("what both have is as it was left last, what one has as it was left there")
	b.fill("Body", "Card")
	sameJSON(t, b.body(), `{"method":"card","reference":"order 8","number":"4242"}`)
	b.fill("Body", "Transfer")
	sameJSON(t, b.body(), `{"method":"transfer","iban":"DE02","reference":"order 8"}`)
}

// TestKindsThatOnlyADiscriminatorTellsOf: what takes a schema in is a kind of it, also in itself, and is checked as such.
func TestKindsThatOnlyADiscriminatorTellsOf(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/adopt/")
	b.fill("Body", "dog")
	b.fill("name", "Rex")
	b.js(`$press("friend", "Add friend")`)
	b.fill("friend", "cat")
	b.fill("lives", "10")
	sameJSON(t, b.body(), `{"kind":"dog","name":"Rex","friend":{"kind":"cat","lives":10}}`)
	b.wait(`$field("lives").innerText.includes("At most 9")`)
	b.view("text")
	b.says(`document.getElementById("try-body-error").innerText`, "friend.lives: ")
	b.write(`{"kind":"cat","name":"Tom"}`)
	b.says(`document.getElementById("try-body-error").innerText`, "lives is required.")
	b.view("form")
	b.says(`$in("Body").selectedOptions[0].text + $in("name").value`, "catTom")
}

// TestTextsMayHaveLines: a line into which several are pasted becomes a field of several.
func TestTextsMayHaveLines(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/makeThing/")
	b.js(`document.querySelector(".tryit-more:not([hidden]) > summary").click()`)
	b.wait(`$field("note") !== undefined`)
	b.js(`(() => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", "one\r\ntwo");
		$in("note").focus();
		$in("note").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
	})()`)
	b.do(chromedp.KeyEvent("!"))
	b.says(`document.activeElement === $in("note") && $field("note").querySelector("label").control === $in("note")`, "true")
	b.says(`JSON.parse(document.getElementById("try-body").value).note`, "one\ntwo!")

	t.Log("Shift-Enter makes one too, where the cursor is")
	b.js(`$in("name").focus()`)
	b.js(`$in("name").setSelectionRange(2, 2)`)
	b.js(`$in("name").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", shiftKey: true, bubbles: true, cancelable: true }))`)
	b.do(chromedp.KeyEvent("-"))
	b.says(`JSON.parse(document.getElementById("try-body").value).name`, "An\n-vil")
	b.says(`$in("name").getAttribute("aria-describedby").split(" ").every((id) => document.getElementById(id))`, "true")
	if _, n := e.got(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestLinksCarryAllThatIsFilledIn: what arrives of a link that somebody follows is what arrived of the one who made it.
func TestLinksCarryAllThatIsFilledIn(t *testing.T) {
	var e echo
	b := newBrowser(t)
	root := siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml")
	again := func() (first, second received) {
		t.Helper()
		b.send()
		first, _ = e.got()
		b.js(noClipboard)
		b.js(`document.querySelector("[data-share=link]").click()`)
		b.wait(`self.copied.length === 1`)
		link := b.js(`self.copied[0]`)
		b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(link))
		b.wait(saysNow + `.startsWith("Filled in from the link.")`)
		b.send()
		second, _ = e.got()
		return first, second
	}
	same := func(first, second received) {
		t.Helper()
		if first.uri != second.uri || first.body != second.body || first.contentType != second.contentType || first.header.Get("X-Trace") != second.header.Get("X-Trace") {
			t.Errorf("of the link came %s %q, not %s %q", second.uri, second.body, first.uri, first.body)
		}
	}

	b.panel(root + "things/findThings/")
	b.js(`document.querySelector(".tryit-more > summary").click()`)
	b.js(`$press("words", "Add words")`)
	b.js(`$press("words", "Add an item to words")`)
	b.fill("words 1", "a|b & 😀")
	b.js(`$press("filter", "Add filter")`)
	b.fill("size", "30000000000000000001")
	b.js(`$press("near", "Add near")`)
	b.fill("lat", "1.5")
	b.fill("lon", "-2")
	b.fill("since", "2026-03-01")
	b.fill("X-Trace", "beef")
	b.fill("deep", "true")
	first, second := again()
	same(first, second)
	if !strings.Contains(first.uri, "30000000000000000001") || !strings.Contains(first.uri, "lat") {
		t.Errorf("the server got %s", first.uri)
	}

	b.panel(root + "things/makeThing/")
	b.both(`{"name":"Bell","extra":[1.50,null],"count":12,"shape":{"kind":"square","side":{"a":1,"b":2}},"note":"one\ntwo"}`)
	same(again())

	t.Log("a body of another type than the first")
	b.do(chromedp.Navigate(root + "things/putBlob/"))
	b.js(`(() => { const s = document.querySelector("[name=mediaType]"); s.focus(); s.value = "text/plain"; s.dispatchEvent(new Event("change", { bubbles: true })); })()`)
	b.wait(`self.docsiteBeside !== undefined`)
	b.write("Words,\n\tand more")
	same(again())
}

// TestHistorySaysThatFilesAreGone: it is no secret that they were sent, but a page can't keep them.
func TestHistorySaysThatFilesAreGone(t *testing.T) {
	var e echo
	b := newBrowser(t)
	address := siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/sendFiles/"
	b.panel(address)
	b.js(`(() => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File(["one"], "salaries.png", { type: "image/png" }));
		$field("cover").querySelector(".tryit-drop").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
	})()`)
	b.fill("caption", "A crane")
	b.send()
	b.wait(`document.querySelectorAll(".tryit-call").length === 1`)
	if kept := b.js(`JSON.stringify(localStorage)`); strings.Contains(kept, "salaries") {
		t.Errorf("the name of a file is kept: %s", kept)
	}

	t.Log("where it is attached still, it stays")
	const call = `document.querySelector(".tryit-call").click()`
	b.fill("caption", "A bell")
	b.js(call)
	b.wait(`$in("caption").value === "A crane" && $field("cover").innerText.includes("salaries.png")`)
	b.says(saysNow, ". Look at it")

	t.Log("after a reload it has to be picked again")
	b.panel(address)
	b.wait(`document.querySelectorAll(".tryit-call").length === 1`)
	b.js(call)
	b.wait(saysNow + `.includes("Files aren't kept: pick cover again.")`)
	b.says(`$in("caption").value`, "A crane")
	if _, n := e.got(); n != 1 {
		t.Errorf("%d requests were sent", n)
	}
	if diff := cmp.Diff("0", b.js(`document.querySelectorAll(".tryit-files > li").length`)); diff != "" {
		t.Error(diff)
	}
}

// TestExamplesAreCutToWhatIsRequired: one that is made of a schema has more in it than most first requests need.
func TestExamplesAreCutToWhatIsRequired(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/makeThing/")
	const press = `[...document.querySelectorAll(".tryit-bodyhead > button")].find((one) => one.textContent === "Required only")`
	b.says(press+`.hidden`, "true") // there is nothing else in the first example
	b.js(`(() => { const s = document.querySelector("select[name=example]"); s.selectedIndex = 1; s.dispatchEvent(new Event("change", { bubbles: true })); })()`)
	b.says(press+`.hidden`, "false")
	b.js(press + `.click()`)
	sameJSON(t, b.body(), `{"name":"Crane","shape":{"kind":"square","side":4}}`)
	b.says(`document.activeElement.textContent + `+press+`.hidden + $in("name").value`, "ResettrueCrane")
	b.js(`document.activeElement.click()`)
	sameJSON(t, b.body(), `{"name":"Crane","count":3,"tags":["heavy","tall"],"shape":{"kind":"square","side":4}}`)
	b.says(press+`.hidden`, "false")
}

// TestWhatIsNoChoiceIsNone: a schema that lists some texts beside any, and one beside which there may be anything, which stands for
// null as a rule, make one field.
func TestWhatIsNoChoiceIsNone(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/payFor/")
	b.fill("currency", "doubloon")
	b.says(`[...$in("currency").list.options].map(({ value }) => value)`, "EUR,USD")
	sameJSON(t, b.body(), `{"method":"card","currency":"doubloon","number":"4000"}`)
	b.fill("limit", "12")
	sameJSON(t, b.body(), `{"method":"card","currency":"doubloon","number":"4000","limit":12}`)
	b.js(`$press("limit", "null limit")`)
	sameJSON(t, b.body(), `{"method":"card","currency":"doubloon","number":"4000","limit":null}`)
}
