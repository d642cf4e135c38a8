package docsite_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
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

// waits doesn't answer before its caller has gone.
func waits(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// endless answers with an event, and then with no more.
func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	_, _ = io.WriteString(w, "data: first\n\n")
	_ = http.NewResponseController(w).Flush()
	waits(w, r)
}

// status answers with that and nothing else, but for seconds to wait.
func status(code int, retryAfter string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(code)
	}
}

// What the panel shows of an answer, and what it says besides, as JavaScript.
const (
	answerText = `document.querySelector("[data-answer]").innerText`
	saidText   = `document.querySelector("[data-said]").innerText`
)

func TestFailuresAreSaidInTheirOwnWords(t *testing.T) {
	served := answers{
		"cut":       raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nthe beginning"),
		"malformed": raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n5\r\nhello\r\nzz\r\n"),
		"nothttp":   raw("SSH-2.0-OpenSSH_9.6\r\n"),
		"hangup":    raw(""),
		"huge": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.Copy(w, io.LimitReader(zeros{}, 50<<20))
		},
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		},
	}
	docs, api := served.site(t, "")
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1200))
	for name, words := range map[string][]string{
		"cut":       {"200 OK", "The answer broke off", strings.TrimPrefix(api.URL, "http://") + " closed the connection", "the beginning"},
		"malformed": {"The answer is malformed", "hello"},
		"nothttp":   {"The server doesn't speak HTTP"},
		"hangup":    {"The server hung up"},
		"huge":      {"This is the beginning: the answer has more than the 26.2 MB that are taken.", "Show more", "Save what came"},
		"elsewhere": {"302 Found", "Redirects are shown, not followed.", "Location http://169.254.169.254/latest/meta-data/"},
	} {
		t.Run(name, func(t *testing.T) {
			b := &browser{t, b.ctx}
			b.sent(docs.URL, name)
			for _, want := range words {
				b.says(answerText, want)
			}
			b.says(`(document.querySelector("[data-answer] code")?.innerText ?? "").length < 110000`, "true")
		})
	}
}

func TestRefusedKeysLeadToTheirField(t *testing.T) {
	docs, _ := answers{"unknown": status(http.StatusUnauthorized, ""), "forbidden": status(http.StatusForbidden, "")}.site(t, "")
	const fault = `document.getElementById("try-fault-key").innerText`
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1200))
	b.sent(docs.URL, "unknown")
	b.says(answerText, "401 Unauthorized")
	b.says(answerText, "Not known here.")
	b.says(`document.activeElement.id`, "try-key-key")
	b.says(fault, "The server wants this.")
	b.do(chromedp.SendKeys(chromedp.ID("try-key-key"), "k"), chromium.Click("[data-send]"))
	b.wait(fault + `.includes("The server didn't take this")`)
	b.says(`document.getElementById("try-key-key").getAttribute("aria-invalid")`, "true")
	b.sent(docs.URL, "forbidden")
	b.says(answerText, "403 Forbidden")
	b.says(answerText, "Not allowed.")
	b.says(fault, "doesn't allow the call with it")
}

func TestWaitsAreCountedDown(t *testing.T) {
	limited := 0
	docs, _ := answers{
		"brief": status(http.StatusServiceUnavailable, "2"),
		"limited": func(w http.ResponseWriter, r *http.Request) {
			if limited++; limited == 1 {
				status(http.StatusTooManyRequests, "300")(w, r)
			} else if r.Header.Get("X-Key") != "another" {
				w.WriteHeader(http.StatusUnauthorized)
			}
		},
	}.site(t, "")
	const disabled = `document.querySelector("[data-send]").getAttribute("aria-disabled")`
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1200))
	b.sent(docs.URL, "limited")
	b.says(answerText, "429 Too Many Requests")
	b.says(answerText, "Too much.")
	b.says(`document.querySelector(".tryit-wait").innerText`, "The server asks to wait: 5 minutes to go.")
	b.says(disabled, "true")

	t.Log("a reader may insist, and sends what the form has then")
	b.do(chromium.Click("[data-send]"))
	b.says(saidText, `"Send now" sends it all the same`)
	b.do(chromedp.SendKeys(chromedp.ID("try-key-key"), "another"), chromedp.Focus(chromedp.CSS(".tryit-wait button")), chromedp.KeyEvent("\r"))
	b.wait(answerText + `.includes("200 OK") && document.querySelector(".tryit-wait").hidden`)
	b.says(disabled, "false")
	b.says(`document.activeElement.matches("[data-send]")`, "true")

	t.Log("and is told when it is over")
	b.sent(docs.URL, "brief")
	b.says(answerText, "503 Service Unavailable")
	b.wait(saidText + ` === "The server takes requests again." && document.querySelector(".tryit-wait").hidden`)
	b.says(disabled, "false")
}

func TestCallsAreCancelled(t *testing.T) {
	gone := make(chan struct{}, 2)
	seen := func(answer func(w http.ResponseWriter, r *http.Request)) func(w http.ResponseWriter, r *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) {
			answer(w, r)
			gone <- struct{}{}
		}
	}
	docs, _ := answers{"waits": seen(waits), "endless": seen(endless)}.site(t, "")
	ended := func() {
		t.Helper()
		select {
		case <-gone:
		case <-time.After(time.Minute):
			t.Error("the server still works on a call that was cancelled")
		}
	}
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1200), chromedp.Navigate(docs.URL+"/reference/answers/waits/"))
	b.do(chromium.Click("[data-send]"), chromedp.WaitVisible(chromedp.CSS("[data-cancel]")), chromedp.KeyEvent("\x1b"))
	b.wait(saidText + `.startsWith("Cancelled")`)
	ended()

	t.Log("the beginning of an endless answer stays")
	b.do(chromedp.Navigate(docs.URL+"/reference/answers/endless/"), chromium.Click("[data-send]"))
	b.wait(answerText + `.includes("first")`)
	b.do(chromium.Click("[data-cancel]"))
	b.wait(answerText + `.includes("You have ended the answer here.")`)
	b.says(answerText, "first")
	ended()
	b.says(`document.activeElement.matches("[data-send]")`, "true")
}

// TestLossOfTheProxyIsSaid has the proxy go silent, answer strangely, break off and go, the server go before it, and the reader offline.
func TestLossOfTheProxyIsSaid(t *testing.T) {
	docs, api := answers{"waits": waits}.site(t, "")
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1200), chromedp.Navigate(docs.URL+"/reference/answers/waits/"))
	sends := func(want string) {
		t.Helper()
		b.do(chromium.Click("[data-send]"))
		b.wait(answerText + `.includes(` + quote(want) + `)`)
	}
	b.js(faster)
	sends("The proxy stopped answering")
	b.js(`window.realFetch = window.fetch, window.fetch = () => Promise.resolve(new Response("<h1>Sign in to the hotel</h1>", { status: 200 }))`)
	sends("The proxy gave no answer that the panel can read")
	b.js(`window.fetch = () => Promise.resolve(new Response(new Blob([new Uint8Array([72, 0, 0])]).stream(), { headers: { "content-type": "application/vnd.docsite.tryit" } }))`)
	sends("The connection to the proxy broke")
	b.js(`window.fetch = window.realFetch`)
	api.CloseClientConnections()
	_ = api.Listener.Close()
	sends("The server is down")
	docs.CloseClientConnections()
	_ = docs.Listener.Close()
	sends("The proxy can't be reached")
	b.js(`Object.defineProperty(navigator, "onLine", { get: () => false })`)
	sends("You are offline")
	b.says(answerText, "Nothing was sent.")
}
