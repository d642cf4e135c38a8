package sandbox_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

// trio gives a group that Alice has made with Bob, and Carol who is not in it.
func trio(t *testing.T, n *sandbox.Network) (g types.JID, a, b, c *client) {
	t.Helper()
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaSilent)
	a, b, c = link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t)), link(t, n, carol, newDevice(t))
	made, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "team", Participants: []types.JID{bob.Info().JID}})
	if err != nil {
		t.Fatal(err)
	}
	await[*events.JoinedGroup](b, "the group", nil)
	return made.JID, a, b, c
}

// must fails the test if something went wrong.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func isIn(who *client) func(types.GroupParticipant) bool {
	return func(p types.GroupParticipant) bool { return p.LID == who.Store.LID.ToNonAD() }
}

func TestInviteLinksAreReset(t *testing.T) {
	g, a, b, c := trio(t, start(t, nil))
	old, err := a.GetGroupInviteLink(t.Context(), g, false)
	must(t, err)
	_, err = b.GetGroupInviteLink(t.Context(), g, false)
	mustBe(t, err, whatsmeow.ErrGroupInviteLinkUnauthorized)
	_, err = c.GetGroupInviteLink(t.Context(), g, false)
	mustBe(t, err, whatsmeow.ErrNotInGroup)
	_, err = c.GetGroupInviteLink(t.Context(), types.NewJID("1203630000", types.GroupServer), false)
	mustBe(t, err, whatsmeow.ErrGroupNotFound)
	link, err := a.GetGroupInviteLink(t.Context(), g, true)
	must(t, err)
	await(a, "the new link", func(e *events.GroupInfo) bool { return e.NewInviteLink != nil && *e.NewInviteLink == link })
	_, err = c.GetGroupInfoFromLink(t.Context(), old)
	mustBe(t, err, whatsmeow.ErrInviteLinkRevoked)
	_, err = c.JoinGroupWithLink(t.Context(), old)
	mustBe(t, err, whatsmeow.ErrInviteLinkRevoked)
	_, err = c.JoinGroupWithLink(t.Context(), "nonsense")
	mustBe(t, err, whatsmeow.ErrInviteLinkInvalid)
	joined, err := c.JoinGroupWithLink(t.Context(), link)
	must(t, err)
	if e := await[*events.JoinedGroup](c, "the group", nil); joined != g || e.JID != g || e.Reason != "invite" || len(e.Participants) != 3 {
		t.Errorf("%s, %+v", joined, e)
	}
	if again, err := c.JoinGroupWithLink(t.Context(), link); err != nil || again != g {
		t.Errorf("a second time: %s, %v", again, err)
	}
}

func TestAdminsLetPeopleIn(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	g, a, b, c := trio(t, n)
	must(t, a.SetGroupJoinApprovalMode(t.Context(), g, true))
	await(b, "that admins decide", func(e *events.GroupInfo) bool { return e.MembershipApprovalMode != nil })
	link, err := a.GetGroupInviteLink(t.Context(), g, false)
	must(t, err)
	if asked, err := c.JoinGroupWithLink(t.Context(), link); err != nil || asked != g {
		t.Fatalf("%s, %v", asked, err)
	}
	asks := func(e *events.GroupInfo) bool {
		return len(e.UnknownChanges) == 1 && e.UnknownChanges[0].Tag == "created_membership_requests"
	}
	await(a, "that Carol wants to join", asks)
	if _, err := b.GetGroupRequestParticipants(t.Context(), g); !errors.Is(err, whatsmeow.ErrIQForbidden) {
		t.Errorf("Bob, who is no admin: %v", err)
	}
	carol := c.Store.LID.ToNonAD()
	decide := func(action whatsmeow.ParticipantRequestChange) []types.GroupParticipant {
		t.Helper()
		done, err := a.UpdateGroupRequestParticipants(t.Context(), g, []types.JID{carol}, action)
		if err != nil || len(done) != 1 || done[0].JID != carol {
			t.Fatalf("%+v, %v", done, err)
		}
		return done
	}
	if requests, err := a.GetGroupRequestParticipants(t.Context(), g); err != nil || len(requests) != 1 || requests[0].JID != carol || requests[0].RequestedAt.IsZero() {
		t.Errorf("%+v, %v", requests, err)
	}
	decide(whatsmeow.ParticipantChangeReject)
	if again := decide(whatsmeow.ParticipantChangeReject); again[0].Error != 404 {
		t.Errorf("a wish that there isn't: %+v", again)
	}
	_, err = c.JoinGroupWithLink(t.Context(), link)
	must(t, err)

	// The wish survives a restart.
	for _, who := range []*client{a, b, c} {
		who.Disconnect()
	}
	must(t, n.Close())
	n = start(t, state)
	a, c = attach(t, n, a.Store), attach(t, n, c.Store)
	a.connect()
	c.connect()
	if done := decide(whatsmeow.ParticipantChangeApprove); done[0].Error != 0 {
		t.Errorf("%+v", done)
	}
	await[*events.JoinedGroup](c, "the group", nil)
	info, err := c.GetGroupInfo(t.Context(), g)
	if err != nil || !info.IsJoinApprovalRequired || len(info.Participants) != 3 {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestPeopleAreAskedWhoMustNotBeAdded(t *testing.T) {
	var late atomic.Int64
	n, err := sandbox.New(t.Context(), sandbox.Options{Logger: discard(), Now: func() time.Time {
		return time.Now().Add(time.Duration(late.Load()))
	}})
	must(t, err)
	n.Trust()
	t.Cleanup(func() { _ = n.Close() })
	g, a, b, c := trio(t, n)
	must(t, setPrivacy(c, types.PrivacySettingTypeGroupAdd, types.PrivacySettingContacts))
	carol, admin := c.Store.LID.ToNonAD(), a.Store.LID.ToNonAD()
	refused := func() *types.GroupParticipantAddRequest {
		t.Helper()
		done, err := a.UpdateGroupParticipants(t.Context(), g, []types.JID{carol}, whatsmeow.ParticipantChangeAdd)
		if err != nil || len(done) != 1 || done[0].Error != 403 || done[0].AddRequest == nil {
			t.Fatalf("%+v, %v", done, err)
		}
		return done[0].AddRequest
	}
	offer := refused()
	if _, err := c.GetGroupInfoFromInvite(t.Context(), g, admin, "wrong", offer.Expiration.Unix()); !errors.Is(err, whatsmeow.ErrIQNotAcceptable) {
		t.Errorf("a wrong code: %v", err)
	}
	late.Store(int64(4 * 24 * time.Hour))
	if err := c.JoinGroupWithInvite(t.Context(), g, admin, offer.Code, offer.Expiration.Unix()); !errors.Is(err, whatsmeow.ErrIQGone) {
		t.Errorf("an offer that is too old: %v", err)
	}
	offer = refused()
	if info, err := c.GetGroupInfoFromInvite(t.Context(), g, admin, offer.Code, offer.Expiration.Unix()); err != nil || info.Name != "team" {
		t.Errorf("%+v, %v", info, err)
	}
	must(t, c.JoinGroupWithInvite(t.Context(), g, admin, offer.Code, offer.Expiration.Unix()))
	await(b, "that Carol has joined", func(e *events.GroupInfo) bool { return slices.Contains(e.Join, carol) && e.JoinReason == "invite" })

	// The same when a group is made; who has blocked its creator isn't asked either.
	if _, err := b.UpdateBlocklist(t.Context(), a.Store.ID.ToNonAD(), events.BlocklistChangeActionBlock); err != nil {
		t.Fatal(err)
	}
	nobody := types.NewJID("19990000000", types.DefaultUserServer)
	made, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "more", Participants: []types.JID{carol, b.Store.LID.ToNonAD(), nobody}})
	must(t, err)
	codes := map[string]int{}
	for _, p := range made.Participants {
		codes[p.JID.User] = p.Error
	}
	if len(codes) != 4 || codes[carol.User] != 403 || codes[b.Store.LID.User] != 401 || codes[nobody.User] != 404 || made.ParticipantCount != 1 {
		t.Errorf("%+v", made)
	}
}

func TestGroupsRefuse(t *testing.T) {
	g, a, b, c := trio(t, start(t, nil))
	must(t, a.SetGroupMemberAddMode(t.Context(), g, types.GroupMemberAddModeAdmin))
	must(t, a.SetGroupDescription(t.Context(), g, "first"))
	for _, test := range []struct {
		name string
		do   func() error
		want error
	}{
		{"a member adds, where only admins may", func() error {
			_, err := b.UpdateGroupParticipants(t.Context(), g, []types.JID{c.Store.ID.ToNonAD()}, whatsmeow.ParticipantChangeAdd)
			return err
		}, whatsmeow.ErrIQForbidden},
		{"a member puts somebody out", func() error {
			_, err := b.UpdateGroupParticipants(t.Context(), g, []types.JID{a.Store.LID.ToNonAD()}, whatsmeow.ParticipantChangeRemove)
			return err
		}, whatsmeow.ErrIQForbidden},
		{"a member lets admins decide", func() error { return b.SetGroupJoinApprovalMode(t.Context(), g, true) }, whatsmeow.ErrIQForbidden},
		{"a stranger renames", func() error { return c.SetGroupName(t.Context(), g, "mine") }, whatsmeow.ErrIQForbidden},
		{"no name", func() error { return a.SetGroupName(t.Context(), g, "") }, whatsmeow.ErrIQNotAcceptable},
		{"a name of 101 characters", func() error { return a.SetGroupName(t.Context(), g, strings.Repeat("x", 101)) }, whatsmeow.ErrIQNotAcceptable},
		{"a description that is too long", func() error { return a.SetGroupDescription(t.Context(), g, strings.Repeat("x", 2049)) }, whatsmeow.ErrIQNotAcceptable},
		{"a description in place of one that there isn't", func() error { return a.SetGroupTopic(t.Context(), g, "OLD", "NEW", "second") }, &whatsmeow.IQError{Code: 409, Text: "conflict"}},
		{"a group that there isn't", func() error { return a.SetGroupName(t.Context(), types.NewJID("12036300", types.GroupServer), "x") }, whatsmeow.ErrIQNotFound},
	} {
		if err := test.do(); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
	}
	changed, err := a.UpdateGroupParticipants(t.Context(), g, []types.JID{b.Store.LID.ToNonAD()}, whatsmeow.ParticipantChangeAdd)
	if err != nil || changed[0].Error != 409 {
		t.Errorf("a member once more: %+v, %v", changed, err)
	}
}

func TestTheLastAdminHasAnHeir(t *testing.T) {
	g, a, b, _ := trio(t, start(t, nil))
	must(t, a.LeaveGroup(t.Context(), g))
	await(b, "that Bob is an admin", func(e *events.GroupInfo) bool { return slices.Contains(e.Promote, b.Store.LID.ToNonAD()) })
	info, err := b.GetGroupInfo(t.Context(), g)
	if err != nil || len(info.Participants) != 1 || !info.Participants[0].IsAdmin {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestCommunities(t *testing.T) {
	g, a, b, c := trio(t, start(t, nil))
	community, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "town", GroupParent: types.GroupParent{IsParent: true}})
	must(t, err)
	if !community.IsParent || community.DefaultMembershipApprovalMode != "request_required" {
		t.Errorf("%+v", community)
	}
	must(t, a.LinkGroup(t.Context(), community.JID, g))
	await(b, "that the group belongs to it", func(e *events.GroupInfo) bool {
		return e.JID == g && e.Link != nil && e.Link.Type == types.GroupLinkChangeTypeParent && e.Link.Group.JID == community.JID
	})
	await(b, "the community", func(e *events.JoinedGroup) bool { return e.JID == community.JID })
	second, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{
		Name: "second", Participants: []types.JID{c.Store.ID.ToNonAD()}, GroupLinkedParent: types.GroupLinkedParent{LinkedParentJID: community.JID},
	})
	must(t, err)
	if second.LinkedParentJID != community.JID {
		t.Errorf("%+v", second)
	}
	subs, err := b.GetSubGroups(t.Context(), community.JID)
	if err != nil || len(subs) != 3 || !subs[0].IsDefaultSubGroup || subs[0].Name != "town" {
		t.Fatalf("%+v, %v", subs, err)
	}
	everybody, err := c.GetLinkedGroupsParticipants(t.Context(), community.JID)
	if err != nil || len(everybody) != 3 {
		t.Errorf("%v, %v", everybody, err)
	}
	a.Say(subs[0].JID, "hear, hear")
	await(b, "the announcement", saying("hear, hear"))
	await(c, "the announcement", saying("hear, hear"))
	if _, err := a.SendMessage(t.Context(), community.JID, message("nobody writes here")); err == nil {
		t.Error("a message to a community was accepted")
	}
	must(t, a.UnlinkGroup(t.Context(), community.JID, g))
	await(b, "that it doesn't any more", func(e *events.GroupInfo) bool { return e.JID == g && e.Unlink != nil })
	must(t, c.LeaveGroup(t.Context(), community.JID))
	if groups, err := c.GetJoinedGroups(t.Context()); err != nil || len(groups) != 0 {
		t.Errorf("Carol is still in %+v, %v", groups, err)
	}
	if info, err := b.GetGroupInfo(t.Context(), g); err != nil || !info.LinkedParentJID.IsEmpty() || !slices.ContainsFunc(info.Participants, isIn(a)) {
		t.Errorf("%+v, %v", info, err)
	}
	must(t, b.LeaveGroup(t.Context(), community.JID))
	must(t, a.LeaveGroup(t.Context(), community.JID))
	if groups, err := a.GetJoinedGroups(t.Context()); err != nil || len(groups) != 1 {
		t.Errorf("Alice is in %+v, %v", groups, err)
	}
}
