package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"wpengine/docsite"
)

// serveCmd is "docsite serve".
type serveCmd struct {
	source
	Listen   string   `help:"Address to listen on; port 0 takes a free one." default:"localhost:8081"`
	BasePath string   `name:"base-path" help:"Path the site is under." default:"/docs"`
	Upstream []string `help:"Server to try operations on, else those of the spec. May be given several times." placeholder:"URL"`
}

// shutdownTime is how long requests in progress get when the program is stopped.
const shutdownTime = 10 * time.Second

// Run serves the site until the program is told to stop.
func (c *serveCmd) Run(m mainCmd) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	config, err := c.config()
	if err != nil {
		return err
	}
	config.BasePath, config.Upstreams = "/"+strings.Trim(c.BasePath, "/"), c.Upstream
	config.Logger = slog.New(slog.NewTextHandler(m.Stderr, nil))
	if len(c.Upstream) == 0 && config.Spec != nil && loopback(c.Listen) {
		// Who can read the pages is on this machine, and could reach its servers without us.
		config.Upstreams = docsite.SpecServers(config.Spec)
	}
	site, err := docsite.New(config)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return usageError{fmt.Errorf("--listen: %w", err)}
	}
	server := &http.Server{
		Handler:           underBase(site, config.BasePath),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(config.Logger.Handler(), slog.LevelWarn),
	}
	fmt.Fprintf(m.Stdout, "Serving %s on http://%s%s/\n", count(site.Stats().Pages, "page"), listener.Addr(), strings.TrimRight(config.BasePath, "/"))

	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	stop() // a second signal ends the program at once
	last, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// loopback reports whether an address can be reached from this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// underBase leads from the bare host to the site.
func underBase(site http.Handler, base string) http.Handler {
	if base == "/" {
		return site
	}
	mux := http.NewServeMux()
	mux.Handle("/", site)
	mux.Handle("/{$}", http.RedirectHandler(base+"/", http.StatusFound))
	return mux
}
