package dashboard_test

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

var (
	keyIn      = regexp.MustCompile(`wpe_[0-9A-Za-z]{36}`)
	formIn     = regexp.MustCompile(`name="form" value="(\w+)"`)
	uninviteIn = regexp.MustCompile(`uninvite"><input type="hidden" name="id" value="([0-9a-f-]+)"`)
	idIn       = regexp.MustCompile(`revoke\?id=([0-9a-f-]+)`)
)

// creates sends the form for a new key, with members beside those that a browser always sends.
func (v *visitor) creates(name string, more ...string) answer {
	v.site.t.Helper()
	page := v.do("/account/api-keys/create")
	form := formIn.FindStringSubmatch(page.body)
	if form == nil {
		v.site.t.Fatalf("no form:\n%s", page.body)
	}
	return v.do("/account/api-keys/create", append(more, "form", form[1], "name", name, "operations", "all", "clients", "all", "lifetime", "", "allowedIps", "")...)
}

func (s *site) verify(key string) (api.Caller, error) { return s.keys.Verify(s.t.Context(), key) }

func TestKeyIsShownOnceAndWorks(t *testing.T) {
	s := open(t)
	v := s.in()
	v.do("/account/api-keys").says(t, 200, "There is no key yet.")
	got := v.creates("crm-sync-prod")
	got.says(t, 200, "Copy the key now")
	key := keyIn.FindString(got.body)
	if caller, err := s.verify(key); err != nil || caller.UserID != s.ada.ID || caller.Key.Scopes != nil {
		t.Fatalf("%q is of %+v: %v", key, caller, err)
	}
	list := v.do("/account/api-keys")
	list.says(t, 200, "crm-sync-prod <code class=\"table-more\">"+key[:8]+"…"+key[36:]+"</code>")
	if strings.Contains(list.body, key) || bytes.Contains(s.dump(), []byte(key)) || strings.Contains(s.log.String(), key) {
		t.Error("the key is kept")
	}
	if got.Header.Get("Cache-Control") != "no-store" {
		t.Error("the page with the key may be kept")
	}
}

func TestFormThatIsSentAgainMakesNoSecondKey(t *testing.T) {
	s := open(t)
	v := s.in()
	form := []string{"form", formIn.FindStringSubmatch(v.do("/account/api-keys/create").body)[1], "operations", "all", "lifetime", ""}
	v.do("/account/api-keys/create", append(form, "name", "")...).says(t, 400, "Give the key a name.")
	form = append(form, "name", "once")
	v.do("/account/api-keys/create", form...).says(t, 200, "Copy the key now")
	v.do("/account/api-keys/create", form...).leads(t, "/account/api-keys")
	v.do("/account/api-keys").says(t, 200, "That key was made already")
	if list := v.do("/account/api-keys").body; strings.Count(list, "revoke?id=") != 1 {
		t.Errorf("there is another:\n%s", list)
	}
}

func TestKeyIsAsNarrowAsTheFormSays(t *testing.T) {
	s := open(t)
	client := store.Client{ID: store.NewID(), UserID: s.ada.ID, Name: "Front desk", DesiredState: "disconnected", CreatedAt: s.now, UpdatedAt: s.now}
	if err := s.store.Clients.Insert(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	s.clients = []api.Client{{ID: client.ID, Name: client.Name}}
	v := s.in()
	form := v.do("/account/api-keys/create").body
	for _, want := range []string{"Front desk", `value="whatsapp:read"`, `value="whatsapp:write"`} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	if strings.Contains(form, "proxy:") {
		t.Error("the form offers what is for administrators")
	}
	got := v.do("/account/api-keys/create",
		"name", "narrow", "operations", "some", "scopes", "whatsapp:read", "scopes", "account:read", "clients", "some", "clientIds", client.ID,
		"allowedIps", "203.0.113.0/24\r\n2001:db8::1\r\n", "hourlyLimit", "50", "lifetime", "30")
	got.says(t, 200, "Copy the key now")
	caller, err := s.verify(keyIn.FindString(got.body))
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []string{"whatsapp.getMessage", "whatsapp.fetchChats", "account.get"} {
		if !slices.Contains(caller.Key.Scopes, in) {
			t.Errorf("the scopes %v lack %s", caller.Key.Scopes, in)
		}
	}
	for _, out := range []string{"whatsapp.sendMessage", "whatsapp.*", "account.*"} {
		if slices.Contains(caller.Key.Scopes, out) {
			t.Errorf("a key that reads has %s: %v", out, caller.Key.Scopes)
		}
	}
	if !slices.Equal(caller.Key.ClientIDs, []string{client.ID}) || !slices.Equal(caller.Key.AllowedIPs, []string{"203.0.113.0/24", "2001:db8::1"}) ||
		caller.Key.HourlyLimit != 50 {
		t.Errorf("%+v", caller.Key)
	}
	if left := time.Until(*caller.Key.ExpiresAt); left < 29*24*time.Hour || left > 30*24*time.Hour {
		t.Errorf("it expires in %s", left)
	}
	list := v.do("/account/api-keys")
	list.says(t, 200, "Client Front desk")
	list.says(t, 200, "50 requests an hour")
	list.says(t, 200, "From 203.0.113.0/24, 2001:db8::1")
}

func TestKeyExpiresWhenItsLastDayIsOver(t *testing.T) {
	s := open(t)
	got := s.in().creates("until Silvester", "lifetime", "day", "lastDay", "2099-12-31")
	caller, err := s.verify(keyIn.FindString(got.body))
	if want := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC); err != nil || !caller.Key.ExpiresAt.Equal(want) {
		t.Errorf("%+v %v", caller.Key, err)
	}
}

func TestFormSaysWhatIsWrongWithAKey(t *testing.T) {
	s := open(t)
	v := s.in()
	for name, c := range map[string]struct {
		form []string
		want string
	}{
		"no name":               {[]string{"name", "  "}, "Give the key a name."},
		"a name without end":    {[]string{"name", strings.Repeat("n", 101)}, "Must have at most 100 characters"},
		"no operation":          {[]string{"operations", "some"}, "Choose at least one, or let the key call every operation."},
		"an operation made up":  {[]string{"operations", "some", "scopes", "shop:write"}, "Choose at least one"},
		"for administrators":    {[]string{"operations", "some", "scopes", "proxy:write"}, "Choose at least one"},
		"no client":             {[]string{"clients", "some"}, "Choose at least one, or let the key use every client."},
		"no address":            {[]string{"allowedIps", "203.0.113.7\nthe office"}, "Neither an address, such as 203.0.113.7, nor a range, such as 203.0.113.0/24: the, office."},
		"no number":             {[]string{"hourlyLimit", "many"}, "Must be a whole number, and at least 1."},
		"less than one request": {[]string{"hourlyLimit", "0"}, "Must be a whole number, and at least 1."},
		"a lifetime of its own": {[]string{"lifetime", "9999"}, "Choose one of these."},
		"no day":                {[]string{"lifetime", "day"}, `id="lastDay-problem" role="alert">Choose a day, such as 20`},
		"a day that is over":    {[]string{"lifetime", "day", "lastDay", "2026-01-31"}, `id="lastDay-problem" role="alert">This day is over.`},
	} {
		t.Run(name, func(t *testing.T) {
			s.clients = []api.Client{{ID: store.NewID(), Name: "Front desk"}}
			form := append(c.form, "name", "kept as it was", "operations", "all", "clients", "all", "lifetime", "")
			got := v.do("/account/api-keys/create", form...)
			got.says(t, 400, c.want)
			if keyIn.MatchString(got.body) {
				t.Error("a key was made")
			}
		})
	}
	t.Log("all at once, each at its place, and the first is where one begins")
	s.clients = []api.Client{{ID: store.NewID(), Name: "Front desk"}}
	all := v.do("/account/api-keys/create", "name", "", "allowedIps", "10.0.0.0/8\n10.0.0.300", "hourlyLimit", "-1", "operations", "some", "clients", "some", "lifetime", "9")
	for _, want := range []string{
		`id="name-problem" role="alert">Give the key a name.`, `id="allowedIps-problem" role="alert">Neither an address`, "203.0.113.0/24: 10.0.0.300.",
		`id="hourlyLimit-problem" role="alert">Must be a whole number`, `aria-describedby="operations-problem"`, `id="operations-problem" role="alert">Choose`,
		`aria-describedby="clients-problem"`, `id="clients-problem" role="alert">Choose`, `aria-describedby="lifetime-problem"`, `id="lifetime-problem" role="alert">Choose`,
	} {
		all.says(t, 400, want)
	}
	if at := regexp.MustCompile(`<[^>]* autofocus`).FindAllString(all.body, -1); len(at) != 1 || !strings.Contains(at[0], `id="name"`) {
		t.Errorf("one begins at %q", at)
	}
	v.do("/account/api-keys").says(t, 200, "There is no key yet.")
	s.clients = nil
	v.do("/account/api-keys/create", "name", "x", "operations", "all", "clients", "some", "clientIds", store.NewID(), "lifetime", "").says(t, 404, "No client")
}

func TestKeyIsRotatedAndRevoked(t *testing.T) {
	s := open(t)
	v := s.in()
	made := v.creates("crm")
	first, id := keyIn.FindString(made.body), idIn.FindStringSubmatch(made.body)[1]

	t.Log("with a grace both work")
	ask := v.do("/account/api-keys/rotate?id=" + id)
	ask.says(t, 200, "is replaced by a new key")
	form := formIn.FindStringSubmatch(ask.body)[1]
	rotated := v.do("/account/api-keys/rotate", "id", id, "grace", "3600", "form", form)
	rotated.says(t, 200, "The old key goes on working for 1 hour.")
	second := keyIn.FindString(rotated.body)
	for _, key := range []string{first, second} {
		if _, err := s.verify(key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	v.do("/account/api-keys/rotate", "id", id, "grace", "3600", "form", form).leads(t, "/account/api-keys")
	v.do("/account/api-keys/rotate", "id", id, "grace", "9999999").says(t, 400, "Choose how long")
	v.do("/account/api-keys").says(t, 200, "badge-warn")

	t.Log("what is revoked is refused at once")
	v.do("/account/api-keys/revoke?id="+id).says(t, 200, "This can't be undone.")
	v.do("/account/api-keys/revoke", "id", id).leads(t, "/account/api-keys")
	v.do("/account/api-keys").says(t, 200, "The key crm is revoked.")
	if _, err := s.verify(first); code(err) != api.CodeUnauthenticated {
		t.Errorf("the old key: %v", err)
	}
	v.do("/account/api-keys/revoke", "id", id).says(t, 404, "There is no such API key.")
	v.do("/account/api-keys/revoke").leads(t, "/account/api-keys")
	v.do("/account/security").says(t, 200, "An API key was rotated")
}

func TestKeysOfOthersAreNotThere(t *testing.T) {
	s := open(t)
	s.add("bob@example.com", account.RoleUser)
	made := s.in().creates("ada's")
	id := idIn.FindStringSubmatch(made.body)[1]
	bob := s.visitor()
	bob.signIn("bob@example.com", password).leads(t, "/account")
	bob.do("/account/api-keys").says(t, 200, "There is no key yet.")
	for _, path := range []string{"rotate", "revoke"} {
		bob.do("/account/api-keys/"+path+"?id="+id).says(t, 404, "There is no such API key.")
		bob.do("/account/api-keys/"+path, "id", id, "grace", "0").says(t, 404, "There is no such API key.")
	}
	if _, err := s.verify(keyIn.FindString(made.body)); err != nil {
		t.Error(err)
	}
}

func TestAdministratorMayGiveKeysTheirOwnOperations(t *testing.T) {
	s := open(t)
	s.add("root@example.com", api.RoleAdmin)
	v := s.visitor()
	v.signIn("root@example.com", password).leads(t, "/account")
	got := v.do("/account/api-keys/create", "name", "seeding", "operations", "some", "scopes", "proxy:write", "scopes", "proxy:read", "lifetime", "")
	if caller, err := s.verify(keyIn.FindString(got.body)); err != nil || !slices.Equal(caller.Key.Scopes, []string{"proxy.*"}) || got.StatusCode != http.StatusOK {
		t.Errorf("%v %v", caller.Key, err)
	}
}
