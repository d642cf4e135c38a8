package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/mattn/go-sqlite3"
	"go.mau.fi/util/dbutil"
)

const sqliteDriver = "sqlite3"

// openSQLite prepares both views of a file. No connection is made yet.
func openSQLite(path string, durable bool, log dbutil.DatabaseLogger) (database, error) {
	// With NORMAL a commit survives the end of the process however it ends, with FULL that of the machine.
	synchronous := "NORMAL"
	if durable {
		synchronous = "FULL"
	}
	write, err := openPool(dsn(path, "_txlock", "immediate", "_synchronous", synchronous), 1, log)
	if err != nil {
		return database{}, err
	}
	read, err := openPool(dsn(path, "_query_only", "true"), max(4, runtime.NumCPU()), log)
	if err != nil {
		_ = write.RawDB.Close()
		return database{}, err
	}
	return database{write: write, read: read}, nil
}

func openPool(dsn string, conns int, log dbutil.DatabaseLogger) (*dbutil.Database, error) {
	pool, err := sql.Open(sqliteDriver, dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns) // reconnecting costs a dozen PRAGMAs and every prepared statement
	db, err := dbutil.NewWithDB(pool, sqliteDriver)
	if err != nil {
		_ = pool.Close()
		return nil, err
	}
	db.Log = log
	db.VersionTable = "wpengine_version"
	return db, nil
}

// dsn names a file and how to treat it. Without an immediate lock at BEGIN, a transaction that reads before it
// writes fails with "database is locked" whenever another process wrote in between.
func dsn(path string, extra ...string) string {
	options := url.Values{
		"_journal_mode":    {"WAL"},
		"_busy_timeout":    {"5000"},
		"_foreign_keys":    {"on"},
		"_stmt_cache_size": {"128"},
	}
	for i := 0; i < len(extra); i += 2 {
		options.Set(extra[i], extra[i+1])
	}
	// Escaped, because a folder's name may hold a '?', a '#' or a '%'.
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: options.Encode()}
	return file.String()
}

// makeFile makes an empty file with its folder where there is none, for the owner alone: SQLite would use the umask.
//
// It never opens a file that is there, and gives a new one its name when it is closed: closing a file ends all locks that
// the process has on it, those of another handle on the database too, and what SQLite then does can cost what is in it.
func makeFile(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("store: cannot make the data folder %s: %w; make it by hand or choose another with --data", dir, bare(err))
	}
	if there, err := os.Stat(path); err == nil {
		if there.IsDir() {
			return fmt.Errorf("store: cannot write %s: is a directory; give this user the right to, or choose another folder with --data", path)
		}
		return nil
	}
	made, err := os.CreateTemp(dir, filepath.Base(path)+".new-*") // for the owner alone
	if err == nil {
		defer func() { _ = os.Remove(made.Name()) }()
		err = errors.Join(made.Close(), name(made.Name(), path))
	}
	if err != nil {
		return fmt.Errorf("store: cannot write %s: %w; give this user the right to, or choose another folder with --data", path, bare(err))
	}
	return nil
}

// name gives a file a name, unless there is a file of that name.
func name(file, as string) error {
	err := os.Link(file, as)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// Not every file system has links.
		var made *os.File
		if made, err = os.OpenFile(as, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			err = made.Close()
		}
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// bare strips the path from an error of package os, where the message already has it.
func bare(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// explain turns what can be wrong with a file as a whole into what its owner can do about it.
func explain(path string, err error) error {
	if errors.Is(err, dbutil.ErrUnsupportedDatabaseVersion) {
		return fmt.Errorf("store: %s was written by a newer version of wpengine: run that version, or restore a backup made before it (%w)", path, err)
	}
	var sqliteErr sqlite3.Error
	if !errors.As(err, &sqliteErr) {
		return fmt.Errorf("store: %s: %w", path, err)
	}
	var advice string
	switch sqliteErr.Code {
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		advice = "it is damaged or not a database of wpengine: restore it from a backup, or move it away to begin with an empty one"
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		advice = "give this user the right to write it and its folder, or choose another folder with --data"
	case sqlite3.ErrFull:
		advice = "the disk is full: make room"
	case sqlite3.ErrIoErr:
		advice = "the disk failed, or its file system lacks what SQLite needs, as network file systems do: choose another folder with --data"
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		advice = "another process keeps it locked: end that process"
	default:
		return fmt.Errorf("store: %s: %w", path, err)
	}
	return fmt.Errorf("store: cannot use %s: %w; %s", path, sqliteErr, advice)
}

// whenFree repeats fn while the file is locked. SQLite waits by itself for most locks, but not for the one that
// turns a new file into WAL mode, which two processes starting together both want.
func whenFree(ctx context.Context, fn func() error) error {
	const tries = 100
	for i := 0; ; i++ {
		err := fn()
		var sqliteErr sqlite3.Error
		if i == tries || !errors.As(err, &sqliteErr) || sqliteErr.Code != sqlite3.ErrBusy {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}
