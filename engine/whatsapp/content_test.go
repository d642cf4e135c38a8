package whatsapp

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/api"
)

func TestWhatAMessageHasIsShown(t *testing.T) {
	e := newEngine(t, nil)
	ada, bob, adaJID := pair2(e)
	wa := e.run(bob.ID).wa
	got := func(message *waE2E.Message, kind api.ConversationKind) api.ConversationMessage {
		t.Helper()
		must(wa.SendMessage(t.Context(), adaJID, message))(t)
		return e.awaitMessage(ada.ID, "there is a "+string(kind), func(m api.ConversationMessage) bool { return m.Kind == kind })
	}
	place := got(&waE2E.Message{LocationMessage: &waE2E.LocationMessage{
		DegreesLatitude: proto.Float64(52.5), DegreesLongitude: proto.Float64(13.4), Name: proto.String("Berlin"),
	}}, api.ConversationKindLocation)
	if l := place.Location; l == nil || l.DegreesLatitude != 52.5 || l.DegreesLongitude != 13.4 || *l.Name != "Berlin" || *place.Text != "Berlin" {
		t.Errorf("the place is %+v with %+v", place, l)
	}
	card := got(&waE2E.Message{ContactMessage: &waE2E.ContactMessage{
		DisplayName: proto.String("Eve"), Vcard: proto.String("BEGIN:VCARD\nFN:Eve\nEND:VCARD"),
	}}, api.ConversationKindContact)
	if len(card.Contacts) != 1 || card.Contacts[0].DisplayName != "Eve" || card.Contacts[0].Vcard == "" {
		t.Errorf("the contacts are %+v", card.Contacts)
	}
	poll := got(wa.BuildPollCreation("Lunch?", []string{"Soup", "Salad"}, 1), api.ConversationKindPoll)
	if p := poll.Poll; p == nil || p.Name != "Lunch?" || fmt.Sprint(p.Options) != "[Soup Salad]" || *p.SelectableCount != 1 {
		t.Errorf("the poll is %+v", p)
	}
	voice := got(&waE2E.Message{AudioMessage: &waE2E.AudioMessage{
		Mimetype: proto.String("audio/ogg"), Seconds: proto.Uint32(3), PTT: proto.Bool(true),
	}}, api.ConversationKindAudio)
	if v := voice.Media; v == nil || *v.Seconds != 3 || v.Voice == nil || v.Size != nil {
		t.Errorf("the voice message has %+v", v)
	}
}

func TestPlaceThatIsNowhereStopsNoList(t *testing.T) {
	e := newEngine(t, nil)
	ada, bob, adaJID := pair2(e)
	for _, m := range []*waE2E.Message{
		{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: proto.Float64(math.NaN()), DegreesLongitude: proto.Float64(13.4), Name: proto.String("1")}},
		{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: proto.Float64(52.5), DegreesLongitude: proto.Float64(math.Inf(1)), Name: proto.String("2")}},
		{LiveLocationMessage: &waE2E.LiveLocationMessage{DegreesLatitude: proto.Float64(1e300), DegreesLongitude: proto.Float64(0), Caption: proto.String("3")}},
	} {
		must(e.run(bob.ID).wa.SendMessage(t.Context(), adaJID, m))(t)
		got := e.awaitText(ada.ID, contentOf(m).text)
		if _, err := json.Marshal(got); err != nil || got.Kind != api.ConversationKindLocation || got.Location != nil {
			t.Errorf("the place is %+v: %v", got, err)
		}
	}
	if _, err := json.Marshal(e.chats(ada.ID)); err != nil {
		t.Error(err)
	}
}
