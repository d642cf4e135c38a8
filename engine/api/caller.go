package api

import (
	"context"
	"slices"
	"time"
)

// RoleAdmin is the role that may call the operations that the spec marks with x-role: admin.
const RoleAdmin = "admin"

// Caller is who is calling: an account, by one of its keys or by a human's session.
type Caller struct {
	UserID string // UUID
	Email  string
	Name   string
	Role   string // "user" or "admin"
	Tier   string // "free" or "pro"
	Key    *CallerKey

	// Unproved says that the call is by a session whose owner has not shown for a while who they are: it may be somebody
	// who has found the browser open.
	Unproved bool

	// Where the call comes from, for the audit log: an address and what the program says it is. "" if that isn't known.
	Address string
	Agent   string
}

// Visit is a call by somebody who has no key but a session of one of the engine's own pages.
type Visit struct {
	Caller Caller
	Scopes []string // the operations that the session is good for, written as the scopes of keys; nil for all
	Free   bool     // it spends nothing of the account's budget, and its page bounds how much it may ask for
	End    func()   // to be called when it is answered; nil if there is nothing to do then
}

// CallerKey is the key that a caller has presented and the limits it carries. An empty list
// limits nothing.
type CallerKey struct {
	ID         string
	Scopes     []string // operations, "whatsapp.sendMessage", or groups, "whatsapp.*"
	ClientIDs  []string
	AllowedIPs []string // addresses or CIDR ranges
	ExpiresAt  *time.Time

	HourlyLimit int // requests in any hour; 0 for as many as the account may
}

// Limited reports whether the key is good for less than its account.
func (k *CallerKey) Limited() bool {
	return len(k.Scopes)+len(k.ClientIDs)+len(k.AllowedIPs)+k.HourlyLimit > 0 || k.ExpiresAt != nil
}

// MayUseClient reports whether the caller's key is good for the client.
func (c Caller) MayUseClient(id string) bool {
	return c.Key == nil || len(c.Key.ClientIDs) == 0 || slices.Contains(c.Key.ClientIDs, id)
}

type callerKey struct{}

// WithCaller returns a context that knows who is calling.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerFrom returns who is calling; the zero Caller, who owns nothing, if nobody is known.
func CallerFrom(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

type idempotencyKey struct{}

// WithIdempotencyKey returns a context that knows the request's Idempotency-Key.
func WithIdempotencyKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, idempotencyKey{}, key)
}

// IdempotencyKeyFrom returns the request's Idempotency-Key, or "".
func IdempotencyKeyFrom(ctx context.Context) string {
	key, _ := ctx.Value(idempotencyKey{}).(string)
	return key
}
