package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"wpengine/engine"
)

type sandboxCmd struct {
	dataFlag
	Listen string `help:"The address to listen on. It must be on this machine: 127.0.0.1, [::1] or localhost." default:"127.0.0.1:8090" env:"WPENGINE_SANDBOX_LISTEN"`
	World  string `help:"A YAML file with virtual phones, their contacts, groups and past messages, for what the network lacks of it. The phones are for all accounts of all engines." env:"WPENGINE_WORLD" placeholder:"FILE"`
	logFlags
}

// Run runs the simulated network until ctx ends.
func (c *sandboxCmd) Run(ctx context.Context, m *mainCmd) error {
	log := c.logger(m)
	config := engine.SandboxConfig{Data: c.Data, Logger: log}
	var err error
	if c.World != "" {
		if config.World, err = engine.ReadWorld(c.World); err != nil {
			return err
		}
	}
	listener, err := engine.ListenSandbox(ctx, c.Listen)
	if err != nil {
		return fmt.Errorf("%w (choose another address with --listen)", err)
	}
	defer func() { _ = listener.Close() }() // the server closes it, unless it never gets to serve
	network, err := engine.NewSandbox(ctx, config)
	if err != nil {
		return err
	}
	defer func() {
		if err := network.Close(); err != nil {
			log.Error("close", "error", err)
		}
	}()
	server := newServer(context.WithoutCancel(ctx), network.Handler(), log)
	server.WriteTimeout = 0 // websockets and streams set deadlines of their own
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	log.Info("the simulated network is up", "address", listener.Addr().String(), "data", c.Data, "version", engine.Version)
	fmt.Fprintf(m.Stdout, "\nThe simulated WhatsApp network is at http://%s\n\nIn another terminal:\n  wpengine serve --data engine-data --sandbox-url http://%s\n\nCtrl-C stops. The next start goes on where this one ended.\n\n",
		listener.Addr(), listener.Addr())
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	log.Info("shutting down")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil && !errors.Is(err, http.ErrServerClosed) {
		_ = server.Close()
	}
	return nil
}
