package sandbox

import (
	"cmp"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// Roles in a group.
const (
	roleOwner  = "superadmin"
	roleAdmin  = "admin"
	roleMember = "member"
)

// group is a chat of many. Its members address each other by LID, as in all groups made today.
type group struct {
	groupRecord
}

// groupRecord is all there is of a group; it survives a restart.
type groupRecord struct {
	ID            string // the user part of its address
	Subject       string
	SubjectAt     int64
	SubjectBy     string `json:",omitempty"` // number; empty: the creator
	Description   string
	DescriptionID string
	DescribedAt   int64
	DescribedBy   string `json:",omitempty"`
	Created       int64
	Creator       string            // number
	Members       map[string]string // role by number
	Announce      bool              // only admins may write
	Locked        bool              // only admins may change it
	AdminsAdd     bool              // only admins may add members
	Approval      bool              // admins let members in
	Expiration    string            // of messages, in seconds; "" if they stay
	Invite        string
	Version       int     // counts changes
	Avatar        *avatar `json:",omitempty"`

	Revoked  []string               `json:",omitempty"` // links that were reset
	Requests map[string]joinRequest `json:",omitempty"` // by number
	Offers   map[string]joinOffer   `json:",omitempty"` // by number

	Community     bool   `json:",omitempty"` // nobody writes in it; others belong to it
	JoinMode      string `json:",omitempty"` // of its groups
	Parent        string `json:",omitempty"` // the community that the group belongs to
	Announcements bool   `json:",omitempty"` // in which all in the community are members
}

func (g *group) jid() types.JID { return types.NewJID(g.ID, types.GroupServer) }

func (g *group) identity() Identity { return Identity{JID: g.jid(), Name: g.Subject} }

func (t *tx) saveGroup(g *group) {
	g.Version++
	t.put(kindGroup, g.ID, g.groupRecord)
}

// dropMember takes somebody out, and ends a group that nobody is left in.
func (t *tx) dropMember(g *group, a *account) {
	delete(g.Members, a.Number)
	if len(g.Members) == 0 {
		delete(t.groups, g.ID)
		t.drop(kindGroup, g.ID)
		t.dropAvatar(g.Avatar)
		return
	}
	t.saveGroup(g)
}

// members gives the accounts in a group, by number.
func (t *tx) members(g *group) []*account {
	var members []*account
	for _, number := range slices.Sorted(maps.Keys(g.Members)) {
		if a := t.accounts[number]; a != nil {
			members = append(members, a)
		}
	}
	return members
}

// participant describes a member. A plain member has no type.
func participant(a *account, role string) stanza {
	at := attrs{"jid": a.lid(), "phone_number": a.pn()}
	if role == roleOwner || role == roleAdmin {
		at["type"] = role
	}
	return node("participant", at)
}

// groupNode describes a group. Its id is a text without the server part, which the client adds.
func (t *tx) groupNode(g *group) stanza {
	at := attrs{
		"id": g.ID, "subject": g.Subject, "s_t": g.SubjectAt, "creation": g.Created, "size": len(g.Members),
		"addressing_mode": "lid", "a_v_id": strconv.Itoa(g.Version), "p_v_id": strconv.Itoa(g.Version),
	}
	if creator := t.accounts[g.Creator]; creator != nil {
		at["creator"], at["creator_pn"] = creator.lid(), creator.pn()
	}
	if by := t.accounts[cmp.Or(g.SubjectBy, g.Creator)]; by != nil {
		at["s_o"], at["s_o_pn"] = by.lid(), by.pn()
	}
	var children []stanza
	for _, a := range t.members(g) {
		children = append(children, participant(a, g.Members[a.Number]))
	}
	if g.Description != "" {
		d := attrs{"id": g.DescriptionID, "t": g.DescribedAt}
		if by := t.accounts[g.DescribedBy]; by != nil {
			d["participant"], d["participant_pn"] = by.lid(), by.pn()
		}
		children = append(children, node("description", d, leaf("body", []byte(g.Description))))
	}
	for tag, on := range map[string]bool{
		"announcement": g.Announce, "locked": g.Locked, "membership_approval_mode": g.Approval, "default_sub_group": g.Announcements,
	} {
		if on {
			children = append(children, node(tag, nil))
		}
	}
	if g.Community {
		children = append(children, node("parent", attrs{"default_membership_approval_mode": g.JoinMode}))
	}
	if community := t.groups[g.Parent]; community != nil {
		children = append(children, node("linked_parent", attrs{"jid": community.jid()}))
	}
	if g.Expiration != "" {
		children = append(children, node("ephemeral", attrs{"expiration": g.Expiration}))
	}
	mode := string(types.GroupMemberAddModeAllMember)
	if g.AdminsAdd {
		mode = string(types.GroupMemberAddModeAdmin)
	}
	return node("group", at, append(children, leaf("member_add_mode", []byte(mode)))...)
}

// tellGroup tells the members' devices what has happened, and also those who have just left.
func (t *tx) tellGroup(g *group, by *account, left []*account, change stanza) {
	t.tellMembers(g, by, append(t.members(g), left...), change)
}

// tellMembers tells some of the members, or whoever else it is about.
func (t *tx) tellMembers(g *group, by *account, who []*account, change stanza) {
	at := attrs{"participant": by.lid(), "participant_pn": by.pn(), "addressing_mode": "lid", "notify": by.Name}
	for _, a := range who {
		for _, d := range a.sortedDevices() {
			t.deliver(d, t.notification("w:gp2", g.jid(), at, change))
		}
	}
}

func newInvite() string { return hex.EncodeToString(randomBytes(10)) }

// newGroupID makes an address like those of the real network, for a group or a channel.
func (t *tx) newGroupID() string {
	for {
		id := "120363"
		for _, b := range randomBytes(12) {
			id += strconv.Itoa(int(b) % 10)
		}
		if t.groups[id] == nil && t.channels[id] == nil {
			return id
		}
	}
}
