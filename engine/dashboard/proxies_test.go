package dashboard_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/proxypool"
	"wpengine/engine/store"
)

// routes gives clients proxies in the table alone.
type routes struct{ *store.Store }

func (r routes) Reroute(ctx context.Context, id string, choose func(store.Client) (string, error)) (row store.Client, err error) {
	if err := r.Clients.Every(ctx, func(c store.Client) error {
		if c.ID == id {
			row = c
		}
		return nil
	}); err != nil {
		return row, err
	}
	if row.ID == "" {
		return row, api.Errorf(api.CodeNotFound, "No client %s.", id)
	}
	proxy, err := choose(row)
	if err != nil {
		return row, err
	}
	return r.Clients.Update(ctx, row.UserID, id, func(c *store.Client) { c.ProxyID = proxy })
}

func (routes) StateOf(string) api.ClientState { return api.ClientStateConnected }

// proxies is the real pool.
func (s *site) proxies() api.ProxyService {
	s.t.Helper()
	pool, err := proxypool.New(proxypool.Config{Proxies: s.store.Proxies, Secrets: [][]byte{bytes.Repeat([]byte{1}, 32)}, Audit: s.audit})
	if err != nil {
		s.t.Fatal(err)
	}
	return proxypool.NewService(pool, routes{s.store})
}

const someProxies = `# from the provider
socks5://ada:s3cret@p1.example.com:1080 DE 20 residential

http://ada:s3cret@p2.example.com:3128 FR,fast
http://ada:s3cret@p2.example.com:3128
ftp://ada:s3cret@p3.example.com:21
p4.example.com:3128:ada:s3cret
http://ada:s3cret@p5.example.com:3128 0`

var (
	proxyIn = regexp.MustCompile(`/admin/proxies/proxy\?id=([0-9a-f-]+)">([^<]+)`)
	lineIn  = regexp.MustCompile(`<tr><th scope="row">(\d+)</th><td[^>]*><span[^>]*>(\w+)`)
)

// outcomes are what a page says of each line.
func outcomes(body string) string {
	var all []string
	for _, row := range lineIn.FindAllStringSubmatch(body, -1) {
		all = append(all, row[1]+" "+row[2])
	}
	return strings.Join(all, ", ")
}

func TestListOfProxiesIsCheckedLineByLine(t *testing.T) {
	s := open(t)
	v := s.admin()
	v.do("/admin/proxies").says(t, 200, "There is no proxy yet")
	v.do("/admin/proxies/seed").says(t, 200, "Proxies, one a line")
	got := v.do("/admin/proxies/seed", "list", someProxies, "mode", "merge", "do", "check")
	got.says(t, 200, "2 new, 0 changed, 4 rejected. Nothing has changed yet.")
	got.says(t, 200, "It is the same proxy as line 4.")
	if lines := outcomes(got.body); lines != "2 New, 4 New, 5 Rejected, 6 Rejected, 7 Rejected, 8 Rejected" {
		t.Error(lines)
	}
	if n := strings.Count(got.body, "s3cret"); n != strings.Count(someProxies, "s3cret") {
		t.Errorf("passwords are shown %d times", n) // each once, in the list that was sent
	}
	v.do("/admin/proxies").says(t, 200, "There is no proxy yet")

	v.do("/admin/proxies/seed", "list", someProxies, "mode", "merge", "scheme", "http", "do", "seed").leads(t, "/admin/proxies")
	list := v.do("/admin/proxies")
	list.says(t, 200, "3 added, 0 changed, 3 lines rejected.")
	list.says(t, 200, "socks5://ada:***@p1.example.com:1080")
	list.says(t, 200, "0 of 20")
	if strings.Contains(list.body, "s3cret") {
		t.Error("a password is shown")
	}
	got = v.do("/admin/proxies/seed", "list", "socks5://ada:s3cret@p1.example.com:1080 DE 30\nhttp://ada:s3cret@p2.example.com:3128 fast FR", "mode", "replace", "do", "check")
	if lines := outcomes(got.body); lines != "1 Changed, 2 The" {
		t.Error(lines)
	}
	got.says(t, 200, "Change 1, remove 1")
	v.do("/admin/proxies/seed", "list", "# nothing", "mode", "merge", "do", "check").says(t, 400, "There is no proxy in the list.")
	v.do("/admin/proxies/seed", "list", strings.Repeat("http://p1.example.com:1\n", 5001), "mode", "merge", "do", "check").says(t, 400, "The list has 5,001 proxies.")
	v.do("/admin/proxies/seed", "list", strings.Repeat("x", 2<<20), "mode", "merge").says(t, 413, "The form is too long.")
	v.do("/admin/audit").says(t, 200, "3 added, 0 updated, 0 removed")
}

func TestListOfProxiesIsTakenFromAFile(t *testing.T) {
	s := open(t)
	v := s.admin()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("list", "ftp://old.example.com:1")
	_ = form.WriteField("mode", "merge")
	_ = form.WriteField("do", "check")
	part, err := form.CreateFormFile("file", "list.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, "\xef\xbb\xbfhttp://ada:s3cret@p2.example.com:3128\r\n")
	_ = form.Close()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/admin/proxies/seed", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	s.dashboard.ServeHTTP(w, r)
	answer{w.Result(), w.Body.String()}.says(t, 200, "http://ada:***@p2.example.com:3128")
	if strings.Contains(w.Body.String(), "old.example.com") {
		t.Error("the list counts beside the file")
	}
}

func TestProxyIsChangedAssignedAndDeleted(t *testing.T) {
	s := open(t)
	v := s.admin()
	v.do("/admin/proxies/seed", "list", someProxies, "mode", "merge", "do", "seed").leads(t, "/admin/proxies")
	found := proxyIn.FindAllStringSubmatch(v.do("/admin/proxies").body, -1)
	if len(found) != 2 {
		t.Fatal(found)
	}
	id := found[0][1]
	page := "/admin/proxies/proxy?id=" + id
	v.do(page).says(t, 200, "No client has this proxy.")
	v.do("/admin/proxies/proxy", "id", id, "country", "at", "tags", "one, two ,", "maxClients", "3").leads(t, page)
	for _, want := range []string{"<dd>AT</dd>", "one, two", "0 of 3", "The proxy is changed."} {
		v.do("/admin/proxies/proxy", "id", id, "country", "at", "tags", "one, two ,", "maxClients", "3")
		v.do(page).says(t, 200, want)
	}
	v.do("/admin/proxies/proxy", "id", id, "maxClients", "many").says(t, 400, "This must be a number")
	wrong := v.do("/admin/proxies/proxy", "id", id, "url", "ftp://ada:t0p@p9.example.com:1")
	wrong.says(t, 400, "aria-invalid")
	if strings.Contains(wrong.body, "t0p") {
		t.Error("a password comes back")
	}

	client := store.Client{ID: store.NewID(), UserID: s.ada.ID, Name: "Front desk", DesiredState: "connected", CreatedAt: time.Now()}
	if err := s.store.Clients.Insert(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	v.do("/admin/clients?to="+id).says(t, 200, "Assign to Front desk")
	v.do("/admin/clients?to="+store.NewID()).says(t, 404, "No proxy")
	v.do("/admin/clients/move", "to", id, "clientId", "nonsense").says(t, 400, "clientId")
	v.do("/admin/clients/move", "to", id, "clientId", store.NewID()).says(t, 404, "No client")
	v.do("/admin/clients/move", "to", id, "clientId", client.ID).leads(t, page)
	for _, want := range []string{"Front desk", adaEmail, "Connected"} {
		v.do(page).says(t, 200, want)
	}
	v.do("/admin/proxies/delete?id="+id).says(t, 200, "One client has it")
	v.do("/admin/proxies/delete", "id", id).says(t, 409, `role="alert"`)
	v.do("/admin/proxies/delete", "id", id, "reassign", "yes").leads(t, "/admin/proxies")
	v.do("/admin/proxies").says(t, 200, "1 client has another now.")
	v.do(page).says(t, 404, "There is no such proxy.")
	other := found[1][1]
	v.do("/admin/proxies/proxy/move", "id", other, "to", "none", "clientId", client.ID).leads(t, "/admin/proxies/proxy?id="+other)
	v.do("/admin/proxies/delete", "id", other).leads(t, "/admin/proxies")
	v.do("/admin/proxies/proxy").leads(t, "/admin/proxies")
}

// TestClientsOfAllAccountsAreFoundAndMoved has a client of each of two accounts, and two proxies.
func TestClientsOfAllAccountsAreFoundAndMoved(t *testing.T) {
	s := open(t)
	v := s.admin()
	v.do("/admin/clients").says(t, 200, "No account has a client yet.")
	bob := s.add("bob@example.com", account.RoleUser)
	desk := store.Client{ID: store.NewID(), UserID: s.ada.ID, Name: "Front desk", Phone: "+15551234567", DesiredState: "connected", CreatedAt: time.Now()}
	shop := store.Client{ID: store.NewID(), UserID: bob.ID, Name: "50%_shop", DesiredState: "connected", CreatedAt: time.Now()}
	for _, c := range []store.Client{desk, shop} {
		if err := s.store.Clients.Insert(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	v.do("/admin/proxies/seed", "list", "http://p1.example.com:80 DE\nhttp://p2.example.com:80 FR", "do", "seed").leads(t, "/admin/proxies")
	shows := func(query string, names ...string) {
		t.Helper()
		page := v.do("/admin/clients" + query)
		for _, name := range []string{desk.Name, shop.Name} {
			if want := slices.Contains(names, name); page.StatusCode != 200 || strings.Contains(page.body, `<th scope="row">`+name) != want {
				t.Errorf("%s: %s; %s is to be there: %t", query, page.Status, name, want)
			}
		}
	}
	shows("", desk.Name, shop.Name)
	shows("?search=FRONT", desk.Name)
	shows("?search=bob@", shop.Name)
	shows("?search=5551234", desk.Name)
	shows("?search="+strings.ToUpper(desk.ID), desk.Name)
	shows("?search=%25_", shop.Name)
	shows("?search=%25front")
	shows("?which=connected", desk.Name, shop.Name)
	shows("?which=logged_out")
	shows("?which=nonsense", desk.Name, shop.Name)
	v.do("/admin/clients/move", "clientId", desk.ID, "move", "auto", "search", "front").leads(t, "/admin/clients?search=front")
	shows("?which=without-proxy", shop.Name)
	first := proxyIn.FindStringSubmatch(v.do("/admin/clients").body)
	v.do("/admin/clients/move", "clientId", desk.ID, "move", "auto", "from", first[1]).leads(t, "/admin/clients")
	second := proxyIn.FindStringSubmatch(v.do("/admin/clients").body)
	if first[1] == second[1] {
		t.Errorf("it is moved from %s to %s", first[2], second[2])
	}
	v.do("/admin/proxies/proxy/clear", "id", second[1]).leads(t, "/admin/proxies/proxy?id="+second[1])
	v.do("/admin/proxies/proxy?id="+second[1]).says(t, 200, "1 client has another proxy now.")
	v.do("/admin/proxies/delete", "id", second[1]).leads(t, "/admin/proxies")
	v.do("/admin/proxies/proxy/clear", "id", first[1]).says(t, 409, "no proxy that has room")
	v.do("/admin/clients/move", "clientId", desk.ID, "move", "auto", "from", first[1], "search", "front").says(t, 409, "no proxy that has room")
	v.do("/admin/clients/move", "clientId", desk.ID, "move", "none").leads(t, "/admin/clients")
	shows("?which=without-proxy", desk.Name, shop.Name)
}

func TestProxiesAreFound(t *testing.T) {
	s := open(t)
	v := s.admin()
	v.do("/admin/proxies/seed", "list", someProxies, "do", "seed").leads(t, "/admin/proxies")
	for query, want := range map[string][2]bool{ // the first, the second
		"": {true, true}, "?search=P1.example": {true, false}, "?search=residential": {true, false}, "?search=fr": {false, true}, "?search=s3cret": {},
		"?state=unknown": {true, true}, "?state=quarantined": {},
	} {
		got := v.do("/admin/proxies" + query)
		for i, host := range []string{"p1.example.com", "p2.example.com"} {
			if got.StatusCode != 200 || strings.Contains(got.body, "ada:***@"+host) != want[i] {
				t.Errorf("%s: %s, %s is to be there: %t", query, got.Status, host, want[i])
			}
		}
	}
	v.do("/admin/proxies?search=nowhere").says(t, 200, "Show all 2")
	v.do("/admin/proxies").says(t, 200, "Not checked (2)")
	v.do("/admin/proxies?state=fine").says(t, 200, "p1.example.com")
}

func TestLongListOfProxiesIsShownInPart(t *testing.T) {
	s := open(t)
	v := s.admin()
	var list strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&list, "http://ada:s3cret@p%d.example.com:80 DE 20 residential\n", i)
	}
	got := v.do("/admin/proxies/seed", "list", strings.Replace(list.String(), "p4999.example.com:80", "p4999.example.com", 1), "do", "check")
	got.says(t, 200, "4,999 new, 0 changed, 1 rejected.")
	got.says(t, 200, "<tbody>\n<tr><th scope=\"row\">5000</th>") // what is wrong comes first
	got.says(t, 200, "4,799 more lines are like these")
	v.do("/admin/proxies/seed", "list", list.String(), "do", "seed").leads(t, "/admin/proxies")
	v.do("/admin/proxies?search=p4321.").says(t, 200, "ada:***@p4321.example.com:80")
}

func TestProxiesAreForAdministrators(t *testing.T) {
	s := open(t)
	v := s.in()
	v.do("/admin/clients").says(t, 403, "This page is for administrators.")
	for _, path := range []string{"", "/proxy", "/seed", "/delete"} {
		v.do("/admin/proxies"+path).says(t, 403, "This page is for administrators.")
	}
	for _, path := range []string{"/proxy", "/proxy/test", "/proxy/move", "/proxy/clear", "/seed", "/delete"} {
		v.do("/admin/proxies"+path, "list", someProxies, "do", "seed", "id", store.NewID()).says(t, 403, "This page is for administrators.")
	}
	if u := mustUser(t, s, adaEmail); u.Role != account.RoleUser {
		t.Error(u)
	}
}
