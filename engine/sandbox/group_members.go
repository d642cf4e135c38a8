package sandbox

import (
	"slices"
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// reluctance is the code with which somebody can't be added to a group by a member, or "".
func (t *tx) reluctance(g *group, by, a *account) string {
	switch {
	case a == nil:
		return "404"
	case g.Members[a.Number] != "":
		return "409"
	case a.blocks(by):
		return "401"
	case !a.trusts(types.PrivacySettingTypeGroupAdd, by):
		return "403"
	case len(g.Members) >= maxMembers:
		return "419"
	}
	return ""
}

// notAdded says why somebody was not added. Who may only be asked, can be: the answer has an offer that the client is
// to send to them.
func (t *tx) notAdded(g *group, by, a *account, jid types.JID, why string) stanza {
	answer := node("participant", attrs{"jid": jid, "error": why})
	if why == "403" {
		o := t.offerPlace(g, by, a)
		answer.Attrs["jid"], answer.Attrs["phone_number"] = a.lid(), a.pn()
		answer.Content = []stanza{node("add_request", attrs{"code": o.Code, "expiration": o.Expires})}
	}
	return answer
}

// addMembers adds people to a group. The answer says for each whether it worked.
func (t *tx) addMembers(q groupAsk) ([]stanza, *refusal) {
	var answers []stanza
	var added []*account
	offered := false
	for _, item := range q.request.GetChildren() {
		jid := attrJID(item, "jid")
		a := t.account(jid)
		if why := t.reluctance(q.group, q.me, a); why != "" {
			answers = append(answers, t.notAdded(q.group, q.me, a, jid, why))
			offered = offered || why == "403"
			continue
		}
		q.group.admit(a)
		added = append(added, a)
		answers = append(answers, participant(a, ""))
	}
	if len(added) > 0 {
		t.welcomeMembers(q.group, q.me, "", added...)
	} else if offered {
		t.saveGroup(q.group)
	}
	return []stanza{node("add", nil, answers...)}, nil
}

// welcomeMembers tells a group of its new members, and those of the group. The reason is "invite" if they have come by
// an invitation.
func (t *tx) welcomeMembers(g *group, by *account, reason string, added ...*account) {
	before := strconv.Itoa(g.Version)
	var others []*account
	var list []stanza
	for _, a := range added {
		delete(g.Requests, a.Number)
		delete(g.Offers, a.Number)
		list = append(list, participant(a, ""))
	}
	t.saveGroup(g)
	for _, a := range t.members(g) {
		if !slices.Contains(added, a) {
			others = append(others, a)
		}
	}
	add := attrs{"v_id": strconv.Itoa(g.Version), "prev_v_id": before}
	create := attrs{}
	if reason != "" {
		add["reason"], create["reason"] = reason, reason
	}
	t.tellMembers(g, by, others, node("add", add, list...))
	t.tellMembers(g, by, added, node("create", create, t.groupNode(g)))
	t.joinCommunity(g, by, added)
}

// changeMembers puts people out, and gives and takes the role of an admin. The answer says for each whether it worked.
func (t *tx) changeMembers(q groupAsk) ([]stanza, *refusal) {
	var answers, changed []stanza
	var left []*account
	for _, item := range q.request.GetChildren() {
		jid := attrJID(item, "jid")
		a := t.account(jid)
		if why := q.group.changeMember(a, q.request.Tag); why != "" {
			answers = append(answers, node("participant", attrs{"jid": jid, "error": why}))
			continue
		}
		if q.request.Tag == "remove" {
			left = append(left, a)
		}
		answers = append(answers, participant(a, ""))
		changed = append(changed, participant(a, ""))
	}
	if len(changed) > 0 {
		before := strconv.Itoa(q.group.Version)
		t.saveGroup(q.group)
		t.tellGroup(q.group, q.me, left, node(q.request.Tag, attrs{"v_id": strconv.Itoa(q.group.Version), "prev_v_id": before}, changed...))
	}
	for _, a := range left {
		t.quitCommunity(q.group, a)
	}
	return []stanza{node(q.request.Tag, nil, answers...)}, nil
}

// changeMember makes one such change, or returns the code that refuses it.
func (g *group) changeMember(a *account, tag string) (why string) {
	if a == nil || g.Members[a.Number] == "" {
		return "404"
	}
	switch {
	case g.Members[a.Number] == roleOwner:
		return "405" // the owner stays
	case tag == "remove":
		delete(g.Members, a.Number)
	case tag == "promote":
		g.Members[a.Number] = roleAdmin
	case tag == "demote":
		g.Members[a.Number] = roleMember
	}
	return ""
}

// quitGroup is somebody leaving a group. If it is left without an admin, its next member becomes one.
func (t *tx) quitGroup(g *group, a *account) {
	t.dropMember(g, a)
	t.tellGroup(g, a, []*account{a}, node("remove", nil, participant(a, "")))
	t.quitCommunity(g, a)
	members := t.members(g)
	for _, m := range members {
		if g.allows(g.Members[m.Number], "promote") {
			return
		}
	}
	if len(members) > 0 {
		heir := members[0]
		g.Members[heir.Number] = roleAdmin
		t.saveGroup(g)
		t.tellGroup(g, heir, nil, node("promote", nil, participant(heir, "")))
	}
}
