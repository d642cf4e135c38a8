package whatsapp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
)

func TestMediaIsDownloaded(t *testing.T) {
	e := newEngine(t, nil)
	ada, bob, adaJID := pair2(e)
	wa := e.run(bob.ID).wa
	picture := bytes.Repeat([]byte("picture"), 1000)
	up := must(wa.Upload(t.Context(), picture, whatsmeow.MediaImage))(t)
	image := func(path string, size uint64) *waE2E.Message {
		return &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
			Caption: proto.String("look"), Mimetype: proto.String("image/png"), DirectPath: &path, URL: &up.URL, MediaKey: up.MediaKey,
			FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &size,
		}}
	}
	deliver := func(message *waE2E.Message) types.MessageID {
		return must(wa.SendMessage(t.Context(), adaJID, message))(t).ID
	}
	download := func(id string) (*api.DownloadMediaResponse, error) {
		return NewMessages(e.Clients).DownloadMedia(e.ada, &api.DownloadMediaRequest{ClientID: ada.ID, MessageID: id})
	}
	id := deliver(image(up.DirectPath, up.FileLength))
	m := e.awaitText(ada.ID, "look")
	if m.Kind != api.ConversationKindImage || m.Media == nil || m.Media.Mimetype != "image/png" || *m.Media.Size != len(picture) {
		t.Errorf("the message is %+v with %+v", m, m.Media)
	}
	file := must(download(id))(t)
	if data := must(base64.StdEncoding.DecodeString(file.Data))(t); !bytes.Equal(data, picture) || file.Mimetype != "image/png" {
		t.Errorf("the file is %s of %d bytes", file.Mimetype, len(data))
	}
	lost, huge := deliver(image("/v/t62/gone?ccb=1", 1)), deliver(image(up.DirectPath, maxDownload+1))
	text := deliver(&waE2E.Message{Conversation: proto.String("only words")})
	e.awaitText(ada.ID, "only words")
	_, err := download(lost)
	wantError(t, err, api.CodeMediaUnavailable, "no longer have the file")
	_, err = download(huge)
	wantError(t, err, api.CodeMediaUnavailable, "larger than 32 MiB")
	_, err = download(text)
	wantError(t, err, api.CodeInvalidRequest, "without a file")
	must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: ada.ID}))(t)
	_, err = download(id)
	wantError(t, err, api.CodeClientNotConnected, "clients.connect")
}

// endless answers every request with a body that does not end.
type endless struct{ http.RoundTripper }

func (endless) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(zeros{})}, nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestEndlessFileIsCutOff(t *testing.T) {
	request := must(http.NewRequestWithContext(t.Context(), http.MethodGet, "https://mmg.whatsapp.net/", nil))(t)
	answer := must(limited{endless{}}.RoundTrip(request))(t)
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if !errors.Is(err, errLargeFile) || n > maxFile {
		t.Errorf("%d bytes are read, then %v", n, err)
	}
}
