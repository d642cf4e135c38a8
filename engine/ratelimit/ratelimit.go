// Package ratelimit keeps an account from making more requests than its tier allows in any hour.
//
// The hour is a rolling one: every spent unit comes back exactly one [Window] after it was spent, and no window,
// wherever it is laid, holds more than the limit. That holds across restarts and crashes too, without a write per
// request. Before units are spent, the ledger is told that some are held, in blocks; spending a held unit is then
// a matter of memory. The next write says which were spent, when, and holds further ones. So what the ledger says
// is at any moment at least what was spent:
//
//   - After a clean stop it is exactly that.
//   - An account that has been quiet for [idleAfter] holds nothing, and its ledger entry is exact as well.
//   - After a crash amid a burst the held units count as spent, at the time of the restart. An account loses at most
//     a block, an eighth of its limit, for an hour; it never gains one.
//
// One process owns a ledger. Two would each give out the whole budget.
package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Window is how long a spent unit stays spent.
const Window = time.Hour

// Ledger is where budgets survive the process. The states are opaque to it.
type Ledger interface {
	// Load returns what Save last recorded of an account, nil for nothing.
	Load(ctx context.Context, account string) ([]byte, error)
	// Save records the states of accounts, all or none. A nil state forgets the account.
	Save(ctx context.Context, states map[string][]byte) error
}

// ErrClosed is returned by a Limiter that was closed.
var ErrClosed = errors.New("ratelimit: closed")

// Limiter gives out the budgets of all accounts. Its methods are safe for concurrent use.
type Limiter struct {
	ledger Ledger
	log    *slog.Logger
	start  time.Time // with its monotonic reading: the wall clock may be set while we run
	epoch  int64     // start in nanoseconds since 1970

	mu       sync.RWMutex
	accounts map[string]*account

	askedMu sync.Mutex
	asked   []*account    // waiting to be written
	wake    chan struct{} // says that asked isn't empty

	closed  atomic.Bool
	quit    chan struct{}
	stopped chan struct{}
	stopErr error
}

// New returns a Limiter whose budgets go on where the ledger says they were. log hears of failed writes.
func New(ledger Ledger, log *slog.Logger) *Limiter {
	now := time.Now()
	l := &Limiter{
		ledger:   ledger,
		log:      log,
		start:    now,
		epoch:    now.UnixNano(),
		accounts: map[string]*account{},
		wake:     make(chan struct{}, 1),
		quit:     make(chan struct{}),
		stopped:  make(chan struct{}),
	}
	go l.run()
	return l
}

// Close writes what was spent to the ledger and ends the Limiter.
func (l *Limiter) Close() error {
	if l.closed.CompareAndSwap(false, true) {
		close(l.quit)
	}
	<-l.stopped
	return l.stopErr
}

// Take spends a unit of an account's budget, if there is one. The error is the ledger's, ctx's, or ErrClosed; no
// unit was spent then, and the request must not go on.
func (l *Limiter) Take(ctx context.Context, id string, limit int) (Decision, error) {
	for {
		d, again, err := l.take(ctx, id, limit)
		if !again {
			return d, err
		}
	}
}

// take is Take, except that after waiting for the ledger it asks to be called again: meanwhile everything may have
// changed.
func (l *Limiter) take(ctx context.Context, id string, limit int) (d Decision, again bool, err error) {
	a, err := l.lock(ctx, id)
	if err != nil {
		return Decision{}, false, err
	}
	defer a.mu.Unlock()
	if l.closed.Load() {
		return Decision{}, false, ErrClosed
	}
	now := l.now()
	a.spent.expire(now)
	a.limit, a.used = limit, now
	if a.spent.total >= limit {
		return a.decide(now, limit, false), false, nil
	}
	if a.credit == 0 {
		// Only the first request after a quiet while, or one of a burst faster than the ledger, waits here.
		err := l.await(ctx, a)
		return Decision{}, err == nil, err
	}
	a.credit--
	a.spentSince++
	a.spent.add(now, step(limit))
	if a.credit <= block(limit)/2 && !a.writing {
		l.ask(a) // ahead of need
	}
	d = a.decide(now, limit, true)
	d.limiter, d.account, d.at = l, a, now
	return d, false, nil
}

// Peek tells what Take would, and spends nothing.
func (l *Limiter) Peek(ctx context.Context, id string, limit int) (Decision, error) {
	a, err := l.lock(ctx, id)
	if err != nil {
		return Decision{}, err
	}
	defer a.mu.Unlock()
	now := l.now()
	a.spent.expire(now)
	return a.decide(now, limit, a.spent.total < limit), nil
}

// Usage is Peek in plain values: how many units are left, and when the next spent one comes back, which is now if
// none is spent.
func (l *Limiter) Usage(ctx context.Context, id string, limit int) (remaining int, reset time.Time, err error) {
	d, err := l.Peek(ctx, id, limit)
	return d.Remaining, time.Now().Add(d.Reset), err
}

// now is the time in nanoseconds since 1970, never running backwards.
func (l *Limiter) now() int64 { return l.epoch + int64(time.Since(l.start)) }

// lock returns an account, locked and loaded.
func (l *Limiter) lock(ctx context.Context, id string) (*account, error) {
	for {
		l.mu.RLock()
		a := l.accounts[id]
		l.mu.RUnlock()
		if a == nil {
			a = l.enter(id)
		}
		a.mu.Lock()
		if a.gone { // dropped between the look and the lock
			a.mu.Unlock()
			continue
		}
		if a.loaded {
			return a, nil
		}
		if err := l.load(ctx, a); err != nil {
			a.mu.Unlock()
			return nil, fmt.Errorf("ratelimit: %w", err)
		}
		return a, nil
	}
}

func (l *Limiter) enter(id string) *account {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.accounts[id]
	if a == nil {
		a = &account{id: id}
		l.accounts[id] = a
	}
	return a
}

// load takes over what the ledger says of a locked account.
func (l *Limiter) load(ctx context.Context, a *account) error {
	state, err := l.ledger.Load(ctx, a.id)
	if err != nil {
		return err
	}
	spent, held, err := decode(state)
	if err != nil {
		return fmt.Errorf("budget of %s: %w", a.id, err)
	}
	// Nothing was spent after we started, whatever the clock said then; and what was held may have been spent up to
	// that moment.
	spent.clamp(l.epoch)
	spent.addN(l.epoch, held)
	a.spent, a.loaded = spent, true
	return nil
}
