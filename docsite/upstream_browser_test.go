package docsite_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// asked keeps the addresses that a page asks for, or goes to.
func (b *browser) asked() func() []string {
	b.t.Helper()
	var mu sync.Mutex
	var all []string
	if err := chromedp.Listen(b.ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			all = append(all, sent.Request.URL)
			mu.Unlock()
		}
	}); err != nil {
		b.t.Fatal(err)
	}
	if _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); err != nil {
		b.t.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(all)
	}
}

// left is what a page has left behind on its origin, but for what the site itself keeps.
func (b *browser) left() string {
	b.t.Helper()
	cookies, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	if len(cookies.Cookies) > 0 {
		return "the cookie " + cookies.Cookies[0].Name
	}
	left, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(async () => [
		...[localStorage, sessionStorage].flatMap((kept) => Object.keys(kept)).filter((name) => !name.startsWith("docsite.")),
		...(await caches.keys()), ...(await indexedDB.databases()).map(({ name }) => name), ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
	].join(" "))()`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return left
}

// evilPage does in every way that a page knows what it would like to do on the site's origin.
const evilPage = `<!doctype html><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/"><meta http-equiv="set-cookie" content="session=evil">
<link rel="stylesheet" href="https://evil.example/x.css"><link rel="prefetch" href="https://evil.example/next"><style>body { display: none }</style>
<script>` + pwned + `; document.cookie = "session=evil"; localStorage.evil = 1</script><script src="https://evil.example/x.js"></script>
<img src="https://evil.example/beacon" onerror="` + pwned + `"><iframe srcdoc="<script>parent.` + pwned + `</script>"></iframe><object data="https://evil.example/x"></object>
<form action="https://evil.example/" id="evil"><input name="key" autofocus onfocus="` + pwned + `"></form><body onload="` + pwned + `">`

// evilText is a text of which a careless page would make something else.
const evilText = `<img src="https://evil.example/beacon" onerror="` + pwned + `"><script>` + pwned + `</script>`

// TestHostileAnswersStayInThePanel has a server that answers with all that could leave the panel, and uses what the panel offers for it.
func TestHostileAnswersStayInThePanel(t *testing.T) {
	quoted, err := json.Marshal(evilText)
	if err != nil {
		t.Fatal(err)
	}
	hostile := func(w http.ResponseWriter) {
		h := w.Header()
		h["Set-Cookie"] = []string{"session=evil; Path=/", "other=evil; Path=/; HttpOnly; SameSite=None", "__Host-c=evil; Path=/; Secure"}
		for name, value := range map[string]string{
			"Content-Security-Policy": "default-src *", "Clear-Site-Data": `"*"`, "Refresh": "0; url=https://evil.example/", "Link": "<https://evil.example/next>; rel=preload; as=script",
			"Access-Control-Allow-Origin": "*", "Service-Worker-Allowed": "/", "X-Evil": evilText, "X-Request-Id": evilText, "Reporting-Endpoints": `d="https://evil.example/"`,
			"Content-Disposition": `attachment; filename="` + strings.ReplaceAll(evilText, `"`, `'`) + `.html"`,
		} {
			h.Set(name, value)
		}
	}
	of := func(mediaType, body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			hostile(w)
			w.Header().Set("Content-Type", mediaType)
			_, _ = io.WriteString(w, body)
		}
	}
	moved := func(location string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			hostile(w)
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		}
	}
	served := answers{
		"page":     of("text/html", evilPage),
		"xhtml":    of("application/xhtml+xml", evilPage),
		"drawing":  of("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" onload="`+pwned+`"><script>`+pwned+`</script><image href="https://evil.example/beacon"/></svg>`),
		"style":    of("text/css", "@import url(https://evil.example/x.css); body { display: none }"),
		"script":   of("text/javascript", pwned),
		"unnamed":  of("", evilPage),
		"picture":  of("image/png", evilPage),
		"sound":    of("audio/mpeg", evilPage),
		"document": of("application/pdf", "%PDF-1.7 "+evilPage),
		"text":     of("text/plain; charset=utf-7", "+ADw-script+AD4-"+pwned+"+ADw-/script+AD4-"),
		"json":     of("application/json", `{"id": `+string(quoted)+`, `+string(quoted)+`: 1, "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "url": "javascript:`+pwned+`", "parts": [{"toString": null}]}`),
		"problem":  of("application/problem+json", `{"code": "proxy_gone", "title": `+string(quoted)+`, "detail": `+string(quoted)+`}`),
		"envelope": of("application/vnd.docsite.tryit", "E\x00\x00\x00\x0b{\"bytes\":0}H\x00\x00\x00\x02{}"),
		"events":   of("text/event-stream", "event: "+evilText+"\nid: "+evilText+"\ndata: "+evilText+"\n\nretry: 0\n\n"),
		"lines":    of("application/x-ndjson", `{"id": `+string(quoted)+`}`+"\n"+evilText+"\n"),
		"cloud":    moved("http://169.254.169.254/latest/meta-data/iam/"),
		"run":      moved("javascript:" + pwned),
		"inside":   moved("http://127.0.0.1:1/"),
	}
	docs, _ := served.site(t, "")
	b := newBrowser(t)
	asked := b.asked()
	b.do(chromedp.EmulateViewport(1280, 1400))
	for name := range served {
		b.sent(docs.URL, name)
		b.js(`[...document.querySelectorAll(".tryit details")].forEach((one) => one.open = true)`)
		b.js(`[...document.querySelectorAll("[data-answer] button")].forEach((one) => one.click())`)
		b.says(`document.querySelector("[data-answer]").innerText`, map[bool]string{true: "302 Found", false: "200 OK"}[slices.Contains([]string{"cloud", "run", "inside"}, name)])
		for expression, want := range map[string]string{
			`document.title.includes("pwned")`: "false",
			`location.pathname`:                "/reference/answers/" + name + "/",
			`({}).polluted`:                    "undefined",
			`getComputedStyle(document.body).display !== "none" && document.getElementById("evil") === null`:                                "true",
			`[...document.querySelectorAll("[data-answer] :is(script, style, link, meta, base, iframe, object, embed, form, svg)")].length`: "0",
			`[...document.querySelectorAll("[data-answer] :is([href], [src])")].every((one) => /^blob:/.test(one.href ?? one.src))`:         "true",
		} {
			if got := b.js(expression); got != want {
				t.Errorf("%s: %s is %s, want %s", name, expression, got, want)
			}
		}
		if left := b.left(); left != "" {
			t.Errorf("%s: there is %s", name, left)
		}
	}
	all := asked()
	if len(all) < 2*len(served) {
		t.Errorf("the page asked for %d addresses only", len(all))
	}
	for _, address := range all {
		if !strings.HasPrefix(address, docs.URL+"/") && !strings.HasPrefix(address, "blob:"+docs.URL+"/") && !strings.HasPrefix(address, "data:") {
			t.Errorf("the page asks for %s", address)
		}
	}
}
