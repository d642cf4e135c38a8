package engine

import (
	"context"
	"runtime"
	"runtime/debug"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/dashboard"
	"wpengine/engine/whatsapp"
)

// status is what the dashboard tells administrators of the engine as a whole.
func (e *Engine) status(ctx context.Context) (dashboard.Status, error) {
	size, err := e.store.Size(ctx)
	if err != nil {
		return dashboard.Status{}, err
	}
	users, err := e.store.Users.Count(ctx)
	if err != nil {
		return dashboard.Status{}, err
	}
	pool, err := e.services.proxy.List(ctx, &api.ListProxiesRequest{Limit: 1})
	if err != nil {
		return dashboard.Status{}, err
	}
	load := e.services.clients.Load()
	return dashboard.Status{
		Ready: e.ready(ctx) == nil, Network: e.services.server.network, Started: e.started, Accounts: users, DatabaseBytes: size.Bytes,
		Clients: load.States, Proxies: pool.Counts,
		Work: []dashboard.Count{
			{Name: "Messages being sent", N: load.Sending},
			{Name: "Waiting for a client to connect", N: load.Waiting},
			{Name: "Connections being made", N: load.Dialing},
			{Name: "Files being downloaded", N: load.Downloading},
		},
		Versions: []dashboard.Version{
			{Of: "WP Engine", Is: Version},
			{Of: "whatsmeow", Is: moduleVersion("go.mau.fi/whatsmeow")},
			{Of: "WhatsApp Web", Is: whatsapp.Version()},
			{Of: "Go", Is: strings.TrimPrefix(runtime.Version(), "go")},
			{Of: "Database", Is: size.Engine},
		},
	}, nil
}

// moduleVersion returns the version of a library that the program was built with.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path != path {
			continue
		}
		if m.Replace != nil {
			m = m.Replace
		}
		return m.Version
	}
	return "unknown"
}
