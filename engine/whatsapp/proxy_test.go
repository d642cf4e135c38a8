package whatsapp

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"math/big"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wpengine/e2e/testkit/proxies"
	"wpengine/engine/api"
	"wpengine/engine/outbound"
	"wpengine/engine/proxypool"
	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

// internet is the simulated network where WhatsApp is for a client on the real one: behind names, TCP and TLS. It knows
// where each connection came from. Everybody may connect directly, and is seen to.
type internet struct {
	listener net.Listener
	roots    *x509.CertPool

	mu      sync.Mutex
	sources []string
	dials   int // direct ones
}

func newInternet(t *testing.T, n *sandbox.Network) *internet {
	t.Helper()
	certificate, roots := certificateFor(t, "web.whatsapp.com", "mmg.whatsapp.net", "*.whatsapp.net", "*.whatsapp.com")
	i := &internet{roots: roots}
	server := httptest.NewUnstartedServer(n.Handler())
	i.listener, server.Listener = server.Listener, watched{server.Listener, i}
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return i
}

// watched notes who connects.
type watched struct {
	net.Listener
	to *internet
}

func (w watched) Accept() (net.Conn, error) {
	conn, err := w.Listener.Accept()
	if err == nil {
		w.to.mu.Lock()
		w.to.sources = append(w.to.sources, conn.RemoteAddr().String())
		w.to.mu.Unlock()
	}
	return conn, err
}

// route leads whatever is asked for to the simulated network.
func (i *internet) route(string) string { return i.listener.Addr().String() }

// direct is how a client without a proxy connects.
func (i *internet) direct(ctx context.Context, network, _ string) (net.Conn, error) {
	i.mu.Lock()
	i.dials++
	i.mu.Unlock()
	return (&net.Dialer{}).DialContext(ctx, network, i.listener.Addr().String())
}

// strangers are the connections since the last call that no proxy has made, of how many there were.
func (i *internet) strangers(known ...*proxies.Proxy) (strangers, all, dials int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, source := range i.sources {
		made := false
		for _, p := range known {
			made = made || p.MadeConnection(source)
		}
		if !made {
			strangers++
		}
	}
	all, dials = len(i.sources), i.dials
	i.sources, i.dials = nil, 0
	return strangers, all, dials
}

func certificateFor(t *testing.T, names ...string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: names, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der := must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))(t)
	roots := x509.NewCertPool()
	roots.AddCert(must(x509.ParseCertificate(der))(t))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// behind is an engine whose clients reach the simulated network over an internet.
func behind(t *testing.T) (*engine, *internet) {
	t.Helper()
	e := newEngine(t, nil)
	i := newInternet(t, e.network)
	e.config.Network = nil
	e.prepare = func(c *Clients) {
		c.direct, c.tls, c.proxies = i.direct, &tls.Config{RootCAs: i.roots}, newPool(t, e.store, 1)
		c.timing.retry, c.timing.maxRetry = 20*time.Millisecond, 50*time.Millisecond
		c.fetcher = onePicture{}
	}
	e.restart()
	return e, i
}

// onePicture gets the same picture from everywhere, if there is a way to files.example.
type onePicture struct{}

func (onePicture) Fetch(ctx context.Context, _ string, _ int64, tunnel outbound.Tunnel) (outbound.File, error) {
	data, err := base64.StdEncoding.DecodeString(onePixel)
	if err == nil && tunnel != nil {
		var conn net.Conn
		if conn, err = tunnel(ctx, "files.example:443"); err == nil {
			err = conn.Close()
		}
	}
	return outbound.File{Data: data}, err
}

// fetched tries to send a picture from a URL, and reports whether the client's proxy was asked for it.
func (p *proxied) fetched() (asked bool, err error) {
	url := "https://files.example/cat.png"
	_, err = NewMessages(p.Clients).SendMessage(p.ada, &api.SendMessageRequest{ClientID: p.client, JID: "+15550000009", Message: api.Message{Image: &api.Image{URL: &url}}})
	return slices.Contains(p.proxy.Asked(), "files.example:443"), err
}

// onePixel is a picture.
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

func (e *engine) sendPicture(id, to string) error {
	data, caption := onePixel, "look"
	_, err := NewMessages(e.Clients).SendMessage(e.ada, &api.SendMessageRequest{ClientID: id, JID: to, Message: api.Message{Image: &api.Image{Data: &data, Caption: &caption}}})
	return err
}

// TestClientNeverConnectsWithoutItsProxy follows a client through its life, with a way around the proxy wide open.
func TestClientNeverConnectsWithoutItsProxy(t *testing.T) {
	e, net := behind(t)
	direct, bob := e.linked("direct", "15550000009")
	if strangers, all, dials := net.strangers(); strangers == 0 || all != strangers || dials == 0 {
		t.Fatalf("a client without a proxy made %d of %d connections, %d directly: this test would see nothing", strangers, all, dials)
	}
	must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: direct.ID}))(t)
	net.strangers()
	for kind, number := range map[string]string{proxies.HTTP: "15550000001", proxies.SOCKS: "15550000002"} {
		t.Run(kind, func(t *testing.T) {
			proxy := proxies.Start(t, kind, "ada", "secret", net.route)
			p := &proxied{engine: e, t: t, net: net, proxy: proxy, bob: bob, phone: e.phone(number, "Ada", sandbox.PersonaSilent), id: seed(t, newPool(t, e.store, 1), proxy.URL())}
			p.client = e.link(must(e.Create(e.ada, &api.CreateClientRequest{Name: "crm", ProxyID: &p.id}))(t).ID, p.phone).ID
			p.says("through a proxy")
			p.check("pairing and a message", true)
			p.files()
			e.restart()
			e.await(p.client, api.ClientStateConnected)
			if got := e.get(p.client); got.Proxy == nil || got.Proxy.ID != p.id {
				t.Errorf("after a restart its proxy is %+v", got.Proxy)
			}
			p.check("a restart", true)
			p.filesWithoutProxy()
			p.outage()
			p.otherKey()
			must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: p.client}))(t)
		})
	}
}

// proxied is a client with a proxy.
type proxied struct {
	*engine
	t          *testing.T
	net        *internet
	proxy      *proxies.Proxy
	bob, phone *sandbox.Phone
	id, client string // of the proxy, and of the client
	picture    string // a message to the client
}

// check insists that all connections since the last time came through the proxy, and whether there were any.
func (p *proxied) check(what string, some bool) {
	p.t.Helper()
	if strangers, all, dials := p.net.strangers(p.proxy); strangers > 0 || dials > 0 || some != (all > 0) {
		p.t.Errorf("%s: of %d connections %d did not come from the proxy, %d were direct", what, all, strangers, dials)
	}
}

func (p *proxied) says(text string) {
	p.t.Helper()
	must(p.send(p.client, "+15550000009", text))(p.t)
	hears(p.t, p.bob, text)
}

func (p *proxied) download(ctx context.Context) (string, error) {
	file, err := NewMessages(p.Clients).DownloadMedia(ctx, &api.DownloadMediaRequest{ClientID: p.client, MessageID: p.picture})
	if err != nil {
		return "", err
	}
	return file.Data, nil
}

// files go up and down through the proxy.
func (p *proxied) files() {
	if err := p.sendPicture(p.client, "+15550000009"); err != nil {
		p.t.Fatal(err)
	}
	hears(p.t, p.bob, "look")
	picture := &sandbox.Media{Kind: "image", Data: must(base64.StdEncoding.DecodeString(onePixel))(p.t), Caption: p.t.Name()}
	p.picture = must(p.bob.Send(p.t.Context(), p.phone.Info().JID, sandbox.Content{Media: picture}, sandbox.SendOptions{}))(p.t).ID
	p.awaitText(p.client, p.t.Name())
	if data, err := p.download(p.ada); err != nil || data != onePixel {
		p.t.Errorf("downloaded %q, %v", data, err)
	}
	if asked, err := p.fetched(); err != nil || !asked {
		p.t.Errorf("a picture from a URL: through the proxy: %t, %v", asked, err)
	}
	p.check("files up and down", true)
}

// filesWithoutProxy tries both while the client is connected and its proxy takes no new connections.
func (p *proxied) filesWithoutProxy() {
	p.proxy.StopListening()
	p.run(p.client).free() // what idles would do as well
	err := p.sendPicture(p.client, "+15550000009")
	wantError(p.t, err, api.CodeUnavailable, "proxy")
	hasty, cancel := context.WithTimeout(p.ada, 300*time.Millisecond)
	defer cancel()
	if data, err := p.download(hasty); err == nil {
		p.t.Errorf("downloaded %q", data)
	}
	_, err = p.fetched()
	wantError(p.t, err, api.CodeMediaUnavailable, "proxy")
	p.says("the line stands")
	p.check("files without a proxy", false)
}

// outage is a proxy that goes and comes back, after it was put into quarantine.
func (p *proxied) outage() {
	p.proxy.Stop()
	p.fails("nothing listens at its address")
	pool := newPool(p.t, p.store, 1)
	for range 3 {
		must(pool.Test(p.t.Context(), &api.TestProxyRequest{ProxyID: p.id}))(p.t)
	}
	if got := must(pool.Get(p.t.Context(), &api.GetProxyRequest{ProxyID: p.id}))(p.t); got.Health.State != api.ProxyHealthStateQuarantined {
		p.t.Errorf("the proxy is %s", got.Health.State)
	}
	must(p.Connect(p.ada, &api.ConnectClientRequest{ClientID: p.client}))(p.t)
	p.fails("nothing listens at its address")
	p.check("a proxy that is down", false)
	p.proxy.Resume(p.t)
	p.await(p.client, api.ClientStateConnected)
	p.says("and back")
	p.check("its return", true)
}

// otherKey is an engine that can't read the proxy's address, and then can.
func (p *proxied) otherKey() {
	was := p.prepare
	p.prepare = func(c *Clients) {
		was(c)
		c.proxies = newPool(p.t, p.store, 2)
	}
	p.restart()
	p.fails("cannot be decrypted")
	p.check("with another key", false)
	p.prepare = was
	p.restart()
	p.await(p.client, api.ClientStateConnected)
	p.check("with the right key again", true)
}

// fails waits for an attempt to connect, from now on, that comes to nothing.
func (p *proxied) fails(why string) {
	p.t.Helper()
	began := time.Now()
	p.until(p.client, "failing", func(c *api.Client) bool {
		return c.State != api.ClientStateConnected && c.LastError != nil && c.LastError.At.After(began) && strings.Contains(c.LastError.Detail, why)
	})
}

func TestClientGoesOverToAnotherProxyAtOnce(t *testing.T) {
	e, net := behind(t)
	one, two := proxies.Start(t, proxies.HTTP, "ada", "secret", net.route), proxies.Start(t, proxies.SOCKS, "ada", "secret", net.route)
	pool := newPool(t, e.store, 1)
	ids := []string{seed(t, pool, one.URL()), seed(t, pool, two.URL())}
	client, _ := e.linked("crm", "15550000001")
	reroute := func(id string) {
		t.Helper()
		row := must(e.Reroute(e.ada, client.ID, func(store.Client) (string, error) { return id, nil }))(t)
		if row.ProxyID != id {
			t.Errorf("the client has proxy %q", row.ProxyID)
		}
		e.await(client.ID, api.ClientStateConnected)
	}
	net.strangers()
	for i, proxy := range []*proxies.Proxy{one, two} {
		reroute(ids[i])
		if strangers, all, dials := net.strangers(proxy); strangers > 0 || all == 0 || dials > 0 {
			t.Errorf("to proxy %d: %d of %d connections did not come from it, %d were direct", i, strangers, all, dials)
		}
	}
	before := e.run(client.ID)
	reroute(ids[1])
	if e.run(client.ID) != before {
		t.Error("a client that keeps its proxy was connected anew")
	}
	refusal := errors.New("no")
	if _, err := e.Reroute(e.ada, client.ID, func(store.Client) (string, error) { return "", refusal }); !errors.Is(err, refusal) || e.run(client.ID) != before {
		t.Errorf("a refused change: %v", err)
	}
	reroute("")
	if strangers, all, _ := net.strangers(one, two); strangers == 0 || strangers != all {
		t.Errorf("to none: %d of %d connections are direct", strangers, all)
	}
	_, err := e.Reroute(e.ada, store.NewID(), nil)
	wantError(t, err, api.CodeNotFound, "No client")
}

// simulatedPool is a pool whose clients are on the simulated network.
func (e *engine) simulatedPool() *proxypool.Pool {
	return must(proxypool.New(proxypool.Config{Proxies: e.store.Proxies, Secrets: [][]byte{bytes.Repeat([]byte{1}, 32)}, AllowPrivate: true, Simulated: e.network}))(e.t)
}

// TestSimulatedNetworkIsReachedThroughProxiesOfThisMachine has a client with such a proxy, one with another, and one
// without.
func TestSimulatedNetworkIsReachedThroughProxiesOfThisMachine(t *testing.T) {
	e := newEngine(t, nil)
	var pool *proxypool.Pool
	e.prepare = func(c *Clients) {
		pool = e.simulatedPool()
		c.proxies = pool
		c.timing.retry, c.timing.maxRetry = 20*time.Millisecond, 50*time.Millisecond
	}
	e.restart()
	_, bob := e.linked("direct", "15550000009")
	far := seed(t, pool, "socks5://ada:secret@proxy.example:1080")
	e.link(must(e.Create(e.ada, &api.CreateClientRequest{Name: "far", ProxyID: &far}))(t).ID, e.phone("15550000008", "Eve", sandbox.PersonaSilent))
	for kind, number := range map[string]string{proxies.HTTP: "15550000001", proxies.SOCKS: "15550000002"} {
		proxy := proxies.Start(t, kind, "ada", "secret", func(address string) string { return address })
		id := seed(t, pool, proxy.URL())
		client := e.link(must(e.Create(e.ada, &api.CreateClientRequest{Name: kind, ProxyID: &id}))(t).ID, e.phone(number, "Ada", sandbox.PersonaSilent))
		must(e.send(client.ID, "+15550000009", "through "+kind))(t)
		hears(t, bob, "through "+kind)
		address := must(e.network.Address(t.Context()))(t)
		if asked := proxy.Asked(); len(asked) == 0 || slices.ContainsFunc(asked, func(at string) bool { return at != address }) {
			t.Errorf("the %s proxy was asked for %v, and the network is at %s", kind, asked, address)
		}
		health := func(state api.ProxyHealthState) {
			t.Helper()
			if got := must(pool.Test(t.Context(), &api.TestProxyRequest{ProxyID: id}))(t).Health; got.State != state {
				t.Errorf("the %s proxy is %+v, want %s", kind, got, state)
			}
		}
		health(api.ProxyHealthStateHealthy)
		proxy.Stop()
		e.until(client.ID, "failing", func(c *api.Client) bool {
			return c.State != api.ClientStateConnected && c.LastError != nil && strings.Contains(c.LastError.Detail, "nothing listens at its address")
		})
		health(api.ProxyHealthStateFailing)
		proxy.Resume(t)
		e.await(client.ID, api.ClientStateConnected)
		health(api.ProxyHealthStateHealthy)
	}
}

// TestPairingCodeTellsTheCountry is about a client that is given a proxy before it has a number of its own.
func TestPairingCodeTellsTheCountry(t *testing.T) {
	e := newEngine(t, nil)
	e.prepare = func(c *Clients) { c.proxies, c.assign = e.simulatedPool(), true }
	e.restart()
	_, err := e.PairCode(e.ada, &api.PairCodeRequest{ClientID: e.create("nobody's").ID, Phone: "+4915550000001"})
	wantError(t, err, api.CodeUnavailable, "The pool has no proxy")
	pool := newPool(t, e.store, 1)
	for url, country := range map[string]string{"http://fr.example:80": "FR", "http://de.example:80": "DE", "http://any.example:80": ""} {
		item := api.ProxySeed{URL: url}
		if country != "" {
			item.Country = &country
		}
		must(pool.Seed(t.Context(), &api.SeedProxiesRequest{Items: []api.ProxySeed{item}}))(t)
	}
	for phone, want := range map[string]string{"+4915550000001": "http://de.example:80", "+33155500001": "http://fr.example:80", "+5511555000001": "http://any.example:80"} {
		client := e.create(phone)
		e.phone(strings.TrimPrefix(phone, "+"), "Ada", sandbox.PersonaSilent)
		must(e.PairCode(e.ada, &api.PairCodeRequest{ClientID: client.ID, Phone: phone}))(t)
		if got := e.get(client.ID); got.Proxy == nil || got.Proxy.Masked != want {
			t.Errorf("a client for %s has the proxy %+v, want %s", phone, got.Proxy, want)
		}
	}
}
