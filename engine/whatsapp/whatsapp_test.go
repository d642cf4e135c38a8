package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.uber.org/goleak"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

// impatientLibrary makes the library ask often whether the line is up, if the environment has it.
const impatientLibrary = "WPENGINE_TEST_IMPATIENT_LIBRARY"

// patience is how long a test waits for what must happen.
const patience = time.Minute

// TestMain insists that everything ends with the clients and networks of the tests. The exceptions are the
// library's: it lets a history sync goroutine run idle for a minute whatever happens, and when a frame comes in
// the moment that a client disconnects, the goroutine that has read it waits for ever to hand it on.
func TestMain(m *testing.M) {
	if err := (Process{}).Apply(); err != nil {
		panic(err)
	}
	if os.Getenv(impatientLibrary) != "" {
		whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax = 500*time.Millisecond, 600*time.Millisecond
		whatsmeow.KeepAliveResponseDeadline, whatsmeow.KeepAliveMaxFailTime = 500*time.Millisecond, 1500*time.Millisecond
	}
	goleak.VerifyTestMain(m,
		goleak.IgnoreTopFunction("go.mau.fi/whatsmeow.(*Client).handleHistorySyncNotificationLoop"),
		goleak.IgnoreTopFunction("go.mau.fi/whatsmeow/socket.(*FrameSocket).frameComplete"))
}

// engine is clients on a simulated network, with a data folder that survives a restart.
type engine struct {
	*Clients
	t       testing.TB
	network *sandbox.Network
	path    string
	store   *store.Store
	config  Config
	prepare func(*Clients) // before each Start
	ada     context.Context
	ada2    api.Caller
}

// newEngine starts an engine with one account, Ada.
func newEngine(t testing.TB, prepare func(*Clients)) *engine {
	t.Helper()
	n, err := sandbox.New(t.Context(), sandbox.Options{Logger: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	n.Trust()
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	e := &engine{t: t, network: n, path: filepath.Join(t.TempDir(), store.FileName), prepare: prepare, config: Config{Network: n}}
	e.boot()
	t.Cleanup(e.shutdown)
	e.ada = e.account("ada@example.com", api.RoleAdmin)
	e.ada2 = api.CallerFrom(e.ada)
	return e
}

func (e *engine) boot() {
	e.t.Helper()
	s, err := store.Open(context.Background(), store.Options{Path: e.path})
	if err != nil {
		e.t.Fatal(err)
	}
	e.store = s
	config := e.config
	config.Store, config.Logger = s, testLog(e.t)
	c, err := New(context.Background(), config)
	if err != nil {
		e.t.Fatal(err)
	}
	if e.prepare != nil {
		e.prepare(c)
	}
	e.Clients = c
	c.Start(context.Background())
}

func (e *engine) shutdown() {
	e.t.Helper()
	if err := e.Close(); err != nil {
		e.t.Error(err)
	}
	if err := e.store.Close(); err != nil {
		e.t.Error(err)
	}
}

func (e *engine) restart() {
	e.t.Helper()
	e.shutdown()
	e.boot()
}

// account makes an account and returns the context of its calls.
func (e *engine) account(email, role string) context.Context {
	e.t.Helper()
	u := store.User{ID: store.NewID(), Email: email, Role: role, Tier: "free", CreatedAt: time.Now()}
	if err := e.store.Users.Insert(e.t.Context(), u); err != nil {
		e.t.Fatal(err)
	}
	return api.WithCaller(e.t.Context(), api.Caller{UserID: u.ID, Email: email, Role: role, Tier: "free"})
}

func (e *engine) phone(number, name string, persona sandbox.Persona) *sandbox.Phone {
	e.t.Helper()
	p, err := e.network.CreatePhone(e.t.Context(), sandbox.PhoneSpec{Number: number, Name: name, Persona: persona})
	if err != nil {
		e.t.Fatal(err)
	}
	return p
}

func (e *engine) create(name string) *api.Client {
	e.t.Helper()
	return must(e.Create(e.ada, &api.CreateClientRequest{Name: name}))(e.t)
}

func (e *engine) get(id string) *api.Client {
	e.t.Helper()
	return must(e.Get(e.ada, &api.GetClientRequest{ClientID: id}))(e.t)
}

func (e *engine) qr(id string, after *time.Time) *api.GetQRResponse {
	e.t.Helper()
	return must(e.GetQR(e.ada, &api.GetQRRequest{ClientID: id, Format: api.GetQRRequestFormatText, WaitSeconds: 20, After: after}))(e.t)
}

// link links a client to a phone by QR code and waits until it is connected.
func (e *engine) link(id string, p *sandbox.Phone) *api.Client {
	e.t.Helper()
	answer := e.qr(id, nil)
	if answer.State != api.GetQRResponseStateQR {
		e.t.Fatalf("getQr answers %q, want a code", answer.State)
	}
	if _, err := p.ScanQR(e.t.Context(), *answer.QR); err != nil {
		e.t.Fatal(err)
	}
	return e.await(id, api.ClientStateConnected)
}

// linked makes a client that is linked to a new phone.
func (e *engine) linked(name, number string) (*api.Client, *sandbox.Phone) {
	e.t.Helper()
	p := e.phone(number, name, sandbox.PersonaSilent)
	return e.link(e.create(name).ID, p), p
}

// until waits for a client to be as reached says.
func (e *engine) until(id, what string, reached func(*api.Client) bool) *api.Client {
	e.t.Helper()
	e.mu.RLock()
	cl := e.byID[id]
	e.mu.RUnlock()
	late := time.After(patience)
	for {
		_, changed := cl.watch()
		if v := cl.view(e.ada); reached(v) {
			return v
		}
		select {
		case <-changed:
		case <-late:
			v := cl.view(e.ada)
			e.t.Fatalf("the client is not %s: it is %s, last error %+v", what, v.State, v.LastError)
		}
	}
}

func (e *engine) await(id string, state api.ClientState) *api.Client {
	e.t.Helper()
	return e.until(id, string(state), func(c *api.Client) bool { return c.State == state })
}

func (e *engine) send(id, to, text string) (*api.SendMessageResponse, error) {
	return e.sendAs(e.ada, id, to, text)
}

func (e *engine) sendAs(ctx context.Context, id, to, text string) (*api.SendMessageResponse, error) {
	return NewMessages(e.Clients).SendMessage(ctx, &api.SendMessageRequest{ClientID: id, JID: to, Message: api.Message{Text: &text}})
}

// hears waits until a phone has a message with the text.
func hears(t testing.TB, p *sandbox.Phone, text string) sandbox.Message {
	t.Helper()
	var found sandbox.Message
	eventually(t, fmt.Sprintf("the phone has %q", text), func() bool {
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

func transcript(t testing.TB, p *sandbox.Phone) []sandbox.Message {
	t.Helper()
	messages, _, err := p.Messages(t.Context(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

// eventually polls for a state that no event tells of.
func eventually(t testing.TB, what string, reached func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(patience); !reached(); {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("timed out: %s", what)
		}
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// wantError insists on an error with a code, and a detail that holds a text.
func wantError(t testing.TB, err error, code api.Code, text string) {
	t.Helper()
	var e *api.Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want %s", err, code)
	}
	if e.Code != code || !strings.Contains(e.Detail, text) {
		t.Fatalf("got %s %q, want %s with %q", e.Code, e.Detail, code, text)
	}
}

func testLog(t testing.TB) *slog.Logger { return slog.New(testHandler{t: t}) }

// testHandler writes warnings to the test's output while the test runs.
type testHandler struct{ t testing.TB }

func (h testHandler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.t.Context().Err() == nil
}
func (h testHandler) WithAttrs([]slog.Attr) slog.Handler { return h }
func (h testHandler) WithGroup(string) slog.Handler      { return h }
func (h testHandler) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	r.Attrs(func(a slog.Attr) bool { fmt.Fprintf(&b, " %s", a); return true })
	h.t.Logf("%s %s%s", r.Level, r.Message, b.String())
	return nil
}
