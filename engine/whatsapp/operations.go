package whatsapp

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Create implements api.ClientsService.
func (c *Clients) Create(ctx context.Context, req *api.CreateClientRequest) (*api.Client, error) {
	caller := api.CallerFrom(ctx)
	if caller.UserID == "" {
		return nil, errors.New("whatsapp: create a client: nobody is calling")
	}
	if caller.Key != nil && len(caller.Key.ClientIDs) > 0 {
		return nil, api.Errorf(api.CodeForbidden, "This API key is for certain clients only and cannot create others.")
	}
	if err := checkName(&req.Name); err != nil {
		return nil, err
	}
	now := time.Now().UTC().Truncate(time.Millisecond)
	row := store.Client{
		ID: store.NewID(), UserID: caller.UserID, Name: req.Name,
		DesiredState: string(api.ClientDesiredStateDisconnected),
		Settings:     settings{}.with(req.Settings).encode(), CreatedAt: now, UpdatedAt: now,
	}
	c.creating.Lock()
	defer c.creating.Unlock()
	if c.ctx.Err() != nil {
		return nil, errClosing()
	}
	if total, _ := c.Counts(caller.UserID); total >= c.maxClients {
		return nil, api.Errorf(api.CodeConflict, "Your account has %d clients, as many as it may. Delete one with clients.delete first.", total)
	}
	if req.ProxyID != nil {
		row.ProxyID = strings.ToLower(*req.ProxyID)
		if err := c.checkProxy(ctx, caller, row.ProxyID); err != nil {
			return nil, err
		}
	}
	if err := c.rows.Insert(ctx, row); err != nil {
		return nil, err
	}
	cl := c.add(row)
	cl.log.Info("a client is created", "account", cl.userID)
	return cl.view(ctx), nil
}

// checkProxy says whether the caller may give the proxy to one more client.
func (c *Clients) checkProxy(ctx context.Context, caller api.Caller, id string) error {
	if caller.Role != api.RoleAdmin {
		return &api.Error{Code: api.CodeForbidden, Detail: "Only an administrator may set proxyId."}
	}
	if c.proxies == nil {
		return api.Errorf(api.CodeNotFound, "No proxy %s: this engine has none.", id)
	}
	return c.proxies.Admit(ctx, id)
}

func checkName(name *string) error {
	if name == nil {
		return nil
	}
	switch *name = strings.TrimSpace(*name); {
	case *name == "":
		return api.Invalid("/name", "is blank")
	case strings.ContainsFunc(*name, unicode.IsControl):
		return api.Invalid("/name", "has a line break or another control character")
	}
	return nil
}

// List implements api.ClientsService.
func (c *Clients) List(ctx context.Context, req *api.ListClientsRequest) (*api.ListClientsResponse, error) {
	after, err := api.After(req.Cursor)
	if err != nil {
		return nil, err
	}
	list := c.owned(api.CallerFrom(ctx))
	for after != "" && len(list) > 0 && list[0].id >= after {
		list = list[1:]
	}
	page, next := api.Page(list[:min(len(list), req.Limit+1)], req.Limit, func(cl *client) string { return cl.id })
	response := &api.ListClientsResponse{Items: make([]api.Client, len(page)), NextCursor: next}
	for i, cl := range page {
		response.Items[i] = *cl.view(ctx)
	}
	return response, nil
}

// Get implements api.ClientsService.
func (c *Clients) Get(ctx context.Context, req *api.GetClientRequest) (*api.Client, error) {
	cl, err := c.find(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	return cl.view(ctx), nil
}

// Update implements api.ClientsService.
func (c *Clients) Update(ctx context.Context, req *api.UpdateClientRequest) (*api.Client, error) {
	cl, err := c.find(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	if err := checkName(req.Name); err != nil {
		return nil, err
	}
	before := cl.snapshot().settings
	err = cl.edit(ctx, func(row *store.Client) {
		if req.Name != nil {
			row.Name = *req.Name
		}
		row.Settings = parseSettings(row.Settings).with(req.Settings).encode()
		row.UpdatedAt = time.Now().UTC().Truncate(time.Millisecond)
	}, nil)
	if err != nil {
		return nil, err
	}
	if s := cl.snapshot(); s.settings.AlwaysOnline != before.AlwaysOnline && s.state == api.ClientStateConnected {
		s.run.announce()
	}
	return cl.view(ctx), nil
}

// Connect implements api.ClientsService.
func (c *Clients) Connect(ctx context.Context, req *api.ConnectClientRequest) (*api.Client, error) {
	cl, done, err := c.turn(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	defer done()
	switch s := cl.snapshot(); {
	case s.run == nil:
		err = cl.begin(ctx, "")
	case s.state == api.ClientStateDisconnected, s.state == api.ClientStateBanned:
		cl.stop() // it pauses before the next attempt; whoever asks wants one now
		err = cl.begin(ctx, "")
	default:
		err = cl.edit(ctx, desire(api.ClientDesiredStateConnected), nil)
	}
	if err != nil {
		return nil, err
	}
	return cl.view(ctx), nil
}

// Disconnect implements api.ClientsService.
func (c *Clients) Disconnect(ctx context.Context, req *api.DisconnectClientRequest) (*api.Client, error) {
	cl, done, err := c.turn(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	defer done()
	if err := cl.edit(ctx, desire(api.ClientDesiredStateDisconnected), nil); err != nil {
		return nil, err
	}
	cl.stop()
	return cl.view(ctx), nil
}
