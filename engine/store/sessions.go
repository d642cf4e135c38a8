package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Sessions is the table of who is signed in. What is in their cookies is not in it, only its hash.
type Sessions struct{ db database }

// Session is one browser that is signed in.
type Session struct {
	ID        string
	Hash      []byte // SHA-256 of what is in the cookie
	UserID    string
	Method    string // how it was begun
	Address   string // where it was last used from
	Agent     string // what the browser says it is
	Notice    string // what the next page is to say
	CreatedAt time.Time
	UsedAt    time.Time // some seconds behind
}

// maxSessions is how many sessions an account has.
const maxSessions = 50

const (
	sessionColumns = `sessions.id, hash, user_id, method, address, agent, notice, sessions.created_at, used_at`

	insertSession = `INSERT INTO sessions (id, hash, user_id, method, address, agent, notice, created_at, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	getSession   = `SELECT ` + sessionColumns + `, ` + userColumns + ` FROM sessions JOIN users ON users.id = user_id WHERE hash = $1`
	listSessions = `SELECT ` + sessionColumns + ` FROM sessions WHERE user_id = $1 ORDER BY used_at DESC, id DESC`
	// Never an insert: a request that is under way must not bring back a session that has ended meanwhile.
	touchSession  = `UPDATE sessions SET used_at = $2, address = $3, agent = $4 WHERE id = $1 AND used_at < $2`
	noticeSession = `UPDATE sessions SET notice = $2 WHERE id = $1`
	crowdedOut    = `DELETE FROM sessions WHERE user_id = $1 AND id NOT IN (SELECT id FROM sessions WHERE user_id = $1 ORDER BY used_at DESC, id DESC LIMIT $2)`
	endSession    = `DELETE FROM sessions WHERE user_id = $1 AND id = $2`
	endSessions   = `DELETE FROM sessions WHERE user_id = $1 AND id <> $2`
	purgeSessions = `DELETE FROM sessions WHERE used_at <= $1 OR created_at <= $2`
	hasSignedIn   = `UPDATE users SET signed_in_at = $2 WHERE id = $1 AND disabled = FALSE AND password_changed_at = $3
		AND ($4 OR NOT EXISTS (SELECT 1 FROM factors WHERE user_id = users.id))`
)

func (s *Session) fields() []any {
	return []any{&s.ID, &s.Hash, &s.UserID, &s.Method, &s.Address, &s.Agent, &s.Notice, (*millis)(&s.CreatedAt), (*millis)(&s.UsedAt)}
}

func scanSession(row dbutil.Scannable) (s Session, err error) {
	err = row.Scan(s.fields()...)
	return s, err
}

// sessionOwner is a session with the account that is signed in.
type sessionOwner struct {
	session Session
	user    User
}

func scanSessionOwner(row dbutil.Scannable) (o sessionOwner, err error) {
	err = row.Scan(append(o.session.fields(), o.user.fields()...)...)
	return o, err
}

// Insert adds a session and notes that its account has signed in. The sessions of an account that were not used for
// longest make room. It returns ErrNotFound when the account is gone or disabled, or no more what the sign-in rests on:
// since it was looked at it got another password, or a second factor and the sign-in had no second step. Both end all
// sessions, also those that are about to begin.
func (t *Sessions) Insert(ctx context.Context, s Session, passwordOf time.Time, secondStep bool) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		if err := t.db.exec(ctx, hasSignedIn, s.UserID, millis(s.CreatedAt), millis(passwordOf), secondStep); err != nil {
			return err
		}
		_, err := t.db.write.Exec(ctx, insertSession, s.ID, s.Hash, s.UserID, s.Method, s.Address, s.Agent, s.Notice, millis(s.CreatedAt), millis(s.UsedAt))
		if err != nil {
			return err
		}
		_, err = t.db.write.Exec(ctx, crowdedOut, s.UserID, maxSessions)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: insert session: %w", err)
	}
	return nil
}

// ByHash returns the session with a hash and its account.
func (t *Sessions) ByHash(ctx context.Context, hash []byte) (Session, User, error) {
	o, err := one(ctx, t.db.read, scanSessionOwner, getSession, hash)
	if err != nil {
		return Session{}, User{}, fmt.Errorf("store: session by hash: %w", err)
	}
	return o.session, o.user, nil
}

// List returns the sessions of an account, the one used last first.
func (t *Sessions) List(ctx context.Context, userID string) ([]Session, error) {
	sessions, err := all(ctx, t.db.read, scanSession, listSessions, userID)
	if err != nil {
		return nil, fmt.Errorf("store: list sessions: %w", err)
	}
	return sessions, nil
}

// Touch records where and by what a session was used. One that has ended stays so.
func (t *Sessions) Touch(ctx context.Context, id string, at time.Time, address, agent string) error {
	if _, err := t.db.write.Exec(ctx, touchSession, id, millis(at), address, agent); err != nil {
		return fmt.Errorf("store: touch session: %w", err)
	}
	return nil
}

// SetNotice leaves something for the session's next page to say; "" takes it away.
func (t *Sessions) SetNotice(ctx context.Context, id, notice string) error {
	if _, err := t.db.write.Exec(ctx, noticeSession, id, notice); err != nil {
		return fmt.Errorf("store: notice of session: %w", err)
	}
	return nil
}

// End ends a session of an account. It returns ErrNotFound if there is no such.
func (t *Sessions) End(ctx context.Context, userID, id string) error {
	if err := t.db.exec(ctx, endSession, userID, id); err != nil {
		return fmt.Errorf("store: end session: %w", err)
	}
	return nil
}

// EndAll ends the sessions of an account except the one with the id, "" for none.
func (t *Sessions) EndAll(ctx context.Context, userID, except string) error {
	if _, err := t.db.write.Exec(ctx, endSessions, userID, except); err != nil {
		return fmt.Errorf("store: end sessions: %w", err)
	}
	return nil
}

// Purge deletes the sessions that were not used since idle or were begun by old, and returns how many there were.
func (t *Sessions) Purge(ctx context.Context, idle, old time.Time) (int64, error) {
	result, err := t.db.write.Exec(ctx, purgeSessions, millis(idle), millis(old))
	if err != nil {
		return 0, fmt.Errorf("store: purge sessions: %w", err)
	}
	return result.RowsAffected()
}
