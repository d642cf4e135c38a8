package dashboard_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"wpengine/engine/account/session"
	"wpengine/engine/api"
	"wpengine/engine/dashboard"
	"wpengine/engine/store"
)

var userIn = regexp.MustCompile(`<a href="/admin/users/user\?id=[^"]+">(\S+@)example.com`)

// admin is a visitor who is an administrator.
func (s *site) admin() *visitor {
	s.t.Helper()
	s.add("root@example.com", api.RoleAdmin)
	v := s.visitor()
	v.signIn("root@example.com", password).leads(s.t, "/account")
	return v
}

func TestAdministratorFindsAccounts(t *testing.T) {
	s := open(t)
	v := s.admin()
	s.add("100%_real@example.com", "user")
	for search, want := range map[string]string{
		"": "100%_real@ root@ ada@", "ADA@": "ada@", "0%25_": "100%_real@", "%25%25": "", "a_a": "", "Ada": "100%_real@ root@ ada@",
	} {
		var found []string
		for _, row := range userIn.FindAllStringSubmatch(v.do("/admin/users?search="+search).body, -1) {
			found = append(found, row[1])
		}
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%q finds %q, want %q", search, got, want)
		}
	}
	v.do("/admin/users?search=nobody").says(t, 200, "No address and no name has “nobody” in it.")
	v.do("/admin/users?after=nonsense").says(t, 400, "")
}

func TestChangeOfAnAccountCountsFromItsNextRequestOn(t *testing.T) {
	s := open(t)
	v, ada := s.admin(), s.in()
	key := keyIn.FindString(ada.creates("crm").body)
	if caller, err := s.verify(key); err != nil || caller.Tier != "free" {
		t.Fatal(caller, err)
	}
	page := "/admin/users/user?id=" + s.ada.ID
	v.do(page).says(t, 200, adaEmail)
	v.do("/admin/users/user", "id", s.ada.ID, "role", "user", "tier", "pro").leads(t, page)
	if caller, err := s.verify(key); err != nil || caller.Tier != "pro" {
		t.Errorf("the tier is %s: %v", caller.Tier, err)
	}
	ada.do("/account").says(t, 200, "of 1,000 requests")
	v.do("/admin/users/user", "id", s.ada.ID, "role", "user", "tier", "pro", "disabled", "yes").leads(t, page)
	if _, err := s.verify(key); code(err) != api.CodeUnauthenticated {
		t.Errorf("the key of an account that is disabled: %v", err)
	}
	ada.do("/account").leads(t, "/sign-in")
	v.do("/admin/users/user", "id", s.ada.ID, "role", "user", "tier", "pro").leads(t, page)
	if _, err := s.verify(key); err != nil {
		t.Errorf("enabled again: %v", err)
	}
	v.do("/admin/users/user", "id", s.ada.ID, "role", "king", "tier", "pro").says(t, 400, "role")
	v.do("/admin/users/user", "id", store.NewID(), "role", "user", "tier", "pro").says(t, 404, "There is no account")
	v.do("/admin/users/user?id=nobody").says(t, 404, "There is no such account")
	v.do("/admin/users/user").leads(t, "/admin/users")
	ada.signIn(adaEmail, password)
	for _, event := range []string{"The tier was changed", "The account was disabled", "root@example.com"} {
		ada.do("/account/security").says(t, 200, event)
		v.do(page).says(t, 200, event)
	}
}

// A page that was loaded before somebody was shut out must not let them in again.
func TestFormChangesNothingThatWasLeftAsItWas(t *testing.T) {
	s := open(t)
	v := s.admin()
	stale := []string{"id", s.ada.ID, "role-was", "user", "tier-was", "free", "disabled-was", "false"}
	v.do("/admin/users/user?id="+s.ada.ID).says(t, 200, `name="disabled-was" value="false"`)
	v.do("/admin/users/user", append(stale, "role", "user", "tier", "free", "disabled", "yes")...)
	v.do("/admin/users/user", append(stale, "role", "user", "tier", "pro")...)
	if ada := mustUser(t, s, adaEmail); !ada.Disabled || ada.Tier != "pro" || ada.Role != "user" {
		t.Errorf("%+v", ada)
	}
}

func TestAdministratorIsAlwaysLeft(t *testing.T) {
	s := open(t)
	v := s.admin()
	self := mustUser(t, s, "root@example.com").ID
	const last = "This is the last administrator."
	v.do("/admin/users/user", "id", self, "role", "user", "tier", "free").says(t, 409, last)
	v.do("/admin/users/user", "id", self, "role", "admin", "tier", "free", "disabled", "yes").says(t, 409, last)
	v.do("/admin/users/delete", "id", self).says(t, 409, last)
	v.do("/admin/users").says(t, 200, "root@example.com")

	s.add("second@example.com", api.RoleAdmin)
	v.do("/admin/users/user", "id", self, "role", "user", "tier", "free").leads(t, "/account")
	v.do("/account").says(t, 200, "The account of root@example.com is changed.")
	v.do("/admin/users").says(t, 403, "This page is for administrators.")
}

func TestAdministratorInvitesAndResets(t *testing.T) {
	s := open(t, func(c *dashboard.Config) { c.PublicURL = "https://wa.example.com" })
	v := s.admin()
	v.host = "evil.example"
	got := v.do("/admin/users/invite", "email", "grace@example.com", "role", "user", "tier", "pro")
	got.says(t, 200, `value="https://wa.example.com/invitation?token=`)
	if strings.Contains(got.body, "evil.example") {
		t.Error("the link leads to where a request said")
	}
	if list := v.do("/admin/users").body; !strings.Contains(list, "grace@example.com") || strings.Contains(list, token(got.body)) {
		t.Error("the invitation is not listed, or shown twice")
	}
	v.do("/admin/users/invite", "email", adaEmail, "role", "user", "tier", "pro").says(t, 409, "There is an account")
	grace := s.visitor()
	grace.do("/invitation", "token", token(got.body), "password", "five quiet rivers part").leads(t, "/account")

	reset := v.do("/admin/users/reset", "id", s.ada.ID)
	reset.says(t, 200, "/reset?token=")
	s.visitor().do("/reset", "token", token(reset.body), "password", "five quiet rivers part").leads(t, "/account")

	waiting := v.do("/admin/users/invite", "email", "eve@example.com", "role", "admin", "tier", "free")
	id := uninviteIn.FindStringSubmatch(waiting.body)[1]
	v.do("/admin/users/uninvite", "id", id).leads(t, "/admin/users")
	s.visitor().do("/invitation", "token", token(waiting.body), "password", "five quiet rivers part").says(t, 404, "This link was used")
}

func TestAccountIsDeletedWithAllItHas(t *testing.T) {
	s := open(t)
	v, ada := s.admin(), s.in()
	key := keyIn.FindString(ada.creates("crm").body)
	if _, err := s.verify(key); err != nil {
		t.Fatal(err)
	}
	s.clients = []api.Client{{ID: store.NewID(), Name: "Front desk"}}
	v.do("/admin/users/delete?id="+s.ada.ID).says(t, 200, "is deleted with everything it has")
	v.do("/admin/users/delete", "id", s.ada.ID).leads(t, "/admin/users")
	v.do("/admin/users").says(t, 200, "The account of ada@example.com is deleted.")
	if _, err := s.verify(key); code(err) != api.CodeUnauthenticated || len(s.clients) != 0 {
		t.Errorf("there are still %d clients, and the key: %v", len(s.clients), err)
	}
	ada.do("/account").leads(t, "/sign-in")
}

func TestAdministratorSeesWhatWasDoneToEverybody(t *testing.T) {
	s := open(t)
	v, ada := s.admin(), s.in()
	ada.creates("crm")
	v.do("/admin/users/user", "id", s.ada.ID, "role", "user", "tier", "pro")
	got := v.do("/admin/audit")
	for _, want := range []string{"An API key was created", "crm", ">" + adaEmail + "</a>", "The tier was changed", "Signed in"} {
		got.says(t, 200, want)
	}
	v.do("/admin/users/delete", "id", s.ada.ID).leads(t, "/admin/users")
	v.do("/admin/audit").says(t, 200, "The account was deleted")
	if strings.Contains(v.do("/admin/audit").body, ">"+adaEmail+"</a>") {
		t.Error("a link to an account that is gone")
	}
	for range 30 {
		s.audit.Record(t.Context(), "signed_out", "", "")
	}
	older := regexp.MustCompile(`/admin/audit\?after=[0-9a-f-]+`).FindString(v.do("/admin/audit").body)
	v.do(older).says(t, 200, "An API key was created")
	v.do("/admin/audit?after=0").says(t, 200, "There is nothing older.")
	ada.do("/admin/audit").leads(t, "/sign-in?next=%2Fadmin%2Faudit")
	s.add(adaEmail, "user")
	s.in().do("/admin/audit").says(t, 403, "This page is for administrators.")
}

func TestAdministratorTakesALostFactorAway(t *testing.T) {
	s := open(t)
	s.in().enrol()
	v := s.admin()
	page := "/admin/users/user?id=" + s.ada.ID
	v.do(page).says(t, 200, "Take the second factor away")
	v.do("/admin/users/factor?id="+s.ada.ID).says(t, 200, adaEmail)
	v.do("/admin/users/factor", "id", s.ada.ID).leads(t, page)
	got := v.do(page)
	got.says(t, 200, "signs in without a second factor now.")
	if strings.Contains(got.body, "/admin/users/factor") {
		t.Error("what is gone can be taken away")
	}
	v.do("/admin/users/factor", "id", s.ada.ID).leads(t, page)
	v.do(page).says(t, 200, "has no second factor.")
	s.visitor().signIn(adaEmail, password).leads(t, "/account")
}

func TestOpenBrowserLetsNobodyIntoAnotherAccount(t *testing.T) {
	s := open(t)
	s.in().enrol()
	v := s.admin()
	s.now = s.now.Add(session.FreshTime)
	for _, page := range []string{"reset", "factor"} {
		path := "/admin/users/" + page
		v.do(path+"?id="+s.ada.ID).leads(t, "/account/confirm?next="+url.QueryEscape(path+"?id="+s.ada.ID))
		v.do(path, "id", s.ada.ID).says(t, 403, "It is then good for ten minutes.")
	}
	s.visitor().signIn(adaEmail, password).leads(t, "/sign-in/code") // the factor is still there
	v.do("/account/confirm", "next", "/admin/users/reset", "current", password).leads(t, "/admin/users/reset")
	v.do("/admin/users/reset").leads(t, "/admin/users")
	v.do("/admin/users/reset", "id", s.ada.ID).says(t, 200, "/reset?token=")
}
