package sandbox

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// pipes is a net.Listener without a socket: dialling it makes a net.Pipe and hands one end to Accept.
type pipes struct {
	waiting chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func newPipes() *pipes {
	return &pipes{waiting: make(chan net.Conn), closed: make(chan struct{})}
}

// dial ignores the address: every host name leads to the simulated network, so that nothing sent
// through it can leave the process.
func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.waiting <- far:
		return near, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// transport is what the clients speak HTTP through. Go takes what DialTLSContext returns for a
// connection whose TLS handshake is done, so https and wss work without certificates. Proxy stays nil:
// the environment's HTTPS_PROXY must not lead clients out.
func (p *pipes) transport() *http.Transport {
	return &http.Transport{DialContext: p.dial, DialTLSContext: p.dial, MaxIdleConnsPerHost: 16}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.waiting:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "sandbox.invalid:443" }
