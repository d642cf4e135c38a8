package ratelimit

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"time"
)

var errLedger = errors.New("the disk is full")

// fakeLedger is a ledger in memory. Writing takes it some time, before and after the state has changed; and it may
// fail, before or after.
type fakeLedger struct {
	before, after time.Duration

	mu         sync.Mutex
	states     map[string][]byte
	fail       bool
	failsLater bool // with fail: the error comes although the state was taken
	saves      int
}

func newLedger() *fakeLedger { return &fakeLedger{states: map[string][]byte{}} }

func (f *fakeLedger) Load(_ context.Context, account string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.states[account], nil
}

func (f *fakeLedger) Save(_ context.Context, states map[string][]byte) error {
	time.Sleep(f.before)
	defer time.Sleep(f.after)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saves++
	if f.fail && !f.failsLater {
		return errLedger
	}
	for account, state := range states {
		if state == nil {
			delete(f.states, account)
		} else {
			f.states[account] = state
		}
	}
	if f.fail {
		return errLedger
	}
	return nil
}

// crash returns what a restarted process finds. Whatever the old one still does goes nowhere.
func (f *fakeLedger) crash() *fakeLedger {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &fakeLedger{before: f.before, after: f.after, states: maps.Clone(f.states), fail: f.fail, failsLater: f.failsLater}
}

// counts says how many writes there were and how many accounts the ledger knows.
func (f *fakeLedger) counts() (saves, accounts int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.saves, len(f.states)
}

func (f *fakeLedger) breakDown(fail, later bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail, f.failsLater = fail, later
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func take(t testing.TB, l *Limiter, limit int) Decision {
	t.Helper()
	d, err := l.Take(context.Background(), "a", limit)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func peek(t testing.TB, l *Limiter, limit int) Decision {
	t.Helper()
	d, err := l.Peek(context.Background(), "a", limit)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
