package e2e

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// until waits until an expression is true in the page, or in the one that comes after it.
func until(ctx context.Context, t *testing.T, expression string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
	}
	t.Fatalf("%s: this does not become true; the page says\n%s", expression, js[string](ctx, t, `document.body.innerText`))
}

// has is an expression that is true when an element that the selector finds has the text.
func has(selector, text string) string {
	quoted, _ := json.Marshal([]string{selector, text})
	return `((s, t) => [...document.querySelectorAll(s)].some((e) => e.innerText.includes(t)))(...` + string(quoted) + `)`
}

// accessible fails the test for everything that axe finds wrong with the page.
func accessible(ctx context.Context, t *testing.T, what string) {
	t.Helper()
	axe, err := os.ReadFile("deps/node_modules/axe-core/axe.min.js")
	if err != nil {
		missing(t, "axe-core is not installed")
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](string(axe)+"; true")); err != nil {
		t.Fatal(err)
	}
	type result struct {
		Passes int
		Wrong  []string
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[result](`axe.run().then((r) => ({passes: r.passes.length,
		wrong: r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + v.help + "\n" + n.html + "\n" + n.failureSummary))}))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	if found.Passes == 0 {
		t.Errorf("%s: nothing was checked", what)
	}
	for _, w := range found.Wrong {
		t.Errorf("%s: %s", what, w)
	}
}

// TestDemoOfThePhones is what a visitor of the demo does: watch two phones, link a client, be written to through the
// API, and answer.
func TestDemoOfThePhones(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	if !strings.Contains(d.greeting, d.origin+"/sandbox\n") {
		t.Errorf("the greeting does not say where the phones are:\n%s", d.greeting)
	}
	var client struct{ ID string }
	d.call(t, "clients/create", map[string]any{"name": "second"}, &client)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(d.origin+"/sandbox"))
	until(ctx, t, has("#left .chats", "No messages yet"))
	accessible(ctx, t, "two phones without messages")

	t.Log("a click links the client")
	do(ctx, t, chromedp.Click(chromedp.CSS(`#left [aria-label="Link a client"]`)), chromedp.Click(chromedp.CSS(`[data-link="`+client.ID+`"]`)))
	until(ctx, t, has("[data-toasts]", "second is linked to Ada."))
	until(ctx, t, `document.querySelector("dialog") === null`)
	do(ctx, t, chromedp.Click(chromedp.CSS(`#left [aria-label="About this phone"]`)))
	until(ctx, t, has("dialog .rows", "second"))
	accessible(ctx, t, "about a phone")
	do(ctx, t, chromedp.KeyEvent("\x1b"))
	until(ctx, t, `document.activeElement.getAttribute("aria-label") === "About this phone"`)

	t.Log("what the API sends is there at once, on both phones")
	var sent struct{ MessageID string }
	d.call(t, "whatsapp/sendMessage", map[string]any{"clientId": d.clientID, "jid": "+15551234567", "message": map[string]any{"text": "<b>Hello</b> from the API"}}, &sent)
	until(ctx, t, has("#left .chat-row", "<b>Hello</b> from the API"))
	until(ctx, t, has("#right .chat-row", "<b>Hello</b> from the API"))
	until(ctx, t, has("#right .badge", "1")) // Ada has answered with the same
	do(ctx, t, chromedp.Click(chromedp.CSS("#left .chat-row")), chromedp.Click(chromedp.CSS("#right .chat-row")))
	until(ctx, t, has("#left .bubble", "<b>Hello</b> from the API"))
	until(ctx, t, `document.querySelector('#right .bubble-out .ticks-read[title="Read"]') !== null`) // Ada is an echo
	if n := js[int](ctx, t, `document.querySelectorAll("#left .bubble b").length`); n != 0 {
		t.Error("a message is read as HTML")
	}

	t.Log("an answer that is typed on the phone arrives at the engine")
	do(ctx, t, chromedp.SendKeys(chromedp.CSS("#left .composer-text"), "Typed by Ada"), chromedp.KeyEvent("\r"))
	until(ctx, t, has("#left .bubble-out", "Typed by Ada"))
	until(ctx, t, has("#right .bubble:not(.bubble-out)", "Typed by Ada"))
	until(ctx, t, `[...document.querySelectorAll("#left .bubble-out .ticks")].at(-1).classList.contains("ticks-read")`) // its chat is open at Grace's
	d.engineHas(t, "Typed by Ada")

	t.Log("the address says what is open, also after a reload")
	do(ctx, t, chromedp.Reload())
	until(ctx, t, has("#left .bubble-out", "Typed by Ada"))
	until(ctx, t, `document.querySelector("#right .bubble-menu") !== null`)
	for _, width := range []int64{1280, 360} {
		do(ctx, t, chromedp.EmulateViewport(width, 800))
		for _, scheme := range []string{"light", "dark"} {
			features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
				t.Fatal(err)
			}
			accessible(ctx, t, scheme)
		}
		if wide := js[int](ctx, t, `document.documentElement.scrollWidth`); int64(wide) > width {
			t.Errorf("the page is %d px wide in a window of %d", wide, width)
		}
	}
	if strings.Contains(d.log.String(), "Typed by Ada") {
		t.Error("the text of a message is in the log")
	}
}

// engineHas waits until the demo client has received a text.
func (d *demo) engineHas(t *testing.T, text string) {
	t.Helper()
	request := map[string]any{"clientId": d.clientID, "jid": "+15551234567"}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		var page struct {
			Items []struct {
				FromMe bool
				Text   string
			}
		}
		d.call(t, "whatsapp/getConversationMessages", request, &page)
		for _, m := range page.Items {
			if !m.FromMe && m.Text == text {
				return
			}
		}
	}
	t.Fatalf("the engine has not received %q", text)
}

// TestPhonesWithoutAScript reads and sends with nothing but HTML.
func TestPhonesWithoutAScript(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	ctx := browser(t)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	var sent struct{ MessageID string }
	d.call(t, "whatsapp/sendMessage", map[string]any{"clientId": d.clientID, "jid": "+15551234567", "message": map[string]any{"text": "Hello without a script"}}, &sent)
	d.received(t, "+15551234567", "Hello without a script")
	do(ctx, t, chromedp.Navigate(d.origin+"/sandbox"), chromedp.Click(chromedp.CSS("#left .chat-row")),
		chromedp.WaitVisible(chromedp.CSS("#left .bubble")), chromedp.SendKeys(chromedp.CSS("#left .composer-text"), "Sent by a form"), chromedp.Click(chromedp.CSS("#left .composer-send")))
	d.engineHas(t, "Sent by a form")
}

func TestAKeyOpensItsOwnPhones(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(d.origin+"/sandbox/sign-in"))
	accessible(ctx, t, "sign in")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("key"), "wpe_nobody"), chromedp.KeyEvent("\r"))
	until(ctx, t, has("#key-problem", "API key"))
	accessible(ctx, t, "a key that is refused")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("key"), d.key), chromedp.KeyEvent("\r"))
	until(ctx, t, has("#right .chats", "No messages yet"))
	do(ctx, t, chromedp.Click(chromedp.CSS(`form[action$="/sign-out"] button`)))
	until(ctx, t, `location.pathname === "/sandbox/sign-in"`)
	if strings.Contains(d.log.String(), d.key) {
		t.Error("the key is in the log")
	}
}
