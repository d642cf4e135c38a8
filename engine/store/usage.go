package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Usage is the table of how many requests accounts have made, hour by hour.
type Usage struct{ db database }

// UsageOf says whose requests are counted: those by a key, "" for a session, to an operation, in the hour that begins then.
type UsageOf struct {
	Account, Key, Operation string
	Hour                    time.Time
}

// UsageCount is how many requests there were, and how many of them failed.
type UsageCount struct{ Requests, Failures int }

// UsageSum is what was counted under a name: the id of a key, an operation.
type UsageSum struct {
	Name  string
	Label string // of a key: its name, "" if there is no such key any more
	UsageCount
}

// UsageDay is what was counted on a day, in UTC.
type UsageDay struct {
	Day time.Time
	UsageCount
}

const (
	// The requests of an account that was deleted meanwhile are nobody's.
	addUsage = `INSERT INTO usage_hours (account, hour, key_id, operation, requests, failures)
		SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT 1 FROM users WHERE id = $1)
		ON CONFLICT (account, hour, key_id, operation) DO UPDATE
		SET requests = usage_hours.requests + excluded.requests, failures = usage_hours.failures + excluded.failures`
	usageDays = `SELECT hour - hour % 86400000, sum(requests), sum(failures) FROM usage_hours
		WHERE account = $1 AND hour >= $2 GROUP BY hour - hour % 86400000 ORDER BY 1`
	usageKeys = `SELECT key_id, coalesce(max(api_keys.name), ''), sum(requests), sum(failures)
		FROM usage_hours LEFT JOIN api_keys ON api_keys.id = key_id WHERE account = $1 AND hour >= $2 GROUP BY key_id ORDER BY 3 DESC, 1`
	usageOperations = `SELECT operation, '', sum(requests), sum(failures) FROM usage_hours
		WHERE account = $1 AND hour >= $2 GROUP BY operation ORDER BY 3 DESC, 1`
	purgeUsage = `DELETE FROM usage_hours WHERE hour < $1`
)

// Add adds to what was counted, all or nothing.
func (t *Usage) Add(ctx context.Context, counts map[UsageOf]UsageCount) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		for of, n := range counts {
			if _, err := t.db.write.Exec(ctx, addUsage, of.Account, millis(of.Hour), of.Key, of.Operation, n.Requests, n.Failures); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: add usage: %w", err)
	}
	return nil
}

// Days returns the days of an account since a moment on which there were requests, the earliest first.
func (t *Usage) Days(ctx context.Context, account string, since time.Time) ([]UsageDay, error) {
	days, err := all(ctx, t.db.read, func(row dbutil.Scannable) (d UsageDay, err error) {
		err = row.Scan((*millis)(&d.Day), &d.Requests, &d.Failures)
		return d, err
	}, usageDays, account, millis(since))
	if err != nil {
		return nil, fmt.Errorf("store: usage by day: %w", err)
	}
	return days, nil
}

func scanSum(row dbutil.Scannable) (s UsageSum, err error) {
	err = row.Scan(&s.Name, &s.Label, &s.Requests, &s.Failures)
	return s, err
}

// Keys returns what was counted of an account since a moment by key, the most used first.
func (t *Usage) Keys(ctx context.Context, account string, since time.Time) ([]UsageSum, error) {
	sums, err := all(ctx, t.db.read, scanSum, usageKeys, account, millis(since))
	if err != nil {
		return nil, fmt.Errorf("store: usage by key: %w", err)
	}
	return sums, nil
}

// Operations returns what was counted of an account since a moment by operation, the most used first.
func (t *Usage) Operations(ctx context.Context, account string, since time.Time) ([]UsageSum, error) {
	sums, err := all(ctx, t.db.read, scanSum, usageOperations, account, millis(since))
	if err != nil {
		return nil, fmt.Errorf("store: usage by operation: %w", err)
	}
	return sums, nil
}

// Purge deletes what was counted in the hours before a moment.
func (t *Usage) Purge(ctx context.Context, before time.Time) error {
	if _, err := t.db.write.Exec(ctx, purgeUsage, millis(before)); err != nil {
		return fmt.Errorf("store: purge usage: %w", err)
	}
	return nil
}
