package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Keys is the table of API keys. The keys themselves are not in it, only their hashes.
type Keys struct{ db database }

// Key is an API key of an account.
type Key struct {
	ID         string
	UserID     string
	Name       string
	Hash       []byte // SHA-256 of the key
	Prefix     string // the first characters, for telling keys apart
	Last4      string // the last characters, likewise
	Scopes     []string
	ClientIDs  []string
	AllowedIPs []string
	CreatedAt  time.Time
	ExpiresAt  time.Time // zero: never
	RevokedAt  time.Time // zero: not revoked
	LastUsedAt time.Time // zero: never used; some seconds behind

	HourlyLimit int // requests in any hour; 0: as many as the account may
}

const (
	keyColumns = `api_keys.id, user_id, api_keys.name, hash, prefix, last4, scopes, client_ids, allowed_ips, api_keys.created_at, expires_at, revoked_at, last_used_at, hourly_limit`

	insertKey = `INSERT INTO api_keys (id, user_id, name, hash, prefix, last4, scopes, client_ids, allowed_ips, created_at, expires_at, revoked_at, last_used_at, hourly_limit)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $12)`
	getKey       = `SELECT ` + keyColumns + ` FROM api_keys WHERE user_id = $1 AND id = $2`
	getKeyByHash = `SELECT ` + keyColumns + `, ` + userColumns + `
		FROM api_keys JOIN users ON users.id = api_keys.user_id WHERE hash = $1`
	listKeys  = `SELECT ` + keyColumns + ` FROM api_keys WHERE user_id = $1 AND revoked_at = 0 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`
	countKeys = `SELECT count(*) FROM api_keys WHERE user_id = $1 AND revoked_at = 0 AND (expires_at = 0 OR expires_at > $2)`
	// Revoking twice keeps the first time.
	revokeKey = `UPDATE api_keys SET revoked_at = CASE WHEN revoked_at = 0 THEN $3 ELSE revoked_at END WHERE user_id = $1 AND id = $2`
	// A grace can end a key's life sooner, never later.
	expireKey = `UPDATE api_keys SET expires_at = CASE WHEN expires_at = 0 OR expires_at > $3 THEN $3 ELSE expires_at END
		WHERE user_id = $1 AND id = $2 AND revoked_at = 0`
	touchKey = `UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2`
)

func (k *Key) fields() []any {
	return []any{
		&k.ID, &k.UserID, &k.Name, &k.Hash, &k.Prefix, &k.Last4, (*texts)(&k.Scopes), (*texts)(&k.ClientIDs), (*texts)(&k.AllowedIPs),
		(*millis)(&k.CreatedAt), (*millis)(&k.ExpiresAt), (*millis)(&k.RevokedAt), (*millis)(&k.LastUsedAt), &k.HourlyLimit,
	}
}

func scanKey(row dbutil.Scannable) (k Key, err error) {
	err = row.Scan(k.fields()...)
	return k, err
}

// keyOwner is a key with the account it speaks for.
type keyOwner struct {
	key  Key
	user User
}

func scanKeyOwner(row dbutil.Scannable) (o keyOwner, err error) {
	err = row.Scan(append(o.key.fields(), o.user.fields()...)...)
	return o, err
}

// Insert adds a key.
func (t *Keys) Insert(ctx context.Context, k Key) error {
	if err := t.insert(ctx, k); err != nil {
		return fmt.Errorf("store: insert API key: %w", err)
	}
	return nil
}

func (t *Keys) insert(ctx context.Context, k Key) error {
	_, err := t.db.write.Exec(ctx, insertKey, k.ID, k.UserID, k.Name, k.Hash, k.Prefix, k.Last4,
		texts(k.Scopes), texts(k.ClientIDs), texts(k.AllowedIPs), millis(k.CreatedAt), millis(k.ExpiresAt), k.HourlyLimit)
	return err
}

// Get returns a key of an account, revoked or not.
func (t *Keys) Get(ctx context.Context, userID, id string) (Key, error) {
	k, err := one(ctx, t.db.read, scanKey, getKey, userID, id)
	if err != nil {
		return Key{}, fmt.Errorf("store: API key %s: %w", id, err)
	}
	return k, nil
}

// ByHash returns the key with a hash, revoked or not, and the account it belongs to.
func (t *Keys) ByHash(ctx context.Context, hash []byte) (Key, User, error) {
	o, err := one(ctx, t.db.read, scanKeyOwner, getKeyByHash, hash)
	if err != nil {
		return Key{}, User{}, fmt.Errorf("store: API key by hash: %w", err)
	}
	return o.key, o.user, nil
}

// List returns up to limit keys of an account that aren't revoked, newest first, older than the one with the
// id after unless that is empty.
func (t *Keys) List(ctx context.Context, userID, after string, limit int) ([]Key, error) {
	keys, err := all(ctx, t.db.read, scanKey, listKeys, userID, after, limit)
	if err != nil {
		return nil, fmt.Errorf("store: list API keys: %w", err)
	}
	return keys, nil
}

// CountLive returns how many keys of an account are neither revoked nor expired.
func (t *Keys) CountLive(ctx context.Context, userID string, now time.Time) (n int, err error) {
	if err = t.db.read.QueryRow(ctx, countKeys, userID, millis(now)).Scan(&n); err != nil {
		err = fmt.Errorf("store: count API keys: %w", err)
	}
	return n, err
}

// Revoke ends a key at once. Revoking it again changes nothing.
func (t *Keys) Revoke(ctx context.Context, userID, id string, at time.Time) error {
	if err := t.db.exec(ctx, revokeKey, userID, id, millis(at)); err != nil {
		return fmt.Errorf("store: revoke API key %s: %w", id, err)
	}
	return nil
}

// Rotate adds a key in place of the one with the id old, which expires at the given time or earlier. It
// returns ErrNotFound when that one is revoked or isn't of the same account.
func (t *Keys) Rotate(ctx context.Context, old string, k Key, expires time.Time) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		if err := t.db.exec(ctx, expireKey, k.UserID, old, millis(expires)); err != nil {
			return err
		}
		return t.insert(ctx, k)
	})
	if err != nil {
		return fmt.Errorf("store: rotate API key %s: %w", old, err)
	}
	return nil
}

// Touch records when keys, by id, were last used, in one transaction. Keys that are gone are skipped.
func (t *Keys) Touch(ctx context.Context, used map[string]time.Time) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		var errs []error
		for id, at := range used {
			_, err := t.db.write.Exec(ctx, touchKey, id, millis(at))
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	})
	if err != nil {
		return fmt.Errorf("store: record use of API keys: %w", err)
	}
	return nil
}
