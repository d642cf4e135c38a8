// Package usage counts the requests of accounts, by key, operation and hour, so that people can see what their programs
// do. It is not what budgets are kept with: those are exact at every moment, this is written down every few seconds.
package usage

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"wpengine/engine/store"
)

// interval is how often what was counted is written down.
const interval = 5 * time.Second

// KeptFor is how long counts are kept: what the page shows, and a bit.
const KeptFor = 35 * 24 * time.Hour

// Counter counts requests.
type Counter struct {
	rows *store.Usage
	log  *slog.Logger
	now  func() time.Time

	mu     sync.Mutex
	counts map[store.UsageOf]store.UsageCount

	writing sync.Mutex // one write at a time, so that who waits for theirs sees all
	stop    context.CancelFunc
	done    sync.WaitGroup
}

// New returns a Counter that adds to rows. Close it, so that the last counts are written down. now is the machine's time
// if nil.
func New(rows *store.Usage, log *slog.Logger, now func() time.Time) *Counter {
	if now == nil {
		now = time.Now
	}
	ctx, stop := context.WithCancel(context.Background())
	c := &Counter{rows: rows, log: log, now: now, stop: stop, counts: map[store.UsageOf]store.UsageCount{}}
	c.done.Go(func() { c.run(ctx) })
	return c
}

// Note counts a request that was answered: by a key, "" for a session.
func (c *Counter) Note(account, key, operation string, failed bool) {
	of := store.UsageOf{Account: account, Key: key, Operation: operation, Hour: c.now().UTC().Truncate(time.Hour)}
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.counts[of]
	n.Requests++
	if failed {
		n.Failures++
	}
	c.counts[of] = n
}

// Flush writes down what was counted up to now.
func (c *Counter) Flush(ctx context.Context) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.mu.Lock()
	counts := c.counts
	c.counts = map[store.UsageOf]store.UsageCount{}
	c.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	err := c.rows.Add(ctx, counts)
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		for of, n := range counts { // they are not lost, but added the next time
			had := c.counts[of]
			c.counts[of] = store.UsageCount{Requests: had.Requests + n.Requests, Failures: had.Failures + n.Failures}
		}
	}
	return err
}

func (c *Counter) run(ctx context.Context) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := c.Flush(ctx); err != nil && ctx.Err() == nil {
				c.log.Error("usage could not be written down; it will be tried again", "error", err)
			}
		}
	}
}

// Close writes down what was counted and ends the Counter.
func (c *Counter) Close() error {
	c.stop()
	c.done.Wait()
	return c.Flush(context.Background())
}

// Purge forgets what is old.
func (c *Counter) Purge(ctx context.Context, now time.Time) error {
	return c.rows.Purge(ctx, now.Add(-KeptFor))
}

// Report is what an account has done since a moment.
type Report struct {
	Days       []store.UsageDay
	Keys       []store.UsageSum
	Operations []store.UsageSum
}

// Of tells what an account has done since a moment, up to the last request that was answered.
func (c *Counter) Of(ctx context.Context, account string, since time.Time) (r Report, err error) {
	if err = c.Flush(ctx); err != nil {
		return r, err
	}
	if r.Days, err = c.rows.Days(ctx, account, since); err != nil {
		return r, err
	}
	if r.Keys, err = c.rows.Keys(ctx, account, since); err != nil {
		return r, err
	}
	r.Operations, err = c.rows.Operations(ctx, account, since)
	return r, err
}
