package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// outside is what an engine on the real network was about to reach. Nothing of it is.
type outside struct {
	mu     sync.Mutex
	dialed []string
	let    string // the one address that may be reached
}

func (o *outside) dial(ctx context.Context, network, address string) (net.Conn, error) {
	o.mu.Lock()
	o.dialed = append(o.dialed, address)
	o.mu.Unlock()
	if address != o.let {
		return nil, fmt.Errorf("the test let nobody dial %s", address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

// others are the addresses that were dialed and must not have been.
func (o *outside) others() (bad []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, address := range o.dialed {
		if address != o.let {
			bad = append(bad, address)
		}
	}
	return bad
}

// connectProxy notes what it is asked to connect to, by whom, and refuses.
type connectProxy struct {
	mu    sync.Mutex
	asked []string
	auth  string
}

func (p *connectProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.Method+" "+r.Host)
	p.auth = r.Header.Get("Proxy-Authorization")
	http.Error(w, "not today", http.StatusForbidden)
}

// onWhatsApp makes an engine on the real network, behind a wall, with a client that has a proxy.
func onWhatsApp(t *testing.T, out *outside, known Proxies) (c *Clients, caller context.Context, id string) {
	t.Helper()
	t.Setenv("HTTPS_PROXY", "http://environment.invalid:3128") // must not count
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), store.FileName)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	user := store.User{ID: store.NewID(), Email: "ada@example.com", Role: api.RoleAdmin, Tier: "free"}
	proxy := store.Proxy{ID: testProxy, Identity: "one", SealedURL: []byte("sealed")}
	err = errors.Join(s.Users.Insert(t.Context(), user), s.Proxies.Edit(t.Context(), func([]store.Proxy) (store.ProxyEdit, error) {
		return store.ProxyEdit{Put: []store.Proxy{proxy}}, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	c, err = New(t.Context(), Config{Store: s, Proxies: known, Logger: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	c.dial = out.dial
	c.direct = c.transport(nil)
	caller = api.WithCaller(t.Context(), api.Caller{UserID: user.ID, Role: api.RoleAdmin})
	client := must(c.Create(caller, &api.CreateClientRequest{Name: "crm", ProxyID: &proxy.ID}))(t)
	return c, caller, client.ID
}

const testProxy = "01970000-0000-7000-8000-000000000001"

func TestClientWithAProxyConnectsThroughIt(t *testing.T) {
	refusing := &connectProxy{}
	server := httptest.NewServer(refusing)
	defer server.Close()
	out := &outside{let: server.Listener.Addr().String()}
	c, caller, id := onWhatsApp(t, out, proxies{testProxy: "http://ada:secret@" + out.let})
	_, err := c.GetQR(caller, &api.GetQRRequest{ClientID: id, WaitSeconds: 20})
	wantError(t, err, api.CodeUnavailable, "proxy")
	got := must(c.Get(caller, &api.GetClientRequest{ClientID: id}))(t)
	if got.State != api.ClientStateUnpaired || got.LastError == nil || got.LastError.Code != api.ClientErrorCodeConnectFailed {
		t.Fatalf("the client is %s, last error %+v", got.State, got.LastError)
	}
	if strings.Contains(got.LastError.Detail, "secret") || strings.Contains(err.Error(), "secret") {
		t.Errorf("the password is shown: %q, %q", got.LastError.Detail, err)
	}
	if diff := cmp.Diff([]string{"CONNECT web.whatsapp.com:443"}, refusing.asked); diff != "" {
		t.Errorf("the proxy was asked for (-want +got):\n%s", diff)
	}
	if refusing.auth != "Basic YWRhOnNlY3JldA==" {
		t.Errorf("with the credentials %q", refusing.auth)
	}
	if bad := out.others(); bad != nil {
		t.Errorf("the engine dialed %v", bad)
	}
}

func TestSOCKSProxyResolvesTheName(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	hello := make(chan byte, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		first := make([]byte, 3)
		_, _ = conn.Read(first)
		hello <- first[0]
	}()
	out := &outside{let: listener.Addr().String()}
	c, caller, id := onWhatsApp(t, out, proxies{testProxy: "socks5://" + out.let})
	_, err = c.GetQR(caller, &api.GetQRRequest{ClientID: id, WaitSeconds: 20})
	wantError(t, err, api.CodeUnavailable, "proxy")
	if version := <-hello; version != 5 {
		t.Errorf("the proxy heard version %d", version)
	}
	if bad := out.others(); bad != nil {
		t.Errorf("the engine dialed %v", bad)
	}
}

// unusable proxies are known, and still no way out.
type unusable struct {
	url *url.URL
	err error
}

func (u unusable) URL(context.Context, string) (*url.URL, error)  { return u.url, u.err }
func (u unusable) Masked(context.Context, string) (string, error) { return "", u.err }

func TestClientWithoutItsProxyConnectsNowhere(t *testing.T) {
	for name, known := range map[string]Proxies{
		"unknown":       proxies{},
		"undecryptable": unusable{err: errors.New("cipher: message authentication failed")},
		"no URL":        unusable{},
		"odd scheme":    unusable{url: &url.URL{Scheme: "ftp", Host: "proxy.example:21"}},
		"no proxies":    nil,
	} {
		t.Run(name, func(t *testing.T) {
			out := &outside{}
			c, caller, id := onWhatsApp(t, out, known)
			must(c.Connect(caller, &api.ConnectClientRequest{ClientID: id}))(t)
			_, err := c.GetQR(caller, &api.GetQRRequest{ClientID: id, WaitSeconds: 20})
			wantError(t, err, api.CodeUnavailable, "proxy")
			got := must(c.Get(caller, &api.GetClientRequest{ClientID: id}))(t)
			if got.LastError == nil || got.LastError.Code != api.ClientErrorCodeConnectFailed || got.Proxy == nil {
				t.Errorf("last error %+v, proxy %+v", got.LastError, got.Proxy)
			}
			if bad := out.others(); bad != nil {
				t.Errorf("the engine dialed %v", bad)
			}
		})
	}
}

func TestClientWithoutAProxyIgnoresTheEnvironment(t *testing.T) {
	out := &outside{}
	c, caller, _ := onWhatsApp(t, out, nil)
	client := must(c.Create(caller, &api.CreateClientRequest{Name: "direct"}))(t)
	_, err := c.GetQR(caller, &api.GetQRRequest{ClientID: client.ID, WaitSeconds: 20})
	wantError(t, err, api.CodeUnavailable, "")
	if diff := cmp.Diff([]string{"web.whatsapp.com:443"}, out.others()); diff != "" {
		t.Errorf("dialed (-want +got):\n%s", diff)
	}
}

func TestConnectingIsBounded(t *testing.T) {
	out := &outside{}
	c, _, _ := onWhatsApp(t, out, nil)
	if c.direct.TLSHandshakeTimeout <= 0 || c.direct.TLSHandshakeTimeout > 30*time.Second || c.direct.ResponseHeaderTimeout != answerTimeout {
		t.Errorf("TLS %s, answer %s", c.direct.TLSHandshakeTimeout, c.direct.ResponseHeaderTimeout)
	}
	if c.direct.Proxy != nil {
		t.Error("a direct connection asks for a proxy")
	}
}
