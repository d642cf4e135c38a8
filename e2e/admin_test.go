package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// TestAdministratorInvitesSomebody goes through the pages of an administrator.
func TestAdministratorInvitesSomebody(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/users"))
	accessibleEverywhere(ctx, t, "users")
	do(ctx, t, chromium.Click("a[data-dialog]"), chromedp.WaitVisible(chromedp.CSS("dialog[open] #email")), chromedp.SendKeys(chromedp.ID("email"), "grace@example.com\r"))
	until(ctx, t, `document.querySelector("dialog[data-made]")?.matches(":modal")`)
	accessibleEverywhere(ctx, t, "invitation")
	invitation := js[string](ctx, t, `document.querySelector("#made-key").value`)
	do(ctx, t, chromium.Click("dialog form button"))
	until(ctx, t, has("[data-uncopied]", "You have not copied the link"))
	do(ctx, t, chromium.Click("dialog form button"))
	until(ctx, t, has("main", "Invitations that wait"))
	accessibleEverywhere(ctx, t, "users with invitations")
	do(ctx, t, chromium.Click("tbody a"))
	until(ctx, t, has("main", "Link to a new password"))
	self := js[string](ctx, t, `new URL(location.href).searchParams.get("id")`)
	accessibleEverywhere(ctx, t, "user")

	do(ctx, t, chromedp.Navigate(d.origin+"/admin/audit"))
	until(ctx, t, has("main", "An invitation was created"))
	accessibleEverywhere(ctx, t, "audit log")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/usage"))
	until(ctx, t, has("main", "Nothing was called yet."))
	accessibleEverywhere(ctx, t, "no usage")
	fromPage(ctx, t, "server/ping", "{}")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/usage"), chromium.Click("summary"))
	accessibleEverywhere(ctx, t, "usage as a table")
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/status"))
	until(ctx, t, has("main", "No account has a client yet."))
	accessibleEverywhere(ctx, t, "status")
	for _, form := range []string{"invite", "reset", "factor", "delete"} { // as pages of their own, for who has no scripts
		do(ctx, t, chromedp.Navigate(d.origin+"/admin/users/"+form+"?id="+self))
		accessible(ctx, t, form)
	}

	t.Log("who is invited is an ordinary user")
	other := browser(t)
	do(other, t, chromedp.Navigate(invitation), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(other, t, has(".who", "grace@example.com"))
	until(other, t, `document.querySelector("a[href^='/admin']") === null`)

	t.Log("who is disabled is out with their next step, and who is deleted is gone")
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/users?search=grace"), chromium.Click("tbody a"))
	do(ctx, t, chromium.Click("[name=disabled]"), chromium.Click("main form .button-primary"))
	until(ctx, t, has("[data-toasts]", "The account of grace@example.com is changed."))
	until(ctx, t, has("#log ~ table", "The account was disabled"))
	do(other, t, chromedp.Navigate(d.origin+"/account/clients"))
	until(other, t, `location.pathname === "/sign-in"`)
	do(ctx, t, chromium.Click(".acts .button-danger"), chromedp.WaitVisible(chromedp.CSS("dialog[open] .button-danger")))
	accessible(ctx, t, "delete an account")
	do(ctx, t, chromium.Click("dialog .button-danger"))
	until(ctx, t, has("[data-toasts]", "The account of grace@example.com is deleted."))
	do(ctx, t, chromedp.Navigate(d.origin+"/admin/users?search=grace"))
	until(ctx, t, has("main", "No address and no name"))
	accessible(ctx, t, "nobody found")
}

// TestAdministratorNeedsNoScripts invites, changes and deletes with JavaScript off.
func TestAdministratorNeedsNoScripts(t *testing.T) {
	d, link := setUp(t)
	ctx := withoutScripts(t)
	do(ctx, t,
		chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromium.Leave(chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r")),
		chromedp.WaitVisible(chromedp.CSS(".toasts .toast")),
		chromedp.Navigate(d.origin+"/admin/users"), chromium.Leave(chromium.Click(".part-head .button-primary")),
		chromedp.WaitVisible(chromedp.ID("tier")), chromium.Leave(chromedp.SendKeys(chromedp.ID("email"), "grace@example.com\r")),
		chromedp.WaitVisible(chromedp.ID("made-key")), chromium.Leave(chromium.Click("dialog form button")),
		chromedp.WaitVisible(chromedp.CSS("form[action$=uninvite] button")), chromium.Leave(chromium.Click("form[action$=uninvite] button")),
		chromedp.WaitVisible(chromedp.CSS(".toasts .toast")),
	)
	d.newUser(t, "bob@example.com")
	do(ctx, t,
		chromedp.Navigate(d.origin+"/admin/users"), chromium.Leave(chromedp.SendKeys(chromedp.ID("search"), "bob\r")),
		chromedp.WaitVisible(chromedp.CSS("#search[value=bob]")), chromium.Leave(chromium.Click("tbody a")),
		chromedp.WaitVisible(chromedp.CSS("[name=disabled]")), chromium.Click("[name=disabled]"), chromium.Leave(chromium.Click("main form .button-primary")),
		chromedp.WaitVisible(chromedp.CSS("[name=disabled][checked]")), chromium.Leave(chromium.Click(".acts .button-danger")),
		chromedp.WaitVisible(chromedp.CSS("form[action$=delete]")), chromium.Leave(chromium.Click("form[action$=delete] .button-danger")),
		chromedp.WaitVisible(chromedp.CSS(".toasts .toast")),
		chromedp.Navigate(d.origin+"/admin/proxies/seed"), chromedp.SendKeys(chromedp.ID("list"), "http://p1.example.com:3128 DE"), chromium.Leave(chromium.Click("button[value=check]")),
		chromedp.WaitVisible(chromedp.CSS("button[value=seed]")), chromium.Leave(chromium.Click("button[value=seed]")),
		chromedp.WaitVisible(chromedp.CSS("#proxies tbody a")),
	)
}
