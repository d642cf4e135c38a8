package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// The kinds of one-time links.
const (
	Setup      = store.LinkSetup
	Invitation = store.LinkInvitation
	Reset      = store.LinkReset
)

// How long links are good.
const (
	setupTime      = 24 * time.Hour
	invitationTime = 7 * 24 * time.Hour
	resetTime      = 24 * time.Hour
)

// paths are the pages that links lead to.
var paths = map[string]string{Setup: "/setup", Invitation: "/invitation", Reset: "/reset"}

// origins say in the audit log what an account was made by.
var origins = map[string]string{Setup: "by the setup link", Invitation: "by invitation"}

// Link is a one-time link as it is made, this once. Its address is a secret: whoever opens it first has what it is for.
type Link struct {
	Path      string // with the secret; to be put behind the server's own address
	ExpiresAt time.Time
}

// Waiting is what is known of a link that wasn't used yet.
type Waiting struct {
	Email string // whom it is for, if that is known
	Name  string
}

// newLink makes a link and keeps the hash of its secret.
func (a *Accounts) newLink(ctx context.Context, l store.Link, good time.Duration) (Link, error) {
	secret, now := rand.Text(), a.moment()
	l.ID, l.Hash, l.CreatedBy, l.CreatedAt, l.ExpiresAt = store.NewID(), hashOf(secret), api.CallerFrom(ctx).UserID, now, now.Add(good)
	if err := a.links.Put(ctx, l); err != nil {
		return Link{}, err
	}
	return Link{Path: paths[l.Kind] + "?token=" + secret, ExpiresAt: l.ExpiresAt}, nil
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Empty reports whether there is no account yet.
func (a *Accounts) Empty(ctx context.Context) (bool, error) {
	n, err := a.users.Count(ctx)
	return n == 0, err
}

// SetupLink makes the link by which the first account is made, an administrator's. The one before is good no more. It
// returns no path when there is an account already.
func (a *Accounts) SetupLink(ctx context.Context) (Link, error) {
	if n, err := a.users.Count(ctx); err != nil || n > 0 {
		return Link{}, err
	}
	return a.newLink(ctx, store.Link{Kind: Setup, Role: api.RoleAdmin, Tier: TierPro}, setupTime)
}

// Invite makes the link by which somebody makes an account. One that the address was invited with before is good no more.
func (a *Accounts) Invite(ctx context.Context, n NewAccount) (Link, error) {
	n.defaults()
	if err := n.check(); err != nil {
		return Link{}, err
	}
	if err := a.free(ctx, n.Email); err != nil {
		return Link{}, err
	}
	link, err := a.newLink(ctx, store.Link{Kind: Invitation, Email: n.Email, Role: n.Role, Tier: n.Tier}, invitationTime)
	if err == nil {
		a.audit.Record(ctx, audit.Invited, api.CallerFrom(ctx).UserID, n.Email+", "+n.Role)
	}
	return link, err
}

// Invitations are the invitations that wait.
func (a *Accounts) Invitations(ctx context.Context) ([]store.Link, error) {
	return a.links.List(ctx, Invitation, a.now())
}

// Uninvite takes an invitation back.
func (a *Accounts) Uninvite(ctx context.Context, id string) error {
	if err := a.links.Delete(ctx, Invitation, id); err != nil {
		return orNone(err, "There is no such invitation any more.")
	}
	a.audit.Record(ctx, audit.InvitationEnded, api.CallerFrom(ctx).UserID, "")
	return nil
}

// ResetLink makes the link by which the owner of an account chooses another password. The one before is good no more.
func (a *Accounts) ResetLink(ctx context.Context, userID string) (Link, error) {
	u, err := a.users.Get(ctx, userID)
	if err != nil {
		return Link{}, orNone(err, "There is no account %s.", userID)
	}
	link, err := a.newLink(ctx, store.Link{Kind: Reset, UserID: u.ID}, resetTime)
	if err == nil {
		a.audit.Record(ctx, audit.ResetLinkCreated, u.ID, "")
	}
	return link, err
}

// Waiting tells of the link of a kind with a secret. The error is an *api.Error if it is good no more.
func (a *Accounts) Waiting(ctx context.Context, kind, secret string) (Waiting, error) {
	link, err := a.links.ByHash(ctx, hashOf(secret), a.now())
	if err == nil && link.Kind != kind {
		err = store.ErrNotFound
	}
	if err != nil && kind == Setup {
		return Waiting{}, orNone(err, "This link was used, has expired, or was replaced by a newer one. As long as nobody has an account, each start of wpengine serve prints another.")
	}
	if err != nil {
		return Waiting{}, usedUp(err)
	}
	if link.UserID == "" {
		return Waiting{Email: link.Email}, nil
	}
	u, err := a.users.Get(ctx, link.UserID)
	return Waiting{Email: u.Email, Name: u.Name}, usedUp(err)
}

// Join uses a link, a setup or an invitation, to make an account. The role and the tier are the link's, and so is the
// address if it has one. The error is an *api.Error if the link or the account is at fault.
func (a *Accounts) Join(ctx context.Context, kind, secret string, n NewAccount) (store.User, error) {
	link, err := a.links.ByHash(ctx, hashOf(secret), a.now())
	if err == nil && (link.Kind != kind || kind == Reset) {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.User{}, usedUp(err)
	}
	n.Role, n.Tier = link.Role, link.Tier
	if link.Email != "" {
		n.Email = link.Email
	}
	u, err := a.prepare(ctx, n)
	if err != nil {
		return store.User{}, err
	}
	switch err := a.links.Join(ctx, kind, link.Hash, u); {
	case errors.Is(err, store.ErrExists):
		return store.User{}, taken(u.Email)
	case errors.Is(err, store.ErrInUse):
		return store.User{}, usedUp(store.ErrNotFound)
	case err != nil:
		return store.User{}, usedUp(err)
	}
	a.audit.Record(ctx, audit.AccountCreated, u.ID, origins[kind])
	return u, nil
}

// SignUp makes an account for whoever asks, where that is allowed.
func (a *Accounts) SignUp(ctx context.Context, email, name, password string) (store.User, error) {
	n := NewAccount{Email: email, Name: name, Password: password, selfMade: true}
	n.defaults()
	if err := n.checkAll(); err != nil {
		return store.User{}, err
	}
	// That an address is taken has to be said, so it must not be asked about at leisure.
	from := throttle.Count{Name: "sign-up " + throttle.Network(api.CallerFrom(ctx).Address), Rule: signUpRule}
	if _, wait := a.throttle.Attempt(from); wait > 0 {
		return store.User{}, throttle.Refusal(wait)
	}
	return a.Create(ctx, n)
}

// Reset uses a link to give its account another password. It ends the account's sessions.
func (a *Accounts) Reset(ctx context.Context, secret, password string) (store.User, error) {
	w, err := a.Waiting(ctx, Reset, secret)
	if err != nil {
		return store.User{}, err
	}
	if wrong := weak(password, w.Email, w.Name); wrong != "" {
		return store.User{}, invalid("password", wrong)
	}
	hash, err := a.passwords.hash(ctx, password)
	if err != nil {
		return store.User{}, err
	}
	u, err := a.links.Reset(ctx, hashOf(secret), hash, a.moment())
	if err != nil {
		return store.User{}, usedUp(err)
	}
	a.audit.Record(ctx, audit.PasswordReset, u.ID, "")
	return u, nil
}

// usedUp is what is said of a link that isn't there, for whatever reason.
func usedUp(err error) error {
	return orNone(err, "This link was used, has expired, or was replaced by a newer one. Ask whoever gave it to you for another.")
}

// orNone makes an *api.Error of "not found".
func orNone(err error, format string, args ...any) error {
	if errors.Is(err, store.ErrNotFound) {
		return api.Errorf(api.CodeNotFound, format, args...)
	}
	return err
}

// isAddress reports whether it is an e-mail address and nothing else. What can't be seen is in none, because two would look
// the same.
func isAddress(email string) bool {
	parsed, err := mail.ParseAddress(email)
	return err == nil && parsed.Address == email && len(email) <= maxEmail && !strings.ContainsFunc(email, unseen)
}

func unseen(r rune) bool { return !unicode.IsPrint(r) }
