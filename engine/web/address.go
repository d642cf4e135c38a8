package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// ClientAddress returns the address that a request comes from, the zero Addr if that can't be known.
//
// It is the peer of the connection. Only if that is a trusted proxy, X-Forwarded-For is read, from the right, where
// the nearest proxy has written: the first address there that is not a trusted proxy's is the client's. What stands
// further left the client may have made up.
func ClientAddress(r *http.Request, trusted []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := plain(peer.Addr())
	if !isTrusted(addr, trusted) {
		return addr
	}
	lines := r.Header["X-Forwarded-For"]
	for _, line := range slices.Backward(lines) {
		hops := strings.Split(line, ",")
		for _, hop := range slices.Backward(hops) {
			next, ok := parseHop(strings.TrimSpace(hop))
			if !ok {
				return netip.Addr{}
			}
			if addr = next; !isTrusted(addr, trusted) {
				return addr
			}
		}
	}
	return addr
}

// maxAgent bounds what is kept of how a program calls itself.
const maxAgent = 200

// Origin returns where a request comes from, as a log has it: the address, "" if that can't be known, and what the
// program says it is.
func Origin(r *http.Request, trusted []netip.Prefix) (address, agent string) {
	if addr := ClientAddress(r, trusted); addr.IsValid() {
		address = addr.String()
	}
	agent = r.UserAgent()
	if len(agent) > maxAgent {
		agent = agent[:maxAgent]
	}
	return address, strings.ToValidUTF8(agent, "")
}

// parseHop takes an address; some proxies write its port too.
func parseHop(hop string) (netip.Addr, bool) {
	if addr, err := netip.ParseAddr(strings.Trim(hop, "[]")); err == nil {
		return plain(addr), true
	}
	if peer, err := netip.ParseAddrPort(hop); err == nil {
		return plain(peer.Addr()), true
	}
	return netip.Addr{}, false
}

// plain gives every address one form.
func plain(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }

func isTrusted(addr netip.Addr, trusted []netip.Prefix) bool {
	return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(addr) })
}
