package api_test

import (
	"testing"

	"wpengine/engine/api"
)

func TestRangesThatMatchNobodyAreRefused(t *testing.T) {
	for _, s := range []string{"", "203.0.113", "203.0.113.0/33", "fe80::1%eth0", "fe80::/10%eth0", "::ffff:203.0.113.0/120", "office"} {
		if p, err := api.ParseRange(s); err == nil {
			t.Errorf("%q is read as %v", s, p)
		}
	}
}

func TestScopeCoversItsOperations(t *testing.T) {
	for _, c := range []struct {
		scope, wanted string
		want          bool
	}{
		{"whatsapp.sendMessage", "whatsapp.sendMessage", true},
		{"whatsapp.*", "whatsapp.sendMessage", true},
		{"whatsapp.*", "whatsapp.*", true},
		{"whatsapp.sendMessage", "whatsapp.*", false},
		{"whatsapp.send", "whatsapp.sendMessage", false},
		{"whats*", "whatsapp.sendMessage", false},
		{"proxy.*", "whatsapp.sendMessage", false},
	} {
		if got := api.ScopeCovers(c.scope, c.wanted); got != c.want {
			t.Errorf("%s covers %s: %v", c.scope, c.wanted, got)
		}
	}
}
