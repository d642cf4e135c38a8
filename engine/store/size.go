package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Size is what a database is and how large.
type Size struct {
	Engine string // with its version: "SQLite 3.50.4"
	Bytes  int64  // of its files
}

// Size measures the database.
func (s *Store) Size(ctx context.Context) (size Size, err error) {
	if err := s.db.read.QueryRow(ctx, `SELECT 'SQLite ' || sqlite_version()`).Scan(&size.Engine); err != nil {
		return Size{}, fmt.Errorf("store: size: %w", err)
	}
	for _, name := range []string{s.path, s.path + "-wal"} {
		switch file, err := os.Stat(name); {
		case err == nil:
			size.Bytes += file.Size()
		case !errors.Is(err, fs.ErrNotExist):
			return Size{}, fmt.Errorf("store: size: %w", err)
		}
	}
	return size, nil
}
