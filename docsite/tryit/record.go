package tryit

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"time"
)

// visit is what is known of a call afterwards. It has nothing that the reader or the server said, but for a status.
type visit struct {
	client    netip.Addr
	operation string // as the spec has it; a made-up one is never kept
	began     time.Time
	firstByte time.Duration
	answered  bool // the server's answer has begun
	status    int  // of that
	bytes     int64
	truncated bool
}

func (p *Proxy) begin(r *http.Request) *visit {
	p.metrics.begin()
	return &visit{client: p.limits.client(r), operation: "unknown", began: time.Now()}
}

// end writes the access log, and counts.
func (p *Proxy) end(ctx context.Context, v *visit, err error) {
	p.metrics.end(v, err)
	attributes := []slog.Attr{slog.String("operation", v.operation), slog.String("client", v.client.String()), slog.Duration("took", time.Since(v.began))}
	if v.answered {
		attributes = append(attributes, slog.Int("status", v.status), slog.Int64("bytes", v.bytes), slog.Bool("truncated", v.truncated))
	}
	level, text := slog.LevelInfo, "try-it"
	var problem *problem
	switch {
	case errors.As(err, &problem):
		text = "try-it: no answer"
		if v.answered {
			text = "try-it: no end of the answer"
		}
		attributes = append(attributes, slog.String("code", problem.Code))
		if problem.Status == 0 || problem.Status >= http.StatusInternalServerError {
			level = slog.LevelWarn
		}
		if problem.cause != nil {
			attributes = append(attributes, slog.Any("cause", problem.cause))
		}
	case err != nil:
		text = "try-it: the reader left"
	}
	p.logger.LogAttrs(ctx, level, text, attributes...)
}

// outcome names how a call ended, for counters: a class of status, or the code of a problem.
func (v *visit) outcome(err error) string {
	var problem *problem
	switch {
	case errors.As(err, &problem):
		return problem.Code
	case err != nil:
		return "reader_left"
	}
	return [...]string{"1xx", "2xx", "3xx", "4xx", "5xx"}[min(max(v.status/100, 1), 5)-1]
}
