package dashboard_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/dashboard"
	"wpengine/engine/store"
)

// TestThreats is the table of what somebody may try, and of what then happens. Each test below it is one of them in full;
// what fits into a line is here.
func TestThreats(t *testing.T) {
	s := open(t, func(c *dashboard.Config) { c.PublicURL = "https://wa.example.com" })
	for name, c := range map[string]struct {
		path    string
		form    []string
		headers map[string]string
		status  int
		to      string // where the answer leads
	}{
		"a page without a session":           {path: "/account/security", status: 303, to: "/sign-in?next=%2Faccount%2Fsecurity"},
		"a form without a session":           {path: "/account/security/password", form: []string{"new", "x"}, status: 303, to: "/sign-in?next=%2Faccount%2Fsecurity"},
		"a script without a session":         {path: "/account", headers: map[string]string{"Sec-Fetch-Mode": "cors"}, status: 401},
		"a page that isn't there":            {path: "/account/nothing", status: 303, to: "/sign-in"},
		"a cookie that was made up":          {path: "/account", headers: map[string]string{"Cookie": "__Host-wpengine-session=AAAAAAAAAAAAAAAAAAAAAAAAAA"}, status: 303, to: "/sign-in"},
		"a cookie of another name":           {path: "/account", headers: map[string]string{"Cookie": "wpengine-session=AAAAAAAAAAAAAAAAAAAAAAAAAA"}, status: 303, to: "/sign-in"},
		"a form from another site":           {path: "/sign-in", form: []string{}, headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403},
		"a form from a sister site":          {path: "/sign-out", form: []string{}, headers: map[string]string{"Sec-Fetch-Site": "same-site"}, status: 403},
		"a form from elsewhere, old browser": {path: "/setup", form: []string{}, headers: map[string]string{"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, status: 403},
		"a form from nowhere":                {path: "/reset", form: []string{}, headers: map[string]string{"Sec-Fetch-Site": "", "Origin": "null"}, status: 403},
		"our own form behind a proxy":        {path: "/sign-out", form: []string{}, headers: map[string]string{"Sec-Fetch-Site": "", "Origin": "https://wa.example.com"}, status: 303, to: "/sign-in?notice=signed-out"},
		"signing out by a link":              {path: "/sign-out", status: 303, to: "/sign-in"}, // and nothing is ended by it
		"a form without end":                 {path: "/sign-in", form: []string{"email", strings.Repeat("x", 100_000)}, status: 413},
		"no setup without a link":            {path: "/setup", status: 404},
		"a setup link that was guessed":      {path: "/setup?token=AAAAAAAAAAAAAAAAAAAAAAAAAA", status: 404},
		"an invitation that was guessed":     {path: "/invitation", form: []string{"token", "AAAA", "password", password}, status: 404},
		"a reset that was guessed":           {path: "/reset", form: []string{"token", "AAAA", "password", password}, status: 404},
		"signing up where that is closed":    {path: "/sign-up", form: []string{"email", "eve@example.com", "password", password}, status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			v := s.visitor()
			v.headers = c.headers
			got := v.do(c.path, c.form...)
			if got.StatusCode != c.status || got.Header.Get("Location") != c.to {
				t.Errorf("%s to %q, want %d to %q\n%s", got.Status, got.Header.Get("Location"), c.status, c.to, got.body)
			}
			for _, cookie := range got.Cookies() {
				if cookie.Value != "" {
					t.Errorf("it gets the cookie %v", cookie)
				}
			}
		})
	}
}

func TestEveryAnswerHasTheHeadersThatGuardAPage(t *testing.T) {
	s := open(t)
	v := s.in()
	for _, path := range []string{"/account", "/account/nothing", "/sign-in", "/setup", "/account/assets/nothing", "/nowhere"} {
		h := v.do(path).Header
		csp := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" || h.Get("Cross-Origin-Opener-Policy") != "same-origin" ||
			h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestSignInMakesANewSessionWhateverTheBrowserHad(t *testing.T) {
	s := open(t)
	v := s.visitor()
	const planted = "PLANTEDPLANTEDPLANTEDPLANT"
	v.cookies["wpengine-session"] = planted
	v.signIn(adaEmail, password).leads(t, "/account")
	first := v.session()
	if first == planted || len(first) != 26 {
		t.Fatalf("the session is %q", first)
	}

	t.Log("signing in again ends the session before")
	if email, err := v.opens(); email != adaEmail || err != nil {
		t.Fatal(email, err)
	}
	v.signIn(adaEmail, password).leads(t, "/account")
	if v.session() == first {
		t.Error("the session isn't another")
	}
	old := s.visitor()
	old.cookies["wpengine-session"] = first
	old.do("/account").leads(t, "/sign-in")
}

func TestCookieIsForThisServerAlone(t *testing.T) {
	for name, c := range map[string]struct {
		public, host string
		cookie       string
		secure       bool
	}{
		"over TLS":              {"https://wa.example.com", "wa.example.com", "__Host-wpengine-session", true},
		"over TLS, at a port":   {"https://wa.example.com:8443", "wa.example.com:8443", "__Host-wpengine-session-8443", true},
		"over plain HTTP":       {"", "localhost:8080", "wpengine-session-8080", false},
		"beside another engine": {"", "localhost:8081", "wpengine-session-8081", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, func(config *dashboard.Config) { config.PublicURL = c.public })
			v := s.visitor()
			v.host = c.host
			got := v.signIn(adaEmail, password)
			if len(got.Cookies()) != 2 {
				t.Fatal(got.Header)
			}
			cookie := got.Cookies()[0]
			if cookie.Name != c.cookie || cookie.Secure != c.secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode ||
				cookie.Path != "/" || cookie.Domain != "" || cookie.MaxAge != int((14*24*time.Hour).Seconds()) {
				t.Errorf("%v", cookie)
			}
			if known := got.Cookies()[1]; known.Secure != c.secure || !known.HttpOnly || known.SameSite != http.SameSiteStrictMode {
				t.Errorf("%v", known)
			}
		})
	}
}

func TestNextLeadsToPagesOfOursOnly(t *testing.T) {
	s := open(t)
	for next, want := range map[string]string{
		"/account/security": "/account/security", "": "/account", "/sign-out": "/account",
		"https://evil.example/": "/account", "//evil.example/": "/account", `/\evil.example`: "/account", "/account/../../evil": "/account",
		"/account/security?x=//evil.example": "/account", "javascript:alert(1)": "/account", "/account/security\r\nX: y": "/account",
	} {
		s.visitor().signIn(adaEmail, password, "next", next).leads(t, want)
	}
	v := s.in()
	v.do("/sign-in?next=%2Faccount%2Fsecurity").leads(t, "/account/security")
	v.do("/sign-in?next=%2F%2Fevil.example").leads(t, "/account")
}

// Links are made of what the server was told its address is, so there is nothing in them that a request could say.
func TestHostHeaderIsInNoAnswer(t *testing.T) {
	s := open(t)
	v := s.visitor()
	v.host = "evil.example"
	v.headers = map[string]string{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
	for _, path := range []string{"/account", "/sign-in", "/setup"} {
		got := v.do(path)
		if strings.Contains(got.body+got.Header.Get("Location"), "evil.example") {
			t.Errorf("%s: %s %s", path, got.Header.Get("Location"), got.body)
		}
	}
	link, err := s.accounts.ResetLink(t.Context(), s.ada.ID)
	if err != nil || !strings.HasPrefix(link.Path, "/reset?token=") {
		t.Errorf("%s %v", link.Path, err)
	}
}

func TestRefusalDoesNotTellWhoHasAnAccount(t *testing.T) {
	s := open(t)
	s.add("off@example.com", account.RoleUser)
	if _, err := s.store.Users.Update(t.Context(), mustUser(t, s, "off@example.com").ID, func(u *store.User) { u.Disabled = true }); err != nil {
		t.Fatal(err)
	}
	var bodies []string
	for i, c := range []struct{ email, password string }{
		{adaEmail, "wrong password"}, {"eve@example.com", "wrong password"}, {"off@example.com", password}, {"off@example.com", "wrong password"},
	} {
		v := s.visitor()
		v.address = fmt.Sprint("192.0.2.", 10+i)
		got := v.signIn(c.email, c.password)
		got.says(t, 401, "The e-mail address or the password is wrong.")
		bodies = append(bodies, strings.ReplaceAll(got.body, c.email, ""))
	}
	for _, body := range bodies[1:] {
		if body != bodies[0] {
			t.Errorf("two refusals differ:\n%s\n%s", bodies[0], body)
		}
	}
	events, err := s.store.Audit.ListAll(t.Context(), "", 10)
	failed := 0
	for _, e := range events {
		if e.Action == "sign_in_failed" {
			failed++
		}
	}
	if err != nil || failed != 4 { // the same work, whoever it is
		t.Errorf("%d attempts are written down, want all: %v", failed, err)
	}
}

func mustUser(t *testing.T, s *site, email string) store.User {
	t.Helper()
	u, err := s.store.Users.ByEmail(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestWhoGuessesWaitsAndLocksNobodyOut(t *testing.T) {
	s := open(t)
	owner := s.in() // from a browser that is known from now on
	owner.do("/sign-out", "x", "")

	t.Log("an attacker has a few guesses, and then waits longer and longer")
	attacker := s.visitor()
	attacker.address = "198.51.100.7"
	for range 5 {
		attacker.signIn(adaEmail, "a guess at it").says(t, 401, "wrong")
	}
	for range 20 {
		got := attacker.signIn(adaEmail, password) // even a right guess
		got.says(t, 429, "There were too many attempts from here. Try again in 1 second.")
		if got.Header.Get("Retry-After") != "1" {
			t.Error(got.Header)
		}
	}
	for _, wait := range []int{1, 2, 4, 8} {
		s.now = s.now.Add(time.Duration(wait) * time.Second)
		attacker.signIn(adaEmail, "another guess").says(t, 401, "wrong")
		attacker.signIn(adaEmail, "another guess").says(t, 429, fmt.Sprintf("Try again in %d seconds.", 2*wait))
	}

	t.Log("the owner gets in from elsewhere, and with a known browser from the attacker's own address")
	elsewhere := s.visitor()
	elsewhere.address = "203.0.113.9"
	elsewhere.signIn(adaEmail, password).leads(t, "/account")
	owner.address = attacker.address
	owner.signIn(adaEmail, password).leads(t, "/account")

	t.Log("what makes a browser known is good for its account alone, and only as it was given")
	s.add("bob@example.com", account.RoleUser)
	thief := s.visitor()
	thief.address = attacker.address
	thief.cookies["wpengine-known"] = owner.cookies["wpengine-known"]
	for range 5 {
		thief.signIn("bob@example.com", "a guess at it")
	}
	thief.signIn("bob@example.com", password).says(t, 429, "too many attempts")
	thief.cookies["wpengine-known"] = owner.cookies["wpengine-known"][1:] + "A"
	thief.signIn(adaEmail, password).says(t, 429, "too many attempts")
	if events, err := s.store.Audit.List(t.Context(), s.ada.ID, "", 100); err != nil || len(events) > 15 {
		t.Errorf("the flood has left %d events: %v", len(events), err)
	}
}

func TestOneAddressCannotTryEveryAccount(t *testing.T) {
	s := open(t)
	s.add("own@example.com", account.RoleUser)
	v := s.visitor()
	for i := range 50 {
		// An account of one's own, signed in to in between, buys no guesses.
		if i%10 == 0 {
			v.cookies = map[string]string{}
			v.signIn("own@example.com", password).leads(t, "/account")
			v.cookies = map[string]string{}
		}
		v.signIn(fmt.Sprintf("user%d@example.com", i), "the one password")
	}
	v.signIn(adaEmail, "the one password").says(t, 429, "too many attempts")
	other := s.visitor()
	other.address = "2001:db8::1"
	other.signIn(adaEmail, password).leads(t, "/account")
}

func TestSessionsEnd(t *testing.T) {
	s := open(t)
	t.Log("unused for a day")
	v := s.in()
	s.now = s.now.Add(23 * time.Hour)
	v.do("/account").says(t, 200, "Start")
	s.now = s.now.Add(24 * time.Hour)
	v.do("/account").leads(t, "/sign-in")

	t.Log("after two weeks, however it is used")
	v = s.in()
	for range 16 {
		s.now = s.now.Add(20 * time.Hour)
		v.do("/account").says(t, 200, "Start")
	}
	s.now = s.now.Add(16 * time.Hour)
	v.do("/account").leads(t, "/sign-in")

	t.Log("signed out")
	v = s.in()
	cookie := v.session()
	v.do("/sign-out", "x", "").leads(t, "/sign-in?notice=signed-out")
	if v.session() != "" {
		t.Error("the browser keeps the cookie")
	}
	v.cookies["wpengine-session"] = cookie
	v.do("/account").leads(t, "/sign-in")

	t.Log("signed out from afar")
	v, other := s.in(), s.in()
	v.do("/account/security/sessions/all", "x", "").leads(t, "/account/security")
	other.do("/account").leads(t, "/sign-in")
	v.do("/account/security").says(t, 200, "All other sessions are signed out.")
}

// slow is a form on its way, during which something happens.
type slow struct {
	io.Reader
	meanwhile func()
}

func (s slow) Read(p []byte) (int, error) {
	s.meanwhile()
	return s.Reader.Read(p)
}

func TestSessionThatEndsWhileAFormIsOnItsWayTakesItNoMore(t *testing.T) {
	s := open(t)
	v := s.in()
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/account/api-keys/create", slow{
		strings.NewReader("name=late&operations=all&clients=all&lifetime="), sync.OnceFunc(func() { s.in().do("/account/security/sessions/all", "x", "") }),
	})
	r.Host = v.host
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	s.dashboard.ServeHTTP(w, r)
	answer{w.Result(), w.Body.String()}.leads(t, "/sign-in?next=%2Faccount%2Fapi-keys%2Fcreate")
}

func TestAccountThatIsDisabledIsOutAtOnce(t *testing.T) {
	s := open(t)
	v := s.in()
	if email, err := v.opens(); email != adaEmail || err != nil {
		t.Fatal(email, err)
	}
	if _, err := s.store.Users.Update(t.Context(), s.ada.ID, func(u *store.User) { u.Disabled = true }); err != nil {
		t.Fatal(err)
	}
	v.do("/account").leads(t, "/sign-in")
	if _, err := v.opens(); code(err) != api.CodeUnauthenticated {
		t.Errorf("the API: %v", err)
	}
	if _, err := s.store.Users.Update(t.Context(), s.ada.ID, func(u *store.User) { u.Disabled = false }); err != nil {
		t.Fatal(err)
	}
	v.do("/account").leads(t, "/sign-in") // the session doesn't come back with it
}

func TestNobodyEndsTheSessionsOfOthers(t *testing.T) {
	s := open(t)
	s.add("bob@example.com", account.RoleUser)
	ada, bob := s.in(), s.visitor()
	bob.signIn("bob@example.com", password).leads(t, "/account")
	sessions, err := s.store.Sessions.List(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	bob.do("/account/security/sessions/end", "id", sessions[0].ID).leads(t, "/account/security")
	bob.do("/account/security").says(t, 200, "That session was over already.")
	ada.do("/account").says(t, 200, "Start")
	if body := bob.do("/account/security").body; strings.Contains(body, sessions[0].ID) {
		t.Error("Bob sees the session of Ada")
	}
}

func TestChangeOfThePasswordNeedsTheOldOneAndEndsOtherSessions(t *testing.T) {
	s := open(t)
	v, other := s.in(), s.in()
	const next = "five quiet rivers part"
	for current, want := range map[string]string{"": "This is not the account&#39;s password.", next: "This is not the account&#39;s password."} {
		v.do("/account/security/password", "current", current, "new", next).says(t, 400, want)
	}
	for new, want := range map[string]string{
		"short": "10 to 256 characters", password: "has already", "Password1234": "among the first that are guessed", "abababababab": "again and again",
		"ada@example.com1": "little more than",
	} {
		got := v.do("/account/security/password", "current", password, "new", new)
		got.says(t, 400, want)
		if strings.Contains(got.body, `value="`+new) {
			t.Errorf("%s is in the page", new)
		}
	}
	both := v.do("/account/security/password", "current", "a guess", "new", "short")
	both.says(t, 400, `id="current-problem" role="alert">This is not`)
	both.says(t, 400, `id="new-problem" role="alert">A password has 10 to 256`)
	link, err := s.accounts.ResetLink(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	v.do("/account/security/password", "current", password, "new", next).leads(t, "/account/security")
	v.do("/account/security").says(t, 200, "All other sessions are signed out.")
	other.do("/account").leads(t, "/sign-in")
	v.do("/reset", "token", token(link.Path), "password", password).says(t, 404, "This link was used")
	s.visitor().signIn(adaEmail, password).says(t, 401, "wrong")

	t.Log("whoever finds the browser open has a few guesses too")
	for range 5 {
		v.do("/account/security/password", "current", "a guess at it", "new", password)
	}
	v.do("/account/security/password", "current", next, "new", password).says(t, 429, "too many attempts")
}

func TestResetLinkIsForOnceAndEndsSessions(t *testing.T) {
	s := open(t)
	stolen := s.in()
	first, err := s.accounts.ResetLink(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.accounts.ResetLink(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	v.do(first.Path).says(t, 404, "replaced by a newer one")
	for range 3 { // a program that looks at the link uses nothing up
		v.do(second.Path).says(t, 200, adaEmail)
	}
	v.do("/reset", "token", token(second.Path), "password", "short").says(t, 400, "10 to 256 characters")
	v.do("/reset", "token", token(second.Path), "password", "five quiet rivers part").leads(t, "/account")
	v.do("/account").says(t, 200, "The password is changed, and all other sessions are signed out.")
	stolen.do("/account").leads(t, "/sign-in")
	v.do("/reset", "token", token(second.Path), "password", "six quiet rivers part").says(t, 404, "This link was used")

	third, err := s.accounts.ResetLink(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.now = s.now.Add(24 * time.Hour)
	v.do(third.Path).says(t, 404, "has expired")
	v.do("/invitation", "token", token(third.Path), "password", password).says(t, 404, "")
}

func TestInvitationIsForItsAddressOnce(t *testing.T) {
	s := open(t)
	link, err := s.accounts.Invite(t.Context(), account.NewAccount{Email: "Grace@example.com", Role: api.RoleAdmin})
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	v.do(link.Path).says(t, 200, `value="grace@example.com"`)
	v.do("/invitation", "token", token(link.Path), "email", "eve@example.com", "role", "admin", "password", "five quiet rivers part").leads(t, "/account")
	if email, err := v.opens(); email != "grace@example.com" || err != nil {
		t.Errorf("it is for %s: %v", email, err)
	}
	v.do("/invitation", "token", token(link.Path), "password", "five quiet rivers part").says(t, 404, "This link was used")
	if _, err := s.accounts.Invite(t.Context(), account.NewAccount{Email: adaEmail}); code(err) != api.CodeConflict {
		t.Errorf("somebody who has an account: %v", err)
	}
}

func TestFirstAccountIsMadeOnce(t *testing.T) {
	s := open(t)
	if link, err := s.accounts.SetupLink(t.Context()); link.Path != "" || err != nil {
		t.Errorf("where there are accounts: %s %v", link.Path, err)
	}
	if err := s.store.Users.Delete(t.Context(), s.ada.ID); err != nil {
		t.Fatal(err)
	}
	s.visitor().do("/sign-in").says(t, 200, "Nobody has an account here yet.")
	link, err := s.accounts.SetupLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var race sync.WaitGroup
	answers := make([]answer, 4)
	for i := range answers {
		race.Go(func() {
			answers[i] = s.visitor().do("/setup", "token", token(link.Path), "email", fmt.Sprintf("first%d@example.com", i), "password", password)
		})
	}
	race.Wait()
	made := 0
	for _, a := range answers {
		switch a.StatusCode {
		case 303:
			made++
		case 404:
		default:
			t.Errorf("%s\n%s", a.Status, a.body)
		}
	}
	if n, err := s.store.Users.Count(t.Context()); made != 1 || n != 1 || err != nil {
		t.Errorf("%d were told that they are the first, there are %d: %v", made, n, err)
	}
	users, err := s.store.Users.List(t.Context(), "", 1)
	if err != nil || users[0].Role != api.RoleAdmin {
		t.Errorf("the first is %+v: %v", users, err)
	}
}

func TestAllThatIsWrongWithAnAccountIsSaidAtOnce(t *testing.T) {
	s := open(t, func(c *dashboard.Config) { c.OpenSignup = true })
	got := s.visitor().do("/sign-up", "email", "ada at home", "name", "Ada\nL.", "password", "short")
	for _, want := range []string{`id="email-problem" role="alert">&#34;ada at home&#34; is not`, `id="name-problem" role="alert">A name has`, `id="password-problem" role="alert">A password has`} {
		got.says(t, 400, want)
	}
}

func TestOpenSignupMakesOrdinaryAccountsAndNotTooMany(t *testing.T) {
	s := open(t, func(c *dashboard.Config) { c.OpenSignup = true })
	v := s.visitor()
	v.do("/sign-in").says(t, 200, `href="/sign-up"`)
	v.do("/sign-up", "email", "eve@example.com", "password", "five quiet rivers part", "role", "admin", "tier", "pro").leads(t, "/account")
	if u := mustUser(t, s, "eve@example.com"); u.Role != "user" || u.Tier != "free" {
		t.Errorf("%+v", u)
	}
	for range 9 {
		v.do("/sign-up", "email", adaEmail, "password", "five quiet rivers part").says(t, 409, "There is an account ada@example.com already.")
	}
	v.do("/sign-up", "email", adaEmail, "password", "five quiet rivers part").says(t, 429, "too many attempts")
}

func TestSessionOfThePhonesIsNotTheDashboards(t *testing.T) {
	s := open(t)
	v := s.in()
	v.headers = map[string]string{"X-Wpengine-Page": "handset"}
	if email, err := v.opens(); email != "" || err != nil {
		t.Errorf("%s %v", email, err)
	}
}

func TestAdministratorsPagesAreTheirs(t *testing.T) {
	s := open(t)
	v := s.in()
	for _, page := range []string{"", "/user?id=" + s.ada.ID, "/invite", "/reset?id=" + s.ada.ID, "/delete?id=" + s.ada.ID} {
		v.do("/admin/users"+page).says(t, 403, "This page is for administrators.")
	}
	for _, page := range []string{"/user", "/invite", "/uninvite", "/reset", "/delete"} {
		v.do("/admin/users"+page, "id", s.ada.ID, "role", "admin", "tier", "pro", "email", "eve@example.com").says(t, 403, "This page is for administrators.")
	}
	if u := mustUser(t, s, adaEmail); u.Role != account.RoleUser || u.Tier != account.TierFree {
		t.Errorf("%+v", u)
	}
	if strings.Contains(v.do("/account").body, "/admin") {
		t.Error("the navigation tells of them")
	}
}

// TestDatabaseSignsNobodyIn looks for what people hold in all that the database has, and in the log.
func TestDatabaseSignsNobodyIn(t *testing.T) {
	s := open(t)
	v := s.in()
	reset, err := s.accounts.ResetLink(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	invitation, err := s.accounts.Invite(t.Context(), account.NewAccount{Email: "grace@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	s.visitor().signIn(adaEmail, "a guess that is kept nowhere")
	v.do("/account/security")
	secrets := []string{v.session(), v.cookies["wpengine-known"], token(reset.Path), token(invitation.Path), password, "a guess that is kept nowhere"}
	dump := s.dump()
	for _, secret := range secrets {
		if len(secret) < 10 {
			t.Fatalf("%q is no secret", secret)
		}
		if bytes.Contains(dump, []byte(secret)) {
			t.Errorf("%s is in the database", secret)
		}
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("%s is in the log", secret)
		}
	}
}
