package apikey

import (
	"context"
	"maps"
	"sync"
	"time"
)

// usageInterval is how often the last use of keys is written down: once for all of them, instead of
// with each request.
const usageInterval = 10 * time.Second

// usage is which keys were used when, since it was last written down.
type usage struct {
	mu   sync.Mutex
	last map[string]time.Time // by key id
}

func (u *usage) note(id string, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.last == nil {
		u.last = make(map[string]time.Time)
	}
	u.last[id] = at
}

// take returns what was noted, and forgets it.
func (u *usage) take() map[string]time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	last := u.last
	u.last = nil
	return last
}

// put notes again what could not be written down, unless there is news.
func (u *usage) put(last map[string]time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	maps.Copy(last, u.last)
	u.last = last
}

// recordUsage writes down which keys were used, until ctx ends.
func (k *Keys) recordUsage(ctx context.Context) {
	tick := time.NewTicker(usageInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := k.flush(ctx); err != nil && ctx.Err() == nil {
				k.log.Error("the last use of API keys could not be recorded; it will be tried again", "error", err)
			}
		}
	}
}

func (k *Keys) flush(ctx context.Context) error {
	last := k.usage.take()
	if len(last) == 0 {
		return nil
	}
	if err := k.rows.Touch(ctx, last); err != nil {
		k.usage.put(last)
		return err
	}
	return nil
}
