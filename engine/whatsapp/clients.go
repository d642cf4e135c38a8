// Package whatsapp owns the WhatsApp clients of every account: it links them to phones, keeps them connected,
// sends through them, and keeps what they receive.
//
// The way through the package follows a client:
//
//	clients.go operations.go   the clients of all accounts, and what callers may do with them
//	client.go settings.go      one client: its row, its state, who waits for a change of either
//	run.go ending.go           one stretch of being connected: dial, watch, judge, try again
//	link.go pairing.go qr.go   how a client is linked to a phone
//	logout.go                  and unlinked
//	events.go                  what WhatsApp tells a client
//	messages.go recipient.go jid.go   sending
//	compose.go file.go fetched.go     what is sent, and the files that come with it
//	incoming.go content.go receipts.go history.go   what is said in the chats, stored
//	conversations.go conversations_view.go download.go   and read
//	network.go proxy.go              its way out, and which proxy that goes through
//	log.go waerror.go process.go     whatsmeow's log, errors and globals
package whatsapp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
	"wpengine/engine/outbound"
	"wpengine/engine/store"
)

// Config says what clients need.
type Config struct {
	Store         *store.Store // required
	Network       Network      // where clients connect; nil: WhatsApp
	Proxies       Proxies      // nil: there are none, and a client that was given one stays disconnected
	Fetcher       Fetcher      // gets files that are sent by URL; nil: one that asks public servers alone
	Logger        *slog.Logger // nil: slog.Default()
	AssignProxies bool         // a client without a proxy gets one before it connects, and doesn't connect if there is none
	MaxClients    int          // how many clients an account may have; default 100

	KeepMessages int           // how many messages of a client are kept, the newest; default 20,000
	KeepFor      time.Duration // and for how long; default 90 days
}

// Clients owns the WhatsApp clients of every account. A client lives from Create to Delete; connecting and
// reconnecting in between is its own business.
type Clients struct {
	rows       *store.Clients
	devices    *sqlstore.Container
	network    Network
	proxies    Proxies
	fetcher    Fetcher
	log        *slog.Logger
	maxClients int
	chats      *store.Chats
	messages   *store.Messages
	keep       int           // messages of a client
	keepFor    time.Duration // and for how long

	assign    bool                                                                 // every client has to have a proxy
	direct    func(ctx context.Context, network, address string) (net.Conn, error) // connects without one
	tls       *tls.Config                                                          // of connections to WhatsApp; nil but in tests
	dials     chan struct{}                                                        // a token for each connection being made, so that a restart is no stampede
	downloads chan struct{}                                                        // a token for each file being downloaded
	waiting   atomic.Int64                                                         // callers who wait for a client that connects
	sending   atomic.Int64                                                         // messages that are sent, or wait to be
	fetches   *fetches
	timing    timing
	received  receiver

	ctx      context.Context // ends with Close
	cancel   context.CancelFunc
	starting sync.WaitGroup
	creating sync.Mutex // makes counting the clients, of an account or of a proxy, and adding one a single step

	mu    sync.RWMutex
	byID  map[string]*client
	users map[string]map[string]*client

	hearing sync.Mutex
	bells   map[string]*bell // by account; of those that somebody ever waited for
}

var _ api.ClientsService = (*Clients)(nil)

// parallelDials is how many connections are made at the same time.
const parallelDials = 16

// timing is how long things take. It is the same everywhere but in tests.
type timing struct {
	firstCode, nextCode time.Duration // how long a QR code is shown; WhatsApp closes the connection after the last
	firstAnswer         time.Duration // from the connection to the codes
	linking             time.Duration // from the scan to the end of the pairing
	stagger             time.Duration // between the clients of a restart
	retry, maxRetry     time.Duration // the first pause between attempts to connect, and the longest
	steady              time.Duration // a connection that lasted this long starts the pauses anew
	refused             time.Duration // the pause after WhatsApp refused a client without saying what for
	sendWait            time.Duration // how long a message waits for a client that is connecting
	send                time.Duration // how long a message may take in all
	upload              time.Duration // and how much longer with a file
	reupload            time.Duration // how long a phone has to upload a file again
	logout, deletion    time.Duration // how long unlinking may take, when asked for and when on the way
}

func realTiming() timing {
	return timing{
		firstCode: 60 * time.Second, nextCode: 20 * time.Second, firstAnswer: 30 * time.Second, linking: 15 * time.Second,
		stagger: 10 * time.Millisecond, retry: time.Second, maxRetry: 5 * time.Minute, steady: 30 * time.Second,
		refused: 5 * time.Minute, sendWait: 10 * time.Second, send: 30 * time.Second, upload: 20 * time.Second, reupload: 10 * time.Second,
		logout: 30 * time.Second, deletion: 5 * time.Second,
	}
}

// New reads the clients of all accounts. Nothing is connected before Start.
func New(ctx context.Context, config Config) (*Clients, error) {
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	if config.MaxClients == 0 {
		config.MaxClients = 100
	}
	if config.KeepMessages == 0 {
		config.KeepMessages = 20_000
	}
	if config.KeepFor == 0 {
		config.KeepFor = 90 * 24 * time.Hour
	}
	if config.Fetcher == nil {
		config.Fetcher = outbound.NewFetcher(false)
	}
	c := &Clients{
		fetcher: config.Fetcher,
		rows:    config.Store.Clients, devices: config.Store.WhatsApp(),
		network: config.Network, proxies: config.Proxies, log: config.Logger, maxClients: config.MaxClients,
		chats: config.Store.Chats, messages: config.Store.Messages, keep: config.KeepMessages, keepFor: config.KeepFor,
		assign: config.AssignProxies, direct: newDialer(), dials: make(chan struct{}, parallelDials), downloads: make(chan struct{}, parallelDownloads),
		fetches: newFetches(), timing: realTiming(),
		byID: map[string]*client{}, users: map[string]map[string]*client{}, bells: map[string]*bell{},
	}
	if c.network != nil {
		c.direct = c.network.Dial
	}
	c.received = c.receive
	c.ctx, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
	if err := c.load(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// load fills the registry. A client whose device WhatsApp's tables have lost is logged out: it was unlinked
// while its row could not be written, or linked while nothing could be.
func (c *Clients) load(ctx context.Context) error {
	devices, err := c.devices.GetAllDevices(ctx)
	if err != nil {
		return fmt.Errorf("whatsapp: read the linked devices: %w", err)
	}
	linked := make(map[string]*wastore.Device, len(devices))
	for _, d := range devices {
		linked[d.ID.String()] = d
	}
	var lost []*client
	err = c.rows.Every(ctx, func(row store.Client) error {
		if row.JID != "" && linked[row.JID] == nil {
			lost = append(lost, c.add(row))
			return nil
		}
		delete(linked, row.JID) // no second client may use it
		c.add(row)
		return nil
	})
	if err != nil {
		return fmt.Errorf("whatsapp: %w", err)
	}
	for _, cl := range lost {
		cl.note(loseKeys, func(s *snapshot) { s.state = s.resting() })
	}
	for jid := range linked {
		c.log.Warn("a linked device belongs to no client", "jid", jid)
	}
	return nil
}

func (c *Clients) add(row store.Client) *client {
	cl := newClient(c, row)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byID[cl.id] = cl
	if c.users[cl.userID] == nil {
		c.users[cl.userID] = map[string]*client{}
	}
	c.users[cl.userID][cl.id] = cl
	c.ring(cl.userID)
	return cl
}

func (c *Clients) remove(cl *client) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.byID, cl.id)
	delete(c.users[cl.userID], cl.id)
	if len(c.users[cl.userID]) == 0 {
		delete(c.users, cl.userID)
	}
	c.ring(cl.userID)
}

// Changed returns a channel that is closed when something about the clients of an account next changes: a state, a code to
// scan, which there are.
func (c *Clients) Changed(userID string) <-chan struct{} {
	c.hearing.Lock()
	defer c.hearing.Unlock()
	if c.bells[userID] == nil {
		c.bells[userID] = &bell{}
	}
	return c.bells[userID].next()
}

func (c *Clients) ring(userID string) {
	c.hearing.Lock()
	defer c.hearing.Unlock()
	if b := c.bells[userID]; b != nil {
		b.ring()
	}
}

// Start connects, one after the other and without waiting for them, the clients that were connected when the
// engine stopped. They stay connected until Close, whatever becomes of the context.
func (c *Clients) Start(context.Context) {
	var waiting []*client
	c.mu.RLock()
	for _, cl := range c.byID {
		if cl.awaitStart() {
			waiting = append(waiting, cl)
		}
	}
	c.mu.RUnlock()
	slices.SortFunc(waiting, func(a, b *client) int { return strings.Compare(a.id, b.id) })
	c.starting.Go(func() {
		for _, cl := range waiting {
			if err := cl.resume(c.ctx); err != nil {
				if c.ctx.Err() != nil {
					return
				}
				cl.log.Error("the client cannot be started", "error", err)
			}
			select {
			case <-time.After(c.timing.stagger):
			case <-c.ctx.Done():
				return
			}
		}
	})
}

// Close disconnects all clients. What they should be does not change, so the next Start brings them back.
func (c *Clients) Close() error {
	c.cancel()
	c.starting.Wait()
	c.mu.RLock()
	all := make([]*client, 0, len(c.byID))
	for _, cl := range c.byID {
		all = append(all, cl)
	}
	c.mu.RUnlock()
	var stopping sync.WaitGroup
	for _, cl := range all {
		stopping.Go(cl.close)
	}
	stopping.Wait()
	return nil
}

// Purge deletes messages that are too old or too many, and returns how many.
func (c *Clients) Purge(ctx context.Context, now time.Time) (int64, error) {
	return c.messages.Purge(ctx, now.Add(-c.keepFor), c.keep)
}

// turn returns a client that the caller may use when it is the caller's turn to change it. done ends the turn.
func (c *Clients) turn(ctx context.Context, id string) (cl *client, done func(), err error) {
	if cl, err = c.find(ctx, id); err != nil {
		return nil, nil, err
	}
	if err := cl.lock(ctx); err != nil {
		return nil, nil, err
	}
	return cl, cl.unlock, nil
}

// find returns a client that the caller may use. Somebody else's is not found, like one that doesn't exist.
func (c *Clients) find(ctx context.Context, id string) (*client, error) {
	caller := api.CallerFrom(ctx)
	c.mu.RLock()
	cl := c.byID[id]
	if cl == nil { // a UUID may be written in upper case
		cl = c.byID[strings.ToLower(id)]
	}
	c.mu.RUnlock()
	if cl == nil || caller.UserID == "" || cl.userID != caller.UserID {
		return nil, noClient(id)
	}
	if !caller.MayUseClient(cl.id) {
		return nil, api.Errorf(api.CodeForbidden, "This API key is for other clients than %s.", cl.id)
	}
	return cl, nil
}

func noClient(id string) *api.Error { return api.Errorf(api.CodeNotFound, "No client %s.", id) }

// owned returns the caller's clients, newest first.
func (c *Clients) owned(caller api.Caller) []*client {
	c.mu.RLock()
	defer c.mu.RUnlock()
	list := make([]*client, 0, len(c.users[caller.UserID]))
	for _, cl := range c.users[caller.UserID] {
		if caller.MayUseClient(cl.id) {
			list = append(list, cl)
		}
	}
	slices.SortFunc(list, func(a, b *client) int { return strings.Compare(b.id, a.id) })
	return list
}

// Counts returns how many clients an account has, and how many of them are connected.
func (c *Clients) Counts(userID string) (total, connected int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, cl := range c.users[userID] {
		if cl.snapshot().state == api.ClientStateConnected {
			connected++
		}
	}
	return len(c.users[userID]), connected
}

// CountsFor is Counts of those alone that the caller's key is good for.
func (c *Clients) CountsFor(caller api.Caller) (total, connected int) {
	own := c.owned(caller)
	for _, cl := range own {
		if cl.snapshot().state == api.ClientStateConnected {
			connected++
		}
	}
	return len(own), connected
}

// JID returns the linked device of one of the caller's clients.
func (c *Clients) JID(ctx context.Context, clientID string) (types.JID, error) {
	cl, err := c.find(ctx, clientID)
	if err != nil {
		return types.JID{}, err
	}
	row := cl.snapshot().row
	if row.JID == "" {
		return types.JID{}, notPaired(row)
	}
	return types.ParseJID(row.JID)
}

// errClosing is what callers get while the engine stops.
func errClosing() *api.Error {
	return &api.Error{Code: api.CodeUnavailable, Detail: "The engine is shutting down. Try again in a moment.", RetryAfter: time.Second}
}

// gone reports whether a row vanished under us: its account was deleted.
func gone(err error) bool { return errors.Is(err, store.ErrNotFound) }
