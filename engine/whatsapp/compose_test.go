package whatsapp

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wpengine/engine/api"
	"wpengine/engine/outbound"
	"wpengine/engine/sandbox"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		img.Set(x, height/2, color.RGBA{R: 200, A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func base(data []byte) *string {
	text := base64.StdEncoding.EncodeToString(data)
	return &text
}

func ptr[T any](v T) *T { return &v }

// sendContent sends any kind of message.
func (e *engine) sendContent(id, to string, m api.Message, o *api.SendOptions) (*api.SendMessageResponse, error) {
	return NewMessages(e.Clients).SendMessage(e.ada, &api.SendMessageRequest{ClientID: id, JID: to, Message: m, Options: o})
}

// gets waits until a phone has a message.
func gets(t *testing.T, p *sandbox.Phone, id string, ready func(sandbox.Message) bool) sandbox.Message {
	t.Helper()
	var found sandbox.Message
	eventually(t, "the phone has message "+id, func() bool {
		for _, m := range transcript(t, p) {
			if m.ID == id && (ready == nil || ready(m)) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func TestEveryKindOfMessageArrives(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.settled("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	red := picture(t, 300, 100)
	voice := append([]byte("OggS"), make([]byte, 60)...)
	const card = "BEGIN:VCARD\nVERSION:3.0\nFN:Carol Jones\nTEL:+15550000003\nEND:VCARD"
	for name, test := range map[string]struct {
		message api.Message
		check   func(*testing.T, sandbox.Message, sandbox.MediaFile)
	}{
		"image": {api.Message{Image: &api.Image{Data: base(red), Caption: ptr("red")}}, func(t *testing.T, m sandbox.Message, f sandbox.MediaFile) {
			if m.Text != "red" || m.Media.Mimetype != "image/png" || m.Media.Width != 300 || m.Media.Height != 100 || !bytes.Equal(f.Data, red) {
				t.Errorf("%+v %+v, %d bytes", m, m.Media, len(f.Data))
			}
		}},
		"image to see once": {api.Message{Image: &api.Image{Data: base(red), ViewOnce: ptr(true)}}, func(t *testing.T, m sandbox.Message, f sandbox.MediaFile) {
			if m.Kind != "image" || !bytes.Equal(f.Data, red) {
				t.Errorf("%+v", m)
			}
		}},
		"video": {api.Message{Video: &api.Video{Data: base([]byte("moving")), Mimetype: ptr("video/mp4"), Seconds: ptr(7)}}, func(t *testing.T, m sandbox.Message, f sandbox.MediaFile) {
			if m.Kind != "video" || m.Media.Seconds != 7 || string(f.Data) != "moving" {
				t.Errorf("%+v %+v", m, m.Media)
			}
		}},
		"voice": {api.Message{Audio: &api.Audio{Data: base(voice), Ptt: ptr(true), Seconds: ptr(3)}}, func(t *testing.T, m sandbox.Message, f sandbox.MediaFile) {
			if m.Kind != "audio" || !m.Media.Voice || m.Media.Mimetype != "audio/ogg; codecs=opus" || !bytes.Equal(f.Data, voice) {
				t.Errorf("%+v %+v", m, m.Media)
			}
		}},
		"document": {api.Message{Document: &api.Document{Data: base([]byte("%PDF-1.7")), FileName: ptr("bill.pdf"), Caption: ptr("March")}}, func(t *testing.T, m sandbox.Message, f sandbox.MediaFile) {
			if m.Kind != "document" || m.Media.FileName != "bill.pdf" || m.Text != "March" || m.Media.Mimetype != "application/pdf" || string(f.Data) != "%PDF-1.7" {
				t.Errorf("%+v %+v", m, m.Media)
			}
		}},
		"sticker": {api.Message{Sticker: &api.Sticker{Data: base(red)}}, func(t *testing.T, m sandbox.Message, f sandbox.MediaFile) {
			if m.Kind != "sticker" || !bytes.Equal(f.Data, red) {
				t.Errorf("%+v", m)
			}
		}},
		"location": {api.Message{Location: &api.Location{DegreesLatitude: 48.2, DegreesLongitude: 16.37, Name: ptr("Vienna")}}, func(t *testing.T, m sandbox.Message, _ sandbox.MediaFile) {
			if m.Kind != "location" || m.Location == nil || m.Location.Latitude != 48.2 || m.Location.Name != "Vienna" {
				t.Errorf("%+v %+v", m, m.Location)
			}
		}},
		"contact": {api.Message{Contact: &api.ContactCard{DisplayName: "Carol", Contacts: []api.Vcard{{Vcard: card}}}}, func(t *testing.T, m sandbox.Message, _ sandbox.MediaFile) {
			if m.Kind != "contact" || m.Text != "Carol" {
				t.Errorf("%+v", m)
			}
		}},
		"contacts": {api.Message{Contact: &api.ContactCard{DisplayName: "2 people", Contacts: []api.Vcard{{Vcard: card}, {Vcard: card}}}}, func(t *testing.T, m sandbox.Message, _ sandbox.MediaFile) {
			if m.Kind != "contact" || m.Text != "2 people" {
				t.Errorf("%+v", m)
			}
		}},
		"poll": {api.Message{Poll: &api.Poll{Name: "Tea?", Options: []string{"yes", "no"}, SelectableCount: ptr(1)}}, func(t *testing.T, m sandbox.Message, _ sandbox.MediaFile) {
			if m.Kind != "poll" || m.Poll == nil || m.Poll.Name != "Tea?" || len(m.Poll.Options) != 2 || m.Poll.Selectable != 1 {
				t.Errorf("%+v %+v", m, m.Poll)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			sent, err := e.sendContent(client.ID, "+15550000002", test.message, nil)
			if err != nil {
				t.Fatal(err)
			}
			m := gets(t, bob, sent.MessageID, nil)
			var f sandbox.MediaFile
			if m.Media != nil {
				if f, err = bob.Media(t.Context(), m.ID); err != nil {
					t.Fatal(err)
				}
			}
			test.check(t, m, f)
			stored := must(NewMessages(e.Clients).GetMessage(e.ada, &api.GetMessageRequest{ClientID: client.ID, MessageID: sent.MessageID}))(t)
			if string(stored.Kind) != m.Kind || !stored.FromMe {
				t.Errorf("it is stored as %+v", stored)
			}
		})
	}
}

func TestQuotesMentionsAndReactions(t *testing.T) {
	e := newEngine(t, nil)
	client, alice := e.settled("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	question := must(bob.SendText(t.Context(), alice.Info().JID, "Are you open?"))(t)
	messages := NewMessages(e.Clients)
	eventually(t, "the question is stored", func() bool {
		_, err := messages.GetMessage(e.ada, &api.GetMessageRequest{ClientID: client.ID, MessageID: question.ID})
		return err == nil
	})
	answer := must(e.sendContent(client.ID, "+15550000002", api.Message{Text: ptr("Yes, @15550000002")}, &api.SendOptions{Quoted: &question.ID, Mentions: []string{"+15550000002"}}))(t)
	if m := gets(t, bob, answer.MessageID, nil); m.Quoted == nil || m.Quoted.ID != question.ID || !strings.Contains(m.Text, "Yes") {
		t.Errorf("the answer is %+v, quoting %+v", m, m.Quoted)
	}
	must(e.sendContent(client.ID, "+15550000002", api.Message{Reaction: &api.Reaction{MessageID: question.ID, Emoji: "👍"}}, nil))(t)
	gets(t, bob, question.ID, func(m sandbox.Message) bool { return len(m.Reactions) == 1 && m.Reactions[0].Emoji == "👍" })
	must(e.sendContent(client.ID, "+15550000002", api.Message{Reaction: &api.Reaction{MessageID: question.ID}}, nil))(t)
	gets(t, bob, question.ID, func(m sandbox.Message) bool { return len(m.Reactions) == 0 })
	_, err := e.sendContent(client.ID, "+15550000002", api.Message{Reaction: &api.Reaction{MessageID: "3EB0NOTHING", Emoji: "👍"}}, nil)
	wantError(t, err, api.CodeNotFound, "3EB0NOTHING")
	_, err = e.sendContent(client.ID, "+15550000002", api.Message{Text: ptr("?")}, &api.SendOptions{Quoted: ptr("3EB0NOTHING")})
	wantError(t, err, api.CodeNotFound, "3EB0NOTHING")
}

func TestFileFromAURL(t *testing.T) {
	red := picture(t, 20, 20)
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a/receipt.png":
			_, _ = w.Write(red)
		case "/empty":
		case "/page":
			_, _ = w.Write([]byte("<!DOCTYPE html><title>Sign in</title>"))
		default:
			http.NotFound(w, r)
		}
	}))
	defer files.Close()
	e := newEngine(t, func(c *Clients) { c.fetcher = outbound.NewFetcher(true) })
	client, _ := e.settled("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	sent := must(e.sendContent(client.ID, "+15550000002", api.Message{Document: &api.Document{URL: ptr(files.URL + "/a/receipt.png?x=1")}}, nil))(t)
	if m := gets(t, bob, sent.MessageID, nil); m.Media.FileName != "receipt.png" || m.Media.Mimetype != "image/png" {
		t.Errorf("%+v", m.Media)
	}
	image := func(path string) error {
		_, err := e.sendContent(client.ID, "+15550000002", api.Message{Image: &api.Image{URL: ptr(files.URL + path)}}, nil)
		return err
	}
	wantError(t, image("/nothing"), api.CodeMediaUnavailable, "/message/image/url: the file is not there: the server answered with status 404")
	wantError(t, image("/empty"), api.CodeMediaUnavailable, "empty")
	wantError(t, image("/page"), api.CodeInvalidRequest, "/message/image is text/html")
	e.fetcher = outbound.NewFetcher(false)
	wantError(t, image("/a/receipt.png"), api.CodeInvalidRequest, "/message/image/url is at a private or local address")
}

func TestBadContentNamesTheMember(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	for name, test := range map[string]struct {
		message api.Message
		options *api.SendOptions
		want    string
	}{
		"nothing":         {api.Message{}, nil, "/message must have a member"},
		"no file":         {api.Message{Image: &api.Image{}}, nil, "/message/image must have url or data"},
		"two files":       {api.Message{Video: &api.Video{URL: ptr("https://example.com/x"), Data: ptr("AAAA")}}, nil, "/message/video must have either url or data"},
		"no base64":       {api.Message{Audio: &api.Audio{Data: ptr("A*==")}}, nil, "/message/audio/data is not base64"},
		"no picture":      {api.Message{Image: &api.Image{Data: base([]byte("just text"))}}, nil, "/message/image is text/plain"},
		"a bad URL":       {api.Message{Sticker: &api.Sticker{URL: ptr("http://127.1/x")}}, nil, "/message/sticker/url is not at an http"},
		"no card":         {api.Message{Contact: &api.ContactCard{DisplayName: "x", Contacts: []api.Vcard{{Vcard: "x"}}}}, nil, "BEGIN:VCARD"},
		"choices":         {api.Message{Poll: &api.Poll{Name: "x", Options: []string{"a", "b"}, SelectableCount: ptr(3)}}, nil, "/message/poll/selectableCount"},
		"quoted reaction": {api.Message{Reaction: &api.Reaction{MessageID: "x", Emoji: "y"}}, &api.SendOptions{Quoted: ptr("x")}, "/options is not for reactions"},
		"bad mention":     {api.Message{Text: ptr("x")}, &api.SendOptions{Mentions: []string{"bob"}}, "/options/mentions"},
		"mentioned group": {api.Message{Text: ptr("x")}, &api.SendOptions{Mentions: []string{"120363000000000001@g.us"}}, "/options/mentions must be people"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := e.sendContent(client.ID, "+15550000002", test.message, test.options)
			wantError(t, err, api.CodeInvalidRequest, test.want)
		})
	}
}

func TestPicturesAreMadeSmallWithinBounds(t *testing.T) {
	f := &file{data: picture(t, 1000, 500)}
	f.look(t.Context())
	small, format, err := image.DecodeConfig(bytes.NewReader(f.thumbnail))
	if err != nil || format != "jpeg" || small.Width != thumbSide || small.Height != thumbSide/2 || f.width != 1000 || f.height != 500 {
		t.Errorf("%+v %s, %v", small, format, err)
	}
	bomb := picture(t, 4, 4)
	copy(bomb[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // it says that it is 65536 by 65536
	for name, data := range map[string][]byte{"bomb": bomb, "no picture": []byte("x"), "cut off": picture(t, 100, 100)[:60]} {
		f := &file{data: data}
		f.look(t.Context())
		if f.thumbnail != nil {
			t.Errorf("%s: there is a thumbnail", name)
		}
	}
}

func TestPicturesAreMadeSmallOneAtATime(t *testing.T) {
	looking <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := &file{data: picture(t, 100, 50)}
	f.look(ctx)
	<-looking
	if f.thumbnail != nil || f.width != 100 || f.height != 50 {
		t.Errorf("a second picture is made smaller: %+v", f)
	}
	if f.look(t.Context()); f.thumbnail == nil {
		t.Error("there is no thumbnail when it is its turn")
	}
}
