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
	"syscall"
	"time"
)

// shutdownTime is how long requests in progress get when the program is stopped.
const shutdownTime = 10 * time.Second

// servers answer until the program is told to stop.
type servers struct {
	ctx    context.Context
	stop   context.CancelFunc
	logger *slog.Logger
	all    []*http.Server
	served chan error
}

func newServers(logger *slog.Logger) *servers {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	return &servers{ctx: ctx, stop: stop, logger: logger, served: make(chan error, 2)}
}

// listen begins to answer at an address that a flag names.
func (s *servers) listen(flag, address string, handler http.Handler) (net.Addr, error) {
	listener, err := new(net.ListenConfig).Listen(s.ctx, "tcp", address)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", flag, err)}
	}
	server := &http.Server{
		Handler:           arriving(handler, arrivalTime),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.logger.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return s.ctx }, // streams end with the program
	}
	s.all = append(s.all, server)
	go func() { s.served <- server.Serve(listener) }()
	return listener.Addr(), nil
}

// arrivalTime is how long the body of a request may take.
const arrivalTime = time.Minute

// arriving bounds the time in which bodies arrive that nobody reads: net/http waits for them, to throw them away, before it answers. Try-It,
// which reads some, has a time of its own.
func arriving(h http.Handler, within time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(within)) // a connection that has none needs none
		}
		h.ServeHTTP(w, r)
	})
}

// run waits until the program is told to stop, or one of the servers can't go on.
func (s *servers) run() error {
	select {
	case err := <-s.served:
		return err
	case <-s.ctx.Done():
	}
	s.stop() // a second signal ends the program at once
	last, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	for _, server := range s.all {
		if err := server.Shutdown(last); err != nil {
			return fmt.Errorf("stop: %w", err)
		}
		if err := <-s.served; !errors.Is(err, http.ErrServerClosed) {
			return err
		}
	}
	return nil
}

// close ends what is still there, where the program could not begin.
func (s *servers) close() {
	s.stop()
	for _, server := range s.all {
		_ = server.Close() // it ends with the program
	}
}
