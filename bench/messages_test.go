package bench

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/util/optional"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
	"wpengine/engine/sandbox/sandboxtest"
	"wpengine/engine/store"
)

// BenchmarkMessages counts texts from one client to another, from the encryption to the decryption. A text is
// encrypted for three devices: the recipient's client and phone, and the sender's phone, and each of them decrypts
// it. The baseline is that alone: three encryptions and three decryptions with libsignal, on one processor.
func BenchmarkMessages(b *testing.B) {
	b.Run("signal", benchmarkSignal)
	for _, storage := range []string{"memory", "sqlite"} {
		for _, pairs := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/pairs=%d", storage, pairs), func(b *testing.B) {
				devices := sandboxtest.NewDevice
				if storage == "sqlite" {
					devices = inSQLite(b)
				}
				benchmarkPairs(b, pairs, devices)
			})
		}
	}
}

// inSQLite makes the devices of a run in one database, as the engine does.
func inSQLite(b *testing.B) func() *wastore.Device {
	b.Helper()
	db, err := store.Open(context.Background(), store.Options{Path: filepath.Join(b.TempDir(), store.FileName)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db.WhatsApp().NewDevice
}

func benchmarkPairs(b *testing.B, pairs int, device func() *wastore.Device) {
	n := sandboxtest.Start(b, sandbox.Options{Logger: slog.New(slog.DiscardHandler)})
	type pair struct {
		from *sandboxtest.Client
		to   types.JID
	}
	var chats []pair
	var arrived sync.WaitGroup
	for i := range pairs {
		ada, bob := n.Phone(fmt.Sprintf("1555000%02d01", i)), n.Phone(fmt.Sprintf("1555000%02d02", i))
		from, to := n.Link(ada, device()), n.Link(bob, device())
		from.Say(bob.Info().JID, "first")
		to.Hears("first")
		// An answer of each device that has got it, after which messages are short.
		to.Say(ada.Info().JID, "second")
		from.Hears("second")
		if _, err := bob.SendText(b.Context(), ada.Info().JID, "third"); err != nil {
			b.Fatal(err)
		}
		from.Hears("third")
		for _, c := range []*sandboxtest.Client{from, to} {
			c.RemoveEventHandlers() // they remember every event
		}
		to.AddEventHandler(func(e any) {
			if m, ok := e.(*events.Message); ok && m.Message.GetConversation() == "hello" {
				arrived.Done()
			}
		})
		chats = append(chats, pair{from, bob.Info().JID})
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	arrived.Add(b.N)
	b.ResetTimer()
	var sending sync.WaitGroup
	for _, chat := range chats {
		sending.Go(func() {
			for left.Add(-1) >= 0 {
				if _, err := chat.from.SendMessage(context.Background(), chat.to, &waE2E.Message{Conversation: proto.String("hello")}); err != nil {
					b.Error(err)
					arrived.Done()
				}
			}
		})
	}
	sending.Wait()
	arrived.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}

// benchmarkSignal is what the encryption of a text costs, without anything around it.
func benchmarkSignal(b *testing.B) {
	ctx, serializer := context.Background(), wastore.SignalProtobufSerializer
	ada, bob := sandboxtest.NewDevice(), sandboxtest.NewDevice()
	for _, d := range []*wastore.Device{ada, bob} {
		if err := d.Container.PutDevice(ctx, d); err != nil {
			b.Fatal(err)
		}
	}
	toBob := protocol.NewSignalAddress("bob", 1)
	builder := session.NewBuilderFromSignal(ada, toBob, serializer)
	err := builder.ProcessBundle(ctx, prekey.NewBundle(bob.RegistrationID, 1, optional.NewEmptyUint32(), bob.SignedPreKey.KeyID, nil,
		ecc.NewDjbECPublicKey(*bob.SignedPreKey.Pub), *bob.SignedPreKey.Signature, identity.NewKey(ecc.NewDjbECPublicKey(*bob.IdentityKey.Pub))))
	if err != nil {
		b.Fatal(err)
	}
	adas := session.NewCipher(builder, toBob)
	fromAda := protocol.NewSignalAddress("ada", 1)
	bobs := session.NewCipher(session.NewBuilderFromSignal(bob, fromAda, serializer), fromAda)
	text, err := proto.Marshal(&waE2E.Message{Conversation: proto.String("hello")})
	if err != nil {
		b.Fatal(err)
	}
	sealed, err := adas.Encrypt(ctx, text)
	if err != nil {
		b.Fatal(err)
	}
	first, err := protocol.NewPreKeySignalMessageFromBytes(sealed.Serialize(), serializer.PreKeySignalMessage, serializer.SignalMessage)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := bobs.DecryptMessage(ctx, first); err != nil {
		b.Fatal(err)
	}
	answer, err := bobs.Encrypt(ctx, text) // from then on Ada's messages are short
	if err != nil {
		b.Fatal(err)
	}
	reply, err := protocol.NewSignalMessageFromBytes(answer.Serialize(), serializer.SignalMessage)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := adas.Decrypt(ctx, reply); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for range 3 {
			sealed, err := adas.Encrypt(ctx, text)
			if err != nil {
				b.Fatal(err)
			}
			m, err := protocol.NewSignalMessageFromBytes(sealed.Serialize(), serializer.SignalMessage)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := bobs.Decrypt(ctx, m); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}

// BenchmarkGroup sends texts in a group of a hundred, with a client and a phone for each member, until every client
// has decrypted them. In the first one the sender introduces its key to everybody.
func BenchmarkGroup(b *testing.B) {
	const members = 100
	n := sandboxtest.Start(b, sandbox.Options{Logger: slog.New(slog.DiscardHandler)})
	var heard sync.WaitGroup
	var clients []*sandboxtest.Client
	var people []types.JID
	for i := range members {
		p := n.Phone(fmt.Sprintf("1555000%04d", i))
		c := n.Client(p)
		c.RemoveEventHandlers()
		clients, people = append(clients, c), append(people, p.Info().JID)
	}
	group, err := clients[0].CreateGroup(context.Background(), whatsmeow.ReqCreateGroup{Name: "everybody", Participants: people[1:]})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range clients[1:] {
		c.AddEventHandler(func(e any) {
			if m, ok := e.(*events.Message); ok && m.Info.IsGroup && m.Message.GetConversation() != "" {
				heard.Done()
			}
		})
	}
	say := func(from *sandboxtest.Client) {
		heard.Add(members - 1)
		if _, err := from.SendMessage(context.Background(), group.JID, &waE2E.Message{Conversation: proto.String("hello")}); err != nil {
			b.Fatal(err)
		}
		heard.Wait()
	}
	began := time.Now()
	say(clients[0])
	first := time.Since(began)
	b.Run("later", func(b *testing.B) {
		for b.Loop() {
			say(clients[0])
		}
		b.ReportMetric(float64(first.Milliseconds()), "ms-first-text")
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms-later-text")
	})
}
