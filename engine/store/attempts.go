package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Attempts is the table of what was tried by who may be guessing, see package throttle.
type Attempts struct{ db database }

// Attempt is what was tried under a name.
type Attempt struct {
	Name  []byte // a hash of it
	Count int
	Last  time.Time
	Until time.Time // when the next may be made
	Quiet time.Time // when all are forgotten
}

const (
	liveAttempts = `SELECT name, count, last_at, until_at, quiet_at FROM attempts WHERE quiet_at > $1`
	putAttempt   = `INSERT INTO attempts (name, count, last_at, until_at, quiet_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (name) DO UPDATE SET count = excluded.count, last_at = excluded.last_at, until_at = excluded.until_at, quiet_at = excluded.quiet_at`
	deleteAttempt = `DELETE FROM attempts WHERE name = $1`
	purgeAttempts = `DELETE FROM attempts WHERE quiet_at <= $1`
)

func scanAttempt(row dbutil.Scannable) (a Attempt, err error) {
	err = row.Scan(&a.Name, &a.Count, (*millis)(&a.Last), (*millis)(&a.Until), (*millis)(&a.Quiet))
	return a, err
}

// Live returns what isn't quiet yet.
func (t *Attempts) Live(ctx context.Context, now time.Time) ([]Attempt, error) {
	rows, err := all(ctx, t.db.read, scanAttempt, liveAttempts, millis(now))
	if err != nil {
		return nil, fmt.Errorf("store: attempts: %w", err)
	}
	return rows, nil
}

// Save records attempts in place of those under their names, and forgets others, all or none.
func (t *Attempts) Save(ctx context.Context, made []Attempt, forgotten [][]byte) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		for _, name := range forgotten {
			if _, err := t.db.write.Exec(ctx, deleteAttempt, name); err != nil {
				return err
			}
		}
		for _, a := range made {
			if _, err := t.db.write.Exec(ctx, putAttempt, a.Name, a.Count, millis(a.Last), millis(a.Until), millis(a.Quiet)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: save attempts: %w", err)
	}
	return nil
}

// Purge forgets what is quiet.
func (t *Attempts) Purge(ctx context.Context, now time.Time) error {
	if _, err := t.db.write.Exec(ctx, purgeAttempts, millis(now)); err != nil {
		return fmt.Errorf("store: purge attempts: %w", err)
	}
	return nil
}
