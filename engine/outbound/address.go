// Package outbound is the way out of the engine to addresses that callers name: it knows which of them nobody outside
// may make a server ask for, fetches files from the others, and connects through proxies.
package outbound

import (
	"net/netip"
	"slices"
	"strings"
)

// IsHost reports whether a host, in lower case, is a name or an IP address, and not something that a resolver would
// take for another address than it seems to be.
func IsHost(host string) bool { return !endsInNumber(host) && isPlain(host) }

// endsInNumber reports whether a host that is no IP address would yet be taken for one by a resolver, which reads
// 127.1, 2130706433 and 0x7f.0.0.1 as 127.0.0.1. No top-level domain is a number.
func endsInNumber(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	host = strings.TrimSuffix(host, ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	hex, isHex := strings.CutPrefix(last, "0x")
	return last != "" && strings.Trim(last, "0123456789") == "" || isHex && strings.Trim(hex, "0123456789abcdef") == ""
}

// isPlain reports whether a host has no letters but those that an address is made of on the wire. Others would be
// turned into these when it is dialled, and １２７.０.０.１ into 127.0.0.1.
func isPlain(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

// IsPrivate reports whether a host names this machine or one that only its own network reaches. What a name resolves
// to is not looked up.
func IsPrivate(host string) bool {
	host = strings.TrimSuffix(host, ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && isPrivateAddr(addr)
}

// IsLocal reports whether a host is this machine, by its address or as localhost.
func IsLocal(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback() || host == "localhost"
}

// isPrivateAddr is IsPrivate for an address.
func isPrivateAddr(addr netip.Addr) bool {
	addr = embedded(addr.Unmap().WithZone(""))
	return !addr.IsGlobalUnicast() || addr.IsPrivate() ||
		slices.ContainsFunc(unreachable, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// embedded returns the IPv4 address that a gateway between IPv6 and IPv4 makes of an address, or the address itself.
func embedded(addr netip.Addr) netip.Addr {
	switch bytes := addr.As16(); {
	case translated.Contains(addr):
		return netip.AddrFrom4([4]byte(bytes[12:]))
	case sixToFour.Contains(addr):
		return netip.AddrFrom4([4]byte(bytes[2:6]))
	}
	return addr
}

var (
	translated = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052
	sixToFour  = netip.MustParsePrefix("2002::/16")    // RFC 3056

	// unreachable are the addresses that nobody has outside a network of their own, and that [netip.Addr] does not
	// know as such.
	unreachable = []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),      // RFC 1122, 3.2.1.3
		netip.MustParsePrefix("100.64.0.0/10"),  // RFC 6598
		netip.MustParsePrefix("192.0.0.0/24"),   // RFC 6890
		netip.MustParsePrefix("198.18.0.0/15"),  // RFC 2544
		netip.MustParsePrefix("240.0.0.0/4"),    // RFC 1112, 4
		netip.MustParsePrefix("::/96"),          // RFC 4291, 2.5.5.1: has an IPv4 address in it
		netip.MustParsePrefix("64:ff9b:1::/48"), // RFC 8215: the same, of a network's own gateway
		netip.MustParsePrefix("2001::/32"),      // RFC 4380: the same, of a tunnel
		netip.MustParsePrefix("fec0::/10"),      // RFC 3879
	}
)
