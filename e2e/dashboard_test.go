package e2e

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

const dashboardPassword = "four quiet rivers meet"

var setupLine = regexp.MustCompile(`http://\S+/setup\?token=\w+`)

// setUp starts a server on which nobody has an account, and returns the address that makes the first one.
func setUp(t *testing.T) (d *demo, link string) {
	t.Helper()
	d = serve(t, filepath.Join(t.TempDir(), "data"), "/setup?token=")
	if link = setupLine.FindString(d.greeting); link == "" {
		t.Fatalf("no link to the setup in:\n%s", d.greeting)
	}
	return d, link
}

// TestPersonSetsUpAndSignsIn is the journey of whoever starts a server: the first account, the way out and in again, a
// change of the password, and a browser that is signed out from afar.
func TestPersonSetsUpAndSignsIn(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)

	t.Log("the link on the console makes the first account")
	do(ctx, t, chromedp.Navigate(link))
	accessibleEverywhere(ctx, t, "setup")
	do(ctx, t,
		chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("name"), "Ada"),
		chromedp.SendKeys(chromedp.ID("password"), "ada@example1\r"),
	)
	until(ctx, t, has("#password-problem", "little more than the account"))
	until(ctx, t, `document.activeElement.id === "password" && document.querySelector("#email").value === "ada@example.com"`)
	accessible(ctx, t, "setup with a problem")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome, Ada."))
	until(ctx, t, has("main", "1,000 of 1,000 requests are left"))
	accessibleEverywhere(ctx, t, "start")
	resp, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	if _ = resp.Body.Close(); resp.StatusCode != http.StatusNotFound {
		t.Errorf("the link is good a second time: %s", resp.Status)
	}

	t.Log("the session is good for the API, and calls are counted")
	status := js[string](ctx, t, `fetch("/api/rpc/account/get", {method: "POST", headers: {"content-type": "application/json"}, body: "{}"}).then((r) => r.status + " " + r.headers.get("ratelimit"))`, chromedp.EvalAwaitPromise)
	if !strings.HasPrefix(status, "200 ") || !strings.Contains(status, "r=999") {
		t.Errorf("account.get: %s", status)
	}

	t.Log("out and in again, to the page that was asked for")
	do(ctx, t, chromium.Click(".who"), chromedp.WaitVisible(chromedp.CSS(".own")))
	accessible(ctx, t, "account menu")
	do(ctx, t, chromium.Click(".own button"))
	until(ctx, t, has("main", "You are signed out."))
	do(ctx, t, chromedp.Navigate(d.origin+"/account/security"))
	until(ctx, t, `location.pathname === "/sign-in"`)
	do(ctx, t, chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), "not the password\r"))
	until(ctx, t, has("main", "The e-mail address or the password is wrong."))
	accessibleEverywhere(ctx, t, "sign-in refused")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, `location.pathname === "/account/security"`)
	until(ctx, t, has("#log ~ table", "Sign-in failed"))
	accessibleEverywhere(ctx, t, "security")

	t.Log("another password, which is shown on request")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("current"), dashboardPassword), chromedp.SendKeys(chromedp.ID("new"), "five quiet rivers part"))
	do(ctx, t, chromium.Click("[aria-controls=new]"))
	until(ctx, t, `document.querySelector("#new").type === "text"`)
	do(ctx, t, chromedp.KeyEvent("\r"))
	until(ctx, t, has("[data-toasts]", "The password is changed."))
	until(ctx, t, has("#log ~ table", "The password was changed"))

	t.Log("a browser whose session is ended elsewhere is out with its next step")
	do(ctx, t, chromium.Click(".table-act button"))
	until(ctx, t, has("main", "You are signed out."))
	for _, secret := range []string{dashboardPassword, "five quiet rivers part", link[strings.Index(link, "token="):], "not the password"} {
		if strings.Contains(d.log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}

// TestPagesWorkWithoutScripts goes the same way with JavaScript off.
func TestPagesWorkWithoutScripts(t *testing.T) {
	d, link := setUp(t)
	ctx := withoutScripts(t)
	do(ctx, t,
		chromedp.Navigate(link),
		chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromium.Leave(chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r")),
		chromedp.WaitVisible(chromedp.CSS(".toasts .toast")),
		chromedp.Navigate(d.origin+"/account/security"),
		chromedp.SendKeys(chromedp.ID("current"), dashboardPassword), chromium.Leave(chromedp.SendKeys(chromedp.ID("new"), "five quiet rivers part\r")),
		chromedp.WaitVisible(chromedp.CSS(".toasts .toast")),
		chromium.Click(".who"), chromedp.WaitVisible(chromedp.CSS(".own")), chromium.Leave(chromium.Click(".own button")),
		chromedp.WaitVisible(chromedp.CSS("form[action='/sign-in']")),
		chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromium.Leave(chromedp.SendKeys(chromedp.ID("password"), "five quiet rivers part\r")),
		chromedp.WaitVisible(chromedp.CSS(".steps")),
	)
}
