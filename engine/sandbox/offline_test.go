package sandbox_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestMessagesWaitForTheirDevice(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	b.Disconnect()
	const messages = 25
	for i := range messages {
		a.Say(bob.Info().JID, fmt.Sprintf("message %02d", i))
	}
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "and from the phone"); err != nil {
		t.Fatal(err)
	}
	b = attach(t, n, b.Store)
	b.connect()
	await(b, "the last message", saying("and from the phone"))
	await[*events.OfflineSyncCompleted](b, "OfflineSyncCompleted", nil)
	preview := await[*events.OfflineSyncPreview](b, "OfflineSyncPreview", nil)
	if preview.Messages < messages+1 || preview.Total < preview.Messages {
		t.Errorf("the preview says %+v", preview)
	}
	var order []string
	for _, e := range b.Seen() {
		if m, ok := e.(*events.Message); ok && m.Info.Category != "peer" { // the welcome may have waited too
			order = append(order, text(m))
		}
	}
	for i := range messages {
		if i >= len(order) || order[i] != fmt.Sprintf("message %02d", i) {
			t.Fatalf("messages came as %q", order)
		}
	}
	if got := count[*events.UndecryptableMessage](b, nil); got != 0 {
		t.Errorf("%d messages could not be decrypted", got)
	}
	// What is confirmed doesn't come again.
	until(t, "the sender has the receipts", func() bool {
		return count(a, func(r *events.Receipt) bool { return r.Sender.Device != 0 }) >= messages
	})
	b.Disconnect()
	b = attach(t, n, b.Store)
	b.connect()
	await[*events.OfflineSyncCompleted](b, "OfflineSyncCompleted", nil)
	if got := count[*events.Message](b, nil); got != 0 {
		t.Errorf("%d messages came again", got)
	}
}

// TestFailedHandlerGetsTheMessageAgain holds what the engine relies on: with these three settings the
// library confirms a message only when its handler has dealt with it.
func TestFailedHandlerGetsTheMessageAgain(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	b := link(t, n, bob, newDevice(t))
	b.Disconnect()
	b = attach(t, n, b.Store)
	b.EnableDecryptedEventBuffer, b.SynchronousAck = true, true
	var calls atomic.Int64
	failed, dealt := make(chan struct{}), make(chan struct{})
	b.AddEventHandlerWithSuccessStatus(func(e any) bool {
		if m, ok := e.(*events.Message); !ok || text(m) != "important" {
			return true
		}
		if calls.Add(1) == 1 {
			close(failed)
			return false
		}
		close(dealt)
		return true
	})
	b.connect()
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "important"); err != nil {
		t.Fatal(err)
	}
	<-failed
	b.Forget()
	strike(t, n, b, sandbox.FaultKick, 1)
	await[*events.Connected](b, "Connected", nil)
	<-dealt
}

func TestUndecryptableMessagesAreSentAgain(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	a.Say(bob.Info().JID, "one")
	await(b, "one", saying("one"))
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "from the phone"); err != nil {
		t.Fatal(err)
	}
	await(b, "from the phone", saying("from the phone"))

	// Bob's client loses its sessions with both devices of Alice.
	if err := b.Store.Sessions.DeleteAllSessions(t.Context(), alice.Info().LID.User+"_1"); err != nil {
		t.Fatal(err)
	}
	a.Say(bob.Info().JID, "two")
	await[*events.UndecryptableMessage](b, "UndecryptableMessage", nil)
	await(b, "two, sent again", saying("two"))
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "from the phone again"); err != nil {
		t.Fatal(err)
	}
	await(b, "the phone's message, sent again", saying("from the phone again"))

	// Alice's client begins new sessions that Bob's phone has never heard of, and then none at all.
	a.Say(bob.Info().JID, "three")
	hears(t, bob, "three")
}

func TestPhoneAsksAgain(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	a.Say(bob.Info().JID, "one")
	hears(t, bob, "one")
	if _, err := bob.SendText(t.Context(), alice.Info().JID, "answer"); err != nil {
		t.Fatal(err)
	}
	await(a, "the answer", saying("answer")) // from now on the session needs no pre-key message
	a.Disconnect()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	state.mu.Lock()
	delete(state.rows, "session") // the phones have lost their sessions
	state.mu.Unlock()

	n = start(t, state)
	a = attach(t, n, a.Store)
	a.connect()
	bob, err := n.Phone("15550000002")
	if err != nil {
		t.Fatal(err)
	}
	sent := a.Say(bob.Info().JID, "two")
	await(a, "a retry receipt", func(r *events.Receipt) bool {
		return r.Type == types.ReceiptTypeRetry && r.MessageIDs[0] == sent.ID
	})
	if got := hears(t, bob, "two"); got.ID != sent.ID {
		t.Errorf("it came as %s, was sent as %s", got.ID, sent.ID)
	}
}
