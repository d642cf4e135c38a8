package sandbox

import (
	"encoding/json"
	"fmt"
	"testing"

	"wpengine/engine/store"
)

func TestPhoneKeepsItsLastMessages(t *testing.T) {
	state := newMemory()
	n := quiet(t, state)
	ada, bob := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002")
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	var rows []store.SandboxRow
	for i := range maxTranscript {
		m := Message{ID: fmt.Sprintf("M%05d", i), Direction: DirectionOut, From: ada.account.person(), To: bob.account.person(), Kind: KindText, Text: "old"}
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("%s%016x", ada.account.Transcript, 1000+i)
		rows = append(rows, store.SandboxRow{Kind: kindMessage, ID: id, Data: data}, store.SandboxRow{Kind: kindProgress, ID: id, Data: []byte(ProgressRead)})
	}
	if err := state.Apply(t.Context(), rows); err != nil {
		t.Fatal(err)
	}

	n = quiet(t, state)
	ada, err := n.Phone("15550000001")
	if err != nil {
		t.Fatal(err)
	}
	to := ada.account.pn()
	to.User = "15550000002"
	// What changes another message takes no place.
	if _, err := ada.Send(t.Context(), to, Content{Reaction: &Reaction{"M00000", "👍"}}, SendOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"new", "newer"} {
		if _, err := ada.SendText(t.Context(), to, text); err != nil {
			t.Fatal(err)
		}
	}
	count, oldest := 0, ""
	if err := ada.eachMessage(t.Context(), "", func(m Message) {
		if count++; oldest == "" {
			oldest = m.ID
		}
	}); err != nil {
		t.Fatal(err)
	}
	if count != maxTranscript || oldest != "M00002" {
		t.Errorf("%d messages from %s on", count, oldest)
	}
	left, err := state.List(t.Context(), kindProgress, "", 1, ada.account.Transcript)
	if err != nil || len(left) != 1 || left[0].ID != fmt.Sprintf("%s%016x", ada.account.Transcript, 1002) {
		t.Errorf("progress of %v, %v", left, err)
	}
	_, err = ada.Media(t.Context(), "M00001")
	if err != ErrNoMessage {
		t.Errorf("a message that is gone: %v", err)
	}
}

func TestProgressOfForgottenMessagesHidesNoOther(t *testing.T) {
	state := newMemory()
	n := quiet(t, state)
	ada, bob := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002")
	first, err := ada.SendText(t.Context(), bob.account.pn(), "first")
	if err != nil {
		t.Fatal(err)
	}
	newest := ada.newest
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	var rows []store.SandboxRow
	for i := range maxTranscript {
		m := Message{ID: fmt.Sprintf("M%05d", i), Direction: DirectionOut, From: ada.account.person(), To: bob.account.person(), Kind: KindText, Text: "old"}
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("%s%016x", ada.account.Transcript, newest+1+uint64(i))
		rows = append(rows, store.SandboxRow{Kind: kindMessage, ID: id, Data: data}, store.SandboxRow{Kind: kindProgress, ID: id, Data: []byte(ProgressRead)})
	}
	if err := state.Apply(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	n = quiet(t, state)
	if ada, err = n.Phone("15550000001"); err != nil {
		t.Fatal(err)
	}
	if _, err := ada.SendText(t.Context(), bob.account.pn(), "makes the first one go"); err != nil {
		t.Fatal(err)
	}
	n.among([]*account{ada.account}, func(x *tx) { ada.noteProgress(x, first.ID, ProgressRead) })
	page, _, err := ada.Messages(t.Context(), "", 1)
	if err != nil || len(page) != 1 || page[0].ID != "M00001" || page[0].Progress != ProgressRead {
		t.Errorf("%+v, %v", page, err)
	}
	left, err := state.List(t.Context(), kindProgress, "", 1, ada.account.Transcript)
	if err != nil || len(left) != 1 || left[0].ID == ada.account.Transcript+first.Cursor {
		t.Errorf("progress of a message that is gone: %v, %v", left, err)
	}
}
