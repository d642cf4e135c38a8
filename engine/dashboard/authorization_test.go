package dashboard_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/dashboard"
	"wpengine/engine/store"
)

// addressesOf are all that a page answers, and whether what is asked there may change something.
func addressesOf(p *dashboard.Page) map[string]bool {
	all := map[string]bool{"GET " + p.Path: false}
	for name := range p.Get {
		all["GET "+p.Path+"/"+name] = false
	}
	if p.Submit != nil {
		all["POST "+p.Path] = true
	}
	for name := range p.Do {
		all["POST "+p.Path+"/"+name] = true
	}
	return all
}

// TestWhoMaySeeWhichPage asks for each page of the table as everybody who might come, and sends its forms. Nothing in it
// lists pages, so none can be forgotten.
func TestWhoMaySeeWhichPage(t *testing.T) {
	s := open(t, func(c *dashboard.Config) {
		c.Status = func(context.Context) (dashboard.Status, error) { return dashboard.Status{Ready: true}, nil }
	})
	s.add("root@example.com", api.RoleAdmin)
	s.add("off@example.com", account.RoleUser)
	out := s.visitor()
	out.signIn("off@example.com", password).leads(t, "/account")
	if _, err := s.store.Users.Update(t.Context(), mustUser(t, s, "off@example.com").ID, func(u *store.User) { u.Disabled = true }); err != nil {
		t.Fatal(err)
	}
	nobody, made := s.visitor(), s.visitor()
	made.cookies["wpengine-session"] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	in := func(email string) *visitor {
		v := s.visitor()
		v.signIn(email, password).leads(t, "/account")
		return v
	}
	ask := func(v *visitor, address string) answer {
		method, path, _ := strings.Cut(address, " ")
		if method == http.MethodPost {
			return v.do(path, "x", "")
		}
		return v.do(path)
	}
	for _, p := range s.dashboard.Table() {
		for address, changes := range addressesOf(p) {
			for name, v := range map[string]*visitor{"nobody": nobody, "a session that nobody has": made, "a disabled account": out} {
				if got := ask(v, address); got.StatusCode != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/sign-in") {
					t.Errorf("%s by %s: %s to %q", address, name, got.Status, got.Header.Get("Location"))
				}
			}
			for email, role := range map[string]string{adaEmail: account.RoleUser, "root@example.com": api.RoleAdmin} {
				got := ask(in(email), address)
				switch may := p.Role == "" || p.Role == role; {
				case !may && got.StatusCode != http.StatusForbidden:
					t.Errorf("%s by %s: %s", address, role, got.Status)
				case may && (got.StatusCode == http.StatusForbidden || got.StatusCode >= 500 || strings.HasPrefix(got.Header.Get("Location"), "/sign-in")):
					t.Errorf("%s by %s: %s to %q\n%s", address, role, got.Status, got.Header.Get("Location"), got.body)
				}
			}
			if !changes {
				continue
			}
			for name, headers := range map[string]map[string]string{
				"another site": {"Sec-Fetch-Site": "cross-site"}, "a host beside ours": {"Sec-Fetch-Site": "same-site"}, "another site in an old browser": {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
			} {
				v := in("root@example.com")
				v.headers = headers
				if got := ask(v, address); got.StatusCode != http.StatusForbidden || !strings.Contains(got.body, "This comes from a page of another site.") {
					t.Errorf("%s from %s: %s", address, name, got.Status)
				}
			}
		}
	}
}
