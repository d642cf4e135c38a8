package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/types"
)

const (
	maxSubject = 100  // characters
	maxMembers = 1024 // of a group
)

// What is wrong with a group that is to be made.
var (
	ErrBadSubject = fmt.Errorf("the subject of a group has 1 to %d characters", maxSubject)
	ErrBadMembers = fmt.Errorf("a group has at most %d members", maxMembers)
)

// UnknownMemberError says which member of a group is not on the network.
type UnknownMemberError struct{ Index int }

func (e *UnknownMemberError) Error() string {
	return fmt.Sprintf("member %d: %s", e.Index+1, ErrNotOnWhatsApp)
}

// Unwrap makes it an ErrNotOnWhatsApp.
func (e *UnknownMemberError) Unwrap() error { return ErrNotOnWhatsApp }

// Group describes a group.
type Group struct {
	JID     types.JID
	Subject string
	Members []Identity // by number; the phone that has made the group is one of them
}

// CreateGroup makes a group, as the person does who holds the phone. Members are whoever is on the network, by
// number or by hidden id. Who doesn't let the phone add them is not in the group that is returned.
func (p *Phone) CreateGroup(ctx context.Context, subject string, members ...types.JID) (Group, error) {
	switch {
	case subject == "" || utf8.RuneCountInString(subject) > maxSubject:
		return Group{}, ErrBadSubject
	case len(members) >= maxMembers:
		return Group{}, ErrBadMembers
	}
	var made Group
	err := p.act(ctx, func(t *tx) error {
		g := t.newGroup(p.account, subject)
		for i, jid := range members {
			a := t.account(jid)
			if a == nil {
				return &UnknownMemberError{i}
			}
			if t.reluctance(g, p.account, a) == "" {
				g.admit(a)
			}
		}
		t.startGroup(g)
		t.announceGroup(g, p.account, "")
		made = t.groupOf(g)
		return nil
	})
	return made, err
}

// newGroup makes a group that nobody knows of yet.
func (t *tx) newGroup(creator *account, subject string) *group {
	return &group{groupRecord{
		ID: t.newGroupID(), Subject: subject, SubjectAt: t.unix(), Created: t.unix(),
		Creator: creator.Number, Members: map[string]string{creator.Number: roleOwner}, Invite: newInvite(),
	}}
}

// admit makes somebody a member, unless he is one.
func (g *group) admit(a *account) {
	if g.Members[a.Number] == "" {
		g.Members[a.Number] = roleMember
	}
}

// startGroup makes a new group known to the network.
func (t *tx) startGroup(g *group) {
	t.groups[g.ID] = g
	t.saveGroup(g)
}

// announceGroup tells the members of a new group. The key is the creator's own name for the request.
func (t *tx) announceGroup(g *group, creator *account, key string) {
	at := attrs{"type": "new", "reason": "invite"}
	if key != "" {
		at["key"] = key
	}
	t.tellGroup(g, creator, nil, node("create", at, t.groupNode(g)))
}

func (t *tx) groupOf(g *group) Group {
	made := Group{JID: g.jid(), Subject: g.Subject}
	for _, a := range t.members(g) {
		made.Members = append(made.Members, a.person())
	}
	return made
}

// Groups lists the groups that the phone is in, by their addresses.
func (p *Phone) Groups() []Group {
	var groups []Group
	p.net.among(nil, func(t *tx) {
		for _, g := range t.groups {
			if g.Members[p.account.Number] != "" {
				groups = append(groups, t.groupOf(g))
			}
		}
	})
	slices.SortFunc(groups, func(x, y Group) int { return strings.Compare(x.JID.User, y.JID.User) })
	return groups
}
