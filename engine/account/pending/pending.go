// Package pending remembers what somebody has begun and is going to end within minutes, or never: a sign-in that lacks
// its second step, the question that a passkey is to answer.
//
// It is in memory, because none of it is worth keeping: after a restart one begins anew. What one person can begin is
// bounded, and so is all of it together.
package pending

import (
	"container/list"
	"slices"
	"sync"
	"time"
)

// How much is remembered of one owner, and in all. The oldest makes room.
const (
	ownMost = 100
	allMost = 20_000
)

// Pending is a number of such things. They are found by keys, which are secrets or the ids of sessions, and have
// owners, such as an account or a network.
type Pending[T any] struct {
	Time time.Duration    // required: how long each is good
	Now  func() time.Time // time.Now if nil

	mu     sync.Mutex
	byKey  map[string]*list.Element
	byAge  list.List           // the oldest first
	owners map[string][]string // their keys, the oldest first
}

type entry[T any] struct {
	key, owner string
	until      time.Time
	value      T
}

// Put remembers something under a key, in place of what was there.
func (p *Pending[T]) Put(key, owner string, value T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byKey == nil {
		p.byKey, p.owners = map[string]*list.Element{}, map[string][]string{}
	}
	now := p.now()
	p.drop(key)
	for oldest := p.byAge.Front(); oldest != nil; oldest = p.byAge.Front() {
		e := oldest.Value.(*entry[T])
		if now.Before(e.until) && p.byAge.Len() < allMost {
			break
		}
		p.drop(e.key)
	}
	if own := p.owners[owner]; len(own) >= ownMost {
		p.drop(own[0])
	}
	p.byKey[key] = p.byAge.PushBack(&entry[T]{key, owner, now.Add(p.Time), value})
	p.owners[owner] = append(p.owners[owner], key)
}

// Get returns what is remembered under a key.
func (p *Pending[T]) Get(key string) (value T, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.get(key)
}

// Take returns what is remembered under a key and forgets it: of two who ask at the same moment one gets it.
func (p *Pending[T]) Take(key string) (value T, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	value, ok = p.get(key)
	p.drop(key)
	return value, ok
}

func (p *Pending[T]) get(key string) (value T, ok bool) {
	at := p.byKey[key]
	if at == nil || key == "" {
		return value, false
	}
	e := at.Value.(*entry[T])
	if !p.now().Before(e.until) {
		return value, false
	}
	return e.value, true
}

func (p *Pending[T]) drop(key string) {
	at := p.byKey[key]
	if at == nil {
		return
	}
	e := p.byAge.Remove(at).(*entry[T])
	delete(p.byKey, key)
	own := slices.DeleteFunc(p.owners[e.owner], func(k string) bool { return k == key })
	if p.owners[e.owner] = own; len(own) == 0 {
		delete(p.owners, e.owner)
	}
}

func (p *Pending[T]) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}
