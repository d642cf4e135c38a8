// Package sandbox is a simulated WhatsApp network that unmodified whatsmeow clients link to, log in to
// and exchange end-to-end encrypted messages through, inside the process and without a socket, save for proxies.
//
// The way through the package follows a client:
//
//	pipe.go conn.go handshake.go noise.go certificate.go   the wire: pipes, frames, Noise XX
//	stanza.go observe.go                                   what goes over it
//	login.go pair.go pair_code.go                          linking a device to a phone, logging it in
//	handle.go prekeys.go usync.go appstate.go              what a client asks for
//	mex.go channel_mex.go                                  what it asks for by GraphQL
//	message.go receipt.go queue.go presence.go group*.go   what clients send each other
//	channel*.go                                            what many read, and nobody encrypts
//	call*.go                                               calls: ringing and hanging up, but no voices
//	avatar*.go about.go business.go links.go visibility.go how people show themselves
//	settings.go phone_privacy.go                           and to whom
//	media*.go                                              files, encrypted before they come here
//	network.go account.go device.go recent.go              who there is, and what is kept for each
//	phone*.go signal*.go transcript.go sent.go ask.go      virtual phones: they scan, decrypt, answer
//	content*.go form.go effect.go poll.go                  what their messages say, and do to others
//	phone_appstate.go phone_settings.go phone_history.go   what phones share with their linked devices
//	persona.go reaction.go                                 what phones do by themselves
//	watch.go                                               what somebody sees who looks at a phone
//	world*.go                                              phones, groups and a past from a file
//	fault*.go                                              what can go wrong, on demand
//	service*.go                                            the operations of the API
//	control.go remote*.go loopback.go                      the network in a process of its own
//	tx.go lock.go journal.go state.go restore.go           changes, who waits for whom, and how they survive
//
// The network proves that a client speaks the protocol of its library. It can't tell how WhatsApp's own
// servers time, limit or ban.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	siglog "go.mau.fi/libsignal/logger"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/util/keys"
)

// Options configures a Network.
type Options struct {
	State  State            // nil: everything ends with the process
	Logger *slog.Logger     // nil: slog.Default()
	Now    func() time.Time // nil: time.Now
	Root   *keys.KeyPair    // signs the certificates; nil: the key that the state remembers, or a new one

	// Observe is told the shape of every stanza that a client sends, by several goroutines at once. nil: nobody is.
	Observe func(Shape)
}

// Network is the simulated WhatsApp: its servers and its phones.
type Network struct {
	log      *slog.Logger
	now      func() time.Time
	observer func(Shape)
	state    State
	journal  *journal

	root, static *keys.KeyPair
	certificates []byte

	uploads     chan struct{} // a place in it for each upload
	outside     sync.Mutex    // guards address
	address     string        // on which it listens for proxies, "" until the first
	askPatience time.Duration // askAgainAfter, but in tests
	pipes       *pipes
	server      *http.Server
	transport   *http.Transport

	ctx    context.Context // ends with the network
	cancel context.CancelFunc
	life   sync.Mutex // guards closed against tasks
	closed bool
	tasks  sync.WaitGroup

	idPrefix string // different in every process, because queued stanzas keep their ids
	ids      atomic.Uint64

	mu       sync.RWMutex        // guards what follows and much that is reachable from it; see lock.go
	accounts map[string]*account // by number
	lids     map[string]*account // by the user part of the LID
	groups   map[string]*group   // by the user part of the address
	channels map[string]*channel // likewise
	calls    map[string]*call    // by id
	conns    map[*conn]struct{}
	refs     map[string]qrRef      // QR codes on display
	offers   map[string]*codeOffer // pairing codes on display, by number
}

// ErrClosed is returned by everything that is asked of a closed network.
var ErrClosed = errors.New("the simulated network is closed")

// New starts a network with what its state remembers.
//
// It also gives libsignal a logger, unless it has one: without, that library prints to standard output.
func New(ctx context.Context, o Options) (*Network, error) {
	quieten()
	if o.State == nil {
		o.State = newMemory()
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	n := &Network{
		log: o.Logger, now: o.Now, observer: o.Observe, state: o.State,
		askPatience: askAgainAfter, pipes: newPipes(), uploads: make(chan struct{}, maxUploads),
		idPrefix: "SBX" + strconv.FormatInt(o.Now().UnixNano(), 36) + "-",
		accounts: map[string]*account{}, groups: map[string]*group{}, channels: map[string]*channel{}, calls: map[string]*call{}, lids: map[string]*account{}, conns: map[*conn]struct{}{},
		refs: map[string]qrRef{}, offers: map[string]*codeOffer{},
	}
	n.ctx, n.cancel = context.WithCancel(context.WithoutCancel(ctx))
	if err := n.restore(ctx); err != nil {
		n.cancel()
		return nil, err
	}
	if o.Root != nil {
		n.root = o.Root
	}
	var err error
	if n.certificates, err = newCertificates(n.root, n.static, n.now()); err != nil {
		n.cancel()
		return nil, fmt.Errorf("sandbox: certificates: %w", err)
	}
	n.transport = n.pipes.transport()
	n.server = &http.Server{Handler: n.routes(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(n.log.Handler(), slog.LevelDebug)}
	n.spawn(func() { _ = n.server.Serve(n.pipes) })
	n.wakePhones()
	n.wakeCalls()
	return n, nil
}

// Close ends all connections and waits for everything the network has started. What was accepted is
// written when it returns nil.
func (n *Network) Close() error {
	n.life.Lock()
	already := n.closed
	n.closed = true
	n.life.Unlock()
	if already {
		return nil
	}
	n.cancel() // the connections' contexts descend from it
	_ = n.server.Close()
	n.tasks.Wait()
	n.transport.CloseIdleConnections()
	return n.journal.close()
}

// spawn runs f on a goroutine that Close waits for. It reports false, and doesn't, once the network is
// closed.
func (n *Network) spawn(f func()) bool {
	n.life.Lock()
	defer n.life.Unlock()
	if n.closed {
		return false
	}
	n.tasks.Add(1)
	go func() {
		defer n.tasks.Done()
		f()
	}()
	return true
}

// RootKey is the public key that signs the network's certificates.
func (n *Network) RootKey() [32]byte { return *n.root.Pub }

// Trust makes the clients of this process accept the network: whatsmeow.WACertPubKey, the pinned root of
// the server's certificates, becomes RootKey. There is no setting for a single client, so call it once,
// before the first one connects. From then on no client of the process would accept WhatsApp's own
// servers, which is why a process serves one kind of network.
func (n *Network) Trust() { whatsmeow.WACertPubKey = n.RootKey() }

// Attach makes a client use this network for everything: the websocket before and after linking, and
// media. Nothing it sends can leave the process. A later SetProxy on the client would undo that.
func (n *Network) Attach(client *whatsmeow.Client) { attach(client, n.transport) }

func attach(client *whatsmeow.Client, transport *http.Transport) {
	h := &http.Client{Transport: transport}
	client.SetWebsocketHTTPClient(h)
	client.SetPreLoginHTTPClient(h)
	client.SetMediaHTTPClient(h)
}

// Dial connects to the network, whatever the address.
func (n *Network) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return n.pipes.dial(ctx, network, address)
}

// Address is a host and port of this machine at which proxies on it reach the network. It listens there from the first time
// on that somebody asks.
func (n *Network) Address(ctx context.Context) (string, error) {
	n.outside.Lock()
	defer n.outside.Unlock()
	if n.address != "" {
		return n.address, nil
	}
	listener, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("sandbox: for proxies: %w", err)
	}
	if !n.spawn(func() { _ = n.server.Serve(listener) }) { // which closes it
		_ = listener.Close()
		return "", ErrClosed
	}
	n.address = listener.Addr().String()
	return n.address, nil
}

func (n *Network) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/chat", n.accept)
	mux.HandleFunc("/mms/", n.upload)
	mux.HandleFunc("/newsletter/", n.upload)
	mux.HandleFunc("/v/", n.download)
	mux.HandleFunc(avatarPath, n.showAvatar)
	return mux
}

// accept turns a request into a connection. Compression stays off: the client offers it, and a
// compressor per connection costs more memory than everything else about the connection.
func (n *Network) accept(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		OriginPatterns: []string{"web.whatsapp.com"}, CompressionMode: websocket.CompressionDisabled,
	})
	if err != nil {
		n.log.Debug("a websocket was refused", "error", err)
		return
	}
	ws.SetReadLimit(maxFrame + 1<<12)
	c := &conn{net: n, ws: ws}
	c.ctx, c.cancel = context.WithCancel(n.ctx)
	n.mu.Lock()
	n.conns[c] = struct{}{}
	n.mu.Unlock()
	if !n.spawn(c.serve) {
		c.cut()
	}
}

// forget undoes what a connection has left behind.
func (n *Network) forget(c *conn) {
	n.update(func(t *tx) {
		delete(t.conns, c)
		t.endOffers(c)
		if d := c.device; d != nil && d.conn == c {
			t.disconnect(d)
		}
	})
}

// newID makes an id for a stanza of the network's own.
func (n *Network) newID() string {
	return n.idPrefix + strconv.FormatUint(n.ids.Add(1), 36)
}

// unix is the time as stanzas carry it.
func (n *Network) unix() int64 { return n.now().Unix() }

// quieten gives libsignal a logger, unless it has one.
var quieten = sync.OnceFunc(func() {
	if siglog.Logger == nil {
		var silent siglog.Loggable = silentSignal{}
		siglog.Setup(&silent)
	}
})

// silentSignal drops what libsignal logs: its messages name peers and keys, and every error it reports
// is also returned.
type silentSignal struct{}

func (silentSignal) Debug(_, _ string)   {}
func (silentSignal) Info(_, _ string)    {}
func (silentSignal) Warning(_, _ string) {}
func (silentSignal) Error(_, _ string)   {}
func (silentSignal) Configure(string)    {}
