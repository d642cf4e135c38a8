// Package proxypool keeps the outbound proxies that clients connect through. Their addresses hold
// credentials: they are encrypted at rest, and shown to nobody with their passwords.
//
//	pool.go operations.go      the pool, and what administrators do with it
//	seed.go lines.go           proxies come in, many at once
//	address.go sealer.go       what a proxy's URL may be, and how it is kept
//	check.go probe.go          whether they work
//	choose.go country.go       which one a client gets
//	simulated.go               what is different on the simulated network
package proxypool

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"sync"
	"time"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/outbound"
	"wpengine/engine/seal"
	"wpengine/engine/store"
)

// Config is what a Pool is made of.
type Config struct {
	Proxies      *store.Proxies // required
	Secrets      [][]byte       // required: at least 32 random bytes each. The first encrypts; the others are those that did before
	AllowPrivate bool           // take proxies with private addresses, and connect to them
	ExitURL      string         // what answers with the address that it is asked from, or "": then nobody is asked
	Simulated    Network        // the simulated network, if clients are on that; nil: on WhatsApp
	Audit        *audit.Log     // nil: nothing is recorded
	Logger       *slog.Logger   // nil: nothing is logged
}

// Pool is the outbound proxies.
type Pool struct {
	rows         *store.Proxies
	sealer       *sealer
	tunnel       *outbound.Tunneller
	allowPrivate bool
	exitURL      string
	simulated    Network
	audit        *audit.Log
	log          *slog.Logger
	now          func() time.Time

	target string      // what a check connects to
	tls    *tls.Config // how, nil for the usual way
	timing timing
	wake   chan struct{} // that a check is due which was not before
	cancel context.CancelFunc
	checks sync.WaitGroup
}

// New returns the pool in config.Proxies.
func New(config Config) (*Pool, error) {
	s, err := newSealer(config.Secrets)
	if err != nil {
		return nil, err
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	return &Pool{
		rows: config.Proxies, sealer: s, tunnel: outbound.NewTunneller(config.AllowPrivate), allowPrivate: config.AllowPrivate,
		exitURL: config.ExitURL, simulated: config.Simulated, audit: config.Audit, log: config.Logger, now: time.Now,
		target: checkTarget, timing: usualTiming, wake: make(chan struct{}, 1),
	}, nil
}

// Reseal encrypts with the first secret what was encrypted with another. It returns how many proxies that were, and how
// many can be read with none of the secrets.
func (p *Pool) Reseal(ctx context.Context) (resealed, unreadable int, err error) {
	err = p.rows.Edit(ctx, func(current []store.Proxy) (edit store.ProxyEdit, err error) {
		resealed, unreadable = 0, 0
		for _, row := range current {
			text, key, err := p.sealer.openWith(row.ID, row.SealedURL)
			if err != nil {
				unreadable++
				continue
			}
			if key == 0 {
				continue
			}
			u, err := url.Parse(text)
			if err != nil {
				return edit, fmt.Errorf("proxypool: the address of proxy %s is damaged", row.ID)
			}
			row.SealedURL, row.Identity = p.sealer.seal(row.ID, text), p.sealer.fingerprint(address{u}.identity())
			edit.Put = append(edit.Put, row)
			resealed++
		}
		return edit, nil
	})
	return resealed, unreadable, err
}

// Dial connects to a host and port of WhatsApp through the proxy with an id, and in no other way. Its errors are of the type
// *outbound.ProxyError where they are the proxy's.
func (p *Pool) Dial(ctx context.Context, id, to string) (net.Conn, error) {
	a, err := p.use(ctx, id)
	if err != nil {
		return nil, err
	}
	conn, err := p.reach(ctx, a, to)
	if err != nil && ctx.Err() == nil {
		p.suspect(ctx, id)
	}
	return conn, err
}

// DialOther is Dial for the host and port of anybody else, who may be the reason that they are not reached.
func (p *Pool) DialOther(ctx context.Context, id, to string) (net.Conn, error) {
	a, err := p.use(ctx, id)
	if err != nil {
		return nil, err
	}
	conn, err := p.tunnel.Dial(ctx, a.url, to)
	if fault := new(outbound.ProxyError); errors.As(err, &fault) && !fault.Reached && ctx.Err() == nil {
		p.suspect(ctx, id)
	}
	return conn, err
}

// use returns the address of a proxy for a client that has it.
func (p *Pool) use(ctx context.Context, id string) (address, error) {
	a, err := p.find(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return a, &outbound.ProxyError{Text: "no longer exists", Err: err}
	case errors.Is(err, seal.ErrKey):
		return a, &outbound.ProxyError{Text: "cannot be used: its address cannot be decrypted with the key that the engine has", Err: err}
	}
	return a, err
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

// view is a proxy as an administrator sees it. One whose address can't be decrypted must not hide the others.
func (p *Pool) view(row store.Proxy) (api.Proxy, error) {
	masked, health := unreadable, health(row.Check)
	if a, err := p.address(row); err == nil {
		masked = a.masked()
	} else if !errors.Is(err, seal.ErrKey) {
		return api.Proxy{}, err
	} else {
		health.State = api.ProxyHealthStateUnreadable
	}
	v := api.Proxy{
		ID: row.ID, Masked: masked, Tags: append([]string{}, row.Tags...), Clients: row.Clients, Health: health, CreatedAt: row.CreatedAt.UTC(),
	}
	if row.Country != "" {
		v.Country = &row.Country
	}
	if row.MaxClients != 0 {
		v.MaxClients = &row.MaxClients
	}
	return v, nil
}

// unreadable is shown instead of an address that can't be decrypted.
const unreadable = "unreadable: give it its URL again with proxy.update"

// health says how a proxy does.
func health(c store.ProxyCheck) api.ProxyHealth {
	h := api.ProxyHealth{State: api.ProxyHealthStateUnknown, Failures: c.Failures}
	if c.At.IsZero() {
		return h
	}
	switch {
	case c.Quarantined:
		h.State = api.ProxyHealthStateQuarantined
	case c.Failures > 0:
		h.State = api.ProxyHealthStateFailing
	default:
		h.State = api.ProxyHealthStateHealthy
		latency := int(c.Latency.Milliseconds())
		h.LatencyMs = &latency
	}
	at := c.At.UTC()
	h.CheckedAt = &at
	if !c.NextAt.IsZero() {
		next := c.NextAt.UTC()
		h.NextCheckAt = &next
	}
	h.ExitAddress, h.Error = optional(c.ExitAddress), optional(c.Error)
	return h
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
