package docsite_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

const keysSpec = `
openapi: 3.1.0
info: { title: Keys, version: '1' }
security: [ { key: [] }, { user: [], token: [] }, {} ]
paths:
  /one: { get: { operationId: one, tags: [a], responses: { '200': { description: Done. } } } }
  /two: { get: { operationId: two, tags: [a], responses: { '200': { description: Done. } } } }
  /other: { get: { operationId: other, tags: [a], security: [ { key2: [] } ], responses: { '200': { description: Done. } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    key2: { type: apiKey, in: header, name: X-Other }
    user: { type: http, scheme: basic }
    token: { type: apiKey, in: query, name: token }
`

func TestKeysAreKeptAsTheReaderSays(t *testing.T) {
	spec, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte(keysSpec)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	calls := &server{}
	api := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		calls.mu.Lock()
		defer calls.mu.Unlock()
		calls.got = append(calls.got, strings.Join([]string{r.RequestURI, r.Header.Get("X-Key"), r.Header.Get("Authorization")}, "|"))
	}))
	defer api.Close()
	site, err := docsite.New(docsite.Config{Spec: spec, Assets: os.DirFS("../assets"), Upstreams: []string{api.URL}})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	defer docs.Close()
	b := newBrowser(t)
	opened := func(operation string) {
		t.Helper()
		b.do(chromedp.Navigate(docs.URL + "/reference/a/" + operation + "/"))
	}
	sends := func(want string) {
		t.Helper()
		b.do(chromium.Click("[data-send]"))
		b.ended()
		if got, _ := calls.last(); got != want {
			t.Errorf("the server got %q, want %q", got, want)
		}
	}
	const kept = `[sessionStorage, localStorage].map((one) => Object.keys(one).filter((name) => name.startsWith("docsite.key")).length).join("/")`
	const shown = `[...document.querySelectorAll("input[data-part]")].filter((one) => one.checkVisibility()).map((one) => one.value).join()`
	b.do(chromedp.EmulateViewport(1280, 1400))

	t.Log("a key is in the tab, on all pages whose operations want it")
	opened("one")
	b.do(chromedp.SendKeys(chromedp.ID("try-key-key"), "key-one-0123"))
	sends("/one|key-one-0123|")
	b.says(kept, "1/0")
	b.says(`JSON.stringify(localStorage).includes("key-one")`, "false") // the history is there
	opened("other")
	b.says(`"["+document.getElementById("try-key-key2").value+"]"`, "[]")
	opened("two")
	b.wait(shown + ` === "key-one-0123"`)

	t.Log("of several ways the one that is chosen is taken, with all it needs")
	b.do(chromedp.SetValue(chromedp.ID("try-way"), "1"))
	b.js(`document.getElementById("try-way").dispatchEvent(new Event("change", { bubbles: true }))`)
	b.says(shown, ",,")
	b.js(`["docsite.theme", null].forEach((key) => dispatchEvent(new StorageEvent("storage", { storageArea: localStorage, key })))`)
	b.says(shown, ",,") // whatever other tabs keep
	b.do(chromedp.SendKeys(chromedp.ID("try-user-user"), "ann"), chromedp.SendKeys(chromedp.ID("try-password-user"), "pass"), chromedp.SendKeys(chromedp.ID("try-key-token"), "tok"))
	sends("/two?token=tok||Basic YW5uOnBhc3M=")

	t.Log("on the device it stays when the reader says so")
	b.do(chromium.Click("[name=lasting]"))
	b.says(kept, "0/3")
	b.js(`sessionStorage.clear()`)
	opened("one")
	b.wait(shown + ` === "key-one-0123"`) // the first way that everything is there for
	b.says(`document.querySelector("[name=lasting]").checked`, "true")

	t.Log("all that is kept is seen in one place, and forgotten there")
	b.do(chromium.Click("[data-kept]"), chromedp.WaitVisible(chromedp.CSS("dialog.tryit-kept")))
	const dialog = `document.querySelector("dialog.tryit-kept").innerText`
	b.says(dialog, "key-••••")
	b.says(dialog, "on this device")
	b.says(dialog+`.includes("one-0123")`, "false")
	b.says(dialog, strings.TrimPrefix(api.URL, "http://"))
	b.do(chromium.Click("dialog.tryit-kept li button"))
	b.says(kept, "0/2")
	b.do(chromium.Click("dialog.tryit-kept .dialog-actions button"))
	b.says(kept, "0/0")
	b.says(`document.activeElement.textContent`, "Close")
	b.do(chromium.Click("dialog.tryit-kept .dialog-actions button:last-child"))
	b.wait(`!document.querySelector("dialog.tryit-kept") && document.querySelector("[data-kept]").hidden`)
	b.wait(`document.activeElement.id === "try-key-key"`) // the button that opened it is gone
	b.says(`[...document.querySelectorAll("input[data-part]")].every((one) => one.value === "")`, "true")

	t.Log("what another tab forgets is forgotten here")
	b.js(`localStorage.setItem("docsite.key / " + document.querySelector("[data-realm]").dataset.realm, JSON.stringify({ label: "API key", host: "", credential: { value: "from-a-tab" } }))`)
	b.js(`dispatchEvent(new StorageEvent("storage", { storageArea: localStorage }))`)
	b.says(shown, "from-a-tab")
	b.do(chromium.Click("[data-forget]"))
	b.says(kept, "0/0")
	sends("/one||")
}
