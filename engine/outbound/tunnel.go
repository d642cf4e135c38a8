package outbound

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	tunnelTime       = 20 * time.Second // to connect to a proxy, and through it
	maxConnectAnswer = 16 << 10         // bytes of what a proxy says to CONNECT
)

// Tunneller connects to addresses through proxies. There is no other way that it would take: whatever is wrong with the
// proxy, the address itself is never dialled, nor its name looked up.
type Tunneller struct {
	dialer  *net.Dialer
	tls     *tls.Config // for https proxies
	private bool
}

// NewTunneller makes a Tunneller. Without allowPrivate it refuses proxies at private addresses, also behind a name, which
// is looked up when it is dialled.
func NewTunneller(allowPrivate bool) *Tunneller {
	t := &Tunneller{private: allowPrivate, tls: &tls.Config{MinVersion: tls.VersionTLS12}}
	t.dialer = &net.Dialer{Timeout: connectTime, KeepAlive: 30 * time.Second, Control: t.check}
	return t
}

// ProxyError is why there is no connection through a proxy.
type ProxyError struct {
	Text    string // for people, going on from "the proxy"; has no credentials in it
	Reached bool   // whether the proxy has let us in, and only failed to reach what it was asked for
	Err     error  // the cause, for the log; nil if the text says it all
}

// Error implements error.
func (e *ProxyError) Error() string {
	if e.Err != nil {
		return "the proxy " + e.Text + ": " + e.Err.Error()
	}
	return "the proxy " + e.Text
}

// Unwrap returns the cause.
func (e *ProxyError) Unwrap() error { return e.Err }

// Dial connects to a host and port through a proxy: by CONNECT if it is an http or https one, by SOCKS 5 if it is a socks5
// one. Its errors are of the type *ProxyError, unless ctx was cancelled.
func (t *Tunneller) Dial(ctx context.Context, proxy *url.URL, address string) (net.Conn, error) {
	outer := ctx
	ctx, cancel := context.WithTimeout(ctx, tunnelTime)
	defer cancel()
	conn, err := t.dial(ctx, proxy, address)
	if err == nil {
		return conn, nil
	}
	if errors.Is(outer.Err(), context.Canceled) {
		return nil, outer.Err()
	}
	var known *ProxyError
	if !errors.As(err, &known) {
		known = &ProxyError{Text: explainTunnel(ctx, err), Err: err}
	}
	return nil, known
}

func (t *Tunneller) dial(ctx context.Context, proxy *url.URL, address string) (net.Conn, error) {
	handshake := connect
	switch {
	case proxy == nil:
		return nil, &ProxyError{Text: "has no URL"}
	case proxy.Scheme == "socks5":
		handshake = socks
	case proxy.Scheme != "http" && proxy.Scheme != "https":
		return nil, &ProxyError{Text: fmt.Sprintf("has the scheme %q, which is not supported", proxy.Scheme)}
	}
	raw, err := t.dialer.DialContext(ctx, "tcp", proxy.Host)
	if err != nil {
		return nil, err
	}
	// What follows reads and writes without looking at ctx: a deadline in the past ends it.
	done := context.AfterFunc(ctx, func() { _ = raw.SetDeadline(time.Unix(1, 0)) })
	conn := raw
	if proxy.Scheme == "https" {
		config := t.tls.Clone()
		config.ServerName = proxy.Hostname()
		secure := tls.Client(conn, config)
		if err = secure.HandshakeContext(ctx); err != nil && ctx.Err() == nil {
			err = &ProxyError{Text: "could not agree with the engine on TLS; is it an https proxy, with a certificate for its name?", Err: err}
		}
		conn = secure
	}
	if err == nil {
		conn, err = handshake(conn, proxy, address)
	}
	if !done() && err == nil { // the deadline is set, or about to be
		err = context.Cause(ctx)
	}
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	return conn, nil
}

// check is asked for every address of a proxy before it is connected to.
func (t *Tunneller) check(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !t.private && isPrivateAddr(at.Addr()) {
		return &ProxyError{Text: "is at a private or local address, which this engine does not connect to"}
	}
	return nil
}

// connect asks an HTTP proxy for a tunnel.
func connect(conn net.Conn, proxy *url.URL, address string) (net.Conn, error) {
	r := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{"User-Agent": {""}}}
	if proxy.User != nil {
		password, _ := proxy.User.Password()
		r.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(proxy.User.Username()+":"+password)))
	}
	if err := r.Write(conn); err != nil {
		return nil, err
	}
	limit := &io.LimitedReader{R: conn, N: maxConnectAnswer}
	reader := bufio.NewReader(limit)
	answer, err := http.ReadResponse(reader, r) //nolint:bodyclose // what comes behind the header is the tunnel
	switch {
	case err != nil && limit.N <= 0:
		return nil, &ProxyError{Text: "answers with more than it should; is it an HTTP proxy?", Err: err}
	case err != nil && limit.N == maxConnectAnswer: // it hung up, or said nothing in time
		return nil, err
	case err != nil:
		return nil, &ProxyError{Text: "does not answer as an HTTP proxy does", Err: err}
	case answer.StatusCode == http.StatusProxyAuthRequired && proxy.User == nil:
		return nil, &ProxyError{Text: "asks for a user name and a password, and its URL has none"}
	case answer.StatusCode == http.StatusProxyAuthRequired:
		return nil, &ProxyError{Text: "refuses the user name or the password"}
	case answer.StatusCode/100 != 2:
		return nil, &ProxyError{Text: fmt.Sprintf("answers with status %d instead of connecting to %s", answer.StatusCode, address), Reached: true}
	}
	if reader.Buffered() == 0 {
		return conn, nil
	}
	limit.N = int64(reader.Buffered())
	return &begun{Conn: conn, rest: io.LimitReader(reader, int64(reader.Buffered()))}, nil
}

// begun is a connection of which something was read already.
type begun struct {
	net.Conn
	rest io.Reader
}

// Read implements net.Conn.
func (b *begun) Read(p []byte) (int, error) {
	if b.rest != nil {
		if n, err := b.rest.Read(p); err == nil {
			return n, nil
		}
		b.rest = nil
	}
	return b.Conn.Read(p)
}

// explainTunnel says in words why a proxy could not be reached, going on from "the proxy".
func explainTunnel(ctx context.Context, err error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "is at a host that is not known"
	case errors.As(err, &dns):
		return "is at a host whose name cannot be looked up now"
	case ctx.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		return "does not answer in time"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "does not answer: nothing listens at its address"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "cannot be reached from this machine"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "hangs up"
	}
	return "does not answer as it should"
}
