package pending

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func clock() (*Pending[int], *time.Time) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return &Pending[int]{Time: time.Minute, Now: func() time.Time { return now }}, &now
}

func TestWhatIsPendingEnds(t *testing.T) {
	p, now := clock()
	p.Put("a", "ada", 1)
	p.Put("b", "ada", 2)
	p.Put("a", "ada", 3)
	if v, ok := p.Get("a"); v != 3 || !ok {
		t.Error(v, ok)
	}
	if v, ok := p.Take("a"); v != 3 || !ok {
		t.Error(v, ok)
	}
	if _, ok := p.Get("a"); ok {
		t.Error("it was taken")
	}
	if _, ok := p.Get(""); ok {
		t.Error("nothing leads to something")
	}
	*now = now.Add(time.Minute)
	if _, ok := p.Take("b"); ok {
		t.Error("it is good for ever")
	}
	p.Put("c", "ada", 4)
	if len(p.byKey) != 1 || len(p.owners["ada"]) != 1 {
		t.Errorf("what has ended stays: %v", p.owners)
	}
}

func TestOneOwnerTakesNobodysRoom(t *testing.T) {
	p, _ := clock()
	p.Put("ada's", "ada", 1)
	for i := range 10 * ownMost {
		p.Put(fmt.Sprint(i), "eve", i)
	}
	if _, ok := p.Get("ada's"); !ok || len(p.byKey) != 1+ownMost {
		t.Errorf("%v, %d", ok, len(p.byKey))
	}
	for i := range allMost + 10 {
		p.Put(fmt.Sprint("n", i), fmt.Sprint(i), i)
	}
	if len(p.byKey) != allMost || p.byAge.Len() != allMost || len(p.owners) != allMost {
		t.Errorf("%d, %d, %d", len(p.byKey), p.byAge.Len(), len(p.owners))
	}
}

func TestOneOfManyTakesIt(t *testing.T) {
	p, _ := clock()
	p.Put("a", "ada", 1)
	var got atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, ok := p.Take("a"); ok {
				got.Add(1)
			}
		})
	}
	all.Wait()
	if got.Load() != 1 {
		t.Errorf("%d have taken it", got.Load())
	}
}
