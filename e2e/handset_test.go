package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// until waits until an expression is true in the page, or in the one that comes after it.
func until(ctx context.Context, t *testing.T, expression string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
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

// towers are the buttons that are much higher than wide, because nothing keeps their words together.
const towers = `[...document.querySelectorAll("main .button")].filter((b) => b.checkVisibility() && b.offsetHeight > 2 * b.offsetWidth).map((b) => b.innerText).join(", ")`

// accessibleEverywhere has axe look at the page in both themes, on a desk and on a phone. There, and on what is in
// between, it must fit.
func accessibleEverywhere(ctx context.Context, t *testing.T, what string) {
	t.Helper()
	for _, width := range []int64{360, 800, 1100, 1280} {
		do(ctx, t, chromedp.EmulateViewport(width, 800))
		if broken := js[string](ctx, t, towers); broken != "" {
			t.Errorf("%s: at %d px the letters of buttons are on top of each other: %s", what, width, broken)
		}
		for _, scheme := range []string{"light", "dark"} {
			if width != 360 && width != 1280 {
				break // axe would find what it finds on a desk
			}
			features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
				t.Fatal(err)
			}
			accessible(ctx, t, fmt.Sprintf("%s, %s, %d px", what, scheme, width))
		}
		if wide := js[int](ctx, t, `document.documentElement.scrollWidth`); int64(wide) > width {
			t.Errorf("%s is %d px wide in a window of %d", what, wide, width)
		}
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
	do(ctx, t, chromium.Click(`#left [aria-label="Link a client"]`), chromium.Click(`[data-link="`+client.ID+`"]`))
	until(ctx, t, has("[data-toasts]", "second is linked to Ada."))
	until(ctx, t, `document.querySelector("dialog") === null`)
	do(ctx, t, chromium.Click(`#left [aria-label="About this phone"]`))
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
	do(ctx, t, chromium.Click("#left .chat-row"), chromium.Click("#right .chat-row"))
	until(ctx, t, has("#left .bubble", "<b>Hello</b> from the API"))
	until(ctx, t, `document.querySelector('#right .bubble-out .ticks-read[title="Read"]') !== null`) // Ada is an echo
	if n := js[int](ctx, t, `document.querySelectorAll("#left .bubble b").length`); n != 0 {
		t.Error("a message is read as HTML")
	}

	t.Log("a picture that the API sends is shown, on both phones")
	photo := base64.StdEncoding.EncodeToString(pixels(t, 60, 40))
	d.call(t, "whatsapp/sendMessage", map[string]any{
		"clientId": d.clientID, "jid": "+15551234567",
		"message": map[string]any{"image": map[string]any{"data": photo, "caption": "A picture from the API"}},
	}, &sent)
	for _, pane := range []string{"#left", "#right"} {
		until(ctx, t, has(pane+" .bubble", "A picture from the API"))
		until(ctx, t, `[...document.querySelectorAll("`+pane+` .bubble img")].some((i) => i.complete && i.naturalWidth === 60 && i.naturalHeight === 40)`)
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
	accessibleEverywhere(ctx, t, "two phones")
	if strings.Contains(d.log.String(), "Typed by Ada") {
		t.Error("the text of a message is in the log")
	}
}

// pixels is a PNG of one colour.
func pixels(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// picture is a photo to send: 480 x 300 pixels of one colour.
func picture(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "photo.png")
	if err := os.WriteFile(name, pixels(t, 480, 300), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestPhonesShowMoreThanText(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	const ada, grace = "+15551234567", "+15557654321"
	send := func(from, to string, message map[string]any) string {
		t.Helper()
		var sent struct{ MessageID string }
		d.call(t, "sandbox/sendMessage", map[string]any{"phone": from, "jid": to, "message": message}, &sent)
		return sent.MessageID
	}
	var phone struct{ Persona string }
	d.call(t, "sandbox/updatePhone", map[string]any{"phone": ada, "persona": "silent"}, &phone)
	send(grace, ada, map[string]any{"text": "Is the bed ready?"})
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(d.origin+"/sandbox?leftChat=15557654321@s.whatsapp.net&rightChat=15551234567@s.whatsapp.net"))
	until(ctx, t, `document.querySelector("#left .bubble-menu") && document.querySelector("#right .bubble-menu") ? true : false`)

	t.Log("a photo from the phone")
	do(ctx, t, chromedp.SetUploadFiles(chromedp.CSS("#left .composer input[type=file]"), []string{picture(t)}), chromedp.WaitVisible(chromedp.CSS("dialog form")))
	accessible(ctx, t, "sending a file")
	do(ctx, t, chromedp.SendKeys(chromedp.CSS("dialog input"), "Ready"), chromedp.KeyEvent("\r"))
	until(ctx, t, `[...document.querySelectorAll("#right .media-image img")].some((i) => i.naturalWidth === 480 && i.alt === "Ready")`)
	photo := js[string](ctx, t, `document.querySelector("#right .bubble:has(img)").dataset.id`)

	t.Log("a reaction, and an answer that quotes")
	do(ctx, t, chromium.Click(`#right [data-id="`+photo+`"] .bubble-menu`), chromium.Click(`#right .menu [aria-label="heart"]`))
	until(ctx, t, has("#left .reactions", "❤"))
	do(ctx, t, chromium.Click(`#right [data-id="`+photo+`"] .bubble-menu`), chromium.Click(`//*[@id="right"]//*[@role="menuitem"][text()="Reply"]`))
	until(ctx, t, `document.activeElement.matches("#right .composer-text")`)
	do(ctx, t, chromedp.SendKeys(chromedp.CSS("#right .composer-text"), "Looks god"), chromedp.KeyEvent("\r"))
	until(ctx, t, has("#left .bubble:has(.bubble-quote)", "Looks god"))

	t.Log("second thoughts: edited, and then deleted")
	change := func(what string) {
		t.Helper()
		do(ctx, t, chromium.Click("#right li:last-child .bubble-menu"), chromium.Click(`//*[@id="right"]//*[@role="menuitem"][text()="`+what+`"]`))
	}
	change("Edit")
	do(ctx, t, chromedp.SetValue(chromedp.CSS("#right .composer-text"), "Looks good"), chromedp.Focus(chromedp.CSS("#right .composer-text")), chromedp.KeyEvent("\r"))
	until(ctx, t, has("#left li:last-child", "Looks good")+" && "+has("#left li:last-child", "Edited"))
	change("Delete for everybody")
	until(ctx, t, has("#left li:last-child", "This message was deleted"))

	t.Log("a voice message, a file, a place, a person and a poll")
	sound := base64.StdEncoding.EncodeToString([]byte("OggS is how such a file begins"))
	send(grace, ada, map[string]any{"audio": map[string]any{"data": sound, "mimetype": "audio/ogg; codecs=opus", "ptt": true}})
	send(grace, ada, map[string]any{"document": map[string]any{"data": base64.StdEncoding.EncodeToString([]byte("<script>alert(1)</script>")), "mimetype": "text/html", "fileName": "plan.html"}})
	send(grace, ada, map[string]any{"location": map[string]any{"degreesLatitude": 52.52, "degreesLongitude": 13.405, "name": "Garden"}})
	send(grace, ada, map[string]any{"contact": map[string]any{"displayName": "Linus", "contacts": []any{map[string]any{"vcard": "BEGIN:VCARD\nFN:Linus\nTEL:+15550100001\nEND:VCARD"}}}})
	send(grace, ada, map[string]any{"poll": map[string]any{"name": "What first?", "options": []string{"Tomatoes", "Beans"}, "selectableCount": 1}})
	until(ctx, t, has("#left .poll", "What first?"))
	until(ctx, t, `document.querySelector('#left audio[aria-label="Voice message"]') !== null`)
	until(ctx, t, has("#left a.part", "Garden")+" && "+has("#left .part", "+15550100001"))
	headers := `fetch(document.querySelector("#left a.part[download]").href).then((r) => ["type", "disposition", "security-policy"].map((h) => r.headers.get("content-" + h)).join("; "))`
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](headers, chromedp.EvalAwaitPromise))
	if err != nil || got != `application/octet-stream; attachment; filename=plan.html; default-src 'none'; sandbox` {
		t.Errorf("a file of HTML comes as %s, %v", got, err)
	}
	do(ctx, t, chromium.Click(`#left .poll input[value="Beans"]`))
	until(ctx, t, `document.querySelector('#right .poll input[value="Beans"]').closest("label").innerText.includes("1")`)
	accessible(ctx, t, "everything that can be said")

	t.Log("a call that is declined")
	do(ctx, t, chromium.Click(`#right [aria-label="Call Ada"]`))
	until(ctx, t, has("#right .phone-call", "Calling Ada"))
	until(ctx, t, has("#left .phone-call", "Grace is calling"))
	accessible(ctx, t, "a call")
	do(ctx, t, chromium.Click("#left .phone-call button"))
	until(ctx, t, has("[data-toasts]", "Ada has declined the call."))
	until(ctx, t, `[...document.querySelectorAll(".phone-call")].every((c) => c.hidden)`)
}

// engineHas waits until the demo client has received a text.
func (d *demo) engineHas(t *testing.T, text string) {
	t.Helper()
	request := map[string]any{"clientId": d.clientID, "jid": "+15551234567"}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
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
	ctx := withoutScripts(t)
	var sent struct{ MessageID string }
	d.call(t, "whatsapp/sendMessage", map[string]any{"clientId": d.clientID, "jid": "+15551234567", "message": map[string]any{"text": "Hello without a script"}}, &sent)
	d.received(t, "+15551234567", "Hello without a script")
	do(ctx, t, chromedp.Navigate(d.origin+"/sandbox"), chromium.Leave(chromium.Click("#left .chat-row")),
		chromedp.WaitVisible(chromedp.CSS("#left .bubble")), chromedp.SendKeys(chromedp.CSS("#left .composer-text"), "Sent by a form"), chromium.Leave(chromium.Click("#left .composer-send")))
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
	do(ctx, t, chromium.Click(`form[action$="/sign-out"] button`))
	until(ctx, t, `location.pathname === "/sandbox/sign-in"`)
	if strings.Contains(d.log.String(), d.key) {
		t.Error("the key is in the log")
	}
}
