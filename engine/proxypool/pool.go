// Package proxypool keeps the outbound proxies that clients connect through. Their addresses hold
// credentials: they are encrypted at rest, and shown to nobody with their passwords.
package proxypool

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/seal"
	"wpengine/engine/store"
)

// Config is what a Pool is made of.
type Config struct {
	Proxies      *store.Proxies // required
	Secret       []byte         // required: at least 32 random bytes, the same ones at every start
	AllowPrivate bool           // take proxies with private addresses
}

// Pool is the outbound proxies.
type Pool struct {
	rows         *store.Proxies
	sealer       *sealer
	allowPrivate bool
	now          func() time.Time
}

var _ api.ProxyService = (*Pool)(nil)

// New returns the pool in config.Proxies.
func New(config Config) (*Pool, error) {
	s, err := newSealer(config.Secret)
	if err != nil {
		return nil, err
	}
	return &Pool{rows: config.Proxies, sealer: s, allowPrivate: config.AllowPrivate, now: time.Now}, nil
}

// URL returns where a proxy is, with its credentials.
func (p *Pool) URL(ctx context.Context, id string) (*url.URL, error) {
	a, err := p.find(ctx, id)
	return a.url, err
}

// Masked returns where a proxy is, without its password.
func (p *Pool) Masked(ctx context.Context, id string) (string, error) {
	a, err := p.find(ctx, id)
	if err != nil {
		return "", err
	}
	return a.masked(), nil
}

func (p *Pool) find(ctx context.Context, id string) (address, error) {
	row, err := p.rows.Get(ctx, id)
	if err != nil {
		return address{}, err
	}
	return p.address(row)
}

func (p *Pool) address(row store.Proxy) (address, error) {
	text, err := p.sealer.open(row.ID, row.SealedURL)
	if err != nil {
		return address{}, fmt.Errorf("proxypool: read the address of proxy %s: %w", row.ID, err)
	}
	u, err := url.Parse(text)
	if err != nil {
		return address{}, fmt.Errorf("proxypool: the address of proxy %s is damaged", row.ID)
	}
	return address{u}, nil
}

// List lists the pool.
func (p *Pool) List(ctx context.Context, r *api.ListProxiesRequest) (*api.ListProxiesResponse, error) {
	after, err := api.After(r.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := p.rows.List(ctx, after, r.Limit+1)
	if err != nil {
		return nil, err
	}
	rows, next := api.Page(rows, r.Limit, func(row store.Proxy) string { return row.ID })
	items := make([]api.Proxy, len(rows))
	for i, row := range rows {
		if items[i], err = p.view(row); err != nil {
			return nil, err
		}
	}
	return &api.ListProxiesResponse{Items: items, NextCursor: next}, nil
}

// view is a proxy as an administrator sees it. One whose address can't be decrypted must not hide the others.
func (p *Pool) view(row store.Proxy) (api.Proxy, error) {
	masked := "unreadable: seed it again"
	if a, err := p.address(row); err == nil {
		masked = a.masked()
	} else if !errors.Is(err, seal.ErrKey) {
		return api.Proxy{}, err
	}
	v := api.Proxy{
		ID: row.ID, Masked: masked, Tags: append([]string{}, row.Tags...), Clients: row.Clients, CreatedAt: row.CreatedAt.UTC(),
	}
	if row.Country != "" {
		v.Country = &row.Country
	}
	if row.MaxClients != 0 {
		v.MaxClients = &row.MaxClients
	}
	return v, nil
}
