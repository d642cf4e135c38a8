package proxypool

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"wpengine/engine/outbound"
	"wpengine/engine/store"
)

const (
	// checkTarget is what clients connect to: a proxy that reaches it does what it is for.
	checkTarget = "web.whatsapp.com:443"

	probeTime     = 25 * time.Second // for one proxy in all, but for its exit address
	exitTime      = 10 * time.Second
	maxExitAnswer = 4 << 10 // bytes
)

// probe tries a proxy: it connects to WhatsApp through it, up to the end of the TLS handshake, so that a proxy which
// listens in doesn't pass for one that works. An error is only that of ctx; what is wrong with the proxy is found.
func (p *Pool) probe(ctx context.Context, row store.Proxy) (latency time.Duration, exit, wrong string, err error) {
	a, err := p.address(row)
	if err != nil {
		return 0, "", "Its address cannot be decrypted with the key that the engine has.", nil
	}
	within, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	began := time.Now()
	dial, greet := p.tunnel.Dial, p.greet
	if p.simulated != nil && a.local() {
		dial = func(ctx context.Context, _ *url.URL, to string) (net.Conn, error) { return p.reach(ctx, a, to) }
		greet = greetSimulated
	}
	conn, err := dial(within, a.url, p.target)
	if err == nil {
		defer func() { _ = conn.Close() }()
		if err = greet(within, conn); err == nil {
			latency = max(time.Since(began), time.Millisecond)
			return latency, p.exit(ctx, a), "", nil
		}
	}
	if ctx.Err() != nil {
		return 0, "", "", ctx.Err()
	}
	return 0, "", explainProbe(err), nil
}

// greet makes sure that WhatsApp is at the other end.
func (p *Pool) greet(ctx context.Context, conn net.Conn) error {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if p.tls != nil {
		config = p.tls.Clone()
	}
	config.ServerName, _, _ = net.SplitHostPort(p.target)
	return tls.Client(conn, config).HandshakeContext(ctx)
}

func explainProbe(err error) string {
	var proxy *outbound.ProxyError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.As(err, &proxy):
		return "The proxy " + proxy.Text + "."
	case errors.As(err, &certificate):
		return "What answers through the proxy is not WhatsApp: its certificate is not trusted. The proxy may be listening in."
	case errors.Is(err, errOther):
		return "What answers through the proxy is not the simulated network."
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "WhatsApp does not answer through the proxy in time."
	}
	return "The connection through the proxy broke before WhatsApp had answered."
}

// exit asks for the address that others see, if the pool knows whom to ask.
func (p *Pool) exit(ctx context.Context, a address) string {
	if p.exitURL == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, exitTime)
	defer cancel()
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			return p.tunnel.Dial(ctx, a.url, address)
		},
		TLSClientConfig: p.tls, DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10,
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.exitURL, nil)
	if err != nil {
		return ""
	}
	r.Header.Set("User-Agent", "wpengine")
	answer, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		return ""
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxExitAnswer))
	if err != nil || answer.StatusCode != http.StatusOK {
		return ""
	}
	return firstAddress(string(text))
}

// firstAddress finds an IP address in a text: alone, as a value of JSON, or behind "ip=".
func firstAddress(text string) string {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"'=,;<>{}[]()", r) }) {
		if addr, err := netip.ParseAddr(word); err == nil {
			return addr.Unmap().WithZone("").String()
		}
	}
	return ""
}
