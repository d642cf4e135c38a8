package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// fromPage calls an operation from a script of the page, with the session of whoever is signed in, and returns the answer.
func fromPage(ctx context.Context, t *testing.T, operation, body string) map[string]any {
	t.Helper()
	text := js[string](ctx, t, fmt.Sprintf(`fetch("/api/rpc/%s", {method: "POST", headers: {"content-type": "application/json"}, body: %q}).then((r) => r.text())`, operation, body), chromedp.EvalAwaitPromise)
	var answer map[string]any
	if err := json.Unmarshal([]byte(text), &answer); err != nil || answer["code"] != nil && answer["status"] != nil {
		t.Fatalf("%s: %s", operation, text)
	}
	return answer
}

// TestPersonLinksAClient is the journey of a client: made, linked by a code that is on the page, written through,
// disconnected and deleted.
func TestPersonLinksAClient(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	fromPage(ctx, t, "sandbox/createPhone", `{"phone":"+15557654321","name":"Grace"}`)
	fromPage(ctx, t, "sandbox/createPhone", `{"phone":"+15551234567","name":"Ada"}`)

	do(ctx, t, chromedp.Navigate(d.origin+"/account/clients"))
	until(ctx, t, has("main", "There is no client yet."))
	accessibleEverywhere(ctx, t, "no clients")
	do(ctx, t, chromium.Click("a[data-dialog]"), chromedp.WaitVisible(chromedp.CSS("dialog[open] #name")), chromedp.SendKeys(chromedp.ID("name"), "Front desk\r"))
	until(ctx, t, `document.querySelector("#qr svg") !== null`)
	accessibleEverywhere(ctx, t, "code to scan")

	t.Log("the page goes on by itself when the phone has scanned the code")
	id := js[string](ctx, t, `new URL(location.href).searchParams.get("id")`)
	code := fromPage(ctx, t, "clients/getQr", `{"clientId":"`+id+`","format":"text"}`)
	fromPage(ctx, t, "sandbox/scanQr", fmt.Sprintf(`{"phone":"+15557654321","qr":%q}`, code["qr"]))
	until(ctx, t, `location.pathname === "/account/clients/client"`)
	until(ctx, t, has("#state", "Connected"))
	until(ctx, t, has("#state", "+15557654321"))
	accessibleEverywhere(ctx, t, "client")

	t.Log("a message")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("jid"), "+15551234567"), chromedp.SendKeys(chromedp.ID("text"), "Hello"), chromium.Click("form[action$=send] button"))
	until(ctx, t, has("[data-toasts]", "The message to 15551234567@s.whatsapp.net is sent."))

	t.Log("what happens elsewhere shows here")
	fromPage(ctx, t, "clients/disconnect", `{"clientId":"`+id+`"}`)
	until(ctx, t, has("#state", "Disconnected"))
	do(ctx, t, chromedp.Navigate(d.origin+"/account/clients"))
	until(ctx, t, has("table", "Front desk"))
	accessibleEverywhere(ctx, t, "clients")
	do(ctx, t, chromium.Click("tbody a"))
	do(ctx, t, chromium.Click("form[action$='/connect'] button"))
	until(ctx, t, has("#state", "Connected"))
	do(ctx, t, chromium.Click(".acts .button-danger"), chromedp.WaitVisible(chromedp.CSS("dialog[open] .button-danger")))
	accessible(ctx, t, "delete")
	do(ctx, t, chromium.Click("dialog .button-danger"))
	until(ctx, t, has("[data-toasts]", "The client is deleted."))
	until(ctx, t, has("main", "There is no client yet."))
}
