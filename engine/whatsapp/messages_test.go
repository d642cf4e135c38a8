package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

func TestSendMessageTakesEveryFormOfAddress(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	lid := bob.Info().LID
	for i, address := range []string{"+15550000002", "15550000002", "15550000002@s.whatsapp.net", lid.String(), "15550000002@c.us", "15550000002:3@s.whatsapp.net"} {
		text := fmt.Sprintf("to %d", i)
		sent := must(e.send(client.ID, address, text))(t)
		if to := sent.Recipient; to.JID != "15550000002@s.whatsapp.net" || to.LID == nil || *to.LID != lid.String() || to.Phone == nil || *to.Phone != "+15550000002" {
			t.Errorf("%s is answered as %+v", address, to)
		}
		if sent.Status != api.SendMessageResponseStatusSent || time.Since(sent.Timestamp) > time.Minute {
			t.Errorf("%s: %+v", address, sent)
		}
		hears(t, bob, text)
	}
}

func TestRecipientHasTheNameTheyShow(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaEcho)
	must(e.send(client.ID, "+15550000002", "who are you?"))(t)
	eventually(t, "Bob's name is known from his answer", func() bool {
		to := must(e.send(client.ID, "+15550000002", "and now?"))(t).Recipient
		return to.Name != nil && *to.Name == "Bob"
	})
}

func TestAccountCanWriteToItself(t *testing.T) {
	e := newEngine(t, nil)
	client, ada := e.linked("crm", "15550000001")
	sent := must(e.send(client.ID, "+15550000001", "note to self"))(t)
	if m := hears(t, ada, "note to self"); m.ID != sent.MessageID {
		t.Errorf("sent %s, the phone has %s", sent.MessageID, m.ID)
	}
}

func TestMessageThatNobodyCanReadIsAnError(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent).Info()
	must(e.send(client.ID, "+15550000002", "hello"))(t)
	r, who := e.byID[client.ID].snapshot().run, peer{bob.JID, bob.LID}
	if err := r.checkReached(t.Context(), who); err != nil {
		t.Fatalf("a message that was read: %v", err)
	}
	// As it is after a message that the library could encrypt for no device.
	r.reached = recipients{}
	if err := r.sessions.DeleteAllSessions(t.Context(), bob.LID.SignalAddressUser()); err != nil {
		t.Fatal(err)
	}
	wantError(t, r.checkReached(t.Context(), who), api.CodeWhatsappError, "nobody can read it")
	must(e.send(client.ID, "+15550000002", "hello again"))(t)
}

func TestUnknownNumberIsNotOnWhatsApp(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	_, err := e.send(client.ID, "+15550009999", "anybody?")
	wantError(t, err, api.CodeRecipientNotOnWhatsapp, "+15550009999 is not on WhatsApp.")
	_, err = e.send(client.ID, "100000000009999@lid", "anybody?")
	wantError(t, err, api.CodeRecipientNotOnWhatsapp, "100000000009999@lid")

	bob := e.phone("15550009999", "Bob", sandbox.PersonaSilent)
	must(e.send(client.ID, "+15550009999", "welcome"))(t)
	hears(t, bob, "welcome")
}

func TestNumberThatLeftWhatsAppIsNotThere(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	must(e.send(client.ID, "+15550000002", "hello"))(t)
	if err := e.network.DeletePhone(t.Context(), "15550000002"); err != nil {
		t.Fatal(err)
	}
	e.restart() // a new connection asks anew
	_, err := e.send(client.ID, "+15550000002", "still there?")
	wantError(t, err, api.CodeRecipientNotOnWhatsapp, "+15550000002")
}

func TestBadAddressNamesTheMember(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	_, err := e.send(client.ID, "+1 555 000", "hello")
	wantError(t, err, api.CodeInvalidRequest, "/jid")
	var bad *api.Error
	if !errors.As(err, &bad) || len(bad.Fields) != 1 || bad.Fields[0].Pointer != "/jid" {
		t.Errorf("fields: %+v", bad.Fields)
	}
	_, err = NewMessages(e.Clients).SendMessage(e.ada, &api.SendMessageRequest{ClientID: client.ID, JID: "+15550000002"})
	wantError(t, err, api.CodeInvalidRequest, "/message")
}

func TestMessageIDDerivesFromTheIdempotencyKey(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	keyed := func(key string) string {
		return must(e.sendAs(api.WithIdempotencyKey(e.ada, key), client.ID, "+15550000002", "order 42"))(t).MessageID
	}
	first, again, other := keyed("order-42"), keyed("order-42"), keyed("order-43")
	if first != again || first == other {
		t.Errorf("ids: %s, again %s, with another key %s", first, again, other)
	}
	free := must(e.send(client.ID, "+15550000002", "no key"))(t).MessageID
	for _, id := range []string{first, free} {
		if !regexp.MustCompile(`^3EB0[0-9A-F]{18}$`).MatchString(id) {
			t.Errorf("id %q", id)
		}
	}
	hears(t, bob, "no key")
	count := 0
	for _, m := range transcript(t, bob) {
		if m.ID == first {
			count++
		}
	}
	if count != 1 {
		t.Errorf("the message that was sent twice arrived %d times", count)
	}
}

// TestAnotherMessageUnderTheSameKeyArrives is what happens after a request that failed: its key is free again, also
// for a request that says something else.
func TestAnotherMessageUnderTheSameKeyArrives(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	ada := api.WithIdempotencyKey(e.ada, "order-42")
	must(e.sendAs(ada, client.ID, "+15550000002", "it will take a week"))(t)
	must(e.sendAs(ada, client.ID, "+15550000002", "it will take two weeks"))(t)
	hears(t, bob, "it will take two weeks")
}

func TestSendsRunOneAfterTheOther(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	var sending sync.WaitGroup
	const messages = 40
	for i := range messages {
		sending.Go(func() {
			if _, err := e.send(client.ID, "+15550000002", fmt.Sprintf("number %d", i)); err != nil {
				t.Error(err)
			}
		})
	}
	sending.Wait()
	eventually(t, "Bob has them all", func() bool { return len(transcript(t, bob)) == messages })
}

func TestMessageWhoseAckIsLostIsSentOnce(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	e.fault(client.ID, sandbox.FaultLostAck, 1)
	must(e.send(client.ID, "+15550000002", "once"))(t)
	hears(t, bob, "once")
	must(e.send(client.ID, "+15550000002", "the end"))(t)
	hears(t, bob, "the end")
	if n := len(transcript(t, bob)); n != 2 {
		t.Errorf("Bob has %d messages", n)
	}
}

func TestSilentWhatsAppIsAnErrorInTime(t *testing.T) {
	e := newEngine(t, func(c *Clients) { c.timing.send = 300 * time.Millisecond })
	client, _ := e.linked("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	must(e.send(client.ID, "+15550000002", "hello"))(t)
	e.fault(client.ID, sandbox.FaultMute, 1)
	_, err := e.send(client.ID, "+15550000002", "hello?")
	wantError(t, err, api.CodeWhatsappError, "did not answer in time")
}

func TestMessageUnderWayOutlivesItsCaller(t *testing.T) {
	e := newEngine(t, func(c *Clients) { c.timing.send = 500 * time.Millisecond })
	client, _ := e.linked("crm", "15550000001")
	e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	e.fault(client.ID, sandbox.FaultMute, 1)
	caller, hangUp := context.WithCancel(e.ada)
	defer hangUp()
	answer := make(chan error, 1)
	go func() {
		_, err := e.sendAs(caller, client.ID, "+15550000002", "hello?")
		answer <- err
	}()
	r := e.byID[client.ID].snapshot().run
	eventually(t, "the message is under way", func() bool { return len(r.sending) == 1 })
	hangUp()
	wantError(t, <-answer, api.CodeWhatsappError, "did not answer in time")
}

func TestSendWaitsForAConnectionThatIsBeingMade(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: client.ID}))(t)
	_, err := e.send(client.ID, "+15550000002", "too early")
	wantError(t, err, api.CodeClientNotConnected, "clients.connect")
	must(e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID}))(t)
	must(e.send(client.ID, "+15550000002", "now"))(t)
	hears(t, bob, "now")
}

func TestUnpairedClientCannotSend(t *testing.T) {
	e := newEngine(t, nil)
	client := e.create("crm")
	_, err := e.send(client.ID, "+15550000002", "hello")
	wantError(t, err, api.CodeClientNotPaired, `"crm"`)
}

func TestSendMessageToAGroup(t *testing.T) {
	e := newEngine(t, nil)
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	group := must(e.byID[client.ID].snapshot().run.wa.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{
		Name: "all of us", Participants: []types.JID{bob.Info().JID},
	}))(t)
	sent := must(e.send(client.ID, group.JID.String(), "hello everybody"))(t)
	if sent.Recipient.JID != group.JID.String() || sent.Recipient.Phone != nil {
		t.Errorf("recipient: %+v", sent.Recipient)
	}
	for _, phone := range []*sandbox.Phone{ada, bob} {
		hears(t, phone, "hello everybody")
	}
	_, err := e.send(client.ID, "120363000000000000@g.us", "hello nobody")
	wantError(t, err, api.CodeRecipientNotOnWhatsapp, "group")
}

func TestMessageComesAgainWhenItsHandlerFails(t *testing.T) {
	var mu sync.Mutex
	var tries int
	got := make(chan string, 10)
	e := newEngine(t, func(c *Clients) {
		c.received = func(_ context.Context, _ *run, m *events.Message) error {
			if m.Message.GetConversation() == "" { // the phone's own, such as its keys
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			if tries++; tries == 1 {
				return errors.New("the disk is full")
			}
			got <- m.Message.GetConversation()
			return nil
		}
	})
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	if _, err := bob.SendText(t.Context(), types.NewJID("15550000001", types.DefaultUserServer), "don't lose me"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the handler fails", func() bool { mu.Lock(); defer mu.Unlock(); return tries > 0 })
	e.fault(client.ID, sandbox.FaultKick, 1)
	select {
	case text := <-got:
		if text != "don't lose me" {
			t.Errorf("the message came again as %q", text)
		}
	case <-time.After(patience):
		t.Fatal("the message did not come again")
	}
}

func TestReadMessagesMarksThemRead(t *testing.T) {
	handled := make(chan string, 100)
	e := newEngine(t, func(c *Clients) {
		c.received = func(ctx context.Context, r *run, m *events.Message) error {
			defer func() { handled <- m.Message.GetConversation() }()
			return c.receive(ctx, r, m)
		}
	})
	client, ada := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	say := func(text string) sandbox.Message {
		return must(bob.SendText(t.Context(), ada.Info().JID, text))(t)
	}
	progress := func(id string) sandbox.Progress {
		for _, m := range transcript(t, bob) {
			if m.ID == id {
				return m.Progress
			}
		}
		return ""
	}
	unread := say("first")
	for <-handled != "first" { // the phone has it too, and may be faster
	}
	eventually(t, "the first message is delivered", func() bool { return progress(unread.ID) == sandbox.ProgressDelivered })
	yes := true
	must(e.Update(e.ada, &api.UpdateClientRequest{ClientID: client.ID, Settings: &api.ClientSettings{ReadMessages: &yes}}))(t)
	read := say("second")
	eventually(t, "the second message is read", func() bool { return progress(read.ID) == sandbox.ProgressRead })
	if got := progress(unread.ID); got != sandbox.ProgressDelivered {
		t.Errorf("the first message is %s", got)
	}
}

func (e *engine) fault(id string, fault sandbox.Fault, count int) {
	e.t.Helper()
	jid := must(e.JID(e.ada, id))(e.t)
	if err := e.network.Fault(e.t.Context(), jid, fault, count); err != nil {
		e.t.Fatal(err)
	}
}
