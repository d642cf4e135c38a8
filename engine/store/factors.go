package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Factors is the table of second factors, authenticator apps, with that of their recovery codes.
type Factors struct{ db database }

// Factor is the authenticator app of an account.
type Factor struct {
	UserID    string
	Sealed    []byte // its secret
	UsedStep  int64  // the period whose code was taken last
	CreatedAt time.Time

	Codes int // how many recovery codes are left; not stored
}

const (
	insertFactor = `INSERT INTO factors (user_id, sealed, used_step, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (user_id) DO NOTHING`
	getFactor    = `SELECT user_id, sealed, used_step, created_at, (SELECT count(*) FROM recovery_codes WHERE recovery_codes.user_id = factors.user_id)
		FROM factors WHERE user_id = $1`
	useStep      = `UPDATE factors SET used_step = $2 WHERE user_id = $1 AND used_step < $2`
	deleteFactor = `DELETE FROM factors WHERE user_id = $1`

	insertRecovery = `INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)`
	useRecovery    = `DELETE FROM recovery_codes WHERE user_id = $1 AND hash = $2`
	deleteRecovery = `DELETE FROM recovery_codes WHERE user_id = $1`
)

func scanFactor(row dbutil.Scannable) (f Factor, err error) {
	err = row.Scan(&f.UserID, &f.Sealed, &f.UsedStep, (*millis)(&f.CreatedAt), &f.Codes)
	return f, err
}

// Insert gives an account a factor with the hashes of its recovery codes, and ends its sessions except the one with the
// id keep: they were begun without. It returns ErrExists if the account has a factor.
func (t *Factors) Insert(ctx context.Context, f Factor, codes [][]byte, keep string) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		if err := inserted(t.db.write.Exec(ctx, insertFactor, f.UserID, f.Sealed, f.UsedStep, millis(f.CreatedAt))); err != nil {
			return err
		}
		if _, err := t.db.write.Exec(ctx, endSessions, f.UserID, keep); err != nil {
			return err
		}
		return t.insertCodes(ctx, f.UserID, codes)
	})
	if err != nil {
		return fmt.Errorf("store: insert factor: %w", err)
	}
	return nil
}

func (t *Factors) insertCodes(ctx context.Context, userID string, codes [][]byte) error {
	for _, hash := range codes {
		if _, err := t.db.write.Exec(ctx, insertRecovery, userID, hash); err != nil {
			return err
		}
	}
	return nil
}

// Get returns the factor of an account, or ErrNotFound.
func (t *Factors) Get(ctx context.Context, userID string) (Factor, error) {
	f, err := one(ctx, t.db.read, scanFactor, getFactor, userID)
	if err != nil {
		return Factor{}, fmt.Errorf("store: factor of user %s: %w", userID, err)
	}
	return f, nil
}

// UseStep takes the code of a period, and reports whether it may: each is good once, and none before it afterwards.
func (t *Factors) UseStep(ctx context.Context, userID string, step int64) (bool, error) {
	return changed(t.db.write.Exec(ctx, useStep, userID, step))
}

// UseCode takes the recovery code with a hash, and reports whether there was one.
func (t *Factors) UseCode(ctx context.Context, userID string, hash []byte) (bool, error) {
	return changed(t.db.write.Exec(ctx, useRecovery, userID, hash))
}

// SetCodes gives the factor of an account other recovery codes.
func (t *Factors) SetCodes(ctx context.Context, userID string, codes [][]byte) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		if _, err := t.db.write.Exec(ctx, deleteRecovery, userID); err != nil {
			return err
		}
		return t.insertCodes(ctx, userID, codes)
	})
	if err != nil {
		return fmt.Errorf("store: recovery codes of user %s: %w", userID, err)
	}
	return nil
}

// Delete takes the factor of an account away, with its recovery codes. It returns ErrNotFound if there is none.
func (t *Factors) Delete(ctx context.Context, userID string) error {
	if err := t.db.exec(ctx, deleteFactor, userID); err != nil {
		return fmt.Errorf("store: delete factor of user %s: %w", userID, err)
	}
	return nil
}
