package store

import (
	"context"
	"errors"
	"fmt"

	"go.mau.fi/util/dbutil"
)

// Meta is the table of facts about the database itself.
type Meta struct{ db database }

const (
	getMeta = `SELECT value FROM meta WHERE name = $1`
	putMeta = `INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
	addMeta = `INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`
)

func scanText(row dbutil.Scannable) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}

// Get returns a value, or ErrNotFound.
func (t *Meta) Get(ctx context.Context, name string) (string, error) {
	value, err := one(ctx, t.db.read, scanText, getMeta, name)
	if err != nil {
		return "", fmt.Errorf("store: meta %s: %w", name, err)
	}
	return value, nil
}

// Put sets a value.
func (t *Meta) Put(ctx context.Context, name, value string) error {
	if _, err := t.db.write.Exec(ctx, putMeta, name, value); err != nil {
		return fmt.Errorf("store: meta %s: %w", name, err)
	}
	return nil
}

// Pin sets a value unless there is one, and returns the one that then stands.
func (t *Meta) Pin(ctx context.Context, name, value string) (string, error) {
	if _, err := t.db.write.Exec(ctx, addMeta, name, value); err != nil {
		return "", fmt.Errorf("store: meta %s: %w", name, err)
	}
	return t.Get(ctx, name)
}

// ErrOtherNetwork says that a database belongs to another network than the one asked for.
var ErrOtherNetwork = errors.New("belongs to another network")

// BindNetwork ties the database to a network, "whatsapp" or "sandbox", for good. whatsmeow's map from phone
// numbers to LIDs is shared by all accounts of a database, so invented people must never meet real ones.
func (s *Store) BindNetwork(ctx context.Context, network string) error {
	bound, err := s.Meta.Pin(ctx, "network", network)
	if err != nil {
		return err
	}
	if bound != network {
		return fmt.Errorf("store: %s was made for --network %s and cannot be used for %s: choose another folder with --data (%w)",
			s.path, bound, network, ErrOtherNetwork)
	}
	return nil
}
