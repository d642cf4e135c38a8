// Package store keeps what must outlive the process: accounts, API keys, budgets, clients with their messages, proxies,
// and whatsmeow's own tables, all in one SQLite file.
//
// Every table has a file: its SQL, its row type, its queries. The SQL is written for SQLite and PostgreSQL
// alike ($1, ON CONFLICT, RETURNING); what only SQLite needs is in sqlite.go. Writes go through one connection,
// so that they queue in Go, where waiting is fair and costs nothing, and not at the file's lock; reads have a
// pool of their own and see every write that has returned.
//
// Other processes may use the file at the same time: the command line does, beside a running server. Only one
// of them may be a server, see [Lock].
package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/google/uuid"
	"go.mau.fi/util/dbutil"
	"go.mau.fi/whatsmeow/store/sqlstore"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// FileName is the name of the database in a data folder.
const FileName = "wpengine.db"

// Path returns where the database of a data folder is.
func Path(dir string) string { return filepath.Join(dir, FileName) }

// Options say which database to open.
type Options struct {
	Path        string       // required: the file, usually Path(dir); it and its folder are made when missing
	Durable     bool         // writes survive a power cut, at the price of waiting for the disk with each
	Logger      *slog.Logger // slow statements and schema upgrades; nil discards them
	WhatsAppLog waLog.Logger // handed to whatsmeow's store; nil discards
}

// Store is an open database. Its fields are its tables; they are safe for concurrent use.
type Store struct {
	Users      *Users
	Sessions   *Sessions
	Links      *Links
	Factors    *Factors
	Passkeys   *Passkeys
	Identities *Identities
	Attempts   *Attempts
	Audit      *Audit
	Usage      *Usage
	Keys       *Keys
	Budgets    *Budgets
	Clients    *Clients
	Chats      *Chats
	Messages   *Messages
	Proxies    *Proxies
	Sandbox    *SandboxState
	Meta       *Meta
	Sends      *Sends

	path     string
	db       database
	whatsapp *sqlstore.Container
}

// database is the one file seen twice: write is a single connection, read a pool that refuses to write.
type database struct{ write, read *dbutil.Database }

// Open opens the database, making or upgrading it as needed. Its errors are meant for people: they name the
// path and say what to do.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", o.Path, err)
	}
	if err := makeFile(path); err != nil {
		return nil, err
	}
	db, err := openSQLite(path, o.Durable, &queryLog{log: o.Logger})
	if err != nil {
		return nil, explain(path, err)
	}
	container, err := upgrade(ctx, db, o.WhatsAppLog)
	if err != nil {
		_ = db.close()
		return nil, explain(path, err)
	}
	return newStore(path, db, container), nil
}

func newStore(path string, db database, container *sqlstore.Container) *Store {
	return &Store{
		Users:      &Users{db},
		Sessions:   &Sessions{db},
		Links:      &Links{db},
		Factors:    &Factors{db},
		Passkeys:   &Passkeys{db},
		Identities: &Identities{db},
		Audit:      &Audit{db},
		Usage:      &Usage{db},
		Keys:       &Keys{db},
		Budgets:    &Budgets{db},
		Attempts:   &Attempts{db},
		Clients:    &Clients{db},
		Chats:      &Chats{db},
		Messages:   &Messages{db: db, last: map[string]int64{}},
		Proxies:    &Proxies{db},
		Sandbox:    &SandboxState{db},
		Meta:       &Meta{db},
		Sends:      &Sends{db: db, owner: uuid.NewString()},
		path:       path,
		db:         db,
		whatsapp:   container,
	}
}

// WhatsApp returns whatsmeow's store, kept in the same database. Don't close it; Close of the Store does.
func (s *Store) WhatsApp() *sqlstore.Container { return s.whatsapp }

// Ping reports whether the database can be read, for a readiness check.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.Users.Count(ctx); err != nil {
		return explain(s.path, err)
	}
	return nil
}

// Close writes back what SQLite still holds beside the file and closes it.
func (s *Store) Close() error { return s.db.close() }

func (db database) close() error {
	// The writer last: the last connection to close folds the write-ahead log into the file.
	readErr := db.read.RawDB.Close()
	if err := db.write.RawDB.Close(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if readErr != nil {
		return fmt.Errorf("store: %w", readErr)
	}
	return nil
}

// inTx runs fn in one transaction. fn must use the ctx that it is given, and no other part of the Store.
func (db database) inTx(ctx context.Context, fn func(ctx context.Context) error) error {
	return db.write.DoTxn(ctx, nil, fn)
}

// exec runs a statement that must change exactly the row it names.
func (db database) exec(ctx context.Context, query string, args ...any) error {
	result, err := db.write.Exec(ctx, query, args...)
	return oneRow(result, err)
}

func oneRow(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// NewID returns a fresh row id: a UUID v7, so that ids sort by age and a list's cursor can be an id.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
