package tryit

import (
	"context"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

const (
	// agent is the User-Agent of all requests: a reader's own says who they are.
	agent = "docsite-try-it/1"
	// headerBytes is how large the headers of an answer may be.
	headerBytes = 256 << 10
	// connectTime is how long a connection, and then TLS, may take.
	connectTime = 10 * time.Second
)

// newTransport makes requests to the addresses that control allows, of names as the resolver has them; the machine's own if it is nil. It
// sends requests as they are: no proxies of the environment, no redirects, no cookies,
// and a connection of its own for each, so that none is sent twice because an old connection
// was found dead, and none comes in on what another reader has logged in to.
func newTransport(control func(network, address string, c syscall.RawConn) error, resolver *net.Resolver) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTime, Control: control, Resolver: resolver}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &politeConn{Conn: conn, spoken: make(chan struct{})}, nil
		},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // the reader is shown the bytes that came
		DisableKeepAlives:      true,
		TLSHandshakeTimeout:    connectTime,
		MaxResponseHeaderBytes: headerBytes,
	}
}

// politeConn reads nothing before something was written. A server that speaks first, as those of
// SSH and mail do, could otherwise be heard before the request was on its way, and net/http would
// take that for a fault of an idle connection: another error, at times.
type politeConn struct {
	net.Conn
	spoken chan struct{}
	once   sync.Once
}

// Read implements [net.Conn].
func (c *politeConn) Read(b []byte) (int, error) {
	<-c.spoken
	return c.Conn.Read(b)
}

// Write implements [net.Conn].
func (c *politeConn) Write(b []byte) (int, error) {
	c.once.Do(func() { close(c.spoken) })
	return c.Conn.Write(b)
}

// Close implements [net.Conn].
func (c *politeConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { close(c.spoken) })
	return err
}
