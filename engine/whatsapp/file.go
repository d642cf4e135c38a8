package whatsapp

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	_ "image/gif" // the formats that a picture is made smaller from
	"image/jpeg"
	_ "image/png"
	"mime"
	"net/http"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // also for the size of stickers

	"wpengine/engine/api"
	"wpengine/engine/outbound"
)

// Fetcher gets files from URLs that callers name; an outbound.Fetcher.
type Fetcher interface {
	Fetch(ctx context.Context, from string, most int64, tunnel outbound.Tunnel) (outbound.File, error)
}

// file is what a message brings along.
type file struct {
	data          []byte
	mimetype      string
	name          string // from its URL
	width, height uint32 // of a picture; 0: not known
	thumbnail     []byte // a JPEG, of a picture
}

// source is how a request names a file.
type source struct {
	member   string // of the message: image
	url      *string
	data     *string
	mimetype *string
}

// load gets a file, through the tunnel if there is one, and finds out what it is.
func (s source) load(ctx context.Context, fetcher Fetcher, tunnel outbound.Tunnel) (*file, error) {
	pointer := "/message/" + s.member
	f := &file{}
	claimed := ""
	switch {
	case s.url != nil && s.data != nil:
		return nil, api.Invalid(pointer, "must have either url or data, not both")
	case s.data != nil:
		data, err := base64.StdEncoding.DecodeString(*s.data)
		if err != nil || len(data) == 0 {
			return nil, api.Invalid(pointer+"/data", "is not base64: letters, digits, + and /, in groups of four, padded with =")
		}
		f.data = data
	case s.url != nil:
		got, err := fetcher.Fetch(ctx, *s.url, maxFile, tunnel)
		if err != nil {
			return nil, s.unavailable(ctx, err)
		}
		if len(got.Data) == 0 {
			return nil, api.Errorf(api.CodeMediaUnavailable, "%s/url: the file is empty.", pointer)
		}
		f.data, f.name, claimed = got.Data, got.Name, got.ContentType
	default:
		return nil, api.Invalid(pointer, "must have url or data")
	}
	f.mimetype = s.kind(f.data, claimed)
	if err := s.fits(f.mimetype); err != nil {
		return nil, err
	}
	if s.member == "image" || s.member == "sticker" {
		f.look(ctx)
	}
	return f, nil
}

func (s source) unavailable(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return err
	case errors.Is(err, outbound.ErrURL), errors.Is(err, outbound.ErrPrivate):
		return api.Invalid("/message/"+s.member+"/url", err.Error())
	}
	return api.Errorf(api.CodeMediaUnavailable, "/message/%s/url: the file %s.", s.member, err.Error()).Because(err)
}

// kind says what a file is: as the request says, or as its first bytes look, or as its server says.
func (s source) kind(data []byte, claimed string) string {
	if s.mimetype != nil {
		return *s.mimetype
	}
	seen := http.DetectContentType(data)
	if seen == "application/ogg" && s.member == "audio" {
		return "audio/ogg; codecs=opus" // what WhatsApp's own recordings are
	}
	if strings.HasPrefix(seen, "text/plain") || seen == "application/octet-stream" { // it doesn't know
		if claimed, _, err := mime.ParseMediaType(claimed); err == nil {
			return claimed
		}
	}
	return seen
}

// fits refuses a file that is of another kind than its message.
func (s source) fits(mimetype string) error {
	want := s.member
	switch s.member {
	case "document":
		return nil
	case "sticker":
		want = "image"
	}
	if strings.HasPrefix(mimetype, want+"/") || s.member == "audio" && mimetype == "application/ogg" {
		return nil
	}
	return api.Invalid("/message/"+s.member, "is "+mimetype+", which is no "+s.member+"; send it as a document, or say what it is in mimetype")
}

const (
	maxPixels    = 25_000_000 // of a picture that is made smaller; one of a progressive JPEG takes up to 15 bytes
	thumbSide    = 96
	thumbBest    = 60 // quality of its JPEG
	lookPatience = 5 * time.Second
)

// looking is held by who makes a picture smaller: a file of a few kilobytes may become hundreds of megabytes, so there is one
// at a time.
var looking = make(chan struct{}, 1)

// look finds out how large a picture is, and makes a small one of it, which is seen before the picture is loaded. One
// that can't be read, or whose turn does not come soon, is sent without.
func (f *file) look(ctx context.Context) {
	config, _, err := image.DecodeConfig(bytes.NewReader(f.data))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return
	}
	f.width, f.height = uint32(config.Width), uint32(config.Height)
	if config.Width > maxPixels/config.Height {
		return
	}
	late := time.NewTimer(lookPatience)
	defer late.Stop()
	select {
	case looking <- struct{}{}:
		defer func() { <-looking }()
	case <-late.C:
		return
	case <-ctx.Done():
		return
	}
	picture, _, err := image.Decode(bytes.NewReader(f.data))
	if err != nil {
		return
	}
	scale := float64(thumbSide) / float64(max(config.Width, config.Height, thumbSide))
	small := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(config.Width)*scale)), max(1, int(float64(config.Height)*scale))))
	draw.Draw(small, small.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: thumbBest}); err == nil {
		f.thumbnail = out.Bytes()
	}
}

// mediaTypes says how a file is encrypted, by the member that it is in.
var mediaTypes = map[string]whatsmeow.MediaType{
	"image": whatsmeow.MediaImage, "sticker": whatsmeow.MediaImage, "video": whatsmeow.MediaVideo, "audio": whatsmeow.MediaAudio,
	"document": whatsmeow.MediaDocument,
}
