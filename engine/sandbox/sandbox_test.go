package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waE2E"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"
	"go.uber.org/goleak"

	"wpengine/engine/sandbox"
	"wpengine/engine/sandbox/sandboxtest"
	"wpengine/engine/store"
)

// patience is how long a test waits for what must happen.
const patience = sandboxtest.Patience

// TestMain insists that everything ends with the networks and clients of the tests. The exceptions are
// the library's: it lets a history sync goroutine run idle for a minute whatever happens, and leaves its
// reader stuck for ever on a frame that arrives while it disconnects.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.Cleanup(func(code int) { os.Exit(max(code, shapes.save())) }),
		goleak.IgnoreTopFunction("go.mau.fi/whatsmeow.(*Client).handleHistorySyncNotificationLoop"),
		goleak.IgnoreAnyFunction("go.mau.fi/whatsmeow/socket.(*FrameSocket).readPump"))
}

// shapesFile names the file that the shapes of all stanzas which the clients of the tests have sent go to. It is how
// "make drift" finds out what another version of the library does differently.
const shapesFile = "WPENGINE_SANDBOX_SHAPES"

var shapes shapeSet

type shapeSet struct {
	mu   sync.Mutex
	seen map[sandbox.Shape]bool
}

func (s *shapeSet) note(shape sandbox.Shape) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[sandbox.Shape]bool{}
	}
	s.seen[shape] = true
}

// save writes the shapes, if somebody wants them, and returns an exit code.
func (s *shapeSet) save() int {
	file := os.Getenv(shapesFile)
	if file == "" {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, shape := range slices.Sorted(maps.Keys(s.seen)) {
		fmt.Fprintln(&b, shape)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// errorsFail is a log handler that fails the test on an error: the network logs one only for what must
// never happen, such as a stanza that no client could read.
type errorsFail struct{ t *testing.T }

func (h errorsFail) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }
func (h errorsFail) WithAttrs([]slog.Attr) slog.Handler               { return h }
func (h errorsFail) WithGroup(string) slog.Handler                    { return h }
func (h errorsFail) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	r.Attrs(func(a slog.Attr) bool { fmt.Fprintf(&b, " %s", a); return true })
	if r.Level >= slog.LevelError {
		h.t.Errorf("the network logged: %s%s", r.Message, b.String())
	} else {
		h.t.Logf("network: %s%s", r.Message, b.String())
	}
	return nil
}

// start runs a network until the test ends.
func start(t *testing.T, state sandbox.State) *sandbox.Network {
	t.Helper()
	n, err := sandbox.New(t.Context(), sandbox.Options{State: state, Logger: slog.New(errorsFail{t}), Observe: shapes.note})
	if err != nil {
		t.Fatal(err)
	}
	n.Trust()
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func phone(t *testing.T, n *sandbox.Network, number, name string, persona sandbox.Persona) *sandbox.Phone {
	t.Helper()
	p, err := n.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: number, Name: name, Persona: persona})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// database opens the engine's store in a file of the test.
func database(t *testing.T, file string) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: file})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func newDevice(t *testing.T) *wastore.Device {
	t.Helper()
	return database(t, filepath.Join(t.TempDir(), "client.db")).WhatsApp().NewDevice()
}

// logsOut begins a test in which a client is logged out. The library's store.Device.Delete then swaps the
// device's stores without a lock, under goroutines that it has started itself, so the race detector can't
// run these tests.
func logsOut(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("a logout is a data race inside whatsmeow")
	}
}

// client is a real whatsmeow client that remembers its events.
type client struct {
	*sandboxtest.Client
	t *testing.T
}

func attach(t *testing.T, n *sandbox.Network, d *wastore.Device) *client {
	t.Helper()
	c := whatsmeow.NewClient(d, waLog.Noop)
	n.Attach(c)
	return &client{sandboxtest.Watch(t, c), t}
}

// await returns the first event, past or future, that matches.
func await[T any](c *client, what string, match func(T) bool) T {
	c.t.Helper()
	event, found := sandboxtest.Wait(c.Client, match)
	if !found {
		c.t.Fatalf("no %s; the client saw %s", what, c.Saw())
	}
	return event
}

func count[T any](c *client, match func(T) bool) int { return sandboxtest.Count(c.Client, match) }

func (c *client) connect() {
	c.t.Helper()
	if err := c.Connect(); err != nil {
		c.t.Fatal(err)
	}
	await[*events.Connected](c, "Connected", nil)
}

// link scans the QR code of a new client with a phone.
func link(t *testing.T, n *sandbox.Network, p *sandbox.Phone, d *wastore.Device) *client {
	t.Helper()
	c := attach(t, n, d)
	codes, err := c.GetQRChannel(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	item := <-codes
	if item.Event != "code" {
		t.Fatalf("QR channel: %+v", item)
	}
	jid, err := p.ScanQR(t.Context(), item.Code)
	if err != nil {
		t.Fatal(err)
	}
	await[*events.Connected](c, "Connected", nil)
	if *c.Store.ID != jid {
		t.Fatalf("the client is %s, the phone says %s", c.Store.ID, jid)
	}
	settle(c)
	return c
}

// settle waits for what the library does on its own after linking. Nothing may disturb that: logging the
// client out in the middle of it is a data race inside the library.
func settle(c *client) {
	c.t.Helper()
	for _, name := range appstate.AllPatchNames {
		await(c, string(name), func(e *events.AppStateSyncComplete) bool { return e.Name == name })
	}
	await[*events.HistorySync](c, "HistorySync", nil)
}

func text(m *events.Message) string {
	if s := m.Message.GetConversation(); s != "" {
		return s
	}
	return m.Message.GetExtendedTextMessage().GetText()
}

func saying(s string) func(*events.Message) bool {
	return func(m *events.Message) bool { return text(m) == s }
}

// until polls for a state of the network that no event tells of.
func until(t *testing.T, what string, reached func() bool) {
	t.Helper()
	sandboxtest.Until(t, what, reached)
}

// transcript reads all messages of a phone, by pages of two.
func transcript(t *testing.T, p *sandbox.Phone) []sandbox.Message {
	t.Helper()
	var all []sandbox.Message
	for cursor := ""; ; {
		page, next, err := p.Messages(t.Context(), cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page...)
		if next == "" {
			return all
		}
		cursor = next
	}
}

// hears waits until a phone has a message with this text.
func hears(t *testing.T, p *sandbox.Phone, text string) sandbox.Message {
	t.Helper()
	var found sandbox.Message
	until(t, "the phone hears "+text, func() bool {
		for _, m := range transcript(t, p) {
			if m.Text == text {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func mustBe(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func message(text string) *waE2E.Message { return &waE2E.Message{Conversation: &text} }
