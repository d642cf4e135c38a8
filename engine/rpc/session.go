package rpc

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"wpengine/engine/api"
)

// Sessions knows the callers who have no key but a session of one of the engine's own pages.
type Sessions interface {
	// Open returns whom the session of a request stands for, and what to call when the request is answered; it
	// may wait for earlier requests of the session to end. A request that has no session gets a nil end. The
	// error is an *api.Error if the caller may know of it.
	Open(r *http.Request) (caller api.Caller, end func(), err error)
}

// identify finds out who is calling: by their key, or, where there is none, by a session. A session spends nothing of
// the account's budget, so it is good only for what its page needs; SessionScopes says for what.
func (s *Server) identify(ctx context.Context, x *exchange) (err error) {
	if s.sessions == nil || len(x.r.Header["X-Api-Key"])+len(x.r.Header["Authorization"]) > 0 {
		x.caller, err = s.authenticate(ctx, x.r.Header, x.started)
		return err
	}
	caller, end, err := s.sessions.Open(x.r)
	if shown := new(api.Error); err != nil && !errors.As(err, &shown) && ctx.Err() == nil {
		return api.Errorf(api.CodeUnavailable, "Your session cannot be checked right now. Try again in a moment.").Because(err)
	}
	if err != nil {
		return err
	}
	if end == nil {
		x.caller, err = s.authenticate(ctx, x.r.Header, x.started)
		return err
	}
	x.caller, x.end = caller, end
	return nil
}

// permitSession says what a session may not be used for. A browser sends the cookie along with whatever any page
// makes it send, so it must have been a page of ours that asked.
func (s *Server) permitSession(x *exchange) error {
	if err := s.origin.Check(x.r); err != nil {
		return api.Errorf(api.CodeForbidden, "This comes from a page of another site. Send an API key in the x-api-key header.")
	}
	if !slices.ContainsFunc(s.sessionScopes, func(scope string) bool { return api.ScopeCovers(scope, x.op.ID) }) {
		return api.Errorf(api.CodeForbidden, "A session is not enough for %s. Send an API key in the x-api-key header.", x.op.ID)
	}
	return nil
}
