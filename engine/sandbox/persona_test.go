package sandbox_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

// person puts a phone with a persona on the network.
func person(t *testing.T, n *sandbox.Network, spec sandbox.PhoneSpec) *sandbox.Phone {
	t.Helper()
	p, err := n.CreatePhone(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func update(t *testing.T, p *sandbox.Phone, change sandbox.PhoneChange) {
	t.Helper()
	if err := p.Update(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}

func becomes(t *testing.T, p *sandbox.Phone, persona sandbox.Persona) {
	t.Helper()
	update(t, p, sandbox.PhoneChange{Persona: &persona})
}

func receiptOf(id types.MessageID, kind types.ReceiptType) func(*events.Receipt) bool {
	return func(r *events.Receipt) bool { return r.MessageIDs[0] == id && r.Type == kind }
}

func typing(state types.ChatPresence) func(*events.ChatPresence) bool {
	return func(p *events.ChatPresence) bool { return p.State == state }
}

// place says where among a client's events the first is that matches.
func place[T any](c *client, match func(T) bool) int {
	for i, e := range c.Seen() {
		if v, ok := e.(T); ok && (match == nil || match(v)) {
			return i
		}
	}
	return -1
}

func TestReaderTypesThenReads(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	rita := person(t, n, sandbox.PhoneSpec{Number: "15550000002", Name: "Rita", Persona: sandbox.PersonaReader, DelaySeconds: 1})
	a := link(t, n, alice, newDevice(t))
	sent := a.Say(rita.Info().JID, "hello")
	read := receiptOf(sent.ID, types.ReceiptTypeRead)
	await(a, "that Rita has read it", read)
	await(a, "that Rita has stopped typing", typing(types.ChatPresencePaused))
	delivered, typed := place(a, receiptOf(sent.ID, types.ReceiptTypeDelivered)), place(a, typing(types.ChatPresenceComposing))
	if delivered < 0 || typed < 0 || typed > place(a, read) {
		t.Errorf("delivered at %d, typing at %d, read at %d", delivered, typed, place(a, read))
	}
	if got := transcript(t, rita); len(got) != 1 {
		t.Errorf("a reader has %+v", got)
	}
}

func TestScriptAnswersByTheFirstRuleThatFits(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	shop := person(t, n, sandbox.PhoneSpec{Number: "15550000002", Name: "Shop", Persona: sandbox.PersonaScript, Script: []sandbox.Rule{
		{Match: `/order\s+(\d+)/i`, Reply: "Order ${1}: on its way"},
		{Match: "HOURS", Reply: "We open at 9 for $1"},
		{Reply: "Pardon?"},
	}})
	a := link(t, n, alice, newDevice(t))
	for question, answer := range map[string]string{
		"Where is Order  17, please?": "Order 17: on its way",
		"what are your hours":         "We open at 9 for $1",
		"something else":              "Pardon?",
	} {
		sent := a.Say(shop.Info().JID, question)
		await(a, answer, saying(answer))
		await(a, "that it was read", receiptOf(sent.ID, types.ReceiptTypeRead))
		await(a, "typing", typing(types.ChatPresenceComposing))
		a.Forget()
	}
}

func TestPersonasThatCantBe(t *testing.T) {
	n := start(t, nil)
	script := func(rules ...sandbox.Rule) sandbox.PhoneSpec {
		return sandbox.PhoneSpec{Number: "15550000001", Persona: sandbox.PersonaScript, Script: rules}
	}
	for _, c := range []struct {
		spec sandbox.PhoneSpec
		want error
	}{
		{sandbox.PhoneSpec{Number: "15550000001", Persona: "moody"}, sandbox.ErrBadPersona},
		{sandbox.PhoneSpec{Number: "15550000001", DelaySeconds: -1}, sandbox.ErrBadDelay},
		{sandbox.PhoneSpec{Number: "15550000001", DelaySeconds: 86401}, sandbox.ErrBadDelay},
		{sandbox.PhoneSpec{Number: "15550000001", Name: strings.Repeat("x", 26)}, sandbox.ErrBadName},
		{sandbox.PhoneSpec{Number: "15550000001", About: strings.Repeat("x", 140)}, sandbox.ErrBadAbout},
		{script(), sandbox.ErrBadScript},
		{script(sandbox.Rule{Match: "/(/", Reply: "x"}), sandbox.ErrBadScript},
		{script(sandbox.Rule{Match: "x"}), sandbox.ErrBadScript},
		{script(make([]sandbox.Rule, 101)...), sandbox.ErrBadScript},
		{script(sandbox.Rule{Reply: strings.Repeat("x", 4097)}), sandbox.ErrBadScript},
	} {
		if _, err := n.CreatePhone(t.Context(), c.spec); !errors.Is(err, c.want) {
			t.Errorf("%+v: got %v, want %v", c.spec, err, c.want)
		}
	}
	p := phone(t, n, "15550000001", "Alice", "")
	mustBe(t, p.Update(t.Context(), sandbox.PhoneChange{Script: &[]sandbox.Rule{{}}}), sandbox.ErrBadScript)
	if got := p.Info(); got.Persona != sandbox.PersonaSilent || len(got.Script) != 0 {
		t.Errorf("a change that was refused has changed %+v", got)
	}
}

// TestAnswersSurviveARestart stops the network while a phone is about to answer.
func TestAnswersSurviveARestart(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := person(t, n, sandbox.PhoneSpec{Number: "15550000002", Name: "Bob", Persona: sandbox.PersonaScript, DelaySeconds: 1, Script: []sandbox.Rule{{Reply: "later"}}})
	watched := alice.Watch(t.Context())
	sent, err := alice.SendText(t.Context(), bob.Info().JID, "now?")
	if err != nil {
		t.Fatal(err)
	}
	if e := next(t, watched, sandbox.EventTyping); e.Typing != sandbox.TypingComposing {
		t.Errorf("%+v", e)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	planned := maps.Clone(state.rows["reaction"])
	if len(planned) != 1 {
		t.Fatalf("%d reactions are planned", len(planned))
	}
	for range 2 {
		n = start(t, state)
		if alice, err = n.Phone("15550000001"); err != nil {
			t.Fatal(err)
		}
		hears(t, alice, "later")
		until(t, "everything is done", func() bool { return state.count("reaction")+state.count("queue") == 0 })
		got := transcript(t, alice)
		if len(got) != 2 || got[0].ID != sent.ID || got[0].Progress != sandbox.ProgressRead {
			t.Errorf("Alice's phone has %+v", got)
		}
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
		state.rows["reaction"] = planned // as if the process had ended before it was noted that the answer was sent
	}
}

func TestTwoScriptsDontGoOnForEver(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	var phones []*sandbox.Phone
	for i := range 2 {
		phones = append(phones, person(t, n, sandbox.PhoneSpec{
			Number: fmt.Sprint(15550000001 + i), Persona: sandbox.PersonaScript, Script: []sandbox.Rule{{Reply: "and you?"}},
		}))
	}
	a := link(t, n, phones[0], newDevice(t))
	a.Say(phones[1].Info().JID, "how are you?")
	await(a, "an answer", saying("and you?"))
	hears(t, phones[0], "and you?")
	until(t, "both are at rest", func() bool { return state.count("reaction")+state.count("queue") == 0 })
	for _, p := range phones {
		if got := transcript(t, p); len(got) != 2 {
			t.Errorf("%s has %+v", p.Info().Phone, got)
		}
	}
}

func TestUnreachablePhoneGetsItsMessagesWhenItIsSwitchedOn(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	becomes(t, bob, sandbox.PersonaUnreachable)
	sent := a.Say(bob.Info().JID, "are you there?")
	hears(t, alice, "are you there?")
	until(t, "it waits", func() bool { return state.count("queue") > 0 })
	if got := transcript(t, alice); len(got) != 1 || got[0].Progress != sandbox.ProgressSent {
		t.Errorf("Alice's phone has %+v", got)
	}
	_, err := bob.SendText(t.Context(), alice.Info().JID, "x")
	mustBe(t, err, sandbox.ErrSwitchedOff)
	mustBe(t, bob.MarkRead(t.Context(), alice.Info().JID), sandbox.ErrSwitchedOff)
	a.Disconnect()
	if err := n.Close(); err != nil { // it stays off across a restart
		t.Fatal(err)
	}

	n = start(t, state)
	if bob, err = n.Phone("15550000002"); err != nil {
		t.Fatal(err)
	}
	a = attach(t, n, a.Store)
	a.connect()
	if got := transcript(t, bob); len(got) != 0 {
		t.Errorf("a phone that is switched off has %+v", got)
	}
	becomes(t, bob, sandbox.PersonaSilent)
	await(a, "that it was delivered", receiptOf(sent.ID, types.ReceiptTypeDelivered))
	hears(t, bob, "are you there?")
}

func TestUnreachablePhonesLinkedDevicesStillWork(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	b := link(t, n, bob, newDevice(t))
	becomes(t, bob, sandbox.PersonaUnreachable)
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "anybody?"); err != nil {
		t.Fatal(err)
	}
	await(b, "anybody?", saying("anybody?"))
	until(t, "it is delivered", func() bool { return transcript(t, alice)[0].Progress == sandbox.ProgressDelivered })
	b.Say(alice.Info().JID, "me")
	hears(t, alice, "me")
}

func TestUnregisteredPhoneIsNotOnWhatsApp(t *testing.T) {
	logsOut(t)
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	a.Say(bob.Info().JID, "before")
	await(b, "before", saying("before"))
	hears(t, bob, "before") // the phone has it for itself
	g, err := alice.CreateGroup(t.Context(), "team", bob.Info().JID)
	if err != nil {
		t.Fatal(err)
	}
	becomes(t, bob, sandbox.PersonaUnregistered)
	await[*events.LoggedOut](b, "LoggedOut", nil)
	found, err := a.IsOnWhatsApp(t.Context(), []string{"+15550000002"})
	if err != nil || len(found) != 1 || found[0].IsIn {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := a.SendMessage(t.Context(), bob.Info().JID, message("x")); err == nil {
		t.Error("a message to an unregistered number was accepted")
	}
	_, err = alice.SendText(t.Context(), bob.Info().JID, "x")
	mustBe(t, err, sandbox.ErrNotOnWhatsApp)
	_, err = bob.SendText(t.Context(), alice.Info().JID, "x")
	mustBe(t, err, sandbox.ErrUnregistered)
	if info, err := a.GetGroupInfo(t.Context(), g.JID); err != nil || len(info.Participants) != 1 {
		t.Errorf("%+v, %v", info, err)
	}
	becomes(t, bob, sandbox.PersonaSilent)
	a.Say(bob.Info().JID, "welcome back")
	if got := hears(t, bob, "welcome back"); got.From.Name != "Alice" || len(transcript(t, bob)) != 2 {
		t.Errorf("%+v", transcript(t, bob))
	}
}

func TestPhoneReadsTypesAndMakesGroups(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	var ids []string
	for i := range 3 {
		ids = append(ids, a.Say(bob.Info().JID, fmt.Sprint(i)).ID)
	}
	hears(t, bob, "2")
	if err := bob.MarkRead(t.Context(), alice.Info().JID); err != nil {
		t.Fatal(err)
	}
	read := await(a, "that Bob has read them", func(r *events.Receipt) bool { return r.Type == types.ReceiptTypeRead })
	if strings.Join(read.MessageIDs, " ") != strings.Join(ids, " ") {
		t.Errorf("%v were read, want %v", read.MessageIDs, ids)
	}
	a.Forget()
	if err := bob.MarkRead(t.Context(), alice.Info().JID); err != nil { // nothing is left
		t.Fatal(err)
	}

	g, err := bob.CreateGroup(t.Context(), "team", alice.Info().JID)
	if err != nil || g.Subject != "team" || len(g.Members) != 2 {
		t.Fatalf("%+v, %v", g, err)
	}
	joined := await[*events.JoinedGroup](a, "JoinedGroup", nil)
	if joined.JID != g.JID || joined.Name != "team" {
		t.Errorf("%+v", joined)
	}
	a.Say(g.JID, "hello all")
	hears(t, bob, "hello all")
	if err := bob.MarkRead(t.Context(), g.JID); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob has read in the group", func(r *events.Receipt) bool {
		return r.Type == types.ReceiptTypeRead && r.Chat == g.JID && r.Sender.User == bob.Info().LID.User
	})
	if got := count(a, func(r *events.Receipt) bool { return r.Type == types.ReceiptTypeRead && !r.IsGroup }); got != 0 {
		t.Errorf("%d receipts for what was read already", got)
	}
	for _, chat := range []types.JID{g.JID, alice.Info().JID} {
		if err := bob.SetTyping(t.Context(), chat, sandbox.TypingRecording); err != nil {
			t.Fatal(err)
		}
		await(a, "that Bob records", func(p *events.ChatPresence) bool {
			return (p.Chat.Server == types.GroupServer) == (chat == g.JID) && p.State == types.ChatPresenceComposing && p.Media == types.ChatPresenceMediaAudio
		})
		a.Forget()
	}

	mustBe(t, bob.SetTyping(t.Context(), g.JID, "dancing"), sandbox.ErrBadTyping)
	mustBe(t, bob.MarkRead(t.Context(), types.NewJID("120363000000000000", types.GroupServer)), sandbox.ErrNoChat)
	mustBe(t, bob.MarkRead(t.Context(), types.NewJID("19990000000", types.DefaultUserServer)), sandbox.ErrNotOnWhatsApp)
	_, err = bob.CreateGroup(t.Context(), "team", alice.Info().JID, types.NewJID("19990000000", types.DefaultUserServer))
	mustBe(t, err, sandbox.ErrNotOnWhatsApp)
	_, err = bob.CreateGroup(t.Context(), "")
	mustBe(t, err, sandbox.ErrBadSubject)
	if joined, err := a.GetJoinedGroups(t.Context()); err != nil || len(joined) != 1 {
		t.Errorf("%+v, %v", joined, err)
	}
}
