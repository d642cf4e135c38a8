package throttle

import (
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"wpengine/engine/store"
)

var rule = Rule{Free: 3, First: time.Second, Most: 8 * time.Second, Forget: time.Hour}

func clock() (*Throttle, *time.Time) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return &Throttle{Now: func() time.Time { return now }}, &now
}

func TestWaitsGrow(t *testing.T) {
	throttle, now := clock()
	pair := Count{"ada from home", rule}
	for i, want := range []time.Duration{0, 0, 1, 2, 4, 8, 8, 8} {
		made, wait := throttle.Attempt(pair)
		if made != i+1 || wait != 0 {
			t.Fatalf("attempt %d: %d, %s", i+1, made, wait)
		}
		want *= time.Second
		if want == 0 {
			continue
		}
		for range 3 { // insisting changes nothing
			if made, wait := throttle.Attempt(pair); made != 0 || wait != want {
				t.Errorf("after %d attempts the next is made (%d) after %s, want %s", i+1, made, wait, want)
			}
		}
		*now = now.Add(want)
	}
	if _, wait := throttle.Attempt(Count{"ada from work", rule}); wait != 0 {
		t.Error("others wait too")
	}
	*now = now.Add(time.Hour)
	if made, wait := throttle.Attempt(pair); made != 1 || wait != 0 {
		t.Errorf("after an hour: %d %s", made, wait)
	}
}

func TestWhoSucceedsIsForgivenUnderTheFirstNameAlone(t *testing.T) {
	throttle, _ := clock()
	address := Count{"address", rule}
	for i := range 2 {
		throttle.Attempt(Count{fmt.Sprint("account ", i), rule}, address)
	}
	own := Count{"own account", rule}
	for range 5 { // signing in to one's own account buys no guesses
		if _, wait := throttle.Attempt(own, address); wait != 0 {
			t.Fatal(wait)
		}
		throttle.Succeeded(own, address)
	}
	throttle.Attempt(Count{"account 3", rule}, address)
	if _, wait := throttle.Attempt(own, address); wait != time.Second {
		t.Errorf("the address waits %s", wait)
	}
}

func TestAttemptsAtTheSameMomentAllCount(t *testing.T) {
	throttle, _ := clock()
	var made sync.Map
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if n, wait := throttle.Attempt(Count{"pair", rule}); wait == 0 {
				made.Store(n, true)
			}
		})
	}
	all.Wait()
	n := 0
	made.Range(func(any, any) bool { n++; return true })
	if n != rule.Free {
		t.Errorf("%d were made, %d are free", n, rule.Free)
	}
}

// opened is a throttle of a database, as each start of a server opens it.
func opened(t *testing.T, now *time.Time) (open func() *Throttle) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: store.Path(t.TempDir())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return func() *Throttle {
		throttle, err := Open(t.Context(), s.Attempts, slog.New(slog.DiscardHandler), func() time.Time { return *now })
		if err != nil {
			t.Fatal(err)
		}
		return throttle
	}
}

func TestRestartForgivesNobody(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	open := opened(t, &now)
	pair, address, own := Count{"ada from home", rule}, Count{"home", rule}, Count{"own account", rule}
	for i, want := range []time.Duration{0, 0, 1, 2, 4} { // with a restart before each
		if made, wait := open().Attempt(pair); made != i+1 || wait != 0 {
			t.Fatalf("attempt %d: %d, %s", i+1, made, wait)
		}
		if want *= time.Second; want > 0 {
			if _, wait := open().Attempt(pair); wait != want {
				t.Errorf("after %d attempts the next waits %s, want %s", i+1, wait, want)
			}
		}
		now = now.Add(want)
	}
	t.Log("what was forgiven stays forgiven")
	throttle := open()
	throttle.Attempt(own, address)
	throttle.Succeeded(own, address)
	if left := len(open().names); left != 1 {
		t.Errorf("%d names are left", left)
	}
	now = now.Add(time.Hour)
	if left := len(open().names); left != 0 {
		t.Errorf("%d names are left that are quiet", left)
	}
}

func TestDatabaseForgetsWhatMemoryDoes(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	open := opened(t, &now)
	throttle := open()
	throttle.Attempt(Count{"first", rule})
	for i := range maxNames - 1 {
		throttle.attempt([]Count{{fmt.Sprint(i), rule}}) // not written down, which would take a while
	}
	throttle.Attempt(Count{"one too many", rule})
	_, had := throttle.names[Count{Name: "first"}.hash()]
	if _, has := open().names[Count{Name: "first"}.hash()]; has != had {
		t.Errorf("it is in memory %v, in the database %v", had, has)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	throttle, _ := clock()
	for range rule.Free {
		throttle.Attempt(Count{"guesser", rule})
	}
	for i := range 2 * maxNames {
		throttle.Attempt(Count{fmt.Sprint(i), rule})
	}
	if len(throttle.names) > maxNames {
		t.Errorf("%d names", len(throttle.names))
	}
	if _, wait := throttle.Attempt(Count{"guesser", rule}); wait == 0 {
		t.Error("a flood of names has freed who guesses")
	}
}
