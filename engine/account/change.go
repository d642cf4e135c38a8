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

// ChangePassword gives the caller's account another password, ends all its other sessions, and returns it. The error is
// an *api.Error with the member "current" or "new" if one of them is at fault.
func (a *Accounts) ChangePassword(ctx context.Context, c Change) (store.User, error) {
	u, err := a.users.Get(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return store.User{}, err
	}
	// Whoever finds an open browser must not guess their way to more.
	guesses := throttle.Count{Name: "change " + u.ID + " " + c.Session, Rule: pairRule}
	if _, wait := a.throttle.Attempt(guesses); wait > 0 {
		return store.User{}, tooSoon(wait)
	}
	right, err := a.passwords.verify(ctx, c.Current, u.PasswordHash)
	if err != nil {
		return store.User{}, err
	}
	if !right {
		return store.User{}, invalid("current", "this is not the account's password")
	}
	a.throttle.Succeeded(guesses)
	if normal(c.New) == normal(c.Current) {
		return store.User{}, invalid("new", "this is the password that the account has already")
	}
	if wrong := weak(c.New, u.Email, u.Name); wrong != "" {
		return store.User{}, invalid("new", wrong)
	}
	hash, err := a.passwords.hash(ctx, c.New)
	if err != nil {
		return store.User{}, err
	}
	if u, err = a.users.SetPassword(ctx, u.ID, hash, a.moment(), c.Session); err != nil {
		return store.User{}, err
	}
	a.audit.Record(ctx, audit.PasswordChanged, u.ID, "")
	return u, nil
}
