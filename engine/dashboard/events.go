package dashboard

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"wpengine/engine/api"
)

const (
	maxStreams  = 24                     // of an account at once; the pages of more ask every few seconds
	streamPulse = 25 * time.Second       // so that nobody on the way takes a stream for dead, and a session that is over is noticed
	streamWrite = 10 * time.Second       // for each write
	streamPause = 150 * time.Millisecond // changes come in bursts
)

// streams are the pages that are told what happens.
type streams struct {
	mu    sync.Mutex
	open  map[string]int // by account
	over  chan struct{}  // closed when the server stops
	close sync.Once
}

// begin takes a place for a stream of an account, if there is one.
func (s *streams) begin(account string) (end func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[account] >= maxStreams {
		return nil, false
	}
	s.open[account]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.open[account]--; s.open[account] == 0 {
			delete(s.open, account)
		}
	}, true
}

// Drain ends the streams of events, which would go on as long as somebody looks.
func (d *Dashboard) Drain() { d.streams.close.Do(func() { close(d.streams.over) }) }

// clientEvents tells a page that something about its visitor's clients has changed, so that it loads itself again. It is a
// stream of Server-Sent Events.
func (d *Dashboard) clientEvents(v *Visit) error {
	if d.ClientsChanged == nil {
		return api.Errorf(api.CodeNotFound, "There are no events here.")
	}
	end, ok := d.streams.begin(v.Caller.UserID)
	if !ok {
		return api.Errorf(api.CodeConflict, "Too many pages are open at once.")
	}
	defer end()
	h := v.Writer.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would collect the events
	control := http.NewResponseController(v.Writer)
	write := func(text string) bool {
		if err := control.SetWriteDeadline(time.Now().Add(streamWrite)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return false
		}
		_, err := v.Writer.Write([]byte(text))
		return err == nil && control.Flush() == nil
	}
	pulse := time.NewTicker(streamPulse)
	defer pulse.Stop()
	changed := d.ClientsChanged(v.Caller.UserID)
	for next := ":\n\n"; ; {
		if _, err := d.visitor(v.Request); err != nil || !write(next) { // the session is over, or the page is gone
			return nil
		}
		select {
		case <-changed:
			next = "data: changed\n\n"
			select {
			case <-time.After(streamPause):
			case <-v.Request.Context().Done():
				return nil
			}
			changed = d.ClientsChanged(v.Caller.UserID)
		case <-pulse.C:
			next = ":\n\n"
		case <-v.Request.Context().Done():
			return nil
		case <-d.streams.over:
			return nil
		}
	}
}
