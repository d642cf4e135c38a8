package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// device is a virtual authenticator in a browser.
type device struct{ id webauthn.AuthenticatorID }

func newDevice(ctx context.Context, t *testing.T) device {
	t.Helper()
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, AutomaticPresenceSimulation: true, IsUserVerified: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return device{made.AuthenticatorID}
}

// verifies says whether the device recognizes its owner from now on.
func (d device) verifies(ctx context.Context, t *testing.T, yes bool) {
	t.Helper()
	if _, err := chromedp.Call(ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: d.id, IsUserVerified: yes}); err != nil {
		t.Fatal(err)
	}
}

// offersNone makes a browser one of those that offer no passkeys by themselves, until it is called back. A virtual device
// answers what is offered at once, without anybody who chooses.
func offersNone(ctx context.Context, t *testing.T) (back func()) {
	t.Helper()
	added, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: "if (window.PublicKeyCredential) { PublicKeyCredential.isConditionalMediationAvailable = async () => false; }",
	})
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if _, err := chromedp.Call(ctx, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams(added)); err != nil {
			t.Fatal(err)
		}
	}
}

// winds sets the counter of the device's passkey, as a copy of an earlier day would have it.
func (d device) winds(ctx context.Context, t *testing.T, count float64) {
	t.Helper()
	kept, err := chromedp.Call(ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: d.id})
	if err != nil || len(kept.Credentials) != 1 {
		t.Fatalf("%v: %v", kept, err)
	}
	copied := kept.Credentials[0]
	if _, err := chromedp.Call(ctx, webauthn.RemoveCredential, webauthn.RemoveCredentialParams{AuthenticatorID: d.id, CredentialID: copied.CredentialID}); err != nil {
		t.Fatal(err)
	}
	// As the browser knows it: cdproto's own names an extension that it then misses.
	add := cdp.Command[map[string]any, cdp.Empty]{Method: webauthn.CommandAddCredential}
	if _, err := chromedp.Call(ctx, add, map[string]any{"authenticatorId": d.id, "credential": map[string]any{
		"credentialId": copied.CredentialID, "isResidentCredential": true, "rpId": copied.RpID, "privateKey": copied.PrivateKey, "userHandle": copied.UserHandle,
		"signCount": count,
	}}); err != nil {
		t.Fatal(err)
	}
}

// TestPersonSignsInWithAPasskey is the journey of a passkey: added, used in place of both steps, refused as a copy,
// removed.
func TestPersonSignsInWithAPasskey(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)
	own := newDevice(ctx, t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	do(ctx, t, chromedp.Navigate(d.origin+"/account/security/factor"))
	secret := js[string](ctx, t, `document.querySelector(".secret-text").innerText`)
	do(ctx, t, chromedp.SendKeys(chromedp.ID("code"), appCode(t, secret, 0)+"\r"))
	until(ctx, t, has("main", "recovery codes"))

	t.Log("whom the device doesn't recognize gets none")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/security"), chromium.Click("a[href$='passkeys/add']"))
	until(ctx, t, `document.querySelector("[data-passkey=create] #name") !== null`)
	accessibleEverywhere(ctx, t, "add a passkey")
	own.verifies(ctx, t, false)
	do(ctx, t, chromium.Click("main .button-primary"))
	until(ctx, t, has("[data-problem]", "Nothing was done"))
	accessible(ctx, t, "no passkey")
	own.verifies(ctx, t, true)
	do(ctx, t, chromedp.SetValue(chromedp.ID("name"), "Ada's phone"), chromium.Click("main .button-primary"))
	until(ctx, t, has("[data-toasts]", "The passkey is added."))
	until(ctx, t, has("table", "Ada's phone"))
	accessibleEverywhere(ctx, t, "security with a passkey")

	t.Log("a device has one for an account")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/security/passkeys/add"), chromium.Click("main .button-primary"))
	until(ctx, t, has("[data-problem]", "This device has a passkey of this account already."))

	t.Log("it is proof enough of who is there")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/confirm?next=/account/api-keys/create"))
	until(ctx, t, `document.querySelector("[data-passkey=get]") !== null && document.querySelector("#current") !== null`)
	accessibleEverywhere(ctx, t, "is it you")
	own.verifies(ctx, t, false)
	do(ctx, t, chromium.Click("[data-passkey] button"))
	until(ctx, t, has("[data-problem]", "Nothing was done"))
	own.verifies(ctx, t, true)
	do(ctx, t, chromium.Click("[data-passkey] button"))
	until(ctx, t, `location.pathname === "/account/api-keys/create"`)

	t.Log("it signs in without password and code, to the page that was asked for")
	offers := offersNone(ctx, t)
	out := func() {
		do(ctx, t, chromedp.Navigate(d.origin+"/sign-out"), chromium.Click("main button"))
		until(ctx, t, has("main", "You are signed out."))
		do(ctx, t, chromedp.Navigate(d.origin+"/account/security"))
		until(ctx, t, `document.querySelector("[data-passkey=get]") !== null`)
	}
	out()
	accessibleEverywhere(ctx, t, "sign-in with passkeys")
	do(ctx, t, chromium.Click("[data-passkey] button"))
	until(ctx, t, `location.pathname === "/account/security"`)
	until(ctx, t, has("#sessions", "Sessions"))
	until(ctx, t, has("main", "Signed in passkey"))

	t.Log("the browser offers it where the address is typed, and nobody presses a button")
	out()
	until(ctx, t, `document.querySelector("#email[autocomplete='username webauthn']") !== null`)
	offers()
	do(ctx, t, chromedp.Navigate(d.origin+"/account/api-keys"))
	until(ctx, t, `location.pathname === "/account/api-keys"`)
	offersNone(ctx, t)

	t.Log("a copy of it signs nobody in, and its owner is told")
	own.winds(ctx, t, 1)
	out()
	do(ctx, t, chromium.Click("[data-passkey] button"))
	until(ctx, t, has("main", "there may be a copy of it"))
	do(ctx, t, chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, `location.pathname === "/sign-in/code"`)
	do(ctx, t, chromedp.SendKeys(chromedp.ID("code"), appCode(t, secret, 1)+"\r"))
	until(ctx, t, `location.pathname === "/account/security"`)
	until(ctx, t, has("table", "There may be a copy"))
	accessible(ctx, t, "passkey that was copied")

	t.Log("removed, it is not known any more")
	do(ctx, t, chromium.Click("a[href*='passkeys/remove']"), chromedp.WaitVisible(chromedp.CSS("dialog[open] .button-danger")))
	accessible(ctx, t, "remove a passkey")
	do(ctx, t, chromium.Click("dialog .button-danger"))
	until(ctx, t, has("[data-toasts]", "The passkey Ada's phone is removed."))
	out()
	do(ctx, t, chromium.Click("[data-passkey] button"))
	until(ctx, t, has("main", "This passkey is not known here."))
	accessible(ctx, t, "unknown passkey")
}
