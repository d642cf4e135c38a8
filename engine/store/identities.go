package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Identities is the table of who the owners of accounts are at other services.
type Identities struct{ db database }

// Identity is who somebody is at another service.
type Identity struct {
	Issuer    string // the service
	Subject   string // what it calls them, for good
	UserID    string // whose account that is
	Email     string // what the service said their address is when they were linked
	CreatedAt time.Time
	UsedAt    time.Time // zero: never
}

const (
	identityColumns = `issuer, subject, user_id, email, created_at, used_at`

	// Either may be there already: the person, or another person of the account.
	insertIdentity = `INSERT INTO identities (` + identityColumns + `) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`
	getIdentity    = `SELECT ` + identityColumns + ` FROM identities WHERE issuer = $1 AND subject = $2`
	ownIdentity    = `SELECT ` + identityColumns + ` FROM identities WHERE issuer = $1 AND user_id = $2`
	useIdentity    = `UPDATE identities SET used_at = $3 WHERE issuer = $1 AND subject = $2`
	deleteIdentity = `DELETE FROM identities WHERE issuer = $1 AND user_id = $2`
	useInvitation  = `DELETE FROM one_time_links WHERE kind = 'invitation' AND email = $1 AND expires_at > $2 RETURNING ` + linkColumns
)

func scanIdentity(row dbutil.Scannable) (i Identity, err error) {
	err = row.Scan(&i.Issuer, &i.Subject, &i.UserID, &i.Email, (*millis)(&i.CreatedAt), (*millis)(&i.UsedAt))
	return i, err
}

// Insert links a person to an account. It returns ErrExists if they are linked to one already, or the account to another
// person of the same service.
func (t *Identities) Insert(ctx context.Context, i Identity) error {
	if err := t.insert(ctx, i); err != nil {
		return fmt.Errorf("store: insert identity: %w", err)
	}
	return nil
}

func (t *Identities) insert(ctx context.Context, i Identity) error {
	return inserted(t.db.write.Exec(ctx, insertIdentity, i.Issuer, i.Subject, i.UserID, foldEmail(i.Email), millis(i.CreatedAt), millis(i.UsedAt)))
}

// Get returns the person whom a service calls so, or ErrNotFound.
func (t *Identities) Get(ctx context.Context, issuer, subject string) (Identity, error) {
	i, err := one(ctx, t.db.read, scanIdentity, getIdentity, issuer, subject)
	if err != nil {
		return Identity{}, fmt.Errorf("store: identity: %w", err)
	}
	return i, nil
}

// Of returns who the owner of an account is at a service, or ErrNotFound.
func (t *Identities) Of(ctx context.Context, issuer, userID string) (Identity, error) {
	i, err := one(ctx, t.db.read, scanIdentity, ownIdentity, issuer, userID)
	if err != nil {
		return Identity{}, fmt.Errorf("store: identity of user %s: %w", userID, err)
	}
	return i, nil
}

// Use notes that somebody was signed in.
func (t *Identities) Use(ctx context.Context, issuer, subject string, at time.Time) error {
	if err := t.db.exec(ctx, useIdentity, issuer, subject, millis(at)); err != nil {
		return fmt.Errorf("store: use identity: %w", err)
	}
	return nil
}

// Delete unlinks an account. It returns ErrNotFound if it isn't linked.
func (t *Identities) Delete(ctx context.Context, issuer, userID string) error {
	if err := t.db.exec(ctx, deleteIdentity, issuer, userID); err != nil {
		return fmt.Errorf("store: delete identity of user %s: %w", userID, err)
	}
	return nil
}

// Join adds an account for somebody, linked to them. An invitation for their address is used up, and the account gets its
// role and tier. Without one it is added only if open is set; else Join returns ErrNotFound. It returns ErrExists when the
// address is taken or the person is linked already.
func (t *Identities) Join(ctx context.Context, u User, i Identity, open bool) (User, error) {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		links, err := all(ctx, t.db.write, scanLink, useInvitation, foldEmail(u.Email), millis(u.CreatedAt))
		if err != nil {
			return err
		}
		if len(links) > 0 {
			u.Role, u.Tier = links[0].Role, links[0].Tier
		} else if !open {
			return ErrNotFound
		}
		if err := (&Users{t.db}).insert(ctx, u); err != nil {
			return err
		}
		i.UserID = u.ID
		return t.insert(ctx, i)
	})
	if err != nil {
		return User{}, fmt.Errorf("store: join by identity: %w", err)
	}
	return u, nil
}
