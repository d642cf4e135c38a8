package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

func TestUnreadableStanzasAreKeptBack(t *testing.T) {
	ada := types.NewJID("15550000001", types.DefaultUserServer)
	for name, test := range map[string]struct {
		stanza stanza
		good   bool
	}{
		"result":             {node("iq", attrs{"id": "1", "type": "result", "from": types.ServerJID}), true},
		"request without id": {node("iq", attrs{"type": "set", "from": types.ServerJID}, node("pair-success", nil)), false},
		"message":            {node("message", attrs{"id": "1", "type": "text", "t": int64(1), "from": ada}), true},
		"no time":            {node("message", attrs{"id": "1", "type": "text", "from": ada}), false},
		"address as text":    {node("message", attrs{"id": "1", "type": "text", "t": 1, "from": ada.String()}), false},
		"empty address":      {node("receipt", attrs{"id": "1", "t": 1, "from": types.JID{}}), false},
		"text as content":    {node("ib", nil, stanza{Tag: "x", Content: "text"}), false},
		"nameless child":     {node("ib", nil, stanza{}), false},
		"unknown value":      {node("ib", attrs{"x": 1.5}), false},
		"unknown stanza":     {node("stream:features", nil), false},
		"login":              {node("success", attrs{"t": 1, "lid": ada}), true},
		"login without lid":  {node("success", attrs{"t": 1}), false},
	} {
		t.Run(name, func(t *testing.T) {
			frame, err := marshal(test.stanza)
			if (err == nil) != test.good {
				t.Fatalf("error %v", err)
			}
			if !test.good {
				return
			}
			if back, err := unmarshal(frame); err != nil || back.Tag != test.stanza.Tag {
				t.Errorf("it comes back as %v, %v", back, err)
			}
		})
	}
}

func TestMemoryListsInOrder(t *testing.T) {
	m := newMemory()
	var rows []store.SandboxRow
	for _, id := range []string{"b/2", "a/1", "b/1", "b/3", "c/1"} {
		rows = append(rows, store.SandboxRow{Kind: "k", ID: id, Data: []byte(id)})
	}
	rows = append(rows, store.SandboxRow{Kind: "k", ID: "b/3"}, store.SandboxRow{Kind: "other", ID: "b/9", Data: []byte("x")})
	if err := m.Apply(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		after  string
		limit  int
		prefix string
		want   []string
	}{
		{"", 9, "", []string{"a/1", "b/1", "b/2", "c/1"}},
		{"", 2, "", []string{"a/1", "b/1"}},
		{"b/1", 9, "", []string{"b/2", "c/1"}},
		{"", 9, "b/", []string{"b/1", "b/2"}},
		{"b/", 9, "b/", []string{"b/1", "b/2"}},
		{"b/1", 9, "b/", []string{"b/2"}},
		{"b/2", 9, "b/", nil},
		{"c/1", 9, "", nil},
		{"", 9, "d", nil},
	} {
		got, err := m.List(t.Context(), "k", test.after, test.limit, test.prefix)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, r := range got {
			ids = append(ids, r.ID)
		}
		if d := cmp.Diff(test.want, ids); d != "" {
			t.Errorf("after %q, limit %d, prefix %q: %s", test.after, test.limit, test.prefix, d)
		}
	}
}

// gate is a State that writes only when it is told to, and remembers what it was given at once.
type gate struct {
	memory
	mu      sync.Mutex
	batches [][]store.SandboxRow
	open    chan error
}

func (g *gate) Apply(_ context.Context, rows []store.SandboxRow) error {
	g.mu.Lock()
	g.batches = append(g.batches, rows)
	g.mu.Unlock()
	return <-g.open
}

func TestJournalWritesChangesTogether(t *testing.T) {
	g := &gate{open: make(chan error)}
	j := newJournal(g, slog.New(slog.DiscardHandler))
	row := func(id, data string) store.SandboxRow { return store.SandboxRow{Kind: "k", ID: id, Data: []byte(data)} }
	first := j.append([]store.SandboxRow{row("a", "1")})
	g.open <- nil
	if err := j.wait(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	second := j.append([]store.SandboxRow{row("a", "2")})
	for started := false; !started; { // the journal is busy with a: what comes now is written together
		g.mu.Lock()
		started = len(g.batches) == 2
		g.mu.Unlock()
	}
	j.append([]store.SandboxRow{row("b", "3"), row("c", "4")})
	last := j.append([]store.SandboxRow{row("b", "5")})
	if same := j.append(nil); same != last {
		t.Errorf("a change of nothing has position %d, want %d", same, last)
	}
	short, cancel := context.WithCancel(t.Context())
	cancel()
	if err := j.wait(short, second); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting ends with %v", err)
	}
	g.open <- errors.New("locked") // asked again
	g.open <- nil
	g.open <- nil
	if err := j.wait(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	want := [][]store.SandboxRow{{row("a", "1")}, {row("a", "2")}, {row("a", "2")}, {row("b", "5"), row("c", "4")}}
	if d := cmp.Diff(want, g.batches); d != "" {
		t.Error(d)
	}
	if err := j.close(); err != nil {
		t.Error(err)
	}
	if err := j.wait(t.Context(), last+1); !errors.Is(err, ErrClosed) {
		t.Errorf("waiting for what will never be written ends with %v", err)
	}
}

// quiet starts a network that nobody dials.
func quiet(t *testing.T, state State) *Network {
	t.Helper()
	n, err := New(t.Context(), Options{State: state, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	return n
}

func quietPhone(t *testing.T, n *Network, number string) *Phone {
	t.Helper()
	p, err := n.CreatePhone(t.Context(), PhoneSpec{Number: number})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestQueueIsBoundedAndHasAWindow(t *testing.T) {
	n := quiet(t, nil)
	ada := quietPhone(t, n, "15550000001")
	d := &device{deviceRecord: deviceRecord{ID: 1}, owner: ada.account}
	c := &conn{net: n, active: true, writing: true} // nothing is really written
	receipt := func(i int) stanza {
		return node("receipt", attrs{"id": fmt.Sprint(i), "t": 1, "from": ada.account.pn()})
	}
	n.update(func(x *tx) {
		x.link(d)
		for i := range maxQueue {
			x.deliver(d, receipt(i))
		}
		if x.deliver(d, receipt(maxQueue)) {
			t.Error("a full queue takes more")
		}
		v := x.route(ada.account, 0, &stanza{Tag: "message", Attrs: attrs{"id": "m", "type": "text", "to": ada.account.lid()}, Content: []stanza{
			node("participants", nil, node("to", attrs{"jid": d.lid()}, leaf("enc", []byte{1}))),
		}})
		if v.code != refusedFull {
			t.Errorf("a message for a device with a full queue: %+v", v)
		}
		d.conn, c.device = c, d
		x.resume(d)
	})
	if d.queue.sent != maxUnconfirmed || d.queue.waiting != maxQueue-maxUnconfirmed {
		t.Errorf("%d sent, %d are waiting", d.queue.sent, d.queue.waiting)
	}
	n.update(func(x *tx) {
		for i := range maxQueue {
			x.confirm(&d.queue, "receipt", fmt.Sprint(i), "", ada.account.pn())
			x.pump(d)
		}
		x.confirm(&d.queue, "receipt", "never sent", "", ada.account.pn())
	})
	if len(d.queue.items) != 0 || d.queue.sent != 0 || d.queue.waiting != 0 {
		t.Errorf("left: %d items, %d sent, %d waiting", len(d.queue.items), d.queue.sent, d.queue.waiting)
	}
	// All stanzas, the preview and the end of what had waited.
	if got := len(c.out); got != maxQueue+2 {
		t.Errorf("%d frames for the client, want %d", got, maxQueue+2)
	}
}

func TestPhoneGoesOnAfterARestart(t *testing.T) {
	state := newMemory()
	n := quiet(t, state)
	ada, bob := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002")
	ada.crypto.Lock()
	part := ada.seal(&waE2E.Message{Conversation: proto.String("hello")}, []types.JID{bob.account.lid()}, form{})
	ada.crypto.Unlock()
	n.update(func(x *tx) { // accepted, but the process ends before Bob's phone has looked at it
		l := x.newLetter(ada.account, 0, &stanza{Tag: "message", Attrs: attrs{"id": "m1", "type": "text", "to": bob.account.lid()}})
		x.push(&bob.inbox, x.copyFor(l, bob.account, childPart(part[0]), nil))
	})
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = quiet(t, state)
	bob, err := n.Phone("15550000002")
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; {
		messages, _, err := bob.Messages(t.Context(), "", 10)
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("Bob's phone has %v, %v", messages, err)
		}
		if len(messages) == 1 && messages[0].Text == "hello" {
			break
		}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(bob.inbox.items) != 0 {
		t.Errorf("%d stanzas are left in the inbox", len(bob.inbox.items))
	}
}

func childPart(to stanza) part { return part{attrJID(to, "jid"), to.GetChildren()} }

func TestDamagedStateIsRefused(t *testing.T) {
	for kind, row := range map[string]store.SandboxRow{
		"device of nobody": {Kind: kindDevice, ID: "15550000009/001", Data: []byte(`{}`)},
		"account":          {Kind: kindAccount, ID: "15550000009", Data: []byte(`{"IdentityKey":"AAAA"}`)},
		"not JSON":         {Kind: kindAccount, ID: "15550000009", Data: []byte(`{`)},
		"keys":             {Kind: kindKeys, ID: "network", Data: []byte(`{}`)},
		"missing patch":    {Kind: kindPatch, ID: "15550000001/regular/00000003", Data: []byte{}},
		"queue of nobody":  {Kind: kindQueue, ID: "15550000001/007/0000000000000001", Data: []byte{}},
	} {
		t.Run(kind, func(t *testing.T) {
			state := newMemory()
			n := quiet(t, state)
			quietPhone(t, n, "15550000001")
			if err := n.Close(); err != nil {
				t.Fatal(err)
			}
			if err := state.Apply(t.Context(), []store.SandboxRow{row}); err != nil {
				t.Fatal(err)
			}
			n, err := New(t.Context(), Options{State: state, Logger: slog.New(slog.DiscardHandler)})
			if err == nil {
				_ = n.Close()
				t.Fatal("a network starts with it")
			}
			t.Log(err)
		})
	}
}

func TestStrayMessagesAreDropped(t *testing.T) {
	state := newMemory()
	n := quiet(t, state)
	ada := quietPhone(t, n, "15550000001")
	if _, err := ada.SendText(t.Context(), ada.account.pn(), "kept"); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	var strays []store.SandboxRow
	for i := range 3 * pageSize {
		strays = append(strays, store.SandboxRow{Kind: kindMessage, ID: fmt.Sprintf("15550000001.gone/%016x", i), Data: []byte(`{}`)})
	}
	if err := state.Apply(t.Context(), strays); err != nil {
		t.Fatal(err)
	}
	quiet(t, state)
	left, err := state.List(t.Context(), kindMessage, "", 10, "")
	if err != nil || len(left) != 1 {
		t.Errorf("%d messages are left, %v", len(left), err)
	}
}

// registering is the payload of a client that wants to be linked.
func registering() *waWa6.ClientPayload {
	return &waWa6.ClientPayload{DevicePairingData: &waWa6.ClientPayload_DevicePairingRegistrationData{}}
}

func TestServiceBoundsThePhonesOfAnAccount(t *testing.T) {
	n := quiet(t, nil)
	s := NewService(n, nil)
	s.maxPhones = 2
	create := func(owner, number string) error {
		_, err := s.CreatePhone(api.WithCaller(t.Context(), api.Caller{UserID: owner}), &api.CreatePhoneRequest{Phone: number})
		return err
	}
	for _, number := range []string{"15550000001", "15550000002"} {
		if err := create("ada", number); err != nil {
			t.Fatal(err)
		}
	}
	var refused *api.Error
	if err := create("ada", "15550000003"); !errors.As(err, &refused) || refused.Code != api.CodeConflict {
		t.Errorf("the third phone of two: %v", err)
	}
	if err := create("bob", "15550000003"); err != nil {
		t.Errorf("another account's first: %v", err)
	}
}
