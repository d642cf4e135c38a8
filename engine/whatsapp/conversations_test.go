package whatsapp

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waWeb"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

// read asks for the messages of a client, by default of all chats, the oldest first.
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

// awaitMessage waits until a client has a message that is as wanted.
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

// pair2 makes two clients of different people that have met.
func pair2(e *engine) (ada, bob *api.Client, toAda types.JID) {
	e.t.Helper()
	ada, p := e.linked("Ada", "15550000001")
	bob, _ = e.linked("Bob", "15550000002")
	return ada, bob, p.Info().JID
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
	adas.keepSent("15550000002@s.whatsapp.net", whatsmeow.SendResponse{ID: "VOTE", Timestamp: time.Now(), Sender: adas.wa.Store.LID.ToNonAD()}, vote)
	cast := e.awaitMessage(ada.ID, "the vote is kept", func(m api.ConversationMessage) bool { return m.Kind == api.ConversationKindVote })
	if cast.Text == nil || *cast.Text != "Salad" || cast.Quoted.MessageID != poll.ID {
		t.Errorf("the vote is %+v", cast)
	}
}

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
	e.link(client.ID, bob)
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
