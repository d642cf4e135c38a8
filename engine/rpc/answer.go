package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"wpengine/engine/api"
)

// answer is what a request gets.
type answer struct {
	status     int
	code       api.Code // of a problem
	body       []byte
	retryAfter time.Duration
	replayed   bool  // it is the stored answer to an earlier request
	gone       bool  // the caller hung up before there was one
	err        error // for the log
}

func errStopping() *api.Error {
	return &api.Error{Code: api.CodeUnavailable, Detail: "The engine is shutting down. Try again in a moment.", RetryAfter: time.Second}
}

// encode writes the response of a method.
func encode(to *bytes.Buffer, response any) error {
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	if err := e.Encode(response); err != nil {
		return fmt.Errorf("rpc: encode the response: %w", err)
	}
	if to.Bytes()[0] != '{' {
		return fmt.Errorf("rpc: the response is not an object but %T", response)
	}
	return nil
}

// problem makes an answer of an error. What isn't an *api.Error is for the log only.
func (s *Server) problem(ctx context.Context, x *exchange, err error) answer {
	shown := new(api.Error)
	known := errors.As(err, &shown) && shown.Code != ""
	// The server cancels requests when it stops, and otherwise only those whose caller is gone.
	canceled := ctx.Err() != nil && !errors.Is(context.Cause(ctx), context.DeadlineExceeded) && (!known || errors.Is(err, context.Canceled))
	gone := canceled && !s.draining.Load()
	switch {
	case gone:
		// Somebody who closed only their half of the connection does read this.
		shown = api.Errorf(api.CodeUnavailable, "The connection was closed before there was an answer.")
	case canceled:
		shown = errStopping()
	case known:
	case ctx.Err() != nil:
		shown = api.Errorf(api.CodeUnavailable, "This took longer than %s. Try again.", s.writeTimeout)
	default:
		shown = api.Errorf(api.CodeInternal, "Something went wrong on our side. Quote the request id when you report it.")
	}
	a := answer{status: shown.Code.Status(), code: shown.Code, retryAfter: shown.RetryAfter, gone: gone, err: err}
	if a.retryAfter == 0 && (a.code == api.CodeUnavailable || a.code == api.CodeRateLimited) {
		a.retryAfter = time.Second
	}
	p := api.Problem{
		Type: "/docs/guides/errors/#" + string(shown.Code), Title: shown.Code.Title(), Status: a.status,
		Detail: shown.Detail, Instance: instance(x.id), Code: shown.Code, Errors: shown.Fields,
	}
	if shown.WACode != 0 {
		p.WACode = &shown.WACode
	}
	x.out.Reset() // a response may be there that couldn't be encoded to its end
	if err := encode(x.out, p); err != nil {
		a.err = errors.Join(a.err, err)
	}
	a.body = x.out.Bytes()
	return a
}

// fixedHeaders are the header values that never change. They are shared by all answers, so nobody may write to them.
type fixedHeaders struct {
	json, problem, noStore, noSniff, post, challenge, replayed []string
}

func newFixedHeaders() fixedHeaders {
	return fixedHeaders{
		json:      []string{"application/json"},
		problem:   []string{"application/problem+json"},
		noStore:   []string{"no-store"},
		noSniff:   []string{"nosniff"},
		post:      []string{"POST"},
		challenge: []string{`ApiKey realm="wpengine", header="x-api-key"`},
		replayed:  []string{"true"},
	}
}

// send writes the answer.
func (s *Server) send(x *exchange, a answer) {
	h := x.w.Header()
	h["Content-Type"] = s.fixed.json
	if a.status >= http.StatusBadRequest {
		h["Content-Type"] = s.fixed.problem
	}
	h["Cache-Control"] = s.fixed.noStore
	h["X-Content-Type-Options"] = s.fixed.noSniff
	h["X-Request-Id"] = []string{x.id}
	h["Content-Length"] = []string{strconv.Itoa(len(a.body))}
	s.share(h, x)
	if x.budget.Limit > 0 {
		x.budget.WriteHeader(h, "hour")
	}
	if x.own.Limit > 0 {
		x.own.WriteHeader(h, "key")
	}
	switch a.status {
	case http.StatusUnauthorized:
		h["Www-Authenticate"] = s.fixed.challenge
	case http.StatusMethodNotAllowed:
		if x.op != nil {
			h["Allow"] = s.fixed.post
		}
	}
	if a.retryAfter > 0 {
		h["Retry-After"] = []string{strconv.FormatInt(int64((a.retryAfter+time.Second-1)/time.Second), 10)}
	}
	if a.replayed {
		h["Idempotency-Replayed"] = s.fixed.replayed
	}
	if s.draining.Load() {
		h.Set("Connection", "close")
	}
	x.w.WriteHeader(a.status)
	_, _ = x.w.Write(a.body) // a caller who is gone has no use for it
}
