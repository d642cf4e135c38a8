package bench

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
	"wpengine/engine/sandbox/sandboxtest"
)

// BenchmarkIdle links clients to a network in another process, and measures how long that takes, how long they take to
// log in again, and what each of them costs on either side while it is connected and nothing happens.
func BenchmarkIdle(b *testing.B) {
	for _, storage := range []string{"memory", "sqlite"} {
		for _, clients := range []int{100, 1000} {
			b.Run(fmt.Sprintf("%s/clients=%d", storage, clients), func(b *testing.B) {
				if b.N > 1 {
					b.Skip("linking is done once")
				}
				devices := sandboxtest.NewDevice
				if storage == "sqlite" {
					devices = inSQLite(b)
				}
				benchmarkIdle(b, clients, devices)
			})
		}
	}
}

func benchmarkIdle(b *testing.B, count int, device func() *wastore.Device) {
	ctx := context.Background()
	network := newVictim(b)
	remote, err := sandbox.Connect(ctx, network.url())
	if err != nil {
		b.Fatal(err)
	}
	defer remote.Close()
	remote.Trust()
	owner := api.WithCaller(ctx, api.Caller{UserID: "bench"})
	phones := sandbox.NewRemoteService(remote, nil)
	each(8, count, func(i int) {
		if _, err := phones.CreatePhone(owner, &api.CreatePhoneRequest{Phone: number(i), Persona: api.PersonaSilent}); err != nil {
			b.Error(err)
		}
	})
	before, theirs := usage(os.Getpid()), network.usage()

	clients := make([]*idle, count)
	began := time.Now()
	each(8, count, func(i int) {
		c := &idle{Client: whatsmeow.NewClient(device(), waLog.Noop), codes: make(chan string, 1), connected: make(chan struct{}, 8)}
		remote.Attach(c.Client)
		c.AddEventHandler(c.handle)
		clients[i] = c
		if err := c.Connect(); err != nil {
			b.Error(err)
			return
		}
		if _, err := phones.ScanQR(owner, &api.ScanQRRequest{Phone: number(i), QR: <-c.codes}); err != nil {
			b.Error(err)
			return
		}
		<-c.connected
	})
	linking := time.Since(began)
	time.Sleep(2 * time.Second) // the app state and the history come after the connection
	after, theirsAfter := usage(os.Getpid()), network.usage()

	each(count, count, func(i int) { clients[i].Disconnect() })
	began = time.Now()
	each(32, count, func(i int) {
		if err := clients[i].Connect(); err != nil {
			b.Error(err)
			return
		}
		<-clients[i].connected
	})
	login := time.Since(began)
	each(count, count, func(i int) { clients[i].Disconnect() })

	per := func(after, before int) float64 { return float64(after-before) / float64(count) }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(linking.Seconds(), "link-s")
	b.ReportMetric(login.Seconds(), "login-s")
	b.ReportMetric(per(after.heap, before.heap)/1e3, "client-heap-kB")
	b.ReportMetric(per(after.rss, before.rss)/1e3, "client-RSS-kB")
	b.ReportMetric(per(after.goroutines, before.goroutines), "client-goroutines")
	b.ReportMetric(per(theirsAfter.heap, theirs.heap)/1e3, "network-heap-kB")
	b.ReportMetric(per(theirsAfter.rss, theirs.rss)/1e3, "network-RSS-kB")
	b.ReportMetric(per(theirsAfter.goroutines, theirs.goroutines), "network-goroutines")
}

func number(i int) string { return fmt.Sprintf("1555%07d", i) }

// each does something for all numbers below count, some at a time.
func each(parallel, count int, do func(i int)) {
	next := make(chan int)
	var all sync.WaitGroup
	for range parallel {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range count {
		next <- i
	}
	close(next)
	all.Wait()
}

// idle is a client that does nothing.
type idle struct {
	*whatsmeow.Client
	codes     chan string
	connected chan struct{}
}

func (c *idle) handle(event any) {
	switch e := event.(type) {
	case *events.QR:
		c.codes <- e.Codes[0]
	case *events.Connected:
		c.connected <- struct{}{}
	}
}
