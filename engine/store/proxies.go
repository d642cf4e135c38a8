package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Proxies is the table of outbound proxies. Neither their addresses nor their credentials are readable in it.
type Proxies struct{ db database }

// Proxy is an outbound proxy.
type Proxy struct {
	ID         string
	Identity   string // what makes it the same proxy as another, as a keyed hash; unique
	SealedURL  []byte
	Country    string
	Tags       []string
	MaxClients int // 0: any number
	CreatedAt  time.Time
	UpdatedAt  time.Time

	Clients int        // how many clients use it; not stored
	Check   ProxyCheck // the last one, zero if there was none since it was last put; not put
}

// ProxyEdit is a change to the table as a whole.
type ProxyEdit struct {
	Put    []Proxy  // inserted or, by id, replaced; what is known of the checks of another address is forgotten
	Delete []string // ids
}

const (
	selectProxy = `SELECT id, identity, sealed_url, country, tags, max_clients, created_at, updated_at,
		(SELECT count(*) FROM clients WHERE clients.proxy_id = proxies.id),
		coalesce(checked_at, 0), coalesce(next_at, 0), coalesce(latency_ms, 0), coalesce(exit_address, ''),
		coalesce(failures, 0), coalesce(quarantined, FALSE), coalesce(error, '')
		FROM proxies LEFT JOIN proxy_checks ON proxy_checks.proxy_id = proxies.id`

	getProxy   = selectProxy + ` WHERE id = $1`
	everyProxy = selectProxy + ` ORDER BY id`
	putProxy   = `INSERT INTO proxies (id, identity, sealed_url, country, tags, max_clients, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET identity = excluded.identity, sealed_url = excluded.sealed_url, country = excluded.country,
			tags = excluded.tags, max_clients = excluded.max_clients, updated_at = excluded.updated_at`
	forgetCheck = `DELETE FROM proxy_checks WHERE proxy_id = $1 AND NOT EXISTS (SELECT 1 FROM proxies WHERE id = $1 AND sealed_url = $2)`
	deleteProxy = `DELETE FROM proxies WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM clients WHERE proxy_id = $1)`
)

func scanProxy(row dbutil.Scannable) (p Proxy, err error) {
	err = row.Scan(&p.ID, &p.Identity, &p.SealedURL, &p.Country, (*texts)(&p.Tags), &p.MaxClients,
		(*millis)(&p.CreatedAt), (*millis)(&p.UpdatedAt), &p.Clients, (*millis)(&p.Check.At), (*millis)(&p.Check.NextAt),
		(*duration)(&p.Check.Latency), &p.Check.ExitAddress, &p.Check.Failures, &p.Check.Quarantined, &p.Check.Error)
	return p, err
}

// Get returns a proxy.
func (t *Proxies) Get(ctx context.Context, id string) (Proxy, error) {
	p, err := one(ctx, t.db.read, scanProxy, getProxy, id)
	if err != nil {
		return Proxy{}, fmt.Errorf("store: proxy %s: %w", id, err)
	}
	return p, nil
}

// Every returns all proxies, oldest first.
func (t *Proxies) Every(ctx context.Context) ([]Proxy, error) {
	proxies, err := all(ctx, t.db.read, scanProxy, everyProxy)
	if err != nil {
		return nil, fmt.Errorf("store: every proxy: %w", err)
	}
	return proxies, nil
}

// Edit calls decide with every proxy and makes the change that it returns, all in one transaction: no client can
// be given a proxy in between. Deleting one that has clients fails with ErrInUse and changes nothing, because
// they would go on without a proxy. decide must not use the Store.
func (t *Proxies) Edit(ctx context.Context, decide func(current []Proxy) (ProxyEdit, error)) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		current, err := all(ctx, t.db.write, scanProxy, everyProxy)
		if err != nil {
			return err
		}
		edit, err := decide(current)
		if err != nil {
			return err
		}
		return t.apply(ctx, edit)
	})
	if err != nil {
		return fmt.Errorf("store: edit proxies: %w", err)
	}
	return nil
}

func (t *Proxies) apply(ctx context.Context, edit ProxyEdit) error {
	// First, so that a new proxy may take the identity of one that goes.
	for _, id := range edit.Delete {
		result, err := t.db.write.Exec(ctx, deleteProxy, id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("delete %s: %w", id, ErrInUse)
		}
	}
	for _, p := range edit.Put {
		_, err := t.db.write.Exec(ctx, forgetCheck, p.ID, p.SealedURL)
		if err == nil {
			_, err = t.db.write.Exec(ctx, putProxy, p.ID, p.Identity, p.SealedURL, p.Country, texts(p.Tags), p.MaxClients,
				millis(p.CreatedAt), millis(p.UpdatedAt))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
