package dashboard_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"wpengine/engine/account/session"
	"wpengine/engine/api"
)

// TestOpenBrowserGetsNothingThatLasts asks for each page of the table, and sends its forms, in a session whose owner has
// gone. What asks for a proof says so before anything else.
func TestOpenBrowserGetsNothingThatLasts(t *testing.T) {
	s := open(t)
	v := s.admin()
	made := v.creates("before").body
	s.now = s.now.Add(session.FreshTime)
	asking := 0
	for _, p := range s.dashboard.Table() {
		for address, changes := range addressesOf(p) {
			method, path, _ := strings.Cut(address, " ")
			switch {
			case p.Proof == "":
			case method == "POST":
				asking++
				v.do(path, "id", "one").says(t, 403, "It is then good for ten minutes.")
			case p.Proof == "to see" && !changes:
				asking++
				v.do(path+"?id=one").leads(t, "/account/confirm?next="+strings.NewReplacer("/", "%2F").Replace(p.Path)+"%3Fid%3Done")
			default:
				v.do(path+"?id="+s.ada.ID).says(t, 200, "")
			}
		}
	}
	if asking < 20 {
		t.Errorf("only %d ask", asking)
	}
	t.Log("what protects may be done at once")
	v.do("/account/api-keys/revoke", "id", idIn.FindStringSubmatch(v.do("/account/api-keys").body)[1]).leads(t, "/account/api-keys")
	if _, err := s.verify(keyIn.FindString(made)); code(err) != api.CodeUnauthenticated {
		t.Error(err)
	}
	v.do("/account/security/sessions/all", "x", "").leads(t, "/account/security")
}

var carriedIn = regexp.MustCompile(`<input type="hidden" name="(carried-[^"]*)" value="([^"]*)">`)

// carries are the members of a form that a page sends along.
func (a answer) carries() (form []string) {
	for _, found := range carriedIn.FindAllStringSubmatch(a.body, -1) {
		form = append(form, found[1], found[2])
	}
	return form
}

func TestFormThatWaitsForAProofIsNotTypedTwice(t *testing.T) {
	s := open(t)
	v := s.in()
	form := []string{"form", formIn.FindStringSubmatch(v.do("/account/api-keys/create").body)[1], "name", `crm "sync" <prod>`, "operations", "some", "scopes", "server:read", "scopes", "clients:read", "lifetime", "30"}
	s.now = s.now.Add(session.FreshTime)
	asked := v.do("/account/api-keys/create", form...)
	asked.says(t, 403, `action="/account/api-keys/create"`)
	wrong := v.do("/account/api-keys/create", append(unescaped(asked.carries()), "current", "a guess")...)
	wrong.says(t, 400, "This is not the account&#39;s password.")
	got := v.do("/account/api-keys/create", append(unescaped(wrong.carries()), "current", password)...)
	got.says(t, 200, "Copy the key now")
	caller, err := s.verify(keyIn.FindString(got.body))
	if err != nil || !slices.Contains(caller.Key.Scopes, "server.ping") || !slices.Contains(caller.Key.Scopes, "clients.list") || caller.Key.ExpiresAt == nil {
		t.Errorf("%+v %v", caller.Key, err)
	}
	v.do("/account/api-keys").says(t, 200, "crm &#34;sync&#34; &lt;prod&gt;")
	v.creates("the next").says(t, 200, "Copy the key now") // for ten minutes

	t.Log("and nothing is done with what came along before it is proved")
	s.now = s.now.Add(session.FreshTime)
	v.do("/account/api-keys/create", "carried-name", "no proof", "carried-operations", "all", "carried-lifetime", "").says(t, 403, "It is then good for ten minutes.")
	v.do("/account/api-keys/create", "carried-", "yes", "carried-name", "no proof", "carried-operations", "all", "carried-lifetime", "").says(t, 400, "not the account")
	v.do("/account/api-keys/create", "carried-", "yes", "answer", "{}", "carried-name", "no proof").says(t, 400, "That took too long, or was sent twice.")
}

func unescaped(form []string) []string {
	for i := range form {
		form[i] = strings.NewReplacer("&#34;", `"`, "&lt;", "<", "&gt;", ">", "&#43;", "+").Replace(form[i])
	}
	return form
}
