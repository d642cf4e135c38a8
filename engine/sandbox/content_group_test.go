package sandbox_test

import (
	"math"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
)

func TestClientAsksAPhoneAgainForWhatItCantRead(t *testing.T) {
	inBothChats(t, func(t *testing.T, s *stage, _, bobs types.JID) {
		s.gets(s.says(bobs, sandbox.Content{Text: "before"}).ID)
		if err := s.network.Fault(t.Context(), *s.a.Store.ID, sandbox.FaultUndecryptable, 1); err != nil {
			t.Fatal(err)
		}
		sent := s.says(bobs, sandbox.Content{Media: &sandbox.Media{Kind: sandbox.KindDocument, Data: []byte("%PDF-1.7"), FileName: "a.pdf"}})
		await(s.a, "UndecryptableMessage", func(e *events.UndecryptableMessage) bool { return e.Info.ID == sent.ID })
		got := await(s.a, "the document", func(m *events.Message) bool { return m.Message.GetDocumentMessage() != nil })
		if got.Info.ID != sent.ID || got.Info.Type != "media" || got.Info.Chat != *chatOf(s, bobs) {
			t.Errorf("%+v", got.Info)
		}
		s.gets(s.says(bobs, sandbox.Content{Text: "after"}).ID)
		if n := count[*events.UndecryptableMessage](s.a, nil); n != 1 {
			t.Errorf("%d messages could not be decrypted, want 1", n)
		}
	})
}

// chatOf is the chat in which Alice's client hears of what Bob says.
func chatOf(s *stage, bobs types.JID) *types.JID {
	if bobs == s.group {
		return &s.group
	}
	lid := s.bob.Info().LID
	return &lid
}

func TestProgressOfAGroupMessageIsFollowed(t *testing.T) {
	s := newStage(t, nil)
	sent := s.says(s.group, sandbox.Content{Text: "who reads this?"})
	info := s.gets(sent.ID).Info
	has(t, s.bob, sent.ID, func(m sandbox.Message) bool { return m.Progress == sandbox.ProgressDelivered })
	if err := s.a.MarkRead(t.Context(), []types.MessageID{sent.ID}, time.Now(), info.Chat, info.Sender); err != nil {
		t.Fatal(err)
	}
	has(t, s.bob, sent.ID, func(m sandbox.Message) bool { return m.Progress == sandbox.ProgressRead })
}

func TestWhoHasLeftAGroupCantReadOn(t *testing.T) {
	s := newStage(t, nil)
	carol, err := s.network.Phone("15550000003")
	if err != nil {
		t.Fatal(err)
	}
	c := link(t, s.network, carol, newDevice(t))
	s.says(s.group, sandbox.Content{Text: "with Carol"})
	before := await(c, "the key of Bob's", func(m *events.Message) bool { return m.Message.GetSenderKeyDistributionMessage() != nil })
	s.gets(s.says(s.group, sandbox.Content{Text: "still with Carol"}).ID)
	keys := func(m *events.Message) bool { return m.Message.GetSenderKeyDistributionMessage() != nil }
	if n := count(s.a, keys); n != 1 {
		t.Errorf("Alice got the key %d times, want 1", n)
	}
	if err := c.LeaveGroup(t.Context(), s.group); err != nil {
		t.Fatal(err)
	}
	sent := s.says(s.group, sandbox.Content{Text: "without Carol"})
	s.gets(sent.ID)
	after := await(s.a, "another key", func(m *events.Message) bool { return keys(m) && m.Info.ID == sent.ID })
	if string(after.Message.GetSenderKeyDistributionMessage().GetAxolotlSenderKeyDistributionMessage()) ==
		string(before.Message.GetSenderKeyDistributionMessage().GetAxolotlSenderKeyDistributionMessage()) {
		t.Error("the key is the one that Carol has")
	}
	if n := count(c, saying("without Carol")); n != 0 {
		t.Error("Carol has read on")
	}
	_, err = carol.SendText(t.Context(), s.group, "let me in")
	mustBe(t, err, sandbox.ErrNoChat)
}

func TestAdminsRuleAGroup(t *testing.T) {
	s := newStage(t, nil)
	rude := s.says(s.group, sandbox.Content{Text: "something rude"})
	s.gets(rude.ID)
	s.writes(s.group, s.a.BuildRevoke(s.group, s.bob.Info().LID, rude.ID))
	has(t, s.bob, rude.ID, func(m sandbox.Message) bool { return m.Revoked })
	ruder := s.says(s.group, sandbox.Content{Text: "something ruder"})
	has(t, s.alice, ruder.ID, nil)
	if _, err := s.alice.Send(t.Context(), s.group, sandbox.Content{Revoke: &sandbox.Revoke{MessageID: ruder.ID}}, sandbox.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	await(s.a, "the revocation", func(m *events.Message) bool {
		return m.Info.Edit == types.EditAttributeAdminRevoke && m.Info.Sender == s.alice.Info().LID
	})
	has(t, s.bob, ruder.ID, func(m sandbox.Message) bool { return m.Revoked })
	has(t, s.alice, ruder.ID, func(m sandbox.Message) bool { return m.Revoked })
	if err := s.a.SetGroupAnnounce(t.Context(), s.group, true); err != nil {
		t.Fatal(err)
	}
	_, err := s.bob.SendText(t.Context(), s.group, "may I?")
	mustBe(t, err, sandbox.ErrOnlyAdmins)
}

func TestStatusIsSeenByWhoKnowsWhom(t *testing.T) {
	s := newStage(t, nil)
	stranger := phone(t, s.network, "15550000009", "Stranger", sandbox.PersonaSilent)
	s.gets(s.says(s.alice.Info().JID, sandbox.Content{Text: "hello"}).ID)
	for i, text := range []string{"at the sea", "in the sea"} { // the second without its key
		sent := s.says(sandbox.StatusJID, sandbox.Content{Text: text})
		got := s.gets(sent.ID)
		if got.Info.Chat != types.StatusBroadcastJID || got.Info.Sender != s.bob.Info().LID || got.Message.GetConversation() != text {
			t.Errorf("%+v, %s", got.Info, got.Message)
		}
		has(t, s.alice, sent.ID, func(m sandbox.Message) bool { return m.To.JID == sandbox.StatusJID && m.From.Name == "Bob" })
		if i == 0 {
			if err := s.network.Fault(t.Context(), *s.a.Store.ID, sandbox.FaultUndecryptable, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(transcript(t, stranger)) != 0 {
		t.Error("a stranger sees the status")
	}
	// The other way round: the client knows Bob because he is in its address book.
	if err := s.alice.AddContacts(t.Context(), sandbox.Contact{JID: s.bob.Info().JID, Name: "Bob"}); err != nil {
		t.Fatal(err)
	}
	await[*events.Contact](s.a, "Contact", nil)
	id := s.writes(types.StatusBroadcastJID, message("on the hill"))
	has(t, s.bob, id, func(m sandbox.Message) bool { return m.To.JID == sandbox.StatusJID && m.Text == "on the hill" })
	if err := s.bob.MarkRead(t.Context(), sandbox.StatusJID); err != nil {
		t.Fatal(err)
	}
	await(s.a, "that Bob has seen it", func(r *events.Receipt) bool { return r.Type == types.ReceiptTypeRead && r.MessageIDs[0] == id })
}

func TestFilesAreGoneAfterAMonth(t *testing.T) {
	var late atomic.Int64
	n, err := sandbox.New(t.Context(), sandbox.Options{Logger: discard(), Now: func() time.Time { return time.Now().Add(time.Duration(late.Load())) }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	alice, bob := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent), phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	send := func(c sandbox.Content) (sandbox.Message, error) {
		return bob.Send(t.Context(), alice.Info().JID, c, sandbox.SendOptions{})
	}
	sent, err := send(sandbox.Content{Media: &sandbox.Media{Kind: sandbox.KindImage, Data: picture(t)}})
	if err != nil {
		t.Fatal(err)
	}
	has(t, alice, sent.ID, nil)
	if _, err := alice.Media(t.Context(), sent.ID); err != nil {
		t.Error(err)
	}
	late.Store(int64(31 * 24 * time.Hour))
	_, err = alice.Media(t.Context(), sent.ID)
	mustBe(t, err, sandbox.ErrMediaGone)
	_, err = send(sandbox.Content{Edit: &sandbox.Edit{MessageID: sent.ID, Text: "too late"}})
	mustBe(t, err, sandbox.ErrTooLate)
}

func TestNewDeviceSeesMessagesAsTheyAreNow(t *testing.T) {
	s := newStage(t, nil)
	first := s.says(s.alice.Info().JID, sandbox.Content{Text: "frist"})
	s.gets(first.ID)
	s.says(s.alice.Info().JID, sandbox.Content{Edit: &sandbox.Edit{MessageID: first.ID, Text: "first"}})
	poll := s.says(s.alice.Info().JID, sandbox.Content{Poll: &sandbox.Poll{Name: "When?", Options: []string{"now", "later"}}})
	s.writes(s.bob.Info().JID, s.a.BuildReaction(s.bob.Info().LID, s.bob.Info().LID, first.ID, "👍"))
	gone := s.says(s.alice.Info().JID, sandbox.Content{Text: "oops"})
	s.says(s.alice.Info().JID, sandbox.Content{Revoke: &sandbox.Revoke{MessageID: gone.ID}})
	has(t, s.alice, gone.ID, func(m sandbox.Message) bool { return m.Revoked })

	second := link(t, s.network, s.alice, newDevice(t))
	_, messages := past(t, second, s.bob.Info().LID)
	if len(messages) != 2 || text(messages[0]) != "first" || messages[1].Info.ID != poll.ID {
		t.Fatalf("%+v", messages)
	}
	if r := messages[0].SourceWebMsg.GetReactions(); len(r) != 1 || r[0].GetText() != "👍" || !r[0].GetKey().GetFromMe() {
		t.Errorf("reactions: %v", r)
	}
	var vote *waE2E.Message
	until(t, "the client has the secret of the poll", func() (has bool) {
		var err error
		vote, err = second.BuildPollVote(t.Context(), &messages[1].Info, []string{"now"})
		return err == nil
	})
	if _, err := second.SendMessage(t.Context(), s.bob.Info().LID, vote, whatsmeow.SendRequestExtra{}); err != nil {
		t.Fatal(err)
	}
	has(t, s.bob, poll.ID, func(m sandbox.Message) bool { return len(m.Poll.Options[0].Voters) == 1 })
}

func TestWatcherSeesMessagesChange(t *testing.T) {
	s := newStage(t, nil)
	id := s.writes(s.bob.Info().JID, message("hello"))
	has(t, s.bob, id, nil)
	watched := s.bob.Watch(t.Context())
	s.says(s.alice.Info().JID, sandbox.Content{Reaction: &sandbox.Reaction{MessageID: id, Emoji: "👋"}})
	s.writes(s.bob.Info().JID, s.a.BuildEdit(s.bob.Info().LID, id, &waE2E.Message{Conversation: message("hello you").Conversation}))
	for _, want := range []string{"hello", "hello you"} {
		select {
		case e := <-watched:
			if e.Kind != sandbox.EventChanged || e.Message.Text != want || len(e.Message.Reactions) != 1 || e.Chat.Name != "Alice" {
				t.Errorf("%+v, %+v", e, e.Message)
			}
		case <-time.After(patience):
			t.Fatal("nothing is seen")
		}
	}
}

func TestPlaceThatIsNowhereIsKeptWithoutIt(t *testing.T) {
	s := newStage(t, nil)
	id := s.writes(s.bob.Info().JID, &waE2E.Message{LocationMessage: &waE2E.LocationMessage{
		DegreesLatitude: proto.Float64(math.NaN()), DegreesLongitude: proto.Float64(math.Inf(1)), Name: proto.String("nowhere"),
	}})
	has(t, s.bob, id, func(m sandbox.Message) bool {
		return m.Kind == sandbox.KindLocation && m.Location == nil && m.Text == "nowhere"
	})
}
