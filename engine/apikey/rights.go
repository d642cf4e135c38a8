package apikey

import (
	"fmt"
	"net/netip"
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
}

func rightsOf(c api.Caller) rights {
	if c.Key == nil {
		return rights{}
	}
	r := rights{scopes: c.Key.Scopes, clientIDs: c.Key.ClientIDs, allowedIPs: c.Key.AllowedIPs}
	if c.Key.ExpiresAt != nil {
		r.expiresAt = *c.Key.ExpiresAt
	}
	return r
}

func rightsOfRow(k store.Key) rights {
	return rights{scopes: k.Scopes, clientIDs: k.ClientIDs, allowedIPs: k.AllowedIPs, expiresAt: k.ExpiresAt}
}

// grants says, as an *api.Error, which of the wanted rights are more than r, if any are.
func (r rights) grants(wanted rights) error {
	beyond := func(member, has string) error {
		return api.Errorf(api.CodeForbidden, "A key cannot give or take more rights than it has: its %s only %s. Narrow %s, or use another key.", member, has, member)
	}
	if len(r.scopes) > 0 && !within(wanted.scopes, r.scopes, covers) {
		return beyond("scopes", "cover "+strings.Join(r.scopes, ", "))
	}
	if len(r.clientIDs) > 0 && !within(wanted.clientIDs, r.clientIDs, func(have, want string) bool { return have == want }) {
		return beyond("clientIds", fmt.Sprintf("name %d of the account's clients", len(r.clientIDs)))
	}
	if len(r.allowedIPs) > 0 && !within(wanted.allowedIPs, r.allowedIPs, contains) {
		return beyond("allowedIps", "allow "+strings.Join(r.allowedIPs, ", "))
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

// covers reports whether a scope includes another: whatsapp.* includes whatsapp.sendMessage.
func covers(have, want string) bool {
	group, all := strings.CutSuffix(have, "*")
	return have == want || all && strings.HasPrefix(want, group)
}

// contains reports whether an address or range includes another.
func contains(have, want string) bool {
	h, err := parseRange(have)
	if err != nil {
		return false
	}
	w, err := parseRange(want)
	return err == nil && h.Bits() <= w.Bits() && h.Contains(w.Addr())
}

// parseRange reads an address or a CIDR range; an address is a range of one.
func parseRange(s string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(s); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	if p.Addr().Is4In6() { // it would contain no address: callers' addresses are unmapped
		return netip.Prefix{}, fmt.Errorf("%s is an IPv4 range written as IPv6", s)
	}
	return p.Masked(), nil
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
