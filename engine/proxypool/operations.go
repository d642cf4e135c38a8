package proxypool

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Clients are what goes through the proxies.
type Clients interface {
	// Reroute gives a client of any account the proxy that choose returns, "" for none, and connects it anew if it is
	// connected. While choose runs no other client is given a proxy.
	Reroute(ctx context.Context, id string, choose func(store.Client) (proxyID string, err error)) (store.Client, error)
	// StateOf says where a client of any account is.
	StateOf(id string) api.ClientState
}

// Service is the operations of the group proxy.
type Service struct {
	*Pool
	clients Clients
}

var _ api.ProxyService = (*Service)(nil)

// NewService returns the operations on a pool whose proxies the clients have.
func NewService(pool *Pool, clients Clients) *Service { return &Service{pool, clients} }

// row finds a proxy for a caller.
func (p *Pool) row(ctx context.Context, id string) (store.Proxy, error) {
	row, err := p.rows.Get(ctx, strings.ToLower(id))
	if errors.Is(err, store.ErrNotFound) {
		return row, noProxy(id)
	}
	return row, err
}

func noProxy(id string) error { return api.Errorf(api.CodeNotFound, "No proxy %s.", id) }

// Get returns a proxy.
func (p *Pool) Get(ctx context.Context, r *api.GetProxyRequest) (*api.Proxy, error) {
	row, err := p.row(ctx, r.ProxyID)
	if err != nil {
		return nil, err
	}
	v, err := p.view(row)
	return &v, err
}

// Update changes a proxy. Its clients stay with it.
func (p *Pool) Update(ctx context.Context, r *api.UpdateProxyRequest) (*api.Proxy, error) {
	id := strings.ToLower(r.ProxyID)
	err := p.rows.Edit(ctx, func(current []store.Proxy) (store.ProxyEdit, error) {
		i := slices.IndexFunc(current, func(row store.Proxy) bool { return row.ID == id })
		if i < 0 {
			return store.ProxyEdit{}, noProxy(r.ProxyID)
		}
		row := current[i]
		if r.URL != nil {
			a, err := parseAddress(*r.URL, p.allowPrivate)
			if err != nil {
				return store.ProxyEdit{}, &api.Error{
					Code: api.CodeInvalidRequest, Detail: "/url cannot be taken: " + err.Error() + ".", Fields: []api.FieldError{{Pointer: "/url", Detail: err.Error()}},
				}
			}
			row.Identity = p.sealer.fingerprint(a.identity())
			for _, other := range current {
				if other.Identity == row.Identity && other.ID != id {
					return store.ProxyEdit{}, api.Errorf(api.CodeConflict, "Proxy %s has that address already.", other.ID)
				}
			}
			row.SealedURL = p.sealer.seal(id, a.String())
		}
		if r.Country != nil {
			row.Country = *r.Country
		}
		if r.Tags != nil {
			row.Tags = r.Tags
		}
		if r.MaxClients != nil {
			row.MaxClients = *r.MaxClients
		}
		row.UpdatedAt = p.now()
		return store.ProxyEdit{Put: []store.Proxy{row}}, nil
	})
	if err != nil {
		return nil, err
	}
	p.stir()
	v, err := p.Get(ctx, &api.GetProxyRequest{ProxyID: id})
	if err == nil {
		p.audit.Record(ctx, audit.ProxyChanged, api.CallerFrom(ctx).UserID, recorded(*v))
	}
	return v, err
}

// Delete removes a proxy that no client has, or whose clients find others.
func (s *Service) Delete(ctx context.Context, r *api.DeleteProxyRequest) (*api.DeleteProxyResponse, error) {
	row, err := s.row(ctx, r.ProxyID)
	if err != nil {
		return nil, err
	}
	v, err := s.view(row)
	if err != nil {
		return nil, err
	}
	moved := 0
	if r.Reassign && row.Clients > 0 {
		if moved, err = s.clear(ctx, row.ID); err != nil {
			return nil, err
		}
	}
	err = s.rows.Edit(ctx, func([]store.Proxy) (store.ProxyEdit, error) { return store.ProxyEdit{Delete: []string{row.ID}}, nil })
	if errors.Is(err, store.ErrInUse) {
		return nil, s.inUse(ctx, row.ID)
	}
	if err != nil {
		return nil, err
	}
	s.audit.Record(ctx, audit.ProxyDeleted, api.CallerFrom(ctx).UserID, recorded(v))
	return &api.DeleteProxyResponse{Deleted: true, Reassigned: moved}, nil
}

// inUse says why a proxy can't be deleted: it has clients, or it is gone already.
func (s *Service) inUse(ctx context.Context, id string) error {
	row, err := s.row(ctx, id)
	if err != nil {
		return err
	}
	return api.Errorf(api.CodeConflict, "%s connect through proxy %s, and would be left without one. Give them others with proxy.assign first, or set reassign.",
		counted(row.Clients), id)
}

func counted(clients int) string {
	if clients == 1 {
		return "1 client has to"
	}
	return fmt.Sprintf("%d clients have to", clients)
}

// clear gives all clients of a proxy others, or moves none if there aren't enough.
func (s *Service) clear(ctx context.Context, id string) (moved int, err error) {
	clients, err := s.rows.ListClients(ctx, store.ProxyClientFilter{ProxyID: id}, "", maxMoved+1)
	if err != nil {
		return 0, err
	}
	if len(clients) > maxMoved {
		return 0, api.Errorf(api.CodeConflict, "Proxy %s has more than %d clients, too many to move at once.", id, maxMoved)
	}
	rows, err := s.rows.Every(ctx)
	if err != nil {
		return 0, err
	}
	for _, c := range clients {
		next, err := s.choose(rows, wish{phone: c.Phone, not: id})
		if err != nil {
			return 0, err
		}
		rows[slices.IndexFunc(rows, func(row store.Proxy) bool { return row.ID == next })].Clients++
	}
	for _, c := range clients {
		client, err := s.assign(ctx, c.ID, wish{not: id})
		if err != nil {
			return moved, err
		}
		s.recordAssigned(ctx, client)
		moved++
	}
	return moved, nil
}

// maxMoved is how many clients are given other proxies in one request: each is connected anew.
const maxMoved = 200

// Assign gives a client a proxy, or none.
func (s *Service) Assign(ctx context.Context, r *api.AssignProxyRequest) (*api.AssignProxyResponse, error) {
	var client store.Client
	var err error
	switch {
	case r.ProxyID != nil:
		id := strings.ToLower(*r.ProxyID)
		client, err = s.clients.Reroute(ctx, r.ClientID, func(c store.Client) (string, error) {
			if c.ProxyID == id {
				return id, nil
			}
			return id, s.Admit(ctx, id)
		})
	case r.Auto != nil:
		client, err = s.assign(ctx, r.ClientID, wish{country: value(r.Auto.Country), not: strings.ToLower(value(r.Auto.Not))})
	case value(r.None):
		client, err = s.clients.Reroute(ctx, r.ClientID, func(store.Client) (string, error) { return "", nil })
	default:
		return nil, api.Invalid("", "needs one of proxyId, auto and none")
	}
	if err != nil {
		return nil, err
	}
	response := &api.AssignProxyResponse{ClientID: client.ID}
	if client.ProxyID != "" {
		v, err := s.Get(ctx, &api.GetProxyRequest{ProxyID: client.ProxyID})
		if err != nil {
			return nil, err
		}
		response.Proxy = &api.AssignedProxy{ID: v.ID, Masked: v.Masked}
	}
	s.recordAssigned(ctx, client)
	return response, nil
}

// recordAssigned writes down which proxy a client was given.
func (s *Service) recordAssigned(ctx context.Context, client store.Client) {
	subject := client.Name + ": none"
	if client.ProxyID != "" {
		subject = client.Name + ": " + client.ProxyID
	}
	s.audit.Record(ctx, audit.ProxyAssigned, client.UserID, subject)
}

// recorded is a proxy in the audit log, which is not encrypted: its id, and what says which it was when it is gone.
func recorded(p api.Proxy) string {
	scheme, _, known := strings.Cut(p.Masked, "://")
	if !known {
		scheme = "unreadable"
	}
	about := []string{scheme}
	if p.Country != nil {
		about = append(about, *p.Country)
	}
	return p.ID + " (" + strings.Join(append(about, p.Tags...), ", ") + ")"
}

// assign gives a client the proxy that suits it best. One that suits stays.
func (s *Service) assign(ctx context.Context, id string, w wish) (store.Client, error) {
	return s.clients.Reroute(ctx, id, func(c store.Client) (string, error) {
		rows, err := s.rows.Every(ctx)
		if err != nil {
			return "", err
		}
		w.phone = c.Phone
		for i := range rows {
			if rows[i].ID == c.ProxyID { // it need not be as full as with the client itself
				rows[i].Clients--
			}
		}
		return s.choose(rows, w)
	})
}
