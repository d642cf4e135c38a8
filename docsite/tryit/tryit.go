// Package tryit sends requests for the panel on an operation's page, and streams back what is answered.
//
// The panel says which operation it is by the path it posts to, and in a message which of the operator's servers, the values
// of parameters that the spec has, a body and a credential. All the rest of the request that goes out is made here, from the
// spec (docsite/request). No target, no method and no header ever comes from a browser, so this is no open relay, and what
// a reader's browser adds to requests by itself, such as cookies, goes nowhere.
//
// A call passes these stages, each in a file:
//
//	door.go       is it from a page that may use this?
//	limit.go      are not too many running?
//	message.go    what the panel posted
//	server.go     which server it goes to
//	build.go      the request, and whether it stays where it may go
//	transport.go  how it goes there; address.go says which addresses it may reach
//	answer.go     what comes back, in frames that can't be taken for an answer of our own
//	problem.go    why nothing came back; explain.go has the words
//	record.go     what is logged and counted of it
//
// A credential is in memory while its call runs, and nowhere else.
package tryit

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// Config says what a proxy may do.
type Config struct {
	Spec     *document.Document // required
	Prefix   string             // of the paths it is asked under: "/docs/proxy/"
	Internal bool               // operations that the spec calls internal are sent too

	// Upstreams are the operator's servers. Without any, they are those of the spec, as far as their addresses are public.
	Upstreams []string
	// AllowPrivate lets names lead to addresses inside the network.
	AllowPrivate bool

	// Origins are the sites whose pages use the proxy, https://docs.example.com. Without any, it is for pages of its own origin.
	Origins []string
	// LocalReaders says that readers are on this machine: who comes by another name or address than localhost and its like is turned
	// away, because a page could have its own name lead here, and so is who comes through a reverse proxy.
	LocalReaders bool
	// TrustedProxies are those whose X-Forwarded-For is believed; those on this machine are.
	TrustedProxies []netip.Prefix

	// Sending sees each request before it goes out, and may add to its headers what the operator's server is to know of the reader: the
	// context is that of the panel's request. Optional.
	Sending func(*http.Request)

	Metrics *Metrics     // optional
	Logger  *slog.Logger // discarded without one
}

// bounds are how much and how long.
type bounds struct {
	body      int64         // of a request, if the spec doesn't say
	answer    int64         // what is passed on of an answer
	arrival   time.Duration // for the panel's message
	unread    time.Duration // for a message that is refused
	firstByte time.Duration // for the server's headers, if the spec doesn't ask for more
	idle      time.Duration // between two parts of an answer
	total     time.Duration // for all of an answer
	write     time.Duration // for the reader to take a part
	perClient int           // calls at once, of one address
	calls     int           // calls at once
	memory    int64         // bytes of messages at once
}

func defaultBounds() bounds {
	return bounds{
		body: 10 << 20, answer: 25 << 20,
		arrival: time.Minute, unread: 5 * time.Second, firstByte: 30 * time.Second, idle: time.Minute, total: 15 * time.Minute, write: time.Minute,
		perClient: 8, calls: 256, memory: 256 << 20,
	}
}

// patience is how long the server may take for the first byte: longer than others, if the spec says that it does.
func (b bounds) patience(call *request.Call) time.Duration {
	asked := time.Duration(call.Seconds()) * time.Second
	return b.firstByte + max(min(asked, b.total)-defaultBounds().firstByte, 0)
}

// Proxy is an [http.Handler] that the panels post to.
type Proxy struct {
	prefix  string
	calls   map[string]*request.Call // by "group/operation"
	servers servers
	door    *door
	limits  *limits
	bounds  bounds
	sending func(*http.Request)
	metrics *Metrics
	logger  *slog.Logger
}

// New makes the proxy of a spec. It refuses upstreams and origins that are none.
func New(config Config) (*Proxy, error) {
	p := &Proxy{prefix: config.Prefix, calls: map[string]*request.Call{}, bounds: defaultBounds(), sending: config.Sending, metrics: config.Metrics, logger: config.Logger}
	if p.logger == nil {
		p.logger = slog.New(slog.DiscardHandler)
	}
	for _, op := range config.Spec.Operations {
		if config.Internal || !op.Internal {
			p.calls[op.Group.Slug+"/"+op.Slug] = request.Of(op)
		}
	}
	var err error
	if p.door, err = newDoor(config.Origins, config.LocalReaders); err != nil {
		return nil, err
	}
	p.limits = newLimits(config.TrustedProxies)
	p.servers, err = newServers(config.Upstreams, config.AllowPrivate, nil)
	return p, err
}

// ServeHTTP implements [http.Handler].
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(w.Header())
	if r.ContentLength != 0 {
		// Nobody reads what is refused, but net/http waits for it, to throw it away, before it answers.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(p.bounds.unread))
	}
	if p.door.preflight(w, r) {
		return
	}
	v := p.begin(r)
	err := p.serve(w, r, v)
	p.end(r.Context(), v, err)
	var problem *problem
	if errors.As(err, &problem) && !v.answered {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(p.bounds.write)) // the server's own may be over
		problem.send(w)
	}
}

// guard makes sure that nothing which is answered here can be a page, or be kept.
func guard(h http.Header) {
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", "attachment")
	h.Set("X-Accel-Buffering", "no") // nginx would collect what streams
}

// serve is the life of a call. An error is a [*problem], or the reader left.
func (p *Proxy) serve(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := p.door.check(w, r); err != nil {
		return err
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return problemf(http.StatusMethodNotAllowed, "method_not_allowed", "Only POST is answered here", "The panel of an operation's page posts to this address.")
	}
	name, ours := strings.CutPrefix(r.URL.Path, p.prefix)
	call := p.calls[name]
	if !ours || call == nil {
		return problemf(http.StatusNotFound, "unknown_operation", "No such operation", "Requests are sent by another version of the API's description than the one this page was made of. Reload the page.")
	}
	v.operation = name
	leave, err := p.limits.enter(v.client, p.bounds)
	if err != nil {
		return err
	}
	defer leave()
	m, release, err := p.receive(w, r, call)
	if err != nil {
		return err
	}
	defer release()
	to, err := p.servers.choose(call, m.Server)
	if err != nil {
		return err
	}
	input, err := m.input()
	if err != nil {
		return err
	}
	return p.pass(w, r, v, call, to, input)
}

// pass sends the request and hands on what comes back.
func (p *Proxy) pass(w http.ResponseWriter, r *http.Request, v *visit, call *request.Call, to target, input request.Input) error {
	clock := newClock(r.Context(), p.bounds.patience(call), p.bounds)
	defer clock.stop()
	req, err := build(clock.ctx, call, to.base, input)
	if err != nil {
		return err
	}
	if p.sending != nil {
		p.sending(req)
	}
	start := time.Now()
	resp, err := to.transport.RoundTrip(req)
	if err != nil {
		return clock.noAnswer(to.host, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return problemf(http.StatusBadGateway, "upstream_upgrade", "The server left HTTP", "%s switched to another protocol, which nobody asked for.", to.host)
	}
	v.status, v.firstByte = resp.StatusCode, time.Since(start)
	return p.answer(w, resp, v, clock, to.host, start)
}
