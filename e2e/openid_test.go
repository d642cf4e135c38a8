package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
	"wpengine/e2e/testkit/issuer"
)

// TestPersonSignsInByAProvider is the journey of whoever is known elsewhere: linked by hand, signed in, unlinked; and of
// whoever is not known here.
func TestPersonSignsInByAProvider(t *testing.T) {
	at := issuer.New(t, time.Now)
	at.Asks = true
	at.Claims = map[string]any{"sub": "1", "email": "countess@example.com", "email_verified": true, "name": "Ada"}
	for name, value := range map[string]string{
		"ISSUER": at.URL, "CLIENT_ID": issuer.ClientID, "CLIENT_SECRET": issuer.ClientSecret, "NAME": "Example ID", "ALLOW_PRIVATE": "true",
	} {
		t.Setenv("WPENGINE_OIDC_"+name, value)
	}
	d, link := setUp(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))

	t.Log("an account is linked, to whatever address")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/security"), chromium.Click("a[href$=identity]"))
	until(ctx, t, has("main", "Sign in at Example ID"))
	accessibleEverywhere(ctx, t, "link a provider")
	do(ctx, t, chromium.Click("main .button-primary"), chromedp.WaitVisible(chromedp.ID("yes")), chromium.Click("#yes"))
	until(ctx, t, has("[data-toasts]", "The account is linked to Example ID now."))
	accessibleEverywhere(ctx, t, "security with a provider")

	t.Log("and signed in to, where one wanted to go")
	out := func() {
		do(ctx, t, chromedp.Navigate(d.origin+"/sign-out"), chromium.Click("main button"))
		until(ctx, t, has("main", "You are signed out."))
		do(ctx, t, chromedp.Navigate(d.origin+"/account/security"))
		until(ctx, t, has("main", "Sign in with Example ID"))
	}
	out()
	accessibleEverywhere(ctx, t, "sign-in with a provider")
	do(ctx, t, chromium.Click("a[href*=oidc]"), chromedp.WaitVisible(chromedp.ID("yes")), chromium.Click("#yes"))
	until(ctx, t, `location.pathname === "/account/security"`)
	until(ctx, t, has("#content", "Signed in Example ID"))
	do(ctx, t, chromium.Click("a[href$=identity]"))
	until(ctx, t, has("main", "countess@example.com"))
	accessible(ctx, t, "unlink a provider")
	do(ctx, t, chromium.Click("main .button-danger"))
	until(ctx, t, has("[data-toasts]", "not linked to Example ID any more."))

	t.Log("whom nobody has invited gets no account")
	out()
	do(ctx, t, chromium.Click("a[href*=oidc]"), chromedp.WaitVisible(chromedp.ID("yes")), chromium.Click("#yes"))
	until(ctx, t, has("main", "There is no account countess@example.com."))
	accessible(ctx, t, "not invited")
	for _, secret := range []string{issuer.ClientSecret, "code="} {
		if strings.Contains(d.log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}
