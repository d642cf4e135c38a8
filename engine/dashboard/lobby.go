package dashboard

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"wpengine/engine/account"
	"wpengine/engine/account/audit"
	"wpengine/engine/account/openid"
	"wpengine/engine/account/session"
	"wpengine/engine/api"
	"wpengine/engine/store"
	"wpengine/engine/web"
)

// lobby has the pages before the sign-in.
func (d *Dashboard) lobby() {
	d.mux.HandleFunc("GET /sign-in", d.showSignIn)
	d.mux.HandleFunc("POST /sign-in", d.open(d.signIn))
	d.mux.HandleFunc("GET "+codePath, d.showCode)
	d.mux.HandleFunc("POST "+codePath, d.open(d.takeCode))
	d.mux.HandleFunc("POST /sign-in/passkey", d.open(d.signInByPasskey))
	d.mux.HandleFunc("POST /sign-in/passkey/ask", d.open(d.askForPasskey))
	d.mux.HandleFunc("GET /sign-in/oidc", d.askProvider)
	d.mux.HandleFunc("GET "+openid.CallbackPath, d.fromProvider)
	d.mux.HandleFunc("GET /sign-out", d.showSignOut)
	d.mux.HandleFunc("POST /sign-out", d.open(d.signOut))
	d.mux.HandleFunc("GET /setup", d.showJoin(account.Setup))
	d.mux.HandleFunc("POST /setup", d.open(d.join(account.Setup)))
	d.mux.HandleFunc("GET /invitation", d.showJoin(account.Invitation))
	d.mux.HandleFunc("POST /invitation", d.open(d.join(account.Invitation)))
	d.mux.HandleFunc("GET /sign-up", d.showSignUp)
	d.mux.HandleFunc("POST /sign-up", d.open(d.signUp))
	d.mux.HandleFunc("GET /reset", d.showReset)
	d.mux.HandleFunc("POST /reset", d.open(d.reset))
}

// open lets a form of the lobby be sent by anybody. The handler's context knows where they are.
func (d *Dashboard) open(handle func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		err := readForm(r)
		if err == nil {
			err = handle(w, r.WithContext(d.stranger(r)))
		}
		if err != nil {
			d.refuse(w, r, err)
		}
	}
}

// stranger is a context that knows where a request comes from, and nothing else.
func (d *Dashboard) stranger(r *http.Request) context.Context {
	address, agent := web.Origin(r, d.TrustedProxies)
	return api.WithCaller(r.Context(), api.Caller{Address: address, Agent: agent})
}

// signInPage is the form that asks who somebody is.
type signInPage struct {
	form
	Notice  string
	Nobody  bool   // there is no account yet
	SignUp  bool   // everybody may make one
	Passkey bool   // one may sign in with a passkey
	Offer   bool   // and the browser offers those that it has
	Service string // by which one may sign in, "" for none
	NextURL string
}

// notices are what the sign-in may say, by what its address says. An address must not put words into our mouth.
var notices = map[string]string{
	"signed-out": "You are signed out.",
	"too-late":   "That took too long. Begin anew.",
}

func (d *Dashboard) signInPage(r *http.Request) *signInPage {
	page := &signInPage{SignUp: d.OpenSignup, Passkey: d.Passkeys.Problem() == "", Notice: notices[r.FormValue("notice")]}
	complete := "username"
	if page.Passkey {
		complete += " webauthn" // browsers offer passkeys there
		page.Offer = true
	}
	page.Fields = []*field{
		{Name: "email", Label: "E-mail address", Type: "email", Complete: complete, Max: 254, Focus: true},
		{Name: "password", Label: "Password", Type: "password", Complete: "current-password", Max: 256},
	}
	if d.OpenID != nil {
		page.Service = d.OpenID.Name
	}
	if next := d.next(r.FormValue("next")); next != Home {
		page.Hidden = map[string]string{"next": next}
	}
	return page
}

func (d *Dashboard) showSignIn(w http.ResponseWriter, r *http.Request) {
	if _, err := d.visitor(r); err == nil {
		http.Redirect(w, r, d.next(r.FormValue("next")), http.StatusSeeOther)
		return
	}
	page := d.signInPage(r)
	var err error
	if page.Nobody, err = d.Accounts.Empty(r.Context()); err != nil {
		d.refuse(w, r, err)
		return
	}
	d.lobbyPage(w, r, http.StatusOK, "sign-in", "Sign in", page)
}

// signIn begins a session for the account whose password was sent.
func (d *Dashboard) signIn(w http.ResponseWriter, r *http.Request) error {
	user, err := d.Accounts.SignIn(r.Context(), account.Attempt{
		Email: r.PostFormValue("email"), Password: r.PostFormValue("password"), Known: d.known.Of(r),
	})
	if err != nil {
		page := d.signInPage(r)
		page.fill(r)
		status := page.explain(w, err)
		if status == 0 {
			return err
		}
		page.Fields[1].Focus = true
		d.lobbyPage(w, r, status, "sign-in", "Sign in", page)
		return nil
	}
	return d.enter(w, r, halfway{user: user, method: session.ByPassword, to: d.next(r.PostFormValue("next"))})
}

// welcome signs somebody in, in a session that is new whatever cookie their browser had, and leads them on.
func (d *Dashboard) welcome(w http.ResponseWriter, r *http.Request, whole halfway) error {
	ctx := r.Context()
	if old, err := d.visitor(r); err == nil {
		if err := d.Sessions.End(ctx, old.Caller.UserID, old.ID); err != nil && !errors.Is(err, session.ErrOver) {
			return err
		}
	}
	user := whole.user
	from := api.CallerFrom(ctx)
	from.UserID, from.Email = user.ID, user.Email
	if whole.link != nil {
		if err := d.Accounts.Link(api.WithCaller(ctx, from), user.ID, *whole.link); err != nil {
			return err
		}
	}
	secret, err := d.Sessions.Begin(ctx, user, whole.method, whole.notice)
	if errors.Is(err, session.ErrOver) {
		return d.notIn(ctx, user.ID)
	}
	if err != nil {
		return err
	}
	d.signedIn.Set(w, r, secret)
	if r.Header.Get("Sec-Fetch-Site") != "cross-site" { // else what the browser is known by isn't sent, and would be lost
		d.known.Set(w, r, d.Accounts.Know(d.known.Of(r), user))
	}
	by := d.how(whole.method)
	if !strings.HasPrefix(whole.method, session.ByOpenID) { // which has a name
		by = strings.ToLower(by)
	}
	d.Audit.Record(api.WithCaller(ctx, from), audit.SignedIn, user.ID, by)
	d.Logger.InfoContext(ctx, "dashboard: signed in", "account", user.ID, "method", whole.method)
	http.Redirect(w, r, whole.to, http.StatusSeeOther)
	return nil
}

// notIn says why there is no session at the end of a sign-in.
func (d *Dashboard) notIn(ctx context.Context, userID string) error {
	now, err := d.Accounts.User(ctx, userID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err != nil || now.Disabled {
		return api.Errorf(api.CodeForbidden, "The account is disabled.")
	}
	return api.Errorf(api.CodeConflict, "The account has changed while you were signing in. Sign in anew.")
}

func (d *Dashboard) showSignOut(w http.ResponseWriter, r *http.Request) {
	s, err := d.visitor(r)
	if errors.Is(err, session.ErrOver) {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return
	}
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	d.lobbyPage(w, r, http.StatusOK, "sign-out", "Sign out", s.Caller)
}

// signOut ends the session.
func (d *Dashboard) signOut(w http.ResponseWriter, r *http.Request) error {
	s, err := d.visitor(r)
	if err == nil {
		if err = d.Sessions.End(r.Context(), s.Caller.UserID, s.ID); err == nil {
			d.Audit.Record(api.WithCaller(r.Context(), s.Caller), audit.SignedOut, s.Caller.UserID, "")
		}
	}
	if err != nil && !errors.Is(err, session.ErrOver) {
		return err
	}
	d.signedIn.Set(w, r, "")
	http.Redirect(w, r, "/sign-in?notice=signed-out", http.StatusSeeOther)
	return nil
}
