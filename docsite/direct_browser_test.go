package docsite_test

import (
	"bytes"
	"compress/gzip"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

// corsServer lets the pages of other sites in, but for some of its operations. It has two names.
func corsServer(t *testing.T) (calls *server, at, elsewhere string) {
	t.Helper()
	calls = &server{}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		operation := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		h := w.Header()
		if operation != "closed" {
			h.Set("Access-Control-Allow-Origin", "*")
			h.Set("Access-Control-Allow-Headers", "X-Key, Content-Type")
			h.Set("Access-Control-Expose-Headers", "*")
		}
		if operation == "hangs" || operation == "drops" && r.Method != http.MethodHead && r.Method != http.MethodOptions {
			panic(http.ErrAbortHandler)
		}
		if r.Method == http.MethodOptions || r.Method == http.MethodHead {
			return // what a page asks before, and after
		}
		calls.mu.Lock()
		calls.got = append(calls.got, strings.Join([]string{r.Method, r.Host + r.URL.RequestURI(), r.Header.Get("X-Key"), r.Header.Get("Cookie"), r.Referer()}, " "))
		calls.mu.Unlock()
		if operation == "moved" {
			http.Redirect(w, r, "/v1/open", http.StatusFound)
			return
		}
		h.Set("X-Request-Id", "direct-1")
		h.Set("Content-Type", "application/json")
		body := []byte(`{"done": true}`)
		if operation == "packed" {
			h.Set("Content-Encoding", "gzip")
			var packed bytes.Buffer
			z := gzip.NewWriter(&packed)
			_, _ = z.Write(body)
			_ = z.Close()
			body = packed.Bytes()
		}
		_, _ = w.Write(body)
	})
	var servers [2]string
	for i := range servers {
		s := httptest.NewServer(handler)
		t.Cleanup(s.Close)
		servers[i] = strings.TrimPrefix(s.URL, "http://")
	}
	return calls, servers[0], servers[1]
}

// staticSite is a site of files, whose spec names servers of one port or the other.
func staticSite(t *testing.T, at, elsewhere, down string) (docs string) {
	t.Helper()
	_, one, _ := net.SplitHostPort(at)
	_, other, _ := net.SplitHostPort(elsewhere)
	spec, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte(strings.NewReplacer("ONE", one, "OTHER", other, "DOWN", down).Replace(`
openapi: 3.1.0
info: { title: Direct, version: '1' }
servers:
  - url: http://127.0.0.1:{port}/{version}
    description: The *real* one. There is more.
    variables:
      port: { default: 'ONE', enum: ['ONE', 'OTHER'], description: Which of them. }
      version: { default: v1 }
  - url: http://DOWN
security: [ { key: [] } ]
paths:
  /open: { get: { operationId: open, tags: [a], parameters: [ { name: q, in: query, required: true, schema: { type: string }, example: 'a b&c' }, { name: __proto__, in: query, required: true, schema: { type: string }, example: p } ], responses: { '200': { description: Done. } } } }
  /closed: { get: { operationId: closed, tags: [a], responses: { '200': { description: Done. } } } }
  /plain/closed: { get: { operationId: plain, tags: [a], security: [], responses: { '200': { description: Done. } } } }
  /hangs: { get: { operationId: hangs, tags: [a], security: [], responses: { '200': { description: Done. } } } }
  /drops: { post: { operationId: drops, tags: [a], responses: { '200': { description: Done. } } } }
  /strict: { delete: { operationId: strict, tags: [a], responses: { '200': { description: Done. } } } }
  /moved: { get: { operationId: moved, tags: [a], security: [], responses: { '200': { description: Done. } } } }
  /packed: { get: { operationId: packed, tags: [a], security: [], responses: { '200': { description: Done. } } } }
  /search: { get: { operationId: search, tags: [a], security: [], requestBody: { content: { application/json: { schema: { type: object }, example: { a: 1 } } } }, responses: { '200': { description: Done. } } } }
  /cookie: { get: { operationId: cookie, tags: [a], parameters: [ { name: c, in: cookie, required: true, schema: { type: string }, example: x } ], responses: { '200': { description: Done. } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
`))}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	site, err := docsite.New(docsite.Config{Spec: spec, Assets: os.DirFS("../assets"), Static: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := site.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	files := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(files.Close)
	return files.URL
}

func TestStaticSitesSendStraightToTheServer(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	calls, at, elsewhere := corsServer(t)
	docs := staticSite(t, at, elsewhere, closed.Addr().String())
	b := newBrowser(t)
	const answer = `document.querySelector("[data-answer]").innerText`
	opened := func(operation string) {
		t.Helper()
		b.do(chromedp.Navigate(docs + "/reference/a/" + operation + "/index.html"))
	}
	sends := func(want ...string) {
		t.Helper()
		b.do(chromium.Click("[data-send]"))
		b.ended()
		for _, one := range want {
			b.says(answer, one)
		}
	}
	choose := func(selector, value string) {
		t.Helper()
		b.do(chromedp.SetValue(chromedp.CSS(selector), value))
		b.js(`document.querySelector(` + "`" + selector + "`" + `).dispatchEvent(new Event("change", { bubbles: true }))`)
	}
	b.do(chromedp.EmulateViewport(1280, 1400))

	t.Log("the request goes to the server that is chosen, with the credential and nothing else of the reader's")
	opened("open")
	b.says(`document.querySelector(".tryit").innerText`, "straight to the server")
	b.says(`document.getElementById("try-upstream").innerText`, "http://127.0.0.1:"+at[len("127.0.0.1:"):]+"/v1 – The real one.")
	b.js(`document.cookie = "docs=1"`)
	b.do(chromedp.SendKeys(chromedp.ID("try-key-key"), "k3y"))
	sends("200", "direct-1", `"done": true`)
	if got, _ := calls.last(); got != "GET "+at+"/v1/open?q=a%20b%26c&__proto__=p k3y  " {
		t.Errorf("the server got %q", got)
	}
	choose("[data-variable=port]", elsewhere[len("127.0.0.1:"):])
	b.do(chromedp.SendKeys(chromedp.CSS("[data-variable=version]"), "v2/../x"))
	sends("This can't be sent", "version of the server takes")
	b.do(chromedp.SetValue(chromedp.CSS("[data-variable=version]"), "v2"))
	sends("200")
	if got, _ := calls.last(); !strings.HasPrefix(got, "GET "+elsewhere+"/v2/open") {
		t.Errorf("the server got %q", got)
	}

	t.Log("the server that was chosen stays so")
	opened("packed")
	opened("open")
	b.wait(`document.querySelector("[data-said]").innerText === "Filled in as you left it."`)
	b.says(`document.querySelector("[data-variable=port]").value + document.querySelector("[data-variable=version]").value`, elsewhere[len("127.0.0.1:"):]+"v2")

	t.Log("what the browser has unpacked is shown as it is")
	opened("packed")
	sends("200", `"done": true`)

	t.Log("each reason why nothing comes has its words")
	choose("#try-upstream", "1")
	b.says(`document.querySelector("[data-server]").hidden`, "true")
	sends("The server can't be reached", "There is no connection to "+closed.Addr().String())
	opened("closed")
	sends("The server doesn't let pages of other sites in", "it sends no CORS headers for "+docs, "the browser did not send the request")
	opened("plain")
	sends("The server doesn't let pages of other sites in", "the browser keeps its answer back. It may have carried the request out")
	opened("hangs")
	sends("The server hung up", "closes the connection when it is asked for /v1/hangs")
	opened("drops")
	sends("The server lets this page in, but gave no answer", "closed the connection, or its CORS headers don't allow POST with X-Key")
	opened("strict")
	sends("The server lets this page in, but gave no answer", "don't allow DELETE with X-Key. The browser's console says which (F12).")
	opened("moved")
	sends("The server sends the request elsewhere")
	opened("cookie")
	sends("A page can't set the header cookie", "docsite build --proxy-url")
	opened("search")
	sends("A page can't send a body with GET", "docsite build --proxy-url")
	if got, n := calls.last(); n != 5 { // some were asked for first, and refused
		t.Errorf("%d requests came, the last was %s", n, got)
	}
}

// TestStaticSitesWithoutAServerSaySo is about descriptions that name none, where nobody names a proxy either.
func TestStaticSitesWithoutAServerSaySo(t *testing.T) {
	site, err := docsite.New(docsite.Config{Spec: answers{"a": nil}.spec(t, ""), Assets: os.DirFS("../assets"), Static: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := site.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	files := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer files.Close()
	b := newBrowser(t)
	for base, want := range map[string]string{files.URL: "404 Not Found", "file://" + dir: "There is no server to send to"} {
		b.do(chromedp.EmulateViewport(1280, 1400), chromedp.Navigate(base+"/reference/answers/a/index.html"))
		b.says(`document.querySelector(".tryit").innerText`, "The description of the API names no host")
		b.do(chromium.Click("[data-send]"))
		b.ended()
		b.says(`document.querySelector("[data-answer]").innerText`, want)
	}
}
