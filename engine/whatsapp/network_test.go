package whatsapp

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/e2e/testkit/proxies"
	"wpengine/engine/api"
	"wpengine/engine/proxypool"
	"wpengine/engine/store"
)

// outside is what an engine on the real network was about to reach directly. Nothing of it is.
type outside struct {
	mu     sync.Mutex
	dialed []string
}

func (o *outside) dial(_ context.Context, _, address string) (net.Conn, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.dialed = append(o.dialed, address)
	return nil, fmt.Errorf("the test let nobody dial %s", address)
}

// all are the addresses that were dialed.
func (o *outside) all() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.dialed...)
}

// newPool opens the pool of a store, with a secret that is made of one byte.
func newPool(t testing.TB, s *store.Store, secret byte) *proxypool.Pool {
	t.Helper()
	p, err := proxypool.New(proxypool.Config{Proxies: s.Proxies, Secrets: [][]byte{bytes.Repeat([]byte{secret}, 32)}, AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// seed puts a proxy into a pool and returns its id.
func seed(t testing.TB, p *proxypool.Pool, url string) (id string) {
	t.Helper()
	_, err := p.Seed(t.Context(), &api.SeedProxiesRequest{Items: []api.ProxySeed{{URL: url}}})
	if err != nil {
		t.Fatal(err)
	}
	return must(p.List(t.Context(), &api.ListProxiesRequest{Limit: 1}))(t).Items[0].ID
}

// walled is an engine on the real network, behind a wall, with a client that has a proxy.
type walled struct {
	*Clients
	store  *store.Store
	out    outside
	caller context.Context
	client *api.Client
}

func onWhatsApp(t *testing.T, url string) *walled {
	t.Helper()
	t.Setenv("HTTPS_PROXY", "http://environment.invalid:3128") // must not count
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), store.FileName)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	user := store.User{ID: store.NewID(), Email: "ada@example.com", Role: api.RoleAdmin, Tier: "free"}
	if err := s.Users.Insert(t.Context(), user); err != nil {
		t.Fatal(err)
	}
	pool := newPool(t, s, 1)
	c, err := New(t.Context(), Config{Store: s, Proxies: pool, Logger: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	w := &walled{Clients: c, store: s, caller: api.WithCaller(t.Context(), api.Caller{UserID: user.ID, Role: api.RoleAdmin})}
	c.direct = w.out.dial
	id := seed(t, pool, url)
	w.client = must(c.Create(w.caller, &api.CreateClientRequest{Name: "crm", ProxyID: &id}))(t)
	return w
}

// pair asks for a code, which there won't be, and says why.
func (w *walled) pair(t *testing.T, id string) string {
	t.Helper()
	_, err := w.GetQR(w.caller, &api.GetQRRequest{ClientID: id, WaitSeconds: 20})
	wantError(t, err, api.CodeUnavailable, "")
	got := must(w.Get(w.caller, &api.GetClientRequest{ClientID: id}))(t)
	if got.State != api.ClientStateUnpaired || got.LastError == nil || got.LastError.Code != api.ClientErrorCodeConnectFailed {
		t.Fatalf("the client is %s, last error %+v", got.State, got.LastError)
	}
	if strings.Contains(got.LastError.Detail, "secret") || strings.Contains(err.Error(), "secret") {
		t.Errorf("the password is shown: %q, %q", got.LastError.Detail, err)
	}
	return got.LastError.Detail
}

func nowhere(string) string { return "127.0.0.1:1" }

func TestClientWithAProxyConnectsThroughIt(t *testing.T) {
	for _, kind := range []string{proxies.HTTP, proxies.SOCKS} {
		proxy := proxies.Start(t, kind, "ada", "secret", nowhere)
		w := onWhatsApp(t, proxy.URL())
		if why := w.pair(t, w.client.ID); !strings.Contains(why, "proxy") {
			t.Errorf("%s: %s", kind, why)
		}
		if diff := cmp.Diff([]string{"web.whatsapp.com:443"}, proxy.Asked()); diff != "" { // a name: the proxy looks it up
			t.Errorf("%s was asked for (-want +got):\n%s", kind, diff)
		}
		if bad := w.out.all(); bad != nil {
			t.Errorf("the engine dialed %v", bad)
		}
	}
}

// removed is a pool that has lost a proxy, which the database doesn't allow.
type removed struct{ Proxies }

func (r removed) Dial(ctx context.Context, _, address string) (net.Conn, error) {
	return r.Proxies.Dial(ctx, store.NewID(), address)
}

func TestClientWithoutItsProxyConnectsNowhere(t *testing.T) {
	working := proxies.Start(t, proxies.SOCKS, "ada", "secret", nowhere)
	stopped := proxies.Start(t, proxies.HTTP, "ada", "secret", nowhere)
	stopped.Stop()
	for name, test := range map[string]struct {
		url   string
		spoil func(*walled)
		want  string
	}{
		"down":           {stopped.URL(), func(*walled) {}, "nothing listens at its address"},
		"wrong password": {working.URLWith("other"), func(*walled) {}, "refuses the user name or the password"},
		"undecryptable":  {working.URL(), func(w *walled) { w.proxies = newPool(t, w.store, 2) }, "cannot be decrypted"},
		"removed":        {working.URL(), func(w *walled) { w.proxies = removed{w.proxies} }, "no longer exists"},
		"no pool":        {working.URL(), func(w *walled) { w.proxies = nil }, "has no proxies"},
	} {
		t.Run(name, func(t *testing.T) {
			w := onWhatsApp(t, test.url)
			test.spoil(w)
			must(w.Connect(w.caller, &api.ConnectClientRequest{ClientID: w.client.ID}))(t)
			if why := w.pair(t, w.client.ID); !strings.Contains(why, test.want) || !strings.Contains(why, "Without it the client does not connect.") {
				t.Errorf("%q, want %q", why, test.want)
			}
			if got := must(w.Get(w.caller, &api.GetClientRequest{ClientID: w.client.ID}))(t); got.Proxy == nil {
				t.Error("the client is shown without its proxy")
			}
			if bad := w.out.all(); bad != nil {
				t.Errorf("the engine dialed %v", bad)
			}
		})
	}
	if asked := working.Asked(); len(asked) > 0 {
		t.Errorf("the proxy was asked for %v", asked)
	}
}

func TestClientWithoutAProxyIgnoresTheEnvironment(t *testing.T) {
	w := onWhatsApp(t, "http://proxy.invalid:80")
	client := must(w.Create(w.caller, &api.CreateClientRequest{Name: "direct"}))(t)
	w.pair(t, client.ID)
	if diff := cmp.Diff([]string{"web.whatsapp.com:443"}, w.out.all()); diff != "" {
		t.Errorf("dialed (-want +got):\n%s", diff)
	}
}

func TestEveryClientHasToHaveAProxyWhereTheyAreAssigned(t *testing.T) {
	proxy := proxies.Start(t, proxies.HTTP, "ada", "secret", nowhere)
	w := onWhatsApp(t, proxy.URL())
	w.assign = true
	one := 1
	must(w.proxies.(*proxypool.Pool).Update(t.Context(), &api.UpdateProxyRequest{ProxyID: w.client.Proxy.ID, MaxClients: &one}))(t)
	client := must(w.Create(w.caller, &api.CreateClientRequest{Name: "new"}))(t)
	if why := w.pair(t, client.ID); !strings.Contains(why, "no proxy that has room") {
		t.Errorf("with a full pool: %q", why)
	}
	if len(proxy.Asked()) > 0 {
		t.Errorf("the proxy was asked for %v", proxy.Asked())
	}
	one = 2
	must(w.proxies.(*proxypool.Pool).Update(t.Context(), &api.UpdateProxyRequest{ProxyID: w.client.Proxy.ID, MaxClients: &one}))(t)
	w.pair(t, client.ID)
	if got := must(w.Get(w.caller, &api.GetClientRequest{ClientID: client.ID}))(t); got.Proxy == nil || got.Proxy.ID != w.client.Proxy.ID {
		t.Errorf("its proxy is %+v", got.Proxy)
	}
	if diff := cmp.Diff([]string{"web.whatsapp.com:443"}, proxy.Asked()); diff != "" {
		t.Error(diff)
	}
	if bad := w.out.all(); bad != nil {
		t.Errorf("the engine dialed %v", bad)
	}
}

func TestConnectingIsBounded(t *testing.T) {
	transport := onWhatsApp(t, "http://proxy.invalid:80").transport(nil)
	if transport.TLSHandshakeTimeout <= 0 || transport.TLSHandshakeTimeout > 30*time.Second || transport.ResponseHeaderTimeout != answerTimeout {
		t.Errorf("TLS %s, answer %s", transport.TLSHandshakeTimeout, transport.ResponseHeaderTimeout)
	}
	if transport.Proxy != nil {
		t.Error("a connection asks the environment for a proxy")
	}
}
