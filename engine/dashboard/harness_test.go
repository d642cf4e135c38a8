package dashboard_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/account/audit"
	"wpengine/engine/account/factor"
	"wpengine/engine/account/passkey"
	"wpengine/engine/account/session"
	"wpengine/engine/api"
	"wpengine/engine/apikey"
	"wpengine/engine/dashboard"
	"wpengine/engine/ratelimit"
	"wpengine/engine/rpc"
	"wpengine/engine/store"
	"wpengine/engine/usage"
	"wpengine/openapi"
)

const (
	adaEmail = "ada@example.com"
	password = "four quiet rivers meet"
)

// unlimited is a budget of which nothing is gone.
type unlimited struct{}

func (unlimited) Usage(_ context.Context, _ string, limit int) (int, time.Time, error) {
	return limit, time.Now(), nil
}

// clients are those of everybody.
type clients struct {
	api.ClientsService
	rows *[]api.Client
}

func (c clients) List(context.Context, *api.ListClientsRequest) (*api.ListClientsResponse, error) {
	return &api.ListClientsResponse{Items: append([]api.Client{}, *c.rows...)}, nil
}

func (c clients) Get(_ context.Context, r *api.GetClientRequest) (*api.Client, error) {
	for _, client := range *c.rows {
		if client.ID == r.ClientID {
			return &client, nil
		}
	}
	return nil, api.Errorf(api.CodeNotFound, "No client %s.", r.ClientID)
}

func (c clients) Create(_ context.Context, r *api.CreateClientRequest) (*api.Client, error) {
	made := api.Client{ID: store.NewID(), Name: r.Name, State: api.ClientStateUnpaired}
	*c.rows = append(*c.rows, made)
	return &made, nil
}

func (c clients) Update(_ context.Context, r *api.UpdateClientRequest) (*api.Client, error) {
	for i := range *c.rows {
		if client := &(*c.rows)[i]; client.ID == r.ClientID {
			client.Name, client.Settings = *r.Name, *r.Settings
			return client, nil
		}
	}
	return nil, api.Errorf(api.CodeNotFound, "No client %s.", r.ClientID)
}

func (c clients) Counts(string) (total, connected int) { return len(*c.rows), 0 }

func (c clients) DeleteAll(context.Context, string) error {
	*c.rows = nil
	return nil
}

func (c clients) GetQR(ctx context.Context, r *api.GetQRRequest) (*api.GetQRResponse, error) {
	client, err := c.Get(ctx, &api.GetClientRequest{ClientID: r.ClientID})
	if err != nil {
		return nil, err
	}
	if client.State != api.ClientStatePairing {
		return &api.GetQRResponse{State: api.GetQRResponseStateExpired}, nil
	}
	drawing := "<svg><path d='M0 0'/></svg>"
	return &api.GetQRResponse{State: api.GetQRResponseStateQR, QR: &drawing}, nil
}

func (c clients) PairCode(context.Context, *api.PairCodeRequest) (*api.PairCodeResponse, error) {
	return &api.PairCodeResponse{Code: "ABCD-EFGH", ExpiresAt: time.Now().Add(time.Minute)}, nil
}

// messages are refused: no client is connected.
type messages struct{ api.WhatsappService }

func (messages) SendMessage(context.Context, *api.SendMessageRequest) (*api.SendMessageResponse, error) {
	return nil, api.Errorf(api.CodeClientNotConnected, "The client is not connected.")
}

// The services that no page calls.
type (
	serverOf  struct{ api.ServerService }
	sandboxOf struct{ api.SandboxService }
)

// spec is read once: it takes longer than most tests.
var spec = sync.OnceValues(openapi.Engine)

// forgetful tells the site's keys, which are made later.
type forgetful struct{ site *site }

func (f forgetful) ForgetAccount(id string) { f.site.keys.ForgetAccount(id) }

// calls is the API over the real services.
func (s *site) calls(keys *apikey.Keys, logger *slog.Logger) *rpc.Server {
	s.t.Helper()
	described, err := spec()
	if err != nil {
		s.t.Fatal(err)
	}
	budget := ratelimit.New(s.store.Budgets, logger)
	s.t.Cleanup(func() { _ = budget.Close() })
	server, err := rpc.New(rpc.Config{
		Spec: described, Operations: api.Operations(serverOf{}, clients{rows: &s.clients}, messages{}, keys, s.accounts, s.proxies(), sandboxOf{}),
		Keys: keys, Budget: budget, Limit: account.Limit, Sends: s.store.Sends, Logger: logger,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return server
}

// site is a dashboard with its database.
type site struct {
	t         *testing.T
	store     *store.Store
	accounts  *account.Accounts
	factors   *factor.Factors
	audit     *audit.Log
	keys      *apikey.Keys
	usage     *usage.Counter
	dashboard *dashboard.Dashboard
	log       *bytes.Buffer
	now       time.Time
	clients   []api.Client
	ada       store.User
	file      string // of the database
}

// open makes a site on which Ada has an account. change edits how it is made.
func open(t *testing.T, change ...func(*dashboard.Config)) *site {
	t.Helper()
	s := &site{t: t, log: &bytes.Buffer{}, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	logger := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	s.file = filepath.Join(t.TempDir(), store.FileName)
	if s.store, err = store.Open(t.Context(), store.Options{Path: s.file}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	clock := func() time.Time { return s.now }
	events := audit.New(s.store.Audit, logger)
	s.audit = events
	s.accounts, err = account.New(account.Config{
		Keys: forgetful{s}, Clients: clients{rows: &s.clients}, Users: s.store.Users, Links: s.store.Links, Identities: s.store.Identities, Budgets: unlimited{}, Audit: events, Secret: []byte("secret"), HashMemory: 64, Now: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.factors, err = factor.New(factor.Config{Rows: s.store.Factors, Audit: events, Secret: bytes.Repeat([]byte{1}, 32), Issuer: "WP Engine", Now: clock}); err != nil {
		t.Fatal(err)
	}
	described, err := spec()
	if err != nil {
		t.Fatal(err)
	}
	var operations []string
	for _, op := range described.Operations {
		operations = append(operations, op.ID)
	}
	s.keys = apikey.New(apikey.Config{Keys: s.store.Keys, Clients: s.store.Clients, Operations: operations, Audit: events, Logger: logger})
	t.Cleanup(func() { _ = s.keys.Close() })
	s.usage = usage.New(s.store.Usage, logger, nil)
	t.Cleanup(func() { _ = s.usage.Close() })
	calls := s.calls(s.keys, logger)
	config := dashboard.Config{
		Accounts: s.accounts, Sessions: session.New(s.store.Sessions, logger, clock), Audit: events, Factors: s.factors, Passkeys: s.passkeysAt("https://wa.example.com"), Usage: s.usage, Spec: described, Call: calls.Call, Charge: calls.Charge,
		Assets: os.DirFS("../../assets"), Logger: logger, Now: clock,
	}
	for _, c := range change {
		c(&config)
	}
	if s.dashboard, err = dashboard.New(config); err != nil {
		t.Fatal(err)
	}
	s.ada = s.add(adaEmail, account.RoleUser)
	return s
}

// passkeysAt are the passkeys at an address.
func (s *site) passkeysAt(origin string) *passkey.Passkeys {
	s.t.Helper()
	p, err := passkey.New(passkey.Config{
		Rows: s.store.Passkeys, Users: s.store.Users, Audit: s.audit, Secret: bytes.Repeat([]byte{1}, 32), Origin: origin, Name: "WP Engine",
		Now: func() time.Time { return s.now },
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// add adds an account that has the password.
func (s *site) add(email, role string) store.User {
	s.t.Helper()
	u, err := s.accounts.Create(s.t.Context(), account.NewAccount{Email: email, Name: "Ada", Password: password, Role: role})
	if err != nil {
		s.t.Fatal(err)
	}
	return u
}

// dump is all that the database's files have.
func (s *site) dump() (all []byte) {
	for _, name := range []string{s.file, s.file + "-wal"} {
		data, err := os.ReadFile(name)
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

// visitor is a browser: it keeps cookies, and says where it comes from.
type visitor struct {
	site    *site
	address string
	host    string
	cookies map[string]string
	headers map[string]string // sent along with everything
}

func (s *site) visitor() *visitor {
	return &visitor{site: s, address: "192.0.2.1", host: "wa.example.com", cookies: map[string]string{}}
}

type answer struct {
	*http.Response
	body string
}

// do makes a request. A form makes it a POST as a page of ours sends it.
func (v *visitor) do(path string, form ...string) answer {
	v.site.t.Helper()
	method, body := "GET", io.Reader(nil)
	if form != nil {
		values := url.Values{}
		for i := 0; i+1 < len(form); i += 2 {
			values.Add(form[i], form[i+1])
		}
		method, body = "POST", strings.NewReader(values.Encode())
	}
	r := httptest.NewRequestWithContext(v.site.t.Context(), method, path, body)
	r.Host, r.RemoteAddr = v.host, netip.AddrPortFrom(netip.MustParseAddr(v.address), 4711).String()
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range v.headers {
		r.Header.Set(name, value)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.dashboard.ServeHTTP(w, r)
	resp := w.Result()
	for _, c := range resp.Cookies() {
		if v.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	return answer{resp, w.Body.String()}
}

func (v *visitor) signIn(email, password string, more ...string) answer {
	v.site.t.Helper()
	return v.do("/sign-in", append([]string{"email", email, "password", password}, more...)...)
}

// in is a visitor who is signed in.
func (s *site) in() *visitor {
	s.t.Helper()
	v := s.visitor()
	v.signIn(adaEmail, password).leads(s.t, "/account")
	return v
}

// leads insists that the answer leads on to a path.
func (a answer) leads(t *testing.T, to string) {
	t.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != to {
		t.Fatalf("%s to %q, want %s\n%s", a.Status, a.Header.Get("Location"), to, a.body)
	}
}

// says insists on a status and on a text.
func (a answer) says(t *testing.T, status int, text string) {
	t.Helper()
	if a.StatusCode != status || !strings.Contains(a.body, text) {
		t.Errorf("%s, want %d and %q\n%s", a.Status, status, text, a.body)
	}
}

// session is what the visitor's session cookie has.
func (v *visitor) session() string {
	for name, value := range v.cookies {
		if strings.Contains(name, "wpengine-session") {
			return value
		}
	}
	return ""
}

// opens reports whom the visitor's session stands for at the API.
func (v *visitor) opens() (string, error) {
	r := httptest.NewRequest("POST", "/api/rpc/account/get", nil)
	r.Host, r.RemoteAddr = v.host, v.address+":4711"
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for name, value := range v.headers {
		r.Header.Set(name, value)
	}
	visit, err := v.site.dashboard.Open(r)
	if visit == nil {
		return "", err
	}
	return visit.Caller.Email, err
}

func code(err error) api.Code {
	shown := new(api.Error)
	errors.As(err, &shown)
	return shown.Code
}

var tokenIn = regexp.MustCompile(`token=(\w+)`)

// token is the secret of a link.
func token(path string) string { return tokenIn.FindStringSubmatch(path)[1] }
