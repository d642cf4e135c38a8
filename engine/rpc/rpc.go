// Package rpc is the whole life of an RPC request, in order.
//
// A request for POST /api/rpc/<group>/<operation> goes through one straight function, [Server.answer]: which
// operation is it, who is calling, may they, have they requests left in their budget, is the body within bounds, is
// it what the spec says, and was it answered before. What is left is a call of the method that carries the
// operation out. Whatever happens on the way becomes one answer, a JSON object or a problem as RFC 9457 has it, one
// access log line, and at most one unit of the account's budget.
//
// Everything that can be known before a request comes is made at start: the schemas are compiled, and the two
// documents that say what the API is are finished bytes.
package rpc

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"wpengine/engine/api"
	"wpengine/engine/ratelimit"
	"wpengine/engine/seal"
	"wpengine/engine/store"
	"wpengine/openapi"
)

// Keys knows who presents a key.
type Keys interface {
	// Verify returns whose key it is, or an *api.Error that may be shown to whoever presented it. Any other error
	// means that it could not be found out.
	Verify(ctx context.Context, presented string) (api.Caller, error)
}

// Budget is how many requests accounts have left; a ratelimit.Limiter.
type Budget interface {
	Take(ctx context.Context, account string, limit int) (ratelimit.Decision, error)
	Peek(ctx context.Context, account string, limit int) (ratelimit.Decision, error)
}

// Sends remembers the answers to requests with an Idempotency-Key; a store.Sends.
type Sends interface {
	Begin(ctx context.Context, account, operation, key string, hash []byte, now time.Time) (first store.Send, begun bool, err error)
	Complete(ctx context.Context, account, operation, key string, status int, body []byte) error
	Forget(ctx context.Context, account, operation, key string) error
}

// Usage counts requests; a usage.Counter.
type Usage interface {
	Note(account, key, operation string, failed bool)
}

// Config is what a Server is made of.
type Config struct {
	Spec       *openapi.Spec         // required
	Operations []api.Operation       // required; api.Operations makes them
	Keys       Keys                  // required
	Budget     Budget                // required
	Limit      func(tier string) int // required: the requests an hour of an account of the tier
	Sends      Sends                 // required
	Logger     *slog.Logger          // required

	// Secret is the data folder's. The hashes of bodies that are kept are keyed with it; without, with nothing.
	Secret []byte

	// Usage hears of each request that an account has made, with or without success; nil hears nothing.
	Usage Usage

	// Sessions are those of the engine's own pages, each page's before those of the next.
	Sessions []Sessions

	// TrustedProxies are the reverse proxies in front of the engine. Only they are believed when they say, in
	// X-Forwarded-For, whom they speak for.
	TrustedProxies []netip.Prefix

	// BodyTimeout is how long a body may take to arrive; 30 seconds if 0.
	BodyTimeout time.Duration

	// WriteTimeout is how long a write with an Idempotency-Key may go on, which doesn't end when its caller hangs
	// up; 90 seconds if 0.
	WriteTimeout time.Duration
}

// Server answers everything below /api/.
type Server struct {
	keys         Keys
	budget       Budget
	limit        func(tier string) int
	sends        Sends
	fingerprints []byte // the key of the bodies' hashes
	usage        Usage
	log          *slog.Logger
	proxies      []netip.Prefix
	bodyTimeout  time.Duration
	writeTimeout time.Duration

	sessions []Sessions
	origin   *http.CrossOriginProtection

	router     *mux.Router
	operations map[string]*operation // by id
	ids        []string              // of the operations
	schemas    *schemas
	readers    readers
	buffers    sync.Pool
	fixed      fixedHeaders
	cors       corsHeaders
	draining   atomic.Bool
}

// New returns a Server for the operations of the spec, all of them and no other.
func New(c Config) (*Server, error) {
	schemas, err := newSchemas(c.Spec)
	if err != nil {
		return nil, err
	}
	s := &Server{
		keys: c.Keys, budget: c.Budget, limit: c.Limit, sends: c.Sends, usage: c.Usage, log: c.Logger, proxies: c.TrustedProxies,
		bodyTimeout:  cmp.Or(c.BodyTimeout, 30*time.Second),
		writeTimeout: cmp.Or(c.WriteTimeout, 90*time.Second),
		sessions:     c.Sessions,
		origin:       http.NewCrossOriginProtection(),
		router:       mux.NewRouter(),
		operations:   map[string]*operation{},
		schemas:      schemas,
		fixed:        newFixedHeaders(),
		cors:         newCORSHeaders(),
		buffers:      sync.Pool{New: func() any { return new(bytes.Buffer) }},
	}
	if c.Secret != nil {
		if s.fingerprints, err = seal.Key(c.Secret, "wpengine repeated requests"); err != nil {
			return nil, fmt.Errorf("rpc: %w", err)
		}
	}
	if err := s.route(c.Spec, c.Operations); err != nil {
		return nil, err
	}
	return s, nil
}

// route gives each group a subrouter, so that a request is compared with the groups and then with the operations of
// one of them.
func (s *Server) route(spec *openapi.Spec, table []api.Operation) error {
	methods := make(map[string]api.Operation, len(table))
	for _, op := range table {
		methods[op.ID] = op
	}
	var errs []error
	for _, group := range spec.Groups {
		sub := s.router.PathPrefix("/api/rpc/" + group.Name).Subrouter()
		for _, promised := range group.Operations {
			method, ok := methods[promised.ID]
			if !ok {
				errs = append(errs, fmt.Errorf("rpc: %s is in the spec, and there is no method for it; run make generate", promised.ID))
				continue
			}
			delete(methods, promised.ID)
			op, err := s.newOperation(promised, method)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			s.operations[op.ID] = op
			s.ids = append(s.ids, op.ID)
			sub.Handle("/"+promised.Name, s.handle(op))
		}
	}
	for id := range methods {
		errs = append(errs, fmt.Errorf("rpc: there is a method for %s, which is not in the spec; run make generate", id))
	}
	documents, err := s.specDocuments(spec)
	errs = append(errs, err)
	for path, doc := range documents {
		s.router.Handle(path, doc)
	}
	return errors.Join(errs...)
}

// ServeHTTP answers a request. The router only finds the handler: its own way to serve would copy the request twice
// and redirect paths that aren't clean, which turns a POST into a GET.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.preflight(w, r) {
		return
	}
	var match mux.RouteMatch
	if s.router.Match(r, &match) {
		match.Handler.ServeHTTP(w, r)
		return
	}
	s.serve(w, r, nil)
}

// Drain makes the Server refuse every further request of an operation, so that those under way can end before the
// process does.
func (s *Server) Drain() { s.draining.Store(true) }
