package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// links are the pages of the dashboard that a page leads to, each with one thing that it is about.
const links = `[...document.querySelectorAll("a[href^='/account'], a[href^='/admin'], a[href^='/sign']")].map((a) => a.getAttribute("href").split("#")[0])`

// TestEveryPageThatLinksLeadToIsAccessible follows the links of the dashboard, each page once, and has axe look at it in
// both themes. Nothing in it lists pages, so none can be forgotten; what no link leads to is begun with.
func TestEveryPageThatLinksLeadToIsAccessible(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	call := func(operation, request string) string {
		return js[string](ctx, t, fmt.Sprintf(`fetch("/api/rpc/%s", {method: "POST", headers: {"content-type": "application/json"}, body: %q}).then((r) => r.text())`, operation, request), chromedp.EvalAwaitPromise)
	}
	for operation, request := range map[string]string{
		"clients/create": `{"name": "Front desk"}`, "apiKeys/create": `{"name": "crm-sync-prod", "allowedIps": ["203.0.113.7", "203.0.113.8", "203.0.113.9"]}`,
		"account/createUser": `{"email": "grace@example.com", "password": "five quiet rivers part"}`, "proxy/seed": `{"items": [{"url": "socks5://203.0.113.5:1080"}]}`,
	} {
		if made := call(operation, request); strings.Contains(made, `"status":4`) {
			t.Fatalf("%s: %s", operation, made)
		}
	}
	reset := js[string](ctx, t, `fetch("/api/rpc/account/listUsers", {method: "POST", headers: {"content-type": "application/json"}, body: "{}"}).then((r) => r.json()).then((list) => fetch("/admin/users/reset", {method: "POST", body: new URLSearchParams({id: list.items.find((u) => u.role === "user").id})})).then((r) => r.text()).then((page) => /\/reset\?token=\w+/.exec(page)[0])`, chromedp.EvalAwaitPromise)
	seen, waiting := map[string]bool{}, []string{"/account", "/account/nowhere", "/account/confirm", "/sign-out", "/sign-up", "/invitation?token=over", reset}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		page, _, _ := strings.Cut(path, "?")
		if seen[page] || strings.HasSuffix(page, "/oidc") {
			continue
		}
		seen[page] = true
		for _, theme := range []string{"light", "dark"} {
			features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
				t.Fatal(err)
			}
			do(ctx, t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(d.origin+path))
			accessible(ctx, t, page+", "+theme)
		}
		waiting = append(waiting, js[[]string](ctx, t, links)...)
		for _, width := range []int64{360, 1100} {
			do(ctx, t, chromedp.EmulateViewport(width, 800))
			if wide := js[int](ctx, t, `document.documentElement.scrollWidth`); int64(wide) > width {
				t.Errorf("%s is %d px wide in a window of %d", page, wide, width)
			}
			if broken := js[string](ctx, t, towers); broken != "" {
				t.Errorf("%s: at %d px the letters of buttons are on top of each other: %s", page, width, broken)
			}
		}
	}
	if len(seen) < 30 {
		t.Errorf("there are only %d pages: %v", len(seen), slices.Sorted(maps.Keys(seen)))
	}
}
