package ratelimit

import (
	"context"
	"sync"
	"testing"
)

// counters is the least that a limiter must do: count per account, under a lock. It knows no window and forgets
// everything.
type counters struct {
	mu   sync.Mutex
	left map[string]int
}

func (c *counters) take(account string, limit int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, ok := c.left[account]
	if !ok {
		n = limit
	}
	if n == 0 {
		return false
	}
	c.left[account] = n - 1
	return true
}

const benchLimit = 1 << 40

func BenchmarkTake(b *testing.B) {
	ctx := context.Background()
	l := New(newLedger(), discard())
	defer l.Close()
	c := &counters{left: map[string]int{}}
	takers := map[string]func() bool{
		"limiter":  func() bool { d, err := l.Take(ctx, "a", benchLimit); return err == nil && d.Allowed },
		"counters": func() bool { return c.take("a", benchLimit) },
	}
	for _, name := range []string{"counters", "limiter"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !takers[name]() {
					b.Fatal("refused")
				}
			}
		})
		b.Run(name+"/parallel", func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if !takers[name]() {
						b.Error("refused")
					}
				}
			})
		})
	}
}
