package e2e

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
	"wpengine/e2e/testkit/proxies"
)

// TestClientGoesThroughItsProxyOrNowhere is the journey of a proxy that fails, on the simulated network and by the pages
// alone: a client goes through it, stays down with it, and is moved to another once it is in quarantine.
func TestClientGoesThroughItsProxyOrNowhere(t *testing.T) {
	here := func(address string) string { return address }
	first, second := proxies.Start(t, proxies.SOCKS, "ada", "s3cret", here), proxies.Start(t, proxies.HTTP, "ada", "s3cret", here)
	d := serve(t, filepath.Join(t.TempDir(), "data"), "/setup?token=", "--allow-private-proxies")
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(setupLine.FindString(d.greeting)), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	fromPage(ctx, t, "sandbox/createPhone", `{"phone":"+15557654321","name":"Grace"}`)
	fromPage(ctx, t, "sandbox/createPhone", `{"phone":"+15551234567","name":"Ada"}`)
	client := fromPage(ctx, t, "clients/create", `{"name":"Front desk"}`)["id"].(string)

	t.Log("a proxy is seeded, assigned and works")
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/proxies/seed"), chromedp.SetValue(chromedp.ID("list"), first.URL()), chromium.Leave(chromium.Click("button[value=check]")))
	do(ctx, t, chromium.Click("button[value=seed]"))
	until(ctx, t, has("[data-toasts]", "1 added"))
	until(ctx, t, has("#proxies", "Healthy")) // which it becomes by itself
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/clients?which=without-proxy"), chromium.Click("tbody button"))
	until(ctx, t, has("[data-toasts]", "The client has the proxy socks5://ada:***@"+first.Address()))

	t.Log("the client is linked and sends through it")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/clients/link?id="+client))
	until(ctx, t, `document.querySelector("#qr svg") !== null`)
	code := fromPage(ctx, t, "clients/getQr", `{"clientId":"`+client+`","format":"text"}`)
	fromPage(ctx, t, "sandbox/scanQr", fmt.Sprintf(`{"phone":"+15557654321","qr":%q}`, code["qr"]))
	until(ctx, t, has("#state", "Connected"))
	until(ctx, t, has("#state", "Through socks5://ada:***@"+first.Address()+", and never without"))
	do(ctx, t, chromedp.SendKeys(chromedp.ID("jid"), "+15551234567"), chromedp.SendKeys(chromedp.ID("text"), "Hello"), chromium.Click("form[action$=send] button"))
	until(ctx, t, has("[data-toasts]", "is sent."))
	if len(first.Asked()) == 0 {
		t.Error("the client did not go through its proxy")
	}

	t.Log("the proxy dies, and the client stays down")
	first.Stop()
	until(ctx, t, has("#state", "The client's proxy does not answer: nothing listens at its address. Without it the client does not connect."))
	accessibleEverywhere(ctx, t, "a client without its proxy")
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/proxies"), chromium.Leave(chromium.Click("#proxies tbody a")))
	for range 3 {
		do(ctx, t, chromium.Leave(chromium.Click("form[action$=test] button")), chromedp.WaitVisible(chromedp.CSS("[data-toasts] .toast")))
	}
	until(ctx, t, has("#health", "Quarantined"))
	accessibleEverywhere(ctx, t, "a proxy in quarantine")
	do(ctx, t, chromium.Click("form[action$=clear] button"))
	until(ctx, t, has(".problem[role=alert]", "The pool has no proxy that has room and is not in quarantine."))

	t.Log("it is moved to another, which is seeded meanwhile")
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/proxies/seed"), chromedp.SetValue(chromedp.ID("list"), second.URL()), chromium.Leave(chromium.Click("button[value=check]")))
	do(ctx, t, chromium.Click("button[value=seed]"))
	until(ctx, t, has("[data-toasts]", "1 added"))
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/proxies?state=quarantined"), chromium.Leave(chromium.Click("#proxies tbody a")))
	do(ctx, t, chromium.Click("form[action$=clear] button"))
	until(ctx, t, has("[data-toasts]", "1 client has another proxy now."))
	do(ctx, t, chromedp.Navigate(d.origin+"/account/clients/client?id="+client))
	until(ctx, t, has("#state", "Connected"))
	if len(second.Asked()) == 0 {
		t.Error("the client did not go through its other proxy")
	}
}
