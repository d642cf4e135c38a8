// Package proxypool keeps the outbound proxies that clients connect through. Their addresses hold
// credentials: they are encrypted at rest, and shown to nobody with their passwords.
package proxypool

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/google/uuid"

	"wpengine/engine/api"
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
	row, err := p.rows.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	a, err := p.address(row)
	if err != nil {
		return nil, err
	}
	return a.url, nil
}

// Masked returns where a proxy is, without its password.
func (p *Pool) Masked(ctx context.Context, id string) (string, error) {
	row, err := p.rows.Get(ctx, id)
	if err != nil {
		return "", err
	}
	a, err := p.address(row)
	if err != nil {
		return "", err
	}
	return a.masked(), nil
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
	after := ""
	if r.Cursor != nil {
		after = *r.Cursor
		if uuid.Validate(after) != nil {
			return nil, api.Invalid("/cursor", "is not the nextCursor of a page")
		}
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

// view is a proxy as an administrator sees it.
func (p *Pool) view(row store.Proxy) (api.Proxy, error) {
	a, err := p.address(row)
	masked := a.maskedOr(err)
	if err != nil && !errors.Is(err, errSealed) {
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

// maskedOr is masked, or that the address can't be read: one such proxy must not hide the others.
func (a address) maskedOr(err error) string {
	if err != nil {
		return "unreadable: seed it again"
	}
	return a.masked()
}
