package tryit

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// TestNoNameLeadsInside goes through the addresses that a name could be made to have.
func TestNoNameLeadsInside(t *testing.T) {
	const (
		anywhere = iota // on the internet
		allowed         // with --allow-private
		never
	)
	for address, where := range map[string]int{
		"93.184.216.34": anywhere, "1.1.1.1": anywhere, "2606:2800:220:1::1": anywhere, "2001:4860:4860::8888": anywhere, "100.63.255.255": anywhere, "100.128.0.1": anywhere,
		"172.15.255.255": anywhere, "172.32.0.1": anywhere, "192.167.255.255": anywhere, "11.0.0.1": anywhere, "126.255.255.255": anywhere, "128.0.0.1": anywhere,
		"::ffff:93.184.216.34": anywhere,

		"127.0.0.1": allowed, "127.255.255.254": allowed, "::1": allowed, "::ffff:127.0.0.1": allowed,
		"10.0.0.1": allowed, "10.255.255.255": allowed, "172.16.0.1": allowed, "172.31.255.255": allowed, "192.168.1.1": allowed, "::ffff:10.0.0.1": allowed,
		"fd00::1": allowed, "fc00::1": allowed, "100.64.0.1": allowed, "100.127.255.255": allowed,

		"169.254.169.254": never, "169.254.170.2": never, "::ffff:169.254.169.254": never, "fd00:ec2::254": never, "100.100.100.200": never, "168.63.129.16": never, "192.0.0.192": never,
		"fd20:ce::254": never, "fd00:c1::a9fe:a9fe": never, "fd00:42::42": never, "fd00:a9fe:a9fe::1": never, "fd00:100::100:200": never, "fd20:ce::1:254": allowed,
		"0.0.0.0": never, "0.1.2.3": never, "::": never, "255.255.255.255": never, "240.0.0.1": never, "224.0.0.1": never, "239.255.255.250": never, "ff02::1": never, "ff0e::1": never,
		"192.0.0.1": never, "192.0.2.1": never, "198.51.100.1": never, "203.0.113.1": never, "198.18.0.1": never, "198.19.255.255": never, "192.88.99.1": never,
		"fe80::1": never, "fe80::a9fe:a9fe": never, "fec0::1": never, "2001:db8::1": never, "3fff::1": never, "100::1": never, "5f00::1": never,
		// An IPv4 address inside.
		"::127.0.0.1": never, "::7f00:1": never, "::ffff:0:127.0.0.1": never, "64:ff9b::7f00:1": never, "64:ff9b::a9fe:a9fe": never, "64:ff9b:1::7f00:1": never, "64:ff9b::5db8:d822": never,
		"2002:7f00:1::": never, "2002:a9fe:a9fe::1": never, "2001:0:7f00:1::": never, "2001::1": never, "2606:2800::5efe:7f00:1": never, "2606:2800::200:5efe:a9fe:a9fe": never,
		// In a zone of the machine.
		"fe80::1%lo": never, "2606:2800:220:1::1%lo": never, "::1%lo": never,
	} {
		at := netip.AddrPortFrom(netip.MustParseAddr(address), 443).String()
		if err := onlyPublic("tcp", at, nil); (err == nil) != (where == anywhere) {
			t.Errorf("%s: %v", address, err)
		}
		if err := onlyServers("tcp", at, nil); (err == nil) != (where != never) {
			t.Errorf("%s with --allow-private: %v", address, err)
		}
	}
	for _, address := range []string{"", "127.0.0.1", "localhost:80", "/run/docker.sock", "[::1]", "127.0.0.1:http", "0x7f.1:80", "2130706433:80"} {
		if onlyPublic("tcp", address, nil) == nil || onlyServers("tcp", address, nil) == nil {
			t.Errorf("%q is no address and may be reached", address)
		}
	}
}

// TestNoSpecLeadsInside names the servers in the spec, in each way that some reader of URLs takes for an address inside.
func TestNoSpecLeadsInside(t *testing.T) {
	for url, code := range map[string]string{
		"http://127.0.0.1:PORT": "upstream_private", "http://localhost:PORT": "upstream_private", "http://LOCALHOST:PORT": "upstream_private",
		"http://[::1]:PORT": "upstream_private", "http://[::ffff:127.0.0.1]:PORT": "upstream_private", "http://[::ffff:7f00:1]:PORT": "upstream_private",
		"http://0.0.0.0:PORT": "upstream_private", "http://[::]:PORT": "upstream_private", "http://169.254.169.254": "upstream_private", "https://10.0.0.1": "upstream_private",
		"http://[fe80::1%25lo]:PORT": "upstream_private",
		"file:///etc/passwd":         "no_upstream", "gopher://127.0.0.1:PORT": "no_upstream", "unix:///run/docker.sock": "no_upstream", "//127.0.0.1:PORT": "no_upstream",
		"http:127.0.0.1:PORT": "no_upstream", "http:///127.0.0.1:PORT": "no_upstream", "http://user@127.0.0.1:PORT": "no_upstream", "http://127.0.0.1:PORT?": "no_upstream",
		"http://127.0.0.1:PORT#x": "no_upstream", `http:\\127.0.0.1:PORT`: "no_upstream", "/": "no_upstream", "": "no_upstream", "javascript:alert(1)": "no_upstream",
		"data:text/html,x": "no_upstream", "http://127.0.0.1:PORT\\@example.com": "no_upstream", "http://127.0.0.1:PORT%2f@x": "no_upstream",
	} {
		t.Run(url, func(t *testing.T) {
			a := newArena(t, Config{})
			_, port, _ := net.SplitHostPort(a.saw.address())
			a.panel = newPanelOfSpec(t, strings.Replace(attackSpec, "'http://127.0.0.1:9/api'", `'`+strings.ReplaceAll(url, "PORT", port)+`'`, 1), Config{})
			if got := codeOf(t, a.do(a.request("pets/open", `{}`))); got != code {
				t.Errorf("it ended with %q, want %q", got, code)
			}
			if seen := a.saw.take(); len(seen) > 0 {
				t.Errorf("the server saw %q", seen)
			}
		})
	}
}

// nameServer answers questions for addresses: each name gets its own, one answer after the other, and the last one from then on.
type nameServer struct {
	mu    sync.Mutex
	zones map[string][][]string
}

func (n *nameServer) answer(name string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	all := n.zones[strings.TrimSuffix(name, ".")]
	if len(all) == 0 {
		return nil
	}
	if len(all) > 1 {
		n.zones[strings.TrimSuffix(name, ".")] = all[1:]
	}
	return all[0]
}

// resolver asks the name server, and nobody else.
func (n *nameServer) resolver(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		packet := make([]byte, 1500)
		for {
			size, from, err := conn.ReadFrom(packet)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(packet[:size]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Authoritative, m.RecursionAvailable, m.Additionals = true, true, true, nil
			known := false
			// Only one of the two questions moves on to the next answer.
			if q.Type == dnsmessage.TypeA {
				for _, text := range n.answer(q.Name.String()) {
					known = true
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 0}, Body: &dnsmessage.AResource{A: netip.MustParseAddr(text).As4()}})
				}
			}
			if !known && q.Type == dnsmessage.TypeA {
				m.RCode = dnsmessage.RCodeNameError
			}
			if text, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(text, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// TestNoNameChangesItsMind has names that lead outside when they are looked at and inside when they are used. For this test, 127.0.0.2
// is outside.
func TestNoNameChangesItsMind(t *testing.T) {
	outside, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skipf("this machine has no second address of its own: %v", err)
	}
	_, port, _ := net.SplitHostPort(outside.Addr().String())
	within, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Skipf("the port is taken: %v", err)
	}
	var out, in atomic.Int32
	for listener, count := range map[net.Listener]*atomic.Int32{outside: &out, within: &in} {
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { count.Add(1) })}
		go func() { _ = server.Serve(listener) }()
		t.Cleanup(func() { _ = server.Close() })
	}
	control := func(network, address string, c syscall.RawConn) error {
		if strings.HasPrefix(address, "127.0.0.2:") {
			return nil
		}
		return onlyPublic(network, address, c)
	}
	const private, unknown = "upstream_private", "upstream_unknown"
	good, bad := []string{"127.0.0.2"}, []string{"127.0.0.1"}
	for name, test := range map[string]struct {
		answers [][]string
		codes   []string // of one call after the other
	}{
		"outside.example":  {[][]string{good}, []string{"", "", ""}},
		"inside.example":   {[][]string{bad}, []string{private, private}},
		"rebinds.example":  {[][]string{good, bad}, []string{"", private, private}},
		"wavers.example":   {[][]string{good, bad, good, bad, good}, []string{"", private, "", private, ""}},
		"mixes.example":    {[][]string{{"127.0.0.1", "127.0.0.2"}}, []string{"", ""}}, // what is outside is reached, what is inside is not
		"cloud.example":    {[][]string{{"169.254.169.254"}}, []string{private}},
		"nowhere.example":  {[][]string{{"0.0.0.0"}}, []string{private}},
		"everyone.example": {[][]string{{"255.255.255.255"}}, []string{private}},
		"unknown.example":  {nil, []string{unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			out.Store(0)
			names := &nameServer{zones: map[string][][]string{name: test.answers}}
			p := newPanel(t, "http://"+name+":"+port)
			p.proxy.servers.upstreams[0].transport = newTransport(control, names.resolver(t))
			reached := 0
			for i, want := range test.codes {
				if got := codeOf(t, p.do(p.request("pets/open", `{}`))); got != want {
					t.Errorf("call %d ended with %q, want %q", i, got, want)
				}
				if want == "" {
					reached++
				}
			}
			if in.Load() > 0 || int(out.Load()) != reached {
				t.Errorf("%d calls went inside and %d outside, want 0 and %d", in.Load(), out.Load(), reached)
			}
		})
	}
}

// TestNoNameOfTheOperatorLeadsInside is about upstreams that are named by a name and by an address.
func TestNoNameOfTheOperatorLeadsInside(t *testing.T) {
	names := &nameServer{zones: map[string][][]string{"api.example": {{"127.0.0.1"}}, "meta.example": {{"169.254.169.254"}}}}
	resolver := names.resolver(t)
	saw := newWitness(t)
	_, port, _ := net.SplitHostPort(saw.address())
	for _, test := range []struct {
		upstream string
		private  bool // --allow-private
		code     string
	}{
		{"http://127.0.0.1:" + port, false, ""},
		{"http://localhost:" + port, false, ""},
		{"http://api.example:" + port, false, "upstream_private"},
		{"http://api.example:" + port, true, ""},
		{"http://meta.example", false, "upstream_private"},
		{"http://meta.example", true, "upstream_private"},
	} {
		p := newPanel(t, test.upstream)
		var err error
		if p.proxy.servers, err = newServers([]string{test.upstream}, test.private, resolver); err != nil {
			t.Fatal(err)
		}
		if got := codeOf(t, p.do(p.request("pets/open", `{}`))); got != test.code {
			t.Errorf("%s, allowed %v: it ended with %q, want %q", test.upstream, test.private, got, test.code)
		}
		if seen := len(saw.take()); (seen == 1) != (test.code == "") {
			t.Errorf("%s, allowed %v: the server saw %d requests", test.upstream, test.private, seen)
		}
	}
}
