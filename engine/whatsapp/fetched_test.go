package whatsapp

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/outbound"
	"wpengine/engine/sandbox"
)

func TestAnAccountHasAFewFilesOnTheirWay(t *testing.T) {
	f := newFetches()
	f.patience = 10 * time.Millisecond
	var ends []func()
	for i := range parallelFetches {
		end, err := f.begin(t.Context(), fmt.Sprint("account ", i/ownFetches))
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
		if i != ownFetches-1 {
			continue
		}
		_, err = f.begin(t.Context(), "account 0")
		wantError(t, err, api.CodeUnavailable, "Too many files")
	}
	_, err := f.begin(t.Context(), "another")
	wantError(t, err, api.CodeUnavailable, "Too many files")
	ends[0]()
	end, err := f.begin(t.Context(), "another") // who had to wait has left no place taken
	if err != nil {
		t.Fatal(err)
	}
	end()
	for _, end := range ends[1:] {
		end()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 {
		if end, err := f.begin(ctx, "gone"); err == nil {
			end()
		}
	}
	if len(f.all) != 0 || len(f.own["gone"]) != 0 {
		t.Errorf("%d places are taken, %d of them by who is gone", len(f.all), len(f.own["gone"]))
	}
}

func TestFileFromAURLHasItsPlaceUntilItsMessageIsSent(t *testing.T) {
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(bytes.Repeat([]byte("x"), 1000))
	}))
	defer files.Close()
	e := newEngine(t, func(c *Clients) { c.fetcher = outbound.NewFetcher(true) })
	client, _ := e.settled("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	r := e.run(client.ID)
	r.sending <- struct{}{} // a message before it is being sent
	done := make(chan error)
	go func() {
		_, err := e.sendContent(client.ID, "+15550000002", api.Message{Document: &api.Document{URL: &files.URL}}, nil)
		done <- err
	}()
	eventually(t, "the file is on its way", func() bool { return len(e.fetches.all) == 1 })
	select {
	case err := <-done:
		t.Fatalf("the message is sent before its turn: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	if len(e.fetches.all) != 1 {
		t.Error("the file has no place any more")
	}
	<-r.sending
	if err := <-done; err != nil {
		t.Error(err)
	}
	if len(e.fetches.all) != 0 {
		t.Error("the file has its place for ever")
	}
}
