package engine

import (
	"context"
	"io"
	"net/http"
	"time"
)

// serveHealth answers /healthz: the process serves.
func (e *Engine) serveHealth(w http.ResponseWriter, _ *http.Request) {
	writeHealth(w, http.StatusOK, "ok\n")
}

// serveReady answers /readyz: the process should get requests. It should not while it is
// shutting down or when its database does not answer.
func (e *Engine) serveReady(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := e.ready(ctx); err != nil {
		e.log.Warn("not ready", "error", err)
		writeHealth(w, http.StatusServiceUnavailable, "not ready\n")
		return
	}
	writeHealth(w, http.StatusOK, "ready\n")
}

func writeHealth(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}
