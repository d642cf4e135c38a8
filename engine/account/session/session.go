// Package session knows who is signed in.
//
// A session is a row of the database that a cookie's secret leads to; what is kept of the secret is its SHA-256, so
// that a copy of the database signs nobody in. There is no cache and nothing to write back: a session that has ended,
// and one whose account is disabled, is over with the next request, and a request that is under way when it ends can't
// bring it back. That, and the list of them that an account sees, is why they are rows of their own and not the blobs
// of a session library.
package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"log/slog"
	"strings"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// A session that isn't used for IdleTime is over, and so is every session after Lifetime.
const (
	IdleTime = 24 * time.Hour
	Lifetime = 14 * 24 * time.Hour
)

// FreshTime is how long after the sign-in a session may do what else takes a proof of who is at the keyboard.
const FreshTime = 10 * time.Minute

// How a session was begun. AndCode is appended if a second step followed.
const (
	ByPassword = "password"
	ByLink     = "link"    // one that was for once
	ByPasskey  = "passkey" // which is both steps
	ByOpenID   = "openid"  // by another service
	AndCode    = "+code"
)

// touchTime is how far behind the record of a session's use may be: it spares a write with each request.
const touchTime = time.Minute

// ErrOver says that a secret leads to no session, or to none any more.
var ErrOver = errors.New("session: over")

// Session is one browser that is signed in.
type Session struct {
	ID     string
	Caller api.Caller // whom it stands for
	Method string
	Notice string // what the next page is to say
	Begun  time.Time
	Fresh  bool // begun within FreshTime
}

// Other is a session as the list shows it.
type Other struct {
	ID      string
	Method  string
	Address string // where it was last used from
	Agent   string
	Begun   time.Time
	Used    time.Time
}

// Sessions are those of all accounts.
type Sessions struct {
	rows *store.Sessions
	log  *slog.Logger
	now  func() time.Time
}

// New returns the sessions in rows. The time is now's, or the machine's if that is nil.
func New(rows *store.Sessions, logger *slog.Logger, now func() time.Time) *Sessions {
	if now == nil {
		now = time.Now
	}
	return &Sessions{rows: rows, log: logger, now: now}
}

// Begin signs an account in, as it was when its owner proved who they are, and returns the secret for the browser's
// cookie. The secret is always a new one, whatever the browser had before. The caller in the context says where it comes
// from. It returns ErrOver if the account is disabled, or what was proved is not enough any more.
func (s *Sessions) Begin(ctx context.Context, user store.User, method, notice string) (secret string, err error) {
	secret = rand.Text()
	from, now := api.CallerFrom(ctx), s.now()
	row := store.Session{
		ID: store.NewID(), Hash: hash(secret), UserID: user.ID, Method: method, Address: from.Address, Agent: from.Agent, Notice: notice,
		CreatedAt: now, UsedAt: now,
	}
	err = s.rows.Insert(ctx, row, user.PasswordChangedAt, method == ByPasskey || strings.HasSuffix(method, AndCode))
	if errors.Is(err, store.ErrNotFound) {
		return "", ErrOver
	}
	if err != nil {
		return "", err
	}
	return secret, nil
}

// hash is what is kept of a secret. It has 130 bits, so that nothing slow is needed to keep it from being guessed.
func hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Find returns the session that a secret leads to, used from an address by a program. It is ErrOver if there is none.
func (s *Sessions) Find(ctx context.Context, secret, address, agent string) (Session, error) {
	row, user, err := s.rows.ByHash(ctx, hash(secret))
	if errors.Is(err, store.ErrNotFound) {
		return Session{}, ErrOver
	}
	if err != nil {
		return Session{}, err
	}
	now := s.now()
	if user.Disabled || now.Sub(row.UsedAt) >= IdleTime || now.Sub(row.CreatedAt) >= Lifetime {
		return Session{}, ErrOver
	}
	if now.Sub(row.UsedAt) >= touchTime || row.Address != address {
		if err := s.rows.Touch(ctx, row.ID, now, address, agent); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "session: touch", "error", err) // it is as good without
		}
	}
	return Session{
		ID: row.ID, Method: row.Method, Notice: row.Notice, Begun: row.CreatedAt, Fresh: now.Sub(row.CreatedAt) < FreshTime,
		Caller: api.Caller{UserID: user.ID, Email: user.Email, Name: user.Name, Role: user.Role, Tier: user.Tier, Address: address, Agent: agent},
	}, nil
}

// SetNotice leaves something for the session's next page to say; "" takes it away.
func (s *Sessions) SetNotice(ctx context.Context, id, notice string) error {
	return s.rows.SetNotice(ctx, id, notice)
}

// List returns the sessions of an account that are not over, the one used last first.
func (s *Sessions) List(ctx context.Context, userID string) ([]Other, error) {
	rows, err := s.rows.List(ctx, userID)
	if err != nil {
		return nil, err
	}
	var live []Other
	for now, i := s.now(), 0; i < len(rows); i++ {
		if r := rows[i]; now.Sub(r.UsedAt) < IdleTime && now.Sub(r.CreatedAt) < Lifetime {
			live = append(live, Other{ID: r.ID, Method: r.Method, Address: r.Address, Agent: r.Agent, Begun: r.CreatedAt, Used: r.UsedAt})
		}
	}
	return live, nil
}

// End ends a session of an account. It is ErrOver if there is none with the id.
func (s *Sessions) End(ctx context.Context, userID, id string) error {
	err := s.rows.End(ctx, userID, id)
	if errors.Is(err, store.ErrNotFound) {
		return ErrOver
	}
	return err
}

// EndOthers ends the sessions of an account except the one with the id, "" for none.
func (s *Sessions) EndOthers(ctx context.Context, userID, except string) error {
	return s.rows.EndAll(ctx, userID, except)
}

// Purge forgets the sessions that are over.
func (s *Sessions) Purge(ctx context.Context, now time.Time) (int64, error) {
	return s.rows.Purge(ctx, now.Add(-IdleTime), now.Add(-Lifetime))
}
