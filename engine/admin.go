package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"wpengine/engine/account"
	"wpengine/engine/account/audit"
	"wpengine/engine/account/factor"
	"wpengine/engine/api"
	"wpengine/engine/apikey"
	"wpengine/engine/store"
)

// Admin edits the accounts of a data folder, also beside a running engine.
type Admin struct {
	data     string
	store    *store.Store
	accounts *account.Accounts
	audit    *audit.Log
	keys     *apikey.Keys
}

// NewUser is an account to be created.
type NewUser struct {
	Email, Name, Password string
	Admin                 bool
	Tier                  string // "free" or "pro"
}

// User is an account as the command line prints it.
type User struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name,omitempty"`
	Role  string `json:"role"`
	Tier  string `json:"tier"`
}

// HasData reports whether the folder has a database. OpenAdmin would make one.
func HasData(data string) bool {
	_, err := os.Stat(store.Path(data))
	return err == nil
}

// OpenAdmin opens the data folder, making it if it is missing.
func OpenAdmin(ctx context.Context, data string) (*Admin, error) {
	s, err := store.Open(ctx, store.Options{Path: store.Path(data), Durable: true})
	if err != nil {
		return nil, err
	}
	events := audit.New(s.Audit, slog.New(slog.DiscardHandler))
	accounts, err := account.New(account.Config{Users: s.Users, Links: s.Links, Audit: events})
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &Admin{
		data:     data,
		store:    s,
		accounts: accounts,
		audit:    events,
		keys:     apikey.New(apikey.Config{Keys: s.Keys, Clients: s.Clients, Logger: slog.New(slog.DiscardHandler)}),
	}, nil
}

// CreateUser creates an account. What is wrong with it is said in words.
func (a *Admin) CreateUser(ctx context.Context, u NewUser) (User, error) {
	row, err := a.accounts.Create(ctx, u.account())
	if err != nil {
		return User{}, plain(err)
	}
	return User{ID: row.ID, Email: row.Email, Name: row.Name, Role: row.Role, Tier: row.Tier}, nil
}

func (u NewUser) account() account.NewAccount {
	role := account.RoleUser
	if u.Admin {
		role = api.RoleAdmin
	}
	return account.NewAccount{Email: u.Email, Name: u.Name, Password: u.Password, Role: role, Tier: u.Tier}
}

// user finds an account.
func (a *Admin) user(ctx context.Context, email string) (store.User, error) {
	user, err := a.store.Users.ByEmail(ctx, email)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("there is no account %s in %s; create it with: wpengine user create --data %s --email %s --password-stdin", email, a.data, a.data, email)
	}
	return user, err
}

// CreateKey creates an API key for the account with the e-mail address, and returns it.
func (a *Admin) CreateKey(ctx context.Context, email, name string) (string, error) {
	user, err := a.user(ctx, email)
	if err != nil {
		return "", err
	}
	ctx = api.WithCaller(ctx, api.Caller{UserID: user.ID, Email: user.Email, Role: user.Role, Tier: user.Tier})
	key, err := a.keys.Create(ctx, &api.CreateApiKeyRequest{Name: name})
	if err != nil {
		return "", plain(err)
	}
	return key.Key, nil
}

// ResetLink makes the link by which the owner of the account with the e-mail address chooses another password. It is a
// path with a secret in it, to be put behind the server's address.
func (a *Admin) ResetLink(ctx context.Context, email string) (string, error) {
	user, err := a.user(ctx, email)
	if err != nil {
		return "", err
	}
	link, err := a.accounts.ResetLink(ctx, user.ID)
	return link.Path, plain(err)
}

// ResetFactor takes the second factor of the account with the e-mail address away.
func (a *Admin) ResetFactor(ctx context.Context, email string) error {
	user, err := a.user(ctx, email)
	if err != nil {
		return err
	}
	err = factor.Reset(ctx, a.store.Factors, a.audit, user.ID)
	if errors.Is(err, factor.ErrOff) {
		return fmt.Errorf("the account %s has no second factor", user.Email)
	}
	return err
}

// Invite makes the link by which somebody makes the account, a path like that of ResetLink. It needs no password.
func (a *Admin) Invite(ctx context.Context, u NewUser) (string, error) {
	link, err := a.accounts.Invite(ctx, u.account())
	return link.Path, plain(err)
}

// Close closes the data folder.
func (a *Admin) Close() error {
	return errors.Join(a.keys.Close(), a.store.Close())
}

// plain makes one line of an error that a person is going to read.
func plain(err error) error {
	var e *api.Error
	if !errors.As(err, &e) || e.Code == api.CodeInternal {
		return err
	}
	if len(e.Fields) == 0 {
		return errors.New(e.Detail)
	}
	parts := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		parts[i] = strings.TrimPrefix(f.Pointer, "/") + ": " + f.Detail
	}
	return errors.New(strings.Join(parts, "; "))
}
