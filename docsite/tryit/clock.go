package tryit

import (
	"context"
	"errors"
	"time"
)

// Why a clock has ended a call.
var (
	errNoHeaders = errors.New("the headers didn't come in time")
	errStalled   = errors.New("nothing more came in time")
	errTooLong   = errors.New("the answer took too long")
)

// clock ends a call that waits too long for the server: for the first byte, then for each further part, and in all. The time
// in which the reader takes what came doesn't count.
type clock struct {
	ctx    context.Context // of the request
	cancel context.CancelCauseFunc
	timer  *time.Timer // for the first byte, then for the next part
	last   *time.Timer // for all
	first  time.Duration
	idle   time.Duration
}

func newClock(ctx context.Context, first time.Duration, b bounds) *clock {
	c := &clock{first: first, idle: b.idle}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	c.timer = time.AfterFunc(first, func() { c.cancel(errNoHeaders) })
	c.last = time.AfterFunc(first+b.total, func() { c.cancel(errTooLong) })
	return c
}

// wait begins to wait for the next part of the answer.
func (c *clock) wait() { c.timer.Reset(c.idle) }

// pause ends the wait. It reports whether that was in time.
func (c *clock) pause() bool { return c.timer.Stop() }

// headers begins the part of a call that streams. It reports whether the headers were in time.
func (c *clock) headers() bool {
	if !c.timer.Stop() {
		return false
	}
	c.timer = time.AfterFunc(c.idle, func() { c.cancel(errStalled) })
	return true
}

// stop ends the call.
func (c *clock) stop() {
	c.timer.Stop()
	c.last.Stop()
	c.cancel(nil)
}
