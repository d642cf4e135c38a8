package whatsapp

import (
	"cmp"
	"context"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Reroute gives a client of any account the proxy that choose returns, "" for none, and connects it anew if it is
// connected. While choose runs no other client is given a proxy.
func (c *Clients) Reroute(ctx context.Context, id string, choose func(store.Client) (proxyID string, err error)) (store.Client, error) {
	c.mu.RLock()
	cl := c.byID[strings.ToLower(id)]
	c.mu.RUnlock()
	if cl == nil {
		return store.Client{}, noClient(id)
	}
	if err := cl.lock(ctx); err != nil {
		return store.Client{}, err
	}
	defer cl.unlock()
	before := cl.snapshot()
	if err := cl.place(ctx, choose); err != nil {
		return store.Client{}, err
	}
	if now := cl.snapshot(); now.row.ProxyID != before.row.ProxyID && now.run != nil {
		cl.log.Info("the client has another proxy, and connects anew", "proxy", now.row.ProxyID)
		cl.stop()
		if err := cl.start(ctx, now.run.phone); err != nil {
			return store.Client{}, err
		}
	}
	return cl.snapshot().row, nil
}

// place gives the client the proxy that choose returns. From then on each connection goes through that one.
func (cl *client) place(ctx context.Context, choose func(store.Client) (string, error)) error {
	cl.clients.creating.Lock()
	defer cl.clients.creating.Unlock()
	row := cl.snapshot().row
	id, err := choose(row)
	if err != nil || id == row.ProxyID {
		return err
	}
	return cl.edit(ctx, func(row *store.Client) { row.ProxyID = id }, nil)
}

// ensureProxy gives a client that has no proxy one, where every client has to have one. A number that the client is about
// to be linked to counts like its own.
func (cl *client) ensureProxy(ctx context.Context, phone string) error {
	c := cl.clients
	if !c.assign || c.proxies == nil || cl.snapshot().row.ProxyID != "" {
		return nil
	}
	return cl.place(ctx, func(row store.Client) (string, error) {
		if row.ProxyID != "" {
			return row.ProxyID, nil
		}
		return c.proxies.Choose(ctx, cmp.Or(row.Phone, phone))
	})
}

// StateOf says where a client of any account is, "" if there is none.
func (c *Clients) StateOf(id string) api.ClientState {
	c.mu.RLock()
	cl := c.byID[id]
	c.mu.RUnlock()
	if cl == nil {
		return ""
	}
	return cl.snapshot().state
}
