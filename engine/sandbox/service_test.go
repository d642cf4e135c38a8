package sandbox_test

import (
	"context"
	"errors"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

// clients is what the engine knows of whose client is which device.
type clients map[string]*client

func (c clients) JID(_ context.Context, id string) (types.JID, error) {
	if c[id] == nil {
		return types.JID{}, api.Errorf(api.CodeNotFound, "No client %s.", id)
	}
	return *c[id].Store.ID, nil
}

func as(t *testing.T, user string) context.Context {
	return api.WithCaller(t.Context(), api.Caller{UserID: user})
}

// twoPhones gives the caller two phones, with the numbers 15550000001 and 15550000002.
func twoPhones(ctx context.Context, t *testing.T, s *sandbox.Service) {
	t.Helper()
	for _, number := range []string{"15550000001", "15550000002"} {
		if _, err := s.CreatePhone(ctx, &api.CreatePhoneRequest{Phone: number}); err != nil {
			t.Fatal(err)
		}
	}
}

func wantCode(t *testing.T, err error, want api.Code) {
	t.Helper()
	var problem *api.Error
	if !errors.As(err, &problem) || problem.Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestServiceDrivesPhones(t *testing.T) {
	n := start(t, nil)
	known := clients{}
	s := sandbox.NewService(n, known)
	ada := as(t, "ada")
	name := "Ada"
	made, err := s.CreatePhone(ada, &api.CreatePhoneRequest{Phone: "15550000001", Name: &name, Persona: "silent"})
	if err != nil {
		t.Fatal(err)
	}
	if made.Phone != "+15550000001" || made.JID != "15550000001@s.whatsapp.net" || made.Name != "Ada" || made.Persona != "silent" || made.CreatedAt.IsZero() || len(made.Linked) != 0 {
		t.Errorf("%+v", made)
	}
	if _, err := s.CreatePhone(ada, &api.CreatePhoneRequest{Phone: "+15550000002", Persona: "echo"}); err != nil {
		t.Fatal(err)
	}

	c, qr := showQR(t, n)
	linked, err := s.ScanQR(ada, &api.ScanQRRequest{Phone: "+15550000001", QR: qr})
	if err != nil {
		t.Fatal(err)
	}
	settle(c)
	known["c1"] = c
	if linked.JID != c.Store.ID.String() || linked.LID != c.Store.LID.String() {
		t.Errorf("%+v, but the client is %s %s", linked, c.Store.ID, c.Store.LID)
	}
	c2, _ := showQR(t, n)
	code, err := c2.PairPhone(t.Context(), "15550000001", true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.EnterPairCode(ada, &api.EnterPairCodeRequest{Phone: "15550000001", Code: code}); err != nil {
		t.Fatal(err)
	}
	settle(c2)

	c.Forget()
	if _, err := s.Fault(ada, &api.FaultRequest{ClientID: "c1", Fault: "kick", Count: 1}); err != nil {
		t.Error(err)
	}
	await[*events.Disconnected](c, "Disconnected", nil)

	sent, err := s.SendMessage(ada, &api.SendSandboxMessageRequest{Phone: "15550000001", JID: "+15550000002", Message: said("hello")})
	if err != nil {
		t.Fatal(err)
	}
	await(c2, "the echo", saying("hello"))
	var page *api.ListSandboxMessagesResponse
	until(t, "the message is read and answered", func() bool {
		page, err = s.ListMessages(ada, &api.ListSandboxMessagesRequest{Phone: "15550000001", Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return page.NextCursor != nil && *page.Items[0].Status == "read"
	})
	if m := page.Items[0]; m.MessageID != sent.MessageID || m.Direction != "out" || *m.To.Phone != "+15550000002" || *m.From.Name != "Ada" || !m.Timestamp.Equal(sent.Timestamp) {
		t.Errorf("%+v", m)
	}
	page, err = s.ListMessages(ada, &api.ListSandboxMessagesRequest{Phone: "15550000001", Limit: 1, Cursor: page.NextCursor})
	if err != nil || len(page.Items) != 1 || page.Items[0].Direction != "in" || page.Items[0].Status != nil || page.NextCursor != nil {
		t.Errorf("the second page is %+v, %v", page, err)
	}
}

func TestServiceUnlinks(t *testing.T) {
	logsOut(t)
	n := start(t, nil)
	known := clients{}
	s := sandbox.NewService(n, known)
	ada := as(t, "ada")
	twoPhones(ada, t, s)
	p, err := n.Phone("15550000001")
	if err != nil {
		t.Fatal(err)
	}
	known["c1"] = link(t, n, p, newDevice(t))
	_, err = s.Unlink(ada, &api.UnlinkRequest{Phone: "15550000002", ClientID: "c1"})
	wantCode(t, err, api.CodeNotFound)
	if _, err := s.Unlink(ada, &api.UnlinkRequest{Phone: "15550000001", ClientID: "c1"}); err != nil {
		t.Fatal(err)
	}
	await[*events.LoggedOut](known["c1"], "LoggedOut", nil)
}

func TestServiceListsTheCallersPhones(t *testing.T) {
	n := start(t, nil)
	s := sandbox.NewService(n, clients{})
	for number, owner := range map[string]string{"15550000001": "ada", "15550000002": "bob", "15550000003": "ada", "15550000004": "ada"} {
		if _, err := s.CreatePhone(as(t, owner), &api.CreatePhoneRequest{Phone: number}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := s.ListPhones(as(t, "ada"), &api.ListPhonesRequest{Limit: 2})
	if err != nil || len(page.Items) != 2 || page.Items[1].Phone != "+15550000003" || page.NextCursor == nil {
		t.Fatalf("%+v, %v", page, err)
	}
	page, err = s.ListPhones(as(t, "ada"), &api.ListPhonesRequest{Limit: 2, Cursor: page.NextCursor})
	if err != nil || len(page.Items) != 1 || page.Items[0].Phone != "+15550000004" || page.NextCursor != nil {
		t.Fatalf("%+v, %v", page, err)
	}
	page, err = s.ListPhones(as(t, "carol"), &api.ListPhonesRequest{Limit: 2})
	if err != nil || page.Items == nil || len(page.Items) != 0 {
		t.Fatalf("%+v, %v", page, err)
	}
}

func TestServiceKeepsPhonesApart(t *testing.T) {
	n := start(t, nil)
	s := sandbox.NewService(n, clients{})
	ada, bob := as(t, "ada"), as(t, "bob")
	for number, ctx := range map[string]context.Context{"15550000001": ada, "15550000002": bob} {
		if _, err := s.CreatePhone(ctx, &api.CreatePhoneRequest{Phone: number}); err != nil {
			t.Fatal(err)
		}
	}
	const adas = "15550000001"
	_, err := s.CreatePhone(bob, &api.CreatePhoneRequest{Phone: adas})
	wantCode(t, err, api.CodeConflict)
	_, err = s.DeletePhone(bob, &api.DeletePhoneRequest{Phone: adas})
	wantCode(t, err, api.CodeNotFound)
	_, err = s.ScanQR(bob, &api.ScanQRRequest{Phone: adas, QR: "x"})
	wantCode(t, err, api.CodeNotFound)
	_, err = s.EnterPairCode(bob, &api.EnterPairCodeRequest{Phone: adas, Code: "ABCDEFGH"})
	wantCode(t, err, api.CodeNotFound)
	_, err = s.Unlink(bob, &api.UnlinkRequest{Phone: adas, ClientID: "c"})
	wantCode(t, err, api.CodeNotFound)
	_, err = s.ListMessages(bob, &api.ListSandboxMessagesRequest{Phone: adas, Limit: 1})
	wantCode(t, err, api.CodeNotFound)
	_, err = s.SendMessage(bob, &api.SendSandboxMessageRequest{Phone: adas, JID: adas})
	wantCode(t, err, api.CodeNotFound)
	_, err = s.Fault(bob, &api.FaultRequest{ClientID: "c", Fault: "kick"})
	wantCode(t, err, api.CodeNotFound)
	if _, err := s.SendMessage(bob, &api.SendSandboxMessageRequest{Phone: "15550000002", JID: adas, Message: said("hi")}); err != nil {
		t.Errorf("Bob can't write to Ada: %v", err)
	}
	if _, err := s.DeletePhone(ada, &api.DeletePhoneRequest{Phone: adas}); err != nil {
		t.Error(err)
	}
}

func TestServiceRefuses(t *testing.T) {
	n := start(t, nil)
	s := sandbox.NewService(n, clients{})
	ada := as(t, "ada")
	if _, err := s.CreatePhone(ada, &api.CreatePhoneRequest{Phone: "15550000001"}); err != nil {
		t.Fatal(err)
	}
	_, err := s.CreatePhone(ada, &api.CreatePhoneRequest{Phone: "13135550002"})
	wantCode(t, err, api.CodeInvalidRequest)
	_, err = s.CreatePhone(ada, &api.CreatePhoneRequest{Phone: "15550000005", Persona: "loud"})
	wantCode(t, err, api.CodeInvalidRequest)
	_, err = s.ScanQR(ada, &api.ScanQRRequest{Phone: "15550000001", QR: "hello"})
	wantCode(t, err, api.CodeInvalidRequest)
	_, err = s.EnterPairCode(ada, &api.EnterPairCodeRequest{Phone: "15550000001", Code: "ABCDEFGH"})
	wantCode(t, err, api.CodeConflict)
	for jid, want := range map[string]api.Code{
		"19990000000":                api.CodeRecipientNotOnWhatsapp,
		"19990000000@s.whatsapp.net": api.CodeRecipientNotOnWhatsapp,
		"19990000000@lid":            api.CodeRecipientNotOnWhatsapp,
		"12345@g.us":                 api.CodeNotFound,
		"12345@broadcast":            api.CodeInvalidRequest,
		"@s.whatsapp.net":            api.CodeInvalidRequest,
		"1.2.3@s.whatsapp.net":       api.CodeInvalidRequest,
		"call me":                    api.CodeInvalidRequest,
	} {
		_, err = s.SendMessage(ada, &api.SendSandboxMessageRequest{Phone: "15550000001", JID: jid, Message: said("x")})
		wantCode(t, err, want)
	}
}

func TestServiceWithoutSandbox(t *testing.T) {
	s := sandbox.NewService(nil, clients{})
	ctx := as(t, "ada")
	for name, call := range map[string]func() error{
		"createPhone":   func() error { _, err := s.CreatePhone(ctx, &api.CreatePhoneRequest{}); return err },
		"listPhones":    func() error { _, err := s.ListPhones(ctx, &api.ListPhonesRequest{}); return err },
		"deletePhone":   func() error { _, err := s.DeletePhone(ctx, &api.DeletePhoneRequest{}); return err },
		"scanQr":        func() error { _, err := s.ScanQR(ctx, &api.ScanQRRequest{}); return err },
		"enterPairCode": func() error { _, err := s.EnterPairCode(ctx, &api.EnterPairCodeRequest{}); return err },
		"unlink":        func() error { _, err := s.Unlink(ctx, &api.UnlinkRequest{}); return err },
		"listMessages":  func() error { _, err := s.ListMessages(ctx, &api.ListSandboxMessagesRequest{}); return err },
		"sendMessage":   func() error { _, err := s.SendMessage(ctx, &api.SendSandboxMessageRequest{}); return err },
		"fault":         func() error { _, err := s.Fault(ctx, &api.FaultRequest{}); return err },
	} {
		t.Run(name, func(t *testing.T) { wantCode(t, call(), api.CodeCapabilityUnavailable) })
	}
}

// TestServiceSendsAKeyedMessageOnce repeats a request as somebody does whose first answer was lost with the
// process that gave it.
func TestServiceSendsAKeyedMessageOnce(t *testing.T) {
	n := start(t, nil)
	s := sandbox.NewService(n, clients{})
	ada := as(t, "ada")
	twoPhones(ada, t, s)
	send := func(key, text string) *api.SendSandboxMessageResponse {
		t.Helper()
		sent, err := s.SendMessage(api.WithIdempotencyKey(ada, key), &api.SendSandboxMessageRequest{
			Phone: "15550000001", JID: "15550000002", Message: said(text),
		})
		if err != nil {
			t.Fatal(err)
		}
		return sent
	}
	first, again, other := send("order-1", "hello"), send("order-1", "hello"), send("order-2", "hello")
	if *first != *again {
		t.Errorf("the repeated request answered %+v, the first %+v", again, first)
	}
	if first.MessageID == other.MessageID {
		t.Error("another key gave the same message")
	}
	if edited := send("order-1", "hello!"); first.MessageID == edited.MessageID {
		t.Error("other content gave the same message")
	}
	page, err := s.ListMessages(ada, &api.ListSandboxMessagesRequest{Phone: "15550000001", Limit: 10})
	if err != nil || len(page.Items) != 3 {
		t.Errorf("the phone has sent %d messages, %v; want 3", len(page.Items), err)
	}
}

func said(text string) api.SandboxContent { return api.SandboxContent{Text: &text} }
