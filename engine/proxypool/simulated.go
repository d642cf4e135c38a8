package proxypool

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"

	"wpengine/engine/outbound"
)

// Network is the simulated network. It is on this machine, and so only a proxy on this machine has a way to it. Clients go
// through such a one as they would to WhatsApp, or not at all; the others are assigned and never asked, because from the
// simulated network nothing leaves the machine by itself.
type Network interface {
	// Dial connects to the network, whatever the address.
	Dial(ctx context.Context, network, address string) (net.Conn, error)
	// Address is where proxies on this machine reach it.
	Address(ctx context.Context) (hostPort string, err error)
}

// reach connects to WhatsApp through a proxy, or to the simulated network.
func (p *Pool) reach(ctx context.Context, a address, to string) (net.Conn, error) {
	switch {
	case p.simulated == nil:
		return p.tunnel.Dial(ctx, a.url, to)
	case !a.local():
		return p.simulated.Dial(ctx, "tcp", to)
	}
	to, err := p.simulated.Address(ctx)
	if err != nil {
		return nil, err
	}
	return p.tunnel.Dial(ctx, a.url, to)
}

// local reports whether a proxy is on this machine.
func (a address) local() bool { return outbound.IsLocal(a.url.Hostname()) }

// errOther is that something else answers than the simulated network.
var errOther = errors.New("it is something else that answers")

// greetSimulated makes sure that the simulated network is at the other end, which takes websockets and says so.
func greetSimulated(ctx context.Context, conn net.Conn) error {
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://sandbox.invalid/ws/chat", nil)
	if err != nil {
		return err
	}
	if err := r.Write(conn); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), r)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusUpgradeRequired {
		return errOther
	}
	return nil
}
