package ratelimit

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCrashAfterAQuietSecondLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		l := New(ledger, discard())
		for range 42 {
			take(t, l, 100)
		}
		time.Sleep(2 * idleAfter)
		restarted := New(ledger.crash(), discard())
		if d := peek(t, restarted, 100); d.Remaining != 58 {
			t.Errorf("%d left of 100 after 42", d.Remaining)
		}
		time.Sleep(Window - 2*idleAfter)
		if d := peek(t, restarted, 100); d.Remaining != 100 || d.Reset != 0 {
			t.Errorf("%d left of 100 an hour later, next in %v", d.Remaining, d.Reset)
		}
		_, _ = l.Close(), restarted.Close()
	})
}

func TestCrashAmidABurstCostsAtMostABlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		l := New(ledger, discard())
		for range 42 {
			take(t, l, 1000)
		}
		synctest.Wait()
		restarted := New(ledger.crash(), discard())
		if left := peek(t, restarted, 1000).Remaining; left > 958 || left < 958-block(1000) {
			t.Errorf("%d left of 1000 after 42, with blocks of %d", left, block(1000))
		}
		_, _ = l.Close(), restarted.Close()
	})
}

func TestCleanStopIsExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		l := New(ledger, discard())
		for range 42 {
			take(t, l, 1000)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Take(t.Context(), "a", 1000); !errors.Is(err, ErrClosed) {
			t.Errorf("after Close: %v, want ErrClosed", err)
		}
		l = New(ledger, discard())
		defer l.Close()
		if d := peek(t, l, 1000); d.Remaining != 958 || d.Reset != Window {
			t.Errorf("%d left of 1000 after 42, next in %v", d.Remaining, d.Reset)
		}
	})
}

func TestBurstNeedsFewWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		l := New(ledger, discard())
		defer l.Close()
		for range 1000 {
			take(t, l, 1000)
		}
		if saves, _ := ledger.counts(); saves > 1000/(block(1000)/2)+2 {
			t.Errorf("%d writes for 1000 requests, with blocks of %d", saves, block(1000))
		}
	})
}

func TestRefusalSaysWhenToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(newLedger(), discard())
		defer l.Close()
		take(t, l, 2)
		time.Sleep(10 * time.Minute)
		take(t, l, 2)
		time.Sleep(5*time.Minute + 500*time.Millisecond)
		d := take(t, l, 2)
		left := 45*time.Minute - 500*time.Millisecond
		if diff := cmp.Diff(Decision{Limit: 2, Reset: left, RetryAfter: left}, d, cmp.AllowUnexported(Decision{})); diff != "" {
			t.Error(diff)
		}
		// With a lower limit, more units must come back.
		if d := take(t, l, 1); d.RetryAfter != left+10*time.Minute {
			t.Errorf("limit 1: retry after %v", d.RetryAfter)
		}
		if d := take(t, l, 0); d.Allowed || d.RetryAfter != Window {
			t.Errorf("limit 0: %+v", d)
		}
		time.Sleep(left)
		if d := take(t, l, 2); !d.Allowed {
			t.Error("refused after the time it was told to wait")
		}
	})
}

func TestRefundedUnitCanBeSpent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		l := New(ledger, discard())
		take(t, l, 2)
		d := take(t, l, 2)
		if d.Remaining != 0 {
			t.Fatalf("%d left", d.Remaining)
		}
		d.Refund()
		if d.Remaining != 1 || !d.Allowed {
			t.Errorf("after the refund: %+v", d)
		}
		d.Refund() // nothing more to give back
		if left := peek(t, l, 2).Remaining; left != 1 {
			t.Errorf("%d left after a second refund", left)
		}
		refused := Decision{}
		refused.Refund()

		// Late refunds reach the ledger too.
		d = take(t, l, 2)
		time.Sleep(10 * time.Second)
		d.Refund()
		synctest.Wait()
		restarted := New(ledger.crash(), discard())
		if left := peek(t, restarted, 2).Remaining; left != 1 {
			t.Errorf("%d left after a late refund and a crash", left)
		}
		_, _ = l.Close(), restarted.Close()
	})
}

func TestRefundIsRecordedOnceTheLedgerWorksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		l := New(ledger, discard())
		d := take(t, l, 2)
		time.Sleep(10 * time.Second)
		ledger.breakDown(true, false)
		d.Refund()
		time.Sleep(10 * time.Second)
		ledger.breakDown(false, false)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = New(ledger, discard())
		defer l.Close()
		if left := peek(t, l, 2).Remaining; left != 2 {
			t.Errorf("%d left", left)
		}
	})
}

// TestReturnedUnitsAreNotSpentMeanwhile spends while the ledger is being told that nothing is held any more.
func TestReturnedUnitsAreNotSpentMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		ledger.before, ledger.after = 10*time.Millisecond, 10*time.Millisecond
		l := New(ledger, discard())
		take(t, l, 100)
		time.Sleep(100 * time.Millisecond) // units are held now
		for saves, _ := ledger.counts(); ; time.Sleep(time.Millisecond) {
			if now, _ := ledger.counts(); now > saves {
				break // and now they were returned, but the writer doesn't know yet
			}
		}
		done := make(chan struct{})
		go func() { defer close(done); take(t, l, 100) }()
		synctest.Wait()
		restarted := New(ledger.crash(), discard())
		select {
		case <-done:
			if left := peek(t, restarted, 100).Remaining; left > 98 {
				t.Errorf("%d left of 100 after 2 and a crash", left)
			}
		default: // not let through yet: nothing to remember
		}
		<-done
		_, _ = l.Close(), restarted.Close()
	})
}

// TestLowerLimitLeavesHeldUnitsCovered spends what was held under a higher limit.
func TestLowerLimitLeavesHeldUnitsCovered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		ledger.before, ledger.after = 10*time.Millisecond, 10*time.Millisecond
		l := New(ledger, discard())
		take(t, l, 1000)
		time.Sleep(100 * time.Millisecond)
		d := take(t, l, 100)
		d.Refund() // has the ledger written, with the lower limit's block
		synctest.Wait()
		for range 90 { // while it is
			take(t, l, 100)
		}
		time.Sleep(15 * time.Millisecond)
		restarted := New(ledger.crash(), discard())
		if left := peek(t, restarted, 100).Remaining; left > 9 {
			t.Errorf("%d left of 100 after 91 and a crash", left)
		}
		_, _ = l.Close(), restarted.Close()
	})
}

func TestAccountsDontShareTheirBudget(t *testing.T) {
	l := New(newLedger(), discard())
	defer l.Close()
	take(t, l, 1)
	if d, err := l.Take(t.Context(), "b", 1); err != nil || !d.Allowed {
		t.Errorf("another account: %+v, %v", d, err)
	}
}

func TestConcurrentRequestsShareTheBudgetExactly(t *testing.T) {
	l := New(newLedger(), discard())
	defer l.Close()
	var allowed atomic.Int64
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 200 {
				if take(t, l, 1000).Allowed {
					allowed.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if n := allowed.Load(); n != 1000 {
		t.Errorf("%d of 3200 requests let through, want 1000", n)
	}
}

func TestUnrecordedUnitsAreNotSpent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		ledger.breakDown(true, false)
		l := New(ledger, discard())
		if _, err := l.Take(t.Context(), "a", 100); !errors.Is(err, errLedger) {
			t.Errorf("with a broken ledger: %v", err)
		}
		ledger.breakDown(false, false)
		if d := take(t, l, 100); d.Remaining != 99 {
			t.Errorf("%d left after the first request that was answered", d.Remaining)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestCallerDoesNotWaitLongerThanItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		ledger.before = time.Minute
		l := New(ledger, discard())
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := l.Take(ctx, "a", 100); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		_ = l.Close()
	})
}

func TestIdleAccountsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		l := New(ledger, discard())
		defer l.Close()
		take(t, l, 100)
		time.Sleep(Window + 2*sweepEvery)
		l.mu.RLock()
		inMemory := len(l.accounts)
		l.mu.RUnlock()
		if _, inLedger := ledger.counts(); inMemory != 0 || inLedger != 0 {
			t.Errorf("%d accounts in memory, %d in the ledger", inMemory, inLedger)
		}
		if d := take(t, l, 100); d.Remaining != 99 {
			t.Errorf("%d left", d.Remaining)
		}
	})
}

// TestAccountWantedWhileItIsForgotten has requests come in while an account with nothing spent is being dropped.
func TestAccountWantedWhileItIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		ledger.before = 10 * time.Millisecond
		l := New(ledger, discard())
		time.Sleep(sweepEvery - 3*idleAfter/2)
		d := take(t, l, 1)
		d.Refund()
		time.Sleep(idleAfter)
		// The next tick returns what is held, which takes 10 ms, then forgets the account, which takes as long.
		time.Sleep(idleAfter / 2)
		var allowed atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			time.Sleep(5 * time.Millisecond)
			wg.Go(func() {
				if take(t, l, 1).Allowed {
					allowed.Add(1)
				}
			})
		}
		wg.Wait()
		if n := allowed.Load(); n != 1 {
			t.Errorf("%d requests let through, want 1", n)
		}
		_ = l.Close()
	})
}

func TestClockSetBackDoesNotFreezeTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w window
		w.addN(time.Now().Add(24*time.Hour).UnixNano(), 5) // written before the clock was set right
		ledger := newLedger()
		ledger.states["a"] = w.encode(0)
		l := New(ledger, discard())
		defer l.Close()
		if d := peek(t, l, 10); d.Remaining != 5 || d.Reset != Window {
			t.Errorf("%+v", d)
		}
	})
}

func TestHeaders(t *testing.T) {
	tests := []struct {
		name string
		d    Decision
		want http.Header
	}{
		{"allowed", Decision{Allowed: true, Limit: 100, Remaining: 42, Reset: 1234 * time.Second}, http.Header{
			"Ratelimit-Policy": {`"hour";q=100;w=3600`}, "Ratelimit": {`"hour";r=42;t=1234`},
		}},
		{"a fraction of a second is one", Decision{Allowed: true, Limit: 1000, Reset: time.Nanosecond}, http.Header{
			"Ratelimit-Policy": {`"hour";q=1000;w=3600`}, "Ratelimit": {`"hour";r=0;t=1`},
		}},
		{"refused", Decision{Limit: 100, Reset: 90500 * time.Millisecond, RetryAfter: 90500 * time.Millisecond}, http.Header{
			"Ratelimit-Policy": {`"hour";q=100;w=3600`}, "Ratelimit": {`"hour";r=0;t=91`}, "Retry-After": {"91"},
		}},
	}
	for _, test := range tests {
		got := http.Header{}
		test.d.WriteHeader(got, "hour")
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
	h := http.Header{}
	Decision{Allowed: true, Limit: 100, Remaining: 42}.WriteHeader(h, "hour")
	Decision{Allowed: true, Limit: 5, Remaining: 4, Reset: time.Second}.WriteHeader(h, "key")
	if diff := cmp.Diff(http.Header{"Ratelimit-Policy": {`"hour";q=100;w=3600, "key";q=5;w=3600`}, "Ratelimit": {`"hour";r=42;t=0, "key";r=4;t=1`}}, h); diff != "" {
		t.Error(diff)
	}
}

// TestSlowLedgerServesEveryAccount is a disk that takes longer for a write than an account counts as quiet after:
// who waits for the ledger isn't quiet.
func TestSlowLedgerServesEveryAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newLedger()
		ledger.before = idleAfter + idleAfter/2
		l := New(ledger, discard())
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				time.Sleep(time.Duration(i) * 170 * time.Millisecond)
				if _, err := l.Take(ctx, string(rune('a'+i)), 100); err != nil {
					t.Errorf("account %d: %v", i, err)
				}
			})
		}
		busy, stop := context.WithCancel(ctx)
		var burst sync.WaitGroup
		burst.Go(func() {
			for busy.Err() == nil {
				_, _ = l.Take(busy, "busy", 1_000_000)
				time.Sleep(time.Millisecond)
			}
		})
		all.Wait()
		stop()
		burst.Wait()
		_ = l.Close()
	})
}
