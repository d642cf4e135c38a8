package e2e

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// tries sends what the panel has, and returns what it shows when the answer is whole.
func tries(ctx context.Context, t *testing.T) string {
	t.Helper()
	do(ctx, t, chromium.Click("[data-send]"), chromedp.WaitVisible(chromedp.CSS(`[data-answer][aria-busy=false]`)))
	until(ctx, t, `!document.querySelector("[data-send]").hasAttribute("data-busy")`)
	return js[string](ctx, t, `document.querySelector("[data-answer]").innerText`)
}

// takes has the browser answer the next question for a file.
func takes(ctx context.Context, t *testing.T, file string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(event any) {
		if asked, ok := event.(*page.EventFileChooserOpened); ok {
			go func() {
				if _, err := chromedp.Call(ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, BackendNodeID: asked.BackendNodeID}); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}()
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// TestReaderSendsAPictureFromTryIt picks a file in the form, and sees it on the phone and in the answer of another panel.
func TestReaderSendsAPictureFromTryIt(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	ctx := browser(t)
	takes(ctx, t, picture(t))
	do(ctx, t,
		chromedp.Navigate(d.origin+"/docs/reference/whatsapp/sendMessage/"),
		chromedp.SendKeys(chromedp.CSS(`[data-scheme][data-part=value]`), d.key),
		chromedp.SetValue(chromedp.ID("try-body"), `{"clientId": "`+d.clientID+`", "jid": "+15551234567", "message": {"image": {"data": "", "mimetype": "image/png", "caption": "Sent from a page"}}}`),
	)
	until(ctx, t, `!document.querySelector("[data-forget]").hidden`) // the panel is awake, and nothing moves any more
	do(ctx, t, chromium.Click(`[data-view=form]`))
	until(ctx, t, `document.querySelector("[data-view=form]").ariaPressed === "true"`)
	do(ctx, t, chromium.Click(`//button[text()="From a file"]`))
	until(ctx, t, has("[data-said]", "photo.png is filled in."))
	answer := tries(ctx, t)
	if !strings.Contains(answer, "200 OK") {
		t.Fatalf("the panel shows:\n%s", answer)
	}
	id := d.received(t, "+15551234567", "Sent from a page")
	do(ctx, t, chromedp.Navigate(d.origin+"/sandbox?leftChat=15557654321@s.whatsapp.net&rightChat=15551234567@s.whatsapp.net"))
	until(ctx, t, `[...document.querySelectorAll(".media-image img")].some((i) => i.naturalWidth === 480 && i.alt === "Sent from a page")`)
	do(ctx, t, chromedp.Navigate(d.origin+"/docs/reference/sandbox/getMedia/"), chromedp.SetValue(chromedp.ID("try-body"), `{"phone": "+15551234567", "messageId": "`+id+`"}`))
	if answer = tries(ctx, t); !strings.Contains(answer, `"mimetype": "image/png"`) || strings.Contains(answer, "differen") {
		t.Errorf("the panel shows:\n%s", answer)
	}
}

// TestReaderCreatesUsesAndRevokesAKey does with panels alone what a key lives through.
func TestReaderCreatesUsesAndRevokesAKey(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	ctx := browser(t)
	opened := func(operation, body string) {
		t.Helper()
		do(ctx, t, chromedp.Navigate(d.origin+"/docs/reference/"+operation+"/"))
		if body != "" {
			do(ctx, t, chromedp.SetValue(chromedp.ID("try-body"), body))
		}
	}
	use := func(key string) {
		t.Helper()
		do(ctx, t, chromedp.Focus(chromedp.CSS(`input[data-part=value]`)), chromedp.KeyEvent("a", chromedp.KeyModifiers(2)), chromedp.KeyEvent(key))
		if got := js[string](ctx, t, `document.querySelector("input[data-part=value]").value`); got != key {
			t.Fatalf("the field has %q", got)
		}
	}
	opened("apiKeys/create", `{"name": "from-a-page", "scopes": ["server.*"]}`)
	use(d.key)
	answer := tries(ctx, t)
	made := keyLine.FindString(answer)
	_, body, _ := strings.Cut(answer, `"id": `) // before it is the id of the request
	id := clientLine.FindString(body)
	if made == "" || id == "" || strings.Contains(answer, "differen") {
		t.Fatalf("the panel shows:\n%s", answer)
	}

	opened("server/ping", "")
	use(made)
	if answer = tries(ctx, t); !strings.Contains(answer, "200 OK") {
		t.Errorf("the new key gives:\n%s", answer)
	}
	opened("clients/list", "{}")
	if answer = tries(ctx, t); !strings.Contains(answer, "403") {
		t.Errorf("a key for the server alone lists clients:\n%s", answer)
	}
	until(ctx, t, has(".tryit-error", "doesn't allow the call with it"))

	opened("apiKeys/revoke", `{"id": "`+id+`"}`)
	use(d.key)
	if answer = tries(ctx, t); !strings.Contains(answer, `"revoked": true`) {
		t.Errorf("revoking gives:\n%s", answer)
	}

	opened("server/ping", "")
	use(made)
	if answer = tries(ctx, t); !strings.Contains(answer, "401") {
		t.Errorf("a key that was revoked gives:\n%s", answer)
	}
	until(ctx, t, `document.activeElement.matches("input[data-part=value][aria-invalid=true]")`)
	if log := d.log.String(); strings.Contains(log, made) || strings.Contains(log, d.key) {
		t.Error("a key is in the server's log")
	}
}
