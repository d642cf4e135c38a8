package tryit

import (
	"errors"
	"net/netip"
	"slices"
	"syscall"
)

var (
	// errPrivate refuses an address inside the network.
	errPrivate = errors.New("an address that is not public")
	// errReserved refuses an address that no name of a server should lead to, in any network.
	errReserved = errors.New("an address that is for no server")
)

// onlyPublic runs when a name has become an address and nothing has been sent to it yet, and that address is the one which is
// dialed. So no name can lead elsewhere than where it was checked, however often it changes its mind.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	switch {
	case err != nil:
		return errReserved
	case public(at.Addr()):
		return nil
	case ofNetwork(at.Addr()):
		return errPrivate
	}
	return errReserved
}

// onlyServers is [onlyPublic] where names may lead into the network: to where servers are in one, and not to where a cloud tells a
// machine its secrets.
func onlyServers(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !ofNetwork(at.Addr()) && !public(at.Addr()) {
		return errReserved
	}
	return nil
}

// ofNetwork reports an address that a server in a private network may have.
func ofNetwork(a netip.Addr) bool {
	a = a.Unmap()
	return a.Zone() == "" && (a.IsPrivate() || a.IsLoopback() || sharedAddresses.Contains(a)) && !slices.ContainsFunc(cloudAddresses, func(p netip.Prefix) bool { return p.Contains(a) })
}

// public reports an address that anybody could reach themselves.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if a.Zone() != "" || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	if slices.ContainsFunc(specialAddresses, func(p netip.Prefix) bool { return p.Contains(a) }) || slices.ContainsFunc(cloudAddresses, func(p netip.Prefix) bool { return p.Contains(a) }) {
		return false
	}
	return !a.Is6() || !isatap(a)
}

// isatap reports an address that ends in an IPv4 address of a tunnel (RFC 5214).
func isatap(a netip.Addr) bool {
	b := a.As16()
	return b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}

var (
	// sharedAddresses are those of a provider's network, which private ones have taken to using.
	sharedAddresses = netip.MustParsePrefix("100.64.0.0/10")
	// specialAddresses are the blocks of the registries of special addresses (RFC 6890) that are not those of single hosts on the internet,
	// and those that have an IPv4 address in them.
	specialAddresses = blocks(
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", // with an IPv4 address in them
		"100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
	)
	// cloudAddresses are where clouds keep what is for the machine alone, link-local addresses apart.
	cloudAddresses = blocks(
		"fd00:ec2::/32",                               // Amazon
		"100.100.100.200/32", "fd00:100::100:200/128", // Alibaba
		"168.63.129.16/32",       // Azure
		"fd20:ce::254/128",       // Google
		"fd00:c1::a9fe:a9fe/128", // Oracle
		"fd00:42::42/128",        // Scaleway
		"fd00:a9fe:a9fe::1/128",  // Linode
	)
)

func blocks(all ...string) []netip.Prefix {
	prefixes := make([]netip.Prefix, len(all))
	for i, block := range all {
		prefixes[i] = netip.MustParsePrefix(block)
	}
	return prefixes
}
