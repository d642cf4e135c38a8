package sandbox

import (
	"encoding/json"

	"wpengine/engine/store"
)

// tx is one change of the network: the rows it writes and the stanzas it sends. What it may read and
// change while it lasts is said in lock.go.
//
// The stanzas leave when the rows are written, and never before anything that happened earlier is
// written: a client can't hear of what a crash could undo.
type tx struct {
	*Network
	rows   []store.SandboxRow
	parts  []outgoing
	events []staged

	shared bool       // others change other accounts at the same time
	held   []*account // whose locks a shared change has, in order
}

type outgoing struct {
	conn  *conn
	frame []byte
	last  bool // hang up after this one
}

// commit hands a change to the journal and to those who must hear of it. The locks of whatever it has
// touched are still held, so that what happened first is also written and said first.
func (t *tx) commit() (position uint64) {
	position = t.journal.append(t.rows)
	for _, o := range t.parts {
		o.conn.enqueue(o.frame, position, o.last)
	}
	t.publish(position)
	return position
}

// put writes a row whose data is JSON.
func (t *tx) put(kind, id string, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		// Every value put here is a struct of ours made of strings, numbers and bytes.
		t.log.Error("a row of the simulated network can't be encoded", "kind", kind, "error", err)
		return
	}
	t.putRaw(kind, id, data)
}

// putRaw writes a row. The data must not change afterwards.
func (t *tx) putRaw(kind, id string, data []byte) {
	t.rows = append(t.rows, store.SandboxRow{Kind: kind, ID: id, Data: data})
}

// drop deletes a row.
func (t *tx) drop(kind, id string) {
	t.rows = append(t.rows, store.SandboxRow{Kind: kind, ID: id})
}

// send answers a client. Answers are never dropped: a connection that doesn't read its answers isn't
// read from either.
func (t *tx) send(c *conn, s stanza) { t.frame(c, s, false) }

// hangUp says a last thing to a client and closes its connection.
func (t *tx) hangUp(c *conn, s stanza) { t.frame(c, s, true) }

// hangUpSilently closes a connection once everything up to now is written, without a word.
func (t *tx) hangUpSilently(c *conn) {
	t.parts = append(t.parts, outgoing{conn: c, last: true})
}

func (t *tx) frame(c *conn, s stanza, last bool) {
	if frame, ok := t.encode(s); ok {
		t.parts = append(t.parts, outgoing{c, frame, last})
	}
}

// encode is the only way out for a stanza. One that a client could trip over is logged and kept back:
// its handlers run without recover, so the stanza would end the whole process.
func (n *Network) encode(s stanza) ([]byte, bool) {
	frame, err := marshal(s)
	if err != nil {
		n.log.Error("the simulated network has made a stanza that no client could read", "tag", s.Tag, "error", err)
		return nil, false
	}
	return frame, true
}
