package sandbox

import (
	"maps"
	"slices"
)

// groupAsk is what a client asks or wants of groups.
type groupAsk struct {
	me      *account
	request stanza
	set     bool   // it wants something; otherwise it asks
	group   *group // the one that is asked; nil if it is about all of them
}

// handleGroups answers what a client asks or wants of groups: of all of them at the address @g.us, of one at its own.
// Members hear of a change before the answer comes.
func (t *tx) handleGroups(c *conn, s *stanza) {
	answer, why := t.answerGroups(c, s)
	if why != nil {
		t.send(c, iqError(s, why.code, why.text))
		return
	}
	t.send(c, iqResult(s, answer...))
}

func (t *tx) answerGroups(c *conn, s *stanza) ([]stanza, *refusal) {
	children := s.GetChildren()
	if len(children) == 0 {
		return nil, refuseBad
	}
	q := groupAsk{me: c.device.owner, request: children[0], set: attrText(*s, "type") == "set"}
	jid := attrJID(*s, "to")
	if jid.User == "" {
		return t.askGroups(q)
	}
	if q.group = t.groups[jid.User]; q.group == nil {
		return nil, refuseUnknown
	}
	if q.group.Members[q.me.Number] == "" {
		return t.askAsGuest(q)
	}
	return t.askGroup(q)
}

// askGroups answers what is about no group that the client would know already.
func (t *tx) askGroups(q groupAsk) ([]stanza, *refusal) {
	switch q.request.Tag {
	case "create":
		return t.createGroup(q)
	case "participating":
		return []stanza{node("groups", nil, t.groupsOf(q.me)...)}, nil
	case "leave":
		return []stanza{node("leave", nil, t.leaveGroups(q)...)}, nil
	case "invite":
		return t.useInvite(q)
	}
	return nil, refuseStrange
}

func (t *tx) groupsOf(a *account) []stanza {
	var nodes []stanza
	for _, id := range slices.Sorted(maps.Keys(t.groups)) {
		if g := t.groups[id]; g.Members[a.Number] != "" {
			nodes = append(nodes, t.groupNode(g))
		}
	}
	return nodes
}

// leaveGroups takes the client's account out of groups, and says for each whether it worked.
func (t *tx) leaveGroups(q groupAsk) (answers []stanza) {
	for _, item := range q.request.GetChildren() {
		jid := attrJID(item, "id")
		g := t.groups[jid.User]
		if g == nil || g.Members[q.me.Number] == "" {
			answers = append(answers, node("group", attrs{"id": jid, "error": "404"}))
			continue
		}
		t.quitGroup(g, q.me)
		answers = append(answers, node("group", attrs{"id": jid}))
	}
	return answers
}

// askAsGuest answers somebody who is not in the group, but may have an invitation.
func (t *tx) askAsGuest(q groupAsk) ([]stanza, *refusal) {
	switch q.request.Tag {
	case "query":
		if offer, ok := child(&q.request, "add_request"); ok {
			return t.lookAtOffer(q, offer)
		}
	case "accept":
		return t.acceptOffer(q)
	}
	return nil, refuseForbidden
}

// askGroup answers a member of a group.
func (t *tx) askGroup(q groupAsk) ([]stanza, *refusal) {
	g, tag := q.group, q.request.Tag
	switch tag {
	case "query":
		return []stanza{t.groupNode(g)}, nil
	case "accept": // once more
		return []stanza{node("group", attrs{"jid": g.jid()})}, nil
	case "invite":
		return t.inviteLink(q)
	case "sub_groups", "linked_groups_participants", "pictures":
		return t.askCommunity(q)
	}
	if !g.allows(g.Members[q.me.Number], tag) {
		return nil, refuseForbidden
	}
	switch tag {
	case "add":
		return t.addMembers(q)
	case "remove", "promote", "demote":
		return t.changeMembers(q)
	case "membership_approval_requests":
		return []stanza{node(tag, nil, t.requestNodes(g)...)}, nil
	case "membership_requests_action":
		return t.decideRequests(q)
	case "links", "unlink":
		return t.linkGroups(q)
	}
	return nil, t.changeGroup(g, q.me, q.request)
}

func (t *tx) createGroup(q groupAsk) ([]stanza, *refusal) {
	g := t.newGroup(q.me, attrText(q.request, "subject"))
	var invited []stanza
	for _, item := range q.request.GetChildren() {
		switch item.Tag {
		case "participant":
			invited = append(invited, item)
		case "announcement", "locked", "ephemeral", "member_add_mode", "membership_approval_mode":
			if _, why := g.set(item); why != nil {
				return nil, why
			}
		}
	}
	if tooLong(g.Subject, maxSubject) || len(invited) >= maxMembers {
		return nil, refuseInvalid
	}
	if why := t.placeInCommunity(g, q); why != nil {
		return nil, why
	}
	var missing []stanza
	for _, item := range invited {
		jid := attrJID(item, "jid")
		a := t.account(jid)
		if why := t.reluctance(g, q.me, a); why == "" || why == "409" {
			g.admit(a)
		} else {
			missing = append(missing, t.notAdded(g, q.me, a, jid, why))
		}
	}
	t.startGroup(g)
	t.announceGroup(g, q.me, attrText(q.request, "key"))
	t.startCommunity(g, q.me)
	made := t.groupNode(g)
	made.Content = append(made.GetChildren(), missing...)
	return []stanza{made}, nil
}
