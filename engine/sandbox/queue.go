package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

const (
	// maxQueue is how many stanzas wait for one device. A message for a device that already has as many
	// is refused, with an error to its sender; notifications and receipts are dropped.
	maxQueue = 10_000
	// maxUnconfirmed is how many a device gets before it has confirmed the first. The library's own
	// queue takes 2,048 and loses the order beyond.
	maxUnconfirmed = 1024
)

// queue holds the stanzas that one device must get, in order, until it has confirmed each. They are
// kept encoded: that is what goes to the client and what is written.
type queue struct {
	owner string // as in row ids
	items []queued
	sent  int // the first so many were sent over the present connection
	next  uint64

	// While a client that has just come back gets what has waited for it.
	waiting int // how many of those are not sent yet
	waited  int // how many there were
}

type queued struct {
	sequence uint64
	frame    []byte
	tag      string
	key      string // what a confirmation names
	about    string // the id alone
}

func (q *queue) rowID(sequence uint64) string { return fmt.Sprintf("%s/%016x", q.owner, sequence) }

// push appends a stanza, unless the queue is full.
func (t *tx) push(q *queue, s stanza) bool {
	if len(q.items) >= maxQueue {
		return false
	}
	frame, ok := t.encode(s)
	if !ok {
		return false
	}
	q.next++
	q.items = append(q.items, newQueued(q.next, frame, &s))
	t.putRaw(kindQueue, q.rowID(q.next), frame)
	return true
}

func newQueued(sequence uint64, frame []byte, s *stanza) queued {
	return queued{
		sequence: sequence, frame: frame, tag: s.Tag, about: attrText(*s, "id"),
		key: confirmationKey(s.Tag, attrText(*s, "id"), attrText(*s, "type"), attrText(*s, "from")),
	}
}

// confirmationKey identifies a stanza in what confirms it. Ids alone repeat: a message, its delivery
// receipt and its read receipt share one. The type of a message isn't repeated in its confirmation.
func confirmationKey(tag, id, kind, from string) string {
	if tag == "message" {
		kind = ""
	}
	return strings.Join([]string{tag, id, kind, from}, " ")
}

// confirm removes the stanza that a client has confirmed.
func (t *tx) confirm(q *queue, tag, id, kind string, from types.JID) {
	key := confirmationKey(tag, id, kind, from.String())
	at := slices.IndexFunc(q.items[:q.sent], func(i queued) bool { return i.key == key })
	if at >= 0 {
		t.removeQueued(q, at)
	}
}

// removeQueued takes an item out. Most confirmations are for one of the first, so it moves those.
func (t *tx) removeQueued(q *queue, at int) {
	t.drop(kindQueue, q.rowID(q.items[at].sequence))
	copy(q.items[1:at+1], q.items[:at])
	q.items[0] = queued{}
	q.items = q.items[1:]
	if at < q.sent {
		q.sent--
	}
	if len(q.items) == 0 {
		q.items = nil
	}
}

// rewind forgets what was sent: the connection is gone.
func (q *queue) rewind() { q.sent, q.waiting, q.waited = 0, 0, 0 }

func (t *tx) dropQueue(q *queue) {
	for _, item := range q.items {
		t.drop(kindQueue, q.rowID(item.sequence))
	}
	q.items = nil
	q.rewind()
}

// deliver gives a stanza to a device for certain: now if it is connected, else when it comes back.
func (t *tx) deliver(d *device, s stanza) bool {
	t.insist(d.owner)
	push := func() bool { return t.push(&d.queue, s) }
	if s.Tag == "message" && len(d.faults.left) > 0 {
		push = func() bool { return t.deliverFaulty(d, s) }
	}
	if !push() {
		t.log.Warn("a stanza was dropped: the queue of the device is full", "device", d.String(), "tag", s.Tag)
		return false
	}
	t.pump(d)
	return true
}

// pass gives a stanza to a device only if it is there to hear it now.
func (t *tx) pass(d *device, s stanza) {
	t.insist(d.owner)
	if d.conn != nil && d.conn.active && d.conn.backlog() < maxExtra {
		t.send(d.conn, s)
	}
}

// resume starts the delivery of what has waited while the device was away.
func (t *tx) resume(d *device) {
	q := &d.queue
	q.rewind()
	q.waiting, q.waited = len(q.items), len(q.items)
	counts := map[string]int{}
	for _, item := range q.items {
		counts[item.tag]++
	}
	t.send(d.conn, node("ib", attrs{"from": types.ServerJID}, node("offline_preview", attrs{
		"count": q.waited, "message": counts["message"], "notification": counts["notification"],
		"receipt": counts["receipt"], "appdata": 0, "call": counts["call"],
	})))
	if q.waited == 0 {
		t.endOffline(d)
	}
	t.pump(d)
}

// pump sends what is next, as far as the device has confirmed enough of what it got before.
func (t *tx) pump(d *device) {
	if d.conn == nil || !d.conn.active || d.faults.held != 0 {
		return
	}
	q := &d.queue
	for q.sent < len(q.items) && q.sent < maxUnconfirmed {
		item := q.items[q.sent]
		q.sent++
		if q.waiting == 0 {
			t.parts = append(t.parts, outgoing{conn: d.conn, frame: item.frame})
			continue
		}
		t.sendWaited(d, item, q.waited-q.waiting)
		if q.waiting--; q.waiting == 0 {
			t.endOffline(d)
		}
	}
}

// sendWaited sends a stanza with its number among those that have waited.
func (t *tx) sendWaited(d *device, item queued, number int) {
	s, err := unmarshal(item.frame)
	if err != nil {
		t.log.Error("a queued stanza can't be decoded", "device", d.String(), "error", err)
		return
	}
	s.Attrs["offline"] = number
	t.send(d.conn, *s)
}

func (t *tx) endOffline(d *device) {
	t.send(d.conn, node("ib", attrs{"from": types.ServerJID}, node("offline", attrs{"count": d.queue.waited})))
}
