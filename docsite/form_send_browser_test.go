package docsite_test

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"wpengine/e2e/testkit/chromium"
)

func TestParametersOfEveryStyleAreFilledIn(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/findThings/")

	t.Log("those that may be left out are")
	b.send()
	got, _ := e.got()
	if got.uri != "/find/;place=north;place=south" {
		t.Errorf("the server got %s", got.uri)
	}

	t.Log("each is written in its style")
	b.js(`document.querySelector(".tryit-more > summary").click()`)
	b.js(`$press("place", "Add an item to place")`)
	b.fill("place 3", "up & down")
	b.js(`$press("words", "Add words")`)
	for i, word := range []string{"a|b", "c"} {
		b.js(`$press("words", "Add an item to words")`)
		b.fill(fmt.Sprintf("words %d", i+1), word)
	}
	b.js(`$press("filter", "Add filter")`)
	b.fill("size", "0")
	b.wait(`$field("size").innerText.includes("At least 1")`)
	b.fill("size", "3")
	b.fill("kind", "square")
	b.js(`$press("near", "Add near")`)
	b.fill("lat", "1.5")
	b.fill("lon", "-2")
	b.fill("since", "2026-03-01")
	b.fill("X-Trace", "beef")
	b.fill("session", "s 1")
	b.fill("deep", "true")
	b.send()
	got, _ = e.got()
	query, err := url.QueryUnescape(strings.ReplaceAll(got.uri, "%7C", "|"))
	if err != nil {
		t.Fatal(err)
	}
	want := `/find/;place=north;place=south;place=up & down?words=a|b|c&filter[size]=3&filter[kind]=square&near={"lat":1.5,"lon":-2}&since=2026-03-01&deep=true`
	if diff := cmp.Diff([]string{want, "beef", "session=s%201"}, []string{query, got.header.Get("X-Trace"), got.header.Get("Cookie")}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	t.Log("what is needed and isn't there is said at its field")
	for range 3 {
		b.js(`$press("place", "Remove item 1 of place")`)
	}
	b.do(chromium.Click("[data-send]"))
	b.wait(`document.querySelector("[data-said]").innerText.includes("place is required.")`)
	b.says(`$field("place").contains(document.activeElement)`, "true")
}

func TestFormsTakeFiles(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/sendFiles/")
	cover := filepath.Join(t.TempDir(), "cover.png")
	if err := os.WriteFile(cover, []byte("\x89PNG\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	t.Log("a file that is needed is asked for")
	b.do(chromium.Click("[data-send]"))
	b.wait(`$field("cover").innerText.includes("cover is required.")`)
	b.says(`document.activeElement === $in("cover")`, "true")

	t.Log("files are picked, and dropped")
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`.tryit input[type=file]:not([multiple])`), []string{cover}))
	b.wait(`$field("cover").innerText.includes("cover.png") && !$field("cover").innerText.includes("is required")`)
	b.js(`(() => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File(["one"], "1.txt", { type: "text/plain" }));
		dataTransfer.items.add(new File(["two"], "2.txt", { type: "text/plain" }));
		$field("pages").querySelector(".tryit-drop").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
	})()`)
	b.fill("caption", "A crane")
	b.js(`$press("about", "Add about")`)
	b.fill("year", "2026")

	t.Log("the raw view and back loses no file")
	b.view("text")
	sameJSON(t, b.body(), `{"caption": "A crane", "about": {"year": 2026}}`)
	b.view("form")
	b.send()
	got, _ := e.got()
	want := []string{"caption||text/plain|A crane", "about||application/json|{\"year\":2026}", "cover|cover.png|image/png|\x89PNG\r\n", "pages|1.txt|text/plain|one", "pages|2.txt|text/plain|two"}
	if diff := cmp.Diff(want, partsOf(t, got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// partsOf are those of a multipart body: name, file name, type and content.
func partsOf(t *testing.T, got received) []string {
	t.Helper()
	_, params, err := mime.ParseMediaType(got.contentType)
	if err != nil {
		t.Fatalf("%s: %v", got.contentType, err)
	}
	var parts []string
	for r := multipart.NewReader(strings.NewReader(got.body), params["boundary"]); ; {
		part, err := r.NextPart()
		if err == io.EOF {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(part)
		kind := part.Header.Get("Content-Type")
		if kind == "" {
			kind = "text/plain"
		}
		parts = append(parts, strings.Join([]string{part.FormName(), part.FileName(), kind, string(content)}, "|"))
	}
}

func TestBodiesOfSeveralTypes(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/putBlob/")
	choose := func(mediaType string) {
		b.js(fmt.Sprintf(`(() => { const s = document.querySelector("[name=mediaType]"); s.value = %q; s.dispatchEvent(new Event("change", { bubbles: true })); })()`, mediaType))
	}
	check := func(mediaType, body string) {
		t.Helper()
		b.send()
		got, _ := e.got()
		if kind, _, _ := strings.Cut(got.contentType, ";"); kind != mediaType || got.body != body {
			t.Errorf("the server got %s %q, want %s %q", got.contentType, got.body, mediaType, body)
		}
	}
	choose("text/plain")
	b.says(`document.querySelector("[data-views]").hidden`, "true")
	b.write("{ not JSON, and it needn't be")
	check("text/plain", "{ not JSON, and it needn't be")
	choose("application/x-www-form-urlencoded")
	b.fill("word", "a&b=c")
	b.js(`$press("times", "Add times")`)
	b.js(`$press("times", "Add an item to times")`)
	b.fill("times 1", "1")
	check("application/x-www-form-urlencoded", "word=a%26b%3Dc&times=1")
	choose("application/octet-stream")
	file := filepath.Join(t.TempDir(), "bytes")
	if err := os.WriteFile(file, []byte("\x00\x01"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`.tryit input[type=file]`), []string{file}))
	b.wait(`document.querySelector(".tryit-files").innerText.includes("bytes")`)
	check("application/octet-stream", "\x00\x01")
	choose("text/plain")
	if got := b.body(); got != "{ not JSON, and it needn't be" {
		t.Errorf("what was written before is %q now", got)
	}
}

// TestFormByKeyboardAlone goes from the top of the page through the form to the answer, and never loses its way.
func TestFormByKeyboardAlone(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.do(chromedp.Navigate(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/makeThing/"))
	tabTo := func(what string) {
		t.Helper()
		for range 150 {
			within := b.js(`document.activeElement.closest(".tryit") !== null`)
			b.do(chromedp.KeyEvent(kb.Tab))
			if within == "true" && b.js(`document.activeElement === document.body`) == "true" {
				t.Fatalf("the focus is lost on the way to %s", what)
			}
			if b.js(fmt.Sprintf(`document.activeElement.closest(".tryit") !== null && (document.activeElement.labels?.[0]?.textContent ?? document.activeElement.ariaLabelledByElements?.[0]?.textContent ?? document.activeElement.ariaLabel ?? document.activeElement.textContent).trim().startsWith(%q)`, what)) == "true" {
				if b.js(`getComputedStyle(document.activeElement).outlineStyle`) == "none" {
					t.Errorf("nothing shows that %s has the focus", what)
				}
				return
			}
		}
		t.Fatalf("no Tab leads to %s", what)
	}
	key := func(keys string) { b.do(chromedp.KeyEvent(keys)) }
	tabTo("Form")
	b.do(chromedp.KeyEvent(" "))
	b.wait(`document.querySelector(".tryit .tryit-room") !== null`)
	tabTo("name")
	key("Gantry") // the field's text is selected, as Tab does
	tabTo("shape")
	key(kb.ArrowDown)
	tabTo("side")
	tabTo("side")
	key("5")
	tabTo("11 more fields")
	key(kb.Enter)
	b.wait(`document.querySelector(".tryit-more:not([hidden])").open`)
	tabTo("count")
	key("3")
	tabTo("size")
	key(kb.ArrowDown + kb.ArrowDown)
	tabTo("Add tags")
	key(kb.Enter)
	b.wait(`document.activeElement.textContent.startsWith("Add an item")`)
	key(kb.Enter)
	key("ab")
	tabTo("Move up item 1 of tags")
	tabTo("Add an item to tags")
	key(kb.Enter)
	key("cd")
	tabTo("Move up item 2 of tags")
	key(kb.Enter)
	b.says(`document.activeElement.ariaLabel`, "Move up item 1 of tags")
	tabTo("Add an item to tags")
	key(kb.Enter)
	key("ef")
	tabTo("Remove item 3 of tags")
	key(kb.Enter)
	b.says(`document.activeElement.ariaLabel`, "Remove item 2 of tags")
	tabTo("Add an item to tags")
	tabTo("Add prices")
	key(kb.Enter)
	b.wait(`document.activeElement.textContent.startsWith("Add an entry")`)
	key(kb.Enter)
	key("EUR")
	tabTo("EUR")
	key("2.50")
	tabTo("Remove EUR")
	tabTo("Add an entry")
	tabTo("fragile")
	b.do(chromedp.KeyEvent("\r", chromedp.KeyModifiers(2)))
	b.wait(`!document.querySelector("[data-answer]").hidden`)
	tabTo("Send")
	tabTo("Headers")
	tabTo("Copy")
	b.says(`document.activeElement.closest("[data-answer]") !== null`, "true")
	got, _ := e.got()
	sameJSON(t, got.body, `{"name": "Gantry", "count": 3, "size": "medium", "tags": ["cd", "ab"], "prices": {"EUR": 2.50}, "shape": {"kind": "square", "side": 5}}`)
}

// TestEditorKnowsTheSchema: the page's policy lets the editor's styles be, the text is in the form, and a field does without.
func TestEditorKnowsTheSchema(t *testing.T) {
	var e echo
	b := newBrowser(t)
	root := siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml")
	b.do(chromedp.Navigate(root+"things/makeThing/"), chromium.Click("#try-body"))
	b.wait(`document.querySelector(".tryit .cm-editor") !== null && document.activeElement.matches(".cm-content")`)
	b.says(`getComputedStyle(document.querySelector(".cm-scroller")).fontFamily.includes("mono") && document.adoptedStyleSheets.length > 0`, "true")
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)), chromedp.KeyEvent(`{"na`))
	b.wait(`document.querySelector(".cm-tooltip-autocomplete")?.innerText.includes("name")`)
	b.do(chromium.Click(".cm-tooltip-autocomplete li"), chromedp.KeyEvent("X"))
	b.wait(`document.getElementById("try-body").value.includes('"name": "X"')`)
	b.wait(`document.querySelector(".cm-lintRange") !== null`)
	b.do(chromedp.KeyEvent("ylo"), chromedp.KeyEvent(kb.Tab))
	b.wait(`document.getElementById("try-body-error").innerText.includes("shape is required.")`)
	b.says(`document.activeElement.matches("[data-send]")`, "true")
	b.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(8)), chromedp.KeyEvent("\r", chromedp.KeyModifiers(2)))
	b.wait(`!document.querySelector("[data-answer]").hidden`)
	got, _ := e.got()
	sameJSON(t, got.body, `{"name": "Xylo"}`)

	t.Log("the form takes its place")
	b.js(`document.querySelector("[data-view=form]").click()`)
	b.says(`document.querySelector(".tryit .cm-editor").checkVisibility()`, "false")
	b.js(`document.querySelector("[data-view=text]").click()`)
	b.says(`document.querySelector(".tryit .cm-editor").checkVisibility()`, "true")

	t.Log("the editor doesn't load, and the field stays")
	b.do(chromedp.Navigate(root + "things/makeThing/"))
	b.js(`(() => { document.querySelector("form[data-tryit]").dataset.editor = "/docs/assets/gone.js"; })()`)
	b.do(chromium.Click("#try-body"))
	b.wait(`document.querySelector("script[src*=tryit]") !== null`)
	b.do(chromedp.SetValue(chromedp.ID("try-body"), `{"name": "Plain", "shape": {"kind": "circle", "radius": 1}}`))
	b.send()
	got, _ = e.got()
	sameJSON(t, got.body, `{"name": "Plain", "shape": {"kind": "circle", "radius": 1}}`)
}

// TestNothingMovesWhenThePanelWakes: what a reader is about to press stays where it is.
func TestNothingMovesWhenThePanelWakes(t *testing.T) {
	var e echo
	b := newBrowser(t)
	root := siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml")
	for _, operation := range []string{"makeThing", "findThings"} {
		for _, width := range []int64{1280, 360} {
			b.do(chromedp.EmulateViewport(width, 600), chromedp.Navigate(root+"things/"+operation+"/"), chromium.Click(".tryit-title"))
			const top = `document.querySelector("[data-send]").getBoundingClientRect().top`
			before := b.js(top)
			b.js(`document.querySelector("[data-send]").focus({ preventScroll: true })`)
			b.wait(`self.docsiteModel !== undefined`)
			b.js(`new Promise((done) => setTimeout(done))`) // fields are made of it in the same turn
			if after := b.js(top); after != before {
				t.Errorf("%s, %d px: Send was at %s and is at %s", operation, width, before, after)
			}
		}
	}
}
