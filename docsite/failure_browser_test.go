package docsite_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// faster makes the long waits of the page a hundred times as short: nobody should sit through them.
const faster = `(() => { const real = window.setTimeout; window.setTimeout = (f, ms, ...rest) => real(f, ms >= 30000 ? ms / 100 : ms, ...rest); })()`

// raw answers with bytes that are nobody's HTTP library's.
func raw(text string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, out, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = out.WriteString(text)
		_ = out.Flush()
		_ = conn.Close()
	}
}

func TestFailuresAreSaidInTheirOwnWords(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	waits := func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}
	limited := 0
	served := answers{
		"cut":       raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nthe beginning"),
		"malformed": raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n5\r\nhello\r\nzz\r\n"),
		"nothttp":   raw("SSH-2.0-OpenSSH_9.6\r\n"),
		"hangup":    raw(""),
		"waits":     waits,
		"huge": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.Copy(w, io.LimitReader(zeros{}, 50<<20))
		},
		"endless": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, "data: first\n\n")
			_ = http.NewResponseController(w).Flush()
			waits(w, r)
		},
		"limited": func(w http.ResponseWriter, _ *http.Request) {
			if limited++; limited == 1 {
				w.Header().Set("Retry-After", "300")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		},
		"brief": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"unknown":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"forbidden": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		},
		"cookie": func(w http.ResponseWriter, _ *http.Request) {
			h := w.Header()
			h.Set("Set-Cookie", "session=stolen; Path=/")
			h.Set("Content-Security-Policy", "default-src *")
			h.Set("Clear-Site-Data", `"*"`)
			h.Set("Refresh", "0; url=https://example.com/")
			h.Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, `<meta http-equiv="refresh" content="0;url=https://example.com/"><body onload="`+pwned+`">`)
		},
	}
	docs, api := served.site(t, "")
	host := strings.TrimPrefix(api.URL, "http://")
	b := newBrowser(t)
	const answer, said = `document.querySelector("[data-answer]").innerText`, `document.querySelector("[data-said]").innerText`
	b.do(chromedp.EmulateViewport(1280, 1200))
	says := func(operation string, words ...string) {
		t.Helper()
		b.sent(docs.URL, operation)
		for _, want := range words {
			b.says(answer, want)
		}
	}

	says("cut", "200 OK", "The answer broke off", host+" closed the connection", "the beginning")
	says("malformed", "The answer is malformed", "hello")
	says("nothttp", "The server doesn't speak HTTP")
	says("hangup", "The server hung up")
	says("huge", "This is the beginning: the answer has more than the 26.2 MB that are taken.", "Show more", "Save what came")
	b.says(`document.querySelector("[data-answer] code").innerText.length < 110000`, "true")
	says("elsewhere", "302 Found", "Redirects are shown, not followed.", "Location http://169.254.169.254/latest/meta-data/")
	says("cookie", "200 OK", "Its source is shown", "http-equiv")
	b.says(`document.cookie + document.title.includes("pwned") + location.pathname`, "false/reference/answers/cookie/")

	t.Log("401 and 403 lead to the key")
	says("unknown", "401 Unauthorized", "Not known here.")
	b.says(`document.activeElement.id`, "try-key-key")
	b.says(`document.getElementById("try-fault-key").innerText`, "The server wants this.")
	b.do(chromedp.SendKeys(chromedp.ID("try-key-key"), "k"), chromedp.Click(chromedp.CSS("[data-send]")))
	b.wait(`document.getElementById("try-fault-key").innerText.includes("The server didn't take this")`)
	b.says(`document.getElementById("try-key-key").getAttribute("aria-invalid")`, "true")
	says("forbidden", "403 Forbidden", "Not allowed.")
	b.says(`document.getElementById("try-fault-key").innerText`, "doesn't allow the call with it")

	t.Log("429 is counted down, and a reader may insist")
	says("limited", "429 Too Many Requests", "Too much.")
	b.says(`document.querySelector(".tryit-wait").innerText`, "The server asks to wait: 5 minutes to go.")
	b.says(`document.querySelector("[data-send]").getAttribute("aria-disabled")`, "true")
	b.do(chromedp.Click(chromedp.CSS("[data-send]")))
	b.says(said, `"Send now" sends it all the same`)
	b.do(chromedp.Click(chromedp.CSS(".tryit-wait button")))
	b.wait(answer + `.includes("200 OK") && document.querySelector(".tryit-wait").hidden`)
	b.says(`document.querySelector("[data-send]").getAttribute("aria-disabled")`, "false")
	says("brief", "503 Service Unavailable")
	b.wait(said + ` === "The server takes requests again." && document.querySelector(".tryit-wait").hidden`)
	b.says(`document.querySelector("[data-send]").getAttribute("aria-disabled")`, "false")

	t.Log("Esc ends a wait, and an endless answer whose beginning stays")
	b.do(chromedp.Navigate(docs.URL+"/reference/answers/waits/"), chromedp.Click(chromedp.CSS("[data-send]")), chromedp.WaitVisible(chromedp.CSS("[data-cancel]")), chromedp.KeyEvent("\x1b"))
	b.wait(said + `.startsWith("Cancelled")`)
	b.do(chromedp.Navigate(docs.URL+"/reference/answers/endless/"), chromedp.Click(chromedp.CSS("[data-send]")))
	b.wait(answer + `.includes("first")`)
	b.do(chromedp.Click(chromedp.CSS("[data-cancel]")))
	b.wait(answer + `.includes("You have ended the answer here.")`)
	b.says(`document.activeElement.matches("[data-send]")`, "true")

	t.Log("the proxy is silent, answers strangely, is gone; the reader is offline; the server is down")
	b.do(chromedp.Navigate(docs.URL + "/reference/answers/waits/"))
	b.js(faster)
	b.do(chromedp.Click(chromedp.CSS("[data-send]")))
	b.wait(answer + `.includes("The proxy stopped answering")`)
	b.js(`window.realFetch = window.fetch, window.fetch = () => Promise.resolve(new Response("<h1>Sign in to the hotel</h1>", { status: 200 }))`)
	b.do(chromedp.Click(chromedp.CSS("[data-send]")))
	b.wait(answer + `.includes("The proxy gave no answer that the panel can read")`)
	b.js(`window.fetch = () => Promise.resolve(new Response(new Blob([new Uint8Array([72, 0, 0])]).stream(), { headers: { "content-type": "application/vnd.docsite.tryit" } }))`)
	b.do(chromedp.Click(chromedp.CSS("[data-send]")))
	b.wait(answer + `.includes("The connection to the proxy broke")`)
	b.js(`window.fetch = window.realFetch, Object.defineProperty(navigator, "onLine", { get: () => window.line !== false, configurable: true })`)
	api.CloseClientConnections()
	_ = api.Listener.Close()
	b.sent(docs.URL, "waits")
	b.says(answer, "The server is down")
	docs.CloseClientConnections()
	_ = docs.Listener.Close()
	b.do(chromedp.Click(chromedp.CSS("[data-send]")))
	b.wait(answer + `.includes("The proxy can't be reached")`)
	b.js(`Object.defineProperty(navigator, "onLine", { get: () => false })`)
	b.do(chromedp.Click(chromedp.CSS("[data-send]")))
	b.wait(answer + `.includes("You are offline") && ` + answer + `.includes("Nothing was sent.")`)
}
