package sandbox

import (
	"fmt"
	"slices"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// maxSent is how many of its last messages a phone can encrypt again, and follows the receipts of.
const maxSent = 4096

// sentMessages is a ring of the messages that a phone, or a device linked to it, has sent lately. What they say is in
// the state alone: it is asked for rarely.
type sentMessages struct {
	owner string
	slots []sentMessage
	last  uint64
	index map[string]int // slot by message id
	early []earlyReceipt
}

// earlyReceipt is a receipt for a message that the phone doesn't know yet. A linked device sends its
// message to the recipient and to its own phone at once, and the recipient may be quicker.
type earlyReceipt struct {
	id   string
	step Progress
}

// maxEarly is how many such receipts are remembered.
const maxEarly = 64

type sentMessage struct {
	Order    uint64
	ID       string
	Row      string // in the transcript; empty if the message has only changed another
	Time     time.Time
	To       types.JID
	Auto     bool     `json:",omitempty"` // the phone has answered by itself
	Own      bool     `json:",omitempty"` // the phone itself has sent it, and can again
	Progress Progress `json:",omitempty"`
	Peer     bool     `json:",omitempty"` // for a linked device alone, and in no transcript
}

func (r *sentMessages) find(id string) (*sentMessage, bool) {
	slot, ok := r.index[id]
	if !ok {
		return nil, false
	}
	return &r.slots[slot], true
}

// add notes a message. Of one that the phone itself has sent there is the content.
func (r *sentMessages) add(t *tx, m sentMessage, content []byte) {
	m.Order, m.Own = r.last+1, content != nil
	id := r.rowID(r.set(m))
	t.put(kindSent, id, m)
	t.putRaw(kindSentData, id, content) // without content it takes out what was there
}

// follow returns how far a message had come before the phone knew of it.
func (r *sentMessages) follow(id string) Progress {
	step := Progress("")
	r.early = slices.DeleteFunc(r.early, func(e earlyReceipt) bool {
		if e.id == id && step != ProgressRead {
			step = e.step
		}
		return e.id == id
	})
	return step
}

// set puts a message into the slot that its order gives it, in place of the one that was there.
func (r *sentMessages) set(m sentMessage) (slot int) {
	if r.index == nil {
		r.index = map[string]int{}
	}
	slot = int(m.Order % maxSent)
	for len(r.slots) <= slot {
		r.slots = append(r.slots, sentMessage{})
	}
	if old := r.slots[slot]; old.ID != "" && r.index[old.ID] == slot {
		delete(r.index, old.ID)
	}
	r.slots[slot] = m
	r.index[m.ID] = slot
	r.last = max(r.last, m.Order)
	return slot
}

func (r *sentMessages) drop(t *tx) {
	for slot, m := range r.slots {
		if m.ID != "" {
			t.drop(kindSent, r.rowID(slot))
			t.drop(kindSentData, r.rowID(slot))
		}
	}
}

func (r *sentMessages) rowID(slot int) string { return fmt.Sprintf("%s/%04d", r.owner, slot) }

// noteReceipt follows a message that the phone has sent.
func (p *Phone) noteReceipt(t *tx, receipt stanza) {
	t.insist(p.account)
	step := ProgressDelivered
	switch attrText(receipt, "type") {
	case "", "inactive":
	case "read", "played":
		step = ProgressRead
	default:
		return
	}
	ids := []string{attrText(receipt, "id")}
	if list, ok := child(&receipt, "list"); ok {
		for _, item := range list.GetChildren() {
			ids = append(ids, attrText(item, "id"))
		}
	}
	for _, id := range ids {
		p.noteProgress(t, id, step)
	}
}

func (p *Phone) noteProgress(t *tx, id string, step Progress) {
	m, ok := p.sent.find(id)
	if !ok {
		p.sent.early = append(p.sent.early, earlyReceipt{id, step})
		if len(p.sent.early) > maxEarly {
			p.sent.early = slices.Delete(p.sent.early, 0, 1)
		}
		return
	}
	if m.Progress == step || m.Progress == ProgressRead {
		return
	}
	m.Progress = step
	t.put(kindSent, p.sent.rowID(p.sent.index[id]), *m)
	if m.Row == "" || p.contents != nil && p.contents.begins() > m.Row {
		return
	}
	t.putRaw(kindProgress, p.account.Transcript+m.Row, []byte(step))
	t.tell(p, PhoneEvent{Kind: EventProgress, MessageID: id, Progress: step, Chat: t.identity(m.To)})
}
