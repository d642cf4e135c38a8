package dashboard_test

import (
	"strings"
	"testing"
)

func TestUsageShowsWhatWasCalled(t *testing.T) {
	s := open(t)
	v := s.in()
	v.do("/account/usage").says(t, 200, "Nothing was called yet.")
	id := idIn.FindStringSubmatch(v.creates("crm").body)[1]
	for range 1234 {
		s.usage.Note(s.ada.ID, id, "server.ping", false)
	}
	s.usage.Note(s.ada.ID, id, "whatsapp.sendMessage", true)
	s.usage.Note(s.ada.ID, "", "clients.list", false)
	s.usage.Note(s.ada.ID, "0198f2f4-0000-7000-8000-000000000001", "clients.list", false)
	got := v.do("/account/usage")
	for _, want := range []string{
		"1,237 requests, of which 1 failed", ">crm<", "No key: a session", "A key that is gone", "<code>whatsapp.sendMessage</code>",
		`<p class="chart-top">2,000</p>`, `<rect class="chart-bad"`, "100</strong> are left",
	} {
		got.says(t, 200, want)
	}
	if n := strings.Count(got.body, "chart-slot"); n != 30 {
		t.Errorf("%d days", n)
	}
	s.add("bob@example.com", "user")
	bob := s.visitor()
	bob.signIn("bob@example.com", password).leads(t, "/account")
	bob.do("/account/usage").says(t, 200, "Nothing was called yet.")
}
