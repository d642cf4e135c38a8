package sandbox_test

import (
	"testing"
	"time"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestClientsSeeWhatIsSetAtThePhone(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	sent, err := alice.SendText(t.Context(), bob.Info().JID, "hello")
	if err != nil {
		t.Fatal(err)
	}
	ctx, chat, lid := t.Context(), bob.Info().JID, bob.Info().LID
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	for _, change := range []func() error{
		func() error { return alice.MuteChat(ctx, chat, until) },
		func() error { return alice.PinChat(ctx, chat, true) },
		func() error { return alice.ArchiveChat(ctx, chat, true) },
		func() error { return alice.StarMessage(ctx, sent.ID, true) },
		func() error { return alice.AddContacts(ctx, sandbox.Contact{JID: chat, Name: "Bobby"}) },
		func() error { return alice.SetName(ctx, "Alicia") },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
	}
	await(a, "Mute", func(e *events.Mute) bool {
		return e.JID == lid && e.Action.GetMuted() && e.Action.GetMuteEndTimestamp() == until.UnixMilli()
	})
	await(a, "Pin", func(e *events.Pin) bool { return e.JID == lid && e.Action.GetPinned() })
	await(a, "Archive", func(e *events.Archive) bool { return e.JID == lid && e.Action.GetArchived() })
	await(a, "Star", func(e *events.Star) bool { return e.MessageID == sent.ID && e.ChatJID == lid && e.IsFromMe })
	await(a, "Contact", func(e *events.Contact) bool { return e.JID == chat && e.Action.GetFullName() == "Bobby" })
	await(a, "PushNameSetting", func(e *events.PushNameSetting) bool { return e.Action.GetName() == "Alicia" })
	if got := alice.Info().Name; got != "Alicia" {
		t.Errorf("the phone is called %s", got)
	}
}

func TestPhoneSeesWhatIsSetAtAClient(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaSilent)
	a := link(t, n, alice, newDevice(t))
	a.Say(bob.Info().JID, "hello Bob")
	a.Say(carol.Info().JID, "hello Carol")
	if _, err := bob.SendText(t.Context(), alice.Info().JID, "hello Alice"); err != nil {
		t.Fatal(err)
	}
	hears(t, alice, "hello Carol")
	hears(t, alice, "hello Alice")
	for _, patch := range []appstate.PatchInfo{
		appstate.BuildMute(bob.Info().JID, true, 0),
		appstate.BuildPin(carol.Info().JID, true),
		appstate.BuildMarkChatAsRead(bob.Info().JID, true, time.Time{}, nil),
		appstate.BuildSettingPushName("Alicia"),
	} {
		if err := a.SendAppState(t.Context(), patch); err != nil {
			t.Fatal(err)
		}
	}
	check := func() {
		t.Helper()
		chats, err := alice.Chats(t.Context())
		if err != nil || len(chats) != 2 {
			t.Fatalf("%+v, %v", chats, err)
		}
		if c := chats[0]; c.Name != "Carol" || !c.Pinned || !c.MutedUntil.IsZero() || c.Last.Text != "hello Carol" {
			t.Errorf("%+v", c)
		}
		if c := chats[1]; c.Name != "Bob" || c.Pinned || c.MutedUntil.IsZero() || c.Last.Text != "hello Alice" || c.Unread != 0 {
			t.Errorf("%+v", c)
		}
	}
	until(t, "the phone has the name", func() bool { return alice.Info().Name == "Alicia" })
	check()
	// Both sides go on from each other's settings, also after a restart.
	a.Disconnect()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = start(t, state)
	var err error
	if alice, err = n.Phone("15550000001"); err != nil {
		t.Fatal(err)
	}
	check()
	a = attach(t, n, a.Store)
	a.connect()
	if err := alice.UnmuteChat(t.Context(), bob.Info().JID); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob isn't muted", func(e *events.Mute) bool { return !e.Action.GetMuted() })
	if err := a.SendAppState(t.Context(), appstate.BuildArchive(bob.Info().LID, true, time.Time{}, nil)); err != nil {
		t.Fatal(err)
	}
	chats, err := alice.Chats(t.Context())
	if err != nil || !chats[1].Archived || !chats[1].MutedUntil.IsZero() {
		t.Errorf("%+v, %v", chats, err)
	}
	mustBe(t, alice.StarMessage(t.Context(), "nothing", true), sandbox.ErrNoMessage)
	mustBe(t, alice.PinChat(t.Context(), types.NewJID("19990000000", types.DefaultUserServer), true), sandbox.ErrNotOnWhatsApp)
	mustBe(t, alice.AddContacts(t.Context(), sandbox.Contact{JID: bob.Info().JID}), sandbox.ErrBadContact)
}
