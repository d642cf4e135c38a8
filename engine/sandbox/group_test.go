package sandbox_test

import (
	"fmt"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestGroups(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaEcho)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	made, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "team", Participants: []types.JID{bob.Info().JID, carol.Info().JID}})
	if err != nil {
		t.Fatal(err)
	}
	if made.Name != "team" || len(made.Participants) != 3 || made.AddressingMode != types.AddressingModeLID || made.OwnerJID != alice.Info().LID {
		t.Errorf("%+v", made)
	}
	await[*events.JoinedGroup](b, "JoinedGroup", nil)
	for i := range 3 {
		text := fmt.Sprintf("group %d", i)
		sent := a.Say(made.JID, text)
		got := await(b, text, saying(text))
		if !got.Info.IsGroup || got.Info.Chat != made.JID || got.Info.Sender != *lidOf(a) {
			t.Errorf("%+v", got.Info.MessageSource)
		}
		if m := hears(t, carol, text); m.ID != sent.ID || m.To.JID != made.JID || m.To.Name != "team" || m.From.Name != "Alice" {
			t.Errorf("Carol's phone has %+v", m)
		}
		await(a, "a receipt in the group", func(r *events.Receipt) bool { return r.IsGroup && r.MessageIDs[0] == sent.ID })
	}
	b.Say(made.JID, "from Bob")
	await(a, "from Bob", saying("from Bob"))
	hears(t, bob, "from Bob")
	if got := count[*events.UndecryptableMessage](a, nil) + count[*events.UndecryptableMessage](b, nil); got != 0 {
		t.Errorf("%d messages could not be decrypted", got)
	}
	if err := b.SendChatPresence(t.Context(), made.JID, types.ChatPresenceComposing, ""); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob is typing", func(p *events.ChatPresence) bool { return p.Chat == made.JID })

	// The group, its sender keys and its members survive a restart of the network.
	a.Disconnect()
	b.Disconnect()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = start(t, state)
	a, b = attach(t, n, a.Store), attach(t, n, b.Store)
	a.connect()
	b.connect()
	carol, err = n.Phone("15550000003")
	if err != nil {
		t.Fatal(err)
	}
	a.Say(made.JID, "still here")
	await(b, "still here", saying("still here"))
	hears(t, carol, "still here")
}

func lidOf(c *client) *types.JID { return &c.Store.LID }

func TestGroupChanges(t *testing.T) {
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaSilent)
	a, b, c := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t)), link(t, n, carol, newDevice(t))
	g, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "team", Participants: []types.JID{bob.Info().JID}})
	if err != nil {
		t.Fatal(err)
	}
	told := func(what string, match func(*events.GroupInfo) bool) { t.Helper(); await(b, what, match) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(a.SetGroupName(t.Context(), g.JID, "renamed"))
	told("the new name", func(e *events.GroupInfo) bool { return e.Name != nil && e.Name.Name == "renamed" })
	must(a.SetGroupTopic(t.Context(), g.JID, "", "", "about things"))
	told("the topic", func(e *events.GroupInfo) bool { return e.Topic != nil && e.Topic.Topic == "about things" })
	must(b.SetGroupTopic(t.Context(), g.JID, "", "", ""))
	told("no topic", func(e *events.GroupInfo) bool { return e.Topic != nil && e.Topic.TopicDeleted })
	must(a.SetDisappearingTimer(t.Context(), g.JID, 24*time.Hour, time.Time{}))
	told("that messages disappear", func(e *events.GroupInfo) bool { return e.Ephemeral != nil && e.Ephemeral.DisappearingTimer == 86400 })
	must(a.SetGroupLocked(t.Context(), g.JID, true))
	told("that it is locked", func(e *events.GroupInfo) bool { return e.Locked != nil && e.Locked.IsLocked })
	if err := b.SetGroupName(t.Context(), g.JID, "mine"); err == nil {
		t.Error("a member has renamed a locked group")
	}
	must(a.SetGroupAnnounce(t.Context(), g.JID, true))
	told("that only admins write", func(e *events.GroupInfo) bool { return e.Announce != nil && e.Announce.IsAnnounce })
	if _, err := b.SendMessage(t.Context(), g.JID, message("me too")); err == nil {
		t.Error("a member has written where only admins may")
	}
	changed, err := a.UpdateGroupParticipants(t.Context(), g.JID, []types.JID{bob.Info().LID}, whatsmeow.ParticipantChangePromote)
	if err != nil || len(changed) != 1 || changed[0].Error != 0 {
		t.Fatalf("%+v, %v", changed, err)
	}
	b.Say(g.JID, "now I may")
	await(a, "now I may", saying("now I may"))

	link, err := a.GetGroupInviteLink(t.Context(), g.JID, false)
	must(err)
	seen, err := c.GetGroupInfoFromLink(t.Context(), link)
	if err != nil || seen.Name != "renamed" {
		t.Errorf("%+v, %v", seen, err)
	}
	joined, err := c.JoinGroupWithLink(t.Context(), link)
	if err != nil || joined != g.JID {
		t.Fatalf("%s, %v", joined, err)
	}
	hasJoined := func(e *events.GroupInfo) bool { return len(e.Join) == 1 && e.Join[0] == carol.Info().LID }
	told("that Carol has joined", hasJoined)
	await(a, "that Carol has joined", hasJoined) // a message in the middle of that is a data race in the library
	a.Say(g.JID, "welcome")
	await(c, "welcome", saying("welcome"))

	changed, err = a.UpdateGroupParticipants(t.Context(), g.JID, []types.JID{carol.Info().LID, types.NewJID("19990000000", types.DefaultUserServer)}, whatsmeow.ParticipantChangeRemove)
	if err != nil || len(changed) != 2 || changed[0].Error != 0 || changed[1].Error != 404 {
		t.Errorf("%+v, %v", changed, err)
	}
	await(c, "that she was removed", func(e *events.GroupInfo) bool { return len(e.Leave) == 1 })
	if groups, err := c.GetJoinedGroups(t.Context()); err != nil || len(groups) != 0 {
		t.Errorf("Carol is still in %v, %v", groups, err)
	}
	if _, err := c.GetGroupInfo(t.Context(), g.JID); err == nil {
		t.Error("Carol still sees the group")
	}
	must(b.LeaveGroup(t.Context(), g.JID))
	info, err := a.GetGroupInfo(t.Context(), g.JID)
	if err != nil || len(info.Participants) != 1 || info.Name != "renamed" || !info.IsLocked || !info.IsAnnounce || info.DisappearingTimer != 86400 {
		t.Errorf("%+v, %v", info, err)
	}
	must(a.LeaveGroup(t.Context(), g.JID))
	if _, err := a.GetGroupInfo(t.Context(), g.JID); err == nil {
		t.Error("a group without members is still there")
	}
}
