package docsite_test

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

// received is a request as an echo got it.
type received struct {
	method, uri, contentType string
	header                   http.Header
	body                     string
}

// echo answers any request, and keeps the last.
type echo struct {
	mu   sync.Mutex
	last received
	n    int
}

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	e.mu.Lock()
	e.last, e.n = received{r.Method, r.RequestURI, r.Header.Get("Content-Type"), r.Header, string(body)}, e.n+1
	e.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"ok":true}`)
}

func (e *echo) got() (received, int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.last, e.n
}

// siteBefore is a site of the description, whose panels send to the echo.
func siteBefore(t *testing.T, e *echo, fsys fs.FS, name string) string {
	t.Helper()
	spec, err := document.Load(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(e)
	t.Cleanup(api.Close)
	site, err := docsite.New(docsite.Config{Assets: os.DirFS("../assets"), Spec: spec, BasePath: "/docs", Upstreams: []string{api.URL}})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/gone.js") {
			panic(http.ErrAbortHandler) // the connection breaks
		}
		site.ServeHTTP(w, r)
	}))
	t.Cleanup(docs.Close)
	return docs.URL + "/docs/reference/"
}

// panel opens an operation's page, and the form of its body in the place of the text. Fields are found by their names.
func (b *browser) panel(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address), chromium.Click("form[data-tryit] :is(label, summary)"))
	b.js(`(() => {
		window.$field = (name, nth = 0) => [...document.querySelectorAll(".tryit .tryit-field")].filter((f) => f.querySelector(":scope > .tryit-label code")?.textContent === name)[nth];
		window.$in = (name, nth) => $field(name, nth).querySelector(":scope > .tryit-room :is(input, select, textarea)");
		window.$press = (name, words, nth) => [...$field(name, nth).querySelectorAll("button")].find((button) => button.textContent.trim() === words || button.getAttribute("aria-label") === words).click();
		document.querySelector("[data-view=form]")?.click();
	})()`)
	b.wait(`document.querySelector(".tryit .tryit-room") !== null`)
}

// fill writes into a field as a reader does, and leaves it.
func (b *browser) fill(name, text string) {
	b.t.Helper()
	b.js(fmt.Sprintf(`(() => {
		const at = $in(%q);
		at.focus();
		if (at instanceof HTMLSelectElement) {
			at.selectedIndex = [...at.options].findIndex((option) => option.text === %[2]q);
		} else {
			at.value = %[2]q;
		}
		for (const kind of ["input", "change"]) at.dispatchEvent(new Event(kind, { bubbles: true }));
		at.blur();
	})()`, name, text))
}

// write puts a text into the raw view.
func (b *browser) write(text string) {
	b.t.Helper()
	b.js(fmt.Sprintf(`(() => {
		const at = document.getElementById("try-body");
		at.value = %q;
		for (const kind of ["input", "change"]) at.dispatchEvent(new Event(kind, { bubbles: true }));
	})()`, text))
}

func (b *browser) view(name string) {
	b.t.Helper()
	b.js(fmt.Sprintf(`document.querySelector("[data-view=%s]").click()`, name))
}

// body is what the raw view has, or would have.
func (b *browser) body() string {
	b.t.Helper()
	return b.js(`document.getElementById("try-body").value`)
}

// send sends, and waits until the server has answered.
func (b *browser) send() {
	b.t.Helper()
	b.js(`document.querySelector("[data-answer]").hidden = true`)
	b.do(chromium.Click("[data-send]"))
	b.wait(`!document.querySelector("[data-answer]").hidden`)
}

func TestFormAndTextAreInStep(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/makeThing/")

	t.Log("a field says what is wrong with it, also to a screen reader")
	b.fill("name", "X")
	b.wait(`$field("name").innerText.includes("2 to 12 characters; this has 1.")`)
	b.says(`$in("name").getAttribute("aria-invalid") + " " + $in("name").getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).innerText).join("; ")`,
		"true What it is called.; 2 to 12 characters; this has 1.")
	b.fill("name", "Xylophone")
	b.wait(`!$in("name").hasAttribute("aria-invalid") && !$field("name").innerText.includes("this has")`)

	t.Log("what is written as text is in the form, and what no field is for stays")
	const written = `{"name": "Bell", "extra": [1, {"a": 12345678901234567890, "b": 1.50}], "count": 7, "shape": {"kind": "square", "side": {"a": 1, "b": 2}}, "prices": {"EUR": 1, "x y": 2}}`
	b.view("text")
	b.write(written)
	b.view("form")
	b.says(`[$in("name").value, $in("count").value, $in("shape").selectedOptions[0].text, $in("side").selectedOptions[0].text, $in("a").value, $in("extra").value].join("|")`,
		"Bell|7|square|Two sides|1|")
	sameJSON(t, b.body(), written)
	b.fill("count", "8")
	sameJSON(t, b.body(), strings.Replace(written, `"count": 7`, `"count": 8`, 1))
	if got := b.body(); !strings.Contains(got, "12345678901234567890") || !strings.Contains(got, "1.50") {
		t.Errorf("numbers were rounded: %s", got)
	}

	t.Log("a choice has its own fields, and coming back finds what was there")
	b.fill("shape", "circle")
	b.fill("radius", "3")
	sameJSON(t, b.js(`JSON.stringify(JSON.parse(document.getElementById("try-body").value).shape)`), `{"kind":"circle","radius":3}`)
	b.fill("shape", "square")
	sameJSON(t, b.js(`JSON.stringify(JSON.parse(document.getElementById("try-body").value).shape)`), `{"kind":"square","side":{"a":1,"b":2}}`)

	t.Log("what isn't JSON stays as it is, with what is wrong about it")
	const broken = "{\n  \"name\": \"Anvil\",\n  \"count\" 3\n}"
	b.view("text")
	b.write(broken)
	b.view("form")
	b.says(`document.querySelector("[data-view=text]").getAttribute("aria-pressed") + document.querySelector("[data-bodyform]").hidden`, "truetrue")
	b.says(`document.getElementById("try-body-error").innerText`, "Line 3, column 11: a colon is missing before 3")
	if got := b.body(); got != broken {
		t.Errorf("the text has become %q", got)
	}

	t.Log("examples are there to pick, and the text may be what the description doesn't allow: it is said, and sent when asked for again")
	b.js(`(() => { const s = document.querySelector("select[name=example]"); s.selectedIndex = 1; s.dispatchEvent(new Event("change", { bubbles: true })); })()`)
	b.view("form")
	b.wait(`$in("name")?.value === "Crane"`)
	b.fill("count", "1000")
	b.do(chromium.Click("[data-send]"))
	b.wait(`document.querySelector("[data-said]").innerText.includes("Send it again")`)
	b.says(`$field("count").innerText`, "1 to 100 is possible.")
	b.says(`document.activeElement === $in("count")`, "true")
	if _, n := e.got(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	b.send()
	got, _ := e.got()
	sameJSON(t, got.body, `{"name": "Crane", "count": 1000, "tags": ["heavy", "tall"], "shape": {"kind": "square", "side": 4}}`)
}

func TestFormsAreMadeOfNestedSchemas(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.panel(siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml") + "things/makeThing/")
	b.js(`document.querySelector(".tryit-more:not([hidden]) > summary").click()`)
	b.wait(`$field("tags") !== undefined`)
	b.says(`String($field("id"))`, "undefined") // only the server sets it

	t.Log("items are added, moved and taken away")
	b.js(`$press("tags", "Add tags")`)
	b.js(`$press("tags", "Add an item to tags")`)
	b.js(`$press("tags", "Add an item to tags")`)
	b.fill("tags 1", "ab")
	b.fill("tags 2", "cd")
	b.js(`$press("tags", "Move down item 1 of tags")`)
	b.says(`JSON.stringify(JSON.parse(document.getElementById("try-body").value).tags)`, `["cd","ab"]`)
	b.fill("tags 2", "cd")
	b.wait(`$field("tags 2").innerText.includes("This is in the list twice.")`)
	b.js(`$press("tags", "Remove item 2 of tags")`)
	b.says(`JSON.stringify(JSON.parse(document.getElementById("try-body").value).tags)`, `["cd"]`)
	b.says(`document.activeElement.getAttribute("aria-label")`, "Remove item 1 of tags")

	t.Log("entries of a map have names to write")
	b.js(`$press("prices", "Add prices")`)
	b.js(`$press("prices", "Add an entry to prices")`)
	b.js(`(() => { const name = $field("prices").querySelector(".tryit-key"); name.value = "EUR"; name.dispatchEvent(new Event("input", { bubbles: true })); })()`)
	b.fill("EUR", "-1")
	b.wait(`$field("EUR").innerText.includes("At least 0")`)
	b.fill("EUR", "2.50")

	t.Log("null, dates, a value that never changes, anything, and itself")
	b.js(`$press("note", "null note")`)
	b.fill("made", "yesterday")
	b.wait(`$field("made").innerText.includes("date-time is needed here")`)
	b.fill("made", "2026-03-01T12:00:00Z")
	b.fill("day", "2026-03-01")
	b.fill("size", "medium")
	b.fill("fragile", "true")
	b.fill("version", "2")
	b.fill("anything", `[{"a": 1}]`)
	b.js(`$press("parts", "Add parts")`)
	b.js(`$press("parts", "Add an item to parts")`)
	b.js(`(() => { const name = $in("name", 1); name.value = "Part"; name.dispatchEvent(new Event("input", { bubbles: true })); })()`)
	sameJSON(t, b.body(), `{"name": "Anvil", "shape": {"kind": "circle", "radius": 2}, "tags": ["cd"], "prices": {"EUR": 2.50}, "note": null,
		"made": "2026-03-01T12:00:00Z", "day": "2026-03-01", "size": "medium", "fragile": true, "version": 2, "anything": [{"a": 1}], "parts": [{"name": "Part", "shape": {"kind": "circle"}}]}`)
}

func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		t.Errorf("%v: %s", err, got)
		return
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	if diff := cmp.Diff(b, a); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
