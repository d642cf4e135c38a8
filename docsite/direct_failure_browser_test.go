package docsite_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
)

// TestStaticSitesSayWhatBecameOfAnAnswer has pages without a proxy hear of servers that misbehave from the browser alone.
func TestStaticSitesSayWhatBecameOfAnAnswer(t *testing.T) {
	taken := make(chan struct{})
	const allowed = "Access-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\n"
	served := answers{
		"malformed": raw("HTTP/1.1 200 OK\r\n" + allowed + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n"),
		"cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "the beginning")
			_ = http.NewResponseController(w).Flush()
			<-taken
			panic(http.ErrAbortHandler)
		},
		"huge": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.Copy(w, io.LimitReader(zeros{}, 50<<20))
		},
		"endless": endless,
		"waits":   waits,
		"bytes":   typed("text/plain", "good \xff\xfe bad"),
		"faulty":  typed("application/json", "{\n  \"id\": 1,\n}"),
		"page":    typed("text/html", evilPage),
		"unknown": status(http.StatusUnauthorized, ""),
		"limited": status(http.StatusTooManyRequests, "90"),
		"cookie":  func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Set-Cookie", "session=evil; Path=/") },
	}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
		served.ServeHTTP(w, r)
	}))
	defer api.Close()
	defer api.CloseClientConnections()
	site, err := docsite.New(docsite.Config{Spec: served.spec(t, ""), Assets: os.DirFS("../assets"), Upstreams: []string{api.URL}, Static: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := site.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer docs.Close()

	host := strings.TrimPrefix(api.URL, "http://")
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1400))
	for name, words := range map[string][]string{
		"malformed": {"200 OK", "The answer broke off", host + " closed the connection", "Nothing of the body came."},
		"huge":      {"This is the beginning: the answer has more than the 26.2 MB that are taken.", "Save what came"},
		"bytes":     {"from byte 5 on it isn't UTF-8"},
		"faulty":    {"it isn't: line 3, column 1"},
		"page":      {"The server answered with a page, not with JSON."},
		"unknown":   {"401 Unauthorized", "Not known here."},
		"limited":   {"429 Too Many Requests", "Too much."},
		"cookie":    {"200 OK"},
	} {
		b.sent(docs.URL, name)
		for _, want := range words {
			b.says(answerText, want)
		}
		switch name {
		case "unknown":
			b.says(`document.activeElement.id`, "try-key-key")
		case "limited":
			b.says(`document.querySelector(".tryit-wait").innerText`, "The server asks to wait: ")
		}
	}
	b.says(`document.title.includes("pwned")`, "false")
	if kept, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{api.URL, docs.URL}}); err != nil || len(kept.Cookies) > 0 {
		t.Errorf("there are cookies: %v, %v", kept.Cookies, err)
	}

	t.Log("a browser forgets what it had not handed over when an answer breaks off; what it had is shown")
	b.do(chromedp.Navigate(docs.URL+"/reference/answers/cut/"), chromium.Click("[data-send]"))
	b.wait(answerText + `.includes("13 bytes so far")`)
	close(taken)
	b.ended()
	b.says(answerText, "The answer broke off")
	b.says(answerText, "the beginning")

	t.Log("Esc ends an endless answer; one that nothing more comes of, and one that never comes, end by themselves")
	b.do(chromedp.Navigate(docs.URL+"/reference/answers/endless/"), chromium.Click("[data-send]"))
	b.wait(answerText + `.includes("first")`)
	b.do(chromedp.KeyEvent("\x1b"))
	b.wait(answerText + `.includes("You have ended the answer here.")`)
	b.js(faster)
	b.do(chromium.Click("[data-send]"))
	b.wait(answerText + `.includes("The answer stopped coming") && ` + answerText + `.includes("first")`)
	b.do(chromedp.Navigate(docs.URL + "/reference/answers/waits/"))
	b.js(faster)
	b.do(chromium.Click("[data-send]"))
	b.wait(answerText + `.includes("The server is too slow")`)
}
