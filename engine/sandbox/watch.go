package sandbox

import (
	"context"
	"sync"

	"go.mau.fi/whatsmeow/types"
)

// The kinds of events of a phone.
const (
	EventMessage  = "message"  // Message is new in the phone's transcript
	EventChanged  = "changed"  // Message, which was there already, is now like this: edited, revoked, reacted to …
	EventProgress = "progress" // the outgoing message MessageID has come as far as Progress says
	EventRead     = "read"     // Chat was read, on the phone or on a device that is linked to it
	EventTyping   = "typing"   // From is doing in Chat what Typing says
	EventLinked   = "linked"   // Device was linked to the phone
	EventUnlinked = "unlinked" // Device is not linked any more
	EventChannel  = "channel"  // Chat, a channel that the phone follows, has a new post or a post that was changed
	EventCall     = "call"     // Call, from the phone or to it, stands otherwise than before
	EventProfile  = "profile"  // the name, the about text or the persona of the phone has changed
	EventResync   = "resync"   // events were lost: read the phone anew
)

// PhoneEvent is something that somebody would see who looks at the phone. Which members are set depends on
// the kind.
type PhoneEvent struct {
	Kind      string
	Message   *Message
	MessageID string
	Progress  Progress
	Chat      Identity     // in which it happens: a person or a group
	From      Identity     // whose doing it is
	Typing    string       // TypingComposing, TypingRecording or TypingPaused
	Device    LinkedDevice // Online isn't set
	Call      *Call
}

// maxBehind is how many events wait for somebody who watches a phone and doesn't read.
const maxBehind = 256

// audience is who watches a phone. Its lock is the innermost: under it nothing else is locked.
type audience struct {
	mu       sync.Mutex
	watchers map[*watcher]struct{}
	over     bool // the phone is gone
}

// watcher is one who watches. Its members are guarded by the audience's lock.
type watcher struct {
	pending  []PhoneEvent
	position uint64 // in the journal, of the newest of them
	over     bool
	wake     chan struct{}
}

// Watch tells what happens to the phone from now on, in order, once it is written. The channel is closed when
// ctx ends, the phone is deleted, or the network is closed. Whoever reads too slowly gets one EventResync in
// place of what they missed; the network never waits for a reader. While somebody watches, the person at the
// phone is there: those who have subscribed to its presence see it online.
//
// To show a phone, begin to watch it first and read its messages then: some may come twice, none is missed.
func (p *Phone) Watch(ctx context.Context) <-chan PhoneEvent {
	events := make(chan PhoneEvent)
	w := &watcher{wake: make(chan struct{}, 1)}
	first := p.audience.add(w)
	started := p.net.spawn(func() {
		defer close(events)
		defer p.leave(w)
		if first {
			p.net.update(func(t *tx) { t.tellPresence(p.account) })
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(p.net.ctx, cancel)()
		p.serve(ctx, w, events)
	})
	if !started {
		p.audience.remove(w)
		close(events)
	}
	return events
}

// leave ends the watching of one. With the last the person at the phone isn't there any more.
func (p *Phone) leave(w *watcher) {
	if p.audience.remove(w) {
		p.net.update(func(t *tx) { t.tellPresence(p.account) })
	}
}

// serve passes events on to a watcher until ctx or the phone ends.
func (p *Phone) serve(ctx context.Context, w *watcher, events chan<- PhoneEvent) {
	for {
		select {
		case <-w.wake:
		case <-ctx.Done():
			return
		}
		batch, position, over := p.audience.take(w)
		if p.net.journal.wait(ctx, position) != nil {
			return
		}
		for _, e := range batch {
			select {
			case events <- e:
			case <-ctx.Done():
				return
			}
		}
		if over {
			return
		}
	}
}

// add reports whether it is the first one.
func (a *audience) add(w *watcher) (first bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.watchers == nil {
		a.watchers = map[*watcher]struct{}{}
	}
	a.watchers[w] = struct{}{}
	if a.over {
		w.end()
	}
	return len(a.watchers) == 1
}

// remove reports whether it was the last one.
func (a *audience) remove(w *watcher) (last bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.watchers, w)
	return len(a.watchers) == 0
}

// isThere tells whether somebody watches.
func (a *audience) isThere() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.watchers) > 0
}

// take gives what waits for a watcher, and from when on it may hear it.
func (a *audience) take(w *watcher) (batch []PhoneEvent, position uint64, over bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	batch, w.pending = w.pending, nil
	return batch, w.position, w.over
}

// publish gives an event to all who watch.
func (a *audience) publish(e PhoneEvent, position uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for w := range a.watchers {
		if len(w.pending) == maxBehind {
			w.pending = append(w.pending[:0], PhoneEvent{Kind: EventResync})
		} else {
			w.pending = append(w.pending, e)
		}
		w.position = max(w.position, position)
		w.notify()
	}
}

// end lets nobody watch any longer.
func (a *audience) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.over = true
	for w := range a.watchers {
		w.end()
	}
}

func (w *watcher) end() {
	w.over = true
	w.notify()
}

func (w *watcher) notify() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// staged is an event that those who watch a phone hear of when the change that it is part of is written.
type staged struct {
	phone *Phone
	event PhoneEvent
}

// tell makes an event part of a change.
func (t *tx) tell(p *Phone, e PhoneEvent) {
	t.events = append(t.events, staged{p, e})
}

// publish gives the events of a change to who watches. It is called when the journal has the change: whoever
// begins to watch later finds it in what they read.
func (t *tx) publish(position uint64) {
	for _, s := range t.events {
		s.phone.audience.publish(s.event, position)
	}
}

// chat is the chat that a message is in, as its phone sees it.
func (m *Message) chat() Identity {
	if m.Direction == DirectionOut || many(m.To.JID) {
		return m.To
	}
	return m.From
}

// tellRead tells that a chat was read.
func (t *tx) tellRead(p *Phone, chat types.JID) {
	who := Identity{JID: chat}
	if a := t.account(chat); a != nil {
		who = a.person()
	} else if g := t.groups[chat.User]; g != nil && chat.Server == types.GroupServer {
		who = g.identity()
	}
	t.tell(p, PhoneEvent{Kind: EventRead, Chat: who})
}

// tellDevice tells that a device was linked, or isn't any more.
func (t *tx) tellDevice(d *device, kind string) {
	t.tell(d.owner.phone, PhoneEvent{Kind: kind, Device: LinkedDevice{JID: d.pn(), LID: d.lid(), LinkedAt: d.LinkedAt}})
}

// tellProfile tells that a phone shows itself differently.
func (t *tx) tellProfile(a *account) { t.tell(a.phone, PhoneEvent{Kind: EventProfile}) }
