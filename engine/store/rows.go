package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// What the callers of this package tell apart. Everything else is a failure of the database.
var (
	ErrNotFound  = errors.New("no such row")
	ErrExists    = errors.New("already exists")
	ErrInUse     = errors.New("still in use")
	ErrLastAdmin = errors.New("the last administrator")
)

// scanner reads the columns of one row.
type scanner[T any] func(row dbutil.Scannable) (T, error)

// one returns the single row of a query, or ErrNotFound.
func one[T any](ctx context.Context, db *dbutil.Database, scan scanner[T], query string, args ...any) (T, error) {
	row, err := scan(db.QueryRow(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return row, err
}

// each calls fn with every row of a query, in order.
func each[T any](ctx context.Context, db *dbutil.Database, scan scanner[T], fn func(T) error, query string, args ...any) error {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// all returns every row of a query.
func all[T any](ctx context.Context, db *dbutil.Database, scan scanner[T], query string, args ...any) ([]T, error) {
	var list []T
	err := each(ctx, db, scan, func(row T) error { list = append(list, row); return nil }, query, args...)
	return list, err
}

// inserted turns "ON CONFLICT DO NOTHING did nothing" into ErrExists.
func inserted(result sql.Result, err error) error {
	if err = oneRow(result, err); errors.Is(err, ErrNotFound) {
		return ErrExists
	}
	return err
}

// changed reports whether a statement changed a row.
func changed(result sql.Result, err error) (bool, error) {
	if err = oneRow(result, err); errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("store: %w", err)
	}
	return true, nil
}

// millis is a time as the tables keep it: milliseconds since 1970, 0 for the zero time.
type millis time.Time

// Value implements [driver.Valuer].
func (m millis) Value() (driver.Value, error) {
	if t := time.Time(m); !t.IsZero() {
		return t.UnixMilli(), nil
	}
	return int64(0), nil
}

// Scan implements [sql.Scanner].
func (m *millis) Scan(value any) error {
	ms, ok := value.(int64)
	if !ok {
		return fmt.Errorf("%T is not a time", value)
	}
	*m = millis{}
	if ms != 0 {
		*m = millis(time.UnixMilli(ms).UTC())
	}
	return nil
}

// texts is a list of strings as the tables keep it: a JSON array. An empty list is read as nil.
type texts []string

// Value implements [driver.Valuer].
func (l texts) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "[]", nil
	}
	data, err := json.Marshal([]string(l))
	return string(data), err
}

// Scan implements [sql.Scanner].
func (l *texts) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("%T is not a list", value)
	}
	*l = nil
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), (*[]string)(l))
}
