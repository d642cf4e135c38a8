package sandbox

import (
	"encoding/hex"
	"maps"
	"slices"
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// handleGroups answers what a client asks or wants of groups: of all of them at the address @g.us, of
// one at its own.
func (t *tx) handleGroups(c *conn, s *stanza) {
	children := s.GetChildren()
	if len(children) == 0 {
		t.send(c, iqError(s, 400, "bad-request"))
		return
	}
	request, me := children[0], c.device.owner
	if jid := attrJID(*s, "to"); jid.User != "" {
		g := t.groups[jid.User]
		switch {
		case g == nil:
			t.send(c, iqError(s, 404, "item-not-found"))
		case g.Members[me.Number] == "":
			t.send(c, iqError(s, 403, "forbidden"))
		default:
			t.handleGroup(c, s, g, request)
		}
		return
	}
	switch request.Tag {
	case "create":
		t.createGroup(c, s, request)
	case "participating":
		t.send(c, iqResult(s, node("groups", nil, t.groupsOf(me)...)))
	case "leave":
		for _, item := range request.GetChildren() {
			if g := t.groups[attrJID(item, "id").User]; g != nil && g.Members[me.Number] != "" {
				t.dropMember(g, me)
				t.tellGroup(g, me, []*account{me}, node("remove", nil, participant(me, "")))
			}
		}
		t.send(c, iqResult(s, node("leave", nil)))
	case "invite":
		t.useInvite(c, s, request)
	default:
		t.send(c, iqError(s, 501, "feature-not-implemented"))
	}
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

func (t *tx) createGroup(c *conn, s *stanza, request stanza) {
	me := c.device.owner
	g := t.newGroup(me, attrText(request, "subject"))
	for _, item := range request.GetChildren() {
		switch item.Tag {
		case "participant":
			if a := t.account(attrJID(item, "jid")); a != nil {
				g.admit(a)
			}
		case "announcement", "locked", "ephemeral", "member_add_mode", "membership_approval_mode":
			g.set(item)
		}
	}
	t.startGroup(g)
	t.send(c, iqResult(s, t.groupNode(g)))
	t.announceGroup(g, me, attrText(request, "key"))
}

// useInvite shows the group behind an invitation, or joins it.
func (t *tx) useInvite(c *conn, s *stanza, request stanza) {
	code, me := attrText(request, "code"), c.device.owner
	for _, g := range t.groups {
		if g.Invite != code {
			continue
		}
		if attrText(*s, "type") == "get" {
			t.send(c, iqResult(s, t.groupNode(g)))
			return
		}
		if g.Members[me.Number] == "" {
			g.Members[me.Number] = roleMember
			t.saveGroup(g)
			t.tellGroup(g, me, nil, node("add", attrs{"reason": "invite", "v_id": strconv.Itoa(g.Version)}, participant(me, "")))
		}
		t.send(c, iqResult(s, node("group", attrs{"jid": g.jid()})))
		return
	}
	t.send(c, iqError(s, 406, "not-acceptable"))
}

// handleGroup answers a member of a group.
func (t *tx) handleGroup(c *conn, s *stanza, g *group, request stanza) {
	me := c.device.owner
	switch request.Tag {
	case "query":
		t.send(c, iqResult(s, t.groupNode(g)))
		return
	case "invite":
		if attrText(*s, "type") == "set" {
			g.Invite = newInvite()
			t.saveGroup(g)
		}
		t.send(c, iqResult(s, node("invite", attrs{"code": g.Invite})))
		return
	}
	if !g.allows(g.Members[me.Number], request.Tag) {
		t.send(c, iqError(s, 403, "forbidden"))
		return
	}
	switch request.Tag {
	case "add", "remove", "promote", "demote":
		t.changeMembers(c, s, g, request)
	default:
		change, ok := g.set(request)
		if !ok {
			t.send(c, iqError(s, 501, "feature-not-implemented"))
			return
		}
		t.stampChange(g, me, change)
		t.saveGroup(g)
		t.send(c, iqResult(s))
		t.tellGroup(g, me, nil, change)
	}
}

// allows tells whether a member of a role may do something to the group.
func (g *group) allows(role, tag string) bool {
	switch role {
	case roleOwner, roleAdmin:
		return true
	case roleMember:
	default:
		return false
	}
	switch tag {
	case "subject", "description", "picture", "ephemeral", "not_ephemeral":
		return !g.Locked
	case "add":
		return !g.AdminsAdd
	}
	return false
}

// set changes a setting, and returns what the members are told.
func (g *group) set(request stanza) (change stanza, ok bool) {
	change = node(request.Tag, attrs{})
	switch request.Tag {
	case "subject":
		g.Subject = string(contentBytes(request))
		change.Attrs["subject"] = g.Subject
	case "description":
		g.Description, g.DescriptionID = string(childBytes(&request, "body")), attrText(request, "id")
		if g.DescriptionID == "" {
			g.DescriptionID = hex.EncodeToString(randomBytes(8))
		}
		change.Attrs["id"] = g.DescriptionID
		change.Content = []stanza{leaf("body", []byte(g.Description))}
		if g.Description == "" {
			change.Content = []stanza{node("delete", nil)}
		}
	case "announcement", "not_announcement":
		g.Announce = request.Tag == "announcement"
		change.Attrs["v_id"] = strconv.Itoa(g.Version + 1)
	case "locked", "unlocked":
		g.Locked = request.Tag == "locked"
	case "ephemeral", "not_ephemeral":
		if g.Expiration = attrText(request, "expiration"); g.Expiration == "" || g.Expiration == "0" || request.Tag == "not_ephemeral" {
			g.Expiration = ""
			return node("not_ephemeral", nil), true
		}
		change.Attrs["expiration"] = g.Expiration
	case "member_add_mode":
		g.AdminsAdd = string(contentBytes(request)) == string(types.GroupMemberAddModeAdmin)
		change.Content = contentBytes(request)
	case "membership_approval_mode":
		join, _ := child(&request, "group_join")
		g.Approval = attrText(join, "state") == "on"
	default:
		return stanza{}, false
	}
	return change, true
}

// stampChange says who has changed the subject, and when.
func (t *tx) stampChange(g *group, by *account, change stanza) {
	switch change.Tag {
	case "subject":
		g.SubjectAt = t.unix()
		change.Attrs["s_t"], change.Attrs["s_o"], change.Attrs["s_o_pn"] = g.SubjectAt, by.lid(), by.pn()
	case "description":
		g.DescribedAt = t.unix()
	}
}

// changeMembers lets people in, puts them out, and gives and takes the role of an admin. The answer says
// for each whether it worked.
func (t *tx) changeMembers(c *conn, s *stanza, g *group, request stanza) {
	me := c.device.owner
	var answers, changed []stanza
	var left []*account
	for _, item := range request.GetChildren() {
		jid := attrJID(item, "jid")
		a := t.account(jid)
		if refusal := g.changeMember(a, request.Tag); refusal != "" {
			answers = append(answers, node("participant", attrs{"jid": jid, "error": refusal}))
			continue
		}
		if request.Tag == "remove" {
			left = append(left, a)
		}
		answers = append(answers, participant(a, ""))
		changed = append(changed, participant(a, ""))
	}
	t.send(c, iqResult(s, node(request.Tag, nil, answers...)))
	if len(changed) == 0 {
		return
	}
	before := strconv.Itoa(g.Version)
	t.saveGroup(g)
	t.tellGroup(g, me, left, node(request.Tag, attrs{"v_id": strconv.Itoa(g.Version), "prev_v_id": before}, changed...))
}

// changeMember makes one such change, or returns the code that refuses it.
func (g *group) changeMember(a *account, tag string) (refusal string) {
	if a == nil {
		return "404"
	}
	role := g.Members[a.Number]
	switch {
	case tag == "add" && role != "":
		return "409"
	case tag != "add" && role == "":
		return "404"
	case tag == "add":
		g.Members[a.Number] = roleMember
	case role == roleOwner:
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
