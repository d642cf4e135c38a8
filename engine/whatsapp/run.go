package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"go.mau.fi/whatsmeow"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// run is one stretch of a client wanting to be connected, from the moment that somebody asks for it until
// somebody asks for the opposite or WhatsApp ends it for good. It has its own whatsmeow client. One goroutine
// dials, listens to what becomes of the connection, and dials again, so that there is always exactly one
// opinion about where the client is.
type run struct {
	client *client
	phone  string // the number of a client that isn't linked yet, or ""
	wa     *whatsmeow.Client
	device *wastore.Device
	free   func()       // of the transports
	former store.Client // the row before the pairing, if the run began with one

	ctx    context.Context // ends when the run is to end
	cancel context.CancelFunc
	line   context.Context // what the library works in; ends with the run, when there is no connection any more
	cut    context.CancelFunc
	done   chan struct{}
	events chan any // what the library says of the connection

	sending chan struct{} // a token; whatsmeow's own lock around a send can't be waited for with a context
	reached recipients

	reuploads reuploads

	behind atomic.Int32 // whether messages must wait for one before them
	early  early
	groups recipients // whose names are known, or were asked for

	// What belongs to the device, taken before it can be deleted: deleting it replaces the fields of device
	// under everybody's feet.
	contacts wastore.ContactStore
	sessions wastore.SessionStore
}

// device returns the keys of the client's link, or new ones if it has none.
func (cl *client) device(ctx context.Context) (*wastore.Device, error) {
	s := cl.snapshot()
	if !s.linked() {
		return cl.clients.devices.NewDevice(), nil
	}
	jid, err := types.ParseJID(s.row.JID)
	if err != nil {
		return nil, fmt.Errorf("whatsapp: client %s: %w", cl.id, err)
	}
	device, err := cl.clients.devices.GetDevice(ctx, jid)
	if err != nil {
		return nil, fmt.Errorf("whatsapp: client %s: read the linked device: %w", cl.id, err)
	}
	if device == nil { // unlinked while the row could not be written
		cl.note(loseKeys, func(s *snapshot) { s.state = s.resting() })
		return nil, notPaired(s.row)
	}
	return device, nil
}

// start begins a run: it pairs the client if it isn't linked, and connects it. The phone is the number that it will be
// linked to, "" if that isn't known. Whoever calls it has the client's turn, and there is no run.
func (cl *client) start(ctx context.Context, phone string) error {
	device, err := cl.device(ctx)
	if err != nil {
		return err
	}
	r := &run{
		client: cl, phone: phone, wa: whatsmeow.NewClient(device, newLibraryLog(cl.log)), device: device,
		done: make(chan struct{}), events: make(chan any, 64), sending: make(chan struct{}, 1),
	}
	s := cl.snapshot()
	r.ctx, r.cancel = context.WithCancel(cl.clients.ctx)
	r.free = cl.attach(r.wa)
	r.line, r.cut = context.WithCancel(context.WithoutCancel(r.ctx))
	r.wa.BackgroundEventCtx = r.line
	r.wa.PrePairCallback = r.beforePair
	// The run reconnects by itself: it knows about backoff, bans and the proxy.
	r.wa.EnableAutoReconnect = false
	r.wa.DisableLoginAutoReconnect = true
	// Without all three, a message whose handling failed is confirmed to WhatsApp and lost.
	r.wa.SynchronousAck = true
	r.wa.EnableDecryptedEventBuffer = true
	r.wa.AddEventHandlerWithSuccessStatus(r.handle)

	linked := s.linked()
	cl.update(func(s *snapshot) {
		s.run, s.state, s.verdict = r, api.ClientStateConnecting, store.ClientError{}
		if !linked {
			s.state = api.ClientStatePairing
		}
	})
	go r.loop(linked)
	return nil
}

// stop ends the client's run, if there is one, and waits for its end. Whoever calls it has the client's turn.
func (cl *client) stop() {
	if r := cl.snapshot().run; r != nil {
		r.cancel()
		<-r.done
	}
	before := cl.snapshot()
	if state := before.resting(); before.run != nil || before.state != state {
		cl.update(func(s *snapshot) { s.run, s.pairing, s.state = nil, nil, state })
	}
}

// leave is how a run ends by itself: the client is left in a state that only a caller gets it out of.
func (r *run) leave(state api.ClientState, change func(*store.Client)) {
	also := func(s *snapshot) { s.run, s.pairing, s.state, s.verdict = nil, nil, state, s.row.LastError }
	r.client.note(both(change), also)
	r.client.log.Info("the client stops", "state", state, "because", r.client.snapshot().row.LastError.Code)
}

func (r *run) loop(linked bool) {
	defer close(r.done)
	defer r.free()
	defer r.hangUp()
	if !linked && !r.pair() {
		return
	}
	r.contacts, r.sessions = r.device.Contacts, r.device.Sessions
	r.keep()
}

// hangUp ends the connection: politely, unless the other side is slow to agree.
func (r *run) hangUp() {
	late := time.AfterFunc(politeness, r.cut)
	defer late.Stop()
	r.wa.Disconnect()
	r.cut()
	r.cancel()
}

// politeness is how long WhatsApp has to agree to the end of a connection.
const politeness = time.Second

// keep connects the client, and connects it again whenever the connection ends.
func (r *run) keep() {
	timing := r.client.clients.timing
	for failures := 0; ; failures++ {
		r.client.move(api.ClientStateConnecting, nil)
		began := time.Now()
		e := r.connection()
		if r.ctx.Err() != nil {
			r.seen()
			return
		}
		if e.final {
			r.leave(e.state, e.change)
			return
		}
		if e.connected && time.Since(began) > timing.steady {
			failures = 0
		}
		pause := max(e.pause, timing.backoff(failures))
		r.client.move(e.stateFor(pause), e.change)
		select {
		case <-time.After(pause):
		case <-r.ctx.Done():
			return
		}
	}
}

// seen remembers when the client was last connected, if it was until now.
func (r *run) seen() {
	if r.client.snapshot().state == api.ClientStateConnected {
		r.client.note(func(row *store.Client) { row.LastConnectedAt = time.Now().UTC() }, nil)
	}
}

// backoff is the pause before the next attempt to connect: none before the first, because most connections
// end for no reason that lasts, then doubling up to a limit, with some chance in it so that clients that fell
// together don't get up together.
func (t timing) backoff(failures int) time.Duration {
	if failures == 0 {
		return 0
	}
	pause := min(t.maxRetry, t.retry<<min(failures-1, 20))
	return pause - time.Duration(rand.Int64N(int64(pause)/4+1))
}

// connection dials, and returns when there is no connection or no longer one.
func (r *run) connection() ending {
	if e, over := r.backlog(); over {
		return e
	}
	r.behind.CompareAndSwap(behindFailed, behindDialing)
	if err := r.dial(); err != nil {
		if errors.Is(err, wastore.ErrDeviceDeleted) {
			return loggedOut("")
		}
		r.client.log.Warn("the client cannot connect", "error", err)
		return ending{state: api.ClientStateDisconnected, change: failed(api.ClientErrorCodeConnectFailed, connectDetail(err))}
	}
	var connected bool
	for {
		select {
		case evt := <-r.events:
			if _, is := evt.(*events.Connected); is {
				connected = true
				r.connected()
				continue
			}
			if e, over := r.judge(evt); over {
				e.connected = connected
				if connected && e.change == nil {
					e.change = func(row *store.Client) { row.LastConnectedAt = time.Now().UTC() }
				}
				return e
			}
		case <-r.ctx.Done():
			return ending{}
		}
	}
}

// backlog looks at what was said since the last connection ended, for the reason that WhatsApp gives may
// arrive after the end itself.
func (r *run) backlog() (ending, bool) {
	for {
		select {
		case evt := <-r.events:
			if e, over := r.judge(evt); over && e.final {
				return e, true
			}
		default:
			return ending{}, false
		}
	}
}

// dial makes a connection, up to the end of the handshake, when it is the client's turn to.
func (r *run) dial() error {
	c := r.client.clients
	select {
	case c.dials <- struct{}{}:
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
	defer func() { <-c.dials }()
	if err := r.client.ensureProxy(r.ctx, r.phone); err != nil {
		return err
	}
	defer r.giveUpDialing()()
	err := r.wa.ConnectContext(r.line)
	if errors.Is(err, whatsmeow.ErrAlreadyConnected) {
		return nil
	}
	return err
}

// dialGrace is how long a dial may go on when the run is to end. The library has no other way to give up than to have
// its line cut; and cut in the middle of the handshake, it waits for twenty seconds for an answer that can't come. Most
// handshakes are over in a moment.
const dialGrace = 2 * time.Second

// giveUpDialing cuts the line a little after the end of the run, unless what it returns is called before.
func (r *run) giveUpDialing() (done func()) {
	dialed := make(chan struct{})
	stop := context.AfterFunc(r.ctx, func() {
		late := time.NewTimer(dialGrace)
		defer late.Stop()
		select {
		case <-late.C:
			r.cut()
		case <-dialed:
		}
	})
	return func() {
		stop()
		close(dialed)
	}
}

func (r *run) connected() {
	r.client.move(api.ClientStateConnected, func(row *store.Client) {
		row.LastConnectedAt = time.Now().UTC()
		row.LastError = store.ClientError{}
	})
	r.announce()
}

// reset cuts a connection that is no longer good for anything. The library then says Disconnected.
func (r *run) reset() { r.wa.ResetConnection() }
