package e2e

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// browser opens a page; chromium.Page says what fails the test.
func browser(t *testing.T) context.Context {
	t.Helper()
	need(t, "chromium", "chromium-browser", "google-chrome")
	return chromium.Page(t)
}

// withoutScripts opens a page with JavaScript off.
func withoutScripts(t *testing.T) context.Context {
	t.Helper()
	ctx := browser(t)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// do runs the steps, and says which page they failed on.
func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for _, step := range steps {
		if err := chromedp.Do(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
}

// js evaluates an expression in the page.
func js[T any](ctx context.Context, t *testing.T, expression string, options ...chromedp.EvaluateOption) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// TestReaderSendsFromTryIt pastes a key, sends a message, and sees it on the virtual phone.
func TestReaderSendsFromTryIt(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	ctx := browser(t)
	const text = `Hello "from" Try-It, grüße 👋`
	body := `{"clientId": "` + d.clientID + `", "jid": "15551234567@s.whatsapp.net", "message": {"text": "Hello \"from\" Try-It, grüße 👋"}}`
	do(ctx, t,
		chromedp.Navigate(d.origin+"/docs/reference/whatsapp/sendMessage/"),
		chromedp.SendKeys(chromedp.CSS(`[data-scheme][data-part=value]`), d.key),
		chromedp.SetValue(chromedp.ID("try-body"), body),
		chromium.Click(`[data-send]`),
		chromedp.WaitVisible(chromedp.CSS(`[data-answer][aria-busy=false]`)),
	)
	answer := js[string](ctx, t, `document.querySelector("[data-answer]").innerText`)
	if !strings.Contains(answer, "200") || !strings.Contains(answer, "messageId") {
		t.Fatalf("the panel shows:\n%s", answer)
	}
	id := d.received(t, "+15551234567", text)
	if !strings.Contains(answer, id) {
		t.Errorf("the phone has message %s, the panel shows:\n%s", id, answer)
	}
	if strings.Contains(d.log.String(), d.key) {
		t.Error("the key is in the server's log")
	}
	address := js[string](ctx, t, `location.href + document.querySelector("main").innerText`)
	if strings.Contains(address, d.key) {
		t.Error("the key is in the page's address or its samples")
	}
	do(ctx, t, chromedp.Navigate(d.origin+"/sandbox?leftChat=15557654321@s.whatsapp.net&rightChat=15551234567@s.whatsapp.net"))
	until(ctx, t, `[...document.querySelectorAll(".phone .bubble")].some((one) => one.checkVisibility() && one.innerText.includes("Hello \"from\" Try-It, grüße 👋"))`)
}

func TestPanelShowsTheProblem(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	ctx := browser(t)
	do(ctx, t,
		chromedp.Navigate(d.origin+"/docs/reference/server/ping/"),
		chromedp.SendKeys(chromedp.CSS(`[data-scheme][data-part=value]`), "wpe_nobody"),
		chromium.Click(`[data-send]`),
		chromedp.WaitVisible(chromedp.CSS(`[data-answer][aria-busy=false]`)),
	)
	answer := js[string](ctx, t, `document.querySelector("[data-answer]").innerText`)
	if !strings.Contains(answer, "401") || !strings.Contains(answer, "unauthenticated") {
		t.Errorf("the panel shows:\n%s", answer)
	}
}

// TestStaticSiteWorksAnywhere opens a site of files from the disk and below a path of a server,
// and insists that styles and scripts are there and that links lead to pages.
func TestStaticSiteWorksAnywhere(t *testing.T) {
	_, docsite := build(t)
	out := filepath.Join(t.TempDir(), "site")
	cmd := exec.Command(docsite, "build", "--spec", "../openapi/openapi.yaml", "--content", "../content", "--out", out)
	if log, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	sub := http.NewServeMux()
	sub.Handle("/a/sub/path/", http.StripPrefix("/a/sub/path", http.FileServer(http.Dir(out))))
	server := httptest.NewServer(sub)
	defer server.Close()
	for name, base := range map[string]string{
		"file":     (&url.URL{Scheme: "file", Path: out + "/"}).String(),
		"sub-path": server.URL + "/a/sub/path/",
	} {
		t.Run(name, func(t *testing.T) {
			ctx := browser(t)
			for _, page := range []string{"index.html", "guides/api-keys/index.html", "reference/whatsapp/sendMessage/index.html"} {
				do(ctx, t, chromedp.Navigate(base+page))
				if n := js[int](ctx, t, `[...document.styleSheets].length`); n == 0 {
					t.Errorf("%s has no style sheet", page)
				}
				if color := js[string](ctx, t, `getComputedStyle(document.body).backgroundColor`); color == "" || color == "rgba(0, 0, 0, 0)" {
					t.Errorf("%s is not styled: its ground is %q", page, color)
				}
				if ok := js[bool](ctx, t, `document.querySelector(".copy, [data-copy], button.code-copy") !== null`); !ok && page != "index.html" {
					t.Errorf("%s: the script did not run: there is no copy button", page)
				}
			}
			do(ctx, t, chromedp.Navigate(base+"index.html"))
			href := js[string](ctx, t, `document.querySelector("nav a[href*='api-keys']").href`)
			do(ctx, t, chromedp.Navigate(href))
			if title := js[string](ctx, t, `document.querySelector("h1").innerText`); !strings.Contains(title, "API keys") {
				t.Errorf("the sidebar's link %s leads to %q", href, title)
			}
		})
	}
	if err := fs.WalkDir(os.DirFS(out), ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && path.Ext(p) == ".html" {
			source, err := os.ReadFile(filepath.Join(out, p))
			if err != nil {
				return err
			}
			if strings.Contains(string(source), `href="/`) || strings.Contains(string(source), `src="/`) {
				t.Errorf("%s has a link from the root of the host", p)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
