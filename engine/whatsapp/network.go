package whatsapp

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"go.mau.fi/whatsmeow"

	"wpengine/engine/outbound"
)

// Network is where clients connect instead of WhatsApp: the simulated network.
type Network interface {
	// Dial connects to the network, whatever the address. What goes over the connection is not encrypted by TLS.
	Dial(ctx context.Context, network, address string) (net.Conn, error)
}

// Proxies knows the outbound proxies.
type Proxies interface {
	// Dial connects to a host and port of WhatsApp through the proxy with an id, and in no other way. Its errors are of the
	// type *outbound.ProxyError where they are the proxy's.
	Dial(ctx context.Context, id, address string) (net.Conn, error)
	// DialOther is Dial for the host and port of anybody else.
	DialOther(ctx context.Context, id, address string) (net.Conn, error)
	// Masked returns where a proxy is, without its password.
	Masked(ctx context.Context, id string) (string, error)
	// Admit reports why a proxy may not have one more client.
	Admit(ctx context.Context, id string) error
	// Choose returns the proxy that suits a client with a phone number best, "" if that isn't known yet.
	Choose(ctx context.Context, phone string) (id string, err error)
}

// How long the steps towards the real network may take. whatsmeow sets no limits of its own before the
// handshake.
const (
	dialTimeout   = 15 * time.Second
	answerTimeout = 30 * time.Second
)

// attach gives a new whatsmeow client its way out: the simulated network, or the real one. The connections are the
// client's own, so that nothing on the way tells that two accounts are on one engine. The returned function frees what idles.
func (cl *client) attach(wa *whatsmeow.Client) (release func()) {
	transport := cl.clients.transport(cl.dial)
	if cl.clients.network != nil {
		transport.DialTLSContext = cl.dial
	}
	h := &http.Client{Transport: transport}
	wa.SetWebsocketHTTPClient(h)
	wa.SetPreLoginHTTPClient(h)
	wa.SetMediaHTTPClient(&http.Client{Transport: limited{transport}})
	return transport.CloseIdleConnections
}

// dial makes each connection of the client: through the proxy that it has at this moment, or directly if it has none and
// needs none. There is no way around a proxy that fails.
func (cl *client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c := cl.clients
	id, err := cl.proxy()
	switch {
	case err != nil:
		return nil, err
	case id != "":
		return c.proxies.Dial(ctx, id, address)
	}
	return c.direct(ctx, network, address)
}

// proxy returns the id of the proxy that the client has at this moment, "" if it has none and needs none.
func (cl *client) proxy() (id string, err error) {
	c, id := cl.clients, cl.snapshot().row.ProxyID
	switch {
	case id != "" && c.proxies == nil:
		return "", &outbound.ProxyError{Text: "cannot be used: this engine has no proxies"}
	case id == "" && c.assign:
		return "", &outbound.ProxyError{Text: "is still to be assigned"}
	}
	return id, nil
}

// tunnel is the way by which files come for the client that are elsewhere, so that nobody there learns where the engine
// is: its proxy, or nil if it has none and needs none.
func (cl *client) tunnel() outbound.Tunnel {
	if id, err := cl.proxy(); id == "" && err == nil {
		return nil
	}
	return func(ctx context.Context, address string) (net.Conn, error) {
		id, err := cl.proxy()
		if err != nil {
			return nil, err
		}
		if id == "" {
			return nil, &outbound.ProxyError{Text: "was taken away meanwhile"}
		}
		return cl.clients.proxies.DialOther(ctx, id, address)
	}
}

// maxFile bounds what is fetched of a file or of a history: the library reads all that comes into memory.
const maxFile = 2 * maxDownload

// errLargeFile is in the error of a download that has more than maxFile.
var errLargeFile = errors.New("the file is too large")

// limited ends the body of an answer that is larger than maxFile.
type limited struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = &limitedBody{ReadCloser: answer.Body, left: maxFile}
	}
	return answer, err
}

type limitedBody struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errLargeFile
	}
	return n, err
}

// transport is the library's own, but for how it connects, and for the time it may take. The environment names no proxies:
// a client has its own or none.
func (c *Clients) transport(dial func(ctx context.Context, network, address string) (net.Conn, error)) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	t.DialContext = dial
	t.TLSClientConfig = c.tls
	t.ResponseHeaderTimeout = answerTimeout
	return t
}

func newDialer() func(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
}
