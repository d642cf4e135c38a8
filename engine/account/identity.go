package account

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Identity is who somebody is by the word of another service.
type Identity struct {
	Service string // what people call it
	Issuer  string
	Subject string // what the service calls them, for good

	Email    string
	Verified bool // the service has made sure that the address is theirs
	Name     string
}

// Recognize returns the account of somebody. Who they are decides, and not the address that they have by now: that may
// have been another's before. Only whoever isn't linked to an account yet is looked for by an address that is verified:
// they get the account that has it, which is to be linked once they are signed in, or use an invitation for it; where
// sign-up is open anybody gets a new one. The error is an *api.Error if there is no account for them.
func (a *Accounts) Recognize(ctx context.Context, who Identity, openSignup bool) (u store.User, linked bool, err error) {
	row, err := a.identities.Get(ctx, who.Issuer, who.Subject)
	switch {
	case err == nil:
		if u, err = a.users.Get(ctx, row.UserID); err == nil && u.Disabled {
			err = disabled()
		}
		if err == nil {
			err = a.identities.Use(ctx, who.Issuer, who.Subject, a.moment())
		}
		return u, true, err
	case !errors.Is(err, store.ErrNotFound):
		return store.User{}, false, err
	case who.Email == "" || !who.Verified:
		return store.User{}, false, api.Errorf(api.CodeForbidden, "%s doesn't say which verified e-mail address is yours, so it isn't known whose account is meant. "+
			"Sign in another way, and link it on Security.", who.Service)
	}
	u, err = a.users.ByEmail(ctx, who.Email)
	if errors.Is(err, store.ErrNotFound) {
		u, err = a.joinAs(ctx, who, openSignup)
		return u, true, err
	}
	if err == nil {
		err = a.linkable(ctx, u, who, openSignup)
	}
	return u, false, err
}

// linkable says that an account must not be linked to somebody who has its address, if that is so.
func (a *Accounts) linkable(ctx context.Context, u store.User, who Identity, openSignup bool) error {
	if u.Disabled {
		return disabled()
	}
	// Where everybody makes an account, nobody has made sure of its address: who has made this one may know its password.
	if openSignup || u.SelfMade {
		return api.Errorf(api.CodeForbidden, "There is an account %s. Sign in to it another way, and link %s on Security.", u.Email, who.Service)
	}
	_, err := a.identities.Of(ctx, who.Issuer, u.ID)
	if err == nil {
		return linkedElsewhere(who)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

func disabled() *api.Error { return api.Errorf(api.CodeForbidden, "The account is disabled.") }

func linkedElsewhere(who Identity) *api.Error {
	return api.Errorf(api.CodeConflict, "The account is linked to somebody else at %s, or they to another account. Sign in another way, and see on Security.", who.Service)
}

// joinAs makes an account without a password for somebody who is invited, or may come by.
func (a *Accounts) joinAs(ctx context.Context, who Identity, openSignup bool) (store.User, error) {
	n := NewAccount{Email: who.Email, Name: who.Name}
	n.defaults()
	if utf8.RuneCountInString(n.Name) > maxName || n.check() != nil {
		n.Name = ""
	}
	if err := n.check(); err != nil {
		return store.User{}, err
	}
	now := a.moment()
	u, err := a.identities.Join(ctx,
		store.User{ID: store.NewID(), Email: n.Email, Name: n.Name, Role: n.Role, Tier: n.Tier, CreatedAt: now},
		store.Identity{Issuer: who.Issuer, Subject: who.Subject, Email: n.Email, CreatedAt: now, UsedAt: now}, openSignup)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.User{}, api.Errorf(api.CodeForbidden, "There is no account %s. Accounts are made by invitation here: ask whoever runs this server for one.", n.Email)
	case errors.Is(err, store.ErrExists): // made at the same moment
		return store.User{}, taken(n.Email)
	case err != nil:
		return store.User{}, err
	}
	a.audit.Record(ctx, audit.AccountCreated, u.ID, "by "+who.Service)
	return u, nil
}

// Link links somebody to an account whose owner has shown that they are both. It is an *api.Error if one of them is
// linked already.
func (a *Accounts) Link(ctx context.Context, userID string, who Identity) error {
	now := a.moment()
	err := a.identities.Insert(ctx, store.Identity{Issuer: who.Issuer, Subject: who.Subject, UserID: userID, Email: who.Email, CreatedAt: now, UsedAt: now})
	if errors.Is(err, store.ErrExists) {
		return linkedElsewhere(who)
	}
	if err != nil {
		return err
	}
	a.audit.Record(ctx, audit.Linked, userID, strings.TrimSpace(who.Service+" "+who.Email))
	return nil
}

// Linked returns who the owner of an account is at a service, or store.ErrNotFound.
func (a *Accounts) Linked(ctx context.Context, issuer, userID string) (store.Identity, error) {
	return a.identities.Of(ctx, issuer, userID)
}

// Unlink ends that the caller signs in by a service.
func (a *Accounts) Unlink(ctx context.Context, service, issuer string) error {
	userID := api.CallerFrom(ctx).UserID
	if err := a.identities.Delete(ctx, issuer, userID); err != nil {
		return orNone(err, "The account is not linked to %s.", service)
	}
	a.audit.Record(ctx, audit.Unlinked, userID, service)
	return nil
}
