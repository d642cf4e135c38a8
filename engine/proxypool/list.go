package proxypool

import (
	"context"
	"slices"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// List lists the pool. What is searched for is encrypted in the database, and so it is looked for here.
func (p *Pool) List(ctx context.Context, r *api.ListProxiesRequest) (*api.ListProxiesResponse, error) {
	after, err := api.After(r.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := p.rows.Every(ctx)
	if err != nil {
		return nil, err
	}
	out := &api.ListProxiesResponse{Items: []api.Proxy{}}
	for _, row := range slices.Backward(rows) { // the newest first
		v, err := p.view(row)
		if err != nil {
			return nil, err
		}
		count(&out.Counts, v.Health.State)
		if (after == "" || row.ID < after) && len(out.Items) <= r.Limit && suits(v, r) {
			out.Items = append(out.Items, v)
		}
	}
	out.Items, out.NextCursor = api.Page(out.Items, r.Limit, func(v api.Proxy) string { return v.ID })
	return out, nil
}

func count(c *api.ProxyCounts, state api.ProxyHealthState) {
	switch state {
	case api.ProxyHealthStateUnknown:
		c.Unknown++
	case api.ProxyHealthStateHealthy:
		c.Healthy++
	case api.ProxyHealthStateFailing:
		c.Failing++
	case api.ProxyHealthStateQuarantined:
		c.Quarantined++
	case api.ProxyHealthStateUnreadable:
		c.Unreadable++
	}
}

// suits reports whether a proxy is one of those that are asked for.
func suits(v api.Proxy, r *api.ListProxiesRequest) bool {
	if r.State != nil && string(v.Health.State) != string(*r.State) {
		return false
	}
	text := strings.ToLower(value(r.Search))
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), text) }
	return text == "" || v.ID == text || has(v.Masked) || has(value(v.Country)) || has(value(v.Health.ExitAddress)) || slices.ContainsFunc(v.Tags, has)
}

// clientsAtOnce is how many clients are read at a time to find those in a state.
const clientsAtOnce = 500

// ListClients lists clients of all accounts, and which proxies they have.
func (s *Service) ListClients(ctx context.Context, r *api.ListProxyClientsRequest) (*api.ListProxyClientsResponse, error) {
	after, err := api.After(r.Cursor)
	if err != nil {
		return nil, err
	}
	filter := store.ProxyClientFilter{None: value(r.None), Search: strings.TrimSpace(value(r.Search))}
	if r.ProxyID != nil {
		proxy, err := s.row(ctx, *r.ProxyID)
		if err != nil {
			return nil, err
		}
		filter.ProxyID = proxy.ID
	}
	masked := map[string]string{}
	items := []api.ProxyClient{}
	for most := r.Limit + 1; len(items) < most; {
		rows, err := s.rows.ListClients(ctx, filter, after, max(most, clientsAtOnce))
		if err != nil {
			return nil, err
		}
		for _, c := range rows {
			after = c.ID
			item := api.ProxyClient{ClientID: c.ID, Name: c.Name, Account: c.Email, Phone: optional(c.Phone), State: s.clients.StateOf(c.ID)}
			if len(items) == most || r.State != nil && item.State != *r.State {
				continue
			}
			if item.Proxy, err = s.assigned(ctx, c.ProxyID, masked); err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		if len(rows) < max(most, clientsAtOnce) {
			break
		}
	}
	items, next := api.Page(items, r.Limit, func(c api.ProxyClient) string { return c.ClientID })
	return &api.ListProxyClientsResponse{Items: items, NextCursor: next}, nil
}

// assigned says where a proxy is, "" for none. What it says is kept for the next client that has it.
func (s *Service) assigned(ctx context.Context, id string, masked map[string]string) (*api.AssignedProxy, error) {
	if id == "" {
		return nil, nil
	}
	if _, known := masked[id]; !known {
		row, err := s.rows.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		v, err := s.view(row)
		if err != nil {
			return nil, err
		}
		masked[id] = v.Masked
	}
	return &api.AssignedProxy{ID: id, Masked: masked[id]}, nil
}
