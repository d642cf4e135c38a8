package sandbox_test

import (
	"bytes"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waMmsRetry"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
)

func isImage(m *events.Message) bool { return m.Message.GetImageMessage() != nil }

// sendImage has a client send a file as an image.
func sendImage(t *testing.T, c *client, to types.JID, data []byte) types.MessageID {
	t.Helper()
	up, err := c.Upload(t.Context(), data, whatsmeow.MediaImage)
	must(t, err)
	sent, err := c.SendMessage(t.Context(), to, &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
		Mimetype: proto.String("image/jpeg"), URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
		FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}})
	must(t, err)
	return sent.ID
}

// ask wants the file of a message again, and reads the answer.
func ask(t *testing.T, c *client, m *events.Message, key []byte) (*waMmsRetry.MediaRetryNotification, error) {
	t.Helper()
	c.Forget()
	must(t, c.SendMediaRetryReceipt(t.Context(), &m.Info, key))
	answer := await(c, "the phone's answer", func(e *events.MediaRetry) bool { return e.MessageID == m.Info.ID })
	if answer.ChatID != m.Info.Chat || answer.FromMe != m.Info.IsFromMe {
		t.Errorf("%+v for %+v", answer, m.Info)
	}
	return whatsmeow.DecryptMediaRetryNotification(answer, m.Message.GetImageMessage().GetMediaKey())
}

func TestExpiredMediaIsUploadedAgain(t *testing.T) {
	n, alice, bob, a, b := couple(t, nil)
	data := bytes.Repeat([]byte("pixels "), 1000)
	id := sendImage(t, a, bob.Info().JID, data)
	got := await(b, "the image", isImage)
	until(t, "both phones have it", func() bool { return len(transcript(t, alice)) == 1 && len(transcript(t, bob)) == 1 })
	image := got.Message.GetImageMessage()
	_, err := b.Download(t.Context(), image)
	must(t, err)

	must(t, n.ExpireMedia(t.Context(), *b.Store.ID, id))
	_, err = b.Download(t.Context(), image)
	mustBe(t, err, whatsmeow.ErrMediaDownloadFailedWith410)
	again, err := ask(t, b, got, image.GetMediaKey())
	if err != nil || again.GetResult() != waMmsRetry.MediaRetryNotification_SUCCESS || again.GetDirectPath() == image.GetDirectPath() {
		t.Fatalf("%+v, %v", again, err)
	}
	image.DirectPath = again.DirectPath
	if file, err := b.Download(t.Context(), image); err != nil || !bytes.Equal(file, data) {
		t.Errorf("%d bytes, %v", len(file), err)
	}

	// Who hasn't the key learns nothing, and a phone that has deleted the file can't help.
	if refused, err := ask(t, b, got, make([]byte, 32)); err != nil || refused.GetResult() != waMmsRetry.MediaRetryNotification_DECRYPTION_ERROR {
		t.Errorf("%+v, %v", refused, err)
	}
	must(t, bob.ForgetMedia(t.Context(), id))
	if lost, err := ask(t, b, got, image.GetMediaKey()); err != nil || lost.GetResult() != waMmsRetry.MediaRetryNotification_NOT_FOUND || lost.DirectPath != nil {
		t.Errorf("%+v, %v", lost, err)
	}
	_, err = bob.Media(t.Context(), id)
	mustBe(t, err, sandbox.ErrMediaGone)
	unheard := *got
	unheard.Info.ID = "3EB0UNHEARD"
	_, err = ask(t, b, &unheard, image.GetMediaKey())
	mustBe(t, err, whatsmeow.ErrMediaNotAvailableOnPhone)
	mustBe(t, n.ExpireMedia(t.Context(), bob.Info().JID, "3EB0UNHEARD"), sandbox.ErrNoMessage)
	mustBe(t, n.ExpireMedia(t.Context(), types.NewJID("19990000000", types.DefaultUserServer), id), sandbox.ErrNoPhone)
}

func TestOwnMediaIsUploadedAgain(t *testing.T) {
	n, alice, bob, a, _ := couple(t, nil)
	other := link(t, n, alice, newDevice(t))
	data := []byte("a small picture")
	sendImage(t, a, bob.Info().JID, data)
	got := await(other, "the image, as the account's own", isImage)
	until(t, "the own phone has it", func() bool { return len(transcript(t, alice)) == 1 })
	must(t, n.ExpireMedia(t.Context(), alice.Info().JID, ""))
	again, err := ask(t, other, got, got.Message.GetImageMessage().GetMediaKey())
	if err != nil || again.GetResult() != waMmsRetry.MediaRetryNotification_SUCCESS {
		t.Fatalf("%+v, %v", again, err)
	}
	image := got.Message.GetImageMessage()
	image.DirectPath = again.DirectPath
	if file, err := other.Download(t.Context(), image); err != nil || !bytes.Equal(file, data) {
		t.Errorf("%d bytes, %v", len(file), err)
	}
}
