package api

import (
	"fmt"
	"net/netip"
	"strings"
)

// ScopeCovers reports whether a key's scope includes an operation or another scope: whatsapp.* includes
// whatsapp.sendMessage.
func ScopeCovers(scope, wanted string) bool {
	group, all := strings.CutSuffix(scope, "*")
	return scope == wanted || all && strings.HasSuffix(group, ".") && strings.HasPrefix(wanted, group)
}

// ParseRange reads an address or a CIDR range, as a key's allowedIps have them. An address is a range of one; an IPv4
// address that is written as IPv6 is the IPv4 address.
func ParseRange(s string) (netip.Prefix, error) {
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
