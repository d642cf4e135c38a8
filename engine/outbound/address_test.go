package outbound

import "testing"

func TestPrivateHosts(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "localhost.": true, "x.localhost": true, "printer.local": true, "db.internal": true,
		"127.0.0.1": true, "127.8.8.8": true, "0.0.0.0": true, "0.1.2.3": true, "10.0.0.1": true, "172.16.0.1": true, "172.31.255.255": true,
		"192.168.1.1": true, "169.254.169.254": true, "100.64.0.1": true, "224.0.0.1": true, "255.255.255.255": true,
		"::": true, "::1": true, "fe80::1": true, "fe80::1%eth0": true, "fc00::1": true, "fd12::1": true, "ff02::1": true,
		"::ffff:127.0.0.1": true, "::ffff:10.0.0.1": true, "64:ff9b::7f00:1": true, "64:ff9b::a9fe:a9fe": true, "2002:7f00:1::": true,
		"192.0.0.192": true, "198.18.0.1": true, "198.19.255.255": true, "240.0.0.1": true, "::7f00:1": true, "::a9fe:a9fe": true,
		"64:ff9b:1::a00:1": true, "2001:0:7f00:1::": true, "fec0::1": true,
		"192.0.1.1": false, "198.20.0.1": false, "2001:4860:4860::8888": false,
		"example.com": false, "1.1.1.1": false, "172.32.0.1": false, "100.128.0.1": false, "2606:4700::1": false, "64:ff9b::101:101": false,
	} {
		if got := IsPrivate(host); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
}

func TestHostsThatAreNone(t *testing.T) {
	for host, want := range map[string]bool{
		"example.com": true, "xn--bcher-kva.example": true, "1.1.1.1": true, "::1": true, "a_b.example": true,
		"127.1": false, "2130706433": false, "0x7f.0.0.1": false, "0x7f000001": false, "example.0177": false, "1.2.3.4.": false,
		"１２７.０.０.１": false, "exa mple": false, "bücher.example": false, "ⓔxample.com": false,
	} {
		if got := IsHost(host); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
}
