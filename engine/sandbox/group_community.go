package sandbox

import (
	"maps"
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// A community is a group that nobody writes in, with groups that belong to it. One of these is there from the start:
// in it the admins announce things, and everybody in the community is a member.

// children gives the groups of a community, the one for announcements first.
func (t *tx) children(community *group) (groups []*group) {
	for _, id := range slices.Sorted(maps.Keys(t.groups)) {
		g := t.groups[id]
		switch {
		case g.Parent != community.ID:
		case g.Announcements:
			groups = slices.Insert(groups, 0, g)
		default:
			groups = append(groups, g)
		}
	}
	return groups
}

// placeInCommunity makes a new group a community, or one of a community's, if the client wants that.
func (t *tx) placeInCommunity(g *group, q groupAsk) *refusal {
	if parent, ok := child(&q.request, "parent"); ok {
		g.Community, g.JoinMode = true, attrText(parent, "default_membership_approval_mode")
	}
	if link, ok := child(&q.request, "linked_parent"); ok {
		community := t.groups[attrJID(link, "jid").User]
		if community == nil || !community.Community || !community.allows(community.Members[q.me.Number], "links") {
			return refuseForbidden
		}
		g.Parent = community.ID
	}
	return nil
}

// startCommunity makes the group for announcements of a new community, and lets the members of a new group into the
// community that it belongs to.
func (t *tx) startCommunity(g *group, by *account) {
	if g.Community {
		a := t.newGroup(by, g.Subject)
		a.Parent, a.Announcements, a.Announce, a.Members = g.ID, true, true, maps.Clone(g.Members)
		t.startGroup(a)
		t.announceGroup(a, by, "")
	}
	t.joinCommunity(g, by, t.members(g))
}

// joinCommunity lets those who have joined a group into the community that it belongs to, and its announcements.
func (t *tx) joinCommunity(g *group, by *account, joined []*account) {
	community := g
	if !g.Community {
		community = t.groups[g.Parent]
	}
	if community == nil {
		return
	}
	for _, place := range append([]*group{community}, t.children(community)...) {
		if !place.Community && !place.Announcements || place == g {
			continue
		}
		var added []*account
		for _, a := range joined {
			if place.Members[a.Number] == "" {
				place.admit(a)
				added = append(added, a)
			}
		}
		if len(added) > 0 {
			t.welcomeMembers(place, by, "", added...)
		}
	}
}

// quitCommunity takes somebody out of the groups of a community that he has left.
func (t *tx) quitCommunity(community *group, a *account) {
	if !community.Community {
		return
	}
	for _, g := range t.children(community) {
		if len(community.Members) == 0 {
			g.Parent, g.Announcements = "", false
		}
		if g.Members[a.Number] != "" {
			t.quitGroup(g, a)
		} else if g.Parent == "" {
			t.saveGroup(g)
		}
	}
}

// linkTarget describes a group to those who are told that it belongs to another one, or doesn't any more.
func linkTarget(g *group) stanza {
	s := node("group", attrs{"jid": g.jid(), "id": g.ID, "subject": g.Subject, "s_t": g.SubjectAt})
	if g.Announcements {
		s.Content = []stanza{node("default_sub_group", nil)}
	}
	return s
}

// askCommunity answers what there is in a community.
func (t *tx) askCommunity(q groupAsk) ([]stanza, *refusal) {
	community, answer := q.group, node(q.request.Tag, nil)
	var list []stanza
	switch q.request.Tag {
	case "pictures":
		v, why := t.pictureOf(community.jid(), q.me, "")
		if why != nil {
			return nil, why
		}
		wish, _ := child(&q.request, "picture")
		list = v.answer(wish)
	case "sub_groups":
		for _, g := range t.children(community) {
			list = append(list, linkTarget(g))
		}
	case "linked_groups_participants":
		people := t.members(community)
		for _, g := range t.children(community) {
			people = append(people, t.members(g)...)
		}
		for _, a := range inOrder(people) {
			list = append(list, participant(a, ""))
		}
	}
	if len(list) > 0 {
		answer.Content = list
	}
	return []stanza{answer}, nil
}

// linkGroups makes groups belong to a community, or ends that. The answer says for each whether it worked.
func (t *tx) linkGroups(q groupAsk) ([]stanza, *refusal) {
	if !q.group.Community {
		return nil, refuseInvalid
	}
	if q.request.Tag == "unlink" {
		return []stanza{node("unlink", attrs{"unlink_type": string(types.GroupLinkChangeTypeSub)}, t.linkEach(q, q.request, false)...)}, nil
	}
	link, ok := child(&q.request, "link")
	if !ok || attrText(link, "link_type") != string(types.GroupLinkChangeTypeSub) {
		return nil, refuseBad
	}
	return []stanza{node("links", nil, node("link", attrs{"link_type": string(types.GroupLinkChangeTypeSub)}, t.linkEach(q, link, true)...))}, nil
}

func (t *tx) linkEach(q groupAsk, list stanza, on bool) (answers []stanza) {
	for _, item := range list.GetChildren() {
		jid := attrJID(item, "jid")
		at := attrs{"jid": jid}
		if why := t.linkGroup(q, t.groups[jid.User], on); why != "" {
			at["error"] = why
		}
		answers = append(answers, node("group", at))
	}
	return answers
}

// linkGroup makes one group belong to a community, or ends that, or returns the code that refuses it.
func (t *tx) linkGroup(q groupAsk, g *group, on bool) (why string) {
	community := q.group
	switch {
	case g == nil:
		return "404"
	case on && (!g.allows(g.Members[q.me.Number], "links") || g.Community):
		return "403"
	case on && g.Parent != "":
		return "409"
	case !on && (g.Parent != community.ID || g.Announcements):
		return "406"
	}
	g.Parent = ""
	change := func(kind types.GroupLinkChangeType, other *group) stanza {
		return node("unlink", attrs{"unlink_type": string(kind), "unlink_reason": string(types.GroupUnlinkReasonDefault)}, linkTarget(other))
	}
	if on {
		g.Parent = community.ID
		change = func(kind types.GroupLinkChangeType, other *group) stanza {
			return node("link", attrs{"link_type": string(kind)}, linkTarget(other))
		}
	}
	t.saveGroup(g)
	t.tellGroup(g, q.me, nil, change(types.GroupLinkChangeTypeParent, community))
	t.tellGroup(community, q.me, nil, change(types.GroupLinkChangeTypeSub, g))
	t.joinCommunity(g, q.me, t.members(g))
	return ""
}
