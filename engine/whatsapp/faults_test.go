package whatsapp

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

// struck says what the engine makes of a fault.
type struck struct {
	state  api.ClientState     // that it reports afterwards; "": it stays connected
	last   api.ClientErrorCode // the last error that it reports with that
	refuse api.Code            // of the first message that is sent afterwards; "": it is sent
	hasty  bool                // a message in the very moment may hear that the connection is gone
	again  bool                // somebody has to connect the client again
}

// faultCases are the faults that an engine lives through. Those that end its process, its link, or take it
// longer to notice have tests of their own.
var faultCases = map[sandbox.Fault]struct{ struck }{
	sandbox.FaultKick:           {struck{hasty: true}},
	sandbox.FaultSlow:           {struck{}},
	sandbox.FaultRestart:        {struck{hasty: true}},
	sandbox.FaultUnavailable:    {struck{hasty: true}},
	sandbox.FaultZombie:         {struck{hasty: true}},
	sandbox.FaultReplaced:       {struck{state: api.ClientStateReplaced, last: api.ClientErrorCodeReplaced, refuse: api.CodeClientNotConnected, again: true}},
	sandbox.FaultBan:            {struck{state: api.ClientStateBanned, last: api.ClientErrorCodeBanned, refuse: api.CodeClientNotConnected, again: true}},
	sandbox.FaultOutdated:       {struck{state: api.ClientStateOutdated, last: api.ClientErrorCodeOutdated, refuse: api.CodeClientNotConnected, again: true}},
	sandbox.FaultTimelock:       {struck{refuse: api.CodeReachoutTimelocked}},
	sandbox.FaultExhaustPreKeys: {struck{}},
	sandbox.FaultLostAck:        {struck{}},
	sandbox.FaultDuplicate:      {struck{}},
	sandbox.FaultReorder:        {struck{}},
	sandbox.FaultUndecryptable:  {struck{}},
	sandbox.FaultMissingLID:     {struck{}},
}

// TestFaults sends three messages each way around every fault. None may be lost, and none may come twice.
func TestFaults(t *testing.T) {
	for _, fault := range sandbox.Faults() {
		want, ok := faultCases[fault]
		if !ok {
			continue
		}
		t.Run(string(fault), func(t *testing.T) {
			inbox := &inbox{}
			e := newEngine(t, inbox.tap)
			client, alice := e.settled("crm", "15550000001")
			bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
			must(e.send(client.ID, "+15550000002", "out 1"))(t)
			must(bob.SendText(t.Context(), alice.Info().JID, "in 1"))(t)
			inbox.await(t, "in 1")

			e.fault(client.ID, fault, 1)
			if want.state != "" {
				got := e.await(client.ID, want.state)
				if got.LastError == nil || got.LastError.Code != want.last {
					t.Errorf("the last error is %+v, want %s", got.LastError, want.last)
				}
			}
			first := e.persist(client.ID, "out 2", want.again)
			wantRefusal(t, first, want.struck)
			must(bob.SendText(t.Context(), alice.Info().JID, "in 2"))(t)
			must(bob.SendText(t.Context(), alice.Info().JID, "in 3"))(t)
			if err := e.persist(client.ID, "out 3", false); err != nil {
				t.Errorf("the last message got %v", err)
			}

			inbox.await(t, "in 2", "in 3")
			hears(t, bob, "out 2") // what Bob has to ask for again comes later than "out 3"
			hears(t, bob, "out 3")
			eventually(t, "everything is confirmed", func() bool { return alice.Info().Linked[0].Waiting == 0 })
			if got := e.await(client.ID, api.ClientStateConnected); got.LastError != nil {
				t.Errorf("well again, the last error is still %+v", got.LastError)
			}
			wantOnce(t, e.heard(client.ID), "in 1", "in 2", "in 3")
			wantOnce(t, heard(t, bob), "out 1", "out 2", "out 3")
		})
	}
}

// TestEveryFaultIsTested insists that a new fault gets a test of what the engine makes of it.
func TestEveryFaultIsTested(t *testing.T) {
	others := []sandbox.Fault{
		sandbox.FaultMute,        // TestMutedConnectionIsMadeAgain
		sandbox.FaultLoggedOut,   // TestLoggedOutClientIsLinkedAgain
		sandbox.FaultExpireMedia, // TestExpiredFileIsUploadedAgain
		sandbox.FaultMalformed,   // engine.TestMalformedStanzaLosesNothing
	}
	for _, fault := range sandbox.Faults() {
		if _, ok := faultCases[fault]; !ok && !slices.Contains(others, fault) {
			t.Errorf("nothing says what the engine makes of %q", fault)
		}
	}
}

// TestMutedConnectionIsMadeAgain runs itself in another process, in which the library asks often whether the line is
// up: how often is a variable of the library.
func TestMutedConnectionIsMadeAgain(t *testing.T) {
	if os.Getenv(impatientLibrary) == "" {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		child.Env = append(os.Environ(), impatientLibrary+"=1")
		if out, err := child.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	inbox := &inbox{}
	e := newEngine(t, func(c *Clients) { inbox.tap(c); c.timing.send = 300 * time.Millisecond })
	client, alice := e.settled("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	must(e.send(client.ID, "+15550000002", "out 1"))(t)
	e.fault(client.ID, sandbox.FaultMute, 1)
	ada := api.WithIdempotencyKey(e.ada, "two")
	_, err := e.sendAs(ada, client.ID, "+15550000002", "out 2")
	wantError(t, err, api.CodeWhatsappError, "did not answer in time")
	must(bob.SendText(t.Context(), alice.Info().JID, "in 1"))(t)
	e.until(client.ID, "aware of the silence", func(c *api.Client) bool {
		return c.LastError != nil && c.LastError.Code == api.ClientErrorCodeKeepaliveTimeout
	})
	e.until(client.ID, "well again", func(c *api.Client) bool { return c.State == api.ClientStateConnected && c.LastError == nil })
	eventually(t, "the message is sent", func() bool {
		_, err := e.sendAs(ada, client.ID, "+15550000002", "out 2")
		return err == nil
	})
	inbox.await(t, "in 1")
	hears(t, bob, "out 2")
	wantOnce(t, inbox.all(), "in 1")
	wantOnce(t, heard(t, bob), "out 1", "out 2")
}

func TestLoggedOutClientIsLinkedAgain(t *testing.T) {
	skipUnlinkUnderRace(t)
	inbox := &inbox{}
	e := newEngine(t, inbox.tap)
	client, alice := e.settled("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	must(e.send(client.ID, "+15550000002", "out 1"))(t)
	e.fault(client.ID, sandbox.FaultLoggedOut, 1)
	got := e.await(client.ID, api.ClientStateLoggedOut)
	if got.LastError == nil || got.LastError.Code != api.ClientErrorCodeLoggedOut || len(alice.Info().Linked) != 0 {
		t.Errorf("the last error is %+v", got.LastError)
	}
	_, err := e.send(client.ID, "+15550000002", "out 2")
	wantError(t, err, api.CodeClientNotPaired, "clients.getQr")
	e.link(client.ID, alice)
	must(e.send(client.ID, "+15550000002", "out 2"))(t)
	must(bob.SendText(t.Context(), alice.Info().JID, "in 1"))(t)
	inbox.await(t, "in 1")
	hears(t, bob, "out 2")
	wantOnce(t, heard(t, bob), "out 1", "out 2")
}

// TestExpiredFileIsUploadedAgain has the phone upload it, until the phone has lost it too.
func TestExpiredFileIsUploadedAgain(t *testing.T) {
	e := newEngine(t, nil)
	client, alice := e.settled("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	photo := picture(t, 40, 30)
	sent := must(bob.Send(t.Context(), alice.Info().JID, sandbox.Content{Media: &sandbox.Media{Kind: sandbox.KindImage, Data: photo, Caption: "look"}}, sandbox.SendOptions{}))(t)
	e.awaitText(client.ID, "look")
	gets(t, alice, sent.ID, nil) // her phone, which is asked, has it too
	download := func() (*api.DownloadMediaResponse, error) {
		return NewMessages(e.Clients).DownloadMedia(e.ada, &api.DownloadMediaRequest{ClientID: client.ID, MessageID: sent.ID})
	}
	for range 2 {
		e.fault(client.ID, sandbox.FaultExpireMedia, 1)
		if got := must(download())(t); got.Data != *base(photo) {
			t.Error("the file is another")
		}
	}
	e.fault(client.ID, sandbox.FaultExpireMedia, 1)
	if err := alice.ForgetMedia(t.Context(), sent.ID); err != nil {
		t.Fatal(err)
	}
	_, err := download()
	wantError(t, err, api.CodeMediaUnavailable, "the phone does not upload it again")
	if got := e.get(client.ID); got.State != api.ClientStateConnected || got.LastError != nil {
		t.Errorf("the client is %s, last error %+v", got.State, got.LastError)
	}
}

// TestRecipientWhoseHiddenIDIsMissing is the first message to somebody, whom the library finds by their hidden id.
func TestRecipientWhoseHiddenIDIsMissing(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.settled("crm", "15550000001")
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	e.fault(client.ID, sandbox.FaultMissingLID, 1)
	_, err := e.send(client.ID, "+15550000002", "hello")
	wantError(t, err, api.CodeWhatsappError, "hidden id")
	must(e.send(client.ID, "+15550000002", "hello"))(t)
	hears(t, bob, "hello")
	wantOnce(t, heard(t, bob), "hello")
}

// inbox remembers the texts that an engine is told of.
type inbox struct {
	mu    sync.Mutex
	texts []string
}

// tap listens to clients that are about to start.
func (i *inbox) tap(c *Clients) {
	c.received = func(ctx context.Context, r *run, m *events.Message) error {
		if text := m.Message.GetConversation(); text != "" && !m.Info.IsFromMe {
			i.mu.Lock()
			i.texts = append(i.texts, text)
			i.mu.Unlock()
		}
		return c.receive(ctx, r, m)
	}
}

func (i *inbox) all() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.texts)
}

func (i *inbox) await(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		eventually(t, "the engine is told of "+text, func() bool { return slices.Contains(i.all(), text) })
	}
}

// heard gives the texts that others have sent to a client. The library may tell of a message twice: it asks the sender
// for one that it can't read, and its own phone as well.
func (e *engine) heard(id string) (texts []string) {
	e.t.Helper()
	for _, m := range must(e.read(id, nil))(e.t) {
		if !m.FromMe && m.Text != nil {
			texts = append(texts, *m.Text)
		}
	}
	return texts
}

// settled makes a client that is linked to a new phone, and has dealt with what the phone has to tell it.
func (e *engine) settled(name, number string) (*api.Client, *sandbox.Phone) {
	e.t.Helper()
	client, phone := e.linked(name, number)
	return e.until(client.ID, "named", func(c *api.Client) bool { return c.PushName != nil }), phone
}

// persist sends a text as an integrator does who means it: with a key, again after an error, and, when again says so,
// after connecting the client. It returns the first error.
func (e *engine) persist(id, text string, again bool) (first error) {
	e.t.Helper()
	ctx := api.WithIdempotencyKey(e.ada, text)
	for late := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		_, err := e.sendAs(ctx, id, "+15550000002", text)
		if err == nil {
			return first
		}
		if first == nil {
			first = err
			if again {
				must(e.Connect(e.ada, &api.ConnectClientRequest{ClientID: id}))(e.t)
			}
		}
		if time.Now().After(late) {
			e.t.Fatalf("%q can't be sent: %v", text, err)
		}
	}
}

func wantRefusal(t *testing.T, err error, want struck) {
	t.Helper()
	switch {
	case want.hasty && (hasCode(err, api.CodeClientNotConnected) || hasCode(err, api.CodeWhatsappError)):
	case want.refuse == "" && err != nil, want.refuse != "" && !hasCode(err, want.refuse):
		t.Errorf("the first message got %v, want %q", err, want.refuse)
	}
}

func hasCode(err error, code api.Code) bool {
	var e *api.Error
	return errors.As(err, &e) && e.Code == code
}

// heard lists what a phone has been told.
func heard(t *testing.T, p *sandbox.Phone) (texts []string) {
	for _, m := range transcript(t, p) {
		if m.Direction == sandbox.DirectionIn {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// wantOnce insists that each text is there, once, and nothing else is.
func wantOnce(t *testing.T, got []string, want ...string) {
	t.Helper()
	sorted := slices.Sorted(slices.Values(got))
	if !slices.Equal(sorted, want) {
		t.Errorf("got %q, want each of %q once", got, want)
	}
}
