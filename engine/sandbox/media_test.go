package sandbox_test

import (
	"bytes"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestMedia(t *testing.T) {
	state := &shelf{}
	var late atomic.Int64
	open := func() *sandbox.Network {
		n, err := sandbox.New(t.Context(), sandbox.Options{State: state, Logger: discard(), Now: func() time.Time {
			return time.Now().Add(time.Duration(late.Load()))
		}})
		if err != nil {
			t.Fatal(err)
		}
		n.Trust()
		t.Cleanup(func() { _ = n.Close() })
		return n
	}
	n := open()
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	data := bytes.Repeat([]byte("picture "), 200_000)
	up, err := a.Upload(t.Context(), data, whatsmeow.MediaImage)
	if err != nil {
		t.Fatal(err)
	}
	caption := "look"
	_, err = a.SendMessage(t.Context(), bob.Info().JID, &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
		Caption: &caption, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
		FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}})
	if err != nil {
		t.Fatal(err)
	}
	if m := hears(t, bob, "look"); m.Kind != "image" {
		t.Errorf("Bob's phone has %+v", m)
	}
	image := await(b, "the image", func(m *events.Message) bool { return m.Message.GetImageMessage() != nil }).Message.GetImageMessage()
	fetch := func(c *client) error {
		t.Helper()
		got, err := c.Download(t.Context(), image)
		if err == nil && !bytes.Equal(got, data) {
			t.Error("the file has changed on the way")
		}
		return err
	}
	if err := fetch(b); err != nil {
		t.Error(err)
	}
	image.URL = nil // by the direct path
	if err := fetch(b); err != nil {
		t.Error(err)
	}

	a.Disconnect()
	b.Disconnect()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = open()
	b = attach(t, n, b.Store)
	b.connect()
	if err := fetch(b); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	late.Store(int64(31 * 24 * time.Hour))
	mustBe(t, fetch(b), whatsmeow.ErrMediaDownloadFailedWith410)
	if _, err := b.Upload(t.Context(), []byte("another"), whatsmeow.MediaDocument); err != nil {
		t.Fatal(err)
	}
	if got := state.count("media"); got != 1 {
		t.Errorf("%d files are kept, want the new one alone", got)
	}
	if _, err := b.Upload(t.Context(), make([]byte, 65<<20), whatsmeow.MediaDocument); err == nil {
		t.Error("a file of 65 MiB was taken")
	}
}
