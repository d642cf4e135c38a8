package tryit

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestCallsAreCountedForWhoeverStandsBehindTrustedProxies(t *testing.T) {
	l := newLimits([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	for _, test := range []struct {
		peer      string
		forwarded []string
		want      string
	}{
		{"203.0.113.7:5000", nil, "203.0.113.7"},
		{"203.0.113.7:5000", []string{"198.51.100.1"}, "203.0.113.7"}, // anybody can write that
		{"127.0.0.1:5000", []string{"203.0.113.7"}, "203.0.113.7"},
		{"10.1.2.3:5000", []string{"203.0.113.7"}, "203.0.113.7"},
		{"10.1.2.3:5000", []string{"198.51.100.1, 203.0.113.7, 10.9.9.9"}, "203.0.113.7"},
		{"10.1.2.3:5000", []string{"198.51.100.1", "203.0.113.7"}, "203.0.113.7"},
		{"10.1.2.3:5000", []string{"203.0.113.7:41000"}, "203.0.113.7"},
		{"10.1.2.3:5000", []string{"[2001:db8::7]:41000"}, "2001:db8::"},
		{"10.1.2.3:5000", []string{"198.51.100.1, unknown"}, "10.1.2.3"},
		{"10.1.2.3:5000", []string{"10.4.4.4"}, "10.4.4.4"},
		{"[::ffff:127.0.0.1]:5000", []string{"203.0.113.7"}, "203.0.113.7"},
		{"[2001:db8:1:2:3::4]:5000", nil, "2001:db8:1:2::"},
		{"@", []string{"203.0.113.7"}, "invalid IP"},
	} {
		r := &http.Request{RemoteAddr: test.peer, Header: http.Header{"X-Forwarded-For": test.forwarded}}
		if got := l.client(r).String(); got != test.want {
			t.Errorf("%s for %q is %s, want %s", test.peer, test.forwarded, got, test.want)
		}
	}
}
