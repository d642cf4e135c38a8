package bench

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

// BenchmarkSend measures whatsapp/sendMessage over HTTP, one message after the other, until the
// simulated network has acknowledged each. Its baseline is whatsmeow's own SendMessage, from a
// client on the same network with a database of the same kind.
func BenchmarkSend(b *testing.B) {
	e := newEngine(b)
	if _, err := e.engine.Network().CreatePhone(context.Background(), sandbox.PhoneSpec{Number: "15557770000"}); err != nil {
		b.Fatal(err)
	}
	b.Run("whatsmeow", func(b *testing.B) {
		client := linkedClient(b, e.engine.Network())
		to := types.NewJID("15557770000", types.DefaultUserServer)
		send := func(text string) {
			if _, err := client.SendMessage(context.Background(), to, &waE2E.Message{Conversation: proto.String(text)}); err != nil {
				b.Fatal(err)
			}
		}
		send("first contact opens the session")
		for b.Loop() {
			send("Hello from WP Engine")
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	})
	b.Run("engine", func(b *testing.B) {
		client := &http.Client{}
		body := fmt.Sprintf(`{"clientId":%q,"jid":"15557770000@s.whatsapp.net","message":{"text":"Hello from WP Engine"}}`, e.clientID)
		post(b, client, e.url, e.key, "whatsapp/sendMessage", body)
		for b.Loop() {
			post(b, client, e.url, e.key, "whatsapp/sendMessage", body)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	})
}

// linkedClient returns a bare whatsmeow client that a new phone of the network has linked.
func linkedClient(b *testing.B, network *sandbox.Network) *whatsmeow.Client {
	b.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	phone, err := network.CreatePhone(ctx, sandbox.PhoneSpec{Number: fmt.Sprintf("1555888%04d", time.Now().UnixNano()%10000)})
	if err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(b.TempDir(), store.FileName)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	client := whatsmeow.NewClient(db.WhatsApp().NewDevice(), nil)
	// As the engine has it: nothing is lost when a handler fails.
	client.SynchronousAck, client.EnableDecryptedEventBuffer = true, true
	network.Attach(client)
	b.Cleanup(client.Disconnect)
	codes, err := client.GetQRChannel(ctx)
	if err != nil {
		b.Fatal(err)
	}
	if err := client.Connect(); err != nil {
		b.Fatal(err)
	}
	for item := range codes {
		switch item.Event {
		case whatsmeow.QRChannelEventCode:
			if _, err := phone.ScanQR(ctx, item.Code); err != nil {
				b.Fatal(err)
			}
		case whatsmeow.QRChannelSuccess.Event:
		default:
			b.Fatalf("pairing: %s %v", item.Event, item.Error)
		}
	}
	for !client.IsLoggedIn() {
		if !client.WaitForConnection(time.Second) && ctx.Err() != nil {
			b.Fatal("the client did not log in")
		}
	}
	return client
}
