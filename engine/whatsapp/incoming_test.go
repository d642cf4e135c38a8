package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

func TestMessageWhoseHandlingFailsIsStoredOnceAndInOrder(t *testing.T) {
	var mu sync.Mutex
	var failed bool
	e := newEngine(t, func(c *Clients) {
		c.received = func(ctx context.Context, r *run, m *events.Message) error {
			mu.Lock()
			first := m.Message.GetConversation() == "one" && !failed
			failed = failed || first
			mu.Unlock()
			if first {
				return errors.New("the disk is full")
			}
			return c.receive(ctx, r, m)
		}
	})
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	for _, text := range []string{"one", "two", "three"} {
		say(t, bob, ada, text)
	}
	e.awaitText(client.ID, "three") // without anybody cutting the line
	var texts []string
	for _, m := range must(e.read(client.ID, nil))(t) {
		texts = append(texts, *m.Text)
	}
	if fmt.Sprint(texts) != "[one two three]" {
		t.Errorf("stored: %v", texts)
	}
}

func TestMessageThatComesAgainIsStoredOnce(t *testing.T) {
	var mu sync.Mutex
	times := 0
	e := newEngine(t, func(c *Clients) {
		c.received = func(ctx context.Context, r *run, m *events.Message) error {
			if err := c.receive(ctx, r, m); err != nil || m.Message.GetConversation() == "" {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			if times++; times == 1 {
				return errors.New("the process is about to end")
			}
			return nil
		}
	})
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	say(t, bob, ada, "once")
	eventually(t, "it came twice", func() bool { mu.Lock(); defer mu.Unlock(); return times == 2 })
	if list := must(e.read(client.ID, nil))(t); len(list) != 1 {
		t.Errorf("stored %d times", len(list))
	}
	if chats := e.chats(client.ID); chats[0].UnreadCount != 1 {
		t.Errorf("%d are unread", chats[0].UnreadCount)
	}
}

func TestReceiptsMoveTheStatus(t *testing.T) {
	e := newEngine(t, nil)
	client, ada := e.linked("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	e.phone("15550000003", "Eve", sandbox.PersonaEcho) // reads
	status := func(text string, want api.ConversationStatus) {
		t.Helper()
		e.awaitMessage(client.ID, fmt.Sprintf("%q is %s", text, want), func(m api.ConversationMessage) bool {
			return m.FromMe && *m.Text == text && m.Status != nil && *m.Status == want
		})
	}
	for i := range 5 { // a receipt may come before the message is stored
		must(e.send(client.ID, "+15550000002", fmt.Sprint("to Bob ", i)))(t)
		must(e.send(client.ID, "+15550000003", fmt.Sprint("to Eve ", i)))(t)
	}
	for i := range 5 {
		status(fmt.Sprint("to Bob ", i), api.ConversationStatusDelivered)
		status(fmt.Sprint("to Eve ", i), api.ConversationStatusRead)
	}
	// What the account sends from its phone is there as well.
	if _, err := ada.SendText(t.Context(), types.NewJID("15550000002", types.DefaultUserServer), "from the phone"); err != nil {
		t.Fatal(err)
	}
	status("from the phone", api.ConversationStatusDelivered)
	if m := e.awaitText(client.ID, "from the phone"); m.Chat.JID != "15550000002@s.whatsapp.net" || m.From.JID != "15550000001@s.whatsapp.net" {
		t.Errorf("from the phone: %+v", m)
	}
}

func TestWhatAnotherDeviceReadsIsRead(t *testing.T) {
	e := newEngine(t, nil)
	p := e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	crm, desk := e.link(e.create("crm").ID, p), e.link(e.create("desk").ID, p)
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	say(t, bob, p, "read me")
	e.awaitText(crm.ID, "read me")
	m := e.awaitText(desk.ID, "read me")
	if n := e.chats(desk.ID)[0].UnreadCount; n != 1 {
		t.Errorf("%d are unread", n)
	}
	r := e.run(crm.ID)
	if err := r.wa.MarkRead(t.Context(), []types.MessageID{m.MessageID}, time.Now(), bob.Info().JID, bob.Info().JID); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other device knows", func() bool { return e.chats(desk.ID)[0].UnreadCount == 0 })
}

func TestGroupMessageNamesTheGroupAndTheSender(t *testing.T) {
	e := newEngine(t, nil)
	ada, bob, adaJID := pair2(e)
	group := must(e.run(bob.ID).wa.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "all of us", Participants: []types.JID{adaJID}}))(t)
	must(e.send(bob.ID, group.JID.String(), "hello everybody"))(t)
	m := e.awaitText(ada.ID, "hello everybody")
	if m.Chat.JID != group.JID.String() || m.Chat.Phone != nil || m.From.JID != "15550000002@s.whatsapp.net" || *m.From.Name != "Bob" {
		t.Errorf("the message is %+v", m)
	}
	eventually(t, "the group has its name", func() bool {
		name := e.chats(ada.ID)[0].Chat.Name
		return name != nil && *name == "all of us"
	})
}

func TestEditReactionAndRevocationChangeTheMessage(t *testing.T) {
	e := newEngine(t, nil)
	ada, bob, adaJID := pair2(e)
	wa := e.run(bob.ID).wa
	deliver := func(message *waE2E.Message) types.MessageID {
		t.Helper()
		return must(wa.SendMessage(t.Context(), adaJID, message))(t).ID
	}
	asked := must(e.send(ada.ID, "+15550000002", "which day?"))(t)
	e.awaitText(bob.ID, "which day?")
	id := deliver(&waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
		Text: proto.String("Mnday"),
		ContextInfo: &waE2E.ContextInfo{
			StanzaID: &asked.MessageID, Participant: proto.String(adaJID.String()), QuotedMessage: &waE2E.Message{Conversation: proto.String("which day?")},
		},
	}})
	m := e.awaitText(ada.ID, "Mnday")
	if m.Quoted == nil || m.Quoted.MessageID != asked.MessageID || *m.Quoted.Text != "which day?" || m.Quoted.From.JID != adaJID.String() {
		t.Errorf("it quotes %+v", m.Quoted)
	}
	deliver(wa.BuildEdit(adaJID, id, &waE2E.Message{Conversation: proto.String("Monday")}))
	if m := e.awaitText(ada.ID, "Monday"); m.MessageID != id || m.Edited == nil {
		t.Errorf("the edited message is %+v", m)
	}
	deliver(wa.BuildReaction(adaJID, adaJID, asked.MessageID, "👍"))
	reacted := e.awaitMessage(ada.ID, "there is a reaction", func(m api.ConversationMessage) bool { return len(m.Reactions) == 1 })
	if r := reacted.Reactions[0]; reacted.MessageID != asked.MessageID || r.Emoji != "👍" || r.From.JID != "15550000002@s.whatsapp.net" {
		t.Errorf("%s has %+v", reacted.MessageID, r)
	}
	deliver(wa.BuildReaction(adaJID, adaJID, asked.MessageID, ""))
	e.awaitMessage(ada.ID, "the reaction is gone", func(m api.ConversationMessage) bool {
		return m.MessageID == asked.MessageID && len(m.Reactions) == 0
	})
	// Ada's messages are not Bob's to change.
	deliver(wa.BuildEdit(adaJID, asked.MessageID, &waE2E.Message{Conversation: proto.String("hacked")}))
	deliver(wa.BuildRevoke(adaJID, types.EmptyJID, id))
	gone := e.awaitMessage(ada.ID, "it is taken back", func(m api.ConversationMessage) bool { return m.Revoked != nil })
	if gone.MessageID != id || gone.Text != nil || gone.Quoted != nil {
		t.Errorf("the revoked message is %+v", gone)
	}
	list := must(e.read(ada.ID, nil))(t)
	if len(list) != 2 || *list[0].Text != "which day?" {
		t.Errorf("the chat is %+v", list)
	}
}

func TestVoteNamesItsOptions(t *testing.T) {
	e := newEngine(t, nil)
	ada, bob, adaJID := pair2(e)
	must(e.send(ada.ID, "+15550000002", "hello"))(t)
	bobs := e.run(bob.ID)
	poll := must(bobs.wa.SendMessage(t.Context(), adaJID, bobs.wa.BuildPollCreation("Lunch?", []string{"Soup", "Salad"}, 1)))(t)
	asked := e.awaitMessage(ada.ID, "the poll arrives", func(m api.ConversationMessage) bool { return m.Kind == api.ConversationKindPoll })
	if *asked.Text != "Lunch?" {
		t.Errorf("the poll is %+v", asked)
	}
	adas := e.run(ada.ID)
	info := &types.MessageInfo{ID: poll.ID, MessageSource: types.MessageSource{Chat: poll.Sender.ToNonAD(), Sender: poll.Sender.ToNonAD()}}
	vote := must(adas.wa.BuildPollVote(t.Context(), info, []string{"Salad"}))(t)
	// As the API has sent it: what was sent must be as good to read as what has come.
	adas.keepSent("15550000002@s.whatsapp.net", whatsmeow.SendResponse{ID: "VOTE", Timestamp: time.Now(), Sender: adas.wa.Store.LID.ToNonAD()}, vote, 0)
	cast := e.awaitMessage(ada.ID, "the vote is kept", func(m api.ConversationMessage) bool { return m.Kind == api.ConversationKindVote })
	if cast.Text == nil || *cast.Text != "Salad" || cast.Quoted.MessageID != poll.ID {
		t.Errorf("the vote is %+v", cast)
	}
}
