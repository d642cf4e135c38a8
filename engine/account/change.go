package account

import (
	"context"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Change is a person's change of their own password.
type Change struct {
	Current string
	New     string
	Session string // the id of the session that goes on
}

// ChangePassword gives the caller's account another password and ends all its other sessions. The error is an
// *api.Error with the member "current" or "new" if one of them is at fault.
func (a *Accounts) ChangePassword(ctx context.Context, c Change) error {
	u, err := a.users.Get(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return err
	}
	// Whoever finds an open browser must not guess their way to more.
	guesses := throttle.Count{Name: "change " + u.ID + " " + c.Session, Rule: pairRule}
	if _, wait := a.throttle.Attempt(guesses); wait > 0 {
		return tooSoon(wait)
	}
	right, err := a.passwords.verify(ctx, c.Current, u.PasswordHash)
	if err != nil {
		return err
	}
	if !right {
		return invalid("current", "this is not the account's password")
	}
	a.throttle.Succeeded(guesses)
	if normal(c.New) == normal(c.Current) {
		return invalid("new", "this is the password that the account has already")
	}
	if wrong := weak(c.New, u.Email, u.Name); wrong != "" {
		return invalid("new", wrong)
	}
	hash, err := a.passwords.hash(ctx, c.New)
	if err != nil {
		return err
	}
	if _, err := a.users.SetPassword(ctx, u.ID, hash, a.moment(), c.Session); err != nil {
		return err
	}
	a.audit.Record(ctx, audit.PasswordChanged, u.ID, "")
	return nil
}

// User returns the account with an e-mail address. The error is an *api.Error if there is none.
func (a *Accounts) User(ctx context.Context, email string) (store.User, error) {
	u, err := a.users.ByEmail(ctx, email)
	return u, orNone(err, "There is no account %s.", email)
}
