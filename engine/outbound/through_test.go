package outbound

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFileComesThroughTheTunnelAlone has names that lead to public and to private addresses, and a proxy that asks for what
// it is told.
func TestFileComesThroughTheTunnelAlone(t *testing.T) {
	s := server(t)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]netip.Addr{
		"public.example": {netip.MustParseAddr("2606:2800::1"), netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr("93.184.216.35")},
		"mixed.example":  {netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("93.184.216.36")},
		"own.example":    {netip.MustParseAddr("127.0.0.1")},
	}
	var asked []string
	answers := map[string]error{}
	tunnel := func(ctx context.Context, address string) (net.Conn, error) {
		asked = append(asked, address)
		if err := answers[address]; err != nil {
			return nil, err
		}
		return (&net.Dialer{}).DialContext(ctx, "tcp", s.Listener.Addr().String())
	}
	for _, c := range []struct {
		name, host string
		private    bool // is allowed
		answers    map[string]error
		asked      []string
		wrong      string
	}{
		{name: "a public host", host: "public.example", asked: []string{"93.184.216.34"}},
		{name: "one that does not answer", host: "public.example", answers: map[string]error{"93.184.216.34": &ProxyError{Text: "cannot reach it", Reached: true}}, asked: []string{"93.184.216.34", "93.184.216.35"}},
		{name: "a proxy that is down", host: "public.example", answers: map[string]error{"93.184.216.34": &ProxyError{Text: "hangs up"}}, asked: []string{"93.184.216.34"}, wrong: "could not be had: the client's proxy hangs up"},
		{name: "a public host with a private address too", host: "mixed.example", asked: []string{"93.184.216.36"}},
		{name: "a private host", host: "own.example", wrong: ErrPrivate.Error()},
		{name: "a private host that may be asked", host: "own.example", private: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := NewFetcher(c.private)
			f.lookUp = func(_ context.Context, _, host string) ([]netip.Addr, error) {
				return append([]netip.Addr{}, names[host]...), nil
			}
			asked, answers = nil, map[string]error{}
			for address, err := range c.answers {
				answers[net.JoinHostPort(address, port)] = err
			}
			got, err := f.Fetch(t.Context(), "http://"+c.host+":"+port+"/moved", 1000, tunnel)
			if c.wrong == "" && (err != nil || string(got.Data) != "a picture") || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)) {
				t.Errorf("got %q, %v; want %q", got.Data, err, c.wrong)
			}
			if c.wrong == ErrPrivate.Error() && !errors.Is(err, ErrPrivate) {
				t.Errorf("got %v", err)
			}
			var want []string
			for _, address := range c.asked {
				want = append(want, net.JoinHostPort(address, port))
			}
			if c.wrong == "" { // the redirect goes the same way
				want = append(want, want...)
			}
			if diff := cmp.Diff(want, asked); diff != "" {
				t.Errorf("the proxy was asked for (-want +got):\n%s", diff)
			}
		})
	}
}
