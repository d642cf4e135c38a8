package sandbox_test

import (
	"errors"
	"image/color"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestPrivacyHidesFromStrangers(t *testing.T) {
	_, alice, bob, a, b := couple(t, nil)
	about := "only for friends"
	if err := bob.SetAbout(t.Context(), about); err != nil {
		t.Fatal(err)
	}
	await(a, "Bob's about text", func(e *events.UserAbout) bool { return e.JID == bob.Info().LID && e.Status == about })
	if err := bob.SetAvatar(t.Context(), photo(t, 10, color.White)); err != nil {
		t.Fatal(err)
	}
	seen := func() (text, id string, err error) {
		t.Helper()
		users, failed := a.GetUserInfo(t.Context(), []types.JID{bob.Info().JID})
		if failed != nil {
			t.Fatal(failed)
		}
		_, err = a.GetProfilePictureInfo(t.Context(), bob.Info().JID, nil)
		return users[bob.Info().JID].Status, users[bob.Info().JID].PictureID, err
	}
	for _, step := range []struct {
		name   string
		do     func() error
		hidden bool
	}{
		{"everybody", nil, false},
		{"contacts, and Alice is none", func() error {
			return errors.Join(setPrivacy(b, types.PrivacySettingTypeProfile, "contacts"), setPrivacy(b, types.PrivacySettingTypeStatus, "contacts"))
		}, true},
		{"Alice becomes a contact", func() error {
			return bob.AddContacts(t.Context(), sandbox.Contact{JID: alice.Info().JID, Name: "Alice"})
		}, false},
		{"nobody", func() error {
			return errors.Join(setPrivacy(b, types.PrivacySettingTypeProfile, "none"), setPrivacy(b, types.PrivacySettingTypeStatus, "none"))
		}, true},
		{"everybody again", func() error {
			return errors.Join(setPrivacy(b, types.PrivacySettingTypeProfile, "all"), setPrivacy(b, types.PrivacySettingTypeStatus, "all"))
		}, false},
		{"Alice is blocked", func() error {
			_, err := b.UpdateBlocklist(t.Context(), alice.Info().JID, events.BlocklistChangeActionBlock)
			return err
		}, true},
	} {
		if step.do != nil {
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
		}
		text, id, err := seen()
		if step.hidden && (text != "" || id != "" || !errors.Is(err, whatsmeow.ErrProfilePictureUnauthorized)) {
			t.Errorf("%s: Alice sees %q and %q, %v", step.name, text, id, err)
		}
		if !step.hidden && (text != about || id == "" || err != nil) {
			t.Errorf("%s: Alice sees %q and %q, %v", step.name, text, id, err)
		}
	}
}

func setPrivacy(c *client, name types.PrivacySettingType, value types.PrivacySetting) error {
	_, err := c.SetPrivacySetting(c.t.Context(), name, value)
	return err
}

func TestPresenceIsHidden(t *testing.T) {
	_, _, bob, a, b := couple(t, nil)
	if err := errors.Join(
		setPrivacy(b, types.PrivacySettingTypeLastSeen, types.PrivacySettingNone),
		b.SendPresence(t.Context(), types.PresenceAvailable), a.SubscribePresence(t.Context(), bob.Info().LID)); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob is there", func(e *events.Presence) bool { return !e.Unavailable })
	if err := errors.Join(
		setPrivacy(b, types.PrivacySettingTypeOnline, types.PrivacySettingMatchLastSeen),
		a.SubscribePresence(t.Context(), bob.Info().LID)); err != nil {
		t.Fatal(err)
	}
	await(a, "nothing about when Bob was there", func(e *events.Presence) bool { return e.Unavailable && e.LastSeen.IsZero() })
}

func TestOwnDevicesHearOfSettings(t *testing.T) {
	n, alice, bob, a, _ := couple(t, nil)
	other := link(t, n, alice, newDevice(t))
	if err := setPrivacy(a, types.PrivacySettingTypeGroupAdd, types.PrivacySettingContacts); err != nil {
		t.Fatal(err)
	}
	changed := await[*events.PrivacySettings](other, "the privacy setting", nil)
	if !changed.GroupAddChanged || changed.LastSeenChanged {
		t.Errorf("%+v", changed)
	}
	if got := other.GetPrivacySettings(t.Context()).GroupAdd; got != types.PrivacySettingContacts {
		t.Errorf("the setting is %q", got)
	}
	if err := setPrivacy(a, types.PrivacySettingTypeGroupAdd, "everybody I like"); !errors.Is(err, whatsmeow.ErrIQBadRequest) {
		t.Errorf("a setting that there isn't: %v", err)
	}
	list, err := a.UpdateBlocklist(t.Context(), bob.Info().JID, events.BlocklistChangeActionBlock)
	if err != nil {
		t.Fatal(err)
	}
	blocked := await[*events.Blocklist](other, "the blocklist", nil)
	if len(blocked.Changes) != 1 || blocked.Changes[0].JID != bob.Info().LID || blocked.DHash != list.DHash || blocked.PrevDHash == list.DHash {
		t.Errorf("%+v, %+v", blocked, list)
	}
	if kept, err := other.GetBlocklist(t.Context()); err != nil || len(kept.JIDs) != 1 || kept.DHash != list.DHash {
		t.Errorf("%+v, %v", kept, err)
	}
	if err := a.SetDefaultDisappearingTimer(t.Context(), whatsmeow.DisappearingTimer7Days); err != nil {
		t.Fatal(err)
	}
	if err := a.SetDefaultDisappearingTimer(t.Context(), 400*24*time.Hour); !errors.Is(err, whatsmeow.ErrIQBadRequest) {
		t.Errorf("a timer of 400 days: %v", err)
	}
}

func TestPhonesHavePrivacyToo(t *testing.T) {
	_, alice, bob, a, b := couple(t, nil)
	must(t, bob.SetPrivacy(t.Context(), types.PrivacySettingTypeGroupAdd, types.PrivacySettingContacts))
	await(b, "the privacy setting", func(e *events.PrivacySettings) bool { return e.GroupAddChanged })
	mustBe(t, bob.SetPrivacy(t.Context(), "mood", types.PrivacySettingAll), sandbox.ErrBadPrivacy)
	if g, err := alice.CreateGroup(t.Context(), "team", bob.Info().JID); err != nil || len(g.Members) != 1 {
		t.Errorf("%+v, %v", g, err)
	}
	must(t, bob.Block(t.Context(), alice.Info().JID))
	await(b, "the blocklist", func(e *events.Blocklist) bool { return e.Changes[0].JID == alice.Info().LID })
	a.Say(bob.Info().JID, "unheard")
	must(t, bob.Unblock(t.Context(), alice.Info().LID))
	a.Say(bob.Info().JID, "heard")
	hears(t, bob, "heard")
	if got := transcript(t, bob); len(got) != 1 {
		t.Errorf("Bob's phone has %+v", got)
	}
	mustBe(t, bob.Block(t.Context(), bob.Info().JID), sandbox.ErrBlockSelf)
	mustBe(t, bob.Block(t.Context(), types.NewJID("19990000000", types.DefaultUserServer)), sandbox.ErrNotOnWhatsApp)

	// Messages in a chat can disappear after a while.
	must(t, a.SetDisappearingTimer(t.Context(), bob.Info().JID, whatsmeow.DisappearingTimer24Hours, time.Time{}))
	await(b, "that messages disappear", func(e *events.Message) bool {
		return e.Message.GetProtocolMessage().GetEphemeralExpiration() == 86400
	})
}
