package tryit

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// limits bound what runs at once, so that no reader takes it all and all together don't take the machine.
type limits struct {
	trusted []netip.Prefix

	mu      sync.Mutex
	running int
	clients map[netip.Addr]int
	memory  int64
}

func newLimits(trusted []netip.Prefix) *limits {
	return &limits{trusted: trusted, clients: map[netip.Addr]int{}}
}

// enter counts a call of a client until leave is called.
func (l *limits) enter(client netip.Addr, b bounds) (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.clients[client] >= b.perClient:
		full := problemf(http.StatusTooManyRequests, "too_many", "Too many requests at once", "%d of yours are running. Wait for one of them to end, or cancel it.", l.clients[client])
		full.RetryAfter = 1
		return nil, full
	case l.running >= b.calls:
		return nil, busy()
	}
	l.running++
	l.clients[client]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.running--
		if l.clients[client]--; l.clients[client] == 0 {
			delete(l.clients, client)
		}
	}, nil
}

// hold keeps room for more of a message, which has some already, until that is released.
func (l *limits) hold(more, held int64, b bounds) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	// One that is larger than all the room may have it alone.
	if l.memory > held && l.memory+more > b.memory {
		return busy()
	}
	l.memory += more
	return nil
}

// release gives room back.
func (l *limits) release(held int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.memory -= held
}

func busy() *problem {
	full := problemf(http.StatusServiceUnavailable, "busy", "Too many requests at once", "Others are trying things too. Send it again in a moment.")
	full.RetryAfter = 2
	return full
}

// client is who a call is counted for: an address, or the network of an IPv6 one, of which a single machine has as many as it likes.
// Behind a reverse proxy it is the last address in X-Forwarded-For that no trusted proxy has: what stands before it, anybody may have written.
func (l *limits) client(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	client := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !l.trusts(client) {
			break
		}
		address, err := hopAddress(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		client = address.Unmap().WithZone("")
	}
	if client.Is6() {
		network, _ := client.Prefix(64) // an IPv6 address has that many bits
		return network.Addr()
	}
	return client
}

// hopAddress reads an address of X-Forwarded-For. Some proxies add the port.
func hopAddress(hop string) (netip.Addr, error) {
	if withPort, err := netip.ParseAddrPort(hop); err == nil {
		return withPort.Addr(), nil
	}
	return netip.ParseAddr(hop)
}

func (l *limits) trusts(a netip.Addr) bool {
	return a.IsLoopback() || slices.ContainsFunc(l.trusted, func(p netip.Prefix) bool { return p.Contains(a) })
}
