package sandbox_test

import (
	"testing"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

// lounge has Alice with a client that gets calls, and Bob with a phone that makes them.
func lounge(t *testing.T, state sandbox.State) (n *sandbox.Network, alice, bob *sandbox.Phone, a *client) {
	t.Helper()
	n = start(t, state)
	alice = phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob = phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	return n, alice, bob, link(t, n, alice, newDevice(t))
}

func ring(t *testing.T, from *sandbox.Phone, to types.JID, o sandbox.CallOptions) sandbox.Call {
	t.Helper()
	made, err := from.Call(t.Context(), to, o)
	if err != nil {
		t.Fatal(err)
	}
	if made.State != sandbox.CallRinging {
		t.Errorf("the new call is %s", made.State)
	}
	return made
}

// stands waits until a phone knows that it stands like this with a call.
func stands(t *testing.T, p *sandbox.Phone, id string, state sandbox.CallState) sandbox.Call {
	t.Helper()
	var found sandbox.Call
	until(t, "the call is "+string(state), func() bool {
		var err error
		found, err = p.FindCall(id)
		return err == nil && found.State == state
	})
	return found
}

func offered(id string) func(*events.CallOffer) bool {
	return func(e *events.CallOffer) bool { return e.CallID == id }
}

func terminated(id, reason string) func(*events.CallTerminate) bool {
	return func(e *events.CallTerminate) bool { return e.CallID == id && e.Reason == reason }
}

func TestClientRejectsACall(t *testing.T) {
	n, alice, bob, a := lounge(t, nil)
	a2 := link(t, n, alice, newDevice(t))
	watched := bob.Watch(t.Context())
	made := ring(t, bob, alice.Info().JID, sandbox.CallOptions{Video: true})
	offer := await(a, "the offer", offered(made.ID))
	if _, video := offer.Data.GetOptionalChildByTag("video"); !video || offer.From != bob.Info().LID || offer.CallCreator != bob.Info().LID ||
		offer.CallCreatorAlt != bob.Info().JID || time.Since(offer.Timestamp) > time.Minute || offer.RemotePlatform == "" {
		t.Errorf("%+v", offer)
	}
	await(a2, "the offer on the other device", offered(made.ID))
	if err := a.RejectCall(t.Context(), offer.From, offer.CallID); err != nil {
		t.Fatal(err)
	}
	if got := stands(t, bob, made.ID, sandbox.CallRejected); got.EndedAt.IsZero() || !got.Video || got.To.Name != "Alice" || got.From.Name != "Bob" {
		t.Errorf("%+v", got)
	}
	await(a2, "that it was rejected elsewhere", terminated(made.ID, "rejected_elsewhere"))
	for _, want := range []sandbox.CallState{sandbox.CallRinging, sandbox.CallRejected} {
		if e := <-watched; e.Kind != sandbox.EventCall || e.Call.State != want || e.Call.ID != made.ID || e.Chat.Name != "Alice" {
			t.Errorf("Bob's phone shows %+v, want %s", e, want)
		}
	}
	if err := a.RejectCall(t.Context(), offer.From, offer.CallID); err != nil { // does no harm
		t.Fatal(err)
	}
	ring(t, bob, alice.Info().JID, sandbox.CallOptions{})
}

func TestCallerHangsUp(t *testing.T) {
	_, alice, bob, a := lounge(t, nil)
	made := ring(t, bob, alice.Info().LID, sandbox.CallOptions{})
	await(a, "the offer", offered(made.ID))
	_, err := bob.Call(t.Context(), alice.Info().JID, sandbox.CallOptions{})
	mustBe(t, err, sandbox.ErrInCall)
	ended, err := made.Hangup(t.Context())
	if err != nil || ended.State != sandbox.CallEnded {
		t.Fatalf("%+v, %v", ended, err)
	}
	await(a, "the end", terminated(made.ID, ""))
	if again, err := made.Hangup(t.Context()); err != nil || again.EndedAt != ended.EndedAt {
		t.Errorf("%+v, %v", again, err)
	}
	if got, err := alice.FindCall(made.ID); err != nil || got.State != sandbox.CallEnded {
		t.Errorf("Alice's phone has %+v, %v", got, err)
	}
}

func TestCallsThatNobodyAnswersAreMissed(t *testing.T) {
	_, alice, bob, a := lounge(t, nil)
	a.Disconnect()
	made := ring(t, bob, alice.Info().JID, sandbox.CallOptions{Ring: 20 * time.Millisecond})
	stands(t, bob, made.ID, sandbox.CallMissed)
	a.connect() // what happened meanwhile waits, like all else
	await(a, "the offer", offered(made.ID))
	await(a, "the end", terminated(made.ID, "timeout"))
	until(t, "the client has confirmed everything", func() bool { return alice.Info().Linked[0].Waiting == 0 })
}

func TestThePhoneItselfAnswers(t *testing.T) {
	_, alice, bob, a := lounge(t, nil)
	made := ring(t, bob, alice.Info().JID, sandbox.CallOptions{Ring: time.Minute})
	await(a, "the offer", offered(made.ID))
	taken, err := alice.AnswerCall(t.Context(), made.ID)
	if err != nil || taken.State != sandbox.CallAccepted {
		t.Fatalf("%+v, %v", taken, err)
	}
	await(a, "that it was answered elsewhere", terminated(made.ID, "accepted_elsewhere"))
	if got, err := alice.EndCall(t.Context(), made.ID); err != nil || got.State != sandbox.CallEnded {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = alice.AnswerCall(t.Context(), made.ID)
	mustBe(t, err, sandbox.ErrCallOver)
	_, err = bob.FindCall("nothing")
	mustBe(t, err, sandbox.ErrNoCall)
}

func TestGroupsAreCalledByNotice(t *testing.T) {
	n, alice, bob, a := lounge(t, nil)
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaSilent)
	made, err := bob.CreateGroup(t.Context(), "team", alice.Info().JID, carol.Info().JID)
	if err != nil {
		t.Fatal(err)
	}
	rung := ring(t, bob, made.JID, sandbox.CallOptions{Video: true})
	notice := await(a, "the notice", func(e *events.CallOfferNotice) bool { return e.CallID == rung.ID })
	if notice.GroupJID != made.JID || notice.Media != "video" || notice.Type != "group" || notice.CallCreator != bob.Info().LID {
		t.Errorf("%+v", notice)
	}
	if err := a.RejectCall(t.Context(), notice.From, notice.CallID); err != nil {
		t.Fatal(err)
	}
	if got, err := carol.FindCall(rung.ID); err != nil || got.State != sandbox.CallRinging || got.To.Name != "team" {
		t.Errorf("for Carol it is %+v, %v", got, err)
	}
	if _, err := carol.EndCall(t.Context(), rung.ID); err != nil {
		t.Fatal(err)
	}
	stands(t, bob, rung.ID, sandbox.CallRejected)
	_, err = bob.Call(t.Context(), types.NewJID("120363000000000000", types.GroupServer), sandbox.CallOptions{})
	mustBe(t, err, sandbox.ErrNoChat)
	_, err = bob.Call(t.Context(), bob.Info().JID, sandbox.CallOptions{})
	mustBe(t, err, sandbox.ErrCallSelf)
	_, err = bob.Call(t.Context(), types.NewJID("19990000000", types.DefaultUserServer), sandbox.CallOptions{})
	mustBe(t, err, sandbox.ErrNotOnWhatsApp)
}

// TestClientCalls sends what the library has no function for.
func TestClientCalls(t *testing.T) {
	_, alice, bob, a := lounge(t, nil)
	say := func(what waBinary.Node) {
		t.Helper()
		err := a.DangerousInternals().SendNode(t.Context(), waBinary.Node{ //nolint:staticcheck // see above
			Tag: "call", Attrs: waBinary.Attrs{"id": a.GenerateMessageID(), "to": bob.Info().LID}, Content: []waBinary.Node{what},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	about := waBinary.Attrs{"call-id": "CALL1", "call-creator": alice.Info().LID}
	say(waBinary.Node{Tag: "offer", Attrs: about})
	stands(t, bob, "CALL1", sandbox.CallRinging)
	if _, err := bob.AnswerCall(t.Context(), "CALL1"); err != nil {
		t.Fatal(err)
	}
	if got := await(a, "that Bob answers", func(e *events.CallAccept) bool { return e.CallID == "CALL1" }); got.From != bob.Info().LID {
		t.Errorf("%+v", got)
	}
	say(waBinary.Node{Tag: "terminate", Attrs: about})
	stands(t, bob, "CALL1", sandbox.CallEnded)
	about["call-id"] = "CALL2"
	say(waBinary.Node{Tag: "offer", Attrs: about})
	stands(t, bob, "CALL2", sandbox.CallRinging)
	if _, err := bob.EndCall(t.Context(), "CALL2"); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob doesn't want to", func(e *events.CallReject) bool { return e.CallID == "CALL2" })
}

func TestBlockedPeopleDontRing(t *testing.T) {
	_, alice, bob, a := lounge(t, nil)
	if _, err := a.UpdateBlocklist(t.Context(), bob.Info().JID, events.BlocklistChangeActionBlock); err != nil {
		t.Fatal(err)
	}
	made := ring(t, bob, alice.Info().JID, sandbox.CallOptions{Ring: 20 * time.Millisecond})
	stands(t, bob, made.ID, sandbox.CallMissed)
	_, err := alice.FindCall(made.ID)
	mustBe(t, err, sandbox.ErrNoCall)
	if got := count[*events.CallOffer](a, nil); got != 0 {
		t.Errorf("it rang %d times", got)
	}
}

func TestCallsSurviveARestart(t *testing.T) {
	state := &shelf{}
	n, alice, bob, a := lounge(t, state)
	a.Disconnect()
	made := ring(t, bob, alice.Info().JID, sandbox.CallOptions{Ring: 300 * time.Millisecond})
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = start(t, state)
	bob, err := n.Phone("15550000002")
	if err != nil {
		t.Fatal(err)
	}
	stands(t, bob, made.ID, sandbox.CallMissed)
	a = attach(t, n, a.Store)
	a.connect()
	await(a, "the end", terminated(made.ID, "timeout"))
	if err := bob.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, "the call is forgotten", func() bool { return state.count("call") == 0 })
}
