package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// pastBatch is how many past messages are written in one change.
const pastBatch = 200

// loadHistory writes past messages into the transcripts of those who were in the chat: nobody encrypts or
// delivers the past. It returns how many messages at least one phone has got.
func (n *Network) loadHistory(ctx context.Context, w *World) (added int, err error) {
	history := slices.Clone(w.history)
	now := n.now().UTC()
	for i := range history {
		if m := &history[i]; m.at.IsZero() {
			m.at = now.Add(-m.ago)
		}
	}
	slices.SortStableFunc(history, func(x, y pastMessage) int { return x.at.Compare(y.at) })
	known, err := n.knownPast(ctx, w)
	if err != nil {
		return 0, err
	}
	for i, batch := range slices.Collect(slices.Chunk(history, pastBatch)) {
		if err := n.journal.room(ctx); err != nil {
			return added, err
		}
		n.update(func(t *tx) {
			for j, m := range batch {
				if t.happened(w, m, i*pastBatch+j, known) {
					added++
				}
			}
			for _, a := range t.peopleOf(w) {
				t.tell(a.phone, PhoneEvent{Kind: EventResync})
			}
		})
	}
	return added, n.saved(ctx)
}

// knownPast lists the past messages that the phones of a world have already, by the rows that say so.
func (n *Network) knownPast(ctx context.Context, w *World) (map[string]bool, error) {
	known := map[string]bool{}
	var prefixes []string
	n.among(nil, func(t *tx) {
		for _, a := range t.peopleOf(w) {
			prefixes = append(prefixes, a.Transcript)
		}
	})
	for _, prefix := range prefixes {
		if err := eachRow(ctx, n.state, kindPast, prefix, func(id string, _ []byte) error {
			known[id] = true
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// peopleOf gives the accounts of a world's phones.
func (t *tx) peopleOf(w *World) []*account {
	var people []*account
	for _, p := range w.phones {
		if a := t.accounts[p.spec.Number]; a != nil {
			people = append(people, a)
		}
	}
	return people
}

// happened writes a past message into the transcripts that lack it. The index keeps apart, and in order, what
// was written in the same second.
func (t *tx) happened(w *World, m pastMessage, index int, known map[string]bool) (added bool) {
	from := t.accounts[m.from]
	to, readers := t.heardBy(w, m)
	if from == nil || len(readers) == 0 {
		return false
	}
	at := m.at.Truncate(time.Second)
	variety, _ := strconv.ParseInt(m.id[len(m.id)-4:], 16, 64) // keeps the messages of two worlds apart
	cursor := fmt.Sprintf("%016x", at.UnixNano()+int64(index%1_000_000)*1000+variety%1000)
	message := Message{ID: m.id, From: from.person(), To: to, Time: at, Kind: "text", Text: m.text, Cursor: cursor}
	for _, a := range append(readers, from) {
		mark := a.Transcript + m.id
		if known[mark] {
			continue
		}
		known[mark], added = true, true
		t.putRaw(kindPast, mark, []byte("1"))
		row := message
		row.Direction = DirectionIn
		if a == from {
			row.Direction = DirectionOut
			step := ProgressDelivered
			if m.read {
				step = ProgressRead
			}
			t.putRaw(kindProgress, a.Transcript+cursor, []byte(step))
		} else if m.read {
			a.phone.markRead(t, row.chatKey(), cursor)
		}
		row.save(t, a.Transcript)
		a.phone.rewritten()
	}
	return added
}

// heardBy tells whom a past message was sent to, and who has got it.
func (t *tx) heardBy(w *World, m pastMessage) (to Identity, readers []*account) {
	if m.to != "" {
		if a := t.accounts[m.to]; a != nil {
			return a.person(), []*account{a}
		}
		return to, nil
	}
	g := w.groups[m.group]
	for _, number := range g.members {
		if a := t.accounts[number]; a != nil && number != m.from {
			readers = append(readers, a)
		}
	}
	return Identity{JID: types.NewJID(g.id(), types.GroupServer), Name: g.subject}, readers
}
