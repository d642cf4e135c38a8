package docsite_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

// browser is a page in a headless Chromium.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// newBrowser opens a page; chromium.Page says what fails the test.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	return &browser{t, chromium.Page(t)}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// wait waits until the expression is true in the page.
func (b *browser) wait(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute) // the page's own clock may be a faster one
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(0))); err != nil {
		b.t.Fatalf("%s: %v; the panel says %q", expression, err, b.js(`document.querySelector(".tryit").innerText`))
	}
}

func (b *browser) js(expression string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *browser) says(expression, want string) {
	b.t.Helper()
	if got := b.js(expression); !strings.Contains(got, want) {
		b.t.Errorf("%s is %q, want %q in it", expression, got, want)
	}
}

// server is what the panel's requests arrive at.
type server struct {
	mu      sync.Mutex
	got     []string
	release chan struct{} // clients.getQr answers when it is closed
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.got = append(s.got, fmt.Sprintf("%s %s key=%s cookie=%s %s", r.Method, r.URL.Path, r.Header.Get("X-Api-Key"), r.Header.Get("Cookie"), body))
	s.mu.Unlock()
	if strings.HasSuffix(r.URL.Path, "/getQr") {
		select {
		case <-s.release:
		case <-r.Context().Done():
		}
	}
	w.Header().Set("X-Request-Id", "request-1")
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"messageId":"<img src=x onerror=\"document.title='pwned'\">","number":12345678901234567890,"list":[]}`)
}

// last is the request that came last, and how many came.
func (s *server) last() (string, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.got) == 0 {
		return "", 0
	}
	return s.got[len(s.got)-1], len(s.got)
}

func TestTryItPanel(t *testing.T) {
	spec, err := document.Load(os.DirFS("../openapi"), "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	upstream := &server{release: make(chan struct{})}
	api := httptest.NewServer(upstream)
	defer api.Close()
	defer close(upstream.release)
	site, err := docsite.New(docsite.Config{
		Content: fstest.MapFS{"index.md": {Data: []byte("# Home\n\nWords.\n")}}, Assets: os.DirFS("../assets"),
		Spec: spec, BasePath: "/docs", Upstreams: []string{api.URL + "/api/rpc"},
	})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	defer docs.Close()
	const key = "wpe_S3cretS3cret"
	page := docs.URL + "/docs/reference/whatsapp/sendMessage/"
	b := newBrowser(t)
	// The panel is in view: a click on the way to a place that the page still scrolls to would miss.
	b.do(chromedp.EmulateViewport(1280, 1200), chromedp.Navigate(page), chromedp.SendKeys(chromedp.ID("try-key-apiKey"), key))
	b.js(`document.cookie = "docs=1"`)

	t.Log("a body that is not JSON is not sent, and the panel says where it is wrong")
	b.do(chromedp.SetValue(chromedp.ID("try-body"), "{\n  \"a\": 1,\n}"), chromium.Click("[data-send]"))
	b.wait(`document.getElementById("try-body-error").innerText.includes("Line 3, column 1: there is nothing after the last comma")`)
	b.wait(`document.activeElement.closest(".tryit-body") !== null && document.activeElement.matches("#try-body, .cm-content")`)
	if _, n := upstream.last(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}

	t.Log("Ctrl+Enter sends the example")
	b.do(chromium.Click("[data-reset]"), chromedp.KeyEvent("\r", chromedp.KeyModifiers(2)))
	b.wait(`!document.querySelector("[data-answer]").hidden`)
	answer := `document.querySelector("[data-answer]").innerText`
	for _, want := range []string{"200 OK", "request-1", "ms", "<img src=x", "12345678901234567890", "\"list\": []"} {
		b.says(answer, want)
	}
	b.says(`document.querySelector("[data-answer] img")`, "null")
	if got, _ := upstream.last(); !strings.HasPrefix(got, "POST /api/rpc/whatsapp/sendMessage key="+key+" cookie= {\n  \"clientId\"") {
		t.Errorf("the server got %s", got)
	}
	b.says(`location.href`, page)
	if shown := b.js(`document.querySelector("main").innerText`); strings.Contains(shown, key) {
		t.Error("the key is shown")
	}

	t.Log("an answer goes when the next request cannot be sent")
	b.do(chromedp.SetValue(chromedp.ID("try-body"), "{"), chromium.Click("[data-send]"))
	b.says(`document.querySelector("[data-said]").innerText`, "The body is not JSON yet.")
	b.says(`document.querySelector("[data-answer]").hidden + document.querySelector("[data-answer]").innerText`, "true")
	b.says(`document.querySelector(".tryit").innerText.includes("200 OK")`, "false")
	if _, n := upstream.last(); n != 1 {
		t.Errorf("%d requests were sent", n)
	}

	t.Log("the next page has the key, and a call can be cancelled")
	b.do(chromedp.Navigate(docs.URL + "/docs/reference/clients/getQr/"))
	b.says(`document.getElementById("try-key-apiKey").value`, key)
	b.do(chromium.Click("[data-send]"), chromedp.WaitVisible(chromedp.CSS("[data-cancel]")), chromium.Click("[data-cancel]"))
	b.wait(`document.querySelector("[data-said]").innerText.startsWith("Cancelled")`)

	t.Log("a forgotten key is forgotten")
	b.do(chromium.Click("[data-forget]"))
	b.says(`sessionStorage.length + document.getElementById("try-key-apiKey").value`, "0")
	b.do(chromedp.Navigate(page))
	b.says(`"[" + document.getElementById("try-key-apiKey").value + "]"`, "[]")

	t.Log("a server that is down is said to be")
	api.CloseClientConnections()
	_ = api.Listener.Close()
	b.do(chromium.Click("[data-send]"))
	b.wait(`!document.querySelector("[data-answer]").hidden`)
	b.says(answer, "The server is down")
	b.says(answer, "Nothing is listening at "+strings.TrimPrefix(api.URL, "http://"))
}
