package account

import (
	"context"
	"errors"
	"strings"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Keys are told of accounts that have changed, so that no key of theirs is good for what it was; an apikey.Keys.
type Keys interface{ ForgetAccount(id string) }

// Clients are what accounts have linked; a whatsapp.Clients.
type Clients interface {
	Counts(account string) (total, connected int)
	DeleteAll(ctx context.Context, account string) error
}

// ListUsers implements api.AccountService. The spec, and so whoever calls, says that it is for administrators; that goes
// for all in this file.
func (a *Accounts) ListUsers(ctx context.Context, r *api.ListUsersRequest) (*api.ListUsersResponse, error) {
	after, err := api.After(r.Cursor)
	if err != nil {
		return nil, err
	}
	search := ""
	if r.Search != nil {
		search = strings.TrimSpace(*r.Search)
	}
	rows, err := a.users.Search(ctx, search, after, r.Limit+1)
	if err != nil {
		return nil, err
	}
	rows, next := api.Page(rows, r.Limit, func(u store.User) string { return u.ID })
	items := make([]api.User, len(rows))
	for i, u := range rows {
		items[i] = *a.view(u)
	}
	return &api.ListUsersResponse{Items: items, NextCursor: next}, nil
}

// GetUser implements api.AccountService.
func (a *Accounts) GetUser(ctx context.Context, r *api.GetUserRequest) (*api.User, error) {
	u, err := a.users.Get(ctx, strings.ToLower(r.UserID))
	if err != nil {
		return nil, noUser(err, r.UserID)
	}
	return a.view(u), nil
}

// CreateUser implements api.AccountService.
func (a *Accounts) CreateUser(ctx context.Context, r *api.CreateUserRequest) (*api.CreateUserResponse, error) {
	n := NewAccount{Email: r.Email, Role: string(r.Role), Tier: string(r.Tier)}
	if r.Name != nil {
		n.Name = *r.Name
	}
	if err := mayMake(ctx, n.Role); err != nil {
		return nil, err
	}
	if r.Password == nil {
		link, err := a.Invite(ctx, n)
		if err != nil {
			return nil, err
		}
		return &api.CreateUserResponse{Invitation: &api.Invitation{Path: link.Path, ExpiresAt: link.ExpiresAt}}, nil
	}
	n.Password = *r.Password
	u, err := a.Create(ctx, n)
	if err != nil {
		return nil, err
	}
	return &api.CreateUserResponse{User: a.view(u)}, nil
}

// UpdateUser implements api.AccountService.
func (a *Accounts) UpdateUser(ctx context.Context, r *api.UpdateUserRequest) (*api.User, error) {
	if r.Role != nil {
		if err := mayMake(ctx, string(*r.Role)); err != nil {
			return nil, err
		}
	}
	var before store.User
	u, err := a.users.Update(ctx, strings.ToLower(r.UserID), func(u *store.User) {
		before = *u
		if r.Role != nil {
			u.Role = string(*r.Role)
		}
		if r.Tier != nil {
			u.Tier = string(*r.Tier)
		}
		if r.Disabled != nil {
			u.Disabled = *r.Disabled
		}
	})
	if err != nil {
		return nil, noUser(err, r.UserID)
	}
	a.changed(u.ID)
	a.recordChange(ctx, before, u)
	return a.view(u), nil
}

func (a *Accounts) recordChange(ctx context.Context, before, u store.User) {
	if before.Role != u.Role {
		a.audit.Record(ctx, audit.RoleChanged, u.ID, u.Role)
	}
	if before.Tier != u.Tier {
		a.audit.Record(ctx, audit.TierChanged, u.ID, u.Tier)
	}
	switch {
	case u.Disabled && !before.Disabled:
		a.audit.Record(ctx, audit.AccountDisabled, u.ID, "")
	case !u.Disabled && before.Disabled:
		a.audit.Record(ctx, audit.AccountEnabled, u.ID, "")
	}
}

// DeleteUser implements api.AccountService. The account is disabled before its clients are unlinked, which takes a while,
// so that nobody makes others meanwhile. Once begun it goes on when the caller hangs up; if it fails on the way, the
// account stays disabled and can be deleted again.
func (a *Accounts) DeleteUser(ctx context.Context, r *api.DeleteUserRequest) (*api.DeleteUserResponse, error) {
	ctx = context.WithoutCancel(ctx)
	u, err := a.users.Update(ctx, strings.ToLower(r.UserID), func(u *store.User) { u.Disabled = true })
	if err != nil {
		return nil, noUser(err, r.UserID)
	}
	a.changed(u.ID)
	if err := a.deleteClients(ctx, u.ID); err != nil {
		return nil, err
	}
	if err := a.users.Delete(ctx, u.ID); err != nil {
		return nil, noUser(err, r.UserID)
	}
	a.audit.Record(ctx, audit.AccountDeleted, u.ID, u.Email)
	// What a request has begun before all that may be there only now. There will be no other.
	if err := a.deleteClients(ctx, u.ID); err != nil {
		return nil, err
	}
	return &api.DeleteUserResponse{Deleted: true}, nil
}

func (a *Accounts) deleteClients(ctx context.Context, id string) error {
	if a.clients == nil {
		return nil
	}
	return a.clients.DeleteAll(ctx, id)
}

func (a *Accounts) changed(id string) {
	if a.keys != nil {
		a.keys.ForgetAccount(id)
	}
}

// mayMake says whether the caller may give somebody a role. A key that is good for less than its account must not get
// the rest by making an administrator to sign in as.
func mayMake(ctx context.Context, role string) error {
	key := api.CallerFrom(ctx).Key
	if role == api.RoleAdmin && key != nil && key.Limited() {
		return api.Errorf(api.CodeForbidden, "A key with limits of its own cannot make administrators. Use one without, or the dashboard.")
	}
	return nil
}

// noUser is what is said of an account that can't be had, or not be changed.
func noUser(err error, id string) error {
	if errors.Is(err, store.ErrLastAdmin) {
		return api.Errorf(api.CodeConflict, "This is the last administrator. Make another account an administrator first.")
	}
	return orNone(err, "There is no account %s. It may have been deleted.", id)
}

func (a *Accounts) view(u store.User) *api.User {
	v := &api.User{
		ID: u.ID, Email: u.Email, Role: api.UserRole(u.Role), Tier: api.UserTier(u.Tier), Disabled: u.Disabled, CreatedAt: u.CreatedAt.UTC(),
	}
	if u.Name != "" {
		v.Name = &u.Name
	}
	if !u.SignedInAt.IsZero() {
		at := u.SignedInAt.UTC()
		v.SignedInAt = &at
	}
	if a.clients != nil {
		v.Clients, _ = a.clients.Counts(u.ID)
	}
	return v
}
