// Package account knows who has an account: users, their passwords, roles and tiers.
package account

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// The tiers, and the requests that their accounts have in any hour.
const (
	TierFree = "free"
	TierPro  = "pro"

	freeLimit = 100
	proLimit  = 1000
)

// RoleUser is the role of everybody who is no administrator.
const RoleUser = "user"

// The lengths of a password, in characters. There is no other rule: NIST SP 800-63B advises
// against demanding kinds of characters.
const (
	minPassword = 10
	maxPassword = 256
)

const (
	maxEmail = 254 // RFC 5321, 4.5.3.1.3
	maxName  = 100
)

// Limit returns how many requests the accounts of a tier have in any hour. A tier that isn't known
// gets the smallest.
func Limit(tier string) int {
	if tier == TierPro {
		return proLimit
	}
	return freeLimit
}

// Budgets knows what accounts have left of their requests; a ratelimit.Limiter.
type Budgets interface {
	Usage(ctx context.Context, account string, limit int) (remaining int, reset time.Time, err error)
}

// Accounts are the accounts of the engine.
type Accounts struct {
	users     *store.Users
	budgets   Budgets
	limit     func(tier string) int
	passwords *passwords
	now       func() time.Time
}

// New returns the accounts in users. The budgets are what Get tells of; without them it must not be
// called. Limit is the package's own, or another for a different budget.
func New(users *store.Users, budgets Budgets, limit func(tier string) int) *Accounts {
	return &Accounts{users: users, budgets: budgets, limit: limit, passwords: newPasswords(), now: time.Now}
}

// NewAccount is an account to be created.
type NewAccount struct {
	Email    string // required
	Name     string
	Password string // required
	Role     string // RoleUser if ""
	Tier     string // TierFree if ""
}

// Create creates an account. The error is an *api.Error if the account is at fault.
func (a *Accounts) Create(ctx context.Context, n NewAccount) (store.User, error) {
	if n.Role == "" {
		n.Role = RoleUser
	}
	if n.Tier == "" {
		n.Tier = TierFree
	}
	n.Email, n.Name = strings.TrimSpace(n.Email), strings.TrimSpace(n.Name)
	if err := n.check(); err != nil {
		return store.User{}, err
	}
	// Before the hash, which is slow on purpose. Insert has the last word.
	if _, err := a.users.ByEmail(ctx, n.Email); err == nil {
		return store.User{}, taken(n.Email)
	} else if !errors.Is(err, store.ErrNotFound) {
		return store.User{}, err
	}
	hash, err := a.passwords.hash(ctx, n.Password)
	if err != nil {
		return store.User{}, err
	}
	u := store.User{
		ID: store.NewID(), Email: strings.ToLower(n.Email), Name: n.Name, PasswordHash: hash,
		Role: n.Role, Tier: n.Tier, CreatedAt: a.now().UTC().Truncate(time.Millisecond),
	}
	err = a.users.Insert(ctx, u)
	if errors.Is(err, store.ErrExists) {
		return store.User{}, taken(n.Email)
	}
	return u, err
}

func taken(email string) *api.Error {
	return api.Errorf(api.CodeConflict, "There is an account %s already.", email)
}

// check says what is wrong with the account.
func (n NewAccount) check() error {
	parsed, err := mail.ParseAddress(n.Email)
	switch length := utf8.RuneCountInString(n.Password); {
	case err != nil || parsed.Address != n.Email || len(n.Email) > maxEmail:
		return invalid("email", fmt.Sprintf("%q is not an e-mail address, such as ada@example.com", n.Email))
	case utf8.RuneCountInString(n.Name) > maxName || strings.ContainsFunc(n.Name, unicode.IsControl):
		return invalid("name", fmt.Sprintf("a name has up to %d characters, and no line breaks", maxName))
	case length < minPassword || length > maxPassword:
		return invalid("password", fmt.Sprintf("a password has %d to %d characters; this one has %d", minPassword, maxPassword, length))
	case n.Role != RoleUser && n.Role != api.RoleAdmin:
		return invalid("role", fmt.Sprintf("a role is %s or %s, not %q", RoleUser, api.RoleAdmin, n.Role))
	case n.Tier != TierFree && n.Tier != TierPro:
		return invalid("tier", fmt.Sprintf("a tier is %s or %s, not %q", TierFree, TierPro, n.Tier))
	}
	return nil
}

func invalid(member, detail string) *api.Error {
	return &api.Error{
		Code: api.CodeInvalidRequest, Detail: "The account cannot be created as it is asked for.",
		Fields: []api.FieldError{{Pointer: "/" + member, Detail: detail}},
	}
}

// Authenticate returns the account of an e-mail address if the password is its own. Who has no
// account waits as long for the refusal as who has the wrong password, so that addresses can't be
// found out by the clock.
func (a *Accounts) Authenticate(ctx context.Context, email, password string) (store.User, error) {
	u, err := a.users.ByEmail(ctx, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.User{}, err
	}
	known := err == nil
	right, err := a.passwords.verify(ctx, password, u.PasswordHash)
	if err != nil {
		return store.User{}, err
	}
	if !known || !right || u.Disabled {
		return store.User{}, api.Errorf(api.CodeUnauthenticated, "The e-mail address or the password is wrong.")
	}
	return u, nil
}
