package engine

import (
	"context"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/whatsapp"
)

var _ api.ServerService = (*server)(nil)

// server answers the operations of the group server.
type server struct {
	network string
	clients *whatsapp.Clients
	ready   func(context.Context) error
}

// Ping says that the engine is there.
func (s *server) Ping(context.Context, *api.PingRequest) (*api.PingResponse, error) {
	return &api.PingResponse{Ok: true, Time: time.Now().UTC(), Version: Version}, nil
}

// Status says what the engine is connected to, and how the clients are that the caller may use.
func (s *server) Status(ctx context.Context, _ *api.StatusRequest) (*api.StatusResponse, error) {
	total, connected := s.clients.CountsFor(api.CallerFrom(ctx))
	return &api.StatusResponse{
		Ready:           s.ready(ctx) == nil,
		Network:         api.StatusResponseNetwork(s.network),
		Clients:         api.ClientCounts{Total: total, Connected: connected},
		WhatsappVersion: whatsapp.Version(),
	}, nil
}
