package whatsapp

import (
	"testing"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/sandbox"
)

// The two benchmarks send the same message the same way; the difference is what this package costs.

func BenchmarkSendMessage(b *testing.B) {
	e, id := benchEngine(b)
	for b.Loop() {
		if _, err := e.send(id, "+15550000002", "hello"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLibrarySendMessage(b *testing.B) {
	e, id := benchEngine(b)
	library := e.byID[id].snapshot().run.wa
	text := "hello"
	for b.Loop() {
		if _, err := library.SendMessage(b.Context(), types.NewJID("15550000002", types.DefaultUserServer), &waE2E.Message{Conversation: &text}); err != nil {
			b.Fatal(err)
		}
	}
}

func benchEngine(b *testing.B) (e *engine, id string) {
	b.Helper()
	e = newEngine(b, nil)
	client, _ := e.linked("bench", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	if _, err := e.send(client.ID, "+15550000002", "first contact"); err != nil {
		b.Fatal(err)
	}
	return e, client.ID
}
