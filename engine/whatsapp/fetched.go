package whatsapp

import (
	"context"
	"sync"
	"time"

	"wpengine/engine/api"
)

const (
	parallelFetches = 8 // files from URLs that are in memory at the same time, until their messages are sent
	ownFetches      = 4 // of an account: the URLs of one may be slow, and others have theirs
	fetchPatience   = 20 * time.Second
)

// fetches are the files from URLs that are in memory.
type fetches struct {
	all      chan struct{} // a token for each
	patience time.Duration

	mu  sync.Mutex
	own map[string]chan struct{} // by account; of those that ever sent one
}

func newFetches() *fetches {
	return &fetches{all: make(chan struct{}, parallelFetches), patience: fetchPatience, own: map[string]chan struct{}{}}
}

// begin waits for a place for a file of an account, and returns what gives it back.
func (f *fetches) begin(ctx context.Context, account string) (end func(), err error) {
	f.mu.Lock()
	own := f.own[account]
	if own == nil {
		own = make(chan struct{}, ownFetches)
		f.own[account] = own
	}
	f.mu.Unlock()
	late := time.NewTimer(f.patience)
	defer late.Stop()
	ends := make([]func(), 0, 2)
	end = func() {
		for _, give := range ends {
			give()
		}
	}
	for _, places := range []chan struct{}{own, f.all} {
		select {
		case places <- struct{}{}:
			ends = append(ends, func() { <-places })
			continue
		case <-ctx.Done():
			err = ctx.Err()
		case <-late.C:
			err = &api.Error{Code: api.CodeUnavailable, Detail: "Too many files are on their way at once. Try again in a moment.", RetryAfter: time.Second}
		}
		end()
		return nil, err
	}
	return end, nil
}
