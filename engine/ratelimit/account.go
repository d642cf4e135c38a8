package ratelimit

import (
	"sync"
	"time"
)

// account is the budget of one account. Its fields are guarded by mu.
type account struct {
	id string
	mu sync.Mutex

	loaded bool
	gone   bool // dropped from the Limiter, which has or will have another for the same id

	spent window
	limit int   // as of the last Take
	used  int64 // when that was, or when somebody waited for the ledger

	waiting int // how many Takes wait for the ledger

	// credit is how many units may be spent before the ledger must be written: it holds at least that many more than
	// it knows to be spent.
	credit     int
	writing    bool // a write is under way,
	spentSince int  // and so much was spent since the state for it was taken

	round *round // the next write, if somebody asked for one
}

// round is one write to the ledger, and those who wait for it.
type round struct {
	done chan struct{}
	err  error // valid once done is closed
}

// block is how many units are held at a time. An eighth of the limit is what a crash may cost, and few enough
// writes: one for each half of a block.
func block(limit int) int { return min(max(limit/8, 1), 1024) }

// step is how finely spent units are told apart: all within a step come back together, with the last of them. The
// limits of the tiers are far below the point where keeping every millisecond would take much memory.
func step(limit int) time.Duration {
	if limit <= 10_000 {
		return time.Millisecond
	}
	return time.Second
}

// hold says how many units the ledger should hold of a, whose spent is up to date, from now on.
func (a *account) hold(now int64) int {
	if now-a.used >= int64(idleAfter) {
		return 0
	}
	// At least the credit: while the write is under way as many may be spent, and it must cover them.
	return max(a.credit, min(block(a.limit), a.limit-a.spent.total))
}

func (a *account) decide(now int64, limit int, allowed bool) Decision {
	d := Decision{Allowed: allowed, Limit: limit, Remaining: max(limit-a.spent.total, 0)}
	if a.spent.total > 0 {
		d.Reset = a.spent.back(now, 1)
	}
	if !allowed {
		d.RetryAfter = Window
		if limit > 0 {
			d.RetryAfter = a.spent.back(now, a.spent.total-limit+1)
		}
	}
	return d
}

// refund gives back a unit that was spent at a time.
func (l *Limiter) refund(a *account, at int64, limit int) Decision {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := l.now()
	a.spent.expire(now)
	// The credit stays: the ledger may have the unit as spent already. The next write tells it otherwise.
	if !a.gone && a.spent.remove(at, now) {
		l.ask(a)
	}
	return a.decide(now, limit, true)
}
