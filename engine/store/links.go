package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// What one-time links are for.
const (
	LinkSetup      = "setup"      // making the first account, an administrator's
	LinkInvitation = "invitation" // making an account
	LinkReset      = "reset"      // choosing another password
)

// Links is the table of one-time links that wait to be used. Their secrets are not in it, only the hashes.
type Links struct{ db database }

// Link is a one-time link.
type Link struct {
	ID        string
	Hash      []byte // SHA-256 of its secret
	Kind      string
	UserID    string // whose password a reset is for
	Email     string // whom an invitation is for, with the role and tier they get
	Role      string
	Tier      string
	CreatedBy string // the id of an account, "" for the command line
	CreatedAt time.Time
	ExpiresAt time.Time
}

const (
	linkColumns = `id, hash, kind, user_id, email, role, tier, created_by, created_at, expires_at`

	insertLink   = `INSERT INTO one_time_links (` + linkColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	replaceLinks = `DELETE FROM one_time_links WHERE kind = $1 AND COALESCE(user_id, '') = $2 AND email = $3`
	getLink      = `SELECT ` + linkColumns + ` FROM one_time_links WHERE hash = $1 AND expires_at > $2`
	useLink      = `DELETE FROM one_time_links WHERE hash = $1 AND kind = $2 AND expires_at > $3 RETURNING ` + linkColumns
	listLinks    = `SELECT ` + linkColumns + ` FROM one_time_links WHERE kind = $1 AND expires_at > $2 ORDER BY id DESC`
	deleteLink   = `DELETE FROM one_time_links WHERE id = $1 AND kind = $2`
	purgeLinks   = `DELETE FROM one_time_links WHERE expires_at <= $1`
	endResets    = `DELETE FROM one_time_links WHERE kind = 'reset' AND user_id = $1`
	endLinksBy   = `DELETE FROM one_time_links WHERE created_by = $1`
)

func scanLink(row dbutil.Scannable) (l Link, err error) {
	var user sql.NullString
	err = row.Scan(&l.ID, &l.Hash, &l.Kind, &user, &l.Email, &l.Role, &l.Tier, &l.CreatedBy, (*millis)(&l.CreatedAt), (*millis)(&l.ExpiresAt))
	l.UserID = user.String
	return l, err
}

// Put adds a link in place of those of its kind for the same person.
func (t *Links) Put(ctx context.Context, l Link) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		if _, err := t.db.write.Exec(ctx, replaceLinks, l.Kind, l.UserID, foldEmail(l.Email)); err != nil {
			return err
		}
		user := sql.NullString{String: l.UserID, Valid: l.UserID != ""}
		_, err := t.db.write.Exec(ctx, insertLink, l.ID, l.Hash, l.Kind, user, foldEmail(l.Email), l.Role, l.Tier, l.CreatedBy, millis(l.CreatedAt), millis(l.ExpiresAt))
		return err
	})
	if err != nil {
		return fmt.Errorf("store: put link: %w", err)
	}
	return nil
}

// ByHash returns a link that can still be used.
func (t *Links) ByHash(ctx context.Context, hash []byte, now time.Time) (Link, error) {
	l, err := one(ctx, t.db.read, scanLink, getLink, hash, millis(now))
	if err != nil {
		return Link{}, fmt.Errorf("store: link by hash: %w", err)
	}
	return l, nil
}

// List returns the links of a kind that can still be used, newest first.
func (t *Links) List(ctx context.Context, kind string, now time.Time) ([]Link, error) {
	links, err := all(ctx, t.db.read, scanLink, listLinks, kind, millis(now))
	if err != nil {
		return nil, fmt.Errorf("store: list links: %w", err)
	}
	return links, nil
}

// Delete takes a link of a kind back. It returns ErrNotFound if it was used, has expired, or never was.
func (t *Links) Delete(ctx context.Context, kind, id string) error {
	if err := t.db.exec(ctx, deleteLink, id, kind); err != nil {
		return fmt.Errorf("store: delete link %s: %w", id, err)
	}
	return nil
}

// Join uses a link of a kind to add an account, both or neither. It returns ErrNotFound if the link is used up or has
// expired, ErrExists when the address is taken, and ErrInUse when the first account is to be made and there is one.
func (t *Links) Join(ctx context.Context, kind string, hash []byte, u User) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		if _, err := one(ctx, t.db.write, scanLink, useLink, hash, kind, millis(u.CreatedAt)); err != nil {
			return err
		}
		if kind == LinkSetup {
			var users int
			if err := t.db.write.QueryRow(ctx, countUsers).Scan(&users); err != nil {
				return err
			}
			if users > 0 {
				return ErrInUse
			}
		}
		return (&Users{t.db}).insert(ctx, u)
	})
	if err != nil {
		return fmt.Errorf("store: join by link: %w", err)
	}
	return nil
}

// Reset uses a link to give its account another password, and ends the account's sessions. It returns the account, or
// ErrNotFound if the link is used up or has expired.
func (t *Links) Reset(ctx context.Context, hash []byte, passwordHash string, now time.Time) (u User, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		link, err := one(ctx, t.db.write, scanLink, useLink, hash, LinkReset, millis(now))
		if err != nil {
			return err
		}
		u, err = (&Users{t.db}).setPassword(ctx, link.UserID, passwordHash, now, "")
		return err
	})
	if err != nil {
		return User{}, fmt.Errorf("store: reset by link: %w", err)
	}
	return u, nil
}

// Purge deletes the links that have expired.
func (t *Links) Purge(ctx context.Context, now time.Time) error {
	if _, err := t.db.write.Exec(ctx, purgeLinks, millis(now)); err != nil {
		return fmt.Errorf("store: purge links: %w", err)
	}
	return nil
}
