package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Passkeys is the table of the passkeys that accounts are signed in to with.
type Passkeys struct{ db database }

// Passkey is a passkey of an account.
type Passkey struct {
	ID           string
	UserID       string
	CredentialID []byte // what browsers call it; unique
	Sealed       []byte // what is known of it
	Name         string
	Suspect      bool // there may be a copy of it
	CreatedAt    time.Time
	UsedAt       time.Time // zero: never
}

// MaxPasskeys is how many passkeys an account has.
const MaxPasskeys = 20

const (
	passkeyColumns = `id, user_id, credential_id, sealed, name, suspect, created_at, used_at`

	insertPasskey = `INSERT INTO passkeys (` + passkeyColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential_id) DO NOTHING`
	countPasskeys = `SELECT count(*) FROM passkeys WHERE user_id = $1`
	listPasskeys  = `SELECT ` + passkeyColumns + ` FROM passkeys WHERE user_id = $1 ORDER BY id`
	usePasskey    = `UPDATE passkeys SET sealed = $2, suspect = $3, used_at = $4 WHERE id = $1`
	deletePasskey = `DELETE FROM passkeys WHERE user_id = $1 AND id = $2`
)

func scanPasskey(row dbutil.Scannable) (p Passkey, err error) {
	err = row.Scan(&p.ID, &p.UserID, &p.CredentialID, &p.Sealed, &p.Name, &p.Suspect, (*millis)(&p.CreatedAt), (*millis)(&p.UsedAt))
	return p, err
}

// Insert adds a passkey. It returns ErrExists if somebody has it already, and ErrInUse if the account has as many as it
// may.
func (t *Passkeys) Insert(ctx context.Context, p Passkey) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		var have int
		if err := t.db.write.QueryRow(ctx, countPasskeys, p.UserID).Scan(&have); err != nil {
			return err
		}
		if have >= MaxPasskeys {
			return ErrInUse
		}
		return inserted(t.db.write.Exec(ctx, insertPasskey, p.ID, p.UserID, p.CredentialID, p.Sealed, p.Name, p.Suspect, millis(p.CreatedAt), millis(p.UsedAt)))
	})
	if err != nil {
		return fmt.Errorf("store: insert passkey: %w", err)
	}
	return nil
}

// List returns the passkeys of an account, the oldest first.
func (t *Passkeys) List(ctx context.Context, userID string) ([]Passkey, error) {
	passkeys, err := all(ctx, t.db.read, scanPasskey, listPasskeys, userID)
	if err != nil {
		return nil, fmt.Errorf("store: list passkeys: %w", err)
	}
	return passkeys, nil
}

// Use keeps what is known of a passkey after it was used, and whether there may be a copy.
func (t *Passkeys) Use(ctx context.Context, p Passkey) error {
	if err := t.db.exec(ctx, usePasskey, p.ID, p.Sealed, p.Suspect, millis(p.UsedAt)); err != nil {
		return fmt.Errorf("store: use passkey %s: %w", p.ID, err)
	}
	return nil
}

// Delete removes a passkey of an account. It returns ErrNotFound if there is no such.
func (t *Passkeys) Delete(ctx context.Context, userID, id string) error {
	if err := t.db.exec(ctx, deletePasskey, userID, id); err != nil {
		return fmt.Errorf("store: delete passkey %s: %w", id, err)
	}
	return nil
}
