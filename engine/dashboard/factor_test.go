package dashboard_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"wpengine/engine/account/factor"
	"wpengine/engine/store"
)

var (
	secretIn   = regexp.MustCompile(`<code class="secret-text">([A-Z2-7 ]+)</code>`)
	recoveryIn = regexp.MustCompile(`<code>([a-z02-9]{5}-[a-z02-9]{5})</code>`)
)

// app is an authenticator app: what it shows at a moment.
func app(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/30)))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff)%1_000_000)
}

// enrol sets up an app for who is signed in, and returns its secret and the recovery codes.
func (v *visitor) enrol() (secret string, codes []string) {
	t := v.site.t
	t.Helper()
	page := v.do("/account/security/factor")
	found := secretIn.FindStringSubmatch(page.body)
	if found == nil {
		t.Fatalf("no secret: %s\n%s", page.Status, page.body)
	}
	done := v.do("/account/security/factor", "code", app(t, found[1], v.site.now))
	done.says(t, 200, "The app is set up.")
	for _, code := range recoveryIn.FindAllStringSubmatch(done.body, -1) {
		codes = append(codes, code[1])
	}
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes\n%s", len(codes), done.body)
	}
	return found[1], codes
}

// later is the time after the period of a code that was used.
func (s *site) later() time.Time {
	s.now = s.now.Add(time.Minute)
	return s.now
}

func TestSignInWithAnApp(t *testing.T) {
	s := open(t)
	v, other := s.in(), s.in()
	before := v.session()
	secret, _ := v.enrol()
	other.do("/account").leads(t, "/sign-in") // its session was begun without
	v.do("/account/security").says(t, 200, "10 recovery codes are left.")

	t.Log("the password alone opens nothing, and ends nothing")
	s.later()
	v.signIn(adaEmail, password).leads(t, "/sign-in/code")
	if v.session() != before {
		t.Error("the session is another before the second step")
	}
	stranger := s.visitor()
	got := stranger.signIn(adaEmail, password, "next", "/account/security")
	got.leads(t, "/sign-in/code")
	if stranger.session() != "" {
		t.Error("half a sign-in has a session")
	}
	for _, c := range got.Cookies() {
		if c.Value != "" && (!c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 300) {
			t.Errorf("%v", c)
		}
	}
	stranger.do("/account").leads(t, "/sign-in")
	if email, _ := stranger.opens(); email != "" {
		t.Error("half a sign-in opens the API")
	}

	t.Log("a wrong code is refused, the right one is good once")
	stranger.do("/sign-in/code").says(t, 200, adaEmail)
	stranger.do("/sign-in/code", "code", "000000").says(t, 400, "This code is wrong, or was used already")
	code := app(t, secret, s.now)
	shown := code[:3] + " " + code[3:]
	stranger.do("/sign-in/code", "code", shown).leads(t, "/account/security")
	stranger.do("/account/security").says(t, 200, "Password and code")
	thief := s.visitor()
	thief.signIn(adaEmail, password).leads(t, "/sign-in/code")
	thief.do("/sign-in/code", "code", code).says(t, 400, "used already")
	thief.do("/sign-in/code", "code", app(t, secret, s.now.Add(-30*time.Second))).says(t, 400, "used already")
	thief.do("/sign-in/code", "code", app(t, secret, s.now.Add(time.Minute))).says(t, 400, "wrong")
	thief.do("/sign-in/code", "code", app(t, secret, s.now.Add(30*time.Second))).leads(t, "/account")
}

func TestHalfASignInEnds(t *testing.T) {
	s := open(t)
	owner := s.in()
	secret, _ := owner.enrol()
	s.later()

	t.Log("after five minutes")
	v := s.visitor()
	v.signIn(adaEmail, password).leads(t, "/sign-in/code")
	s.now = s.now.Add(5 * time.Minute)
	v.do("/sign-in/code", "code", app(t, secret, s.now)).leads(t, "/sign-in?notice=too-late")
	v.do("/sign-in?notice=too-late").says(t, 200, "That took too long.")
	s.visitor().do("/sign-in/code").leads(t, "/sign-in?notice=too-late")

	t.Log("with a change of the password")
	v.signIn(adaEmail, password).leads(t, "/sign-in/code")
	owner.do("/account/security/password", "current", password, "new", "five quiet rivers part").leads(t, "/account/security")
	v.do("/sign-in/code", "code", app(t, secret, s.now)).leads(t, "/sign-in?notice=too-late")

	t.Log("with the account")
	v.signIn(adaEmail, "five quiet rivers part").leads(t, "/sign-in/code")
	if _, err := s.store.Users.Update(t.Context(), s.ada.ID, func(u *store.User) { u.Disabled = true }); err != nil {
		t.Fatal(err)
	}
	v.do("/sign-in/code", "code", app(t, secret, s.now)).leads(t, "/sign-in?notice=too-late")
}

func TestRecoveryCodesAreGoodOnce(t *testing.T) {
	s := open(t)
	owner := s.in()
	secret, codes := owner.enrol()
	v := s.visitor()
	v.signIn(adaEmail, password).leads(t, "/sign-in/code")
	v.do("/sign-in/code?recovery=yes").says(t, 200, "Recovery code")
	v.do("/sign-in/code", "recovery", "yes", "code", strings.ToUpper(strings.ReplaceAll(codes[3], "-", " "))).leads(t, "/account")
	v.do("/account/security").says(t, 200, "9 recovery codes are left.")
	v.do("/account/security").says(t, 200, "A recovery code was used")
	v = s.visitor()
	v.signIn(adaEmail, password)
	v.do("/sign-in/code", "code", codes[3]).says(t, 400, "used already")

	t.Log("two at the same moment are one")
	var race sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 4 {
		racer := s.visitor()
		racer.signIn(adaEmail, password).leads(t, "/sign-in/code")
		race.Go(func() {
			if racer.do("/sign-in/code", "code", codes[4]).StatusCode == 303 {
				mu.Lock()
				in++
				mu.Unlock()
			}
		})
	}
	race.Wait()
	if in != 1 {
		t.Errorf("%d got in with one code", in)
	}

	t.Log("new ones end the old")
	s.later()
	owner.do("/account/security/factor/codes", "current", password, "code", "000000").says(t, 400, "This code is wrong")
	owner.do("/account/security/factor/codes", "current", "no", "code", app(t, secret, s.now)).says(t, 400, "This is not the account&#39;s password.")
	made := owner.do("/account/security/factor/codes", "current", password, "code", app(t, secret, s.now))
	made.says(t, 200, "The codes before are good no more.")
	v = s.visitor()
	v.signIn(adaEmail, password)
	v.do("/sign-in/code", "code", codes[5]).says(t, 400, "wrong")
	v.do("/sign-in/code", "code", recoveryIn.FindStringSubmatch(made.body)[1]).leads(t, "/account")
}

// Who guesses codes knows the password, and may come from many places.
func TestWhoGuessesCodesWaitsAndLocksNobodyOut(t *testing.T) {
	s := open(t)
	owner := s.in()
	secret, codes := owner.enrol()
	owner.do("/sign-out", "x", "")
	wrong := func(n int) string { return fmt.Sprintf("%06d", n) }

	t.Log("from one place as with passwords, however often the sign-in is begun")
	attacker := s.visitor()
	attacker.address = "198.51.100.7"
	for i := range 5 {
		attacker.signIn(adaEmail, password)
		attacker.do("/sign-in/code", "code", wrong(i)).says(t, 400, "wrong")
	}
	attacker.signIn(adaEmail, password)
	attacker.do("/sign-in/code", "code", wrong(6)).says(t, 429, "Try again in 1 second.")

	t.Log("from many places the account bears a few guesses")
	for i := range 15 {
		attacker.address = fmt.Sprint("198.51.100.", 100+i)
		attacker.signIn(adaEmail, password)
		attacker.do("/sign-in/code", "code", wrong(i)).says(t, 400, "wrong")
	}
	attacker.address = "198.51.100.8"
	attacker.signIn(adaEmail, password)
	attacker.do("/sign-in/code", "code", wrong(9)).says(t, 429, "A recovery code needn&#39;t wait")

	t.Log("the owner gets in where they are known, and elsewhere with a recovery code")
	owner.signIn(adaEmail, password).leads(t, "/sign-in/code")
	owner.do("/sign-in/code", "code", app(t, secret, s.now.Add(30*time.Second))).leads(t, "/account")
	elsewhere := s.visitor()
	elsewhere.address = "203.0.113.9"
	elsewhere.signIn(adaEmail, password)
	elsewhere.do("/sign-in/code", "code", codes[0]).leads(t, "/account")
	if events, err := s.store.Audit.List(t.Context(), s.ada.ID, "", 200); err != nil || count(events, "code_failed") > 20 || count(events, "code_failed") < 5 {
		t.Errorf("the flood has left %d events: %v", count(events, "code_failed"), err)
	}
}

func count(events []store.AuditEvent, action string) (n int) {
	for _, e := range events {
		if e.Action == action {
			n++
		}
	}
	return n
}

func TestOpenBrowserChangesNoFactor(t *testing.T) {
	s := open(t)
	v := s.in()
	s.now = s.now.Add(10 * time.Minute)
	const asks = "/account/confirm?next=%2Faccount%2Fsecurity%2Ffactor"
	v.do("/account/security/factor").leads(t, asks)
	v.do("/account/security/factor", "code", "123456").says(t, 403, "It is then good for ten minutes.")
	v.do("/account/confirm", "next", "/account/security/factor", "current", "a guess").says(t, 400, "This is not the account&#39;s password.")
	v.do("/account/confirm", "next", "//evil.example", "current", password).leads(t, "/account")
	secret, codes := v.enrol() // it is proved for ten minutes

	t.Log("turning it off takes both")
	s.later()
	off := "/account/security/factor/off"
	v.do(off).says(t, 200, "Turn off")
	v.do(off, "current", password).says(t, 400, "This code is wrong")
	v.do(off, "code", app(t, secret, s.now)).says(t, 400, "not the account")
	v.do(off, "current", password, "code", codes[0]).leads(t, "/account/security")
	v.do("/account/security").says(t, 200, "The second factor is off.")
	v.do(off, "current", password, "code", codes[1]).says(t, 409, "The account has no second factor.")
	s.visitor().signIn(adaEmail, password).leads(t, "/account")
}

func TestAppIsSetUpByItsCodeAlone(t *testing.T) {
	s := open(t)
	v := s.in()
	page := v.do("/account/security/factor")
	page.says(t, 200, "<svg")
	page.says(t, 200, `href="otpauth://totp/WP%20Engine:ada@example.com?secret=`)
	first := secretIn.FindStringSubmatch(page.body)[1]
	v.do("/account/security/factor", "code", "000000").says(t, 400, "This is not the code that the app shows now")
	again := v.do("/account/security/factor")
	if got := secretIn.FindStringSubmatch(again.body)[1]; got != first {
		t.Error("a typo makes another secret")
	}
	other := s.in()
	if got := secretIn.FindStringSubmatch(other.do("/account/security/factor").body)[1]; got == first {
		t.Error("two sessions have one secret")
	}
	if state, err := s.factors.State(t.Context(), s.ada.ID); state.On || err != nil {
		t.Error("it is on before it is confirmed", err)
	}
	v.enrol()
	v.do("/account/security/factor").says(t, 200, "The account has an authenticator app since")
	v.do("/account/security/factor", "code", "000000").says(t, 400, "")
}

// A link by which a password is chosen anew is one step: whoever has only that has not both.
func TestResetLinkKeepsTheSecondFactor(t *testing.T) {
	s := open(t)
	secret, _ := s.in().enrol()
	s.later()
	link, err := s.accounts.ResetLink(t.Context(), s.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	v.do("/reset", "token", token(link.Path), "password", "five quiet rivers part").leads(t, "/sign-in/code")
	v.do("/account").leads(t, "/sign-in")
	v.do("/sign-in/code", "code", app(t, secret, s.now)).leads(t, "/account")
	v.do("/account").says(t, 200, "The password is changed, and all other sessions are signed out.")
}

func TestWhoHasLostTheFactorIsLetInByAnAdministrator(t *testing.T) {
	s := open(t)
	s.in().enrol()
	v := s.visitor()
	v.signIn(adaEmail, password).leads(t, "/sign-in/code")
	log := s.audit
	if err := factor.Reset(t.Context(), s.store.Factors, log, s.ada.ID); err != nil {
		t.Fatal(err)
	}
	v.do("/sign-in/code", "code", "").leads(t, "/account")
	v.do("/account/security").says(t, 200, "for somebody who was locked out")
	if err := factor.Reset(t.Context(), s.store.Factors, log, s.ada.ID); err != factor.ErrOff {
		t.Error(err)
	}
}

func TestDatabaseAloneHasNoFactor(t *testing.T) {
	s := open(t)
	v := s.in()
	secret, codes := v.enrol()
	v.do("/sign-in/code")
	secret = strings.ReplaceAll(secret, " ", "")
	raw, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	dump := s.dump()
	for _, kept := range append(codes, secret, string(raw), strings.ReplaceAll(codes[0], "-", "")) {
		if bytes.Contains(dump, []byte(kept)) {
			t.Errorf("%q is in the database", kept)
		}
		if strings.Contains(s.log.String(), kept) {
			t.Errorf("%q is in the log", kept)
		}
	}
}

// Whoever restores a database without its key has to read what is wrong, and so have those who can't sign in.
func TestFactorOfAnotherKeyIsExplained(t *testing.T) {
	s := open(t)
	if err := s.store.Factors.Insert(t.Context(), store.Factor{UserID: s.ada.ID, Sealed: make([]byte, 60), CreatedAt: s.now}, nil, ""); err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	v.signIn(adaEmail, password).leads(t, "/sign-in/code")
	v.do("/sign-in/code", "code", "123456").says(t, 503, "its secret.key is not the one of its database")
	if !strings.Contains(s.log.String(), "put back the file that belongs to the database") {
		t.Errorf("the log says %s", s.log)
	}
}
