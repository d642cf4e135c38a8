package dashboard

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/web"
)

const proxiesPath = "/admin/proxies"

// proxiesPerPage is how many proxies are on a page, and how many clients on that of a proxy.
const proxiesPerPage = 50

// proxyHealth is how a proxy does, in words, and what kind of state it is.
var proxyHealth = map[api.ProxyHealthState]clientState{
	api.ProxyHealthStateUnknown:     {"Not checked", "", "It wasn't checked yet since it came into the pool or was changed."},
	api.ProxyHealthStateHealthy:     {"Healthy", "good", "The last check reached WhatsApp through it."},
	api.ProxyHealthStateFailing:     {"Failing", "warn", "The last check failed. The next is soon."},
	api.ProxyHealthStateQuarantined: {"Quarantined", "bad", "So many checks failed that it gets no further clients until one succeeds. Those that have it go on trying."},
	api.ProxyHealthStateUnreadable:  {"Unreadable", "bad", "Its address can't be decrypted with the key that the engine has. Put the right key back, or give it its URL again."},
}

// proxyRow is a proxy as the pages show it.
type proxyRow struct {
	api.Proxy
	State clientState
}

func newProxyRow(p api.Proxy) proxyRow { return proxyRow{p, proxyHealth[p.Health.State]} }

// Room says how many clients the proxy has, and how many it may have.
func (p proxyRow) Room() string {
	if p.MaxClients == nil {
		return grouped(p.Proxy.Clients)
	}
	return grouped(p.Proxy.Clients) + " of " + grouped(*p.MaxClients)
}

// TagList is the proxy's tags as one writes them.
func (p proxyRow) TagList() string { return strings.Join(p.Tags, ", ") }

// proxiesPage is the pool.
type proxiesPage struct {
	Search    string
	State     string   // the only health that is shown, or ""
	States    []choice // of health, with how many proxies are in each
	Total     int
	Proxies   []proxyRow
	First     bool
	Older     string // the cursor of the next page, "" if there is none
	Simulated bool
}

// At is the address of the page that begins behind a proxy, "" for the first.
func (p *proxiesPage) At(after string) string {
	query := url.Values{}
	for name, value := range map[string]string{"search": p.Search, "state": p.State, "after": after} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return proxiesPath
	}
	return proxiesPath + "?" + query.Encode()
}

func (d *Dashboard) showProxies(v *Visit) error {
	after := v.Value("after")
	page := &proxiesPage{Search: web.Clip(strings.TrimSpace(v.Value("search"))), State: v.Value("state"), First: after == "", Simulated: d.Phones != ""}
	request := api.ListProxiesRequest{Search: given(page.Search), Cursor: given(after), Limit: proxiesPerPage}
	if _, known := proxyHealth[api.ProxyHealthState(page.State)]; known {
		state := api.ListProxiesRequestState(page.State)
		request.State = &state
	} else {
		page.State = ""
	}
	list, err := call[api.ListProxiesResponse](v, "proxy.list", request)
	if err != nil {
		return err
	}
	page.Older = orEmpty(list.NextCursor)
	for _, p := range list.Items {
		page.Proxies = append(page.Proxies, newProxyRow(p))
	}
	page.States = []choice{{Label: "Any health"}}
	for _, c := range healthCounts(list.Counts) {
		page.Total += c.N
		if c.N > 0 || string(c.State) == page.State {
			page.States = append(page.States, choice{Value: string(c.State), Label: c.Label + " (" + grouped(c.N) + ")"})
		}
	}
	choose(page.States, page.State)
	return v.Show(http.StatusOK, page)
}

// healthCount is how many proxies are in a state.
type healthCount struct {
	State api.ProxyHealthState
	clientState
	N int
}

// healthCounts lists them, those that need somebody first.
func healthCounts(c api.ProxyCounts) []healthCount {
	var all []healthCount
	for _, x := range []struct {
		state api.ProxyHealthState
		n     int
	}{
		{api.ProxyHealthStateUnreadable, c.Unreadable}, {api.ProxyHealthStateQuarantined, c.Quarantined}, {api.ProxyHealthStateFailing, c.Failing},
		{api.ProxyHealthStateUnknown, c.Unknown}, {api.ProxyHealthStateHealthy, c.Healthy},
	} {
		all = append(all, healthCount{x.state, proxyHealth[x.state], x.n})
	}
	return all
}

// orEmpty is a member of an answer that may be left out.
func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// proxyPage is one proxy, its clients, and forms to change both.
type proxyPage struct {
	Proxy   proxyRow
	Clients []api.ProxyClient
	Older   string // the cursor of the next page of clients
	First   bool
	Edit    *form
	Problem string // with the clients
}

func newProxyForm(p proxyRow) *form {
	most := ""
	if p.MaxClients != nil {
		most = strconv.Itoa(*p.MaxClients)
	}
	return &form{Hidden: map[string]string{"id": p.ID}, Fields: []*field{
		{Name: "url", Label: "New URL", Max: 2048, Optional: true, Complete: "off", Hint: "With its password, to move its clients with it. Left empty, it stays where it is."},
		{Name: "country", Label: "Country", Value: orEmpty(p.Country), Max: 2, Optional: true, Complete: "off", Hint: "Where it comes out: two letters, such as DE."},
		{Name: "tags", Label: "Tags", Value: p.TagList(), Max: 1000, Optional: true, Complete: "off", Hint: "With commas between them."},
		{Name: "maxClients", Label: "Most clients", Type: "number", Value: most, Min: 1, Optional: true, Complete: "off", Hint: "Left empty, there is no limit."},
	}}
}

// proxyOf returns the proxy that the address or the form names. It is nil for who comes back from the sign-in without it.
func proxyOf(v *Visit) (*proxyRow, error) {
	id := v.Value("id")
	if id == "" {
		http.Redirect(v.Writer, v.Request, proxiesPath, http.StatusSeeOther)
		return nil, nil
	}
	p, err := call[api.Proxy](v, "proxy.get", api.GetProxyRequest{ProxyID: id})
	if err != nil {
		if shown := new(api.Error); errors.As(err, &shown) && (shown.Code == api.CodeNotFound || shown.Code == api.CodeInvalidRequest) {
			err = api.Errorf(api.CodeNotFound, "There is no such proxy. It may have been deleted.")
		}
		return nil, err
	}
	row := newProxyRow(*p)
	return &row, nil
}

// About says which proxy the page is of, in the browser's list of pages.
func (p *proxyPage) About() string { return p.Proxy.Masked }

func (d *Dashboard) showProxy(v *Visit) error { return d.proxy(v, http.StatusOK, nil, "") }

// proxy shows a proxy, with the form to change it that was refused, or with why its clients could not be moved.
func (d *Dashboard) proxy(v *Visit, status int, edit *form, problem string) error {
	p, err := proxyOf(v)
	if p == nil {
		return err
	}
	after := v.Request.URL.Query().Get("after")
	page := &proxyPage{Proxy: *p, First: after == "", Edit: edit, Problem: problem}
	if edit == nil {
		page.Edit = newProxyForm(*p)
	}
	list, err := call[api.ListProxyClientsResponse](v, "proxy.listClients", api.ListProxyClientsRequest{ProxyID: &p.ID, Cursor: given(after), Limit: proxiesPerPage})
	if err != nil {
		return err
	}
	page.Clients, page.Older = list.Items, orEmpty(list.NextCursor)
	return v.Show(status, page)
}

func (d *Dashboard) testProxy(v *Visit) error {
	id := v.Value("id")
	found, err := call[api.TestProxyResponse](v, "proxy.test", api.TestProxyRequest{ProxyID: id})
	if err != nil {
		return err
	}
	notice := "The test failed. " + orEmpty(found.Error)
	if found.Ok {
		notice = "The proxy works"
		if found.LatencyMs != nil {
			notice += fmt.Sprintf(": WhatsApp is reached in %d ms", *found.LatencyMs)
		}
		notice += "."
	}
	return v.Done(at(proxiesPath+"/proxy", id), notice)
}

func (d *Dashboard) editProxy(v *Visit) error {
	p, err := proxyOf(v)
	if p == nil {
		return err
	}
	f := newProxyForm(*p)
	f.fill(v.Request)
	f.field("url").Value = "" // it has a password
	country, most := strings.ToUpper(strings.TrimSpace(v.Value("country"))), 0
	request := api.UpdateProxyRequest{ProxyID: p.ID, URL: given(strings.TrimSpace(v.Value("url"))), Country: &country, Tags: splitTags(v.Value("tags")), MaxClients: &most}
	if text := strings.TrimSpace(v.Value("maxClients")); text != "" {
		if most, err = strconv.Atoi(text); err != nil || most < 1 {
			f.field("maxClients").Problem = "This must be a number from 1 to 10000."
			return d.proxy(v, http.StatusBadRequest, f, "")
		}
	}
	if _, err := call[api.Proxy](v, "proxy.update", request); err != nil {
		if status := f.explain(v.Writer, err); status != 0 {
			return d.proxy(v, status, f, "")
		}
		return err
	}
	return v.Done(at(proxiesPath+"/proxy", p.ID), "The proxy is changed.")
}

// splitTags reads tags with commas between them. None is an empty list: left out, they would stay.
func splitTags(text string) []string {
	tags := []string{}
	for tag := range strings.SplitSeq(text, ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}

// moveFromProxy gives a client of this proxy another one, or none.
func (d *Dashboard) moveFromProxy(v *Visit) error {
	id := v.Value("id")
	notice, err := giveProxy(v, v.Value("clientId"), v.Value("to"), id)
	if err != nil {
		return d.notMoved(v, "", err)
	}
	return v.Done(at(proxiesPath+"/proxy", id), notice)
}

// clearProxy gives all clients of this proxy others.
func (d *Dashboard) clearProxy(v *Visit) error {
	id, moved := v.Value("id"), 0
	for {
		list, err := call[api.ListProxyClientsResponse](v, "proxy.listClients", api.ListProxyClientsRequest{ProxyID: &id, Limit: proxiesPerPage})
		if err != nil {
			return err
		}
		if len(list.Items) == 0 {
			return v.Done(at(proxiesPath+"/proxy", id), counted(moved, "client has", "clients have")+" another proxy now.")
		}
		for _, c := range list.Items {
			if _, err := giveProxy(v, c.ClientID, "auto", id); err != nil {
				said := ""
				if moved > 0 {
					said = counted(moved, "client has", "clients have") + " another proxy now. "
				}
				return d.notMoved(v, said, err)
			}
			moved++
		}
	}
}

// notMoved says on the page of a proxy why a client still has it.
func (d *Dashboard) notMoved(v *Visit, before string, err error) error {
	f := &form{}
	if status := f.explain(v.Writer, err); status != 0 {
		return d.proxy(v, status, nil, before+f.Problem)
	}
	return err
}

func (d *Dashboard) askAboutProxy(v *Visit) error { return d.askToDelete(v, http.StatusOK, "") }

func (d *Dashboard) askToDelete(v *Visit, status int, problem string) error {
	p, err := proxyOf(v)
	if p == nil {
		return err
	}
	return v.Show(status, struct {
		proxyRow
		Problem string
	}{*p, problem})
}

func (d *Dashboard) deleteProxy(v *Visit) error {
	gone, err := call[api.DeleteProxyResponse](v, "proxy.delete", api.DeleteProxyRequest{ProxyID: v.Value("id"), Reassign: v.Value("reassign") != ""})
	if err != nil {
		f := &form{}
		if status := f.explain(v.Writer, err); status == http.StatusConflict {
			return d.askToDelete(v, status, f.Problem)
		}
		return err
	}
	notice := "The proxy is deleted."
	if gone.Reassigned > 0 {
		notice = "The proxy is deleted. " + counted(gone.Reassigned, "client has", "clients have") + " another now."
	}
	return v.Done(proxiesPath, notice)
}
