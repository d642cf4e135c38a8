package dashboard_test

import (
	"net/http"
	"testing"
	"time"

	"wpengine/engine/dashboard"
)

func TestPasskeyPagesAskWhoIsThere(t *testing.T) {
	s := open(t)
	stranger := s.visitor()
	stranger.headers = map[string]string{"Sec-Fetch-Mode": "cors"}
	stranger.do("/account/security/passkeys/add/ask", "x", "").says(t, 401, "Your session is over.")
	v := s.in()
	v.do("/account/security").says(t, 200, `href="/account/security/passkeys/add"`)
	v.do("/account/security/passkeys/add").says(t, 200, "Passkeys need JavaScript")
	v.do("/account/security/passkeys/add/ask", "x", "").says(t, 200, `"userVerification":"required"`)
	v.do("/account/security/passkeys/add", "name", "Phone", "answer", "nonsense").says(t, 400, "The answer of the device could not be read.")
	v.do("/account/security/passkeys/remove?id=nothing").says(t, 404, "no such passkey")
	v.do("/account/security/passkeys/remove", "id", "nothing").says(t, 404, "no such passkey")

	t.Log("a browser that was left open adds none and removes none")
	s.now = s.now.Add(10 * time.Minute)
	const asks = "/account/confirm?next=%2Faccount%2Fsecurity%2Fpasskeys%2Fremove%3Fid%3Done"
	v.do("/account/security/passkeys/remove?id=one").leads(t, asks)
	v.do("/account/security/passkeys/remove", "id", "one").says(t, 403, "It is then good for ten minutes.")
	v.do("/account/security/passkeys/add").leads(t, "/account/confirm?next=%2Faccount%2Fsecurity%2Fpasskeys%2Fadd")
	v.headers = map[string]string{"Sec-Fetch-Mode": "cors"}
	v.do("/account/security/passkeys/add/ask", "x", "").says(t, 403, `{"detail":"Load this page again`)
	v.headers = nil
	v.do("/account/confirm", "next", "/account/security/passkeys/add", "current", password).leads(t, "/account/security/passkeys/add")
	v.do("/account/security/passkeys/add/ask", "x", "").says(t, 200, `"challenge"`)
	v.do("/account/confirm", "next", "/account/security/passkeys/remove?id=one", "current", password).leads(t, "/account/security/passkeys/remove?id=one")
	v.do("/account/confirm", "next", "/account/security/passkeys/remove?id=one&x=y", "current", password).leads(t, "/account")
}

func TestQuestionForAPasskeyIsForOneBrowser(t *testing.T) {
	s := open(t)
	v := s.visitor()
	got := v.do("/sign-in/passkey/ask", "x", "")
	got.says(t, 200, `"rpId":"wa.example.com"`)
	c := got.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.MaxAge != 300 || len(c.Value) != 26 {
		t.Errorf("%v", c)
	}
	v.do("/sign-in/passkey", "answer", "{}").says(t, 400, "The answer of the device could not be read.")
	v.do("/sign-in/passkey", "answer", "{}").says(t, 400, "That took too long, or was sent twice.")
	if v.session() != "" {
		t.Error("it has a session")
	}
}

func TestPlaceWithoutPasskeysSaysWhy(t *testing.T) {
	passkeys := open(t).passkeysAt("http://192.0.2.1:8080")
	s := open(t, func(c *dashboard.Config) { c.Passkeys = passkeys })
	s.visitor().do("/sign-in/passkey/ask", "x", "").says(t, 403, "Browsers have passkeys for names, not for 192.0.2.1.")
	v := s.in()
	v.do("/account/security").says(t, 200, "Browsers have passkeys for names, not for 192.0.2.1.")
	v.do("/account/security/passkeys/add").says(t, 200, "--public-url")
}
