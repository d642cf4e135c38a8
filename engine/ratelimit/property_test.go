package ratelimit

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// history plays requests against Limiters that are closed, crash and lose their disk, and remembers which of them
// were let through.
type history struct {
	limit   int
	ledger  *fakeLedger
	limiter *Limiter

	mu       sync.Mutex
	life     int                // counts crashes
	let      map[int64]Decision // by an ordinal
	next     int64
	inFlight sync.WaitGroup

	exact bool // nothing has happened yet that may cost more than was spent
}

// TestNoWindowHoldsMoreThanTheLimit is the promise of this package. Without crashes it must also let through every
// request that the promise allows.
func TestNoWindowHoldsMoreThanTheLimit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		// rapid fails by a panic, which must be carried out of the bubble.
		var failure any
		synctest.Test(t, func(*testing.T) {
			defer func() { failure = recover() }()
			playHistory(r)
		})
		if fmt.Sprintf("%T", failure) == "rapid.invalidData" {
			panic(failure) // rapid tells what failed by the line
		}
		if failure != nil {
			panic(failure)
		}
	})
}

func playHistory(t *rapid.T) {
	ms := rapid.IntRange(0, 3)
	h := &history{
		limit:  rapid.SampledFrom([]int{1, 2, 7, 20, 100}).Draw(t, "limit"),
		ledger: newLedger(),
		let:    map[int64]Decision{},
		exact:  true,
	}
	h.ledger.before = time.Duration(ms.Draw(t, "before")) * time.Millisecond
	h.ledger.after = time.Duration(ms.Draw(t, "after")) * time.Millisecond
	h.limiter = New(h.ledger, discard())
	defer func() {
		h.inFlight.Wait()
		_ = h.limiter.Close()
	}()
	t.Repeat(map[string]func(*rapid.T){
		"burst":   h.burst,
		"trickle": h.trickle,
		"pass":    h.pass,
		"refund":  h.refund,
		"restart": h.restart,
		"crash":   h.crash,
		"break":   h.breakLedger,
		"":        h.check,
	})
}

// request takes a unit, and counts it if this life of the process lasted until the answer.
func (h *history) request(limiter *Limiter, life int) (allowed bool, err error) {
	d, err := limiter.Take(context.Background(), "a", h.limit)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil && d.Allowed && life == h.life {
		h.next++
		h.let[h.next] = d
	}
	return d.Allowed, err
}

// burst sends requests at once and goes on before they are answered.
func (h *history) burst(t *rapid.T) {
	limiter, life := h.limiter, h.life
	for range rapid.IntRange(1, 40).Draw(t, "requests") {
		h.inFlight.Go(func() { _, _ = h.request(limiter, life) })
	}
	time.Sleep(time.Duration(rapid.IntRange(0, 8).Draw(t, "ms")) * time.Millisecond)
}

// trickle sends requests one after the other.
func (h *history) trickle(t *rapid.T) {
	h.inFlight.Wait()
	gap := time.Duration(rapid.SampledFrom([]int{0, 1, 50, 1500, 60_000}).Draw(t, "gap")) * time.Millisecond
	for range rapid.IntRange(1, 20).Draw(t, "requests") {
		free := h.limit - h.spent()
		allowed, err := h.request(h.limiter, h.life)
		if err == nil && allowed && free <= 0 {
			t.Fatalf("let through with %d free", free)
		}
		if err == nil && !allowed && free > 0 && h.exact {
			t.Fatalf("refused with %d free", free)
		}
		time.Sleep(gap)
	}
}

// spent counts the requests of the last hour.
func (h *history) spent() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	var n int
	for _, d := range h.let {
		if d.at > time.Now().Add(-Window).UnixNano() {
			n++
		}
	}
	return n
}

func (h *history) pass(t *rapid.T) {
	minutes := rapid.SampledFrom([]int{1, 10, 59, 60, 61, 180}).Draw(t, "minutes")
	time.Sleep(time.Duration(minutes)*time.Minute + time.Duration(rapid.IntRange(-2, 2).Draw(t, "ms"))*time.Millisecond)
}

func (h *history) refund(*rapid.T) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, ok := h.let[h.next]
	if ok && d.limiter == h.limiter {
		d.Refund()
		d.Refund()
		delete(h.let, h.next)
	}
}

func (h *history) restart(t *rapid.T) {
	h.inFlight.Wait()
	if err := h.limiter.Close(); err != nil {
		h.exact = false // a refund or a return of held units was not recorded
	}
	h.limiter = New(h.ledger, discard())
}

func (h *history) crash(t *rapid.T) {
	h.mu.Lock()
	h.life++
	old := h.limiter
	h.ledger = h.ledger.crash()
	h.limiter = New(h.ledger, discard())
	h.exact = false
	h.mu.Unlock()
	h.inFlight.Wait()
	_ = old.Close()
}

func (h *history) breakLedger(t *rapid.T) {
	h.ledger.breakDown(rapid.Bool().Draw(t, "broken"), rapid.Bool().Draw(t, "after the fact"))
}

func (h *history) check(t *rapid.T) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var at []int64
	for _, d := range h.let {
		at = append(at, d.at)
	}
	slices.Sort(at)
	for i := h.limit; i < len(at); i++ {
		if gap := at[i] - at[i-h.limit]; gap < int64(Window) {
			t.Fatalf("%d requests within %v", h.limit+1, time.Duration(gap))
		}
	}
}
