package sandbox_test

import (
	"slices"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

// receipt matches a receipt of a kind for certain messages.
func receipt(kind types.ReceiptType, ids ...types.MessageID) func(*events.Receipt) bool {
	return func(r *events.Receipt) bool { return r.Type == kind && slices.Equal(r.MessageIDs, ids) }
}

func TestReceiptsOfEveryKind(t *testing.T) {
	n, alice, bob, a, b := couple(t, nil)
	b2 := link(t, n, bob, newDevice(t))
	first := a.Say(bob.Info().JID, "first").ID
	await(a, "that Bob's client has it, unseen", receipt("inactive", first))
	must(t, b.SendPresence(t.Context(), types.PresenceAvailable))
	await(b, "first", saying("first"))
	second := a.Say(bob.Info().JID, "second").ID
	await(a, "that Bob's client has it", func(r *events.Receipt) bool {
		return receipt(types.ReceiptTypeDelivered, second)(r) && r.Sender.Device == b.Store.LID.Device
	})
	await(b, "second", saying("second"))
	await(b2, "second", saying("second"))

	chat := alice.Info().LID
	read := func(kind types.ReceiptType, ids ...types.MessageID) {
		t.Helper()
		must(t, b.MarkRead(t.Context(), ids, time.Now(), chat, types.EmptyJID, kind))
	}
	read(types.ReceiptTypeRead, second, first)
	seen := await(a, "that both were read", receipt(types.ReceiptTypeRead, second, first))
	if seen.Chat != bob.Info().LID || seen.IsFromMe {
		t.Errorf("%+v", seen)
	}
	own := await(b2, "that both were read on the other device", receipt(types.ReceiptTypeRead, second, first))
	if own.Chat != chat || !own.IsFromMe {
		t.Errorf("%+v", own)
	}
	read(types.ReceiptTypePlayed, first)
	await(a, "that it was played", receipt(types.ReceiptTypePlayed, first))
	await(b2, "that it was played on the other device", receipt(types.ReceiptTypePlayed, first))

	// Who doesn't let others know what he has read, still knows it on all devices.
	must(t, setPrivacy(b, types.PrivacySettingTypeReadReceipts, types.PrivacySettingNone))
	await(b2, "the setting", func(e *events.PrivacySettings) bool { return e.ReadReceiptsChanged })
	third := a.Say(bob.Info().JID, "third").ID
	await(b, "third", saying("third"))
	hears(t, bob, "third") // else the phone would take it for unread
	read(types.ReceiptTypeRead, third)
	await(b2, "that it was read", receipt(types.ReceiptTypeReadSelf, third))
	fourth := a.Say(bob.Info().JID, "fourth").ID
	hears(t, bob, "fourth")
	must(t, bob.MarkRead(t.Context(), chat))
	await(b2, "that the phone has read it", receipt(types.ReceiptTypeReadSelf, fourth))
	if got := count(a, func(r *events.Receipt) bool {
		return r.Type == types.ReceiptTypeRead && (slices.Contains(r.MessageIDs, third) || slices.Contains(r.MessageIDs, fourth))
	}); got != 0 {
		t.Errorf("Alice got %d receipts that Bob doesn't send", got)
	}
}

func TestReadsInGroupsAreShared(t *testing.T) {
	n := start(t, nil)
	g, a, b, _ := trio(t, n)
	bob, err := n.Phone("15550000002")
	must(t, err)
	b2 := link(t, n, bob, newDevice(t))
	x, y := a.Say(g, "x").ID, a.Say(g, "y").ID
	await(b, "y", saying("y"))
	await(b2, "y", saying("y"))
	must(t, b.MarkRead(t.Context(), []types.MessageID{x, y}, time.Now(), g, *lidOf(a)))
	got := await(a, "that Bob has read both", receipt(types.ReceiptTypeRead, x, y))
	if got.Chat != g || got.Sender.ToNonAD() != lidOf(b).ToNonAD() {
		t.Errorf("%+v", got)
	}
	own := await(b2, "that both were read on the other device", receipt(types.ReceiptTypeRead, x, y))
	if own.Chat != g || !own.IsFromMe {
		t.Errorf("%+v", own)
	}
}

func TestStatusReachesContacts(t *testing.T) {
	n, alice, bob, a, b := couple(t, nil)
	must(t, alice.AddContacts(t.Context(), sandbox.Contact{JID: bob.Info().JID, Name: "Bob"}))
	await(a, "the contact", func(e *events.Contact) bool { return e.JID == bob.Info().JID })
	a2 := link(t, n, alice, newDevice(t))
	sent := a.Say(types.StatusBroadcastJID, "at the beach")
	got := await(b, "Alice's status", saying("at the beach"))
	if got.Info.Chat != types.StatusBroadcastJID || got.Info.Sender.User != lidOf(a).User && got.Info.Sender.User != a.Store.ID.User {
		t.Errorf("%+v", got.Info.MessageSource)
	}
	if m := hears(t, bob, "at the beach"); m.To.JID != types.StatusBroadcastJID || m.From.JID != alice.Info().JID {
		t.Errorf("Bob's phone has %+v", m)
	}
	await(a2, "the own status on the other device", func(m *events.Message) bool { return text(m) == "at the beach" && m.Info.IsFromMe })
	must(t, b.MarkRead(t.Context(), []types.MessageID{sent.ID}, time.Now(), types.StatusBroadcastJID, got.Info.Sender))
	await(a, "that Bob has seen the status", receipt(types.ReceiptTypeRead, sent.ID))

	// And the other way: a status of a phone.
	must(t, bob.AddContacts(t.Context(), sandbox.Contact{JID: alice.Info().JID, Name: "Alice"}))
	if _, err := bob.Send(t.Context(), sandbox.StatusJID, sandbox.Content{Text: "me too"}, sandbox.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	await(a, "Bob's status", saying("me too"))
	hears(t, alice, "me too")
}

func TestCompanionsOfOneAccount(t *testing.T) {
	n, alice, bob, a, _ := couple(t, nil)
	a2 := link(t, n, alice, newDevice(t))
	strike(t, n, a2, sandbox.FaultUndecryptable, 1)
	a.Say(bob.Info().JID, "also for my other device")
	got := await(a2, "the message, after one retry", saying("also for my other device"))
	if !got.Info.IsFromMe || got.Info.Chat != bob.Info().LID {
		t.Errorf("%+v", got.Info.MessageSource)
	}
	if count[*events.UndecryptableMessage](a2, nil) != 1 {
		t.Error("the first copy could be read")
	}
	for range 2 {
		link(t, n, alice, newDevice(t))
	}
	devices, err := a.GetUserDevices(t.Context(), []types.JID{alice.Info().JID, bob.Info().LID})
	if err != nil || len(devices) != 7 { // five of Alice, the client's own included, and two of Bob
		t.Errorf("%v, %v", devices, err)
	}
}

func TestNumbersOfAllKindsAreLookedUp(t *testing.T) {
	_, alice, bob, a, _ := couple(t, nil)
	found, err := a.IsOnWhatsApp(t.Context(), []string{"+15550000002", "+1 555", "+19990000000", "+15550000001", "+15550000002"})
	must(t, err)
	in := map[string]bool{}
	for _, f := range found {
		in[f.Query] = f.IsIn
	}
	if len(found) != 4 || !in["+15550000002"] || in["+1 555"] || in["+19990000000"] || !in["+15550000001"] {
		t.Errorf("%+v", found)
	}
	for _, jid := range []types.JID{bob.Info().JID, bob.Info().LID} {
		users, err := a.GetUserInfo(t.Context(), []types.JID{jid, alice.Info().JID})
		if err != nil || len(users) != 2 || len(users[jid].Devices) != 2 || users[jid].Devices[0].Server != jid.Server {
			t.Errorf("%s: %+v, %v", jid, users, err)
		}
	}
}
