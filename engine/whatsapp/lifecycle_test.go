package whatsapp

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

func TestRestartBringsConnectedClientsBack(t *testing.T) {
	e := newEngine(t, nil)
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	up, _ := e.linked("up", "15550000001")
	down, _ := e.linked("down", "15550000003")
	must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: down.ID}))(t)
	e.create("never linked")
	pairing := e.create("pairing")
	e.qr(pairing.ID, nil)
	e.until(up.ID, "named", func(c *api.Client) bool { return c.PushName != nil })
	before := e.get(up.ID)

	e.restart()
	must(e.send(up.ID, "+15550000002", "back again"))(t)
	hears(t, bob, "back again")
	after := e.await(up.ID, api.ClientStateConnected)
	if *after.JID != *before.JID || *after.LID != *before.LID || *after.PushName != *before.PushName || !after.CreatedAt.Equal(before.CreatedAt) {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if got := e.get(down.ID); got.State != api.ClientStateDisconnected || got.JID == nil || got.LastConnectedAt == nil {
		t.Errorf("the client that was disconnected: %+v", got)
	}
	if got := e.get(pairing.ID); got.State != api.ClientStateUnpaired {
		t.Errorf("the client that was being linked is %s", got.State)
	}
	if total, connected := e.Counts(e.ada2.UserID); total != 4 || connected != 1 {
		t.Errorf("%d clients, %d connected", total, connected)
	}
}

func TestCutConnectionIsMadeAgain(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	for range 3 { // the second and the third time after a pause, because no connection lasts
		e.fault(client.ID, sandbox.FaultKick, 1)
		e.until(client.ID, "not connected", func(c *api.Client) bool { return c.State != api.ClientStateConnected })
		e.await(client.ID, api.ClientStateConnected)
	}
	must(e.send(client.ID, "+15550000002", "still here"))(t)
	hears(t, bob, "still here")
}

func TestPhoneUnlinksAndLinksAgain(t *testing.T) {
	skipUnlinkUnderRace(t)
	e := newEngine(t, nil)
	client, phone := e.linked("crm", "15550000001")
	first := *client.JID
	if err := phone.Unlink(t.Context(), must(e.JID(e.ada, client.ID))(t)); err != nil {
		t.Fatal(err)
	}
	out := e.await(client.ID, api.ClientStateLoggedOut)
	if out.JID != nil || out.LID != nil || out.Phone == nil || *out.Phone != "+15550000001" {
		t.Errorf("the unlinked client: %+v", out)
	}
	if out.LastError == nil || out.LastError.Code != api.ClientErrorCodeLoggedOut || out.DesiredState != api.ClientDesiredStateDisconnected {
		t.Errorf("the unlinked client desires %s, last error %+v", out.DesiredState, out.LastError)
	}
	_, err := e.send(client.ID, "+15550000002", "hello")
	wantError(t, err, api.CodeClientNotPaired, "")
	e.noDevices()
	e.restart()
	if got := e.get(client.ID).State; got != api.ClientStateLoggedOut {
		t.Errorf("after a restart it is %s", got)
	}
	again := e.link(client.ID, phone)
	if *again.JID == first || again.LastError != nil {
		t.Errorf("linked again: %+v", again)
	}
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	must(e.send(client.ID, "+15550000002", "linked again"))(t)
	hears(t, bob, "linked again")
}

func TestClientUnlinkedWhileTheEngineIsDown(t *testing.T) {
	skipUnlinkUnderRace(t)
	e := newEngine(t, nil)
	client, phone := e.linked("crm", "15550000001")
	jid := must(e.JID(e.ada, client.ID))(t)
	e.shutdown()
	if err := phone.Unlink(t.Context(), jid); err != nil {
		t.Fatal(err)
	}
	e.boot()
	e.await(client.ID, api.ClientStateLoggedOut)
	e.noDevices()
}

func TestClientWhoseKeysAreLostIsLoggedOut(t *testing.T) {
	e := newEngine(t, nil)
	client, phone := e.linked("crm", "15550000001")
	jid := must(e.JID(e.ada, client.ID))(t)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.store.WhatsApp().DeleteDevice(t.Context(), &wastore.Device{ID: &jid}); err != nil {
		t.Fatal(err)
	}
	e.restart()
	got := e.get(client.ID)
	if got.State != api.ClientStateLoggedOut || got.LastError == nil || got.LastError.Code != api.ClientErrorCodeLoggedOut || got.DesiredState != api.ClientDesiredStateDisconnected {
		t.Errorf("%+v, last error %+v", got, got.LastError)
	}
	e.link(client.ID, phone)
}

func TestLogout(t *testing.T) {
	skipUnlinkUnderRace(t)
	e := newEngine(t, nil)
	for _, connected := range []bool{true, false} {
		client, phone := e.linked("crm", map[bool]string{true: "15550000001", false: "15550000002"}[connected])
		if !connected {
			must(e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: client.ID}))(t)
		}
		out := must(e.Logout(e.ada, &api.LogoutClientRequest{ClientID: client.ID}))(t)
		if out.State != api.ClientStateLoggedOut || out.DesiredState != api.ClientDesiredStateDisconnected || out.JID != nil || out.LastError != nil {
			t.Errorf("connected %t: %+v", connected, out)
		}
		if linked := phone.Info().Linked; len(linked) != 0 {
			t.Errorf("the phone still has %v", linked)
		}
		must(e.Logout(e.ada, &api.LogoutClientRequest{ClientID: client.ID}))(t) // once more is as good
		e.link(client.ID, phone)
	}
	_, err := e.Logout(e.ada, &api.LogoutClientRequest{ClientID: e.create("new").ID})
	wantError(t, err, api.CodeClientNotPaired, "")
}

func TestLogoutThatCannotReachWhatsAppKeepsTheLink(t *testing.T) {
	e := newEngine(t, func(c *Clients) { c.timing.logout = 300 * time.Millisecond })
	client, phone := e.linked("crm", "15550000001")
	e.fault(client.ID, sandbox.FaultMute, 1)
	_, err := e.Logout(e.ada, &api.LogoutClientRequest{ClientID: client.ID})
	wantError(t, err, api.CodeWhatsappError, "still linked")
	if got := e.get(client.ID); got.JID == nil || len(phone.Info().Linked) != 1 {
		t.Errorf("the client: %+v", got)
	}
}

func TestDeleteUnlinksTheClient(t *testing.T) {
	skipUnlinkUnderRace(t)
	e := newEngine(t, nil)
	client, phone := e.linked("crm", "15550000001")
	if got := must(e.Delete(e.ada, &api.DeleteClientRequest{ClientID: client.ID}))(t); !got.Deleted {
		t.Errorf("%+v", got)
	}
	_, err := e.Get(e.ada, &api.GetClientRequest{ClientID: client.ID})
	wantError(t, err, api.CodeNotFound, client.ID)
	if len(phone.Info().Linked) != 0 {
		t.Error("the phone still lists the client")
	}
	e.noDevices()
	e.restart()
	_, err = e.Get(e.ada, &api.GetClientRequest{ClientID: client.ID})
	wantError(t, err, api.CodeNotFound, client.ID)
}

func TestDeleteThatCannotReachWhatsAppForgetsAllTheSame(t *testing.T) {
	skipUnlinkUnderRace(t)
	e := newEngine(t, func(c *Clients) { c.timing.deletion = 200 * time.Millisecond })
	client, _ := e.linked("crm", "15550000001")
	e.fault(client.ID, sandbox.FaultMute, 1)
	must(e.Delete(e.ada, &api.DeleteClientRequest{ClientID: client.ID}))(t)
	e.noDevices()
}

func TestFaultsBecomeStates(t *testing.T) {
	for _, test := range []struct {
		fault sandbox.Fault
		state api.ClientState
		code  api.ClientErrorCode
	}{
		{sandbox.FaultBan, api.ClientStateBanned, api.ClientErrorCodeBanned},
		{sandbox.FaultOutdated, api.ClientStateOutdated, api.ClientErrorCodeOutdated},
		{sandbox.FaultReplaced, api.ClientStateReplaced, api.ClientErrorCodeReplaced},
	} {
		t.Run(string(test.fault), func(t *testing.T) {
			e := newEngine(t, nil)
			client, _ := e.linked("crm", "15550000001")
			e.fault(client.ID, test.fault, 1)
			got := e.await(client.ID, test.state)
			if got.LastError == nil || got.LastError.Code != test.code || got.DesiredState != api.ClientDesiredStateConnected {
				t.Fatalf("desired %s, last error %+v", got.DesiredState, got.LastError)
			}
			_, err := e.send(client.ID, "+15550000002", "hello")
			wantError(t, err, api.CodeClientNotConnected, got.LastError.Detail)
			must(e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID}))(t)
			if got := e.await(client.ID, api.ClientStateConnected); got.LastError != nil {
				t.Errorf("connected again, the last error is still %+v", got.LastError)
			}
		})
	}
}

// TestWhatTheNetworkCannotDo tells the client of endings that the simulated network has no fault for.
func TestWhatTheNetworkCannotDo(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	tell := func(evt any) { e.byID[client.ID].snapshot().run.handle(evt) }
	failing := func(code api.ClientErrorCode) *api.Client {
		t.Helper()
		return e.until(client.ID, "failing with "+string(code), func(c *api.Client) bool { return c.LastError != nil && c.LastError.Code == code })
	}
	well := func() {
		t.Helper()
		e.until(client.ID, "connected and well", func(c *api.Client) bool { return c.State == api.ClientStateConnected && c.LastError == nil })
	}

	tell(&events.KeepAliveTimeout{ErrorCount: 1, LastSuccess: time.Now()})
	if got := failing(api.ClientErrorCodeKeepaliveTimeout); got.State != api.ClientStateConnected {
		t.Errorf("after one keepalive without an answer the client is %s", got.State)
	}
	tell(&events.KeepAliveRestored{})
	well()

	tell(&events.KeepAliveTimeout{ErrorCount: 9, LastSuccess: time.Now().Add(-time.Hour)})
	e.until(client.ID, "connecting", func(c *api.Client) bool { return c.State == api.ClientStateConnecting })
	well()

	tell(&events.StreamError{Code: "516"})
	if got := failing(api.ClientErrorCodeStreamError); !strings.Contains(got.LastError.Detail, "516") {
		t.Errorf("detail %q", got.LastError.Detail)
	}
	well()

	tell(&events.ConnectFailure{Reason: events.ConnectFailureBadUserAgent})
	if got := e.await(client.ID, api.ClientStateDisconnected); got.LastError.Code != api.ClientErrorCodeConnectFailed || !strings.Contains(got.LastError.Detail, "409") {
		t.Errorf("last error %+v", got.LastError)
	}
	must(e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID}))(t)
	well()
}

func TestPairingThatFailsLeavesNoTrace(t *testing.T) {
	for _, test := range []struct {
		evt  any
		code api.ClientErrorCode
	}{
		{&events.PairError{Error: errors.New("the disk is full")}, api.ClientErrorCodePairingFailed},
		{&events.PairPasskeyRequest{}, api.ClientErrorCodePairingFailed},
		{&events.Disconnected{}, api.ClientErrorCodePairingFailed},
		{&events.ClientOutdated{}, api.ClientErrorCodeOutdated},
	} {
		t.Run(fmt.Sprintf("%T", test.evt), func(t *testing.T) {
			e := newEngine(t, nil)
			client := e.create("crm")
			shown := e.qr(client.ID, nil)
			r := e.byID[client.ID].snapshot().run
			if _, disconnected := test.evt.(*events.Disconnected); !disconnected {
				if !r.beforePair(types.NewADJID("15550000001", 0, 1), "", "") {
					t.Fatal("the link is refused")
				}
			}
			r.handle(test.evt)
			got := e.await(client.ID, api.ClientStateUnpaired)
			if got.LastError == nil || got.LastError.Code != test.code || got.JID != nil || got.Phone != nil || got.DesiredState != api.ClientDesiredStateDisconnected {
				t.Errorf("%+v, last error %+v", got, got.LastError)
			}
			_, err := e.GetQR(e.ada, &api.GetQRRequest{ClientID: client.ID, WaitSeconds: 20, After: shown.ExpiresAt})
			wantError(t, err, api.CodeConflict, got.LastError.Detail)
			if got := e.qr(client.ID, nil); got.State != api.GetQRResponseStateQR {
				t.Errorf("a new pairing: %+v", got)
			}
		})
	}
}

func TestBanEnds(t *testing.T) {
	if e := banned(&events.TemporaryBan{Expire: time.Hour}); e.final || e.pause != time.Hour || e.stateFor(e.pause) != api.ClientStateBanned {
		t.Errorf("banned for an hour: %+v", e)
	}
	if e := banned(&events.TemporaryBan{}); !e.final {
		t.Errorf("banned for nobody knows how long: %+v", e)
	}
}

func TestAlwaysOnlineShowsTheAccountOnline(t *testing.T) {
	e := newEngine(t, nil)
	bob, ada := e.phone("15550000002", "Bob", sandbox.PersonaSilent), e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	yes := true
	client := must(e.Create(e.ada, &api.CreateClientRequest{Name: "crm", Settings: &api.ClientSettings{AlwaysOnline: &yes}}))(t)
	e.link(client.ID, ada)
	e.until(client.ID, "named", func(c *api.Client) bool { return c.PushName != nil })
	if !*e.get(client.ID).Settings.AlwaysOnline {
		t.Error("the setting is lost")
	}
	// A client that isn't online confirms that it has a message, but the sender doesn't see that.
	m := must(bob.SendText(t.Context(), types.NewJID("15550000001", types.DefaultUserServer), "there?"))(t)
	eventually(t, "the message is delivered", func() bool {
		for _, sent := range transcript(t, bob) {
			if sent.ID == m.ID && sent.Progress == sandbox.ProgressDelivered {
				return true
			}
		}
		return false
	})
}

func TestBackoffGrowsToALimit(t *testing.T) {
	timing := realTiming()
	if got := timing.backoff(0); got != 0 {
		t.Errorf("the first pause is %s", got)
	}
	for failures, most := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 30: timing.maxRetry, 1000: timing.maxRetry} {
		for range 100 {
			if got := timing.backoff(failures); got > most || got < most*3/4-1 {
				t.Fatalf("the pause after %d failures is %s, not about %s", failures, got, most)
			}
		}
	}
}

// noDevices insists that no keys are left of any device.
func (e *engine) noDevices() {
	e.t.Helper()
	eventually(e.t, "the keys are deleted", func() bool {
		devices, err := e.store.WhatsApp().GetAllDevices(e.t.Context())
		return err == nil && len(devices) == 0
	})
}
