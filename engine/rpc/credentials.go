package rpc

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/web"
)

// maxKeyLength is far above the length of any key: what is longer isn't worth a look.
const maxKeyLength = 256

// authenticate finds out whose key the request has.
func (s *Server) authenticate(ctx context.Context, h http.Header, now time.Time) (api.Caller, error) {
	presented := h["X-Api-Key"]
	switch {
	case len(presented) == 0 && len(h["Authorization"]) > 0:
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "Send the API key in the x-api-key header, not in Authorization.")
	case len(presented) == 0 || len(presented) == 1 && presented[0] == "":
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "Send an API key in the x-api-key header.")
	case len(presented) > 1:
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "There is more than one x-api-key header. Send one.")
	case len(presented[0]) > maxKeyLength:
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "What is in the x-api-key header is too long to be an API key.")
	}
	caller, err := s.keys.Verify(ctx, presented[0])
	if shown := new(api.Error); errors.As(err, &shown) || err != nil && ctx.Err() != nil {
		return api.Caller{}, err
	}
	if err != nil {
		return api.Caller{}, api.Errorf(api.CodeUnavailable, "API keys cannot be checked right now. Try again in a moment.").Because(err)
	}
	if k := caller.Key; k != nil && k.ExpiresAt != nil && !now.Before(*k.ExpiresAt) {
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The API key has expired. Create a new one, or rotate it before it expires.")
	}
	return caller, nil
}

// permit says what the caller lacks for calling the operation from where they are.
func (s *Server) permit(x *exchange) error {
	if x.visit != nil {
		if err := s.permitSession(x); err != nil {
			return err
		}
	}
	if key := x.caller.Key; key != nil {
		if len(key.AllowedIPs) > 0 {
			if from := web.ClientAddress(x.r, s.proxies); !within(from, key.AllowedIPs) {
				return api.Errorf(api.CodeForbidden, "The API key may not be used from %s. Its allowedIps say from where.", from)
			}
		}
		if len(key.Scopes) > 0 && !slices.ContainsFunc(key.Scopes, func(scope string) bool { return api.ScopeCovers(scope, x.op.ID) }) {
			return api.Errorf(api.CodeForbidden, "The API key's scopes do not include %s. Use a key that has %s or %s.*.", x.op.ID, x.op.ID, x.op.Group)
		}
	}
	return permitCaller(x.op, x.caller)
}

// stillMay asks once more who is calling if their body was long on its way: a key that was revoked meanwhile, or a session
// that has ended, must be good for nothing.
func (s *Server) stillMay(ctx context.Context, x *exchange) error {
	if time.Since(x.started) < s.bodyTimeout/30 {
		return nil
	}
	again := &exchange{r: x.r, op: x.op, started: time.Now()}
	if err := s.identify(ctx, again); err != nil {
		return err
	}
	if again.visit != nil && again.visit.End != nil {
		defer again.visit.End()
	}
	return s.permit(again)
}

// permitCaller says what a caller lacks for the operation, however they call it.
func permitCaller(op *operation, caller api.Caller) error {
	if op.Role == api.RoleAdmin && caller.Role != api.RoleAdmin {
		return api.Errorf(api.CodeForbidden, "%s is for administrators.", op.ID)
	}
	if op.proof && caller.Unproved {
		return api.Errorf(api.CodeForbidden, "The sign-in is too long ago for %s. Open /account/confirm and show once more that it is you, or send an API key in the x-api-key header.", op.ID)
	}
	return nil
}

// within reports whether the address is one of the allowed, or in one of the allowed ranges. One that is unknown is
// in none.
func within(from netip.Addr, allowed []string) bool {
	for _, a := range allowed {
		if r, err := api.ParseRange(a); err == nil && r.Contains(from) {
			return true
		}
	}
	return false
}
