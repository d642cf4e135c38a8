package rpc

import (
	"context"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/ratelimit"
)

// ownBudget is the name under which the requests of a key are counted that has a limit of its own.
func ownBudget(k *api.CallerKey) string { return "key " + k.ID }

// spend takes one request out of the account's budget, and of the key's own if it has one. Those of a session that is free
// are not counted.
func (s *Server) spend(ctx context.Context, x *exchange) error {
	if x.visit != nil && x.visit.Free {
		s.peek(ctx, x)
		return nil
	}
	if key := x.caller.Key; key != nil && key.HourlyLimit > 0 {
		if err := s.take(ctx, &x.own, ownBudget(key), key.HourlyLimit, "The key's own limit"); err != nil {
			s.peekAccount(ctx, x)
			return err
		}
	}
	err := s.take(ctx, &x.budget, x.caller.UserID, s.limit(x.caller.Tier), "The budget")
	if err != nil {
		x.own.Refund() // whatever the error: it was not carried out
	}
	return err
}

// take spends one of a budget, and tells in d how it stands.
func (s *Server) take(ctx context.Context, d *ratelimit.Decision, name string, limit int, what string) (err error) {
	if *d, err = s.budget.Take(ctx, name, limit); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return api.Errorf(api.CodeUnavailable, "The budget of your account cannot be read right now. Try again in a moment.").Because(err)
	}
	if !d.Allowed {
		wait := (d.RetryAfter + time.Second - 1).Truncate(time.Second)
		e := api.Errorf(api.CodeRateLimited, "%s of %d requests an hour is spent. The next request is free in %s.", what, limit, count(int(wait/time.Second), "second"))
		e.RetryAfter = d.RetryAfter
		return e
	}
	return nil
}

// peek is for the answers that cost nothing and still say what is left.
func (s *Server) peek(ctx context.Context, x *exchange) {
	if key := x.caller.Key; key != nil && key.HourlyLimit > 0 {
		if d, err := s.budget.Peek(ctx, ownBudget(key), key.HourlyLimit); err == nil {
			d.Allowed = true
			x.own = d
		}
	}
	s.peekAccount(ctx, x)
}

func (s *Server) peekAccount(ctx context.Context, x *exchange) {
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
