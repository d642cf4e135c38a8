package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Sends is the table of requests that carried an Idempotency-Key, with their answers.
//
// A request is first Begun, then either Completed or Forgotten. One whose process died in between is still
// marked running, but by an owner that is no more: every opened Store is a new owner, and since only one server
// uses a database (see [Lock]), whoever finds another owner's mark may run the request again.
type Sends struct {
	db    database
	owner string
}

// SendLifetime is how long an answer is kept for repetition.
const SendLifetime = 24 * time.Hour

// Send is a request that may be repeated. Account, operation and key name it.
type Send struct {
	UserID    string
	Operation string
	Key       string

	RequestHash []byte
	Done        bool // false: still running, there is no answer yet
	Status      int
	Body        []byte
	CreatedAt   time.Time // of the first try
}

const (
	sendColumns = `user_id, operation, idempotency_key, request_hash, state = 'done', status, body, created_at`

	// Takes the key when it is free, too old, or was left running by a process that died. The last only for the
	// same request: another one under the same key is a mistake of the caller's whether or not the first ended.
	beginSend = `INSERT INTO sends (user_id, operation, idempotency_key, request_hash, owner, state, status, body, created_at)
		VALUES ($1, $2, $3, $4, $5, 'running', 0, NULL, $6)
		ON CONFLICT (user_id, operation, idempotency_key) DO UPDATE
		SET request_hash = excluded.request_hash, owner = excluded.owner, state = 'running', status = 0, body = NULL,
			created_at = CASE WHEN sends.created_at < $7 THEN excluded.created_at ELSE sends.created_at END
		WHERE sends.created_at < $7
			OR (sends.state = 'running' AND sends.owner <> excluded.owner AND sends.request_hash = excluded.request_hash)
		RETURNING ` + sendColumns
	getSend      = `SELECT ` + sendColumns + ` FROM sends WHERE user_id = $1 AND operation = $2 AND idempotency_key = $3`
	completeSend = `UPDATE sends SET state = 'done', status = $5, body = $6
		WHERE user_id = $1 AND operation = $2 AND idempotency_key = $3 AND owner = $4 AND state = 'running'`
	forgetSend = `DELETE FROM sends WHERE user_id = $1 AND operation = $2 AND idempotency_key = $3 AND owner = $4 AND state = 'running'`
	purgeSends = `DELETE FROM sends WHERE created_at < $1`
)

func scanSend(row dbutil.Scannable) (s Send, err error) {
	err = row.Scan(&s.UserID, &s.Operation, &s.Key, &s.RequestHash, &s.Done, &s.Status, &s.Body, (*millis)(&s.CreatedAt))
	return s, err
}

// Begin claims a key for a request. When begun is true the caller must run the request and then Complete or
// Forget it. Otherwise the Send is the one that has the key: its hash says whether it is the same request, Done
// whether its answer can be given again.
func (t *Sends) Begin(ctx context.Context, userID, operation, key string, hash []byte, now time.Time) (send Send, begun bool, err error) {
	// Twice is enough: the row may vanish once between both statements, and then the key is free.
	for range 2 {
		send, err = one(ctx, t.db.write, scanSend, beginSend, userID, operation, key, hash, t.owner, millis(now), millis(now.Add(-SendLifetime)))
		if err == nil {
			return send, true, nil
		}
		if errors.Is(err, ErrNotFound) {
			send, err = one(ctx, t.db.write, scanSend, getSend, userID, operation, key)
		}
		if !errors.Is(err, ErrNotFound) {
			break
		}
	}
	if err != nil {
		return Send{}, false, fmt.Errorf("store: begin %s: %w", operation, err)
	}
	return send, false, nil
}

// Complete records the answer to a request that Begin let through.
func (t *Sends) Complete(ctx context.Context, userID, operation, key string, status int, body []byte) error {
	if err := t.db.exec(ctx, completeSend, userID, operation, key, t.owner, status, body); err != nil {
		return fmt.Errorf("store: complete %s: %w", operation, err)
	}
	return nil
}

// Forget frees the key of a request that Begin let through and that failed, so that it can be tried again.
func (t *Sends) Forget(ctx context.Context, userID, operation, key string) error {
	if err := t.db.exec(ctx, forgetSend, userID, operation, key, t.owner); err != nil {
		return fmt.Errorf("store: forget %s: %w", operation, err)
	}
	return nil
}

// Purge deletes the answers that are older than SendLifetime and returns how many there were.
func (t *Sends) Purge(ctx context.Context, now time.Time) (int64, error) {
	result, err := t.db.write.Exec(ctx, purgeSends, millis(now.Add(-SendLifetime)))
	if err != nil {
		return 0, fmt.Errorf("store: purge answers: %w", err)
	}
	return result.RowsAffected()
}
