package sandbox_test

import (
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestClientAndPhoneTalk(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "+15550000002", "Bob", sandbox.PersonaEcho)
	a := link(t, n, alice, newDevice(t))

	sent := a.Say(bob.Info().JID, "hello")
	got := hears(t, bob, "hello")
	if got.ID != sent.ID || got.Direction != sandbox.DirectionIn || got.From.Name != "Alice" || got.From.Phone != "+15550000001" || got.Kind != "text" {
		t.Errorf("Bob's phone has %+v", got)
	}
	echo := await(a, "the echo", saying("hello"))
	if echo.Info.Sender != bob.Info().LID || echo.Info.SenderAlt.User != "15550000002" || echo.Info.PushName != "Bob" {
		t.Errorf("the echo comes from %+v", echo.Info)
	}
	await(a, "a read receipt", func(r *events.Receipt) bool {
		return r.Type == types.ReceiptTypeRead && r.MessageIDs[0] == sent.ID
	})
	hears(t, alice, "hello") // Alice's own phone sees what her client sends, and the answer
	until(t, "Alice's phone knows that it was read", func() bool {
		m := transcript(t, alice)[0]
		return m.Direction == sandbox.DirectionOut && m.Progress == sandbox.ProgressRead
	})
}
