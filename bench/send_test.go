package bench

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

// recipient is the phone that the messages go to.
const recipient = "15557770000"

// BenchmarkSend measures whatsapp/sendMessage over HTTP, one message after the other, until the
// simulated network has acknowledged each. Its baseline is whatsmeow's own SendMessage, with its
// store and the network's in one database, as the engine has them.
func BenchmarkSend(b *testing.B) {
	b.Run("whatsmeow", func(b *testing.B) {
		ctx := context.Background()
		db, err := store.Open(ctx, store.Options{Path: filepath.Join(b.TempDir(), store.FileName)})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = db.Close() })
		network, err := sandbox.New(ctx, sandbox.Options{State: db.Sandbox, Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = network.Close() })
		network.Trust()
		addRecipient(b, network)
		client := linkedClient(b, network, db.WhatsApp())
		to := types.NewJID(recipient, types.DefaultUserServer)
		send := func() {
			if _, err := client.SendMessage(ctx, to, &waE2E.Message{Conversation: proto.String("Hello from WP Engine")}); err != nil {
				b.Fatal(err)
			}
		}
		send() // the first contact opens the session
		for b.Loop() {
			send()
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	})
	b.Run("engine", func(b *testing.B) {
		e := newEngine(b)
		addRecipient(b, e.engine.Network())
		client := &http.Client{}
		body := fmt.Sprintf(`{"clientId":%q,"jid":"%s@s.whatsapp.net","message":{"text":"Hello from WP Engine"}}`, e.clientID, recipient)
		post(b, client, e.url, e.key, "whatsapp/sendMessage", body)
		for b.Loop() {
			post(b, client, e.url, e.key, "whatsapp/sendMessage", body)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	})
}

func addRecipient(b *testing.B, network *sandbox.Network) {
	b.Helper()
	if _, err := network.CreatePhone(context.Background(), sandbox.PhoneSpec{Number: recipient}); err != nil {
		b.Fatal(err)
	}
}

// linkedClient returns a bare whatsmeow client that a new phone of the network has linked.
func linkedClient(b *testing.B, network *sandbox.Network, devices *sqlstore.Container) *whatsmeow.Client {
	b.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	phone, err := network.CreatePhone(ctx, sandbox.PhoneSpec{Number: "15558880000"})
	if err != nil {
		b.Fatal(err)
	}
	client := whatsmeow.NewClient(devices.NewDevice(), nil)
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
