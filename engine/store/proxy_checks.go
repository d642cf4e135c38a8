package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"go.mau.fi/util/dbutil"
)

// ProxyCheck is what the last check of a proxy has found.
type ProxyCheck struct {
	At          time.Time
	NextAt      time.Time // when the next is due; zero for at once
	Latency     time.Duration
	ExitAddress string // that others see; empty if it isn't known
	Failures    int    // checks in a row that failed
	Quarantined bool
	Error       string // why the last one failed, for people
}

// ProxyClient is a client of any account, as the one who looks after the proxies sees it.
type ProxyClient struct {
	ID, Name, Phone string
	Email           string // of its account
	ProxyID         string // "" if it has none
}

// ProxyClientFilter says which clients are meant. Its zero value means all.
type ProxyClientFilter struct {
	ProxyID string // those that have this proxy
	None    bool   // those that have none
	Search  string // those with this in their name, phone number or address, in whatever case, or with this id
}

const (
	// What was found while the proxy was changed may be of an address that it has no more.
	saveCheck = `INSERT INTO proxy_checks (proxy_id, checked_at, next_at, latency_ms, exit_address, failures, quarantined, error)
		SELECT id, $3, $4, $5, $6, $7, $8, $9 FROM proxies WHERE id = $1 AND updated_at = $2
		ON CONFLICT (proxy_id) DO UPDATE SET checked_at = excluded.checked_at, next_at = excluded.next_at, latency_ms = excluded.latency_ms,
			exit_address = excluded.exit_address, failures = excluded.failures, quarantined = excluded.quarantined, error = excluded.error`
	dueProxies   = selectProxy + ` WHERE coalesce(next_at, 0) <= $1 ORDER BY coalesce(next_at, 0), id LIMIT $2`
	nextDue      = `SELECT coalesce(min(coalesce(next_at, 0)), -1) FROM proxies LEFT JOIN proxy_checks ON proxy_checks.proxy_id = proxies.id`
	hurryCheck   = `UPDATE proxy_checks SET next_at = 0 WHERE proxy_id = $1 AND NOT quarantined AND checked_at < $2`
	proxyClients = `SELECT clients.id, clients.name, clients.phone, users.email, coalesce(proxy_id, '') FROM clients JOIN users ON users.id = clients.user_id
		WHERE ($1 = '' OR clients.id < $1) AND ($2 = '' OR proxy_id = $2) AND (NOT $3 OR proxy_id IS NULL)
		AND ($4 = '%%' OR users.email LIKE $4 ESCAPE '\' OR lower(clients.name) LIKE $4 ESCAPE '\' OR clients.name LIKE $5 ESCAPE '\'
			OR clients.phone LIKE $4 ESCAPE '\' OR clients.id = $6)
		ORDER BY clients.id DESC LIMIT $7`
)

// SaveCheck remembers what a check of a proxy has found, unless the proxy is gone or has been put anew meanwhile.
func (t *Proxies) SaveCheck(ctx context.Context, p Proxy) error {
	c := p.Check
	_, err := t.db.write.Exec(ctx, saveCheck, p.ID, millis(p.UpdatedAt), millis(c.At), millis(c.NextAt), duration(c.Latency), c.ExitAddress,
		c.Failures, c.Quarantined, c.Error)
	if err != nil {
		return fmt.Errorf("store: save the check of proxy %s: %w", p.ID, err)
	}
	return nil
}

// Due returns up to limit proxies whose check is due, the longest overdue first.
func (t *Proxies) Due(ctx context.Context, now time.Time, limit int) ([]Proxy, error) {
	due, err := all(ctx, t.db.read, scanProxy, dueProxies, millis(now), limit)
	if err != nil {
		return nil, fmt.Errorf("store: proxies to check: %w", err)
	}
	return due, nil
}

// NextDue returns when the next check is due, which may be long ago. There is none where there are no proxies.
func (t *Proxies) NextDue(ctx context.Context) (at time.Time, some bool, err error) {
	var ms int64
	if err := t.db.read.QueryRow(ctx, nextDue).Scan(&ms); err != nil {
		return time.Time{}, false, fmt.Errorf("store: next check of a proxy: %w", err)
	}
	return time.UnixMilli(ms), ms >= 0, nil
}

// HurryCheck makes the check of a proxy due at once, unless it is in quarantine or was checked since.
func (t *Proxies) HurryCheck(ctx context.Context, id string, since time.Time) error {
	if _, err := t.db.write.Exec(ctx, hurryCheck, id, millis(since)); err != nil {
		return fmt.Errorf("store: check proxy %s soon: %w", id, err)
	}
	return nil
}

// ListClients returns up to limit clients of all accounts, newest first, older than the one with the id after unless that
// is empty.
func (t *Proxies) ListClients(ctx context.Context, filter ProxyClientFilter, after string, limit int) ([]ProxyClient, error) {
	scan := func(row dbutil.Scannable) (c ProxyClient, err error) {
		err = row.Scan(&c.ID, &c.Name, &c.Phone, &c.Email, &c.ProxyID)
		return c, err
	}
	text := like.Replace(filter.Search)
	clients, err := all(ctx, t.db.read, scan, proxyClients, after, filter.ProxyID, filter.None, "%"+strings.ToLower(text)+"%", "%"+text+"%", strings.ToLower(filter.Search), limit)
	if err != nil {
		return nil, fmt.Errorf("store: clients and their proxies: %w", err)
	}
	return clients, nil
}

// duration is a length of time as the tables keep it: milliseconds.
type duration time.Duration

// Value implements [driver.Valuer].
func (d duration) Value() (driver.Value, error) { return time.Duration(d).Milliseconds(), nil }

// Scan implements [sql.Scanner].
func (d *duration) Scan(value any) error {
	ms, ok := value.(int64)
	if !ok {
		return fmt.Errorf("%T is not a duration", value)
	}
	*d = duration(time.Duration(ms) * time.Millisecond)
	return nil
}
