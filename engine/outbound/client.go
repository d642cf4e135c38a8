package outbound

import (
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// NewClient makes a client for requests to a service that the operator names, which may name others in turn. It connects
// to public addresses alone unless allowPrivate is set, follows no redirects, and bounds an answer in time and size.
func NewClient(allowPrivate bool, most time.Duration, size int64) *http.Client {
	return &http.Client{
		Timeout:   most,
		Transport: bounded{transport(allowPrivate), size},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // where a redirect leads nobody has named
		},
	}
}

// transport connects to public addresses, unless it is told otherwise.
func transport(allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTime, Control: func(_, address string, _ syscall.RawConn) error {
		// Every address is checked when it is dialled, after its name is resolved.
		at, err := netip.ParseAddrPort(address)
		if err != nil || !allowPrivate && isPrivateAddr(at.Addr()) {
			return ErrPrivate
		}
		return nil
	}}
	return &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: connectTime, ResponseHeaderTimeout: connectTime,
		MaxResponseHeaderBytes: 64 << 10, DisableCompression: true, DisableKeepAlives: true,
	}
}

// bounded ends answers that are too long, and refuses URLs of no server.
type bounded struct {
	http.RoundTripper
	size int64
}

// RoundTrip implements [http.RoundTripper].
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := checkURL(r.URL); err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	resp, err := b.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = http.MaxBytesReader(nil, resp.Body, b.size)
	return resp, nil
}
