package sandbox

import (
	"slices"
	"time"
)

// overtakeTime is how long a message waits for the one that is to overtake it.
const overtakeTime = time.Second

// deliverFaulty gives a message to a device, with what goes wrong on the way.
func (t *tx) deliverFaulty(d *device, s stanza) bool {
	if d.faults.take(FaultMissingLID) {
		s = withoutHints(s)
	}
	if d.faults.take(FaultUndecryptable) {
		s = damaged(s)
	}
	copies := 1
	if d.faults.take(FaultDuplicate) {
		copies = 2
	}
	for range copies {
		if !t.push(&d.queue, s) {
			return false
		}
	}
	switch q := &d.queue; {
	case d.faults.held != 0:
		t.overtake(d)
	case d.conn != nil && d.conn.active && q.waiting == 0 && d.faults.take(FaultReorder):
		t.hold(d, q.next)
	}
	return true
}

// hold keeps a message, and all behind it, back until the next one has come, or none has for a while.
func (t *tx) hold(d *device, sequence uint64) {
	d.faults.held = sequence
	n := t.Network
	t.spawn(func() {
		timer := time.NewTimer(overtakeTime)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-n.ctx.Done():
		}
		n.among([]*account{d.owner}, func(t *tx) {
			if d.faults.held == sequence {
				d.faults.held = 0
				t.pump(d)
			}
		})
	})
}

// overtake puts the message that is held back behind all others. Its row stays where it is: after a restart
// the messages are in order.
func (t *tx) overtake(d *device) {
	q, held := &d.queue, d.faults.held
	d.faults.held = 0
	at := slices.IndexFunc(q.items, func(i queued) bool { return i.sequence == held })
	if at >= q.sent {
		item := q.items[at]
		q.items = append(slices.Delete(q.items, at, at+1), item)
	}
}

// withoutHints takes the other address of the sender out of a message.
func withoutHints(s stanza) stanza {
	bare := attrs{}
	for name, value := range s.Attrs {
		switch name {
		case "sender_lid", "sender_pn", "participant_lid", "participant_pn", "peer_recipient_lid", "peer_recipient_pn":
		default:
			bare[name] = value
		}
	}
	s.Attrs = bare
	return s
}

// damaged changes a byte of everything that is encrypted in a message: one that is authenticated, or authenticates,
// in all forms that there are.
func damaged(s stanza) stanza {
	children := slices.Clone(s.GetChildren())
	for i, child := range children {
		if content := contentBytes(child); child.Tag == "enc" && len(content) > 0 {
			broken := slices.Clone(content)
			broken[max(0, len(broken)-16)] ^= 1
			children[i].Content = broken
		}
	}
	s.Content = children
	return s
}
