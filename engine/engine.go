// Package engine is the service: the operations of the spec for many accounts, on WhatsApp or on
// the simulated network. New wires the rooms of the house together; each says for itself what it
// is for.
package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/account/audit"
	"wpengine/engine/account/factor"
	"wpengine/engine/account/openid"
	"wpengine/engine/account/passkey"
	"wpengine/engine/account/session"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/apikey"
	"wpengine/engine/dashboard"
	"wpengine/engine/handset"
	"wpengine/engine/outbound"
	"wpengine/engine/proxypool"
	"wpengine/engine/ratelimit"
	"wpengine/engine/rpc"
	"wpengine/engine/sandbox"
	"wpengine/engine/store"
	"wpengine/engine/usage"
	"wpengine/engine/whatsapp"
	"wpengine/openapi"
)

// Engine is a running service, and the http.Handler of the API, /healthz, /readyz, the dashboard and /sandbox.
type Engine struct {
	log       *slog.Logger
	spec      *openapi.Spec
	store     *store.Store
	network   *sandbox.Network // nil on the real network, and when the simulated one is in another process
	remote    *sandbox.Remote  // the simulated network in another process, or nil
	services  services
	dashboard *dashboard.Dashboard // nil without assets
	handset   *handset.Handset     // nil where there is none
	rpc       *rpc.Server
	mux       *http.ServeMux
	started   time.Time
	draining  atomic.Bool

	closers []func() error // what to close, in the order of opening
}

// services are the operations of the spec, by group, and what the pages have beside them.
type services struct {
	server   *server
	clients  *whatsapp.Clients
	whatsapp *whatsapp.Messages
	apiKeys  *apikey.Keys
	account  *account.Accounts
	audit    *audit.Log
	factors  *factor.Factors
	passkeys *passkey.Passkeys
	openid   *openid.Provider // nil for none
	sessions *session.Sessions
	proxy    *proxypool.Service
	sandbox  sandboxService
	usage    *usage.Counter
}

// New opens the data folder and makes everything ready. Nothing connects before Start.
func New(ctx context.Context, config Config) (_ *Engine, err error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	e := &Engine{log: config.Logger, mux: http.NewServeMux(), started: time.Now()}
	defer func() {
		if err != nil {
			_ = e.Close()
		}
	}()
	e.spec, err = openapi.Engine()
	if err != nil {
		return nil, err
	}
	if err := e.openStore(ctx, config); err != nil {
		return nil, err
	}
	if config.Network == NetworkSandbox {
		if err := e.openNetwork(ctx, config); err != nil {
			return nil, err
		}
	}
	budget := ratelimit.New(e.store.Budgets, e.log)
	e.closers = append(e.closers, budget.Close)
	if err := e.openServices(ctx, config, operationIDs(e.spec), budget); err != nil {
		return nil, err
	}
	calls := rpc.Config{
		Spec: e.spec,
		Operations: api.Operations(e.services.server, e.services.clients, e.services.whatsapp, e.services.apiKeys,
			e.services.account, e.services.proxy, e.services.sandbox),
		Keys: e.services.apiKeys, Budget: budget, Limit: config.hourlyLimit(account.Limit), Sends: e.store.Sends,
		Usage: e.services.usage, Logger: e.log, TrustedProxies: config.TrustedProxies,
	}
	if calls.Secret, err = store.SecretKey(config.Data); err != nil {
		return nil, err
	}
	if calls.Sessions, err = e.openPages(config); err != nil {
		return nil, err
	}
	if e.rpc, err = rpc.New(calls); err != nil {
		return nil, err
	}
	e.mux.Handle("/api/", e.rpc)
	e.mux.HandleFunc("GET /healthz", e.serveHealth)
	e.mux.HandleFunc("GET /readyz", e.serveReady)
	return e, nil
}

func (e *Engine) openStore(ctx context.Context, config Config) error {
	release, err := store.Lock(config.Data)
	if err != nil {
		return err
	}
	e.closers = append(e.closers, release)
	// On the real network a commit that a power cut undoes is a message that is sent twice, or a session out of step.
	durable := config.Network == NetworkWhatsApp
	e.store, err = store.Open(ctx, store.Options{Path: store.Path(config.Data), Durable: durable, Logger: e.log})
	if err != nil {
		return err
	}
	e.closers = append(e.closers, e.store.Close)
	return e.store.BindNetwork(ctx, config.Network)
}

// openPages opens the pages and returns their sessions.
func (e *Engine) openPages(config Config) (known []rpc.Sessions, err error) {
	if config.Assets == nil {
		return nil, nil
	}
	phones := ""
	if config.Network == NetworkSandbox {
		phones = handset.Path
	}
	e.dashboard, err = dashboard.New(dashboard.Config{
		Accounts: e.services.account, Sessions: e.services.sessions, Audit: e.services.audit, Factors: e.services.factors, Passkeys: e.services.passkeys, OpenID: e.services.openid, Usage: e.services.usage, Spec: e.spec,
		Call:   func(ctx context.Context, id string, request any) (any, error) { return e.rpc.Call(ctx, id, request) }, // there is none yet
		Charge: func(ctx context.Context, id string, request any) (any, error) { return e.rpc.Charge(ctx, id, request) },
		Status: e.status, ClientsChanged: e.services.clients.Changed, Assets: config.Assets, Logger: e.log, PublicURL: config.PublicURL, TrustedProxies: config.TrustedProxies, OpenSignup: config.OpenSignup, Phones: phones,
	})
	if err != nil {
		return nil, err
	}
	for _, path := range e.dashboard.Paths() {
		e.mux.Handle(path, e.dashboard)
	}
	known = append(known, e.dashboard)
	if config.Network == NetworkSandbox {
		if err := e.openHandset(config); err != nil {
			return nil, err
		}
		known = append(known, e.handset)
	}
	return known, nil
}

// guest is who is signed in to the dashboard, as the page with the virtual phones has it.
func (e *Engine) guest(r *http.Request) (handset.Host, error) { return e.dashboard.Guest(r) }

func (e *Engine) openHandset(config Config) (err error) {
	e.handset, err = handset.New(handset.Config{
		Phones: e.services.sandbox, Keys: e.services.apiKeys, Guest: e.guest, Assets: config.Assets, PublicURL: config.PublicURL, Logger: e.log,
	})
	if err != nil {
		return err
	}
	e.mux.Handle(handset.Path, e.handset)
	e.mux.Handle(handset.Path+"/", e.handset)
	return nil
}

func (e *Engine) openServices(ctx context.Context, config Config, operations []string, budget *ratelimit.Limiter) error {
	secret, err := store.SecretKey(config.Data)
	if err != nil {
		return err
	}
	log := audit.New(e.store.Audit, e.log)
	guesses, err := throttle.Open(ctx, e.store.Attempts, e.log, nil)
	if err != nil {
		return err
	}
	pool, err := e.openPool(ctx, config, secret, log)
	if err != nil {
		return err
	}
	factors, err := factor.New(factor.Config{Rows: e.store.Factors, Audit: log, Secret: secret, Issuer: config.name(), Throttle: guesses})
	if err != nil {
		return err
	}
	passkeys, err := passkey.New(passkey.Config{
		Rows: e.store.Passkeys, Users: e.store.Users, Audit: log, Secret: secret, Origin: config.origin(), Name: config.name(),
	})
	if err != nil {
		return err
	}
	var provider *openid.Provider
	if config.OpenID != nil {
		if provider, err = openid.New(*config.OpenID, config.origin(), e.log, nil); err != nil {
			return err
		}
	}
	keys := apikey.New(apikey.Config{Keys: e.store.Keys, Clients: e.store.Clients, Operations: operations, Audit: log, Logger: e.log})
	e.closers = append(e.closers, keys.Close)
	wa := whatsapp.Config{
		Store: e.store, Proxies: pool, AssignProxies: config.AssignProxies, Fetcher: outbound.NewFetcher(config.AllowPrivateFiles), Logger: e.log, KeepMessages: config.KeepMessages, KeepFor: config.KeepMessagesFor,
	}
	switch {
	case e.network != nil:
		wa.Network = e.network
	case e.remote != nil:
		wa.Network = e.remote
	}
	clients, err := whatsapp.New(ctx, wa)
	if err != nil {
		return err
	}
	e.closers = append(e.closers, clients.Close)
	accounts, err := account.New(account.Config{
		Users: e.store.Users, Links: e.store.Links, Identities: e.store.Identities, Budgets: budget, Limit: config.hourlyLimit(account.Limit), Audit: log, Keys: keys, Clients: belongings{clients, e.network},
		Secret: secret, Throttle: guesses,
	})
	if err != nil {
		return err
	}
	counter := usage.New(e.store.Usage, e.log, nil)
	e.closers = append(e.closers, counter.Close)
	e.services = services{
		usage:    counter,
		server:   &server{network: config.Network, clients: clients, ready: e.ready},
		clients:  clients,
		whatsapp: whatsapp.NewMessages(clients),
		apiKeys:  keys,
		account:  accounts,
		audit:    log,
		factors:  factors,
		passkeys: passkeys,
		openid:   provider,
		sessions: session.New(e.store.Sessions, e.log, nil),
		proxy:    proxypool.NewService(pool, clients),
		sandbox:  e.sandboxService(clients),
	}
	return nil
}

// openPool opens the pool of proxies, whose addresses it encrypts anew if there is a new key for that.
func (e *Engine) openPool(ctx context.Context, config Config, secret []byte, log *audit.Log) (*proxypool.Pool, error) {
	c := proxypool.Config{
		Proxies: e.store.Proxies, Secrets: append(slices.Clone(config.ProxySecrets), secret), AllowPrivate: config.AllowPrivateProxies, ExitURL: config.ProxyExitURL, Audit: log, Logger: e.log,
	}
	switch {
	case e.network != nil:
		c.Simulated = e.network
	case e.remote != nil:
		c.Simulated = e.remote
	}
	pool, err := proxypool.New(c)
	if err != nil {
		return nil, err
	}
	e.closers = append(e.closers, pool.Close)
	resealed, unreadable, err := pool.Reseal(ctx)
	if err != nil {
		return nil, err
	}
	if resealed > 0 {
		e.log.Info("the proxies are encrypted with another key now", "proxies", resealed)
	}
	if unreadable > 0 {
		e.log.Error("the addresses of proxies cannot be decrypted, and their clients stay disconnected: "+
			"put back the secret.key that belongs to the database, or the WPENGINE_SECRET_KEY it had", "proxies", unreadable)
	}
	return pool, nil
}

// Start connects the clients that should be connected, and begins the chores. It does not wait.
func (e *Engine) Start(ctx context.Context) {
	e.services.clients.Start(ctx)
	e.services.proxy.Start(ctx)
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	var chores sync.WaitGroup
	chores.Go(func() { e.purge(ctx) })
	e.closers = append(e.closers, func() error {
		stop()
		chores.Wait()
		return nil
	})
}

// purge forgets old answers to repeated requests and old messages, once an hour, and who was signed in.
func (e *Engine) purge(ctx context.Context) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if err := e.purgeAccounts(ctx, time.Now()); err != nil && ctx.Err() == nil {
			e.log.Error("forget old sessions", "error", err)
		}
		if n, err := e.store.Sends.Purge(ctx, time.Now()); err != nil && ctx.Err() == nil {
			e.log.Error("forget old answers", "error", err)
		} else if n > 0 {
			e.log.Debug("forgot old answers", "count", n)
		}
		if n, err := e.services.clients.Purge(ctx, time.Now()); err != nil && ctx.Err() == nil {
			e.log.Error("forget old messages", "error", err)
		} else if n > 0 {
			e.log.Info("forgot old messages", "count", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-hourly.C:
		}
	}
}

// purgeAccounts forgets the sessions and links that are over, what the audit log has kept for long enough, and what those
// have spent who are gone.
func (e *Engine) purgeAccounts(ctx context.Context, now time.Time) error {
	_, sessions := e.services.sessions.Purge(ctx, now)
	_, events := e.services.audit.Purge(ctx, now)
	return errors.Join(sessions, events, e.store.Links.Purge(ctx, now), e.store.Attempts.Purge(ctx, now), e.services.usage.Purge(ctx, now), e.store.Budgets.Purge(ctx))
}

// ServeHTTP answers a request.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.mux.ServeHTTP(w, r) }

// SetupLink makes the link by which the first account is made, as a path with a secret in it. It is "" if there is an
// account, or no page for it.
func (e *Engine) SetupLink(ctx context.Context) (path string, err error) {
	if e.dashboard == nil {
		return "", nil
	}
	link, err := e.services.account.SetupLink(ctx)
	return link.Path, err
}

// Network returns the simulated network, or nil on the real one and when the simulated one is in another process.
func (e *Engine) Network() *sandbox.Network { return e.network }

// ready reports why the engine should not get requests.
func (e *Engine) ready(ctx context.Context) error {
	if e.draining.Load() {
		return errors.New("shutting down")
	}
	return e.store.Ping(ctx)
}

// Drain makes the engine refuse new requests, so that those under way can end.
func (e *Engine) Drain() {
	e.draining.Store(true)
	e.rpc.Drain()
	if e.dashboard != nil {
		e.dashboard.Drain()
	}
	if e.handset != nil {
		e.handset.Drain()
	}
}

// Close disconnects the clients and writes down what is still in memory.
func (e *Engine) Close() error {
	var errs []error
	for i := len(e.closers) - 1; i >= 0; i-- {
		if err := e.closers[i](); err != nil {
			errs = append(errs, err)
		}
	}
	e.closers = nil
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("engine: close: %w", err)
	}
	return nil
}

// operationIDs lists what scopes of keys may name.
func operationIDs(spec *openapi.Spec) []string {
	ids := make([]string, len(spec.Operations))
	for i, op := range spec.Operations {
		ids[i] = op.ID
	}
	return ids
}
