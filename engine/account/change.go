package account

import (
	"context"
	"errors"

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
	wrong := weak(c.New, u.Email, u.Name)
	if normal(c.New) == normal(c.Current) {
		wrong = "this is the password that the account has already"
	}
	if err := a.prove(ctx, u, c.Current, c.Session); err != nil {
		if both := new(api.Error); errors.As(err, &both) && len(both.Fields) > 0 && wrong != "" && c.New != c.Current {
			both.Fields = append(both.Fields, api.FieldError{Pointer: "/new", Detail: wrong})
		}
		return store.User{}, err
	}
	if wrong != "" {
		return store.User{}, invalid("new", wrong)
	}
	hash, err := a.passwords.hash(ctx, c.New)
	if err != nil {
		return store.User{}, err
	}
	u, err = a.users.SetPassword(ctx, u.ID, u.PasswordHash, hash, a.moment(), c.Session)
	if errors.Is(err, store.ErrNotFound) { // it was reset at the same moment, which has ended this session too
		return store.User{}, notThePassword()
	}
	if err != nil {
		return store.User{}, err
	}
	a.audit.Record(ctx, audit.PasswordChanged, u.ID, "")
	return u, nil
}

// Prove insists that a password is that of the caller's account, in one of its sessions. The error is an *api.Error with
// the member "current" if it is not.
func (a *Accounts) Prove(ctx context.Context, password, session string) error {
	u, err := a.users.Get(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return err
	}
	return a.prove(ctx, u, password, session)
}

// prove counts before it looks: whoever finds an open browser must not guess their way to more.
func (a *Accounts) prove(ctx context.Context, u store.User, password, session string) error {
	guesses := throttle.Count{Name: "change " + u.ID + " " + session, Rule: pairRule}
	made, wait := a.throttle.Attempt(guesses)
	if wait > 0 {
		return throttle.Refusal(wait)
	}
	right, err := a.passwords.verify(ctx, password, u.PasswordHash)
	if err != nil {
		return err
	}
	if !right {
		a.recordGuess(ctx, audit.ProofFailed, u.ID, made)
		return notThePassword()
	}
	a.throttle.Succeeded(guesses)
	return nil
}

func notThePassword() error { return invalid("current", "this is not the account's password") }

// User returns the account with an id.
func (a *Accounts) User(ctx context.Context, id string) (store.User, error) {
	return a.users.Get(ctx, id)
}
