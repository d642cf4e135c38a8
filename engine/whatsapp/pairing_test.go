package whatsapp

import (
	"context"
	"testing"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

func TestClientLinksByQRAndSends(t *testing.T) {
	e := newEngine(t, nil)
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	ada := e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	client := e.create("crm")
	if client.State != api.ClientStateUnpaired || client.DesiredState != api.ClientDesiredStateDisconnected {
		t.Fatalf("a new client is %s, desired %s", client.State, client.DesiredState)
	}
	client = e.link(client.ID, ada)
	linked := ada.Info().Linked[0]
	if client.JID == nil || *client.JID != linked.JID.String() || client.LID == nil || *client.LID != linked.LID.String() || *client.Phone != "+15550000001" {
		t.Errorf("the client is %v %v %v, the phone has linked %v", *client.JID, client.LID, client.Phone, linked)
	}
	if client.DesiredState != api.ClientDesiredStateConnected || client.LastError != nil || client.LastConnectedAt == nil {
		t.Errorf("the connected client: %+v", client)
	}
	e.until(client.ID, "named", func(c *api.Client) bool { return c.PushName != nil && *c.PushName == "Ada" })
	if got := e.qr(client.ID, nil); got.State != api.GetQRResponseStateConnected {
		t.Errorf("getQr of a connected client answers %q", got.State)
	}

	sent := must(e.send(client.ID, "+15550000002", "hello Bob"))(t)
	m := hears(t, bob, "hello Bob")
	if m.ID != sent.MessageID || m.From.Phone != "+15550000001" {
		t.Errorf("the phone has %+v, the client sent %+v", m, sent)
	}
	to := sent.Recipient
	if to.JID != "15550000002@s.whatsapp.net" || *to.Phone != "+15550000002" || *to.LID != bob.Info().LID.String() {
		t.Errorf("recipient: %+v", to)
	}
}

func TestClientLinksByPairingCode(t *testing.T) {
	e := newEngine(t, nil)
	phone := e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	client := e.create("crm")
	code := must(e.PairCode(e.ada, &api.PairCodeRequest{ClientID: client.ID, Phone: "+15550000001"}))(t)
	if left := time.Until(code.ExpiresAt); left > 160*time.Second || left < 120*time.Second {
		t.Errorf("the code expires in %s", left)
	}
	if _, err := phone.EnterPairCode(t.Context(), code.Code); err != nil {
		t.Fatal(err)
	}
	e.await(client.ID, api.ClientStateConnected)
	_, err := e.PairCode(e.ada, &api.PairCodeRequest{ClientID: client.ID, Phone: "15550000001"})
	wantError(t, err, api.CodeConflict, "+15550000001 already")
}

func TestWrongPairingCodeLeavesTheClientPairing(t *testing.T) {
	e := newEngine(t, nil)
	phone := e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	client := e.create("crm")
	pair := func() string {
		return must(e.PairCode(e.ada, &api.PairCodeRequest{ClientID: client.ID, Phone: "+15550000001"}))(t).Code
	}
	first := pair()
	wrong := "AAAA-" + first[:4]
	if _, err := phone.EnterPairCode(t.Context(), wrong); err == nil {
		t.Fatal("the phone took a wrong code")
	}
	if _, err := phone.EnterPairCode(t.Context(), pair()); err != nil {
		t.Fatal(err)
	}
	e.await(client.ID, api.ClientStateConnected)
}

func TestGetQRWaitsForTheNextCode(t *testing.T) {
	e := newEngine(t, func(c *Clients) { c.timing.firstCode, c.timing.nextCode = 300*time.Millisecond, time.Minute })
	phone := e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	client := e.create("crm")
	first := e.qr(client.ID, nil)
	again := e.qr(client.ID, nil)
	if *again.QR != *first.QR || !again.ExpiresAt.Equal(*first.ExpiresAt) {
		t.Errorf("without after, the same code is answered again at once")
	}
	second := e.qr(client.ID, first.ExpiresAt)
	if second.State != api.GetQRResponseStateQR || *second.QR == *first.QR || !second.ExpiresAt.After(*first.ExpiresAt) {
		t.Fatalf("after the first code: %+v", second)
	}
	brief := must(e.GetQR(e.ada, &api.GetQRRequest{ClientID: client.ID, Format: api.GetQRRequestFormatText, WaitSeconds: 0, After: second.ExpiresAt}))(t)
	if brief.State != api.GetQRResponseStateQR || *brief.QR != *second.QR {
		t.Errorf("without time to wait, what there is: %+v", brief)
	}
	answers := make(chan *api.GetQRResponse, 1)
	go func() {
		answer, _ := e.GetQR(e.ada, &api.GetQRRequest{ClientID: client.ID, Format: api.GetQRRequestFormatText, WaitSeconds: 20, After: second.ExpiresAt})
		answers <- answer
	}()
	if _, err := phone.ScanQR(t.Context(), *second.QR); err != nil {
		t.Fatal(err)
	}
	// Whether the call sees the scan or only what comes of it is a matter of when it began.
	if got := <-answers; got == nil || got.State == api.GetQRResponseStateQR || got.State == api.GetQRResponseStateExpired {
		t.Errorf("after the scan: %+v", got)
	}
	if got := e.qr(client.ID, second.ExpiresAt); got.State != api.GetQRResponseStateConnected {
		t.Errorf("at last: %+v", got)
	}
}

func TestCodesThatNobodyScansExpire(t *testing.T) {
	e := newEngine(t, func(c *Clients) { c.timing.firstCode, c.timing.nextCode = 20*time.Millisecond, 20*time.Millisecond })
	client := e.create("crm")
	got := e.qr(client.ID, nil)
	for got.State == api.GetQRResponseStateQR {
		got = e.qr(client.ID, got.ExpiresAt)
	}
	if got.State != api.GetQRResponseStateExpired {
		t.Fatalf("at the end of the codes: %+v", got)
	}
	after := e.await(client.ID, api.ClientStateUnpaired)
	if after.LastError == nil || after.LastError.Code != api.ClientErrorCodePairingExpired || after.DesiredState != api.ClientDesiredStateDisconnected {
		t.Errorf("the client: %+v, last error %+v", after, after.LastError)
	}
	last := time.Now()
	if got := e.qr(client.ID, &last); got.State != api.GetQRResponseStateExpired {
		t.Errorf("somebody who shows a code is not told that it expired: %+v", got)
	}
	if got := e.qr(client.ID, nil); got.State != api.GetQRResponseStateQR {
		t.Errorf("a new poll begins no new pairing: %+v", got)
	}
}

func TestGetQREndsWithItsCaller(t *testing.T) {
	e := newEngine(t, nil)
	client := e.create("crm")
	first := e.qr(client.ID, nil)
	ctx, cancel := context.WithCancel(e.ada)
	done := make(chan error, 1)
	go func() {
		_, err := e.GetQR(ctx, &api.GetQRRequest{ClientID: client.ID, WaitSeconds: 50, After: first.ExpiresAt})
		done <- err
	}()
	cancel()
	if err := <-done; err == nil {
		t.Error("the poll of a caller that is gone ends without an error")
	}
}

func TestCloseEndsPolls(t *testing.T) {
	e := newEngine(t, nil)
	client := e.create("crm")
	shown := e.qr(client.ID, nil)
	done := make(chan error, 1)
	go func() {
		_, err := e.GetQR(e.ada, &api.GetQRRequest{ClientID: client.ID, WaitSeconds: 50, After: shown.ExpiresAt})
		done <- err
	}()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil { // or it saw the pairing end first
		wantError(t, err, api.CodeUnavailable, "shutting down")
	}
	_, err := e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID})
	wantError(t, err, api.CodeUnavailable, "shutting down")
	_, err = e.Create(e.ada, &api.CreateClientRequest{Name: "late"})
	wantError(t, err, api.CodeUnavailable, "shutting down")
}

func TestDisconnectStopsPairing(t *testing.T) {
	e := newEngine(t, nil)
	client := e.create("crm")
	if got := must(e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID}))(t); got.State != api.ClientStatePairing {
		t.Errorf("connect of an unpaired client: %s", got.State)
	}
	shown := e.qr(client.ID, nil)
	done := make(chan *api.GetQRResponse, 1)
	go func() { done <- e.qr(client.ID, shown.ExpiresAt) }()
	got := must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: client.ID}))(t)
	if got.State != api.ClientStateUnpaired || got.DesiredState != api.ClientDesiredStateDisconnected {
		t.Errorf("disconnect while pairing: %s, desired %s", got.State, got.DesiredState)
	}
	if answer := <-done; answer.State != api.GetQRResponseStateExpired {
		t.Errorf("the poll answers %q", answer.State)
	}
}

func TestQRFormats(t *testing.T) {
	e := newEngine(t, nil)
	client := e.create("crm")
	for format, prefix := range map[api.GetQRRequestFormat]string{
		api.GetQRRequestFormatText: "https://wa.me/settings/linked_devices#",
		api.GetQRRequestFormatPng:  "data:image/png;base64,",
		api.GetQRRequestFormatSvg:  "<svg ",
	} {
		got := must(e.GetQR(e.ada, &api.GetQRRequest{ClientID: client.ID, Format: format, WaitSeconds: 20}))(t)
		if got.QR == nil || len(*got.QR) < len(prefix) || (*got.QR)[:len(prefix)] != prefix {
			t.Errorf("%s: %+v", format, got)
		}
	}
}
