package sandbox_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestBusinesses(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bakery, err := n.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: "15550000002", Name: "Bob", Business: &sandbox.BusinessProfile{
		Name: "Bob's Bakery", Email: "bob@example.com", Address: "1 Main Street", Categories: []string{"Bakery"},
		TimeZone: "Europe/Berlin", Hours: []sandbox.BusinessHours{
			{Day: time.Monday, Mode: "specific_hours", Open: 7 * time.Hour, Close: 12*time.Hour + 30*time.Minute}, {Day: time.Sunday, Mode: "open_24h"},
		},
	}})
	must(t, err)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bakery, newDevice(t))
	if b.Store.BusinessName != "Bob's Bakery" {
		t.Errorf("the client's business is %q", b.Store.BusinessName)
	}
	found, err := a.IsOnWhatsApp(t.Context(), []string{"+15550000002", "+15550000001"})
	if err != nil || len(found) != 2 || found[0].VerifiedName.Details.GetVerifiedName() != "Bob's Bakery" || found[1].VerifiedName != nil {
		t.Fatalf("%+v, %v", found, err)
	}
	knows(t, a, bakery)
	await(a, "the name of the business", func(e *events.BusinessName) bool { return e.NewBusinessName == "Bob's Bakery" })
	if _, err := bakery.SendText(t.Context(), alice.Info().JID, "fresh bread"); err != nil {
		t.Fatal(err)
	}
	if m := await(a, "a message", saying("fresh bread")); m.Info.VerifiedName.Details.GetVerifiedName() != "Bob's Bakery" {
		t.Errorf("%+v", m.Info)
	}
	link, err := bakery.MessageLink(t.Context(), "One loaf, please")
	must(t, err)
	target, err := a.ResolveBusinessMessageLink(t.Context(), link)
	if err != nil || target.JID != bakery.Info().JID || target.Message != "One loaf, please" || target.VerifiedName != "Bob's Bakery" || !target.IsSigned {
		t.Errorf("%+v, %v", target, err)
	}
	_, err = alice.MessageLink(t.Context(), "hi")
	mustBe(t, err, sandbox.ErrNoBusiness)
	mustBe(t, alice.SetBusiness(t.Context(), &sandbox.BusinessProfile{}), sandbox.ErrBadBusiness)

	a.Disconnect()
	b.Disconnect()
	must(t, n.Close())
	n = start(t, state)
	a = attach(t, n, a.Store)
	a.connect()
	p, err := a.GetBusinessProfile(t.Context(), bakery.Info().JID)
	must(t, err)
	want := types.BusinessHoursConfig{DayOfWeek: "mon", Mode: "specific_hours", OpenTime: "420", CloseTime: "750"}
	if p.Email != "bob@example.com" || p.Address != "1 Main Street" || len(p.Categories) != 1 || p.Categories[0].Name != "Bakery" ||
		p.BusinessHoursTimeZone != "Europe/Berlin" || len(p.BusinessHours) != 2 || !slices.Contains(p.BusinessHours, want) {
		t.Errorf("%+v", p)
	}
	if _, err := a.GetBusinessProfile(t.Context(), alice.Info().JID); err == nil {
		t.Error("somebody without a business has a profile")
	}
	if bakery, err = n.Phone("15550000002"); err != nil {
		t.Fatal(err)
	}
	must(t, bakery.SetBusiness(t.Context(), nil))
	_, err = a.ResolveBusinessMessageLink(t.Context(), link)
	mustBe(t, err, whatsmeow.ErrBusinessMessageLinkNotFound)
}

func TestContactLinks(t *testing.T) {
	_, alice, bob, a, b := couple(t, nil)
	code, err := b.GetContactQRLink(t.Context(), false)
	must(t, err)
	if again, err := b.GetContactQRLink(t.Context(), false); err != nil || again != code {
		t.Errorf("%q and %q, %v", code, again, err)
	}
	target, err := a.ResolveContactQRLink(t.Context(), code)
	if err != nil || target.JID != bob.Info().JID || target.PushName != "Bob" || target.Type != "contact" {
		t.Errorf("%+v, %v", target, err)
	}
	if _, err := b.GetContactQRLink(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	_, err = a.ResolveContactQRLink(t.Context(), code)
	mustBe(t, err, whatsmeow.ErrContactQRLinkNotFound)
	link, err := alice.ContactLink(t.Context(), false)
	must(t, err)
	if target, err := b.ResolveContactQRLink(t.Context(), link); !strings.HasPrefix(link, whatsmeow.ContactQRLinkPrefix) || err != nil || target.JID != alice.Info().JID {
		t.Errorf("%q: %+v, %v", link, target, err)
	}
}

func TestThereAreNoBots(t *testing.T) {
	_, a, _ := linked(t)
	bots, err := a.GetBotListV2(t.Context())
	if err != nil || len(bots) != 0 {
		t.Errorf("%+v, %v", bots, err)
	}
	profiles, err := a.GetBotProfiles(t.Context(), []types.BotListInfo{{BotJID: types.NewJID("13135550002", types.DefaultUserServer), PersonaID: "1"}})
	if err != nil || len(profiles) != 0 {
		t.Errorf("%+v, %v", profiles, err)
	}
}

func TestPassiveClientGetsNothing(t *testing.T) {
	_, alice, bob, a, _ := couple(t, nil)
	must(t, a.SetPassive(t.Context(), true))
	a.Forget()
	if _, err := bob.SendText(t.Context(), alice.Info().JID, "are you there?"); err != nil {
		t.Fatal(err)
	}
	hears(t, alice, "are you there?")
	must(t, a.SetPassive(t.Context(), false))
	if waited := await[*events.OfflineSyncPreview](a, "what has waited", nil); waited.Messages != 1 {
		t.Errorf("%+v", waited)
	}
	await(a, "the message", saying("are you there?"))
}
