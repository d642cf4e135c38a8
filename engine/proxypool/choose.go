package proxypool

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// wish is which proxies suit a client.
type wish struct {
	country string // the only one that will do, or ""
	phone   string // its number, or "": one of its country is preferred
	not     string // the id of one that won't do, or ""
}

// Admit reports why the proxy with an id may not have one more client. The caller sees to it that no other client gets a
// proxy until that one has.
func (p *Pool) Admit(ctx context.Context, id string) error {
	row, err := p.rows.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return &api.Error{Code: api.CodeNotFound, Detail: "No proxy " + id + ".", Fields: []api.FieldError{{Pointer: "/proxyId", Detail: "is not a proxy"}}}
	}
	if err != nil {
		return err
	}
	if full(row) {
		return api.Errorf(api.CodeConflict, "Proxy %s has %d clients, as many as it may.", row.ID, row.Clients)
	}
	return nil
}

func full(row store.Proxy) bool { return row.MaxClients > 0 && row.Clients >= row.MaxClients }

// Choose returns the proxy that suits a client with a phone number best, "" if that isn't known yet. The caller sees to it
// that no other client gets a proxy until that one has.
func (p *Pool) Choose(ctx context.Context, phone string) (id string, err error) {
	rows, err := p.rows.Every(ctx)
	if err != nil {
		return "", err
	}
	return p.choose(rows, wish{phone: phone})
}

func (p *Pool) choose(rows []store.Proxy, w wish) (id string, err error) {
	countries := countriesOf(w.phone)
	rank := func(row store.Proxy) int {
		switch {
		case len(countries) == 0, slices.Contains(countries, row.Country):
			return 0
		case row.Country == "":
			return 1
		}
		return 2
	}
	failing := func(row store.Proxy) int { return min(row.Check.Failures, 1) }
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b store.Proxy) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(failing(a), failing(b)), cmp.Compare(a.Clients, b.Clients), strings.Compare(a.ID, b.ID))
	})
	for _, row := range rows {
		if full(row) || row.Check.Quarantined || row.ID == w.not || w.country != "" && row.Country != w.country {
			continue
		}
		if _, err := p.address(row); err != nil {
			continue // nobody could connect through it
		}
		return row.ID, nil
	}
	where := ""
	if w.country != "" {
		where = " of " + w.country
	}
	return "", api.Errorf(api.CodeConflict, "%s", fmt.Sprintf("The pool has no proxy%s that has room and is not in quarantine. Seed more with proxy.seed, or see with proxy.list how they do.", where))
}
