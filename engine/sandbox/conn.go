package sandbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"go.mau.fi/whatsmeow/proto/waWa6"
)

const (
	maxFrame  = 1 << 24 // the length is 3 bytes
	maxUnread = 512     // frames a client may leave unread before it isn't read from
	maxExtra  = 2048    // frames after which presence and typing are dropped

	handshakeTimeout = 20 * time.Second
	writeTimeout     = 20 * time.Second
	// lingerTime is how long a client gets to react to a last stanza. It decides by that stanza
	// whether to connect again, and a connection that ends first would decide for it.
	lingerTime = 150 * time.Millisecond
)

// conn is the connection of one client. It costs one goroutine while it is idle; a second one lives as
// long as there is something to write.
type conn struct {
	net    *Network
	ws     *websocket.Conn
	ctx    context.Context // ends with the connection
	cancel context.CancelFunc

	in   []byte // received, not yet read
	from counter
	to   counter     // used by the writer only
	slow atomic.Bool // the device is to be answered late

	noiseKey [32]byte
	payload  *waWa6.ClientPayload

	// Guarded by the network's lock, but for active: that one by the lock of the device's account.
	device  *device  // nil until logged in
	active  bool     // the client has asked for what is waiting
	refs    []string // QR codes shown
	pairing *pairing // a phone is linking this client
	code    *codeOffer

	mu      sync.Mutex
	out     []frame
	writing bool
	closing bool
	drained chan struct{} // closed when out has become empty; nil if nobody waits
}

type frame struct {
	data     []byte // nil: close the connection
	position uint64 // of the journal; the frame leaves when that is written
}

// serve runs a connection until it ends.
func (c *conn) serve() {
	defer c.net.forget(c)
	defer c.cancel()
	defer func() { _ = c.ws.CloseNow() }()
	if err := c.handshake(); err != nil {
		c.net.log.Debug("a handshake failed", "error", err)
		return
	}
	c.net.update(func(t *tx) { t.greet(c) })
	for {
		s, err := c.read()
		if err != nil {
			c.net.log.Debug("a connection ended", "error", err)
			return
		}
		c.net.observe(s)
		if c.net.journal.room(c.ctx) != nil || c.waitDrained() != nil || c.lag() != nil {
			return
		}
		c.net.hear(c, s)
	}
}

func (c *conn) handshake() error {
	ctx, cancel := context.WithTimeout(c.ctx, handshakeTimeout)
	defer cancel()
	hello, err := c.respond(ctx)
	if err != nil {
		return err
	}
	c.noiseKey, c.payload, c.from, c.to = hello.noiseKey, hello.payload, hello.fromClient, hello.toClient
	return nil
}

// fill reads one websocket message. Messages are pieces of a byte stream and don't match frames.
func (c *conn) fill(ctx context.Context) error {
	kind, data, err := c.ws.Read(ctx)
	if err != nil {
		return err
	}
	if kind != websocket.MessageBinary {
		return fmt.Errorf("a websocket message of type %v", kind)
	}
	c.in = append(c.in, data...)
	return nil
}

// take reads n bytes of the stream.
func (c *conn) take(ctx context.Context, n int) ([]byte, error) {
	for len(c.in) < n {
		if err := c.fill(ctx); err != nil {
			return nil, err
		}
	}
	taken := append([]byte(nil), c.in[:n]...)
	if c.in = c.in[n:]; len(c.in) == 0 {
		c.in = nil // an idle connection should not hold its last message
	}
	return taken, nil
}

func (c *conn) readFrame(ctx context.Context) ([]byte, error) {
	size, err := c.take(ctx, 3)
	if err != nil {
		return nil, err
	}
	return c.take(ctx, int(size[0])<<16|int(size[1])<<8|int(size[2]))
}

func (c *conn) read() (*stanza, error) {
	sealed, err := c.readFrame(c.ctx)
	if err != nil {
		return nil, err
	}
	plain, err := c.from.open(sealed, nil)
	if err != nil {
		return nil, fmt.Errorf("decrypt a frame: %w", err)
	}
	return unmarshal(plain)
}

func (c *conn) writeFrame(data []byte) error {
	if len(data) >= maxFrame {
		return fmt.Errorf("a frame of %d bytes", len(data))
	}
	framed := append([]byte{byte(len(data) >> 16), byte(len(data) >> 8), byte(len(data))}, data...)
	ctx, cancel := context.WithTimeout(c.ctx, writeTimeout)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageBinary, framed)
}

// enqueue hands a frame to the writer; it never blocks.
func (c *conn) enqueue(data []byte, position uint64, last bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing {
		return
	}
	c.closing = last
	c.out = append(c.out, frame{data, position})
	if !c.writing {
		c.writing = c.net.spawn(c.write)
	}
}

// backlog is the number of frames that wait for the client.
func (c *conn) backlog() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.out)
}

// waitDrained holds the reader back while the client leaves too much unread.
func (c *conn) waitDrained() error {
	c.mu.Lock()
	if len(c.out) < maxUnread {
		c.mu.Unlock()
		return nil
	}
	if c.drained == nil {
		c.drained = make(chan struct{})
	}
	drained := c.drained
	c.mu.Unlock()
	select {
	case <-drained:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

// write sends what is queued until there is nothing left, each frame when the journal has come so far.
func (c *conn) write() {
	for {
		batch, hangUp := c.nextBatch()
		if batch == nil {
			if hangUp {
				c.linger()
			}
			return
		}
		for _, f := range batch {
			if err := c.writeWhenSafe(f); err != nil {
				c.cut()
				return // writing stays set: nothing is written any more
			}
		}
	}
}

func (c *conn) writeWhenSafe(f frame) error {
	if err := c.net.journal.wait(c.ctx, f.position); err != nil {
		return err
	}
	if f.data == nil {
		return errHangUp
	}
	return c.writeFrame(c.to.seal(f.data, nil))
}

func (c *conn) nextBatch() (batch []frame, hangUp bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	batch, c.out = c.out, nil
	if c.drained != nil {
		close(c.drained)
		c.drained = nil
	}
	if batch == nil {
		c.writing = false
	}
	return batch, c.closing
}

// linger waits for the client to hang up after a last stanza, and then does it for it.
func (c *conn) linger() {
	timer := time.NewTimer(lingerTime)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.ctx.Done():
	}
	c.cut()
}

// cut ends the connection without a word.
func (c *conn) cut() {
	c.cancel()
	_ = c.ws.CloseNow()
}

// isClosing tells whether the client has had its last stanza.
func (c *conn) isClosing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closing
}

var (
	errPrologue = errors.New("the connection doesn't begin with WA 6")
	errHangUp   = errors.New("the network hangs up")
)
