package sandboxtest_test

import (
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox/sandboxtest"
)

func TestNetworksOfOneProcessDontMeet(t *testing.T) {
	for _, name := range []string{"one", "two", "three"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := sandboxtest.New(t)
			ada, bob := n.Phone("+15550000001"), n.Phone("+15550000002")
			client := n.Client(ada)
			client.Say(bob.Info().JID, name)
			n.Hears(bob, name)
			messages, _, err := bob.Messages(t.Context(), "", 10)
			if err != nil || len(messages) != 1 {
				t.Errorf("Bob's phone has %v, %v", messages, err)
			}
		})
	}
}

func TestDeviceInMemoryIsUsedAgain(t *testing.T) {
	n := sandboxtest.New(t)
	ada, bob := n.Phone("+15550000001"), n.Phone("+15550000002")
	device := sandboxtest.NewDevice()
	first := n.Link(ada, device)
	first.Say(bob.Info().JID, "first")
	first.Disconnect()

	second := n.Attach(device)
	if err := second.Connect(); err != nil {
		t.Fatal(err)
	}
	sandboxtest.Await[*events.Connected](second, nil)
	second.Say(bob.Info().JID, "second")
	n.Hears(bob, "second")
	if _, err := bob.SendText(t.Context(), ada.Info().JID, "both"); err != nil {
		t.Fatal(err)
	}
	second.Hears("both")
	if first.Store != second.Store {
		t.Error("the clients have different devices")
	}
}

// TestMemoryIsEnoughForEverything uses what every store of a device is for.
func TestMemoryIsEnoughForEverything(t *testing.T) {
	n := sandboxtest.New(t)
	ada, bob := n.Phone("+15550000001"), n.Phone("+15550000002")
	a, b := n.Client(ada), n.Client(bob)
	group, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "all", Participants: []types.JID{bob.Info().JID}})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"one", "two"} { // the second one with the key that the first one has brought
		a.Say(group.JID, text)
		b.Hears(text)
	}
	poll, err := a.SendMessage(t.Context(), bob.Info().JID, a.BuildPollCreation("tea?", []string{"yes", "no"}, 1))
	if err != nil {
		t.Fatal(err)
	}
	question := sandboxtest.Await(b, func(m *events.Message) bool { return m.Info.ID == poll.ID })
	vote, err := b.BuildPollVote(t.Context(), &question.Info, []string{"yes"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.SendMessage(t.Context(), ada.Info().JID, vote); err != nil {
		t.Fatal(err)
	}
	answer := sandboxtest.Await(a, func(m *events.Message) bool { return m.Message.GetPollUpdateMessage() != nil && !m.Info.IsFromMe })
	if _, err := a.DecryptPollVote(t.Context(), answer); err != nil {
		t.Error(err)
	}
	if n := sandboxtest.Count[*events.UndecryptableMessage](a, nil) + sandboxtest.Count[*events.UndecryptableMessage](b, nil); n > 0 {
		t.Errorf("%d messages could not be decrypted", n)
	}
}
