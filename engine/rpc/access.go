package rpc

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/web"
)

const statusGone = 499

// logAccess writes the one line that the log has about a request. It has no key, no body and no path: what a caller
// sent is theirs.
//
// A caller who hung up is a 499, as other servers' logs have it: nothing that anybody must look into.
func (s *Server) logAccess(x *exchange, a answer) {
	level, status := slog.LevelInfo, a.status
	switch {
	case a.gone:
		status = statusGone
	case a.code == api.CodeInternal:
		level = slog.LevelError
	case a.status >= http.StatusInternalServerError:
		level = slog.LevelWarn
	}
	ctx := x.r.Context()
	if !s.log.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 12)
	if x.op != nil {
		attrs = append(attrs, slog.String("operation", x.op.ID))
	}
	attrs = append(attrs, slog.Int("status", status))
	if a.code != "" && !a.gone {
		attrs = append(attrs, slog.String("code", string(a.code)))
	}
	attrs = append(attrs, slog.Duration("duration", time.Since(x.started)), slog.String("request_id", x.id))
	if x.caller.UserID != "" {
		attrs = append(attrs, slog.String("account", x.caller.UserID))
	}
	if x.caller.Key != nil {
		attrs = append(attrs, slog.String("key", x.caller.Key.ID))
	}
	if x.visit != nil {
		attrs = append(attrs, slog.Bool("session", true))
	}
	attrs = append(attrs, slog.Int("bytes_in", x.in.Len()), slog.Int("bytes_out", len(a.body)))
	if a.replayed {
		attrs = append(attrs, slog.Bool("replayed", true))
	}
	if a.code == api.CodeUnauthenticated {
		attrs = append(attrs, slog.String("address", web.ClientAddress(x.r, s.proxies).String()))
	}
	if a.err != nil && (level > slog.LevelInfo || errors.Unwrap(a.err) != nil) {
		attrs = append(attrs, slog.String("error", a.err.Error()))
	}
	if p := new(panicked); errors.As(a.err, &p) {
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	s.log.LogAttrs(ctx, level, "rpc", attrs...)
}
