package sandbox_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestNumbersAreLookedUp(t *testing.T) {
	_, a, bob := linked(t)
	found, err := a.IsOnWhatsApp(t.Context(), []string{"+15550000002", "+19990000000"})
	if err != nil || len(found) != 2 {
		t.Fatalf("%+v, %v", found, err)
	}
	if !found[0].IsIn || found[0].JID != bob.Info().LID || found[0].PhoneNumber != bob.Info().JID {
		t.Errorf("Bob is %+v", found[0])
	}
	if found[1].IsIn {
		t.Errorf("nobody is %+v", found[1])
	}
	users, err := a.GetUserInfo(t.Context(), []types.JID{bob.Info().JID})
	if err != nil || users[bob.Info().JID].LID != bob.Info().LID || len(users[bob.Info().JID].Devices) != 1 {
		t.Errorf("%+v, %v", users, err)
	}
	if _, err := a.SendMessage(t.Context(), types.NewJID("19990000000", types.DefaultUserServer), message("hello?")); err == nil {
		t.Error("a message to nobody was accepted")
	}
	if _, err := bob.SendText(t.Context(), types.NewJID("19990000000", types.DefaultUserServer), "hello?"); err != sandbox.ErrNotOnWhatsApp {
		t.Errorf("a phone's message to nobody: %v", err)
	}
}

func TestSettings(t *testing.T) {
	_, a, bob := linked(t)
	if got := a.GetPrivacySettings(t.Context()); got.ReadReceipts != types.PrivacySettingAll {
		t.Errorf("privacy: %+v", got)
	}
	if _, err := a.SetPrivacySetting(t.Context(), types.PrivacySettingTypeLastSeen, types.PrivacySettingContacts); err != nil {
		t.Error(err)
	}
	blocked, err := a.UpdateBlocklist(t.Context(), bob.Info().JID, events.BlocklistChangeActionBlock)
	if err != nil || len(blocked.JIDs) != 1 {
		t.Fatalf("%+v, %v", blocked, err)
	}
	if _, err := bob.SendText(t.Context(), *a.Store.ID, "can you hear me?"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.UpdateBlocklist(t.Context(), bob.Info().JID, events.BlocklistChangeActionUnblock); err != nil {
		t.Fatal(err)
	}
	if _, err := bob.SendText(t.Context(), *a.Store.ID, "and now?"); err != nil {
		t.Fatal(err)
	}
	await(a, "the second message", saying("and now?"))
	if got := count(a, saying("can you hear me?")); got != 0 {
		t.Error("a blocked number was heard")
	}
	groups, err := a.GetJoinedGroups(t.Context())
	if err != nil || len(groups) != 0 {
		t.Errorf("groups: %v, %v", groups, err)
	}
}

func TestAppStateIsShared(t *testing.T) {
	n, a, bob := linked(t)
	alice, err := n.Phone("15550000001")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*client{a, link(t, n, alice, newDevice(t))} {
		if c.Store.PushName != "Alice" {
			t.Errorf("the push name is %q", c.Store.PushName)
		}
		if err := c.SendPresence(t.Context(), types.PresenceAvailable); err != nil {
			t.Error(err)
		}
	}
	other := link(t, n, alice, newDevice(t))
	if err := a.SendAppState(t.Context(), appstate.BuildMute(bob.Info().JID, true, time.Hour)); err != nil {
		t.Fatal(err)
	}
	muted := await[*events.Mute](other, "Mute", nil)
	if muted.JID != bob.Info().JID || !muted.Action.GetMuted() {
		t.Errorf("%+v", muted)
	}
}

func TestPresenceAndTyping(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	if err := a.SubscribePresence(t.Context(), bob.Info().LID); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob is away", func(p *events.Presence) bool { return p.Unavailable && p.From == bob.Info().LID })
	if err := b.SendPresence(t.Context(), types.PresenceAvailable); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob is there", func(p *events.Presence) bool { return !p.Unavailable && p.From == bob.Info().LID })
	if err := b.SendChatPresence(t.Context(), alice.Info().JID, types.ChatPresenceComposing, ""); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob is typing", func(p *events.ChatPresence) bool { return p.State == types.ChatPresenceComposing })
	sent := a.Say(bob.Info().JID, "x")
	await(a, "an active delivery receipt", func(r *events.Receipt) bool {
		return r.MessageIDs[0] == sent.ID && r.Type == types.ReceiptTypeDelivered && r.Sender.Device != 0
	})
	a.Forget()
	b.Disconnect()
	await(a, "that Bob is away again", func(p *events.Presence) bool { return p.Unavailable })
}

func TestNewDevicesGetMessages(t *testing.T) {
	n, a, bob := linked(t)
	a.Say(bob.Info().JID, "one")
	b := link(t, n, bob, newDevice(t))
	a.Say(bob.Info().JID, "two")
	await(b, "two", saying("two"))
	alice, err := n.Phone("15550000001")
	if err != nil {
		t.Fatal(err)
	}
	a2 := link(t, n, alice, newDevice(t))
	a.Say(bob.Info().JID, "three")
	own := await(a2, "Alice's own message on her second device", saying("three"))
	if !own.Info.IsFromMe || own.Info.Chat != bob.Info().LID || own.Info.RecipientAlt != bob.Info().JID {
		t.Errorf("%+v", own.Info.MessageSource)
	}
	if _, err := bob.SendText(t.Context(), alice.Info().LID, "four"); err != nil {
		t.Fatal(err)
	}
	await(a, "four", saying("four"))
	await(a2, "four", saying("four"))
	await(b, "four, as Bob's own", func(m *events.Message) bool { return text(m) == "four" && m.Info.IsFromMe })
}

func TestPhonesTalkToEachOther(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaEcho)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaEcho)
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaSilent)
	if _, err := carol.SendText(t.Context(), alice.Info().JID, "hello"); err != nil {
		t.Fatal(err)
	}
	until(t, "Alice's phone echoes", func() bool { return len(transcript(t, carol)) == 2 })
	if _, err := alice.SendText(t.Context(), bob.Info().JID, "no endless echo"); err != nil {
		t.Fatal(err)
	}
	until(t, "Bob's phone echoes what a person has said", func() bool { return len(transcript(t, bob)) == 2 })
	if _, err := bob.SendText(t.Context(), bob.Info().JID, "note to self"); err != nil {
		t.Fatal(err)
	}
	hears(t, bob, "note to self")
	if got := transcript(t, bob); len(got) != 3 {
		t.Errorf("Bob's phone has %+v", got)
	}
	hears(t, alice, "no endless echo")
	until(t, "Alice's phone has Bob's echo", func() bool { return len(transcript(t, alice)) >= 4 })
	if got := transcript(t, alice); len(got) != 4 { // what she got, her echo, what she said, its echo, and that's it
		t.Errorf("Alice's phone has %+v", got)
	}
}

func TestMessagesArePaged(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	for _, text := range []string{"a", "b", "c", "d", "e"} {
		if _, err := alice.SendText(t.Context(), bob.Info().JID, text); err != nil {
			t.Fatal(err)
		}
	}
	hears(t, bob, "e")
	var read bytes.Buffer
	var pages []int
	cursor := ""
	for {
		page, next, err := bob.Messages(t.Context(), cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page {
			read.WriteString(m.Text)
		}
		if pages = append(pages, len(page)); next == "" {
			break
		}
		cursor = next
	}
	if read.String() != "abcde" || len(pages) != 3 {
		t.Errorf("read %q in pages of %v", read.String(), pages)
	}
	until(t, "all are delivered", func() bool {
		for _, m := range transcript(t, alice) {
			if m.Progress != sandbox.ProgressDelivered {
				return false
			}
		}
		return true
	})
}

func TestRequestsAreAlwaysAnswered(t *testing.T) {
	_, a, _ := linked(t)
	inside := a.DangerousInternals() //nolint:staticcheck // marked as deprecated to warn callers; there is no other way to send any request
	if ok, _ := inside.SendKeepAlive(t.Context()); !ok {
		t.Error("the keepalive was not answered")
	}
	_, err := inside.SendIQ(t.Context(), whatsmeow.DangerousInfoQuery{Namespace: "w:unheard:of", Type: "get", To: types.ServerJID})
	var refused *whatsmeow.IQError
	if !errors.As(err, &refused) || refused.Code != 501 {
		t.Errorf("an unknown request gets %v", err)
	}
	if _, err := a.GetProfilePictureInfo(t.Context(), a.Store.LID.ToNonAD(), nil); !errors.Is(err, whatsmeow.ErrProfilePictureNotSet) {
		t.Errorf("the profile picture: %v", err)
	}
}
