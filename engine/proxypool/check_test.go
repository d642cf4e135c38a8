package proxypool

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"wpengine/e2e/testkit/proxies"
	"wpengine/engine/api"
	"wpengine/engine/outbound"
	"wpengine/engine/store"
)

// checked is a pool whose proxies lead to a server that passes for WhatsApp's.
type checked struct {
	*Pool
	store *store.Store
	route func(address string) string // for the proxies
}

func newChecked(t *testing.T) *checked {
	t.Helper()
	whatsapp := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(whatsapp.Close)
	address := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "fl=1\nip=203.0.113.7\nts=2\n") }))
	t.Cleanup(address.Close)
	s := openStore(t, t.TempDir())
	p := newPool(t, s, 1)
	p.allowPrivate, p.tunnel = true, outbound.NewTunneller(true)
	p.target, p.tls = "example.com:443", whatsapp.Client().Transport.(*http.Transport).TLSClientConfig
	p.exitURL = "http://address.invalid/"
	return &checked{p, s, func(asked string) string {
		if asked == "address.invalid:80" {
			return address.Listener.Addr().String()
		}
		return whatsapp.Listener.Addr().String()
	}}
}

// add puts proxies into the pool and returns their ids.
func (c *checked) add(t *testing.T, list ...string) (ids []string) {
	t.Helper()
	for _, u := range list {
		seed(t, c.Pool, &api.SeedProxiesRequest{Items: urls(u)})
		ids = append(ids, newest(t, c.Pool).ID)
	}
	return ids
}

func newest(t *testing.T, p *Pool) api.Proxy { return list(t, p)[0] }

func (c *checked) test(t *testing.T, id string) *api.TestProxyResponse {
	t.Helper()
	out, err := c.Test(t.Context(), &api.TestProxyRequest{ProxyID: id})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTestTellsHowAProxyDoes(t *testing.T) {
	c := newChecked(t)
	for _, kind := range []string{proxies.HTTP, proxies.SOCKS} {
		p := proxies.Start(t, kind, "ada", "s3cret", c.route)
		id := c.add(t, p.URL())[0]
		out := c.test(t, id)
		if !out.Ok || out.LatencyMs == nil || *out.LatencyMs < 1 || out.ExitAddress == nil || *out.ExitAddress != "203.0.113.7" ||
			out.Error != nil || out.Health.State != api.ProxyHealthStateHealthy || out.Health.NextCheckAt == nil {
			t.Errorf("%s: %+v", kind, out)
		}
		if asked := p.Asked(); len(asked) != 2 || asked[0] != "example.com:443" || asked[1] != "address.invalid:80" {
			t.Errorf("%s was asked for %v", kind, asked)
		}
		p.Stop()
		out = c.test(t, id)
		if out.Ok || out.LatencyMs != nil || out.Error == nil || *out.Error != "The proxy does not answer: nothing listens at its address." ||
			out.Health.State != api.ProxyHealthStateFailing || out.Health.Failures != 1 {
			t.Errorf("%s, stopped: %+v", kind, out)
		}
	}
	if _, err := c.Test(t.Context(), &api.TestProxyRequest{ProxyID: store.NewID()}); err == nil || !strings.Contains(err.Error(), "No proxy") {
		t.Errorf("a proxy that there isn't: %v", err)
	}
}

func TestTestSaysWhatIsWrong(t *testing.T) {
	c := newChecked(t)
	other := httptest.NewTLSServer(http.NotFoundHandler())
	defer other.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	good := proxies.Start(t, proxies.SOCKS, "ada", "s3cret", c.route)
	deaf := proxies.Start(t, proxies.HTTP, "ada", "s3cret", func(string) string { return "127.0.0.1:1" })
	rude := proxies.Start(t, proxies.HTTP, "ada", "s3cret", func(string) string { return plain.Listener.Addr().String() })
	for url, want := range map[string]string{
		good.URLWith("other"): "refuses the user name or the password",
		deaf.URL():            "status 502 instead of connecting to example.com:443",
		rude.URL():            "broke before WhatsApp had answered",
	} {
		out := c.test(t, c.add(t, url)[0])
		if out.Ok || out.Error == nil || !strings.Contains(*out.Error, want) || strings.Contains(*out.Error, "s3cret") {
			t.Errorf("%+v, want %q", out, want)
		}
	}
	spy := proxies.Start(t, proxies.HTTP, "ada", "s3cret", c.route)
	c.tls = nil // so that nobody has signed the certificate
	if out := c.test(t, c.add(t, spy.URL())[0]); out.Ok || !strings.Contains(*out.Error, "its certificate is not trusted") {
		t.Errorf("a proxy that listens in: %+v", out)
	}
	c.sealer = newPool(t, c.store, 2).sealer
	if out := c.test(t, list(t, c.Pool)[0].ID); out.Ok || !strings.Contains(*out.Error, "cannot be decrypted") || out.Health.State != api.ProxyHealthStateUnreadable {
		t.Errorf("with another key: %+v", out)
	}
}

func TestQuarantineBeginsAfterFailuresAndEndsWithASuccess(t *testing.T) {
	c := newChecked(t)
	p := proxies.Start(t, proxies.SOCKS, "ada", "s3cret", c.route)
	id := c.add(t, p.URL())[0]
	p.Stop()
	for failures := 1; failures <= 3; failures++ {
		if got, err := c.Choose(t.Context(), ""); err != nil || got != id {
			t.Fatalf("before failure %d: %q, %v", failures, got, err)
		}
		state := api.ProxyHealthStateFailing
		if failures == 3 {
			state = api.ProxyHealthStateQuarantined
		}
		if out := c.test(t, id); out.Health.State != state || out.Health.Failures != failures {
			t.Errorf("after failure %d: %+v", failures, out.Health)
		}
	}
	if got, err := c.Choose(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "quarantine") {
		t.Errorf("out of quarantine comes %q, %v", got, err)
	}
	p.Resume(t)
	if out := c.test(t, id); !out.Ok || out.Health.State != api.ProxyHealthStateHealthy || out.Health.Failures != 0 {
		t.Errorf("after its return: %+v", out)
	}
	if got, err := c.Choose(t.Context(), ""); err != nil || got != id {
		t.Errorf("after its return: %q, %v", got, err)
	}
}

func TestPausesBetweenChecksGrow(t *testing.T) {
	now := time.Now()
	var check store.ProxyCheck
	for i, want := range []time.Duration{30, 30, 60, 120, 240, 480, 960, 1800, 1800} {
		want *= time.Second
		check = usualTiming.after(check, now, 0, "", "broken")
		if pause := check.NextAt.Sub(now); pause > want || pause < want-want/10 {
			t.Errorf("after failure %d: %v, want about %v", i+1, pause, want)
		}
	}
	check = usualTiming.after(check, now, time.Second, "", "")
	if pause := check.NextAt.Sub(now); check.Failures != 0 || check.Quarantined || pause > 5*time.Minute || pause < 4*time.Minute {
		t.Errorf("after a success: %+v", check)
	}
}

// TestBackgroundChecksFollowTheProxies is about what happens by itself.
func TestBackgroundChecksFollowTheProxies(t *testing.T) {
	c := newChecked(t)
	c.timing = timing{interval: 20 * time.Millisecond, retry: 10 * time.Millisecond, strikes: 2, quarantine: 10 * time.Millisecond, longest: 40 * time.Millisecond, trouble: time.Second}
	c.Start(t.Context())
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	p := proxies.Start(t, proxies.HTTP, "ada", "s3cret", c.route)
	id := c.add(t, p.URL())[0]
	await := func(state api.ProxyHealthState) {
		t.Helper()
		for late := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
			got, err := c.Get(t.Context(), &api.GetProxyRequest{ProxyID: id})
			if err != nil || time.Now().After(late) {
				t.Fatalf("it does not become %s: %+v, %v", state, got, err)
			}
			if got.Health.State == state {
				return
			}
		}
	}
	await(api.ProxyHealthStateHealthy)
	p.Stop()
	await(api.ProxyHealthStateQuarantined)
	p.Resume(t)
	await(api.ProxyHealthStateHealthy)
}

// TestChecksAreBoundedInNumber has every proxy wait until as many are waiting as may.
func TestChecksAreBoundedInNumber(t *testing.T) {
	c := newChecked(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var mu sync.Mutex
	var now, most int
	full := make(chan struct{})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				mu.Lock()
				now++
				if most = max(most, now); now == checksAtOnce && most == now {
					select {
					case <-full:
					default:
						close(full)
					}
				}
				mu.Unlock()
				<-full
				mu.Lock() // before the check can end
				now--
				mu.Unlock()
				_ = conn.Close()
			}()
		}
	}()
	const some = 3*checksAtOnce + 1
	var items []api.ProxySeed
	for i := range some {
		items = append(items, api.ProxySeed{URL: fmt.Sprintf("http://user%d@%s", i, listener.Addr())})
	}
	seed(t, c.Pool, &api.SeedProxiesRequest{Items: items})
	if _, err := c.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if most != checksAtOnce {
		t.Errorf("%d were checked at once, want %d", most, checksAtOnce)
	}
	for _, p := range list(t, c.Pool) {
		if p.Health.State != api.ProxyHealthStateFailing || *p.Health.Error != "The proxy hangs up." {
			t.Errorf("%s: %+v", p.Masked, p.Health)
		}
	}
}

func TestClientThatFailsHasItsProxyCheckedSoon(t *testing.T) {
	c := newChecked(t)
	p := proxies.Start(t, proxies.HTTP, "ada", "s3cret", c.route)
	id := c.add(t, p.URL())[0]
	c.test(t, id)
	due := func() int {
		rows, err := c.rows.Due(t.Context(), c.now(), 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	conn, err := c.Dial(t.Context(), id, "example.com:443")
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	p.Stop()
	for _, in := range []time.Duration{0, time.Minute} { // at once it is too early: it has just been checked
		c.now = func() time.Time { return time.Now().Add(in) }
		if _, err := c.Dial(t.Context(), id, "example.com:443"); err == nil {
			t.Fatal("a stopped proxy was connected through")
		}
		if n, want := due(), min(int(in), 1); n != want {
			t.Errorf("%v after its check %d are due, want %d", in, n, want)
		}
	}
}

func TestDialHasNoOtherWay(t *testing.T) {
	c := newChecked(t)
	p := proxies.Start(t, proxies.HTTP, "ada", "s3cret", c.route)
	id := c.add(t, p.URL())[0]
	target := c.route("")
	for name, spoil := range map[string]func(){
		"removed":    func() { id = store.NewID() },
		"unreadable": func() { c.sealer = newPool(t, c.store, 2).sealer },
		"private":    func() { c.tunnel = outbound.NewTunneller(false) },
	} {
		sealer, tunnel, was := c.sealer, c.tunnel, id
		spoil()
		conn, err := c.Dial(context.Background(), id, target)
		if conn != nil || err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", name, err)
		}
		c.sealer, c.tunnel, id = sealer, tunnel, was
	}
}

// simulated is a network that somebody else may answer for.
type simulated struct{ address string }

func (simulated) Dial(context.Context, string, string) (net.Conn, error) { return nil, io.EOF }
func (s simulated) Address(context.Context) (string, error)              { return s.address, nil }

func TestOnTheSimulatedNetworkOnlyProxiesOfThisMachineAreAsked(t *testing.T) {
	upgrade := http.StatusUpgradeRequired
	network := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(upgrade) }))
	defer network.Close()
	c := newChecked(t)
	c.simulated = simulated{strings.TrimPrefix(network.URL, "http://")}
	proxy := proxies.Start(t, proxies.SOCKS, "ada", "s3cret", func(address string) string { return address })
	ids := c.add(t, "socks5://ada:s3cret@proxy.invalid:1080", proxy.URL())
	pause, err := c.round(t.Context())
	if err != nil || pause <= 0 {
		t.Fatalf("the next check is in %s, %v", pause, err)
	}
	states := map[string]api.ProxyHealthState{}
	for _, p := range list(t, c.Pool) {
		states[p.ID] = p.Health.State
	}
	if states[ids[0]] != api.ProxyHealthStateUnknown || states[ids[1]] != api.ProxyHealthStateHealthy {
		t.Errorf("the proxies are %v", states)
	}
	if conn, err := c.Dial(t.Context(), ids[0], "web.whatsapp.com:443"); err != io.EOF {
		t.Errorf("a proxy elsewhere was asked: %v, %v", conn, err)
	}
	upgrade = http.StatusNotFound
	if got := c.test(t, ids[1]); got.Ok || got.Error == nil || !strings.Contains(*got.Error, "not the simulated network") {
		t.Errorf("what is another server passes: %+v", got)
	}
}

func TestExitAddressIsFoundInWhatServicesSay(t *testing.T) {
	for text, want := range map[string]string{
		"203.0.113.7": "203.0.113.7", "203.0.113.7\n": "203.0.113.7", `{"ip":"2001:db8::7","country":"DE"}`: "2001:db8::7", "h=x\nip=203.0.113.7\nuag=y": "203.0.113.7",
		"": "", "<h1>nothing</h1>": "", "::ffff:203.0.113.7": "203.0.113.7",
	} {
		if got := firstAddress(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
