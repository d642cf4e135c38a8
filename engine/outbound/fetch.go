package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

const (
	fetchTime    = 30 * time.Second // for a file in all
	connectTime  = 10 * time.Second
	maxRedirects = 5
	maxParallel  = 8 // files at once: each is in memory as a whole
)

// Fetcher gets files from URLs that callers name. It has no cookies and no credentials, and what it asks for is bounded in
// time and size. Unless it is told otherwise it connects to public addresses alone: every address is checked when it is
// dialled, after its name is resolved, also behind a redirect.
type Fetcher struct {
	client *http.Client
	places chan struct{}
	lookUp func(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// NewFetcher makes a Fetcher. With allowPrivate it also gets files from private addresses.
func NewFetcher(allowPrivate bool) *Fetcher {
	f := &Fetcher{places: make(chan struct{}, maxParallel), lookUp: net.DefaultResolver.LookupNetIP}
	f.client = &http.Client{
		Transport: transport(allowPrivate),
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errRedirects
			}
			req.Header.Del("Referer") // whoever is behind the redirect need not know the URL
			return checkURL(req.URL)
		},
	}
	return f
}

// File is what there was at a URL.
type File struct {
	Data        []byte
	ContentType string // as the server says; may be empty
	Name        string // the last part of the path; may be empty
}

// What is wrong with a URL or with what is there. Their texts may be shown to whoever has named the URL, and go on from
// "the file".
var (
	ErrURL      = errors.New("is not at an http or https URL of a public server")
	ErrPrivate  = errors.New("is at a private or local address, which this engine does not ask")
	ErrTooLarge = errors.New("is too large")

	errRedirects = errors.New("is behind too many redirects")
)

// StatusError is an answer without a file.
type StatusError int

// Error implements error.
func (s StatusError) Error() string {
	return fmt.Sprintf("is not there: the server answered with status %d", int(s))
}

// Fetch gets the file at a URL, of at most so many bytes. It goes through the tunnel, if that isn't nil, and then never
// around it.
func (f *Fetcher) Fetch(ctx context.Context, from string, most int64, tunnel Tunnel) (File, error) {
	u, err := url.Parse(from)
	if err != nil {
		return File{}, ErrURL
	}
	if err := checkURL(u); err != nil {
		return File{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	select {
	case f.places <- struct{}{}:
		defer func() { <-f.places }()
	case <-ctx.Done():
		return File{}, ctx.Err()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return File{}, ErrURL
	}
	req.Header.Set("User-Agent", "wpengine")
	req.Header.Set("Accept", "*/*")
	client := *f.client
	if tunnel != nil {
		client.Transport = f.through(tunnel)
	}
	resp, err := client.Do(req)
	if err != nil {
		return File{}, f.explain(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return File{}, StatusError(resp.StatusCode)
	}
	if resp.ContentLength > most {
		return File{}, ErrTooLarge
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	switch {
	case err != nil:
		return File{}, f.explain(ctx, err)
	case int64(len(data)) > most:
		return File{}, ErrTooLarge
	}
	return File{data, resp.Header.Get("Content-Type"), lastPart(resp.Request.URL)}, nil
}

// checkURL refuses what is no URL of a server, before anything is asked.
func checkURL(u *url.URL) error {
	host := strings.ToLower(u.Hostname())
	if u.Scheme != "http" && u.Scheme != "https" || host == "" || u.User != nil || !IsHost(host) {
		return ErrURL
	}
	return nil
}

// failure is an error for the person who has named the URL, with its cause for the log.
type failure struct {
	text  string
	cause error
}

func (e *failure) Error() string { return e.text }
func (e *failure) Unwrap() error { return e.cause }

// explain says in words why a file could not be had.
func (f *Fetcher) explain(ctx context.Context, err error) error {
	for _, known := range []error{ErrURL, ErrPrivate, errRedirects} {
		if errors.Is(err, known) {
			return known
		}
	}
	var proxy *ProxyError
	var dns *net.DNSError
	var timeout net.Error
	text := "could not be had: the server does not answer as it should"
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case errors.As(err, &proxy):
		text = "could not be had: the client's proxy " + proxy.Text
	case errors.As(err, &dns):
		text = "is at a host that is not known"
	case ctx.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		text = "did not come in time"
	case errors.Is(err, syscall.ECONNREFUSED):
		text = "could not be had: nothing answers at that address"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		text = "ended too early"
	}
	return &failure{text, err}
}

func lastPart(u *url.URL) string {
	name := u.Path[strings.LastIndexByte(u.Path, '/')+1:]
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
}
