package sandbox

import (
	"time"

	"go.mau.fi/whatsmeow/types"
)

const (
	// maxRetries is how often a phone asks for a message again that it can't decrypt.
	maxRetries = 5
	// maxAsked is how many such messages a phone keeps track of.
	maxAsked = 4096
	// askAgainAfter is how long it waits for an answer before it asks once more. A client that was asked may have lost
	// its connection over the answer, and doesn't try again by itself.
	askAgainAfter = 5 * time.Second
)

// question is a message that a phone can't read and has asked its sender for.
type question struct {
	ID    string
	From  types.JID // the device that has sent it
	Group types.JID // in which, or empty
	Time  time.Time
	Count int // how often the phone has asked
}

func (q question) receipt() attrs {
	if q.Group.IsEmpty() {
		return attrs{"id": q.ID, "to": q.From}
	}
	return attrs{"id": q.ID, "to": q.Group, "participant": q.From}
}

func (p *Phone) questionID(id string) string { return p.account.Number + "/" + id }

// askAgain sends a retry receipt with the phone's keys, with which the sender begins a new session. It is remembered
// until the message comes.
func (p *Phone) askAgain(t *tx, in incoming) {
	q := question{ID: in.id, From: in.from, Group: in.group, Time: in.time, Count: max(in.retries, p.asked[in.id].Count)}
	if q.Count >= maxRetries {
		t.log.Warn("a phone gives up on a message", "phone", p.account.Number, "message", in.id)
		return
	}
	p.ask(t, q)
}

func (p *Phone) ask(t *tx, q question) {
	q.Count++
	if _, known := p.asked[q.ID]; known || len(p.asked) < maxAsked {
		p.asked[q.ID] = q
		t.put(kindAsked, p.questionID(q.ID), q)
		p.askLater(t.Network, q)
	}
	b := p.bundle(p.account.lid())
	identity := b.identityNodes()
	at := q.receipt()
	at["type"] = "retry"
	t.forwardReceipt(p.account, 0, &stanza{
		Tag: "receipt", Attrs: at,
		Content: []stanza{
			node("retry", attrs{"count": q.Count, "id": q.ID, "t": q.Time.Unix(), "v": 1}),
			identity[0],
			node("keys", nil, append(identity[1:], b.signedNode())...),
		},
	})
}

// answered notes that a message has come which the phone has asked for. It reports false if nobody has asked, and
// the message is there already.
func (p *Phone) answered(t *tx, in incoming) bool {
	if _, known := p.asked[in.id]; known {
		delete(p.asked, in.id)
		t.drop(kindAsked, p.questionID(in.id))
		return true
	}
	return in.retries == 0 || len(p.asked) >= maxAsked
}

// askLater asks once more when there was no answer for a while, unless the sender has not even got the question.
func (p *Phone) askLater(n *Network, q question) {
	if q.From.Device == 0 || q.Count >= maxRetries { // a phone answers as soon as it is on
		return
	}
	n.spawn(func() {
		timer := time.NewTimer(n.askPatience)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-n.ctx.Done():
			return
		}
		n.mu.RLock()
		defer n.mu.RUnlock()
		sender := n.account(q.From)
		n.sharing([]*account{p.account, sender}, func(t *tx) {
			switch d := t.device(q.From); {
			case p.account.gone || d == nil || p.asked[q.ID] != q:
			case d.conn == nil || d.waits("receipt", q.ID):
				p.askLater(n, q)
			default:
				p.ask(t, q)
			}
		})
	})
}

// waits tells whether a stanza about a message is still to be confirmed by the device.
func (d *device) waits(tag, id string) bool {
	for _, item := range d.queue.items {
		if item.tag == tag && item.about == id {
			return true
		}
	}
	return false
}
