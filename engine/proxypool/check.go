package proxypool

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// timing is when proxies are checked.
type timing struct {
	interval   time.Duration // between checks of one that works
	retry      time.Duration // after a failure
	strikes    int           // failures in a row that bring it into quarantine
	quarantine time.Duration // until the first check there; doubled by each that fails
	longest    time.Duration // of these pauses
	trouble    time.Duration // until the next attempt when the database fails
}

var usualTiming = timing{
	interval: 5 * time.Minute, retry: 30 * time.Second, strikes: 3, quarantine: time.Minute, longest: 30 * time.Minute, trouble: time.Minute,
}

const (
	checksAtOnce = 16
	checkBatch   = 128
)

// Start begins to check the proxies in the background. They are checked until Close.
func (p *Pool) Start(ctx context.Context) {
	ctx, p.cancel = context.WithCancel(context.WithoutCancel(ctx))
	p.checks.Go(func() { p.keepChecking(ctx) })
}

// Close ends the checks.
func (p *Pool) Close() error {
	if p.cancel != nil {
		p.cancel()
	}
	p.checks.Wait()
	return nil
}

func (p *Pool) keepChecking(ctx context.Context) {
	for ctx.Err() == nil {
		pause, err := p.round(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			p.log.Error("proxies cannot be checked", "error", err)
			pause = p.timing.trouble
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-p.wake:
		}
		timer.Stop()
	}
}

// round checks the proxies whose turn it is, and says how long there is nothing to do then.
func (p *Pool) round(ctx context.Context) (pause time.Duration, err error) {
	due, err := p.rows.Due(ctx, p.now(), checkBatch)
	if err != nil {
		return 0, err
	}
	var mu sync.Mutex
	var running sync.WaitGroup
	places := make(chan struct{}, checksAtOnce)
	for _, row := range due {
		places <- struct{}{}
		running.Go(func() {
			defer func() { <-places }()
			if failed := p.checkDue(ctx, row); failed != nil {
				mu.Lock()
				defer mu.Unlock()
				err = failed
			}
		})
	}
	running.Wait()
	if err != nil {
		return 0, err
	}
	next, some, err := p.rows.NextDue(ctx)
	if err != nil || !some {
		return p.timing.interval, err
	}
	return min(max(next.Sub(p.now()), 0), p.timing.interval), nil
}

// checkDue checks a proxy whose turn it is, unless clients don't go through it.
func (p *Pool) checkDue(ctx context.Context, row store.Proxy) error {
	if a, err := p.address(row); p.simulated != nil && (err != nil || !a.local()) {
		row.Check.NextAt = p.now().Add(p.timing.longest)
		return p.rows.SaveCheck(ctx, row)
	}
	_, err := p.check(ctx, row)
	return err
}

// check checks a proxy, and remembers and returns what it found.
func (p *Pool) check(ctx context.Context, row store.Proxy) (store.Proxy, error) {
	latency, exit, wrong, err := p.probe(ctx, row)
	if err != nil {
		return row, err
	}
	before := row.Check
	row.Check = p.timing.after(before, p.now(), latency, exit, wrong)
	if err := p.rows.SaveCheck(ctx, row); err != nil {
		return row, err
	}
	if row.Check.Quarantined != before.Quarantined {
		p.log.Info("a proxy's quarantine changed", "proxy", row.ID, "quarantined", row.Check.Quarantined, "failures", row.Check.Failures, "because", wrong)
	}
	return row, nil
}

// after is what is known after one more check.
func (t timing) after(before store.ProxyCheck, now time.Time, latency time.Duration, exit, wrong string) store.ProxyCheck {
	if wrong == "" {
		return store.ProxyCheck{At: now, NextAt: now.Add(spread(t.interval)), Latency: latency, ExitAddress: exit}
	}
	c := store.ProxyCheck{At: now, ExitAddress: before.ExitAddress, Failures: before.Failures + 1, Error: wrong}
	c.Quarantined = before.Quarantined || c.Failures >= t.strikes
	pause := t.retry
	if c.Quarantined {
		pause = min(t.longest, t.quarantine<<min(max(c.Failures-t.strikes, 0), 20))
	}
	c.NextAt = now.Add(spread(pause))
	return c
}

// spread puts some chance into a pause, so that proxies that were seeded together are not checked together for ever.
func spread(pause time.Duration) time.Duration {
	return pause - time.Duration(rand.Int64N(int64(pause)/10+1))
}

// suspect has a proxy checked soon, because a client could not connect through it.
func (p *Pool) suspect(ctx context.Context, id string) {
	if err := p.rows.HurryCheck(ctx, id, p.now().Add(-p.timing.retry)); err != nil {
		p.log.Warn("a proxy that failed is not checked sooner", "proxy", id, "error", err)
		return
	}
	p.stir()
}

// stir wakes the checks.
func (p *Pool) stir() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Test tests a proxy, now.
func (p *Pool) Test(ctx context.Context, r *api.TestProxyRequest) (*api.TestProxyResponse, error) {
	row, err := p.row(ctx, r.ProxyID)
	if err != nil {
		return nil, err
	}
	if row, err = p.check(ctx, row); err != nil {
		return nil, err
	}
	v, err := p.view(row)
	if err != nil {
		return nil, err
	}
	return &api.TestProxyResponse{
		Ok: row.Check.Error == "", LatencyMs: v.Health.LatencyMs, ExitAddress: v.Health.ExitAddress, Error: v.Health.Error, Health: v.Health,
	}, nil
}
