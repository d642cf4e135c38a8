package rpc

import (
	"context"
	"time"

	"wpengine/engine/api"
)

// spend takes one request out of the account's budget. Those of a session that is free are not counted.
func (s *Server) spend(ctx context.Context, x *exchange) error {
	if x.visit != nil && x.visit.Free {
		s.peek(ctx, x)
		return nil
	}
	limit := s.limit(x.caller.Tier)
	d, err := s.budget.Take(ctx, x.caller.UserID, limit)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return api.Errorf(api.CodeUnavailable, "The budget of your account cannot be read right now. Try again in a moment.").Because(err)
	}
	x.budget = d
	if !d.Allowed {
		wait := (d.RetryAfter + time.Second - 1).Truncate(time.Second)
		e := api.Errorf(api.CodeRateLimited, "The budget of %d requests an hour is spent. The next request is free in %s.", limit, count(int(wait/time.Second), "second"))
		e.RetryAfter = d.RetryAfter
		return e
	}
	return nil
}

// peek is for the answers that cost nothing and still say what is left.
func (s *Server) peek(ctx context.Context, x *exchange) {
	if d, err := s.budget.Peek(ctx, x.caller.UserID, s.limit(x.caller.Tier)); err == nil {
		d.Allowed = true // nothing was asked for, so there is nothing to retry
		x.budget = d
	}
}

// free reports whether a request that was answered with the code costs nothing: those that we refused to carry out.
// Not found does cost, or a key for some clients could probe for the others.
func free(code api.Code) bool {
	switch code {
	case api.CodeInvalidRequest, api.CodeForbidden, api.CodePayloadTooLarge, api.CodeUnsupportedMediaType, api.CodeRateLimited,
		api.CodeIdempotencyConflict, api.CodeIdempotencyMismatch, api.CodeUnavailable:
		return true
	}
	return false
}
