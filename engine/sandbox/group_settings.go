package sandbox

import (
	"encoding/hex"
	"slices"
	"strconv"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/types"
)

// maxDescription is how many characters the description of a group may have.
const maxDescription = 2048

func tooLong(text string, most int) bool { return utf8.RuneCountInString(text) > most }

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

// changeGroup changes a setting of a group and tells the members.
func (t *tx) changeGroup(g *group, by *account, request stanza) *refusal {
	change, why := g.set(request)
	if why != nil {
		return why
	}
	t.stampChange(g, by, change)
	t.saveGroup(g)
	t.tellGroup(g, by, nil, change)
	return nil
}

// set changes a setting, and returns what the members are told.
func (g *group) set(request stanza) (change stanza, why *refusal) {
	change = node(request.Tag, attrs{})
	switch request.Tag {
	case "subject":
		subject := string(contentBytes(request))
		if subject == "" || tooLong(subject, maxSubject) {
			return change, refuseInvalid
		}
		g.Subject, change.Attrs["subject"] = subject, subject
	case "description":
		return g.describe(request)
	case "announcement", "not_announcement":
		g.Announce = request.Tag == "announcement"
		change.Attrs["v_id"] = strconv.Itoa(g.Version + 1)
	case "locked", "unlocked":
		g.Locked = request.Tag == "locked"
	case "ephemeral", "not_ephemeral":
		return g.setTimer(request)
	case "member_add_mode":
		mode := types.GroupMemberAddMode(contentBytes(request))
		if !slices.Contains([]types.GroupMemberAddMode{types.GroupMemberAddModeAdmin, types.GroupMemberAddModeAllMember}, mode) {
			return change, refuseBad
		}
		g.AdminsAdd = mode == types.GroupMemberAddModeAdmin
		change.Content = []byte(mode)
	case "membership_approval_mode":
		join, _ := child(&request, "group_join")
		g.Approval = attrText(join, "state") == "on"
		change.Content = []stanza{node("group_join", attrs{"state": attrText(join, "state")})}
	default:
		return change, refuseStrange
	}
	return change, nil
}

// describe changes the description. Who wants to replace another one than there is, doesn't know the newest.
func (g *group) describe(request stanza) (change stanza, why *refusal) {
	text := string(childBytes(&request, "body"))
	prev := attrText(request, "prev")
	switch {
	case tooLong(text, maxDescription):
		return change, refuseInvalid
	case prev != "" && prev != g.DescriptionID:
		return change, refuseConflict
	}
	g.Description, g.DescriptionID = text, attrText(request, "id")
	if g.DescriptionID == "" {
		g.DescriptionID = hex.EncodeToString(randomBytes(8))
	}
	change = node("description", attrs{"id": g.DescriptionID}, leaf("body", []byte(text)))
	if text == "" {
		change.Content = []stanza{node("delete", nil)}
	}
	return change, nil
}

// setTimer changes after how many seconds messages disappear.
func (g *group) setTimer(request stanza) (change stanza, why *refusal) {
	expiration := attrText(request, "expiration")
	if expiration == "" || expiration == "0" || request.Tag == "not_ephemeral" {
		g.Expiration = ""
		return node("not_ephemeral", nil), nil
	}
	if !isTimer(expiration) {
		return change, refuseBad
	}
	g.Expiration = expiration
	return node("ephemeral", attrs{"expiration": expiration}), nil
}

// stampChange says who has changed the subject or the description, and when.
func (t *tx) stampChange(g *group, by *account, change stanza) {
	switch change.Tag {
	case "subject":
		g.SubjectAt, g.SubjectBy = t.unix(), by.Number
		change.Attrs["s_t"], change.Attrs["s_o"], change.Attrs["s_o_pn"] = g.SubjectAt, by.lid(), by.pn()
	case "description":
		g.DescribedAt, g.DescribedBy = t.unix(), by.Number
	}
}
