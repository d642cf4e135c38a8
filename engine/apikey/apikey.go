// Package apikey makes, keeps and verifies the API keys of accounts.
//
// A key is shown once, when it is made; what is kept is its SHA-256. See format.go for how keys look,
// verify.go for what happens on each request, rights.go for what a key may not do.
package apikey

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"wpengine/engine/account/audit"
	"wpengine/engine/store"
)

// Clients knows the clients of accounts; a store.Clients.
type Clients interface {
	Get(ctx context.Context, userID, id string) (store.Client, error)
}

// Config is what Keys are made of.
type Config struct {
	Keys       *store.Keys  // required
	Clients    Clients      // required
	Operations []string     // required: the ids of all operations, which scopes may name
	Audit      *audit.Log   // hears of keys that are made and ended; nil hears nothing
	Logger     *slog.Logger // required
}

// Keys are the API keys of all accounts.
type Keys struct {
	rows       *store.Keys
	byHash     func(ctx context.Context, sum []byte) (store.Key, store.User, error) // that of rows; tests count how often
	clients    Clients
	operations map[string]bool // "whatsapp.sendMessage" and "whatsapp.*"
	audit      *audit.Log
	log        *slog.Logger
	now        func() time.Time

	known cache
	usage usage
	stop  context.CancelFunc
	done  sync.WaitGroup
}

// New returns the keys in config.Keys. Close it, so that the last use of keys is written down.
func New(config Config) *Keys {
	ctx, stop := context.WithCancel(context.Background())
	k := &Keys{
		rows: config.Keys, byHash: config.Keys.ByHash, clients: config.Clients, operations: scopesOf(config.Operations), audit: config.Audit, log: config.Logger,
		now: time.Now, stop: stop,
	}
	k.done.Go(func() { k.recordUsage(ctx) })
	return k
}

// Close writes down which keys were used.
func (k *Keys) Close() error {
	k.stop()
	k.done.Wait()
	return k.flush(context.Background())
}
