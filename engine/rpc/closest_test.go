package rpc

import "testing"

func TestClosestName(t *testing.T) {
	names := []string{"clientId", "jid", "message", "waitSeconds"}
	for name, want := range map[string]string{
		"client_id": "clientId", "ClientID": "clientId", "cleintId": "clientId", "massage": "message", "jids": "jid",
		"wait": "", "x": "", "": "", "phone": "",
	} {
		if got := closest(name, names); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
