package proxypool

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// errDryRun ends a transaction that was only to be tried.
var errDryRun = errors.New("dry run")

// Seed puts proxies into the pool. All that is taken is written at once, or nothing is.
func (p *Pool) Seed(ctx context.Context, r *api.SeedProxiesRequest) (*api.SeedProxiesResponse, error) {
	out := &api.SeedProxiesResponse{}
	err := p.rows.Edit(ctx, func(current []store.Proxy) (store.ProxyEdit, error) {
		s := &seeding{pool: p, known: map[string]store.Proxy{}, seen: map[string]int{}, out: out}
		*out = api.SeedProxiesResponse{Rejected: []api.RejectedProxy{}, Taken: []api.TakenProxy{}}
		for _, row := range current {
			s.known[row.Identity] = row
		}
		for i, item := range r.Items {
			if err := s.add(i, item); err != nil {
				out.Rejected = append(out.Rejected, api.RejectedProxy{Index: &i, Reason: err.Error()})
			}
		}
		if r.Mode == api.SeedProxiesRequestModeReplace {
			s.removeOthers(current)
		}
		if r.DryRun {
			return store.ProxyEdit{}, errDryRun
		}
		return s.edit, nil
	})
	if errors.Is(err, errDryRun) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	if out.Added+out.Updated+out.Removed > 0 {
		p.stir()
		p.audit.Record(ctx, audit.ProxiesSeeded, api.CallerFrom(ctx).UserID, fmt.Sprintf("%d added, %d updated, %d removed", out.Added, out.Updated, out.Removed))
	}
	return out, nil
}

// seeding is one call of Seed.
type seeding struct {
	pool  *Pool
	known map[string]store.Proxy // by identity
	seen  map[string]int         // the items that were taken, by identity
	edit  store.ProxyEdit
	out   *api.SeedProxiesResponse
}

// add takes an item, or says why not.
func (s *seeding) add(index int, item api.ProxySeed) error {
	a, err := parseAddress(item.URL, s.pool.allowPrivate)
	if err != nil {
		return err
	}
	identity := s.pool.sealer.fingerprint(a.identity())
	if first, twice := s.seen[identity]; twice {
		return fmt.Errorf("it is the same proxy as item %d", first)
	}
	s.seen[identity] = index
	now := s.pool.now()
	row, known := s.known[identity]
	before := row
	if !known {
		row = store.Proxy{ID: store.NewID(), Identity: identity, CreatedAt: now}
	}
	row.Country, row.Tags, row.MaxClients = value(item.Country), item.Tags, value(item.MaxClients)
	old, err := s.pool.sealer.open(row.ID, row.SealedURL)
	same := err == nil && old == a.String()
	switch {
	case !known:
		s.out.Added++
		s.took(index, a, api.TakenProxyOutcomeAdded)
	case same && row.Country == before.Country && slices.Equal(row.Tags, before.Tags) && row.MaxClients == before.MaxClients:
		s.out.Unchanged++
		s.took(index, a, api.TakenProxyOutcomeUnchanged)
		return nil
	default:
		s.out.Updated++
		s.took(index, a, api.TakenProxyOutcomeUpdated)
	}
	if !same { // its health is forgotten with its address
		row.SealedURL = s.pool.sealer.seal(row.ID, a.String())
	}
	row.UpdatedAt = now
	s.edit.Put = append(s.edit.Put, row)
	return nil
}

func (s *seeding) took(index int, a address, outcome api.TakenProxyOutcome) {
	s.out.Taken = append(s.out.Taken, api.TakenProxy{Index: index, Outcome: outcome, Masked: a.masked()})
}

// removeOthers removes what was not seen. A proxy that clients use stays: they would be left with
// nothing to connect through.
func (s *seeding) removeOthers(current []store.Proxy) {
	for _, row := range current {
		if _, kept := s.seen[row.Identity]; kept {
			continue
		}
		if row.Clients > 0 {
			s.out.Rejected = append(s.out.Rejected, api.RejectedProxy{
				ProxyID: &row.ID, Reason: fmt.Sprintf("it is not removed, because %d of the clients connect through it", row.Clients),
			})
			continue
		}
		s.out.Removed++
		s.edit.Delete = append(s.edit.Delete, row.ID)
	}
}

// value is what an optional member says, or the zero value.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
