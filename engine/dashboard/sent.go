package dashboard

import (
	"crypto/rand"
	"maps"
	"sync"
	"time"
)

// How long a form that was sent is remembered, and how many are.
const (
	sentFor  = time.Hour
	sentMost = 10_000

	nameLength = 26 // of rand.Text
)

// sentForms remembers which forms were sent whose answer can't lead on to another page, so that loading it again makes
// nothing a second time. The zero value is ready.
type sentForms struct {
	mu    sync.Mutex
	until map[string]time.Time // by whose form it is, and its name
}

// newFormName returns a name for a form that is to be sent once.
func newFormName() string { return rand.Text() }

// first reports whether a visitor's form is sent for the first time, as it is not from now on. One without a name always
// is, and so is one with a name that we haven't given, which may be as long as a form.
func (s *sentForms) first(v *Visit, name string) bool {
	if len(name) != nameLength {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now, key := time.Now(), v.Caller.UserID+" "+name
	if now.Before(s.until[key]) {
		return false
	}
	if s.until == nil {
		s.until = map[string]time.Time{}
	}
	if len(s.until) >= sentMost {
		maps.DeleteFunc(s.until, func(_ string, until time.Time) bool { return !now.Before(until) })
	}
	if len(s.until) >= sentMost {
		clear(s.until) // a key too many is better than no memory left
	}
	s.until[key] = now.Add(sentFor)
	return true
}

// again lets a form be sent that came to nothing.
func (s *sentForms) again(v *Visit, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.until, v.Caller.UserID+" "+name)
}
