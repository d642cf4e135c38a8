package sandbox

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
)

// The simulated network has no passwords: whoever reaches it is let in. So it is reached from its own machine
// alone, and what it and its clients dial is on that machine too.

// Listen opens a port for a network in a process of its own. The address must be one of the machine's own,
// such as 127.0.0.1:8090, [::1]:8090 or localhost:8090.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("the address %q is not HOST:PORT, such as 127.0.0.1:8090", address)
	}
	if !isLoopback(host) {
		return nil, fmt.Errorf("the simulated network listens on this machine alone, and %q may be reached from others: take 127.0.0.1, [::1] or localhost", address)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	if addr, ok := l.Addr().(*net.TCPAddr); !ok || !addr.IP.IsLoopback() { // localhost is whatever the machine says it is
		_ = l.Close()
		return nil, fmt.Errorf("the simulated network listens on this machine alone, and %q is %s here", address, l.Addr())
	}
	return l, nil
}

// isLoopback tells whether a host is a name or an address of the machine itself.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// parseLoopbackURL reads where a network is, http://127.0.0.1:8090, and gives its host and port.
func parseLoopbackURL(text string) (hostPort string, err error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" || u.Port() == "" || (u.Path != "" && u.Path != "/") || u.RawQuery != "" || u.User != nil {
		return "", fmt.Errorf("%q must look like http://127.0.0.1:8090", text)
	}
	if !isLoopback(u.Hostname()) {
		return "", fmt.Errorf("%q is not on this machine: a simulated network is reached at 127.0.0.1, [::1] or localhost", text)
	}
	return u.Host, nil
}

// loopbackDialer connects to the machine itself, and refuses everything else after the name is resolved.
func loopbackDialer() *net.Dialer {
	return &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		addr, err := netip.ParseAddrPort(address)
		if err != nil || !addr.Addr().Unmap().IsLoopback() {
			return fmt.Errorf("%s is not on this machine", address)
		}
		return nil
	}}
}
