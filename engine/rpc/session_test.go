package rpc_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"wpengine/engine/api"
	"wpengine/engine/rpc"
)

// visitors are the sessions of a page: who has the cookie has one.
type visitors struct {
	scopes []string
	paying bool
	err    error
	begun  int
	ended  int
}

func (v *visitors) Open(r *http.Request) (*api.Visit, error) {
	if _, err := r.Cookie("session"); err != nil {
		return nil, nil
	}
	if v.err != nil {
		return nil, v.err
	}
	v.begun++
	return &api.Visit{Caller: api.Caller{UserID: account, Role: "user", Tier: "free"}, Scopes: v.scopes, Free: !v.paying, End: func() { v.ended++ }}, nil
}

// nobody knows no session.
type nobody struct{}

func (nobody) Open(*http.Request) (*api.Visit, error) { return nil, nil }

// visited is a server with a page whose sessions may list phones and look at clients.
func visited(t *testing.T, v *visitors) *harness {
	phones := func(ctx context.Context, _ []byte) (any, error) {
		if got := api.CallerFrom(ctx).UserID; got != account {
			t.Errorf("the caller is %s", got)
		}
		return &api.ListPhonesResponse{Items: []api.Phone{}}, nil
	}
	clients := func(context.Context, []byte) (any, error) {
		return &api.ListClientsResponse{Items: []api.Client{}}, nil
	}
	return start(t, serving("sandbox.listPhones", phones), serving("clients.list", clients), configured(func(c *rpc.Config) {
		c.Sessions = []rpc.Sessions{nobody{}, v}
	}))
}

// browses is a request as a page sends it: with a cookie and no key.
func (h *harness) browses(operation string, headers ...string) *http.Request {
	r := h.request(operation, `{}`)
	r.Header.Del("x-api-key")
	r.Header.Set("Cookie", "session=1")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func TestSessionIsGoodForWhatItsPageNeeds(t *testing.T) {
	v := &visitors{scopes: []string{"sandbox.*", "clients.list"}}
	h := visited(t, v)
	for operation, status := range map[string]int{
		"sandbox/listPhones": 200, "clients/list": 200,
		"clients/create": 403, "server/ping": 403, "apiKeys/list": 403, "account/get": 403, "whatsapp/sendMessage": 403,
	} {
		if got := h.do(h.browses(operation, "Sec-Fetch-Site", "same-origin")); got.StatusCode != status {
			t.Errorf("%s: %d %s", operation, got.StatusCode, got.body)
		}
	}
	if n := h.spent(); n != 0 {
		t.Errorf("%d of the budget are spent", n)
	}
	if v.begun != 7 || v.ended != v.begun {
		t.Errorf("%d requests of the session have begun, %d have ended", v.begun, v.ended)
	}
	for _, line := range h.lines() {
		if line["session"] != true || line["account"] != account {
			t.Errorf("%v", line)
		}
	}
}

// A session that may do all that its account may is no way around the account's budget.
func TestSessionWithoutScopesSpendsTheBudget(t *testing.T) {
	h := visited(t, &visitors{paying: true})
	for operation, status := range map[string]int{"clients/list": 200, "proxy/list": 403} { // which is for administrators
		if got := h.do(h.browses(operation, "Sec-Fetch-Site", "same-origin")); got.StatusCode != status {
			t.Errorf("%s: %d %s", operation, got.StatusCode, got.body)
		}
	}
	if n := h.spent(); n != 1 {
		t.Errorf("%d of the budget are spent", n)
	}
}

func TestSessionIsGoodForPagesOfOursOnly(t *testing.T) {
	h := visited(t, &visitors{})
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
	} {
		if got := h.do(h.browses("sandbox/listPhones", headers...)); got.StatusCode != 403 || got.problem.Code != api.CodeForbidden {
			t.Errorf("%v: %d %s", headers, got.StatusCode, got.body)
		}
	}
	if got := h.do(h.browses("sandbox/listPhones", "Origin", h.http.URL)); got.StatusCode != 200 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

func TestKeyCountsMoreThanASession(t *testing.T) {
	v := &visitors{}
	h := visited(t, v)
	if got := h.do(h.browses("server/ping", "x-api-key", goodKey, "Sec-Fetch-Site", "cross-site")); got.StatusCode != 200 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	if got := h.do(h.browses("sandbox/listPhones", "x-api-key", "wpe_nobody")); got.StatusCode != 401 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	if n := h.spent(); n != 1 || v.begun != 0 {
		t.Errorf("%d of the budget are spent, %d sessions were asked for", n, v.begun)
	}
}

func TestSessionThatIsOverIsNoSession(t *testing.T) {
	v := &visitors{err: api.Errorf(api.CodeUnauthenticated, "The session is over.")}
	h := visited(t, v)
	if got := h.do(h.browses("sandbox/listPhones")); got.StatusCode != 401 || got.problem.Detail != "The session is over." {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	v.err = errors.New("the disk is on fire")
	if got := h.do(h.browses("sandbox/listPhones")); got.StatusCode != 503 || got.problem.Code != api.CodeUnavailable {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	r := h.browses("sandbox/listPhones")
	r.Header.Del("Cookie")
	if got := h.do(r); got.StatusCode != 401 || got.problem.Detail != "Send an API key in the x-api-key header." {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

// TestPageIsRefusedWhatARequestIs calls operations as the engine's own pages do, without a request.
func TestPageIsRefusedWhatARequestIs(t *testing.T) {
	h := visited(t, &visitors{})
	user := api.Caller{UserID: account, Role: "user", Tier: "free"}
	for name, c := range map[string]struct {
		caller    api.Caller
		operation string
		request   any
		code      api.Code
		detail    string
	}{
		"what it may do":      {caller: user, operation: "clients.list", request: api.ListClientsRequest{Limit: 5}},
		"against the schema":  {caller: user, operation: "clients.list", request: api.ListClientsRequest{Limit: 5000}, code: api.CodeInvalidRequest, detail: "/limit"},
		"for administrators":  {caller: user, operation: "proxy.list", request: api.ListProxiesRequest{Limit: 5}, code: api.CodeForbidden},
		"a method that fails": {caller: user, operation: "account.get", request: struct{}{}, code: api.CodeInternal},
		"nobody":              {operation: "clients.list", request: struct{}{}, code: api.CodeInternal},
		"a key":               {caller: testKeys()[goodKey], operation: "clients.list", request: struct{}{}, code: api.CodeInternal},
		"no operation":        {caller: user, operation: "clients.lst", request: struct{}{}, code: api.CodeInternal},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := h.server.Call(api.WithCaller(t.Context(), c.caller), c.operation, c.request)
			if c.code == "" {
				if _, ok := got.(*api.ListClientsResponse); !ok || err != nil {
					t.Errorf("%v %v", got, err)
				}
				return
			}
			shown := &api.Error{Code: api.CodeInternal}
			errors.As(err, &shown)
			if err == nil || shown.Code != c.code || c.detail != "" && shown.Fields[0].Pointer != c.detail {
				t.Errorf("%v %v", got, err)
			}
		})
	}
	if n := h.spent(); n != 0 {
		t.Errorf("%d of the budget are spent", n)
	}
}

// noted is what a Usage has heard.
type noted struct {
	mu  sync.Mutex
	all []string
}

func (n *noted) Note(account, key, operation string, failed bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, fmt.Sprint(account, " ", key, " ", operation, " ", failed))
}

func TestRequestsOfAccountsAreCounted(t *testing.T) {
	n := &noted{}
	h := start(t, configured(func(c *rpc.Config) {
		c.Usage, c.Sessions = n, []rpc.Sessions{&visitors{paying: true}}
	}))
	h.post("server/ping", `{}`)
	h.post("server/ping", `{"x":1}`)
	h.do(h.browses("server/ping", "Sec-Fetch-Site", "same-origin"))
	stranger := h.request("server/ping", `{}`)
	stranger.Header.Set("x-api-key", "wpe_nobody")
	h.do(stranger)
	h.post("server/pong", `{}`)
	want := []string{account + " key-good server.ping false", account + " key-good server.ping true", account + "  server.ping false"}
	if !slices.Equal(n.all, want) {
		t.Errorf("%q", n.all)
	}
}
