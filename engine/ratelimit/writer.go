package ratelimit

import (
	"context"
	"fmt"
	"time"
)

const (
	// idleAfter is how long an account must be quiet until its held units are returned.
	idleAfter = time.Second
	// sweepEvery is how often accounts that have everything back are dropped, from memory and from the ledger.
	sweepEvery = 10 * time.Minute
	// saveWithin is how long the ledger may take before those who wait are refused.
	saveWithin = 10 * time.Second
)

// ask queues a locked account for the next write and returns that write.
func (l *Limiter) ask(a *account) *round {
	if a.round == nil {
		a.round = &round{done: make(chan struct{})}
		l.askedMu.Lock()
		l.asked = append(l.asked, a)
		l.askedMu.Unlock()
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
	return a.round
}

// await waits for the next write of a locked account, which is unlocked meanwhile.
func (l *Limiter) await(ctx context.Context, a *account) error {
	r := l.ask(a)
	a.waiting++
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		a.waiting--
	}()
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-l.stopped:
		return ErrClosed
	}
}

// run is the only writer of the ledger. All accounts that ask while one write is under way share the next.
func (l *Limiter) run() {
	defer close(l.stopped)
	active := map[*account]bool{} // those of whom the ledger holds units, or says what is no longer true
	tick := time.NewTicker(idleAfter)
	defer tick.Stop()
	swept := l.now()
	for {
		select {
		case <-l.wake:
			_ = l.save(l.drain(), active)
		case <-tick.C:
			_ = l.save(l.idle(active), active)
			if now := l.now(); now-swept >= int64(sweepEvery) {
				l.sweep(active)
				swept = now
			}
		case <-l.quit:
			l.stopErr = l.finish(active)
			return
		}
	}
}

// finish returns what is held. Take spends nothing any more: whoever locks an account after us sees that the
// Limiter is closed.
func (l *Limiter) finish(active map[*account]bool) error {
	last := l.drain()
	for a := range active {
		last = append(last, a)
	}
	for _, a := range last {
		a.mu.Lock()
		a.used = 0
		a.mu.Unlock()
	}
	return l.save(last, active)
}

// drain takes the queue.
func (l *Limiter) drain() []*account {
	l.askedMu.Lock()
	defer l.askedMu.Unlock()
	batch := l.asked
	l.asked = nil
	return batch
}

// idle returns the accounts that have been quiet for long enough to return what is held of them.
func (l *Limiter) idle(active map[*account]bool) []*account {
	var batch []*account
	now := l.now()
	for a := range active {
		a.mu.Lock()
		if now-a.used >= int64(idleAfter) {
			batch = append(batch, a)
		}
		a.mu.Unlock()
	}
	return batch
}

// entry is an account as it is being written.
type entry struct {
	account *account
	hold    int
	round   *round // nil if nobody asked
}

// save writes the accounts of a batch in one transaction and gives them what is then held.
func (l *Limiter) save(batch []*account, active map[*account]bool) error {
	entries := make([]entry, 0, len(batch))
	states := make(map[string][]byte, len(batch))
	for _, a := range batch {
		a.mu.Lock()
		if !a.gone { // written out of turn, and then dropped
			e, state := l.snapshot(a)
			entries = append(entries, e)
			states[a.id] = state
		}
		a.mu.Unlock()
	}
	if len(entries) == 0 {
		return nil
	}
	err := l.write(states)
	for _, e := range entries {
		e.settle(l.now(), err)
		if e.hold > 0 || err != nil {
			active[e.account] = true
		} else {
			delete(active, e.account)
		}
	}
	return err
}

// snapshot takes the state of a locked account. Whoever asks from now on gets the next write.
func (l *Limiter) snapshot(a *account) (entry, []byte) {
	now := l.now()
	a.spent.expire(now)
	if a.waiting > 0 && !l.closed.Load() {
		a.used = now // a slow ledger must not take an account for quiet that waits for it
	}
	e := entry{account: a, hold: a.hold(now), round: a.round}
	if e.hold == 0 {
		a.credit = 0 // at once: the ledger is about to forget it
	}
	a.writing, a.spentSince, a.round = true, 0, nil
	return e, a.spent.encode(e.hold)
}

// settle ends an account's round. If the write failed, the old credit goes on: whether or not the ledger took the
// new state, it holds that much.
func (e entry) settle(now int64, err error) {
	a := e.account
	a.mu.Lock()
	defer a.mu.Unlock()
	a.writing = false
	if a.waiting > 0 {
		a.used = now // they are about to spend what is now held
	}
	if err == nil {
		a.credit = e.hold - a.spentSince
	}
	if e.round != nil {
		e.round.err = err
		close(e.round.done)
	}
}

func (l *Limiter) write(states map[string][]byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), saveWithin)
	defer cancel()
	if err := l.ledger.Save(ctx, states); err != nil {
		l.log.Warn("cannot record what was spent", "accounts", len(states), "err", err)
		return fmt.Errorf("ratelimit: %w", err)
	}
	return nil
}

// sweep drops the accounts of which nothing is spent or held.
func (l *Limiter) sweep(active map[*account]bool) {
	forget := map[string][]byte{}
	l.mu.Lock()
	for id, a := range l.accounts {
		if active[a] || !a.mu.TryLock() { // in use
			continue
		}
		a.spent.expire(l.now())
		if a.loaded && a.spent.total == 0 && a.round == nil {
			a.gone = true
			delete(l.accounts, id)
			forget[id] = nil
		}
		a.mu.Unlock()
	}
	l.mu.Unlock()
	// By this goroutine, which is also the one to write what such an account spends next: in that order.
	if len(forget) > 0 {
		_ = l.write(forget)
	}
}
