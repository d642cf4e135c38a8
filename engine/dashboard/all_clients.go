package dashboard

import (
	"net/http"
	"net/url"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/web"
)

const allClientsPath = "/admin/clients"

// withoutProxy is, beside the states, what clients may be listed by.
const withoutProxy = "without-proxy"

// allClientsPage is the clients of all accounts.
type allClientsPage struct {
	Search  string
	Which   []choice // a state, or withoutProxy
	Clients []clientOfAll
	To      *proxyRow // which one of them is to get, or nil
	After   string    // the page begins behind the client with this id
	Older   string    // the cursor of the next page, "" if there is none
	Problem string
}

// clientOfAll is a client as the page shows it.
type clientOfAll struct {
	api.ProxyClient
	State clientState
}

// which is what the clients are listed by, "" for nothing.
func (p *allClientsPage) which() string {
	for _, c := range p.Which {
		if c.Chosen {
			return c.Value
		}
	}
	return ""
}

// Filtered reports whether there may be clients that aren't shown.
func (p *allClientsPage) Filtered() bool { return p.Search != "" || p.which() != "" }

// At is the address of the page that begins behind a client, "" for the first.
func (p *allClientsPage) At(after string) string {
	query := url.Values{}
	for name, value := range map[string]string{"search": p.Search, "which": p.which(), "to": p.to(), "after": after} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return allClientsPath
	}
	return allClientsPath + "?" + query.Encode()
}

// Here is the address of the page.
func (p *allClientsPage) Here() string { return p.At(p.After) }

func (p *allClientsPage) to() string {
	if p.To == nil {
		return ""
	}
	return p.To.ID
}

func whichClients(chosen string) []choice {
	all := []choice{{Value: "", Label: "All"}}
	for _, state := range statesInOrder {
		all = append(all, choice{Value: string(state), Label: clientStates[state].Label})
	}
	all = append(all, choice{Value: withoutProxy, Label: "Without a proxy"})
	choose(all, chosen)
	return all
}

func (d *Dashboard) showAllClients(v *Visit) error { return d.allClients(v, http.StatusOK, "") }

func (d *Dashboard) allClients(v *Visit, status int, problem string) error {
	page := &allClientsPage{Search: web.Clip(strings.TrimSpace(v.Value("search"))), Which: whichClients(v.Value("which")), After: v.Value("after"), Problem: problem}
	if to := v.Value("to"); to != "" {
		p, err := call[api.Proxy](v, "proxy.get", api.GetProxyRequest{ProxyID: to})
		if err != nil {
			return err
		}
		row := newProxyRow(*p)
		page.To = &row
	}
	request := api.ListProxyClientsRequest{Search: given(page.Search), Cursor: given(page.After), Limit: proxiesPerPage}
	switch which := page.which(); which {
	case "":
	case withoutProxy:
		yes := true
		request.None = &yes
	default:
		state := api.ClientState(which)
		request.State = &state
	}
	list, err := call[api.ListProxyClientsResponse](v, "proxy.listClients", request)
	if err != nil {
		return err
	}
	for _, c := range list.Items {
		page.Clients = append(page.Clients, clientOfAll{c, clientStates[c.State]})
	}
	page.Older = orEmpty(list.NextCursor)
	return v.Show(status, page)
}

// moveClient gives a client another proxy, or none, and leads back to where it was asked for.
func (d *Dashboard) moveClient(v *Visit) error {
	to, move := v.Value("to"), v.Value("move")
	if to != "" {
		move = to
	}
	notice, err := giveProxy(v, v.Value("clientId"), move, v.Value("from"))
	if err != nil {
		f := &form{}
		if status := f.explain(v.Writer, err); status != 0 {
			return d.allClients(v, status, f.Problem)
		}
		return err
	}
	if to != "" {
		return v.Done(at(proxiesPath+"/proxy", to), notice)
	}
	page := &allClientsPage{Search: v.Value("search"), Which: whichClients(v.Value("which")), After: v.Value("after")}
	return v.Done(page.Here(), notice)
}

// giveProxy gives a client the proxy with an id, the one that suits it best, "auto", which is another than it is moved
// away from, or none. It returns what there is to say about it.
func giveProxy(v *Visit, client, to, from string) (notice string, err error) {
	request := api.AssignProxyRequest{ClientID: client}
	switch to {
	case "auto":
		request.Auto = &api.AutoProxy{Not: given(from)}
	case "none":
		yes := true
		request.None = &yes
	default:
		request.ProxyID = &to
	}
	got, err := call[api.AssignProxyResponse](v, "proxy.assign", request)
	if err != nil {
		return "", err
	}
	if got.Proxy == nil {
		return "The client connects directly now.", nil
	}
	return "The client has the proxy " + got.Proxy.Masked + " now.", nil
}
