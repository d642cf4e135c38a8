package dashboard

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/account/factor"
	"wpengine/engine/account/session"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

const codePath = "/sign-in/code"

// halfwayTime is how long somebody may take between the two steps of a sign-in.
const halfwayTime = 5 * time.Minute

// halfway is a sign-in that lacks its second step. The browser has the key to it and nothing else: there is no session,
// and the one that it had goes on.
type halfway struct {
	user   store.User
	method string
	notice string
	to     string
	link   *account.Identity // to be linked to the account once the sign-in is whole; nil for nobody
}

// enter goes on with a sign-in whose first step is done: to the second if the account has one, else in.
func (d *Dashboard) enter(w http.ResponseWriter, r *http.Request, h halfway) error {
	state, err := d.Factors.State(r.Context(), h.user.ID)
	if err != nil {
		return err
	}
	if !state.On {
		return d.welcome(w, r, h)
	}
	key := rand.Text()
	// Who else knows the password must not push the owner's out.
	d.between.Put(key, h.user.ID+" "+throttle.Network(api.CallerFrom(r.Context()).Address), h)
	d.halfway.Set(w, r, key)
	http.Redirect(w, r, codePath, http.StatusSeeOther)
	return nil
}

// begun returns the sign-in that a request goes on with. It has ended when the account has another password since: then
// it isn't known who began it.
func (d *Dashboard) begun(r *http.Request) (h halfway, key string, err error) {
	key = d.halfway.Of(r)
	h, ok := d.between.Get(key)
	if !ok {
		return halfway{}, "", session.ErrOver
	}
	now, err := d.Accounts.User(r.Context(), h.user.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && (now.Disabled || !now.PasswordChangedAt.Equal(h.user.PasswordChangedAt)) {
		d.between.Take(key)
		return halfway{}, "", session.ErrOver
	}
	return h, key, err
}

// codePage is the form of the second step.
type codePage struct {
	form
	Email    string
	Recovery bool // a recovery code is asked for
}

func newCodePage(email string, recovery bool) *codePage {
	page := &codePage{Email: email, Recovery: recovery}
	page.Fields = []*field{newCodeField(recovery)}
	page.Fields[0].Focus = true
	if recovery {
		page.Hidden = map[string]string{"recovery": "yes"}
	}
	return page
}

func newCodeField(recovery bool) *field {
	if recovery {
		return &field{Name: "code", Label: "Recovery code", Complete: "off", Max: 40, Hint: "One of those that you were shown when you set up the app. It is good once."}
	}
	return &field{Name: "code", Label: "Code", Complete: "one-time-code", Mode: "numeric", Max: 40, Hint: "The six digits that your authenticator app shows now."}
}

func (d *Dashboard) showCode(w http.ResponseWriter, r *http.Request) {
	h, _, err := d.begun(r)
	if errors.Is(err, session.ErrOver) {
		d.beginAnew(w, r)
		return
	}
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	d.lobbyPage(w, r, http.StatusOK, "code", "Second step", newCodePage(h.user.Email, r.FormValue("recovery") != ""))
}

// beginAnew leads whoever has no sign-in to go on with to where one begins.
func (d *Dashboard) beginAnew(w http.ResponseWriter, r *http.Request) {
	if _, err := d.visitor(r); err == nil {
		http.Redirect(w, r, Home, http.StatusSeeOther)
		return
	}
	d.halfway.Set(w, r, "")
	http.Redirect(w, r, "/sign-in?notice=too-late", http.StatusSeeOther)
}

// takeCode ends a sign-in with its second step.
func (d *Dashboard) takeCode(w http.ResponseWriter, r *http.Request) error {
	h, key, err := d.begun(r)
	if errors.Is(err, session.ErrOver) {
		d.beginAnew(w, r)
		return nil
	}
	if err != nil {
		return err
	}
	err = d.Factors.Check(r.Context(), factor.Attempt{
		UserID: h.user.ID, Code: r.PostFormValue("code"), Known: d.Accounts.KnownAs(d.known.Of(r), h.user),
	})
	if err != nil && !errors.Is(err, factor.ErrOff) { // it was taken away meanwhile
		page := newCodePage(h.user.Email, r.PostFormValue("recovery") != "")
		status := page.explain(w, err)
		if status == 0 {
			return err
		}
		page.Fields[0].Focus = true
		d.lobbyPage(w, r, status, "code", "Second step", page)
		return nil
	}
	if _, ok := d.between.Take(key); !ok {
		d.beginAnew(w, r)
		return nil
	}
	d.halfway.Set(w, r, "")
	if err == nil {
		h.method += session.AndCode
	}
	return d.welcome(w, r, h)
}

// methods are the ways to begin a session, in words.
var methods = map[string]string{session.ByPassword: "Password", session.ByLink: "One-time link", session.ByPasskey: "Passkey"}

// how says in words how a session was begun.
func (d *Dashboard) how(method string) string {
	first, coded := strings.CutSuffix(method, session.AndCode)
	words := methods[first]
	switch {
	case first == session.ByOpenID && d.OpenID != nil:
		words = d.OpenID.Name
	case first == session.ByOpenID:
		words = "Another service"
	}
	if coded {
		words += " and code"
	}
	return words
}

// checkCode takes a code in a form of somebody who is signed in.
func (d *Dashboard) checkCode(v *Visit) error {
	user, err := d.Accounts.User(v.Request.Context(), v.Caller.UserID)
	if err != nil {
		return err
	}
	err = d.Factors.Check(v.Request.Context(), factor.Attempt{
		UserID: user.ID, Code: v.Request.PostFormValue("code"), Known: d.Accounts.KnownAs(d.known.Of(v.Request), user),
	})
	if errors.Is(err, factor.ErrOff) {
		return api.Errorf(api.CodeConflict, "The account has no second factor.")
	}
	return err
}
