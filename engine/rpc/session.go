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
	// Open returns whom the session of a request stands for and what it is good for, nil if the request has none. It
	// may wait for earlier requests of the session to end. The error is an *api.Error if the caller may know of it.
	Open(r *http.Request) (*api.Visit, error)
}

// identify finds out who is calling: by their key, or, where there is none, by a session of the first page that knows
// the request.
func (s *Server) identify(ctx context.Context, x *exchange) (err error) {
	if len(x.r.Header["X-Api-Key"])+len(x.r.Header["Authorization"]) == 0 {
		for _, sessions := range s.sessions {
			visit, err := sessions.Open(x.r)
			if shown := new(api.Error); err != nil && !errors.As(err, &shown) && ctx.Err() == nil {
				return api.Errorf(api.CodeUnavailable, "Your session cannot be checked right now. Try again in a moment.").Because(err)
			}
			if err != nil {
				return err
			}
			if visit != nil {
				x.caller, x.visit = visit.Caller, visit
				return nil
			}
		}
	}
	x.caller, err = s.authenticate(ctx, x.r.Header, x.started)
	return err
}

// permitSession says what a session may not be used for. A browser sends the cookie along with whatever any page
// makes it send, so it must have been a page of ours that asked.
func (s *Server) permitSession(x *exchange) error {
	if err := s.origin.Check(x.r); err != nil {
		return api.Errorf(api.CodeForbidden, "This comes from a page of another site. Send an API key in the x-api-key header.")
	}
	if x.visit.Scopes != nil && !slices.ContainsFunc(x.visit.Scopes, func(scope string) bool { return api.ScopeCovers(scope, x.op.ID) }) {
		return api.Errorf(api.CodeForbidden, "This session is not enough for %s. Send an API key in the x-api-key header.", x.op.ID)
	}
	return nil
}
