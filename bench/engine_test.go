package bench

import (
	"context"
	"log/slog"
	"math"
	"net/http/httptest"
	"testing"

	"wpengine/engine"
)

// running is an engine on the simulated network with its demo, behind a real listener.
type running struct {
	engine   *engine.Engine
	url      string
	key      string
	clientID string
}

func newEngine(b *testing.B) running {
	b.Helper()
	ctx := context.Background()
	e, err := engine.New(ctx, engine.Config{
		Data: b.TempDir(), Network: engine.NetworkSandbox, Logger: slog.New(slog.DiscardHandler),
		// The budget is kept and checked as ever, it is only larger than any run.
		HourlyLimits: map[string]int{"pro": math.MaxInt32},
	})
	if err != nil {
		b.Fatal(err)
	}
	e.Start(ctx)
	server := httptest.NewServer(e)
	b.Cleanup(func() {
		server.Close()
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	})
	demo, err := e.Demo(ctx)
	if err != nil {
		b.Fatal(err)
	}
	return running{engine: e, url: server.URL, key: demo.Key, clientID: demo.ClientID}
}
