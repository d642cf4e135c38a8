package store

import (
	"context"
	"errors"
	"fmt"

	"go.mau.fi/util/dbutil"
)

// Budgets is the table of what accounts have spent of their requests, in the rate limiter's own encoding.
type Budgets struct{ db database }

const (
	getBudget = `SELECT state FROM budgets WHERE account = $1`
	putBudget = `INSERT INTO budgets (account, state) VALUES ($1, $2)
		ON CONFLICT (account) DO UPDATE SET state = excluded.state`
	deleteBudget = `DELETE FROM budgets WHERE account = $1`
	// A key that has a budget of its own has it under its id behind this word, see package rpc.
	purgeBudgets = `DELETE FROM budgets WHERE account NOT IN (SELECT id FROM users)
		AND account NOT IN (SELECT 'key ' || id FROM api_keys WHERE hourly_limit > 0 AND revoked_at = 0)`
)

func scanBytes(row dbutil.Scannable) (data []byte, err error) {
	err = row.Scan(&data)
	return data, err
}

// Load returns what Save last recorded of an account, nil for nothing.
func (t *Budgets) Load(ctx context.Context, account string) ([]byte, error) {
	state, err := one(ctx, t.db.read, scanBytes, getBudget, account)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: budget of %s: %w", account, err)
	}
	return state, nil
}

// Save records the states of accounts, all or none. An account whose state is nil is forgotten.
func (t *Budgets) Save(ctx context.Context, states map[string][]byte) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		for account, state := range states {
			var err error
			if state == nil {
				_, err = t.db.write.Exec(ctx, deleteBudget, account)
			} else {
				_, err = t.db.write.Exec(ctx, putBudget, account, state)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: save budgets: %w", err)
	}
	return nil
}

// Purge forgets the accounts and keys that are gone: what they spent last may have been written after them.
func (t *Budgets) Purge(ctx context.Context) error {
	if _, err := t.db.write.Exec(ctx, purgeBudgets); err != nil {
		return fmt.Errorf("store: purge budgets: %w", err)
	}
	return nil
}
