package e2e

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// appCode is what an authenticator app shows, so many of its half minutes from now.
func appCode(t *testing.T, secret string, ahead int64) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(time.Now().Unix()/30+ahead)))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff)%1_000_000)
}

// TestPersonSignsInWithAnApp is the journey of a second factor: set up, asked for, done without by a recovery code,
// turned off.
func TestPersonSignsInWithAnApp(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	do(ctx, t, chromedp.Navigate(d.origin+"/account/security"), chromium.Click("a[href$=factor]"))
	until(ctx, t, `document.querySelector(".qr svg") !== null`)
	accessibleEverywhere(ctx, t, "set up a second factor")
	secret := js[string](ctx, t, `document.querySelector(".secret-text").innerText`)
	do(ctx, t, chromedp.SendKeys(chromedp.ID("code"), "12345\r"))
	until(ctx, t, has("#code-problem", "This is not the code"))
	accessible(ctx, t, "wrong code")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("code"), appCode(t, secret, 0)+"\r"))
	until(ctx, t, has("main", "recovery codes"))
	accessibleEverywhere(ctx, t, "recovery codes")
	recovery := js[string](ctx, t, `document.querySelector("#codes code").innerText`)
	if kept := js[string](ctx, t, `decodeURIComponent(document.querySelector("a[download]").href)`); !strings.Contains(kept, "Recovery codes of ada@example.com for WP Engine\nMade on") || !strings.Contains(kept, "\n"+recovery+"\n") {
		t.Errorf("the file has %q", kept)
	}
	do(ctx, t, chromium.Click("main .button-primary"))
	until(ctx, t, has("main", "10 recovery codes are left."))
	accessibleEverywhere(ctx, t, "security with a second factor")

	t.Log("the sign-in asks for it")
	out := func() {
		do(ctx, t, chromedp.Navigate(d.origin+"/sign-out"), chromium.Click("main button"))
		until(ctx, t, has("main", "You are signed out."))
		do(ctx, t, chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
		until(ctx, t, `location.pathname === "/sign-in/code"`)
	}
	out()
	until(ctx, t, `document.activeElement.id === "code"`)
	accessibleEverywhere(ctx, t, "second step")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("code"), appCode(t, secret, 1)+"\r"))
	until(ctx, t, `location.pathname === "/account"`)

	t.Log("and takes a recovery code")
	out()
	do(ctx, t, chromium.Click("a[href*=recovery]"))
	until(ctx, t, has("main", "Recovery code"))
	accessible(ctx, t, "recovery")
	do(ctx, t, chromedp.SendKeys(chromedp.ID("code"), recovery+"\r"))
	until(ctx, t, `location.pathname === "/account"`)
	do(ctx, t, chromedp.Navigate(d.origin+"/account/security"), chromium.Click("a[href$=off]"))
	until(ctx, t, `document.querySelector("form[action$=off]") !== null`)
	accessible(ctx, t, "turn off")
	for _, kept := range []string{secret, strings.ReplaceAll(secret, " ", ""), recovery} {
		if strings.Contains(d.log.String(), kept) {
			t.Errorf("%q is in the log", kept)
		}
	}
}

// TestSecondFactorWorksWithoutScripts sets one up and signs in with it, with JavaScript off.
func TestSecondFactorWorksWithoutScripts(t *testing.T) {
	d, link := setUp(t)
	ctx := withoutScripts(t)
	do(ctx, t,
		chromedp.Navigate(link),
		chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromium.Leave(chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r")),
		chromedp.WaitVisible(chromedp.CSS(".steps")),
		chromedp.Navigate(d.origin+"/account/security/factor"), chromedp.WaitVisible(chromedp.CSS(".qr svg")),
	)
	secret, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(".secret-text")))
	if err != nil {
		t.Fatal(err)
	}
	do(ctx, t,
		chromium.Leave(chromedp.SendKeys(chromedp.ID("code"), appCode(t, secret, 0)+"\r")), chromedp.WaitVisible(chromedp.ID("codes")),
		chromedp.Navigate(d.origin+"/account/security/passkeys/add"), chromedp.WaitVisible(chromedp.CSS("noscript .note")),
		chromedp.Navigate(d.origin+"/sign-out"), chromium.Leave(chromium.Click("main button")), chromedp.WaitVisible(chromedp.ID("email")),
		chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromium.Leave(chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r")),
		chromedp.WaitVisible(chromedp.ID("code")), chromium.Leave(chromedp.SendKeys(chromedp.ID("code"), appCode(t, secret, 1)+"\r")),
		chromedp.WaitVisible(chromedp.CSS(".steps")),
	)
}
