package sandbox_test

import (
	"fmt"
	"testing"

	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

func TestDevicesAskTheirPhoneForOlderMessages(t *testing.T) {
	_, alice, bob, a, _ := couple(t, nil)
	var newest types.MessageInfo
	for i := range 5 {
		text := fmt.Sprintf("message %d", i)
		if _, err := bob.SendText(t.Context(), alice.Info().JID, text); err != nil {
			t.Fatal(err)
		}
		newest = await(a, text, saying(text)).Info
		hears(t, alice, text)
	}
	ask := func(oldest types.MessageInfo) *waHistorySync.Conversation {
		t.Helper()
		a.Forget()
		_, err := a.SendPeerMessage(t.Context(), a.BuildHistorySyncRequest(&oldest, 3))
		must(t, err)
		h := await(a, "older messages", func(e *events.HistorySync) bool { return e.Data.GetSyncType() == waHistorySync.HistorySync_ON_DEMAND })
		if len(h.Data.GetConversations()) != 1 {
			t.Fatalf("%+v", h.Data)
		}
		return h.Data.GetConversations()[0]
	}
	got := ask(newest)
	if len(got.GetMessages()) != 3 || got.GetID() != bob.Info().LID.String() ||
		got.GetEndOfHistoryTransferType() != waHistorySync.Conversation_COMPLETE_ON_DEMAND_SYNC_BUT_MORE_MSG_REMAIN_ON_PRIMARY {
		t.Fatalf("%+v", got)
	}
	oldest, err := a.ParseWebMessage(bob.Info().LID, got.GetMessages()[2].GetMessage())
	if err != nil || text(oldest) != "message 1" {
		t.Fatalf("%+v, %v", oldest, err)
	}
	if got := ask(oldest.Info); len(got.GetMessages()) != 1 {
		t.Errorf("%+v", got)
	}
	newest.ID = "3EB0UNHEARD"
	if got := ask(newest); len(got.GetMessages()) != 0 {
		t.Errorf("before a message that the phone doesn't have: %+v", got)
	}
}

func TestDevicesAskTheirPhoneForWhatTheyCantRead(t *testing.T) {
	_, alice, bob, a, _ := couple(t, nil)
	sent, err := bob.SendText(t.Context(), alice.Info().JID, "can you read this?")
	must(t, err)
	await(a, "the message", saying("can you read this?"))
	hears(t, alice, "can you read this?")
	a.Forget()
	asked, err := a.SendPeerMessage(t.Context(), a.BuildUnavailableMessageRequest(bob.Info().LID, bob.Info().LID, sent.ID))
	must(t, err)
	again := await(a, "the message from the own phone", saying("can you read this?"))
	if again.Info.ID != sent.ID || again.UnavailableRequestID != asked.ID || again.Info.Chat != bob.Info().LID {
		t.Errorf("%+v", again)
	}
}

func TestNewDeviceInPlaceOfAnotherIsWrittenTo(t *testing.T) {
	logsOut(t)
	n, alice, bob, a, b := couple(t, nil)
	a.Say(bob.Info().JID, "to the old device")
	await(b, "a message", saying("to the old device"))
	must(t, bob.Unlink(t.Context(), *b.Store.ID))
	await[*events.LoggedOut](b, "LoggedOut", nil)
	again := link(t, n, bob, newDevice(t))
	a.Say(bob.Info().JID, "to the new one")
	await(again, "a message", saying("to the new one"))
	again.Say(alice.Info().JID, "and back")
	await(a, "the answer", saying("and back"))
	if got := count[*events.UndecryptableMessage](a, nil) + count[*events.UndecryptableMessage](again, nil); got != 0 {
		t.Errorf("%d messages could not be read", got)
	}
}
