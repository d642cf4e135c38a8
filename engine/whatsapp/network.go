package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"go.mau.fi/whatsmeow"
)

// Network is where clients connect instead of WhatsApp: the simulated network.
type Network interface {
	// Attach makes a client that has not connected yet use the network for everything.
	Attach(client *whatsmeow.Client)
}

// Proxies knows the outbound proxies.
type Proxies interface {
	// URL returns where a proxy is, with its credentials.
	URL(ctx context.Context, id string) (*url.URL, error)
	// Masked returns where a proxy is, without its password.
	Masked(ctx context.Context, id string) (string, error)
}

// How long the steps towards the real network may take. whatsmeow sets no limits of its own before the
// handshake.
const (
	dialTimeout   = 15 * time.Second
	answerTimeout = 30 * time.Second
)

// errProxy is in every error of a connection that was not made because the client's proxy is not known.
var errProxy = errors.New("the proxy is not usable")

// errProxyRefused is in the error of a connection that the client's proxy did not make.
var errProxyRefused = errors.New("the proxy refused the connection")

// attach gives a new whatsmeow client its way out: the simulated network, or the real one, directly or
// through the proxy that the client was given. The returned function frees what idles.
func (c *Clients) attach(client *whatsmeow.Client, proxyID string) (release func()) {
	if c.network != nil {
		c.network.Attach(client)
		return func() {}
	}
	transport := c.direct
	release = func() {}
	if proxyID != "" {
		transport = c.transport(func(r *http.Request) (*url.URL, error) { return c.proxyURL(r.Context(), proxyID) })
		release = transport.CloseIdleConnections
	}
	h := &http.Client{Transport: transport}
	client.SetWebsocketHTTPClient(h)
	client.SetPreLoginHTTPClient(h)
	client.SetMediaHTTPClient(&http.Client{Transport: limited{transport}})
	return release
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

// transport is the library's own, but for the proxy, which never comes from the environment, and for the
// time it may take.
func (c *Clients) transport(proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = proxy
	t.DialContext = c.dial
	t.ResponseHeaderTimeout = answerTimeout
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%w with HTTP status %d", errProxyRefused, answer.StatusCode)
		}
		return nil
	}
	return t
}

// proxyURL is asked before each connection, so that a change of the proxy's credentials counts at once.
// It must never return nil without an error: that would mean a direct connection.
func (c *Clients) proxyURL(ctx context.Context, id string) (*url.URL, error) {
	if c.proxies == nil {
		return nil, fmt.Errorf("%w: this engine has no proxies", errProxy)
	}
	u, err := c.proxies.URL(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errProxy, err)
	}
	if u == nil {
		return nil, fmt.Errorf("%w: proxy %s has no URL", errProxy, id)
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return u, nil
	}
	// net/http would take a scheme that it doesn't know for http.
	return nil, fmt.Errorf("%w: proxy %s has the scheme %q", errProxy, id, u.Scheme)
}

func newDialer() func(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
}
