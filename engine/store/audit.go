package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Audit is the table of what was done to accounts, by whom and from where. Rows are added and, when they are old,
// deleted; none is changed.
type Audit struct{ db database }

// AuditEvent is one thing that was done.
type AuditEvent struct {
	ID      string
	At      time.Time
	Account string // the id of the account that it was done to, "" for the engine as a whole
	Actor   string // the id of the account that did it, "" for the command line or somebody who is not signed in
	Email   string // of the actor, as it was then
	KeyID   string // the key that it was done with, if any
	Action  string
	Subject string // which key, session, address: for people
	Address string
	Agent   string
}

const (
	auditColumns = `id, at, account, actor, email, key_id, action, subject, address, agent`

	insertAudit = `INSERT INTO audit (` + auditColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	listAudit   = `SELECT ` + auditColumns + ` FROM audit WHERE account = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`
	everyAudit  = `SELECT ` + auditColumns + ` FROM audit WHERE $1 = '' OR id < $1 ORDER BY id DESC LIMIT $2`
	purgeAudit  = `DELETE FROM audit WHERE at <= $1`
)

func scanAudit(row dbutil.Scannable) (e AuditEvent, err error) {
	err = row.Scan(&e.ID, (*millis)(&e.At), &e.Account, &e.Actor, &e.Email, &e.KeyID, &e.Action, &e.Subject, &e.Address, &e.Agent)
	return e, err
}

// Insert adds an event.
func (t *Audit) Insert(ctx context.Context, e AuditEvent) error {
	_, err := t.db.write.Exec(ctx, insertAudit, e.ID, millis(e.At), e.Account, e.Actor, e.Email, e.KeyID, e.Action, e.Subject, e.Address, e.Agent)
	if err != nil {
		return fmt.Errorf("store: insert audit event: %w", err)
	}
	return nil
}

// List returns up to limit events of an account, newest first, older than the one with the id after unless that is empty.
func (t *Audit) List(ctx context.Context, account, after string, limit int) ([]AuditEvent, error) {
	events, err := all(ctx, t.db.read, scanAudit, listAudit, account, after, limit)
	if err != nil {
		return nil, fmt.Errorf("store: list audit events: %w", err)
	}
	return events, nil
}

// ListAll returns up to limit events of all accounts, newest first, older than the one with the id after unless that is empty.
func (t *Audit) ListAll(ctx context.Context, after string, limit int) ([]AuditEvent, error) {
	events, err := all(ctx, t.db.read, scanAudit, everyAudit, after, limit)
	if err != nil {
		return nil, fmt.Errorf("store: list audit events: %w", err)
	}
	return events, nil
}

// Purge deletes the events up to a moment and returns how many there were.
func (t *Audit) Purge(ctx context.Context, before time.Time) (int64, error) {
	result, err := t.db.write.Exec(ctx, purgeAudit, millis(before))
	if err != nil {
		return 0, fmt.Errorf("store: purge audit events: %w", err)
	}
	return result.RowsAffected()
}
