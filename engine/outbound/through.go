package outbound

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
)

// Tunnel connects to a host and port through a proxy, and in no other way.
type Tunnel func(ctx context.Context, address string) (net.Conn, error)

// maxTried is how many addresses of a host are tried through a proxy.
const maxTried = 3

// through is how files come through a tunnel. Names are looked up here: a proxy would look up what is private where it
// stands, and lead there. What is private here, and may be asked for, no proxy would find, so that is dialled directly;
// it is no stranger who then sees where we are.
func (f *Fetcher) through(tunnel Tunnel) *http.Transport {
	t := f.client.Transport.(*http.Transport).Clone()
	direct := t.DialContext
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		found, err := f.lookUp(ctx, "ip", host)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
		}
		public := slices.DeleteFunc(slices.Clone(found), isPrivateAddr)
		if len(public) == 0 {
			return direct(ctx, network, net.JoinHostPort(found[0].String(), port)) // which checks the address
		}
		slices.SortStableFunc(public, func(a, b netip.Addr) int { return a.Unmap().BitLen() - b.Unmap().BitLen() }) // few proxies have IPv6
		for _, at := range public[:min(len(public), maxTried)] {
			var conn net.Conn
			if conn, err = tunnel(ctx, net.JoinHostPort(at.Unmap().String(), port)); err == nil {
				return conn, nil
			}
			if refused := new(ProxyError); !errors.As(err, &refused) || !refused.Reached {
				break // it is the proxy's fault, and the next address is no better
			}
		}
		return nil, err
	}
	return t
}
