package rpc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/ratelimit"
	"wpengine/engine/rpc"
	"wpengine/engine/store"
	"wpengine/openapi"
)

const (
	account      = "0198f2f4-0000-7000-8000-00000000000a"
	otherAccount = "0198f2f4-0000-7000-8000-00000000000b"
	clientID     = "0198f2f4-0000-7000-8000-0000000000c1"
	otherID      = "0198f2f4-0000-7000-8000-0000000000c2"
	goodKey      = "wpe_good"
	otherKey     = "wpe_of_another_account"
	adminKey     = "wpe_admin"
	scopedKey    = "wpe_scoped"
	clientKey    = "wpe_for_one_client"
	officeKey    = "wpe_from_the_office"
	oldKey       = "wpe_expired"
	cappedKey    = "wpe_three_an_hour"
)

// unserved are the services of the API, each of whose methods panics. A test gives those that it calls.
type unserved struct {
	api.ServerService
	api.ClientsService
	api.WhatsappService
	api.ApiKeysService
	api.AccountService
	api.ProxyService
	api.SandboxService
}

func operations() []api.Operation {
	u := unserved{}
	return api.Operations(serverOf{u.ServerService}, clientsOf{u.ClientsService}, whatsappOf{u.WhatsappService},
		apiKeysOf{u.ApiKeysService}, accountOf{u.AccountService}, proxyOf{u.ProxyService}, sandboxOf{u.SandboxService})
}

type (
	serverOf   struct{ api.ServerService }
	clientsOf  struct{ api.ClientsService }
	whatsappOf struct{ api.WhatsappService }
	apiKeysOf  struct{ api.ApiKeysService }
	accountOf  struct{ api.AccountService }
	proxyOf    struct{ api.ProxyService }
	sandboxOf  struct{ api.SandboxService }
)

// keys knows the keys of the tests.
type keys map[string]api.Caller

func (k keys) Verify(_ context.Context, presented string) (api.Caller, error) {
	if caller, ok := k[presented]; ok {
		return caller, nil
	}
	return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The API key is not known.")
}

func testKeys() keys {
	caller := func(key api.CallerKey) api.Caller {
		return api.Caller{UserID: account, Role: "user", Tier: "free", Key: &key}
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	k := keys{
		goodKey:   caller(api.CallerKey{ID: "key-good"}),
		scopedKey: caller(api.CallerKey{ID: "key-scoped", Scopes: []string{"clients.*", "whatsapp.sendMessage"}}),
		clientKey: caller(api.CallerKey{ID: "key-client", ClientIDs: []string{clientID}}),
		officeKey: caller(api.CallerKey{ID: "key-office", AllowedIPs: []string{"203.0.113.0/24", "2001:db8::1"}}),
		cappedKey: caller(api.CallerKey{ID: "key-capped", HourlyLimit: 3}),
		oldKey:    caller(api.CallerKey{ID: "key-old", ExpiresAt: &yesterday}),
		otherKey:  caller(api.CallerKey{ID: "key-other"}),
		adminKey:  caller(api.CallerKey{ID: "key-admin"}),
	}
	other := k[otherKey]
	other.UserID = otherAccount
	k[otherKey] = other
	admin := k[adminKey]
	admin.Role = api.RoleAdmin
	k[adminKey] = admin
	return k
}

// harness is a Server over the real spec, the real budget and the real store, behind a listener.
type harness struct {
	t      testing.TB
	server *rpc.Server
	http   *httptest.Server
	config rpc.Config

	mu  sync.Mutex
	log bytes.Buffer
}

type setting func(*harness)

// serving gives an operation its method.
func serving(id string, call func(ctx context.Context, body []byte) (any, error)) setting {
	return func(h *harness) {
		for i := range h.config.Operations {
			if op := &h.config.Operations[i]; op.ID == id {
				op.Call = call
				return
			}
		}
		h.t.Fatalf("no operation %s", id)
	}
}

func configured(change func(*rpc.Config)) setting {
	return func(h *harness) { change(&h.config) }
}

func limited(n int) setting {
	return configured(func(c *rpc.Config) { c.Limit = func(string) int { return n } })
}

func ping(context.Context, []byte) (any, error) {
	return &api.PingResponse{Ok: true, Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Version: "test"}, nil
}

// engineSpec is the real spec. Nobody changes it, so the tests share it.
var engineSpec = sync.OnceValues(openapi.Engine)

func start(t testing.TB, settings ...setting) *harness {
	t.Helper()
	spec, err := engineSpec()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{account, otherAccount} {
		if err := db.Users.Insert(context.Background(), store.User{ID: id, Email: id, Role: "user", Tier: "free"}); err != nil {
			t.Fatal(err)
		}
	}
	h := &harness{t: t}
	limiter := ratelimit.New(db.Budgets, slog.New(slog.DiscardHandler))
	h.config = rpc.Config{
		Spec: spec, Operations: operations(), Keys: testKeys(), Budget: limiter, Sends: db.Sends,
		Limit:  func(string) int { return 1000 },
		Logger: slog.New(slog.NewJSONHandler(h, nil)),
	}
	for _, set := range append([]setting{serving("server.ping", ping)}, settings...) {
		set(h)
	}
	if h.server, err = rpc.New(h.config); err != nil {
		t.Fatal(err)
	}
	conformance, err := rpc.NewConformance(spec)
	if err != nil {
		t.Fatal(err)
	}
	h.http = httptest.NewServer(conformance.Handler(h.server, func(err error) { t.Error(err) }))
	t.Cleanup(func() {
		h.http.Close()
		if err := limiter.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// Write takes what the Server logs.
func (h *harness) Write(line []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.Write(line)
}

// lines returns what was logged.
func (h *harness) lines() []map[string]any {
	h.mu.Lock()
	defer h.mu.Unlock()
	var lines []map[string]any
	for line := range strings.Lines(h.log.String()) {
		fields := map[string]any{}
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			h.t.Fatal(err)
		}
		lines = append(lines, fields)
	}
	return lines
}

// request is a request as it should be; a test changes what it is about.
func (h *harness) request(operation, body string) *http.Request {
	h.t.Helper()
	r, err := http.NewRequest(http.MethodPost, h.http.URL+"/api/rpc/"+operation, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("x-api-key", goodKey)
	return r
}

// reply is an answer, read to its end.
type reply struct {
	*http.Response
	body    string
	problem api.Problem
}

func (h *harness) do(r *http.Request) reply {
	h.t.Helper()
	resp, err := h.http.Client().Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	got := reply{Response: resp, body: string(body)}
	if resp.StatusCode >= 400 && strings.HasPrefix(resp.Header.Get("Content-Type"), "application/problem+json") {
		if err := json.Unmarshal(body, &got.problem); err != nil {
			h.t.Fatal(err)
		}
	}
	return got
}

func (h *harness) post(operation, body string) reply {
	h.t.Helper()
	return h.do(h.request(operation, body))
}

// spent returns how many requests of the account's budget are gone.
func (h *harness) spent() int {
	h.t.Helper()
	d, err := h.config.Budget.Peek(context.Background(), account, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	return 1000 - d.Remaining
}
