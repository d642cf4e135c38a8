package whatsapp

import (
	"fmt"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

func (e *engine) read(id string, change func(*api.GetConversationMessagesRequest)) ([]api.ConversationMessage, error) {
	oldest := api.GetConversationMessagesRequestOrderOldest
	req := &api.GetConversationMessagesRequest{ClientID: id, Order: &oldest, Limit: 50}
	if change != nil {
		change(req)
	}
	answer, err := NewMessages(e.Clients).GetConversationMessages(e.ada, req)
	if err != nil {
		return nil, err
	}
	return answer.Items, nil
}

func (e *engine) awaitMessage(id, what string, wanted func(api.ConversationMessage) bool) api.ConversationMessage {
	e.t.Helper()
	var found api.ConversationMessage
	eventually(e.t, what, func() bool {
		for _, m := range must(e.read(id, nil))(e.t) {
			if wanted(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func (e *engine) awaitText(id, text string) api.ConversationMessage {
	e.t.Helper()
	return e.awaitMessage(id, fmt.Sprintf("the client has %q", text), func(m api.ConversationMessage) bool {
		return m.Text != nil && *m.Text == text
	})
}

func (e *engine) chats(id string) []api.Chat {
	e.t.Helper()
	return must(NewMessages(e.Clients).FetchChats(e.ada, &api.FetchChatsRequest{ClientID: id, Limit: 50}))(e.t).Items
}

func (e *engine) run(id string) *run { return e.byID[id].snapshot().run }

func say(t testing.TB, from, to *sandbox.Phone, text string) sandbox.Message {
	t.Helper()
	return must(from.SendText(t.Context(), to.Info().JID, text))(t)
}

func TestMessageFromAPhoneIsRead(t *testing.T) {
	e := newEngine(t, nil)
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	said := say(t, bob, ada, "hello Ada")
	m := e.awaitText(client.ID, "hello Ada")
	lid := bob.Info().LID.String()
	for _, who := range []api.Identity{m.Chat, m.From} {
		if who.JID != "15550000002@s.whatsapp.net" || who.LID == nil || *who.LID != lid || *who.Phone != "+15550000002" || who.Name == nil || *who.Name != "Bob" {
			t.Errorf("%+v is not Bob", who)
		}
	}
	if m.MessageID != said.ID || m.FromMe || m.Kind != api.ConversationKindText || !m.Timestamp.Equal(said.Time) || m.Status != nil {
		t.Errorf("the message is %+v", m)
	}
	chats := e.chats(client.ID)
	if len(chats) != 1 || chats[0].UnreadCount != 1 || chats[0].LastMessage.MessageID != said.ID || chats[0].Chat.JID != m.Chat.JID {
		t.Errorf("the chats are %+v", chats)
	}
	// Every form of the address leads to the chat, also when nobody is connected.
	must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: client.ID}))(t)
	for _, address := range []string{"+15550000002", "15550000002@s.whatsapp.net", lid} {
		list := must(e.read(client.ID, func(r *api.GetConversationMessagesRequest) { r.JID = &address }))(t)
		if len(list) != 1 || list[0].From.Name == nil || *list[0].From.Name != "Bob" {
			t.Errorf("%s: %+v", address, list)
		}
	}
	got := must(NewMessages(e.Clients).GetMessage(e.ada, &api.GetMessageRequest{ClientID: client.ID, MessageID: said.ID}))(t)
	if got.Text == nil || *got.Text != "hello Ada" {
		t.Errorf("the message by its id is %+v", got)
	}
}

func TestAnswerIsAwaited(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaEcho)
	sent := must(e.send(client.ID, "+15550000002", "is there an echo?"))(t)
	answers := must(e.read(client.ID, func(r *api.GetConversationMessagesRequest) {
		bob := "+15550000002"
		r.JID, r.AfterMessageID, r.WaitSeconds, r.Order = &bob, &sent.MessageID, 20, nil
	}))(t)
	if len(answers) != 1 || answers[0].FromMe || *answers[0].Text != "is there an echo?" {
		t.Errorf("the answers are %+v", answers)
	}
	began := time.Now()
	none := must(e.read(client.ID, func(r *api.GetConversationMessagesRequest) {
		r.AfterMessageID, r.WaitSeconds = &answers[0].MessageID, 1
	}))(t)
	if len(none) != 0 || time.Since(began) < time.Second {
		t.Errorf("after %s there are %+v", time.Since(began), none)
	}
	_, err := e.read(client.ID, func(r *api.GetConversationMessagesRequest) { unknown := "?"; r.AfterMessageID = &unknown })
	wantError(t, err, api.CodeNotFound, "No message ?")
}

func pair2(e *engine) (ada, bob *api.Client, toAda types.JID) {
	e.t.Helper()
	ada, p := e.linked("Ada", "15550000001")
	bob, _ = e.linked("Bob", "15550000002")
	return ada, bob, p.Info().JID
}

func TestMessagesOutliveTheLinkButNotTheClient(t *testing.T) {
	skipUnlinkUnderRace(t)
	e := newEngine(t, nil)
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	say(t, bob, ada, "hello")
	e.awaitText(client.ID, "hello")
	e.restart()
	e.await(client.ID, api.ClientStateConnected)
	must(e.Logout(e.ada, &api.LogoutClientRequest{ClientID: client.ID}))(t)
	if m := e.awaitText(client.ID, "hello"); m.From.Name == nil || *m.From.Name != "Bob" {
		t.Errorf("after the logout it is from %+v", m.From)
	}
	e.link(client.ID, ada)
	e.awaitText(client.ID, "hello")
	must(e.Logout(e.ada, &api.LogoutClientRequest{ClientID: client.ID}))(t)
	e.link(client.ID, e.phone("15550000003", "Eve", sandbox.PersonaSilent)) // who has no history
	eventually(t, "another account does not see them", func() bool { return len(must(e.read(client.ID, nil))(t)) == 0 })

	waiting := make(chan error, 1)
	go func() {
		_, err := e.read(client.ID, func(r *api.GetConversationMessagesRequest) { r.WaitSeconds = 50 })
		waiting <- err
	}()
	must(e.Delete(e.ada, &api.DeleteClientRequest{ClientID: client.ID}))(t)
	wantError(t, <-waiting, api.CodeNotFound, "No client")
}

func TestPagesOfMessagesMeet(t *testing.T) {
	e := newEngine(t, nil)
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	for i := range 5 {
		say(t, bob, ada, fmt.Sprint(i))
	}
	e.awaitText(client.ID, "4")
	for order, want := range map[api.GetConversationMessagesRequestOrder]string{
		api.GetConversationMessagesRequestOrderNewest: "43210", api.GetConversationMessagesRequestOrderOldest: "01234",
	} {
		texts := ""
		req := &api.GetConversationMessagesRequest{ClientID: client.ID, Order: &order, Limit: 2}
		for pages := 0; pages < 4; pages++ {
			answer := must(NewMessages(e.Clients).GetConversationMessages(e.ada, req))(t)
			for _, m := range answer.Items {
				texts += *m.Text
			}
			if req.Cursor = answer.NextCursor; req.Cursor == nil {
				break
			}
		}
		if texts != want {
			t.Errorf("%s: %s", order, texts)
		}
	}
	_, err := e.read(client.ID, func(r *api.GetConversationMessagesRequest) { bad := "nonsense"; r.Cursor = &bad })
	wantError(t, err, api.CodeInvalidRequest, "/cursor")
	_, err = e.read(client.ID, func(r *api.GetConversationMessagesRequest) { bad := "nobody"; r.JID = &bad })
	wantError(t, err, api.CodeInvalidRequest, "/jid")
}
