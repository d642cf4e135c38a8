package dashboard_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/dashboard"
)

func TestStatusIsForAdministrators(t *testing.T) {
	now := dashboard.Status{
		Ready: true, Network: "sandbox", Started: time.Now().Add(-51*time.Hour - time.Minute), Accounts: 1234, DatabaseBytes: 12_345_678,
		Clients:  map[api.ClientState]int{api.ClientStateBanned: 2, api.ClientStateConnected: 1500},
		Work:     []dashboard.Count{{Name: "Messages being sent", N: 7}},
		Versions: []dashboard.Version{{Of: "Go", Is: "1.99"}},
	}
	var failure error
	s := open(t, func(c *dashboard.Config) {
		c.Status = func(context.Context) (dashboard.Status, error) { return now, failure }
	})
	s.in().do("/admin/status").says(t, 403, "This page is for administrators.")
	v := s.admin()
	got := v.do("/admin/status")
	for _, want := range []string{"Ready", "2 days, 3 hours", "1,234", "12.3 MB", "1,502 clients", ">1,500<", "Banned", "Messages being sent", "1.99"} {
		got.says(t, 200, want)
	}
	if strings.Index(got.body, "Connected") > strings.Index(got.body, "Banned") || strings.Contains(got.body, "Outdated") {
		t.Error("the states are out of order, or there are some that no client is in")
	}
	now.Clients, now.Ready, now.Started, now.DatabaseBytes = nil, false, time.Now(), 900
	for _, want := range []string{"Not ready", "No account has a client yet.", "less than a minute", "900 bytes"} {
		v.do("/admin/status").says(t, 200, want)
	}
	failure = errors.New("disk on fire")
	if got := v.do("/admin/status"); got.StatusCode != 500 || strings.Contains(got.body, "fire") {
		t.Errorf("%s\n%s", got.Status, got.body)
	}
}
