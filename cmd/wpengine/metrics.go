package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"

	"wpengine/docsite/tryit"
)

// count offers counters for Prometheus where the operator wants them, until stop is called; nil if nowhere.
func (c *serveCmd) count(ctx context.Context, log *slog.Logger) (counted *tryit.Metrics, stop func(), err error) {
	if c.MetricsListen == "" {
		return nil, func() {}, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.MetricsListen)
	if err != nil {
		return nil, nil, fmt.Errorf("--metrics-listen %s: %w (choose another address)", c.MetricsListen, err)
	}
	at, _ := listener.Addr().(*net.TCPAddr)
	counted, pages := tryit.Counters(at != nil && at.IP.IsLoopback())
	server := newServer(context.WithoutCancel(ctx), pages, log)
	go func() {
		_ = server.Serve(listener) // it ends when it is closed
	}()
	log.Info("counting", "address", listener.Addr().String())
	return counted, func() { _ = server.Close() }, nil
}
