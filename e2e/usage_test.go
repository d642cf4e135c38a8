package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestFreeAccountSpendsItsHour makes a Free account call until it is refused. The page of its usage tells the same as the
// answers, to the request.
func TestFreeAccountSpendsItsHour(t *testing.T) {
	d, link := setUp(t)
	admin := browser(t)
	do(admin, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(admin, t, has("[data-toasts]", "Welcome"))
	fromPage(admin, t, "account/createUser", `{"email":"grace@example.com","password":"`+dashboardPassword+`"}`)

	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(d.origin+"/sign-in"), chromedp.SendKeys(chromedp.ID("email"), "grace@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, `location.pathname === "/account"`)
	do(ctx, t, chromedp.Navigate(d.origin+"/account/usage"))
	until(ctx, t, has("main", "Nothing was called yet."))
	accessibleEverywhere(ctx, t, "no usage")
	const ping = `fetch("/api/rpc/server/ping", {method: "POST", headers: {"content-type": "application/json"}, body: "{}"})`
	if statuses := js[string](ctx, t, `(async () => {
		const seen = {};
		for (let i = 0; i < 99; i++) {
			const answer = await `+ping+`;
			seen[answer.status] = (seen[answer.status] ?? 0) + 1;
		}
		return JSON.stringify(seen);
	})()`, chromedp.EvalAwaitPromise); statuses != `{"200":99}` {
		t.Fatalf("99 requests: %s", statuses)
	}
	own := fromPage(ctx, t, "account/get", "{}")["usage"].(map[string]any)
	if own["limit"] != 100.0 || own["remaining"] != 0.0 {
		t.Errorf("the 100th request tells of %v", own)
	}
	if refused := js[string](ctx, t, ping+`.then((answer) => answer.status + " " + answer.headers.get("ratelimit"))`, chromedp.EvalAwaitPromise); refused[:3] != "429" {
		t.Errorf("the 101st request: %s", refused)
	}
	do(ctx, t, chromedp.Navigate(d.origin+"/account/usage"))
	until(ctx, t, has("main", "100 of 100 requests were made, 0 are left."))
	until(ctx, t, has("main", "101 requests, of which 1 failed or were refused."))
	until(ctx, t, has("main", "server.ping"))
	accessibleEverywhere(ctx, t, "usage")
	do(ctx, t, chromedp.Click(chromedp.CSS("summary")))
	accessible(ctx, t, "usage as a table")

	t.Log("another tier counts at once")
	id := js[string](admin, t, `fetch("/api/rpc/account/listUsers", {method: "POST", headers: {"content-type": "application/json"}, body: '{"search":"grace"}'}).then((r) => r.json()).then((r) => r.items[0].id)`, chromedp.EvalAwaitPromise)
	fromPage(admin, t, "account/updateUser", `{"userId":"`+id+`","tier":"pro"}`)
	if status := js[int](ctx, t, ping+`.then((answer) => answer.status)`, chromedp.EvalAwaitPromise); status != 200 {
		t.Errorf("the request after the change: %d", status)
	}
	do(ctx, t, chromedp.Navigate(d.origin+"/account/usage"))
	until(ctx, t, has("main", "101 of 1,000 requests were made, 899 are left."))
	do(admin, t, chromedp.Navigate(d.origin+"/admin/status"))
	until(admin, t, has("main", "No account has a client yet."))
	accessibleEverywhere(admin, t, "status")
}
