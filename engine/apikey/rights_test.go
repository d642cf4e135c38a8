package apikey

import (
	"errors"
	"testing"
	"time"

	"wpengine/engine/api"
)

func TestKeyGivesNoMoreRightsThanItHas(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name         string
		have, wanted rights
		granted      bool
	}{
		{"everything gives everything", rights{}, rights{}, true},
		{"everything gives something", rights{}, rights{scopes: []string{"server.ping"}, clientIDs: []string{"a"}, allowedIPs: []string{"::/0"}, expiresAt: noon}, true},

		{"same scopes", rights{scopes: []string{"whatsapp.*", "server.ping"}}, rights{scopes: []string{"server.ping", "whatsapp.*"}}, true},
		{"an operation of a group", rights{scopes: []string{"whatsapp.*"}}, rights{scopes: []string{"whatsapp.sendMessage"}}, true},
		{"the group of an operation", rights{scopes: []string{"whatsapp.sendMessage"}}, rights{scopes: []string{"whatsapp.*"}}, false},
		{"another group", rights{scopes: []string{"whatsapp.*"}}, rights{scopes: []string{"server.ping"}}, false},
		{"a group whose name begins the same", rights{scopes: []string{"whats.*"}}, rights{scopes: []string{"whatsapp.sendMessage"}}, false},
		{"one scope too many", rights{scopes: []string{"whatsapp.*"}}, rights{scopes: []string{"whatsapp.sendMessage", "proxy.list"}}, false},
		{"no scopes means all", rights{scopes: []string{"whatsapp.*"}}, rights{}, false},

		{"fewer clients", rights{clientIDs: []string{"a", "b"}}, rights{clientIDs: []string{"b"}}, true},
		{"another client", rights{clientIDs: []string{"a", "b"}}, rights{clientIDs: []string{"a", "c"}}, false},
		{"no clients means all", rights{clientIDs: []string{"a"}}, rights{}, false},

		{"an address of a range", rights{allowedIPs: []string{"203.0.113.0/24"}}, rights{allowedIPs: []string{"203.0.113.7"}}, true},
		{"a range of a range", rights{allowedIPs: []string{"203.0.113.0/24"}}, rights{allowedIPs: []string{"203.0.113.128/25"}}, true},
		{"a wider range", rights{allowedIPs: []string{"203.0.113.0/24"}}, rights{allowedIPs: []string{"203.0.112.0/23"}}, false},
		{"the range of an address", rights{allowedIPs: []string{"203.0.113.0"}}, rights{allowedIPs: []string{"203.0.113.0/31"}}, false},
		{"the same range, written otherwise", rights{allowedIPs: []string{"203.0.113.9/24"}}, rights{allowedIPs: []string{"203.0.113.0/24"}}, true},
		{"the same address, mapped", rights{allowedIPs: []string{"203.0.113.9"}}, rights{allowedIPs: []string{"::ffff:203.0.113.9"}}, true},
		{"IPv6", rights{allowedIPs: []string{"2001:db8::/32"}}, rights{allowedIPs: []string{"2001:db8:1::/48"}}, true},
		{"all of IPv4 is no part of IPv6", rights{allowedIPs: []string{"::/0"}}, rights{allowedIPs: []string{"0.0.0.0/0"}}, false},
		{"no addresses means all", rights{allowedIPs: []string{"::/0"}}, rights{}, false},

		{"the same limit", rights{hourlyLimit: 50}, rights{hourlyLimit: 50}, true},
		{"a higher limit", rights{hourlyLimit: 50}, rights{hourlyLimit: 51}, false},
		{"no limit means all", rights{hourlyLimit: 50}, rights{}, false},

		{"the same expiry", rights{expiresAt: noon}, rights{expiresAt: noon}, true},
		{"earlier", rights{expiresAt: noon}, rights{expiresAt: noon.Add(-time.Second)}, true},
		{"later", rights{expiresAt: noon}, rights{expiresAt: noon.Add(time.Second)}, false},
		{"never", rights{expiresAt: noon}, rights{}, false},

		{"one right short is short", rights{scopes: []string{"server.*"}, expiresAt: noon}, rights{scopes: []string{"server.*"}}, false},
	}
	for _, test := range tests {
		err := test.have.grants(test.wanted)
		var e *api.Error
		switch {
		case test.granted && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case !test.granted && (!errors.As(err, &e) || e.Code != api.CodeForbidden):
			t.Errorf("%s: %v, want forbidden", test.name, err)
		}
	}
}
