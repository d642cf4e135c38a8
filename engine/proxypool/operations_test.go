package proxypool

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// rows stands in for the clients: they are their rows.
type rows struct {
	t     *testing.T
	store *store.Store
	user  string
}

func (c *rows) Reroute(ctx context.Context, id string, choose func(store.Client) (string, error)) (store.Client, error) {
	row, err := c.store.Clients.Get(ctx, c.user, id)
	if err != nil {
		return row, api.Errorf(api.CodeNotFound, "No client %s.", id)
	}
	proxy, err := choose(row)
	if err != nil {
		return row, err
	}
	return c.store.Clients.Update(ctx, c.user, id, func(row *store.Client) { row.ProxyID = proxy })
}

func (c *rows) StateOf(string) api.ClientState { return api.ClientStateConnected }

// add makes a client and returns its id.
func (c *rows) add(phone, proxy string) string {
	c.t.Helper()
	row := store.Client{ID: store.NewID(), UserID: c.user, Name: "crm", DesiredState: "connected", Phone: phone, ProxyID: proxy}
	if err := c.store.Clients.Insert(c.t.Context(), row); err != nil {
		c.t.Fatal(err)
	}
	return row.ID
}

// newService opens a pool with proxies at the hosts, which are written host[/country[/most]].
func newService(t *testing.T, hosts ...string) (s *Service, clients *rows, id map[string]string) {
	t.Helper()
	db := openStore(t, t.TempDir())
	p := newPool(t, db, 1)
	u := store.User{ID: store.NewID(), Email: "ada@example.com", Role: "user", Tier: "free"}
	if err := db.Users.Insert(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	id = map[string]string{}
	for _, text := range hosts {
		host, rest, _ := strings.Cut(text, "/")
		item := api.ProxySeed{URL: "http://u:s3cret@" + host + ".example:80"}
		if country, most, _ := strings.Cut(rest, "/"); country != "" {
			item.Country = &country
			if most != "" {
				n := len(most)
				item.MaxClients = &n
			}
		}
		seed(t, p, &api.SeedProxiesRequest{Items: []api.ProxySeed{item}})
		id[host] = list(t, p)[0].ID
	}
	clients = &rows{t: t, store: db, user: u.ID}
	return NewService(p, clients), clients, id
}

func wantCode(t *testing.T, err error, code api.Code, text string) {
	t.Helper()
	var e *api.Error
	if !errors.As(err, &e) || e.Code != code || !strings.Contains(e.Detail, text) {
		t.Errorf("got %v, want %s with %q", err, code, text)
	}
	if err != nil && strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the password is told: %v", err)
	}
}

func TestAutomaticAssignmentLooksAtCountryAndRoom(t *testing.T) {
	s, clients, id := newService(t, "de1/DE/x", "de2/DE/xx", "us/US", "ca/CA", "any", "fr/FR")
	name := map[string]string{}
	for host, proxy := range id {
		name[proxy] = host
	}
	assign := func(client string, country ...string) (string, error) {
		auto := &api.AutoProxy{}
		if len(country) > 0 {
			auto.Country = &country[0]
		}
		out, err := s.Assign(t.Context(), &api.AssignProxyRequest{ClientID: client, Auto: auto})
		if err != nil {
			return "", err
		}
		return name[out.Proxy.ID], nil
	}
	var german []string
	for i, want := range []string{"de1", "de2", "de2", "any", "any"} { // full in the end; then without a country
		german = append(german, clients.add("+4915550000001", ""))
		if got, err := assign(german[i]); err != nil || got != want {
			t.Errorf("German client %d gets %q, %v; want %q", i, got, err, want)
		}
	}
	if got, err := assign(german[0]); err != nil || got != "de1" {
		t.Errorf("the one client of a full proxy goes to %q, %v", got, err)
	}
	for i, want := range []string{"us", "ca", "us"} { // one calling code, two countries
		if got, err := assign(clients.add("+15550000001", "")); err != nil || got != want {
			t.Errorf("client %d with +1 gets %q, %v; want %q", i, got, err, want)
		}
	}
	unlinked := clients.add("", "")
	if got, err := assign(unlinked); err != nil || got != "fr" {
		t.Errorf("a client without a number gets %q, %v; want the one with the fewest clients", got, err)
	}
	if got, err := assign(unlinked, "US"); err != nil || got != "us" {
		t.Errorf("asked for US it gets %q, %v", got, err)
	}
	_, err := assign(unlinked, "BR")
	wantCode(t, err, api.CodeConflict, "no proxy of BR")
	_, err = assign(unlinked, "DE")
	wantCode(t, err, api.CodeConflict, "no proxy of DE")
	_, err = assign(store.NewID())
	wantCode(t, err, api.CodeNotFound, "No client")
}

func TestAssigningByIDHeedsTheRoom(t *testing.T) {
	s, clients, id := newService(t, "de/DE/x")
	one, two, proxy := clients.add("", ""), clients.add("", ""), strings.ToUpper(id["de"])
	for range 2 { // again is no second client
		out, err := s.Assign(t.Context(), &api.AssignProxyRequest{ClientID: one, ProxyID: &proxy})
		if err != nil || out.Proxy == nil || out.Proxy.Masked != "http://u:***@de.example:80" {
			t.Fatalf("%+v, %v", out, err)
		}
	}
	_, err := s.Assign(t.Context(), &api.AssignProxyRequest{ClientID: two, ProxyID: &proxy})
	wantCode(t, err, api.CodeConflict, "as many as it may")
	missing := store.NewID()
	_, err = s.Assign(t.Context(), &api.AssignProxyRequest{ClientID: two, ProxyID: &missing})
	wantCode(t, err, api.CodeNotFound, missing)
	_, err = s.Assign(t.Context(), &api.AssignProxyRequest{ClientID: two})
	wantCode(t, err, api.CodeInvalidRequest, "one of")
	yes := true
	out, err := s.Assign(t.Context(), &api.AssignProxyRequest{ClientID: one, None: &yes})
	if err != nil || out.Proxy != nil {
		t.Errorf("none: %+v, %v", out, err)
	}
	events, err := clients.store.Audit.List(t.Context(), clients.user, "", 10)
	if err != nil || len(events) != 3 || events[0].Subject != "crm: none" || events[1].Subject != "crm: "+id["de"] {
		t.Errorf("recorded for the account: %+v, %v", events, err)
	}
}

func TestUpdateKeepsTheClients(t *testing.T) {
	s, clients, id := newService(t, "a/DE/xx", "b")
	clients.add("", id["a"])
	url, country, most := "socks5://u:s3cret@new.example:1080", "", 0
	got, err := s.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: strings.ToUpper(id["a"]), URL: &url, Country: &country, Tags: []string{"moved"}, MaxClients: &most})
	if err != nil {
		t.Fatal(err)
	}
	want := &api.Proxy{ID: id["a"], Masked: "socks5://u:***@new.example:1080", Tags: []string{"moved"}, Clients: 1, Health: api.ProxyHealth{State: api.ProxyHealthStateUnknown}}
	want.CreatedAt = got.CreatedAt
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	country = "FR"
	got, err = s.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: id["a"], Country: &country})
	if err != nil || *got.Country != "FR" || got.Masked != want.Masked || len(got.Tags) != 1 {
		t.Errorf("what is left out does not stay: %+v, %v", got, err)
	}
	taken, bad := "http://u:other@b.example:80", "http://u:s3cret@b.example"
	_, err = s.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: id["a"], URL: &taken})
	wantCode(t, err, api.CodeConflict, id["b"])
	_, err = s.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: id["a"], URL: &bad})
	wantCode(t, err, api.CodeInvalidRequest, "needs a port")
	missing := store.NewID()
	_, err = s.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: missing, URL: &taken})
	wantCode(t, err, api.CodeNotFound, missing)
}

// TestUpdateRepairsWhatCannotBeDecrypted is what to do when the key is lost.
func TestUpdateRepairsWhatCannotBeDecrypted(t *testing.T) {
	s, clients, id := newService(t, "a")
	clients.add("", id["a"])
	s.sealer = newPool(t, clients.store, 2).sealer
	url := "http://u:s3cret@a.example:80"
	got, err := s.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: id["a"], URL: &url})
	if err != nil || got.Masked != "http://u:***@a.example:80" || got.Clients != 1 || got.Health.State != api.ProxyHealthStateUnknown {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestProxyWithClientsIsDeletedOnlyWhenTheyHaveOthers(t *testing.T) {
	s, clients, id := newService(t, "a", "b//x")
	del := func(host string, reassign bool) (*api.DeleteProxyResponse, error) {
		return s.Delete(t.Context(), &api.DeleteProxyRequest{ProxyID: id[host], Reassign: reassign})
	}
	clients.add("", id["a"])
	_, err := del("a", false)
	wantCode(t, err, api.CodeConflict, "1 client has to connect through")
	extra := clients.add("", id["a"])
	two := 2
	if _, err := s.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: id["b"], MaxClients: &two}); err != nil {
		t.Fatal(err)
	}
	third := clients.add("", id["a"])
	_, err = del("a", true) // there is room for two
	wantCode(t, err, api.CodeConflict, "no proxy that has room")
	for _, p := range list(t, s.Pool) {
		if want := map[string]int{id["a"]: 3, id["b"]: 0}[p.ID]; p.Clients != want {
			t.Errorf("%s has %d clients, want %d: none is moved", p.Masked, p.Clients, want)
		}
	}
	if err := clients.store.Clients.Delete(t.Context(), clients.user, third); err != nil {
		t.Fatal(err)
	}
	out, err := del("a", true)
	if err != nil || out.Reassigned != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
	to := id["b"]
	page, err := s.ListClients(t.Context(), &api.ListProxyClientsRequest{ProxyID: &to, Limit: 1})
	want := []api.ProxyClient{{ClientID: extra, Name: "crm", Account: "ada@example.com", State: "connected", Proxy: &api.AssignedProxy{ID: to, Masked: page.Items[0].Proxy.Masked}}}
	if diff := cmp.Diff(want, page.Items); diff != "" || err != nil || page.NextCursor == nil {
		t.Errorf("%v, %s", err, diff)
	}
	_, err = del("a", true)
	wantCode(t, err, api.CodeNotFound, id["a"])
	events, err := clients.store.Audit.ListAll(t.Context(), "", 10)
	if err != nil || len(events) < 3 || events[0].Action != "proxy_deleted" || events[0].Subject != id["a"]+" (http)" || events[1].Subject != "crm: "+id["b"] {
		t.Errorf("recorded: %+v, %v", events, err)
	}
}

func TestCallingCodesAreOfCountries(t *testing.T) {
	for phone, want := range map[string]string{
		"+4915550000001": "DE", "15551234567": "US", "+551155500000": "BR", "+35315550000": "IE", "+77015550000": "RU", "": "", "+": "", "999": "", "+4": "",
	} {
		first := append(countriesOf(phone), "")[0]
		if first != want {
			t.Errorf("%s: %s, want %s", phone, first, want)
		}
	}
	for code, countries := range callingCodes {
		for _, c := range strings.Fields(countries) {
			if len(c) != 2 || c != strings.ToUpper(c) {
				t.Errorf("%s: %q is no country", code, c)
			}
		}
		for n := 1; n < len(code); n++ {
			if _, both := callingCodes[code[:n]]; both {
				t.Errorf("%s begins with another code", code)
			}
		}
	}
}
