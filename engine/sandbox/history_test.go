package sandbox_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waWeb"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
)

func historyOf(kind waHistorySync.HistorySync_HistorySyncType) func(*events.HistorySync) bool {
	return func(h *events.HistorySync) bool { return h.Data.GetSyncType() == kind }
}

// past reads a chat out of what a client got when it was linked, oldest first.
func past(t *testing.T, c *client, chat types.JID) (*waHistorySync.Conversation, []*events.Message) {
	t.Helper()
	h := await(c, "the history", historyOf(waHistorySync.HistorySync_INITIAL_BOOTSTRAP))
	for _, conversation := range h.Data.GetConversations() {
		if conversation.GetID() != chat.String() {
			continue
		}
		var messages []*events.Message
		for _, m := range conversation.GetMessages() {
			parsed, err := c.ParseWebMessage(chat, m.GetMessage())
			if err != nil {
				t.Fatal(err)
			}
			messages = append([]*events.Message{parsed}, messages...)
		}
		return conversation, messages
	}
	t.Fatalf("no chat with %s among %d", chat, len(h.Data.GetConversations()))
	return nil, nil
}

func TestNewDeviceGetsTheHistoryOfItsPhone(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	g, err := alice.CreateGroup(t.Context(), "team", bob.Info().JID)
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = alice.SendText(t.Context(), bob.Info().JID, "hi Bob")
	must(err)
	hears(t, bob, "hi Bob")
	must(bob.MarkRead(t.Context(), alice.Info().JID))
	starred, err := bob.SendText(t.Context(), alice.Info().JID, "hi Alice")
	must(err)
	hears(t, alice, "hi Alice")
	must(alice.AddContacts(t.Context(), sandbox.Contact{JID: bob.Info().JID, Name: "Bob from work"}))
	must(alice.PinChat(t.Context(), bob.Info().JID, true))
	must(alice.StarMessage(t.Context(), starred.ID, true))

	a := link(t, n, alice, newDevice(t))
	chat, messages := past(t, a, bob.Info().LID)
	if chat.GetName() != "Bob from work" || chat.GetUnreadCount() != 1 || chat.GetPinned() == 0 || chat.GetArchived() || chat.GetPnJID() != bob.Info().JID.String() {
		t.Errorf("%+v", chat)
	}
	if len(messages) != 2 || text(messages[0]) != "hi Bob" || !messages[0].Info.IsFromMe || text(messages[1]) != "hi Alice" || messages[1].Info.PushName != "Bob" {
		t.Fatalf("%+v", messages)
	}
	if got := messages[0].SourceWebMsg.GetStatus(); got != waWeb.WebMessageInfo_READ {
		t.Errorf("the message that was read is %s", got)
	}
	if messages[0].SourceWebMsg.GetStarred() || !messages[1].SourceWebMsg.GetStarred() {
		t.Error("the wrong message has a star")
	}
	if group, _ := past(t, a, g.JID); group.GetName() != "team" {
		t.Errorf("%+v", group)
	}
	names := await(a, "names", historyOf(waHistorySync.HistorySync_PUSH_NAME))
	if len(names.Data.GetPushnames()) != 2 {
		t.Errorf("%+v", names.Data.GetPushnames())
	}
	until(t, "the client knows Bob by his LID", func() bool {
		pn, err := a.Store.LIDs.GetPNForLID(t.Context(), bob.Info().LID)
		return err == nil && pn == bob.Info().JID
	})
	contact, err := a.Store.Contacts.GetContact(t.Context(), bob.Info().JID)
	if err != nil || contact.FullName != "Bob from work" {
		t.Errorf("%+v, %v", contact, err)
	}
}

func TestLongHistoryIsAnEncryptedFile(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	for i := range 60 {
		var noise strings.Builder // which can't be compressed away
		for noise.Len() < 2000 {
			noise.WriteString(rand.Text())
		}
		if _, err := alice.SendText(t.Context(), bob.Info().JID, fmt.Sprint(i, " ", noise.String())); err != nil {
			t.Fatal(err)
		}
	}
	a := link(t, n, alice, newDevice(t))
	h := await(a, "the history", historyOf(waHistorySync.HistorySync_INITIAL_BOOTSTRAP))
	if h.Notification.GetDirectPath() == "" {
		t.Error("the history came along")
	}
	_, messages := past(t, a, bob.Info().LID)
	if len(messages) != 50 || !strings.HasPrefix(text(messages[0]), "10 ") || !strings.HasPrefix(text(messages[49]), "59 ") {
		t.Errorf("%d messages", len(messages))
	}
}

func TestHistoryHasMoreThanTexts(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	up, err := a.Upload(t.Context(), []byte("a picture"), whatsmeow.MediaImage)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.SendMessage(t.Context(), bob.Info().JID, &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
		Caption: proto.String("look"), Mimetype: proto.String("image/png"), DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
		FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}}); err != nil {
		t.Fatal(err)
	}
	poll, err := a.SendMessage(t.Context(), bob.Info().JID, a.BuildPollCreation("lunch?", []string{"yes", "no"}, 1))
	if err != nil {
		t.Fatal(err)
	}
	hears(t, bob, "lunch?")
	b := link(t, n, bob, newDevice(t))
	_, messages := past(t, b, alice.Info().LID)
	if len(messages) != 2 || messages[0].Message.GetImageMessage().GetCaption() != "look" || messages[1].Info.ID != poll.ID {
		t.Fatalf("%+v", messages)
	}
	got, err := b.Download(t.Context(), messages[0].Message.GetImageMessage())
	if err != nil || string(got) != "a picture" {
		t.Errorf("%q, %v", got, err)
	}
	if len(messages[1].SourceWebMsg.GetMessageSecret()) == 0 {
		t.Error("votes for the poll could not be read")
	}
}
