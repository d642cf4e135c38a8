package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	permissions "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

var keyShape = regexp.MustCompile(`^wpe_[0-9A-Za-z]{36}$`)

// ping calls the API with a key, as the guide does with cURL, and returns the status.
func ping(t *testing.T, d *demo, key string) int {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), need(t, "curl"), "--silent", "--output", os.DevNull, "--write-out", "%{http_code}",
		"-X", "POST", d.origin+"/api/rpc/server/ping", "-H", "x-api-key: "+key, "-H", "content-type: application/json", "--data", "{}").Output()
	if err != nil {
		t.Fatal(err)
	}
	status, err := strconv.Atoi(string(out))
	if err != nil {
		t.Fatal(err)
	}
	return status
}

// TestPersonCreatesAKeyAndRevokesIt is the journey of a key: created, copied, used, rotated, revoked.
func TestPersonCreatesAKeyAndRevokesIt(t *testing.T) {
	d, link := setUp(t)
	ctx := browser(t)
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		granted := permissions.SetPermissionParams{Permission: &permissions.PermissionDescriptor{Name: name}, Setting: permissions.PermissionSettingGranted, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID}
		if _, err := chromedp.Call(ctx, permissions.SetPermission, granted); err != nil {
			t.Fatal(err)
		}
	}
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	do(ctx, t, chromedp.Navigate(d.origin+"/account/api-keys"))
	until(ctx, t, has("main", "There is no key yet."))
	accessibleEverywhere(ctx, t, "no keys")

	t.Log("the form is a dialog that the keyboard fills in")
	do(ctx, t, chromium.Click("a[data-dialog]"), chromedp.WaitVisible(chromedp.CSS("dialog[open] #name")))
	until(ctx, t, `document.activeElement.id === "name" && location.pathname === "/account/api-keys"`)
	do(ctx, t, chromium.Click("[name=operations][value=some]"), chromedp.WaitVisible(chromedp.CSS(".choices")))
	if js[bool](ctx, t, `document.querySelector("#lastDay").checkVisibility()`) {
		t.Error("a day is asked for that nobody wants to choose")
	}
	do(ctx, t, chromedp.SetValue(chromedp.ID("lifetime"), "day"), chromedp.WaitVisible(chromedp.CSS("dialog[open] #lastDay")))
	accessibleEverywhere(ctx, t, "form for a key")
	do(ctx, t, chromedp.SetValue(chromedp.ID("lifetime"), ""))
	do(ctx, t, chromium.Click("[name=operations][value=all]"), chromedp.SendKeys(chromedp.ID("name"), "crm-sync-prod\r"))
	until(ctx, t, `document.querySelector("dialog[data-made]")?.matches(":modal")`)
	accessibleEverywhere(ctx, t, "new key")

	t.Log("who leaves without the key is warned; copied, it works")
	do(ctx, t, chromium.Click("dialog form button"))
	until(ctx, t, has("[data-uncopied]", "You have not copied the key"))
	until(ctx, t, `document.activeElement.matches("[data-copy-key]")`)
	do(ctx, t, chromium.Click("[data-copy-key]"))
	until(ctx, t, has("[data-copy-key]", "Copied"))
	key := js[string](ctx, t, `navigator.clipboard.readText()`, chromedp.EvalAwaitPromise)
	if !keyShape.MatchString(key) {
		t.Fatalf("the clipboard has %q", key)
	}
	if status := ping(t, d, key); status != http.StatusOK {
		t.Errorf("the key is answered with %d", status)
	}
	do(ctx, t, chromium.Click("dialog form button"))
	until(ctx, t, `document.querySelector("dialog") === null && location.pathname === "/account/api-keys"`)
	if text := js[string](ctx, t, `document.documentElement.outerHTML`); strings.Contains(text, key) {
		t.Error("the list has the key")
	}
	until(ctx, t, has("table", "crm-sync-prod"))
	accessibleEverywhere(ctx, t, "keys")

	t.Log("rotated at once, the old one is refused; revoked, so is the new one")
	do(ctx, t, chromium.Click(".table-act a[href*=rotate]"), chromedp.WaitVisible(chromedp.CSS("dialog[open] #grace")))
	accessible(ctx, t, "rotate")
	do(ctx, t, chromium.Click("dialog .button-primary"))
	until(ctx, t, has("dialog[data-made]", "The old key has stopped working."))
	next := js[string](ctx, t, `document.querySelector("#made-key").value`)
	if old, new := ping(t, d, key), ping(t, d, next); old != 401 || new != 200 {
		t.Errorf("the old key is answered with %d, the new one with %d", old, new)
	}
	do(ctx, t, chromium.Click("[data-copy-key]"))
	until(ctx, t, has("[data-copy-key]", "Copied"))
	do(ctx, t, chromium.Click("dialog form button"))
	until(ctx, t, `document.querySelector("dialog") === null`)
	do(ctx, t, chromium.Click(".table-act a[href*=revoke]"), chromedp.WaitVisible(chromedp.CSS("dialog[open] .button-danger")))
	accessible(ctx, t, "revoke")
	do(ctx, t, chromium.Click("dialog .button-danger"))
	until(ctx, t, has("[data-toasts]", "The key crm-sync-prod is revoked."))
	if status := ping(t, d, next); status != http.StatusUnauthorized {
		t.Errorf("the revoked key is answered with %d", status)
	}

	t.Log("and the page of usage has counted it all")
	do(ctx, t, chromedp.Navigate(d.origin+"/account/usage"))
	until(ctx, t, has("main", "of 1,000 requests were made"))
	until(ctx, t, has("main", "crm-sync-prod"))
	accessibleEverywhere(ctx, t, "usage")
	for _, secret := range []string{key, next} {
		if strings.Contains(d.log.String(), secret) {
			t.Error("a key is in the log")
		}
	}
}

// TestKeysWorkWithoutScripts creates and revokes a key with JavaScript off.
func TestKeysWorkWithoutScripts(t *testing.T) {
	d, link := setUp(t)
	ctx := withoutScripts(t)
	do(ctx, t,
		chromedp.Navigate(link),
		chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromium.Leave(chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r")),
		chromedp.WaitVisible(chromedp.CSS(".steps")),
		chromedp.Navigate(d.origin+"/account/api-keys"), chromium.Leave(chromium.Click("a[data-dialog]")),
		chromedp.WaitVisible(chromedp.ID("name")), chromium.Leave(chromedp.SendKeys(chromedp.ID("name"), "by hand\r")),
		chromedp.WaitVisible(chromedp.ID("made-key")),
	)
	key, err := chromedp.Run(ctx, chromedp.Value(chromedp.ID("made-key")))
	if err != nil || ping(t, d, key) != http.StatusOK {
		t.Fatalf("%q: %v", key, err)
	}
	do(ctx, t,
		chromium.Leave(chromium.Click("dialog form button")),
		chromedp.WaitVisible(chromedp.CSS(".table")),
		chromium.Leave(chromium.Click(".table-act a[href*=revoke]")),
		chromedp.WaitVisible(chromedp.CSS("form[action$=revoke]")), chromium.Leave(chromium.Click("form .button-danger")),
		chromedp.WaitVisible(chromedp.CSS(".empty")),
	)
	if status := ping(t, d, key); status != http.StatusUnauthorized {
		t.Errorf("the revoked key is answered with %d", status)
	}
}
