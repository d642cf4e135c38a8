package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
)

// picture is a PNG of 3 by 2 pixels.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// stage is Alice with a client, Bob without one, and a group of theirs with Carol.
type stage struct {
	t          *testing.T
	network    *sandbox.Network
	alice, bob *sandbox.Phone
	a          *client
	group      types.JID
}

func newStage(t *testing.T, state sandbox.State) *stage {
	t.Helper()
	n := start(t, state)
	s := &stage{
		t: t, network: n, alice: phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent),
		bob: phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent),
	}
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaSilent)
	s.a = link(t, n, s.alice, newDevice(t))
	g, err := s.alice.CreateGroup(t.Context(), "team", s.bob.Info().JID, carol.Info().JID)
	if err != nil {
		t.Fatal(err)
	}
	s.group = g.JID
	await[*events.JoinedGroup](s.a, "JoinedGroup", nil)
	return s
}

// restart ends the network and begins it again with the same state.
func (s *stage) restart(state sandbox.State) {
	s.t.Helper()
	s.a.Disconnect()
	if err := s.network.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.network = start(s.t, state)
	var err error
	if s.alice, err = s.network.Phone("15550000001"); err != nil {
		s.t.Fatal(err)
	}
	if s.bob, err = s.network.Phone("15550000002"); err != nil {
		s.t.Fatal(err)
	}
	s.a = attach(s.t, s.network, s.a.Store)
	s.a.connect()
}

// says sends something from Bob's phone.
func (s *stage) says(to types.JID, c sandbox.Content, o ...sandbox.SendOptions) sandbox.Message {
	s.t.Helper()
	m, err := s.bob.Send(s.t.Context(), to, c, append(o, sandbox.SendOptions{})[0])
	if err != nil {
		s.t.Fatalf("%+v: %v", c, err)
	}
	return m
}

// gets is what Alice's client gets under an id. The library shows it the key of a group like a message.
func (s *stage) gets(id string) *events.Message {
	s.t.Helper()
	return await(s.a, "message "+id, func(m *events.Message) bool {
		return m.Info.ID == id && proto.Size(m.Message) > proto.Size(&waE2E.Message{SenderKeyDistributionMessage: m.Message.SenderKeyDistributionMessage})
	})
}

// writes sends something from Alice's client.
func (s *stage) writes(to types.JID, m *waE2E.Message) string {
	s.t.Helper()
	r, err := s.a.SendMessage(s.t.Context(), to, m)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.ID
}

// has waits until a phone has a message under an id that is as it should be.
func has(t *testing.T, p *sandbox.Phone, id string, right func(sandbox.Message) bool) sandbox.Message {
	t.Helper()
	var found sandbox.Message
	for late := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		for _, m := range transcript(t, p) {
			if m.ID == id {
				found = m
			}
		}
		if found.ID == id && (right == nil || right(found)) {
			return found
		}
		if time.Now().After(late) {
			t.Fatalf("%s has %+v", p.Info().Name, found)
		}
	}
}

// inBothChats runs a test in the chat of Alice and Bob, and in their group.
func inBothChats(t *testing.T, test func(t *testing.T, s *stage, alices, bobs types.JID)) {
	t.Run("person", func(t *testing.T) {
		s := newStage(t, nil)
		test(t, s, s.bob.Info().LID, s.alice.Info().LID)
	})
	t.Run("group", func(t *testing.T) {
		s := newStage(t, nil)
		test(t, s, s.group, s.group)
	})
}

func TestClientGetsWhatAPhoneSends(t *testing.T) {
	inBothChats(t, func(t *testing.T, s *stage, _, bobs types.JID) {
		data := picture(t)
		file := func(kind string) *sandbox.Media { return &sandbox.Media{Kind: kind, Data: data} }
		captioned, voice, document, once := file(sandbox.KindImage), file(sandbox.KindAudio), file(sandbox.KindDocument), file(sandbox.KindVideo)
		captioned.Caption = "look"
		voice.Voice, voice.Seconds = true, 7
		document.FileName, document.Caption = "report.pdf", "read"
		once.ViewOnce = true
		for _, c := range []struct {
			kind, stanza, media string
			content             sandbox.Content
			right               func(*waE2E.Message) bool
		}{
			{"text", "text", "", sandbox.Content{Text: "hi"}, func(m *waE2E.Message) bool { return m.GetConversation() == "hi" }},
			{"image", "media", "image", sandbox.Content{Media: captioned}, func(m *waE2E.Message) bool {
				i := m.GetImageMessage()
				return i.GetCaption() == "look" && i.GetMimetype() == "image/png" && i.GetWidth() == 3 && i.GetHeight() == 2
			}},
			{"video", "media", "video", sandbox.Content{Media: once}, func(m *waE2E.Message) bool { return m.GetVideoMessage().GetViewOnce() }},
			{"voice", "media", "ptt", sandbox.Content{Media: voice}, func(m *waE2E.Message) bool {
				return m.GetAudioMessage().GetPTT() && m.GetAudioMessage().GetSeconds() == 7
			}},
			{"audio", "media", "audio", sandbox.Content{Media: file(sandbox.KindAudio)}, func(m *waE2E.Message) bool { return !m.GetAudioMessage().GetPTT() }},
			{"document", "media", "document", sandbox.Content{Media: document}, func(m *waE2E.Message) bool {
				return m.GetDocumentMessage().GetFileName() == "report.pdf" && m.GetDocumentMessage().GetCaption() == "read"
			}},
			{"sticker", "media", "sticker", sandbox.Content{Media: file(sandbox.KindSticker)}, func(m *waE2E.Message) bool { return m.GetStickerMessage() != nil }},
			{"location", "text", "", sandbox.Content{Location: &sandbox.Location{Latitude: 52.5, Longitude: 13.4, Name: "Berlin"}}, func(m *waE2E.Message) bool {
				return m.GetLocationMessage().GetDegreesLatitude() == 52.5 && m.GetLocationMessage().GetName() == "Berlin"
			}},
			{"contact", "media", "vcard", sandbox.Content{Contact: &sandbox.ContactCard{Name: "Dora", VCards: []string{card("Dora")}}}, func(m *waE2E.Message) bool {
				return m.GetContactMessage().GetDisplayName() == "Dora" && strings.Contains(m.GetContactMessage().GetVcard(), "FN:Dora")
			}},
			{"contacts", "media", "contact_array", sandbox.Content{Contact: &sandbox.ContactCard{Name: "2 contacts", VCards: []string{card("Dora"), card("Eve")}}}, func(m *waE2E.Message) bool {
				return len(m.GetContactsArrayMessage().GetContacts()) == 2 && m.GetContactsArrayMessage().GetContacts()[1].GetDisplayName() == "Eve"
			}},
			{"poll", "poll", "", sandbox.Content{Poll: &sandbox.Poll{Name: "When?", Options: []string{"now", "later"}, Selectable: 1}}, func(m *waE2E.Message) bool {
				return len(m.GetPollCreationMessage().GetOptions()) == 2 && len(m.GetMessageContextInfo().GetMessageSecret()) == 32
			}},
		} {
			sent := s.says(bobs, c.content)
			got := s.gets(sent.ID)
			if got.Info.Type != c.stanza || got.Info.MediaType != c.media || got.Info.PushName != "Bob" || !c.right(got.Message) {
				t.Errorf("%s: type %q, mediatype %q, %s", c.kind, got.Info.Type, got.Info.MediaType, got.Message)
			}
			if got.Info.IsGroup != (bobs.Server == types.GroupServer) || got.Info.Sender != s.bob.Info().LID {
				t.Errorf("%s: %+v", c.kind, got.Info.MessageSource)
			}
			if got.IsViewOnce != (c.content.Media != nil && c.content.Media.ViewOnce) {
				t.Errorf("%s: to be seen once: %t", c.kind, got.IsViewOnce)
			}
			if c.content.Media == nil {
				continue
			}
			if sent.Media == nil || sent.Media.Kind != c.content.Media.Kind || sent.Media.Size != len(data) {
				t.Errorf("%s: %+v", c.kind, sent.Media)
			}
			if fetched, err := s.a.Download(t.Context(), attachment(got.Message)); err != nil || !bytes.Equal(fetched, data) {
				t.Errorf("%s: the file is %d bytes, %v", c.kind, len(fetched), err)
			}
			own, err := s.bob.Media(t.Context(), sent.ID)
			if err != nil || !bytes.Equal(own.Data, data) {
				t.Errorf("%s: on the phone itself the file is %d bytes, %v", c.kind, len(own.Data), err)
			}
		}
		if n := count[*events.UndecryptableMessage](s.a, nil); n != 0 {
			t.Errorf("%d messages could not be decrypted", n)
		}
	})
}

func attachment(m *waE2E.Message) whatsmeow.DownloadableMessage {
	switch {
	case m.ImageMessage != nil:
		return m.ImageMessage
	case m.VideoMessage != nil:
		return m.VideoMessage
	case m.AudioMessage != nil:
		return m.AudioMessage
	case m.StickerMessage != nil:
		return m.StickerMessage
	}
	return m.GetDocumentMessage()
}

func card(name string) string { return "BEGIN:VCARD\nVERSION:3.0\nFN:" + name + "\nEND:VCARD" }

func TestPhoneShowsWhatAClientSends(t *testing.T) {
	inBothChats(t, func(t *testing.T, s *stage, alices, _ types.JID) {
		data := picture(t)
		image, err := s.a.Upload(t.Context(), data, whatsmeow.MediaImage)
		if err != nil {
			t.Fatal(err)
		}
		speech, err := s.a.Upload(t.Context(), data, whatsmeow.MediaAudio)
		if err != nil {
			t.Fatal(err)
		}
		paper, err := s.a.Upload(t.Context(), data, whatsmeow.MediaDocument)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			message *waE2E.Message
			right   func(sandbox.Message) bool
		}{
			{&waE2E.Message{ImageMessage: &waE2E.ImageMessage{
				Caption: proto.String("look"), Mimetype: proto.String("image/png"), URL: &image.URL, DirectPath: &image.DirectPath, MediaKey: image.MediaKey,
				FileEncSHA256: image.FileEncSHA256, FileSHA256: image.FileSHA256, FileLength: &image.FileLength,
			}}, func(m sandbox.Message) bool {
				return m.Kind == "image" && m.Text == "look" && m.Media.Mimetype == "image/png" && m.Media.Size == len(data)
			}},
			{&waE2E.Message{StickerMessage: &waE2E.StickerMessage{
				Mimetype: proto.String("image/webp"), URL: &image.URL, DirectPath: &image.DirectPath, MediaKey: image.MediaKey,
				FileEncSHA256: image.FileEncSHA256, FileSHA256: image.FileSHA256, FileLength: &image.FileLength,
			}}, func(m sandbox.Message) bool { return m.Kind == "sticker" && m.Media.Kind == "sticker" }},
			{&waE2E.Message{AudioMessage: &waE2E.AudioMessage{
				PTT: proto.Bool(true), Seconds: proto.Uint32(3), Mimetype: proto.String("audio/ogg; codecs=opus"), URL: &speech.URL, DirectPath: &speech.DirectPath,
				MediaKey: speech.MediaKey, FileEncSHA256: speech.FileEncSHA256, FileSHA256: speech.FileSHA256, FileLength: &speech.FileLength,
			}}, func(m sandbox.Message) bool { return m.Kind == "audio" && m.Media.Voice && m.Media.Seconds == 3 }},
			{&waE2E.Message{DocumentWithCaptionMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
				Caption: proto.String("read"), FileName: proto.String("a.pdf"), Mimetype: proto.String("application/pdf"), URL: &paper.URL, DirectPath: &paper.DirectPath,
				MediaKey: paper.MediaKey, FileEncSHA256: paper.FileEncSHA256, FileSHA256: paper.FileSHA256, FileLength: &paper.FileLength,
			}}}}, func(m sandbox.Message) bool {
				return m.Kind == "document" && m.Text == "read" && m.Media.FileName == "a.pdf"
			}},
			{&waE2E.Message{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: proto.Float64(1), DegreesLongitude: proto.Float64(2), Name: proto.String("here")}},
				func(m sandbox.Message) bool {
					return m.Kind == "location" && m.Text == "here" && *m.Location == sandbox.Location{Latitude: 1, Longitude: 2, Name: "here"}
				}},
			{&waE2E.Message{ContactMessage: &waE2E.ContactMessage{DisplayName: proto.String("Dora"), Vcard: proto.String(card("Dora"))}},
				func(m sandbox.Message) bool {
					return m.Kind == "contact" && m.Text == "Dora" && m.Contact.VCards[0] == card("Dora")
				}},
		} {
			id := s.writes(alices, c.message)
			m := has(t, s.bob, id, nil)
			if !c.right(m) || m.Direction != sandbox.DirectionIn {
				t.Errorf("%+v, media %+v", m, m.Media)
			}
			if own := has(t, s.alice, id, nil); own.Kind != m.Kind || own.Direction != sandbox.DirectionOut {
				t.Errorf("Alice's phone has %+v", own)
			}
			if m.Media == nil {
				_, err := s.bob.Media(t.Context(), id)
				mustBe(t, err, sandbox.ErrNoFile)
				continue
			}
			if f, err := s.bob.Media(t.Context(), id); err != nil || !bytes.Equal(f.Data, data) || f.Mimetype != m.Media.Mimetype {
				t.Errorf("%s: %d bytes of %s, %v", m.Kind, len(f.Data), f.Mimetype, err)
			}
		}
	})
}

func TestMessagesChangeEarlierOnes(t *testing.T) {
	inBothChats(t, func(t *testing.T, s *stage, alices, bobs types.JID) {
		// What Bob's phone does to messages, as Alice's client and her phone see it.
		first := s.writes(alices, message("from Alice"))
		has(t, s.bob, first, nil)
		reaction := s.gets(s.says(bobs, sandbox.Content{Reaction: &sandbox.Reaction{MessageID: first, Emoji: "👍"}}).ID)
		if r := reaction.Message.GetReactionMessage(); r.GetText() != "👍" || r.GetKey().GetID() != first || reaction.Info.Type != "reaction" {
			t.Errorf("%s, type %s", r, reaction.Info.Type)
		}
		reacted := func(emoji string) func(sandbox.Message) bool {
			return func(m sandbox.Message) bool {
				return len(m.Reactions) == 1 && m.Reactions[0].Emoji == emoji && m.Reactions[0].From.Name == "Bob"
			}
		}
		has(t, s.alice, first, reacted("👍"))
		has(t, s.bob, first, reacted("👍"))
		s.says(bobs, sandbox.Content{Reaction: &sandbox.Reaction{MessageID: first, Emoji: "🎉"}})
		has(t, s.alice, first, reacted("🎉"))
		s.says(bobs, sandbox.Content{Reaction: &sandbox.Reaction{MessageID: first}})
		has(t, s.alice, first, func(m sandbox.Message) bool { return len(m.Reactions) == 0 })

		answer := s.says(bobs, sandbox.Content{Text: "from Bob"}, sandbox.SendOptions{Quoted: first})
		quote := s.gets(answer.ID).Message.GetExtendedTextMessage().GetContextInfo()
		if quote.GetStanzaID() != first || quote.GetParticipant() != s.alice.Info().LID.String() || quote.GetQuotedMessage().GetConversation() != "from Alice" {
			t.Errorf("%s", quote)
		}
		if q := answer.Quoted; q == nil || q.ID != first || q.From.Name != "Alice" || q.Text != "from Alice" {
			t.Errorf("%+v", q)
		}
		edit := s.gets(s.says(bobs, sandbox.Content{Edit: &sandbox.Edit{MessageID: answer.ID, Text: "better"}}).ID)
		if edit.Info.Edit != types.EditAttributeMessageEdit || !edit.IsEdit || edit.Message.GetProtocolMessage().GetKey().GetID() != answer.ID {
			t.Errorf("%+v, %s", edit.Info, edit.Message)
		}
		has(t, s.alice, answer.ID, func(m sandbox.Message) bool { return m.Text == "better" && m.Edited && m.Quoted.ID == first })
		revoke := s.gets(s.says(bobs, sandbox.Content{Revoke: &sandbox.Revoke{MessageID: answer.ID}}).ID)
		if revoke.Info.Edit != types.EditAttributeSenderRevoke || revoke.Message.GetProtocolMessage().GetType() != waE2E.ProtocolMessage_REVOKE {
			t.Errorf("%+v, %s", revoke.Info, revoke.Message)
		}
		gone := func(m sandbox.Message) bool { return m.Revoked && m.Text == "" && m.Quoted == nil && m.Kind == "text" }
		has(t, s.alice, answer.ID, gone)
		has(t, s.bob, answer.ID, gone)

		// What Alice's client does to messages, as Bob's phone sees it.
		second := s.says(bobs, sandbox.Content{Text: "second"}).ID
		s.writes(alices, s.a.BuildReaction(alices, s.bob.Info().LID, second, "❤️"))
		has(t, s.bob, second, func(m sandbox.Message) bool {
			return len(m.Reactions) == 1 && m.Reactions[0].Emoji == "❤️" && m.Reactions[0].From.Name == "Alice"
		})
		s.writes(alices, s.a.BuildEdit(alices, first, message("edited")))
		has(t, s.bob, first, func(m sandbox.Message) bool { return m.Text == "edited" && m.Edited })
		has(t, s.alice, first, func(m sandbox.Message) bool { return m.Text == "edited" && m.Edited })
		s.writes(alices, s.a.BuildRevoke(alices, types.EmptyJID, first))
		has(t, s.bob, first, func(m sandbox.Message) bool { return m.Revoked && m.Text == "" })

		// None of these is a message of its own.
		if got := len(transcript(t, s.bob)); got != 3 {
			t.Errorf("Bob's phone has %d messages, want 3", got)
		}
		// But a reaction to a message that a phone doesn't have is.
		lost := s.writes(alices, s.a.BuildReaction(alices, s.bob.Info().LID, "3EB0FFFFFFFFFFFFFFFF", "❤️"))
		has(t, s.bob, lost, func(m sandbox.Message) bool {
			return m.Kind == sandbox.KindReaction && m.Quoted.ID == "3EB0FFFFFFFFFFFFFFFF" && m.Text == "❤️"
		})
	})
}

func TestPollsAreVotedInBothWays(t *testing.T) {
	inBothChats(t, func(t *testing.T, s *stage, alices, bobs types.JID) {
		votes := func(want ...string) func(sandbox.Message) bool { // of each option
			return func(m sandbox.Message) bool {
				var got []string
				for _, o := range m.Poll.Options {
					var names []string
					for _, who := range o.Voters {
						names = append(names, who.Name)
					}
					got = append(got, strings.Join(names, "+"))
				}
				return slices.Equal(got, want)
			}
		}
		asked := s.says(bobs, sandbox.Content{Poll: &sandbox.Poll{Name: "When?", Options: []string{"now", "later", "never"}}})
		vote, err := s.a.BuildPollVote(t.Context(), &s.gets(asked.ID).Info, []string{"now", "never"})
		if err != nil {
			t.Fatal(err)
		}
		s.writes(alices, vote)
		has(t, s.bob, asked.ID, votes("Alice", "", "Alice"))
		has(t, s.alice, asked.ID, votes("Alice", "", "Alice"))
		s.says(bobs, sandbox.Content{Vote: &sandbox.Vote{MessageID: asked.ID, Options: []string{"now"}}})
		has(t, s.alice, asked.ID, votes("Alice+Bob", "", "Alice"))

		poll := s.writes(alices, s.a.BuildPollCreation("Where?", []string{"here", "there"}, 1))
		has(t, s.bob, poll, func(m sandbox.Message) bool { return m.Kind == "poll" && m.Text == "Where?" && m.Poll.Selectable == 1 })
		got := s.gets(s.says(bobs, sandbox.Content{Vote: &sandbox.Vote{MessageID: poll, Options: []string{"there"}}}).ID)
		opened, err := s.a.DecryptPollVote(t.Context(), got)
		if err != nil || len(opened.GetSelectedOptions()) != 1 || !bytes.Equal(opened.GetSelectedOptions()[0], whatsmeow.HashPollOptions([]string{"there"})[0]) {
			t.Errorf("%s, %v", opened, err)
		}
		has(t, s.alice, poll, votes("", "Bob"))
		s.says(bobs, sandbox.Content{Vote: &sandbox.Vote{MessageID: poll}})
		has(t, s.alice, poll, votes("", ""))
	})
}

func TestWhatAPhoneHasSurvivesARestart(t *testing.T) {
	state := &shelf{}
	s := newStage(t, state)
	data := picture(t)
	shown := s.says(s.group, sandbox.Content{Media: &sandbox.Media{Kind: sandbox.KindImage, Data: data, Caption: "look"}})
	s.gets(shown.ID)
	poll := s.says(s.group, sandbox.Content{Poll: &sandbox.Poll{Name: "When?", Options: []string{"now", "later"}}})
	vote, err := s.a.BuildPollVote(t.Context(), &s.gets(poll.ID).Info, []string{"later"})
	if err != nil {
		t.Fatal(err)
	}
	s.writes(s.group, vote)
	s.writes(s.group, s.a.BuildReaction(s.group, s.bob.Info().LID, shown.ID, "🎉"))
	s.says(s.group, sandbox.Content{Edit: &sandbox.Edit{MessageID: shown.ID, Text: "look here"}})
	has(t, s.bob, shown.ID, func(m sandbox.Message) bool { return len(m.Reactions) == 1 && m.Text == "look here" })
	has(t, s.bob, poll.ID, func(m sandbox.Message) bool { return len(m.Poll.Options[1].Voters) == 1 })

	s.restart(state)
	image := has(t, s.bob, shown.ID, nil)
	if image.Text != "look here" || !image.Edited || len(image.Reactions) != 1 || image.To.Name != "team" || image.Media.Size != len(data) {
		t.Errorf("%+v", image)
	}
	if m := has(t, s.bob, poll.ID, nil); len(m.Poll.Options[1].Voters) != 1 {
		t.Errorf("%+v", m.Poll)
	}
	if f, err := s.bob.Media(t.Context(), shown.ID); err != nil || !bytes.Equal(f.Data, data) {
		t.Errorf("%d bytes, %v", len(f.Data), err)
	}
	// Both sides can go on with what was there before.
	s.says(s.group, sandbox.Content{Vote: &sandbox.Vote{MessageID: poll.ID, Options: []string{"later"}}})
	s.writes(s.group, s.a.BuildReaction(s.group, s.bob.Info().LID, shown.ID, "👍"))
	has(t, s.bob, shown.ID, func(m sandbox.Message) bool { return len(m.Reactions) == 1 && m.Reactions[0].Emoji == "👍" })
	s.gets(s.says(s.group, sandbox.Content{Text: "after"}).ID)
	if n := count[*events.UndecryptableMessage](s.a, nil); n != 0 {
		t.Errorf("%d messages could not be decrypted", n)
	}
}

func TestPhoneRefusesWhatNoPhoneWouldSend(t *testing.T) {
	s := newStage(t, nil)
	alice := s.alice.Info().JID
	theirs := s.writes(s.bob.Info().JID, message("from Alice"))
	has(t, s.bob, theirs, nil)
	own := s.says(alice, sandbox.Content{Location: &sandbox.Location{}}).ID
	elsewhere := s.says(s.group, sandbox.Content{Text: "in the group"}).ID
	taken := s.says(alice, sandbox.Content{Text: "oops"}).ID
	s.says(alice, sandbox.Content{Revoke: &sandbox.Revoke{MessageID: taken}})
	poll := s.says(alice, sandbox.Content{Poll: &sandbox.Poll{Name: "?", Options: []string{"a", "b"}, Selectable: 1}}).ID
	send := func(c sandbox.Content) error {
		_, err := s.bob.Send(context.WithoutCancel(t.Context()), alice, c, sandbox.SendOptions{})
		return err
	}
	mustBe(t, send(sandbox.Content{Reaction: &sandbox.Reaction{MessageID: "nothing", Emoji: "👍"}}), sandbox.ErrNoMessage)
	mustBe(t, send(sandbox.Content{Reaction: &sandbox.Reaction{MessageID: elsewhere, Emoji: "👍"}}), sandbox.ErrNoMessage)
	mustBe(t, send(sandbox.Content{Reaction: &sandbox.Reaction{MessageID: taken, Emoji: "👍"}}), sandbox.ErrTaken)
	mustBe(t, send(sandbox.Content{Edit: &sandbox.Edit{MessageID: theirs, Text: "x"}}), sandbox.ErrNotYours)
	mustBe(t, send(sandbox.Content{Edit: &sandbox.Edit{MessageID: own, Text: "x"}}), sandbox.ErrNoText)
	mustBe(t, send(sandbox.Content{Revoke: &sandbox.Revoke{MessageID: theirs}}), sandbox.ErrNotYours)
	mustBe(t, send(sandbox.Content{Vote: &sandbox.Vote{MessageID: theirs}}), sandbox.ErrNoPoll)
	_, err := s.bob.Send(t.Context(), alice, sandbox.Content{Text: "x"}, sandbox.SendOptions{Quoted: elsewhere})
	mustBe(t, err, sandbox.ErrNoMessage)
	_, err = s.bob.SendText(t.Context(), types.NewJID("120363000000000000", types.GroupServer), "x")
	mustBe(t, err, sandbox.ErrNoChat)

	// What somebody may not do to a message leaves it as it is.
	s.writes(s.bob.Info().JID, s.a.BuildEdit(s.bob.Info().LID, poll, message("mine now")))
	lost := s.writes(s.bob.Info().JID, s.a.BuildRevoke(s.bob.Info().LID, types.EmptyJID, poll))
	has(t, s.bob, lost, func(m sandbox.Message) bool { return m.Kind == sandbox.KindRevoke })
	has(t, s.bob, poll, func(m sandbox.Message) bool { return !m.Revoked && !m.Edited && m.Text == "?" })

	data := picture(t)
	for pointer, c := range map[string]sandbox.Content{
		"/message":                          {},
		"/message ":                         {Text: "x", Location: &sandbox.Location{}},
		"/message/image/data":               {Media: &sandbox.Media{Kind: sandbox.KindImage}},
		"/message/image/ptt":                {Media: &sandbox.Media{Kind: sandbox.KindImage, Data: data, Voice: true}},
		"/message/audio/caption":            {Media: &sandbox.Media{Kind: sandbox.KindAudio, Data: data, Caption: "x"}},
		"/message/video/mimetype":           {Media: &sandbox.Media{Kind: sandbox.KindVideo, Data: data, Mimetype: "video"}},
		"/message/location/degreesLatitude": {Location: &sandbox.Location{Latitude: 91}},
		"/message/contact/contacts/0/vcard": {Contact: &sandbox.ContactCard{Name: "x", VCards: []string{"x"}}},
		"/message/poll/options/1":           {Poll: &sandbox.Poll{Name: "?", Options: []string{"a", "a"}}},
		"/message/poll/selectableCount":     {Poll: &sandbox.Poll{Name: "?", Options: []string{"a", "b"}, Selectable: 3}},
		"/message/vote/options":             {Vote: &sandbox.Vote{MessageID: poll, Options: []string{"c"}}},
		"/message/vote/options ":            {Vote: &sandbox.Vote{MessageID: poll, Options: []string{"a", "b"}}},
		"/message/edit/text":                {Edit: &sandbox.Edit{MessageID: own}},
	} {
		var wrong *sandbox.ContentError
		if err := send(c); !errors.As(err, &wrong) || wrong.Pointer != strings.TrimSpace(pointer) {
			t.Errorf("%s: %v", pointer, err)
		}
	}
}
