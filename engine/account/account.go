// Package account knows who has an account: users, their passwords, roles and tiers, and the one-time links by which
// they get one or another password.
package account

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/throttle"
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

// Config is what Accounts are made of.
type Config struct {
	Users *store.Users // required
	Links *store.Links // required

	// Identities are who the owners of accounts are elsewhere. Recognize and Link need them.
	Identities *store.Identities

	// Budgets are what Get tells of; without them it must not be called.
	Budgets Budgets

	// Limit is the package's own, or another for a different budget.
	Limit func(tier string) int

	// Keys hear of accounts that were changed, and Clients are deleted with theirs. Where no engine runs they are nil.
	Keys    Keys
	Clients Clients

	// Audit hears what is done. Nil hears nothing.
	Audit *audit.Log

	// Secret is the data folder's, from which the key is derived that browsers are known by again. SignIn needs it.
	Secret []byte

	// HashMemory is how many KiB the hash of a password takes; 0 for what is advised. It is for tests, which have no time.
	HashMemory uint32

	// Throttle slows guesses down; one that forgets all when the program ends if nil.
	Throttle *throttle.Throttle

	// Now is the time; that of the machine if nil.
	Now func() time.Time
}

// Accounts are the accounts of the engine.
type Accounts struct {
	users      *store.Users
	links      *store.Links
	identities *store.Identities
	budgets    Budgets
	limit      func(tier string) int
	audit      *audit.Log
	keys       Keys
	clients    Clients
	passwords  *passwords
	throttle   *throttle.Throttle
	known      knownBrowsers
	now        func() time.Time
}

// New returns the accounts.
func New(c Config) (*Accounts, error) {
	a := &Accounts{
		users: c.Users, links: c.Links, identities: c.Identities, budgets: c.Budgets, limit: c.Limit, audit: c.Audit, keys: c.Keys, clients: c.Clients,
		passwords: newPasswords(cmp.Or(c.HashMemory, hashMemory)), throttle: c.Throttle, now: c.Now,
	}
	if a.now == nil {
		a.now = time.Now
	}
	if a.throttle == nil {
		a.throttle = &throttle.Throttle{Now: c.Now}
	}
	if a.limit == nil {
		a.limit = Limit
	}
	var err error
	if a.known, err = newKnownBrowsers(c.Secret); err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	return a, nil
}

// moment is now, as precise as it is kept.
func (a *Accounts) moment() time.Time { return a.now().UTC().Truncate(time.Millisecond) }

// NewAccount is an account to be created.
type NewAccount struct {
	Email    string // required
	Name     string
	Password string // required
	Role     string // RoleUser if ""
	Tier     string // TierFree if ""

	selfMade bool // nobody has made sure of the address
}

// Create creates an account. The error is an *api.Error if the account is at fault.
func (a *Accounts) Create(ctx context.Context, n NewAccount) (store.User, error) {
	u, err := a.prepare(ctx, n)
	if err != nil {
		return store.User{}, err
	}
	err = a.users.Insert(ctx, u)
	if errors.Is(err, store.ErrExists) {
		return store.User{}, taken(u.Email)
	}
	if err == nil {
		a.audit.Record(ctx, audit.AccountCreated, u.ID, "")
	}
	return u, err
}

// prepare makes the row of an account that can be created.
func (a *Accounts) prepare(ctx context.Context, n NewAccount) (store.User, error) {
	n.defaults()
	if err := n.checkAll(); err != nil {
		return store.User{}, err
	}
	// Before the hash, which is slow on purpose. Whoever inserts the row has the last word.
	if err := a.free(ctx, n.Email); err != nil {
		return store.User{}, err
	}
	hash, err := a.passwords.hash(ctx, n.Password)
	if err != nil {
		return store.User{}, err
	}
	return store.User{
		ID: store.NewID(), Email: n.Email, Name: n.Name, PasswordHash: hash, Role: n.Role, Tier: n.Tier, CreatedAt: a.moment(), SelfMade: n.selfMade,
	}, nil
}

// free says if there is an account with the address.
func (a *Accounts) free(ctx context.Context, email string) error {
	_, err := a.users.ByEmail(ctx, email)
	if err == nil {
		return taken(email)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

func taken(email string) *api.Error {
	return api.Errorf(api.CodeConflict, "There is an account %s already.", email)
}

func (n *NewAccount) defaults() {
	n.Email, n.Name = strings.ToLower(strings.TrimSpace(n.Email)), strings.TrimSpace(n.Name)
	n.Role, n.Tier = cmp.Or(n.Role, RoleUser), cmp.Or(n.Tier, TierFree)
}

// check says what is wrong with the account, but for its password.
func (n NewAccount) check() error { return refuse(n.wrong()) }

// checkAll says what is wrong with the account, all at once.
func (n NewAccount) checkAll() error {
	wrong := n.wrong()
	if detail := weak(n.Password, n.Email, n.Name); detail != "" {
		wrong = append(wrong, api.FieldError{Pointer: "/password", Detail: detail})
	}
	return refuse(wrong)
}

func (n NewAccount) wrong() (all []api.FieldError) {
	add := func(member, format string, args ...any) {
		all = append(all, api.FieldError{Pointer: "/" + member, Detail: fmt.Sprintf(format, args...)})
	}
	if !isAddress(n.Email) {
		add("email", "%q is not an e-mail address, such as ada@example.com", n.Email)
	}
	if utf8.RuneCountInString(n.Name) > maxName || strings.ContainsFunc(n.Name, unicode.IsControl) {
		add("name", "a name has up to %d characters, and no line breaks", maxName)
	}
	if n.Role != RoleUser && n.Role != api.RoleAdmin {
		add("role", "a role is %s or %s, not %q", RoleUser, api.RoleAdmin, n.Role)
	}
	if n.Tier != TierFree && n.Tier != TierPro {
		add("tier", "a tier is %s or %s, not %q", TierFree, TierPro, n.Tier)
	}
	return all
}

// refuse is what is said of members that are wrong; nil if none are.
func refuse(wrong []api.FieldError) error {
	if len(wrong) == 0 {
		return nil
	}
	return &api.Error{Code: api.CodeInvalidRequest, Detail: "This cannot be done as it is asked for.", Fields: wrong}
}

func invalid(member, detail string) error {
	return refuse([]api.FieldError{{Pointer: "/" + member, Detail: detail}})
}
