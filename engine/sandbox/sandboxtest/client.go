package sandboxtest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"

	"wpengine/engine/sandbox"
)

// Client is a real whatsmeow client that remembers its events.
type Client struct {
	*whatsmeow.Client
	t testing.TB

	mu    sync.Mutex
	seen  []any
	moved chan struct{} // closed, and replaced, by each event
}

// Client links a new client, with its keys in memory, to a phone by QR code, and returns when it is connected and has
// got what a new device gets: app state and history.
func (n *Network) Client(p *sandbox.Phone) *Client {
	n.t.Helper()
	return n.Link(p, NewDevice())
}

// Link is Client for a device of the test's own, such as one of a database.
func (n *Network) Link(p *sandbox.Phone, device *store.Device) *Client {
	n.t.Helper()
	c := n.Attach(device)
	if err := c.Connect(); err != nil {
		n.t.Fatalf("the client can't connect: %v", err)
	}
	qr := Await(c, func(e *events.QR) bool { return len(e.Codes) > 0 })
	if _, err := p.ScanQR(n.t.Context(), qr.Codes[0]); err != nil {
		n.t.Fatalf("the phone can't link the client: %v", err)
	}
	Await[*events.Connected](c, nil)
	Await[*events.HistorySync](c, nil)
	return c
}

// Attach makes a client that reaches this network and no other. It is not connected yet, and is disconnected when the
// test ends.
func (n *Network) Attach(device *store.Device) *Client {
	c := whatsmeow.NewClient(device, waLog.Noop)
	n.Network.Attach(c)
	return Watch(n.t, c)
}

// Watch makes a Client of one that the test has made itself, such as one that reaches the network through a
// sandbox.Remote. It is disconnected when the test ends.
func Watch(t testing.TB, client *whatsmeow.Client) *Client {
	c := &Client{Client: client, t: t, moved: make(chan struct{})}
	c.AddEventHandler(c.remember)
	t.Cleanup(c.end)
	return c
}

// end disconnects the client, but for one that was logged out: its connection is ended by the network, and doing it
// from both sides at once is a data race inside the library.
func (c *Client) end() {
	if Count[*events.LoggedOut](c, nil) == 0 {
		c.Disconnect()
		return
	}
	Until(c.t, "the network ends the connection of a client that was logged out", func() bool { return !c.IsConnected() })
}

func (c *Client) remember(event any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = append(c.seen, event)
	close(c.moved)
	c.moved = make(chan struct{})
}

// Say sends a text and returns when the network has it.
func (c *Client) Say(to types.JID, text string) whatsmeow.SendResponse {
	c.t.Helper()
	sent, err := c.SendMessage(c.t.Context(), to, &waE2E.Message{Conversation: &text})
	if err != nil {
		c.t.Fatalf("the text %q: %v", text, err)
	}
	return sent
}

// Hears waits until the client has been told a text, and returns the message.
func (c *Client) Hears(text string) *events.Message {
	c.t.Helper()
	return Await(c, func(m *events.Message) bool {
		return text == m.Message.GetConversation() || text == m.Message.GetExtendedTextMessage().GetText()
	})
}

// Forget makes Await see only what happens from now on.
func (c *Client) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = nil
}

// Await returns the first event of a type, past or future, that matches; nil matches all. The test fails when there is
// none in time.
func Await[T any](c *Client, match func(T) bool) T {
	c.t.Helper()
	event, found := Wait(c, match)
	if !found {
		c.t.Fatalf("no such %T; the client saw %s", event, c.Saw())
	}
	return event
}

// Wait is Await for a test that has something of its own to say when there is no such event in time.
func Wait[T any](c *Client, match func(T) bool) (event T, found bool) {
	late := time.After(Patience)
	for {
		event, moved, found := find(c, match)
		if found {
			return event, true
		}
		select {
		case <-moved:
		case <-late:
			return event, false
		}
	}
}

// Count tells how many events of a type, so far, match; nil matches all.
func Count[T any](c *Client, match func(T) bool) (n int) {
	for _, e := range c.Seen() {
		if v, ok := e.(T); ok && (match == nil || match(v)) {
			n++
		}
	}
	return n
}

// Seen returns all events so far, the first one first.
func (c *Client) Seen() []any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.seen)
}

func find[T any](c *Client, match func(T) bool) (event T, moved <-chan struct{}, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.seen {
		if v, ok := e.(T); ok && (match == nil || match(v)) {
			return v, c.moved, true
		}
	}
	return event, c.moved, false
}

// Saw lists the types of all events so far, for the message of a test that fails.
func (c *Client) Saw() string {
	var kinds []string
	for _, e := range c.Seen() {
		kinds = append(kinds, fmt.Sprintf("%T", e))
	}
	return strings.Join(kinds, " ")
}
