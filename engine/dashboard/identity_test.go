package dashboard_test

import (
	"crypto/rand"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"wpengine/e2e/testkit/issuer"
	"wpengine/engine/account"
	"wpengine/engine/account/openid"
	"wpengine/engine/dashboard"
	"wpengine/engine/store"
)

// openWith makes a site that has a provider, at which Ada is person 1.
func openWith(t *testing.T, change ...func(*dashboard.Config)) (*site, *issuer.Issuer) {
	t.Helper()
	var s *site
	at := issuer.New(t, func() time.Time { return s.now })
	at.Claims = map[string]any{"sub": "1", "email": adaEmail, "email_verified": true, "name": "Ada L."}
	s = open(t, append(change, func(c *dashboard.Config) {
		c.PublicURL = "https://wa.example.com"
		provider, err := openid.New(openid.Config{
			Issuer: at.URL, ClientID: issuer.ClientID, ClientSecret: issuer.ClientSecret, Name: "Example ID", AllowPrivate: true,
		}, c.PublicURL, c.Logger, c.Now)
		if err != nil {
			t.Fatal(err)
		}
		c.OpenID = provider
	})...)
	return s, at
}

// leave goes to the provider and returns the path that it sends the visitor back to.
func (v *visitor) leave(to string) string {
	t := v.site.t
	t.Helper()
	noFurther := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := noFurther.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	back, ok := strings.CutPrefix(resp.Header.Get("Location"), "https://wa.example.com")
	if !ok {
		t.Fatalf("%s from %s to %q", resp.Status, to, resp.Header.Get("Location"))
	}
	return back
}

// signInElsewhere signs in by the provider, as far as that leads.
func (v *visitor) signInElsewhere() answer {
	v.site.t.Helper()
	return v.do(v.leave(v.do("/sign-in/oidc").Header.Get("Location")))
}

func TestSignInByAProvider(t *testing.T) {
	s, at := openWith(t)
	v := s.visitor()
	v.do("/sign-in?next=%2Faccount%2Fsecurity").says(t, 200, `href="/sign-in/oidc?next=%2faccount%2fsecurity"`)
	begun := v.do("/sign-in/oidc?next=%2Faccount%2Fsecurity")
	if c := begun.Cookies()[0]; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || !c.Secure || c.MaxAge != 600 {
		t.Errorf("%v", c)
	}
	back := v.leave(begun.Header.Get("Location"))
	v.do(back).leads(t, "/account/security")
	v.do("/account/security").says(t, 200, "The account is linked to Example ID now.")
	v.do("/account/security").says(t, 200, "The account was linked to another sign-in")
	v.do("/sign-out", "x", "")
	v.do(back).says(t, 400, "That took too long, was sent twice, or was begun in another browser.")

	t.Log("it is the person that counts, not the address that they have by now")
	at.Claims["email"], at.Claims["email_verified"] = "countess@example.com", false
	v.signInElsewhere().leads(t, "/account")
	if email, err := v.opens(); email != adaEmail || err != nil {
		t.Errorf("%s %v", email, err)
	}

	t.Log("who gets the address later gets nothing with it")
	at.Claims = map[string]any{"sub": "2", "email": adaEmail, "email_verified": true}
	thief := s.visitor()
	thief.signInElsewhere().says(t, 409, "linked to somebody else at Example ID")
	if thief.session() != "" {
		t.Error("the thief has a session")
	}
}

func TestAnswerOfAProviderIsRefused(t *testing.T) {
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, value any) func(*site, *issuer.Issuer) {
		return func(_ *site, i *issuer.Issuer) { i.Tamper = func(c map[string]any) { c[name] = value } }
	}
	for name, c := range map[string]struct {
		change func(*site, *issuer.Issuer)
		status int
		says   string
	}{
		"signed by somebody else":     {func(_ *site, i *issuer.Issuer) { i.Key = other }, 400, "could not be verified"},
		"for another client":          {set("aud", "another"), 400, "could not be verified"},
		"for several, by another":     {set("aud", []string{issuer.ClientID, "another"}), 400, "could not be verified"},
		"given to another client":     {set("azp", "another"), 400, "could not be verified"},
		"of another issuer":           {set("iss", "https://evil.example"), 400, "could not be verified"},
		"to another question":         {set("nonce", "another"), 400, "could not be verified"},
		"without a nonce":             {set("nonce", ""), 400, "could not be verified"},
		"of yesterday":                {set("exp", time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC).Unix()), 400, "could not be verified"},
		"nobody was signed in":        {func(_ *site, i *issuer.Issuer) { i.Denies = true }, 400, "Example ID has not signed you in."},
		"the address isn't verified":  {set("email_verified", false), 403, "doesn&#39;t say which verified e-mail address is yours"},
		"the address may be verified": {set("email_verified", "maybe"), 403, "doesn&#39;t say which"},
		"there is no address":         {func(_ *site, i *issuer.Issuer) { i.Claims = map[string]any{"sub": "1"} }, 403, "doesn&#39;t say which"},
		"more is of somebody else": {func(_ *site, i *issuer.Issuer) {
			i.Claims, i.UserInfo = map[string]any{"sub": "1"}, map[string]any{"sub": "2", "email": adaEmail, "email_verified": true}
		}, 400, "could not be verified"},
		"nobody is invited":       {set("email", "grace@example.com"), 403, "There is no account grace@example.com. Accounts are made by invitation here"},
		"the account is disabled": {func(s *site, _ *issuer.Issuer) { s.disable() }, 403, "The account is disabled."},
	} {
		t.Run(name, func(t *testing.T) {
			s, at := openWith(t)
			c.change(s, at)
			v := s.visitor()
			v.signInElsewhere().says(t, c.status, c.says)
			if v.session() != "" {
				t.Error("it has a session")
			}
			if _, err := s.store.Identities.Of(t.Context(), at.URL, s.ada.ID); err == nil {
				t.Error("it is linked")
			}
		})
	}
}

func (s *site) disable() {
	s.t.Helper()
	if _, err := s.store.Users.Update(s.t.Context(), s.ada.ID, func(u *store.User) { u.Disabled = true }); err != nil {
		s.t.Fatal(err)
	}
}

// Whoever can bring a browser to come back with an answer of their own would sign it in to their account.
func TestAnswerIsForTheBrowserThatAsked(t *testing.T) {
	s, _ := openWith(t)
	attacker, victim := s.visitor(), s.visitor()
	theirs := attacker.leave(attacker.do("/sign-in/oidc").Header.Get("Location"))
	victim.do(theirs).says(t, 400, "begun in another browser")
	victim.do("/sign-in/oidc")
	victim.do(theirs).says(t, 400, "begun in another browser")

	t.Log("nor is one taken that was made up, or late, or of another provider")
	for _, edit := range []func(url.Values){
		func(q url.Values) { q.Del("state") },
		func(q url.Values) { q.Set("state", "another") },
		func(q url.Values) { q.Set("code", "another") },
		func(q url.Values) { q.Set("iss", "https://evil.example") },
		func(url.Values) { s.now = s.now.Add(10 * time.Minute) },
	} {
		back, err := url.Parse(victim.leave(victim.do("/sign-in/oidc").Header.Get("Location")))
		if err != nil {
			t.Fatal(err)
		}
		q := back.Query()
		edit(q)
		victim.do("/sign-in/oidc/callback?"+q.Encode()).says(t, 400, "")
	}
	if victim.session() != "" {
		t.Error("it has a session")
	}
}

func TestProviderIsOneStep(t *testing.T) {
	s, at := openWith(t)
	secret, _ := s.in().enrol()
	s.later()
	v := s.visitor()
	v.signInElsewhere().leads(t, "/sign-in/code")
	if _, err := s.store.Identities.Of(t.Context(), at.URL, s.ada.ID); err == nil {
		t.Error("half a sign-in has linked the account")
	}
	v.do("/sign-in/code", "code", app(t, secret, s.now)).leads(t, "/account")
	v.do("/account/security").says(t, 200, "Example ID and code")
}

func TestInvitationIsUsedByItsAddress(t *testing.T) {
	s, at := openWith(t)
	link, err := s.accounts.Invite(t.Context(), account.NewAccount{Email: "grace@example.com", Tier: account.TierPro})
	if err != nil {
		t.Fatal(err)
	}
	at.Claims = map[string]any{"sub": "3", "name": "Grace\nH."} // the rest is to be asked for
	at.UserInfo = map[string]any{"sub": "3", "email": "Grace@Example.com", "email_verified": "true", "name": "Grace"}
	v := s.visitor()
	v.signInElsewhere().leads(t, "/account")
	u := mustUser(t, s, "grace@example.com")
	if u.PasswordHash != "" || u.Tier != account.TierPro || u.Name != "Grace" || u.Role != account.RoleUser {
		t.Errorf("%+v", u)
	}
	v.do(link.Path).says(t, 404, "This link was used")
	s.visitor().signIn("grace@example.com", "").says(t, 401, "wrong")

	t.Log("who has nothing else can't unlink it, and proves who they are by signing in")
	v.do("/account/security/identity").says(t, 200, "Unlink")
	v.do("/account/security/identity/unlink", "x", "").says(t, 409, "neither a password nor a passkey")
	s.now = s.now.Add(10 * time.Minute)
	v.do("/account/security/identity").leads(t, "/account/confirm?next=%2Faccount%2Fsecurity%2Fidentity")
	v.do("/account/confirm?next=%2Faccount%2Fsecurity%2Fidentity").says(t, 200, `href="/sign-in/oidc?next=%2Faccount%2Fsecurity%2Fidentity">Sign in with Example ID again</a>`)
	v.do("/account/confirm", "next", "/account/security/identity", "current", "").says(t, 403, "Sign out and in again")
}

// Where everybody makes an account, somebody may have made one with the address of another.
func TestOpenSignupLinksNoAccountByItsAddress(t *testing.T) {
	s, at := openWith(t, func(c *dashboard.Config) { c.OpenSignup = true })
	s.visitor().signInElsewhere().says(t, 403, "Sign in to it another way, and link Example ID on Security.")
	at.Claims = map[string]any{"sub": "4", "email": "eve@example.com", "email_verified": true}
	v := s.visitor()
	v.signInElsewhere().leads(t, "/account")
	if u := mustUser(t, s, "eve@example.com"); u.Role != account.RoleUser || u.Tier != account.TierFree || u.PasswordHash != "" {
		t.Errorf("%+v", u)
	}
	v.do("/sign-out", "x", "")
	v.signInElsewhere().leads(t, "/account") // from now on they are known
}

// It may have been made while sign-up was open, by somebody who waits for the owner of the address to come.
func TestAccountThatSomebodyMadeForAnAddressIsNotLinkedByIt(t *testing.T) {
	s, at := openWith(t)
	if _, err := s.accounts.SignUp(t.Context(), "grace@example.com", "", password); err != nil {
		t.Fatal(err)
	}
	at.Claims = map[string]any{"sub": "7", "email": "grace@example.com", "email_verified": true}
	s.visitor().signInElsewhere().says(t, 403, "Sign in to it another way, and link Example ID on Security.")
}

var leaves = strings.NewReplacer("&amp;", "&", "&#43;", "+")

// leaving is where a page leads on to.
func leaving(t *testing.T, page answer) string {
	t.Helper()
	_, after, found := strings.Cut(page.body, `class="button button-primary" href="`)
	to, _, _ := strings.Cut(after, `"`)
	if page.StatusCode != 200 || !found {
		t.Fatalf("%s\n%s", page.Status, page.body)
	}
	return leaves.Replace(to)
}

func TestAccountIsLinkedByItsOwner(t *testing.T) {
	s, at := openWith(t, func(c *dashboard.Config) { c.OpenSignup = true })
	v := s.in()
	at.Claims = map[string]any{"sub": "5", "email": "elsewhere@example.com", "email_verified": false}
	v.do(v.leave(leaving(t, v.do("/account/security/identity/link", "x", "")))).leads(t, "/account/security")
	v.do("/account/security").says(t, 200, "to elsewhere@example.com since")
	again := s.visitor()
	again.signInElsewhere().leads(t, "/account")
	if email, err := again.opens(); email != adaEmail || err != nil {
		t.Errorf("%s %v", email, err)
	}

	t.Log("a person has one account")
	s.add("bob@example.com", account.RoleUser)
	bob := s.visitor()
	bob.signIn("bob@example.com", password).leads(t, "/account")
	bob.do(bob.leave(leaving(t, bob.do("/account/security/identity/link", "x", "")))).says(t, 409, "linked to somebody else")

	t.Log("and only the session that asked is linked")
	at.Claims = map[string]any{"sub": "6"}
	back := bob.leave(leaving(t, bob.do("/account/security/identity/link", "x", "")))
	bob.do("/sign-out", "x", "")
	bob.signIn("bob@example.com", password)
	bob.do(back).says(t, 403, "The session that began this is over.")

	v.do("/account/security/identity/unlink", "x", "").leads(t, "/account/security")
	v.do("/account/security").says(t, 200, "not linked to Example ID any more.")
	v.do("/account/security/identity/unlink", "x", "").says(t, 404, "not linked")

	t.Log("a browser that was left open links nobody, and nor does a page of another site")
	v.headers = map[string]string{"Sec-Fetch-Site": "cross-site"}
	v.do("/account/security/identity/link", "x", "").says(t, 403, "another site")
	v.headers = nil
	s.now = s.now.Add(10 * time.Minute)
	v.do("/account/security/identity/link", "x", "").says(t, 403, "It is then good for ten minutes.")
}

func TestPlaceWithoutAProviderHasNoPageOfIt(t *testing.T) {
	s := open(t)
	v := s.in()
	for _, path := range []string{"/sign-in/oidc", "/sign-in/oidc/callback?code=x&state=y", "/account/security/identity"} {
		v.do(path).says(t, 404, "Nobody signs in by another service here.")
	}
	v.do("/account/security/identity/link", "x", "").says(t, 404, "Nobody signs in")
}

func TestProviderThatIsAwayIsSaidSo(t *testing.T) {
	provider, err := openid.New(openid.Config{Issuer: "http://127.0.0.1:9", ClientID: "x", AllowPrivate: true}, "https://wa.example.com", slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, func(c *dashboard.Config) { c.OpenID = provider })
	s.visitor().do("/sign-in/oidc").says(t, 503, "127.0.0.1 can&#39;t be asked right now.")
}

func TestProvidersThatAreNone(t *testing.T) {
	for from, want := range map[string]string{
		"id.example.com": "is not an address", "https://id.example.com/?x=y": "is not an address", "http://id.example.com": "https address",
		"https://192.168.0.1": "private address", "http://localhost:8080": "private address",
	} {
		_, err := openid.New(openid.Config{Issuer: from, ClientID: "x"}, "https://wa.example.com", slog.New(slog.DiscardHandler), nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", from, err, want)
		}
	}
}
