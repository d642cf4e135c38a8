// Package api is the engine's API in Go: the types and interfaces generated from the spec, the
// vocabulary of its errors, and who is calling.
package api

import (
	"context"
	"encoding/json"
	"fmt"
)

// Operation is one operation of the spec, ready to be called.
type Operation struct {
	ID         string // "whatsapp.sendMessage"
	Group      string // "whatsapp"
	Name       string // "sendMessage"
	Role       string // the role that the caller needs, "" for any
	BodyLimit  int64  // of the request body in bytes, 0 for the default
	Idempotent bool   // whether it takes an Idempotency-Key

	// Call carries the operation out. The body must be valid for the operation's schema;
	// the result is the response, to be sent as JSON.
	Call func(ctx context.Context, body []byte) (any, error)
}

// bind hides the types of a method behind JSON.
func bind[Req, Resp any](method func(context.Context, *Req) (*Resp, error)) func(context.Context, []byte) (any, error) {
	return func(ctx context.Context, body []byte) (any, error) {
		req := new(Req)
		if d, ok := any(req).(interface{ setDefaults() }); ok {
			d.setDefaults()
		}
		if err := json.Unmarshal(body, req); err != nil {
			// The schema let the body pass, so spec and Go disagree: that is our mistake.
			return nil, fmt.Errorf("api: bind %T: %w", req, err)
		}
		resp, err := method(ctx, req)
		if err != nil {
			return nil, err
		}
		return resp, nil
	}
}
