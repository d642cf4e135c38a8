package web

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestClientAddress(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	tests := []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"direct", "203.0.113.7:4711", nil, "203.0.113.7"},
		{"direct, IPv6", "[2001:db8::7]:4711", nil, "2001:db8::7"},
		{"IPv4 as IPv6", "[::ffff:203.0.113.7]:4711", nil, "203.0.113.7"},
		{"direct with a claim", "203.0.113.7:4711", []string{"198.51.100.1"}, "203.0.113.7"},
		{"through a proxy", "10.0.0.1:80", []string{"198.51.100.1"}, "198.51.100.1"},
		{"through a proxy over IPv6", "[fd00::1]:80", []string{"2001:db8::9"}, "2001:db8::9"},
		{"a claim before the proxy's", "10.0.0.1:80", []string{"192.0.2.66, 198.51.100.1"}, "198.51.100.1"},
		{"two proxies", "10.0.0.1:80", []string{"192.0.2.66, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"two lines", "10.0.0.1:80", []string{"192.0.2.66", "198.51.100.1,10.0.0.2"}, "198.51.100.1"},
		{"with a port", "10.0.0.1:80", []string{"198.51.100.1:5555"}, "198.51.100.1"},
		{"IPv6 with a port", "10.0.0.1:80", []string{"[2001:db8::9]:5555"}, "2001:db8::9"},
		{"IPv6 in brackets", "10.0.0.1:80", []string{"[2001:db8::9]"}, "2001:db8::9"},
		{"nonsense from the proxy", "10.0.0.1:80", []string{"198.51.100.1, unknown"}, "invalid IP"},
		{"an empty hop", "10.0.0.1:80", []string{"198.51.100.1,"}, "invalid IP"},
		{"the proxy itself", "10.0.0.1:80", nil, "10.0.0.1"},
		{"inside only", "10.0.0.1:80", []string{"10.0.0.9"}, "10.0.0.9"},
		{"a socket without address", "@", []string{"198.51.100.1"}, "invalid IP"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: tt.peer, Header: http.Header{"X-Forwarded-For": tt.forwarded}}
			if got := ClientAddress(r, trusted).String(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
