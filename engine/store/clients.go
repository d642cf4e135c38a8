package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Clients is the table of linked WhatsApp devices. Whoever asks names the account: another account's client
// is ErrNotFound, like one that doesn't exist.
type Clients struct{ db database }

// Client is a WhatsApp device of an account, linked or about to be.
type Client struct {
	ID              string
	UserID          string
	Name            string
	DesiredState    string // connected or disconnected: what to come back to after a restart
	JID             string // with its device part; empty until linked
	LID             string
	Phone           string
	PushName        string
	ProxyID         string          // empty: connect directly
	Settings        json.RawMessage // nil is stored as {}
	LastConnectedAt time.Time
	LastError       ClientError
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// ClientError is what last went wrong with a client. Its zero value means nothing did.
type ClientError struct {
	Code, Detail string
	At           time.Time
}

const (
	clientColumns = `id, user_id, name, desired_state, jid, lid, phone, push_name, proxy_id, settings,
		last_connected_at, last_error_code, last_error_detail, last_error_at, created_at, updated_at`

	insertClient = `INSERT INTO clients (` + clientColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`
	getClient         = `SELECT ` + clientColumns + ` FROM clients WHERE user_id = $1 AND id = $2`
	listClients       = `SELECT ` + clientColumns + ` FROM clients WHERE user_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`
	everyClient       = `SELECT ` + clientColumns + ` FROM clients ORDER BY id`
	countClients      = `SELECT count(*) FROM clients`
	countUsersClients = `SELECT count(*) FROM clients WHERE user_id = $1`
	updateClient      = `UPDATE clients SET name = $3, desired_state = $4, jid = $5, lid = $6, phone = $7, push_name = $8, proxy_id = $9, settings = $10,
		last_connected_at = $11, last_error_code = $12, last_error_detail = $13, last_error_at = $14, updated_at = $15
		WHERE user_id = $1 AND id = $2`
	deleteClient = `DELETE FROM clients WHERE user_id = $1 AND id = $2`
)

func scanClient(row dbutil.Scannable) (c Client, err error) {
	var proxy sql.NullString
	var settings string
	err = row.Scan(&c.ID, &c.UserID, &c.Name, &c.DesiredState, &c.JID, &c.LID, &c.Phone, &c.PushName, &proxy, &settings,
		(*millis)(&c.LastConnectedAt), &c.LastError.Code, &c.LastError.Detail, (*millis)(&c.LastError.At),
		(*millis)(&c.CreatedAt), (*millis)(&c.UpdatedAt))
	c.ProxyID, c.Settings = proxy.String, json.RawMessage(settings)
	return c, err
}

func nullable(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

func (c *Client) settings() string {
	if len(c.Settings) == 0 {
		return "{}"
	}
	return string(c.Settings)
}

// Insert adds a client. A proxy that doesn't exist is an error.
func (t *Clients) Insert(ctx context.Context, c Client) error {
	_, err := t.db.write.Exec(ctx, insertClient, c.ID, c.UserID, c.Name, c.DesiredState, c.JID, c.LID, c.Phone, c.PushName,
		nullable(c.ProxyID), c.settings(), millis(c.LastConnectedAt), c.LastError.Code, c.LastError.Detail, millis(c.LastError.At),
		millis(c.CreatedAt), millis(c.UpdatedAt))
	if err != nil {
		return fmt.Errorf("store: insert client: %w", err)
	}
	return nil
}

// Get returns a client of an account.
func (t *Clients) Get(ctx context.Context, userID, id string) (Client, error) {
	c, err := one(ctx, t.db.read, scanClient, getClient, userID, id)
	if err != nil {
		return Client{}, fmt.Errorf("store: client %s: %w", id, err)
	}
	return c, nil
}

// List returns up to limit clients of an account, newest first, older than the one with the id after unless
// that is empty.
func (t *Clients) List(ctx context.Context, userID, after string, limit int) ([]Client, error) {
	clients, err := all(ctx, t.db.read, scanClient, listClients, userID, after, limit)
	if err != nil {
		return nil, fmt.Errorf("store: list clients: %w", err)
	}
	return clients, nil
}

// Every calls fn with the clients of all accounts, oldest first: for the restart, not for a caller's eyes.
func (t *Clients) Every(ctx context.Context, fn func(Client) error) error {
	if err := each(ctx, t.db.read, scanClient, fn, everyClient); err != nil {
		return fmt.Errorf("store: every client: %w", err)
	}
	return nil
}

// Count returns how many clients an account has, or all accounts together when userID is empty.
func (t *Clients) Count(ctx context.Context, userID string) (n int, err error) {
	if userID == "" {
		err = t.db.read.QueryRow(ctx, countClients).Scan(&n)
	} else {
		err = t.db.read.QueryRow(ctx, countUsersClients, userID).Scan(&n)
	}
	if err != nil {
		return 0, fmt.Errorf("store: count clients: %w", err)
	}
	return n, nil
}

// Update changes a client and returns it as it then is. Its id, account and age stay as they are; UpdatedAt is
// change's to set. change must not use the Store.
func (t *Clients) Update(ctx context.Context, userID, id string, change func(*Client)) (c Client, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		if c, err = one(ctx, t.db.write, scanClient, getClient, userID, id); err != nil {
			return err
		}
		change(&c)
		return t.db.exec(ctx, updateClient, userID, id, c.Name, c.DesiredState, c.JID, c.LID, c.Phone, c.PushName,
			nullable(c.ProxyID), c.settings(), millis(c.LastConnectedAt), c.LastError.Code, c.LastError.Detail, millis(c.LastError.At),
			millis(c.UpdatedAt))
	})
	if err != nil {
		return Client{}, fmt.Errorf("store: update client %s: %w", id, err)
	}
	return c, nil
}

// Delete removes a client. What whatsmeow keeps of it is deleted by whatsmeow.
func (t *Clients) Delete(ctx context.Context, userID, id string) error {
	if err := t.db.exec(ctx, deleteClient, userID, id); err != nil {
		return fmt.Errorf("store: delete client %s: %w", id, err)
	}
	return nil
}
