package store

import (
	"context"
	"fmt"

	"go.mau.fi/util/dbutil"
)

// SandboxState is the table in which the simulated network keeps what it must remember, as rows whose meaning is
// its own.
type SandboxState struct{ db database }

// SandboxRow is one thing that the simulated network remembers.
type SandboxRow struct {
	Kind, ID string
	Data     []byte // nil deletes the row
}

const (
	everySandboxRow = `SELECT kind, id, data FROM sandbox_state ORDER BY kind, id`
	listSandboxRows = `SELECT kind, id, data FROM sandbox_state WHERE kind = $1 AND id > $2 AND id >= $3 AND id < $4 ORDER BY id LIMIT $5`
	putSandboxRow   = `INSERT INTO sandbox_state (kind, id, data) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data`
	deleteSandbox   = `DELETE FROM sandbox_state WHERE kind = $1 AND id = $2`
)

// afterAnyID sorts after every id with the prefix that it is appended to.
const afterAnyID = "\U0010FFFF"

func scanSandboxRow(row dbutil.Scannable) (r SandboxRow, err error) {
	err = row.Scan(&r.Kind, &r.ID, &r.Data)
	return r, err
}

// Load calls fn with every row, ordered by kind and id.
func (t *SandboxState) Load(ctx context.Context, fn func(SandboxRow) error) error {
	if err := each(ctx, t.db.read, scanSandboxRow, fn, everySandboxRow); err != nil {
		return fmt.Errorf("store: load sandbox state: %w", err)
	}
	return nil
}

// List returns up to limit rows of a kind whose ids come after afterID and begin with prefix, ordered by id.
// Either may be empty.
func (t *SandboxState) List(ctx context.Context, kind, afterID string, limit int, prefix string) ([]SandboxRow, error) {
	rows, err := all(ctx, t.db.read, scanSandboxRow, listSandboxRows, kind, afterID, prefix, prefix+afterAnyID, limit)
	if err != nil {
		return nil, fmt.Errorf("store: list sandbox state: %w", err)
	}
	return rows, nil
}

// Apply writes and deletes rows in the order given, all of them or none.
func (t *SandboxState) Apply(ctx context.Context, rows []SandboxRow) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		for _, r := range rows {
			var err error
			if r.Data == nil {
				_, err = t.db.write.Exec(ctx, deleteSandbox, r.Kind, r.ID)
			} else {
				_, err = t.db.write.Exec(ctx, putSandboxRow, r.Kind, r.ID, r.Data)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: apply sandbox state: %w", err)
	}
	return nil
}
