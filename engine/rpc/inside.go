package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"wpengine/engine/api"
	"wpengine/engine/ratelimit"
)

// Call carries out an operation for the caller in ctx, a visitor of one of the engine's own pages. What a request would be
// refused for by its schema or the caller's role, this is refused for too; it costs nothing of a budget. The request is
// what encodes as that of the operation, the result is that of its method. The error is an *api.Error if a person may
// read it.
func (s *Server) Call(ctx context.Context, id string, request any) (result any, err error) {
	op, ok := s.operations[id]
	if !ok {
		return nil, fmt.Errorf("rpc: a page calls %s, which is not in the spec", id)
	}
	if s.draining.Load() {
		return nil, errStopping()
	}
	caller := api.CallerFrom(ctx)
	if caller.UserID == "" || caller.Key != nil {
		return nil, errors.New("rpc: a page calls for nobody who is signed in")
	}
	if err := permitCaller(op, caller); err != nil {
		return nil, err
	}
	body, err := json.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("rpc: %s: %w", id, err)
	}
	body, _, err = s.read(op, body)
	if err != nil {
		return nil, err
	}
	err = protect(func() (err error) {
		result, err = op.Call(ctx, body)
		return err
	})
	return result, err
}

// Charge is Call at the price that a request with a key has: for what a page must not let anybody do more often than that.
func (s *Server) Charge(ctx context.Context, id string, request any) (result any, err error) {
	caller := api.CallerFrom(ctx)
	var spent ratelimit.Decision
	if err = s.take(ctx, &spent, caller.UserID, s.limit(caller.Tier), "The budget"); err == nil {
		result, err = s.Call(ctx, id, request)
	}
	shown := new(api.Error)
	if errors.As(err, &shown) && free(shown.Code) {
		spent.Refund()
	}
	if s.usage != nil {
		s.usage.Note(caller.UserID, "", id, err != nil)
	}
	return result, err
}
