package rpc

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/ratelimit"
	"wpengine/engine/web"
)

// exchange is one request on its way, and what is known of it by now.
type exchange struct {
	w       http.ResponseWriter
	r       *http.Request
	op      *operation // nil: there is no such
	id      string     // X-Request-Id
	started time.Time
	caller  api.Caller
	visit   *api.Visit         // of a session, nil for a key's request
	budget  ratelimit.Decision // of the caller; its Limit is 0 until they are known
	own     ratelimit.Decision // of their key; its Limit is 0 if it has none of its own
	in      *bytes.Buffer
	out     *bytes.Buffer
}

func (s *Server) handle(op *operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, op) })
}

func (s *Server) begin(w http.ResponseWriter, r *http.Request, op *operation) *exchange {
	x := &exchange{w: w, r: r, op: op, started: time.Now(), id: requestID(r.Header), in: s.buffer(), out: s.buffer()}
	s.expectBody(x)
	return x
}

func (s *Server) end(x *exchange, a answer) {
	s.send(x, a)
	s.logAccess(x, a)
	s.recycle(x.in, x.out)
}

// serve answers a request, whatever happens.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, op *operation) {
	x := s.begin(w, r, op)
	var a answer
	err := protect(func() (err error) {
		a, err = s.answer(x)
		return err
	})
	if err != nil {
		a = s.problem(r.Context(), x, err)
	}
	if !a.gone && free(a.code) {
		x.budget.Refund()
		x.own.Refund()
	}
	s.note(x, a)
	s.end(x, a)
	if x.visit != nil && x.visit.End != nil {
		x.visit.End()
	}
}

// note counts a request whose caller is known, unless it was by a page that is free for them.
func (s *Server) note(x *exchange, a answer) {
	if s.usage == nil || x.op == nil || x.caller.UserID == "" || x.visit != nil && x.visit.Free {
		return
	}
	key := ""
	if x.caller.Key != nil {
		key = x.caller.Key.ID
	}
	s.usage.Note(x.caller.UserID, key, x.op.ID, a.code != "")
}

// refuse answers a request that isn't for an operation.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	x := s.begin(w, r, nil)
	s.end(x, s.problem(r.Context(), x, err))
}

// answer is the life of a request, in order. What it costs us grows from step to step, so that a caller who has no
// business here is turned away before they cost anything.
func (s *Server) answer(x *exchange) (answer, error) {
	ctx := x.r.Context()
	if s.draining.Load() {
		return answer{}, errStopping()
	}
	if x.op == nil {
		return answer{}, s.noSuchOperation(x.r.URL.Path)
	}
	if x.r.Method != http.MethodPost {
		return answer{}, api.Errorf(api.CodeMethodNotAllowed, "%s is called with POST, not %s.", x.op.ID, clip(x.r.Method))
	}
	if err := s.identify(ctx, x); err != nil {
		return answer{}, err
	}
	x.caller.Address, x.caller.Agent = web.Origin(x.r, s.proxies)
	if err := s.permit(x); err != nil {
		s.peek(ctx, x)
		return answer{}, err
	}
	// Before the body is read: an account over its budget must not cost us memory.
	if err := s.spend(ctx, x); err != nil {
		return answer{}, err
	}
	if err := checkMediaType(x.r.Header); err != nil {
		return answer{}, err
	}
	key, err := idempotencyKey(x)
	if err != nil {
		return answer{}, err
	}
	if err := s.readBody(x); err != nil {
		return answer{}, err
	}
	s.haveBody(x)
	if err := s.stillMay(ctx, x); err != nil {
		return answer{}, err
	}
	body, clientID, err := s.read(x.op, x.in.Bytes())
	if err != nil {
		return answer{}, err
	}
	// A UUID may be written in upper case.
	if clientID != "" && !x.caller.MayUseClient(strings.ToLower(clientID)) {
		return answer{}, api.Errorf(api.CodeNotFound, "No client %s.", clientID)
	}
	ctx = api.WithCaller(ctx, x.caller)
	if key == "" {
		return s.call(ctx, x, body), nil
	}
	return s.once(api.WithIdempotencyKey(ctx, key), x, key, body)
}

// call carries the operation out.
func (s *Server) call(ctx context.Context, x *exchange, body []byte) answer {
	err := protect(func() error {
		result, err := x.op.Call(ctx, body)
		if err != nil {
			return err
		}
		return encode(x.out, result)
	})
	if err != nil {
		return s.problem(ctx, x, err)
	}
	return answer{status: http.StatusOK, body: x.out.Bytes()}
}

// noSuchOperation answers for a path that leads to nothing, with the one that was perhaps meant.
func (s *Server) noSuchOperation(path string) error {
	name := strings.ReplaceAll(strings.Trim(strings.TrimPrefix(path, "/api/rpc"), "/"), "/", ".")
	if slices.Contains(s.ids, name) {
		return api.Errorf(api.CodeNotFound, "There is nothing at %s; %s is at /api/rpc/%s.", clip(path), name, strings.Replace(name, ".", "/", 1))
	}
	if meant := closest(name, s.ids); meant != "" {
		return api.Errorf(api.CodeNotFound, "There is no operation at %s. Did you mean /api/rpc/%s?", clip(path), strings.Replace(meant, ".", "/", 1))
	}
	return api.Errorf(api.CodeNotFound, "There is no operation at %s. All there are is in /api/openapi.json.", clip(path))
}

// panicked is a panic as an error, for the log.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// protect calls f and makes an error of its panic.
func protect(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{value: v, stack: debug.Stack()}
		}
	}()
	return f()
}
