package e2e

import (
	"context"
	"net/http/httptrace"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecondStartSaysWhatItKept(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, data)
	if first.key == "" {
		t.Fatalf("no key in what the first start printed:\n%s", first.greeting)
	}
	first.stop(t)
	second := start(t, data)
	if !strings.Contains(second.greeting, "Kept from the last start") {
		t.Errorf("the second start printed:\n%s", second.greeting)
	}
	if second.key != "" {
		t.Errorf("the second start shows a key again:\n%s", second.greeting)
	}
	second.key = first.key
	if second.clientID != first.clientID {
		t.Errorf("client %s became %s", first.clientID, second.clientID)
	}
	var sent struct{ MessageID string }
	second.call(t, "whatsapp/sendMessage", map[string]any{
		"clientId": second.clientID, "jid": "+15551234567", "message": map[string]string{"text": "after the restart"},
	}, &sent)
	if got := second.received(t, "+15551234567", "after the restart"); got != sent.MessageID {
		t.Errorf("the phone has message %s, the sender was told %s", got, sent.MessageID)
	}
}

// A linking page may be waiting for news when the server is stopped; stop insists that it ends well
// before the poll would.
func TestStopEndsLongPolls(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	var client struct{ ID string }
	d.call(t, "clients/create", map[string]any{"name": "waiting"}, &client)
	var qr struct{ State, ExpiresAt string }
	d.call(t, "clients/getQr", map[string]any{"clientId": client.ID}, &qr)
	if qr.State != "qr" {
		t.Fatalf("state %q", qr.State)
	}
	answered, heard := make(chan int, 1), make(chan struct{})
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
		Got100Continue: func() { close(heard) },
	})
	go func() {
		status, _, err := d.post(ctx, "clients/getQr", map[string]any{"clientId": client.ID, "after": qr.ExpiresAt, "waitSeconds": 50})
		if err != nil {
			t.Error(err)
		}
		answered <- status
	}()
	<-heard
	d.stop(t)
	if status := <-answered; status != 503 {
		t.Errorf("the long poll was answered with status %d, want 503", status)
	}
}
