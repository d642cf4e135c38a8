package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// TestAdministratorSeedsProxiesFromAFile is the journey of a provider's list: one line is wrong, is corrected where it
// stands, and what is seeded is tested, assigned and deleted.
func TestAdministratorSeedsProxiesFromAFile(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	fromPage(ctx, t, "clients/create", `{"name":"Front desk"}`)

	do(ctx, t, chromedp.Navigate(d.origin+"/admin/proxies"))
	until(ctx, t, has("main", "There is no proxy yet"))
	accessibleEverywhere(ctx, t, "no proxies")
	do(ctx, t, chromium.Leave(chromium.Click(".part-head .button")))
	accessibleEverywhere(ctx, t, "a list of proxies")
	list := filepath.Join(t.TempDir(), "proxies.csv")
	if err := os.WriteFile(list, []byte("socks5://ada:s3cret@p1.example.com:1080,DE,20,residential\r\nhttp://ada:s3cret@p2.example.com\r\nhttp://ada:s3cret@p3.example.com:3128\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.SetUploadFiles(chromedp.ID("file"), []string{list}), chromium.Click("button[value=check]"))
	until(ctx, t, has("main", "2 new, 0 changed, 1 rejected. Nothing has changed yet."))
	until(ctx, t, has("tbody tr:nth-child(2)", "The URL needs a port"))
	accessibleEverywhere(ctx, t, "a list that is checked")

	t.Log("the line is corrected in the list, which is there now")
	do(ctx, t, chromedp.SetValue(chromedp.ID("list"), js[string](ctx, t, `document.querySelector("#list").value.replace("p2.example.com", "p2.example.com:3128")`)))
	do(ctx, t, chromium.Click("button[value=check]"))
	until(ctx, t, has("main", "3 new, 0 changed, 0 rejected."))
	do(ctx, t, chromium.Click("button[value=seed]"))
	until(ctx, t, has("[data-toasts]", "3 added, 0 changed."))
	until(ctx, t, has("table", "socks5://ada:***@p1.example.com:1080"))
	accessibleEverywhere(ctx, t, "proxies")

	t.Log("a proxy is given to a client, which is moved when it is deleted")
	do(ctx, t, chromium.Click("tbody tr:last-child a"))
	until(ctx, t, has("main", "No client has this proxy."))
	accessibleEverywhere(ctx, t, "a proxy without clients")
	do(ctx, t, chromium.Leave(chromium.Click("a[href^='/admin/clients?to=']")))
	accessibleEverywhere(ctx, t, "a choice of clients")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("search"), "front\r"))
	until(ctx, t, `document.querySelector("#search").value === "front"`)
	do(ctx, t, chromium.Click("tbody button"))
	until(ctx, t, has("[data-toasts]", "The client has the proxy socks5://ada:***@p1.example.com:1080 now."))
	until(ctx, t, has("table", "Front desk"))
	accessibleEverywhere(ctx, t, "a proxy with a client")
	do(ctx, t, chromium.Click(".acts .button-danger"), chromedp.WaitVisible(chromedp.CSS("dialog[open] .button-danger")))
	accessible(ctx, t, "delete a proxy")
	do(ctx, t, chromium.Click("dialog .button-danger"))
	until(ctx, t, has("[data-toasts]", "The proxy is deleted. 1 client has another now."))
}
