package sandbox

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"wpengine/engine/api"
)

// maxAnswer is the size of the largest file that the answer of an operation can hold.
const maxAnswer = 32 << 20

// GetMedia gets the file of a message, as the person who holds the phone sees it.
func (s *Service) GetMedia(ctx context.Context, r *api.GetSandboxMediaRequest) (*api.GetSandboxMediaResponse, error) {
	f, err := s.file(ctx, r.Phone, r.MessageID)
	if err != nil {
		return nil, err
	}
	if len(f.Data) > maxAnswer {
		return nil, api.Errorf(api.CodeMediaUnavailable, "The file is larger than %d MiB, more than an answer can hold.", maxAnswer>>20)
	}
	return &api.GetSandboxMediaResponse{
		Mimetype: f.Mimetype, FileName: given(f.FileName), Data: base64.StdEncoding.EncodeToString(f.Data),
	}, nil
}

func (s *Service) file(ctx context.Context, phone, messageID string) (MediaFile, error) {
	p, err := s.phone(ctx, phone)
	if err != nil {
		return MediaFile{}, err
	}
	f, err := p.Media(ctx, messageID)
	if errors.Is(err, ErrTaken) {
		return f, api.Errorf(api.CodeMediaUnavailable, "The message was taken back by its sender, and its file with it.")
	}
	if f.Mimetype == "" {
		f.Mimetype = "application/octet-stream"
	}
	return f, problem(err)
}

// shown are the types of files that a browser shows without running anything that is in them. Any other is
// to be saved, whatever its sender says of it.
var shown = map[string]bool{
	"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true,
	"video/mp4": true, "video/3gpp": true, "video/webm": true,
	"audio/ogg": true, "audio/mpeg": true, "audio/mp4": true, "audio/aac": true, "audio/amr": true, "audio/wav": true, "audio/webm": true,
}

// ServeMedia serves the file of a message as it is, ?phone=+15551234567&messageId=3EB0…, to the phone's owner, who is in the
// request's context.
func (s *Service) ServeMedia(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	f, err := s.file(r.Context(), query.Get("phone"), query.Get("messageId"))
	if err != nil {
		refuse(w, err)
		return
	}
	h := w.Header()
	kind, _, err := mime.ParseMediaType(f.Mimetype)
	disposition := "inline"
	if err != nil || !shown[kind] {
		kind, disposition = "application/octet-stream", "attachment"
	}
	parameters := map[string]string{}
	if f.FileName != "" {
		parameters["filename"] = strings.Map(printable, f.FileName)
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, parameters))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Data)) // players ask for parts
}

// printable keeps a file name from leading anywhere.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f || strings.ContainsRune(`/\`, r) {
		return '_'
	}
	return r
}
