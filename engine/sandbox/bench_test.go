package sandbox_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"

	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

// BenchmarkMessages sends texts from clients to phones, network and clients in one database as in the
// engine, and counts those that are acknowledged.
func BenchmarkMessages(b *testing.B) {
	for _, senders := range []int{1, 8} {
		b.Run(fmt.Sprintf("clients=%d", senders), func(b *testing.B) { benchmarkMessages(b, senders) })
	}
}

func benchmarkMessages(b *testing.B, senders int) {
	db, err := store.Open(b.Context(), store.Options{Path: filepath.Join(b.TempDir(), store.FileName)})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	n, err := sandbox.New(b.Context(), sandbox.Options{State: db.Sandbox, Logger: discard()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	n.Trust()
	var clients []*whatsmeow.Client
	var phones []*sandbox.Phone
	for i := range senders {
		var pair [2]*sandbox.Phone
		for j := range pair {
			if pair[j], err = n.CreatePhone(b.Context(), sandbox.PhoneSpec{Number: fmt.Sprintf("1555000%02d%02d", i, j)}); err != nil {
				b.Fatal(err)
			}
		}
		c := whatsmeow.NewClient(db.WhatsApp().NewDevice(), waLog.Noop)
		n.Attach(c)
		codes, connected := make(chan string, 1), make(chan struct{})
		c.AddEventHandler(func(e any) {
			switch e := e.(type) {
			case *events.QR:
				codes <- e.Codes[0]
			case *events.OfflineSyncCompleted:
				close(connected)
			}
		})
		if err := c.Connect(); err != nil {
			b.Fatal(err)
		}
		defer c.Disconnect()
		if _, err := pair[0].ScanQR(b.Context(), <-codes); err != nil {
			b.Fatal(err)
		}
		<-connected
		if _, err := c.SendMessage(b.Context(), pair[1].Info().JID, message("first")); err != nil {
			b.Fatal(err)
		}
		clients, phones = append(clients, c), append(phones, pair[1])
	}
	b.ResetTimer()
	var wg sync.WaitGroup
	for i, c := range clients {
		wg.Go(func() {
			for range (b.N + senders - 1) / senders {
				if _, err := c.SendMessage(b.Context(), phones[i].Info().JID, message("hello")); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}
