package rpc

import (
	"net/netip"
	"testing"
)

func TestAllowedAddresses(t *testing.T) {
	allowed := []string{"203.0.113.0/24", "2001:db8::/32", "198.51.100.1", "::ffff:192.0.2.1", "not an address"}
	for from, want := range map[string]bool{
		"203.0.113.255": true, "203.0.114.0": false, "2001:db8:1::1": true, "2001:db9::1": false,
		"198.51.100.1": true, "198.51.100.2": false, "192.0.2.1": true,
	} {
		if got := within(netip.MustParseAddr(from), allowed); got != want {
			t.Errorf("%s: %v", from, got)
		}
	}
	if within(netip.Addr{}, append(allowed, "0.0.0.0/0", "::/0")) {
		t.Error("an unknown address is within a range")
	}
}
