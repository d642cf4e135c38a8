package apikey

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// rights are what a key may do; the zero value may do everything that its account may.
type rights struct {
	scopes     []string
	clientIDs  []string
	allowedIPs []string
	expiresAt  time.Time // zero: never

	hourlyLimit int // requests in any hour; 0: as many as the account may
}

func rightsOf(c api.Caller) rights {
	if c.Key == nil {
		return rights{}
	}
	r := rights{scopes: c.Key.Scopes, clientIDs: c.Key.ClientIDs, allowedIPs: c.Key.AllowedIPs, hourlyLimit: c.Key.HourlyLimit}
	if c.Key.ExpiresAt != nil {
		r.expiresAt = *c.Key.ExpiresAt
	}
	return r
}

func rightsOfRow(k store.Key) rights {
	return rights{scopes: k.Scopes, clientIDs: k.ClientIDs, allowedIPs: k.AllowedIPs, expiresAt: k.ExpiresAt, hourlyLimit: k.HourlyLimit}
}

// grants says, as an *api.Error, which of the wanted rights are more than r, if any are.
func (r rights) grants(wanted rights) error {
	beyond := func(member, has string) error {
		return api.Errorf(api.CodeForbidden, "A key cannot give or take more rights than it has: its %s only %s. Narrow %s, or use another key.", member, has, member)
	}
	if len(r.scopes) > 0 && !within(wanted.scopes, r.scopes, api.ScopeCovers) {
		return beyond("scopes", "cover "+strings.Join(r.scopes, ", "))
	}
	if len(r.clientIDs) > 0 && !within(wanted.clientIDs, r.clientIDs, func(have, want string) bool { return have == want }) {
		return beyond("clientIds", fmt.Sprintf("name %d of the account's clients", len(r.clientIDs)))
	}
	if len(r.allowedIPs) > 0 && !within(wanted.allowedIPs, r.allowedIPs, contains) {
		return beyond("allowedIps", "allow "+strings.Join(r.allowedIPs, ", "))
	}
	if r.hourlyLimit > 0 && (wanted.hourlyLimit == 0 || wanted.hourlyLimit > r.hourlyLimit) {
		return beyond("hourlyLimit", fmt.Sprintf("allows %d requests", r.hourlyLimit))
	}
	if !r.expiresAt.IsZero() && (wanted.expiresAt.IsZero() || wanted.expiresAt.After(r.expiresAt)) {
		return api.Errorf(api.CodeForbidden, "A key that expires cannot create, rotate or revoke one that lives longer: up to %s, or use another key.", r.expiresAt.UTC().Format(time.RFC3339))
	}
	return nil
}

// within reports whether each of the wanted is in one of those that are had. None wanted means all,
// which is more than any list.
func within(wanted, had []string, in func(have, want string) bool) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(had, func(h string) bool { return in(h, w) }) {
			return false
		}
	}
	return len(wanted) > 0
}

// contains reports whether an address or range includes another.
func contains(have, want string) bool {
	h, err := api.ParseRange(have)
	if err != nil {
		return false
	}
	w, err := api.ParseRange(want)
	return err == nil && h.Bits() <= w.Bits() && h.Contains(w.Addr())
}

// scopesOf returns every scope there can be.
func scopesOf(operations []string) map[string]bool {
	scopes := make(map[string]bool, 2*len(operations))
	for _, op := range operations {
		group, _, _ := strings.Cut(op, ".")
		scopes[op], scopes[group+".*"] = true, true
	}
	return scopes
}
