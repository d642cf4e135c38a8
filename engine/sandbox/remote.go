package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow"

	"wpengine/engine/api"
)

// Remote is a network in another process of the machine, as an engine sees it.
type Remote struct {
	url       string // without a slash at the end
	root      [32]byte
	hostPort  string
	transport *http.Transport // leads there, whatever the host is called
	control   *http.Client
}

const (
	// connectPatience is how long Connect waits for a network that isn't there yet: the two are often started
	// together.
	connectPatience = 10 * time.Second
	// maxControlAnswer bounds an answer: a file, in base64 and in JSON.
	maxControlAnswer = 2 * maxMedia
)

// Connect finds the network at a URL of this machine, such as http://127.0.0.1:8090.
func Connect(ctx context.Context, address string) (*Remote, error) {
	hostPort, err := parseLoopbackURL(address)
	if err != nil {
		return nil, err
	}
	quieten()
	r := &Remote{url: "http://" + hostPort, hostPort: hostPort}
	// Proxy stays nil: the environment's must not lead clients away.
	r.transport = &http.Transport{DialContext: r.Dial, DialTLSContext: r.Dial, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute}
	r.control = &http.Client{Transport: r.transport}
	ctx, cancel := context.WithTimeout(ctx, connectPatience)
	defer cancel()
	for {
		if r.root, err = r.introduce(ctx); err == nil {
			return r, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("there is no simulated network at %s: %w; start one with: wpengine sandbox --listen %s", address, err, hostPort)
		case <-time.After(250 * time.Millisecond):
		}
	}
}

func (r *Remote) introduce(ctx context.Context) (root [32]byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+controlPath+"network", nil)
	if err != nil {
		return root, err
	}
	resp, err := r.control.Do(req)
	if err != nil {
		return root, err
	}
	defer func() { _ = resp.Body.Close() }()
	var who introduction
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<10)).Decode(&who); err != nil || len(who.Root) != len(root) {
		return root, errors.New("what answers there is something else")
	}
	return [32]byte(who.Root), nil
}

// RootKey is the public key that signs the network's certificates. It is another one when another network answers at
// the same address.
func (r *Remote) RootKey() [32]byte { return r.root }

// Trust is Network.Trust.
func (r *Remote) Trust() { whatsmeow.WACertPubKey = r.root }

// Attach is Network.Attach. A client's connections are TCP on this machine, whatever host they are for.
func (r *Remote) Attach(client *whatsmeow.Client) { attach(client, r.transport) }

// Dial is Network.Dial.
func (r *Remote) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return loopbackDialer().DialContext(ctx, "tcp", r.hostPort)
}

// Address is Network.Address: where the network is itself.
func (r *Remote) Address(context.Context) (string, error) { return r.hostPort, nil }

// Close ends what is idle.
func (r *Remote) Close() error {
	r.transport.CloseIdleConnections()
	return nil
}

// post sends an envelope, and gives the answer, whose body the caller closes.
func (r *Remote) post(ctx context.Context, path string, e envelope) (*http.Response, error) {
	e.Caller, e.IdempotencyKey = api.CallerFrom(ctx), api.IdempotencyKeyFrom(ctx)
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("sandbox: %s: %w", path, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url+controlPath+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("sandbox: %s: %w", path, err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := r.control.Do(req)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &api.Error{Code: api.CodeUnavailable, RetryAfter: time.Second, Err: err,
			Detail: "The simulated network does not answer. It runs in a process of its own, wpengine sandbox."}
	}
	return resp, nil
}

// remoteError reads what Service has refused a request with.
func remoteError(resp *http.Response) error {
	var p api.Problem
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&p); err != nil || p.Code == "" {
		return fmt.Errorf("sandbox: the simulated network answered with %s", resp.Status)
	}
	if p.Code == api.CodeInternal {
		return errors.New("sandbox: the simulated network failed; its own log says why")
	}
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return &api.Error{Code: p.Code, Detail: p.Detail, Fields: p.Errors, RetryAfter: time.Duration(seconds) * time.Second}
}
