package whatsapp

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waWeb"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

func TestHistoryStandsBeforeWhatIsNew(t *testing.T) {
	e := newEngine(t, nil)
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	say(t, bob, ada, "new")
	e.awaitText(client.ID, "new")
	past := func(id, text string, fromMe bool, ago time.Duration) *waHistorySync.HistorySyncMsg {
		return &waHistorySync.HistorySyncMsg{Message: &waWeb.WebMessageInfo{
			Key:     &waCommon.MessageKey{ID: &id, FromMe: &fromMe, RemoteJID: proto.String(bob.Info().LID.String())},
			Message: &waE2E.Message{Conversation: &text}, MessageTimestamp: proto.Uint64(uint64(time.Now().Add(-ago).Unix())),
			Status: waWeb.WebMessageInfo_READ.Enum(),
			Reactions: []*waWeb.Reaction{{
				Key: &waCommon.MessageKey{FromMe: proto.Bool(!fromMe)}, Text: proto.String("👍"), SenderTimestampMS: proto.Int64(time.Now().UnixMilli()),
			}},
		}}
	}
	e.run(client.ID).history(&waHistorySync.HistorySync{
		SyncType: waHistorySync.HistorySync_INITIAL_BOOTSTRAP.Enum(),
		Conversations: []*waHistorySync.Conversation{{
			ID: proto.String(bob.Info().LID.String()), PnJID: proto.String(bob.Info().JID.String()), LidJID: proto.String(bob.Info().LID.String()),
			Messages: []*waHistorySync.HistorySyncMsg{
				past("H3", "yesterday", false, 24*time.Hour), past("H2", "two days ago", true, 48*time.Hour), past("H1", "long ago", false, 100*24*time.Hour),
			},
		}},
	})
	list := must(e.read(client.ID, nil))(t)
	if len(list) != 3 || *list[0].Text != "two days ago" || *list[1].Text != "yesterday" || *list[2].Text != "new" {
		t.Fatalf("the chat is %+v", list)
	}
	if m := list[0]; !m.FromMe || *m.Status != api.ConversationStatusRead || len(m.Reactions) != 1 || m.Reactions[0].From.JID != "15550000002@s.whatsapp.net" {
		t.Errorf("an own message of the history is %+v", m)
	}
	if chats := e.chats(client.ID); len(chats) != 1 || *chats[0].LastMessage.Text != "new" {
		t.Errorf("the chats are %+v", chats)
	}
}

func TestHistoryOfThePhoneIsThereAfterTheLink(t *testing.T) {
	e := newEngine(t, nil)
	ada := e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	say(t, ada, bob, "before the link")
	answer := say(t, bob, ada, "answered before it")
	hears(t, ada, "answered before it")
	client := e.link(e.create("crm").ID, ada)
	m := e.awaitText(client.ID, "answered before it")
	if m.MessageID != answer.ID || m.FromMe || m.From.JID != "15550000002@s.whatsapp.net" || m.Chat.JID != m.From.JID {
		t.Errorf("the answer is %+v", m)
	}
	if m := e.awaitText(client.ID, "before the link"); !m.FromMe || m.Status == nil || m.Chat.JID != "15550000002@s.whatsapp.net" {
		t.Errorf("the own message is %+v", m)
	}
}

func TestHistoryWithTimesThatAreNoneIsStored(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	message := func(id string, seconds uint64, reactedMS int64) *waHistorySync.HistorySyncMsg {
		return &waHistorySync.HistorySyncMsg{Message: &waWeb.WebMessageInfo{
			Key:     &waCommon.MessageKey{ID: &id, FromMe: proto.Bool(false), RemoteJID: proto.String(bob.Info().JID.String())},
			Message: &waE2E.Message{Conversation: &id}, MessageTimestamp: &seconds,
			Reactions: []*waWeb.Reaction{{Key: &waCommon.MessageKey{FromMe: proto.Bool(true)}, Text: proto.String("👍"), SenderTimestampMS: &reactedMS}},
		}}
	}
	now := uint64(time.Now().Unix())
	e.run(client.ID).history(&waHistorySync.HistorySync{Conversations: []*waHistorySync.Conversation{{
		ID: proto.String(bob.Info().JID.String()), Messages: []*waHistorySync.HistorySyncMsg{
			message("as it should be", now-60, int64(now-30)*1000), message("far reaction", now-50, math.MaxInt64),
			message("early reaction", now-40, math.MinInt64), message("far message", 1<<62, int64(now)*1000),
		},
	}}})
	list := must(e.read(client.ID, nil))(t)
	if len(list) != 4 || *list[3].Text != "far message" {
		t.Fatalf("the chat is %+v", list)
	}
	for _, m := range list {
		if _, err := json.Marshal(m); err != nil || len(m.Reactions) != 1 || m.Timestamp.After(time.Now()) || m.Reactions[0].Timestamp.After(time.Now()) {
			t.Errorf("a message is %+v: %v", m, err)
		}
	}
}
