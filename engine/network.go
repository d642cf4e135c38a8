package engine

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"wpengine/engine/api"
	"wpengine/engine/handset"
	"wpengine/engine/sandbox"
	"wpengine/engine/store"
	"wpengine/engine/whatsapp"
)

// sandboxService is the group sandbox of the API, and what the handset has beside it.
type sandboxService interface {
	api.SandboxService
	handset.Phones
}

// openNetwork starts the simulated network in this process, or finds the one in another.
func (e *Engine) openNetwork(ctx context.Context, config Config) (err error) {
	if config.SandboxURL != "" {
		if e.remote, err = sandbox.Connect(ctx, config.SandboxURL); err != nil {
			return err
		}
		e.closers = append(e.closers, e.remote.Close)
		e.remote.Trust()
		return e.bindNetwork(ctx, e.remote.RootKey())
	}
	if e.network, err = sandbox.New(ctx, sandbox.Options{State: e.store.Sandbox, Logger: e.log}); err != nil {
		return err
	}
	e.closers = append(e.closers, e.network.Close)
	e.network.Trust()
	return e.bindNetwork(ctx, e.network.RootKey())
}

// bindNetwork ties the data folder to one simulated network. On another one its clients would not be known, and
// WhatsApp's library deletes the keys of a client that isn't.
func (e *Engine) bindNetwork(ctx context.Context, root [32]byte) error {
	key := hex.EncodeToString(root[:])
	bound, err := e.store.Meta.Pin(ctx, "sandbox root", key)
	if err != nil {
		return err
	}
	if bound != key {
		return errors.New("the clients of this data folder are linked to another simulated network than this one: start that one again, " +
			"which needs the data it had, or choose another folder with --data")
	}
	return nil
}

func (e *Engine) sandboxService(clients *whatsapp.Clients) sandboxService {
	if e.remote != nil {
		return sandbox.NewRemoteService(e.remote, clients)
	}
	return sandbox.NewService(e.network, clients)
}

// ListenSandbox opens a port for a Sandbox, which is reached from its own machine alone.
func ListenSandbox(ctx context.Context, address string) (net.Listener, error) {
	return sandbox.Listen(ctx, address)
}

// SandboxConfig is what a simulated network in a process of its own needs.
type SandboxConfig struct {
	Data   string         // required: the folder for its database
	World  *sandbox.World // what it is to have, or nil; its phones are everybody's
	Logger *slog.Logger   // required
}

// Sandbox is a simulated network in a process of its own, which engines in others share.
type Sandbox struct {
	network *sandbox.Network
	closers []func() error
}

// NewSandbox opens the data folder and starts the network.
func NewSandbox(ctx context.Context, config SandboxConfig) (_ *Sandbox, err error) {
	s := &Sandbox{}
	defer func() {
		if err != nil {
			_ = s.Close()
		}
	}()
	release, err := store.Lock(config.Data)
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, release)
	db, err := store.Open(ctx, store.Options{Path: store.Path(config.Data), Logger: config.Logger})
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, db.Close)
	if err := db.BindNetwork(ctx, NetworkSandbox); err != nil {
		return nil, err
	}
	if s.network, err = sandbox.New(ctx, sandbox.Options{State: db.Sandbox, Logger: config.Logger}); err != nil {
		return nil, err
	}
	s.closers = append(s.closers, s.network.Close)
	if config.World != nil {
		loaded, err := s.network.Load(ctx, config.World)
		if err != nil {
			return nil, err
		}
		config.Logger.Info("the world is loaded", "result", loaded.String())
	}
	return s, nil
}

// Handler is where engines and their clients reach the network.
func (s *Sandbox) Handler() http.Handler { return s.network.Handler() }

// Close ends all connections, and writes down what is still in memory.
func (s *Sandbox) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("sandbox: close: %w", err)
	}
	return nil
}
