package docsite

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"wpengine/docsite/request"
)

// upstream is a server that the proxy sends to.
type upstream struct {
	base    string // its URL
	host    string // for messages
	client  *http.Client
	problem *tryProblem // why it can't be sent to, or nil
}

// upstreams are the operator's servers, or the spec's. Those that the operator names may be
// anywhere, on this very machine as well. Those that only a spec names may not be inside the
// network: the author of a spec would choose what a stranger can reach through this site.
func upstreams(config Config) ([]upstream, error) {
	var all []upstream
	for _, base := range config.Upstreams {
		u, err := url.Parse(base)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return nil, fmt.Errorf("docsite: upstream %q must look like https://api.example.com/v1", base)
		}
		all = append(all, upstream{base: base, host: u.Host, client: client(nil)})
	}
	if len(all) > 0 {
		return all, nil
	}
	for _, base := range request.ServerURLs(config.Spec.Servers) {
		to := upstream{base: base, client: client(onlyPublic)}
		if u, err := url.Parse(base); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			to.problem = problemf(http.StatusBadGateway, "no_upstream", "There is no server to send to",
				"The spec's server is %q, which names no host. Whoever runs this site can name one with --upstream.", base)
		} else {
			to.host = u.Host
		}
		all = append(all, to)
	}
	return all, nil
}

// client makes requests as they are: no proxies of the environment, no redirects, no cookies,
// and a connection of its own for each, so that none is sent twice because an old connection
// was found dead.
func client(control func(network, address string, c syscall.RawConn) error) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: control}
	return &http.Client{
		Transport: &http.Transport{
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
			TLSHandshakeTimeout:    10 * time.Second,
			MaxResponseHeaderBytes: 256 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
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

// errPrivate refuses an address inside the network.
var errPrivate = errors.New("an address that is not public")

// onlyPublic runs when a name has become an address and nothing has been sent to it yet, so no
// name can lead elsewhere than where it was checked.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !public(at.Addr().Unmap()) {
		return errPrivate
	}
	return nil
}

// public reports an address that anybody could reach themselves.
func public(a netip.Addr) bool {
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, special := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", // RFC 6890
		"64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10", // with an IPv4 address in them, or of a site
	} {
		if netip.MustParsePrefix(special).Contains(a) {
			return false
		}
	}
	return true
}

// noAnswer says why, in words for a reader. What the transport says is for the log, without the
// URL: a key may be in its query.
func (p *proxy) noAnswer(ctx context.Context, to upstream, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	problem := explain(to.host, p.timeout, err)
	problem.cause = err
	return problem
}

func explain(host string, timeout time.Duration, err error) *tryProblem {
	var unknownHost *net.DNSError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var netError net.Error
	var operation *net.OpError
	text := err.Error()
	switch {
	case errors.Is(err, errPrivate):
		return problemf(http.StatusBadGateway, "upstream_private", "The server is on a private network",
			"%s is named only by the spec and leads to an address inside the network of this site, so nothing was sent. Whoever runs the site can allow it with --upstream.", host)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &netError) && netError.Timeout():
		return problemf(http.StatusGatewayTimeout, "upstream_slow", "The server is too slow",
			"%s did not answer within %v. It may still be working on the request.", host, timeout)
	case errors.As(err, &unknownHost):
		return problemf(http.StatusBadGateway, "upstream_unknown", "The server can't be found", "There is no host named %s.", unknownHost.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return problemf(http.StatusBadGateway, "upstream_down", "The server is down", "Nothing is listening at %s.", host)
	case errors.As(err, &certificate), errors.As(err, new(x509.UnknownAuthorityError)):
		return problemf(http.StatusBadGateway, "upstream_certificate", "The server can't be trusted", "The certificate of %s is not valid for it, so nothing was sent.", host)
	case errors.As(err, &operation) && operation.Op == "dial":
		return problemf(http.StatusBadGateway, "upstream_down", "The server can't be reached", "No connection to %s could be made.", host)
	case errors.As(err, &record), strings.Contains(text, "malformed HTTP"), strings.Contains(text, "server gave HTTP response"),
		strings.Contains(text, "malformed MIME header"), strings.Contains(text, "malformed chunked"):
		return problemf(http.StatusBadGateway, "upstream_not_http", "The server doesn't speak HTTP", "What %s answered is not HTTP. Is the port the right one?", host)
	case strings.Contains(text, "response headers exceeded"):
		return problemf(http.StatusBadGateway, "upstream_headers", "The answer's headers are too large", "%s sent more than 256 KiB of headers.", host)
	}
	// There was a connection: it ended early, or a write found it ended.
	return problemf(http.StatusBadGateway, "upstream_hung_up", "The server hung up", "%s closed the connection before its answer was complete.", host)
}
