package docsite_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/docsite/tryit"
	"wpengine/e2e/testkit/chromium"
)

// TestPagesOfAFolderSendThroughAProxyThatIsElsewhere is what "docsite build --proxy-url" and "docsite proxy --site-origin" are for.
func TestPagesOfAFolderSendThroughAProxyThatIsElsewhere(t *testing.T) {
	served := answers{"a": typed("text/plain", "from the server")}
	api := httptest.NewServer(served)
	defer api.Close()
	dir := t.TempDir()
	pages := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer pages.Close()

	// Which sites it is for is what somebody got wrong at first.
	var current atomic.Pointer[tryit.Proxy]
	admit := func(origin string) {
		proxy, err := tryit.New(tryit.Config{Spec: served.spec(t, ""), Prefix: "/try/", Upstreams: []string{api.URL}, Origins: []string{origin}})
		if err != nil {
			t.Fatal(err)
		}
		current.Store(proxy)
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { current.Load().ServeHTTP(w, r) }))
	defer proxy.Close()
	site, err := docsite.New(docsite.Config{Spec: served.spec(t, ""), Assets: os.DirFS("../assets"), Static: true, ProxyURL: proxy.URL + "/try"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := site.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}

	const answer = `document.querySelector("[data-answer]").innerText`
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1200))
	admit("https://docs.example.com")
	b.sent(pages.URL, "a")
	b.says(answer, "is it for pages of "+pages.URL+"?")
	admit(pages.URL)
	b.sent(pages.URL, "a")
	b.says(answer, "200 OK")
	b.says(answer, "from the server")
	b.do(chromedp.Navigate("file://"+dir+"/reference/answers/a/index.html"), chromium.Click("[data-send]"))
	b.ended()
	b.says(answer, "Pages that are opened from the disk can't use a proxy.")
	b.says(`document.querySelector(".tryit").innerText`, "It goes through the proxy of this site at "+strings.TrimPrefix(proxy.URL, "http://"))
}
