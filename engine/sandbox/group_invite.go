package sandbox

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

const (
	offerLife  = 3 * 24 * time.Hour // after which an offer to join a group is void
	maxRevoked = 32                 // links of a group that were reset, and are known as such
)

// joinRequest is somebody's wish to join a group whose admins decide on that.
type joinRequest struct {
	At int64
}

// joinOffer lets one person join a group. Whoever could not add that person sends it as a message.
type joinOffer struct {
	Code    string
	Admin   string // number of who has made it
	Expires int64
}

// inviteLink shows the code of a group's link to its admins, or makes a new one.
func (t *tx) inviteLink(q groupAsk) ([]stanza, *refusal) {
	g := q.group
	if !g.allows(g.Members[q.me.Number], "invite") {
		return nil, refuseHidden
	}
	if q.set {
		g.Revoked = append(g.Revoked, g.Invite)
		g.Revoked = g.Revoked[max(len(g.Revoked)-maxRevoked, 0):]
		g.Invite = newInvite()
		t.saveGroup(g)
		t.tellMembers(g, q.me, t.admins(g), node("invite", attrs{"code": g.Invite}))
	}
	return []stanza{node("invite", attrs{"code": g.Invite})}, nil
}

func (t *tx) admins(g *group) []*account {
	return slices.DeleteFunc(t.members(g), func(a *account) bool { return g.Members[a.Number] == roleMember })
}

// behindLink finds the group that a link leads to.
func (t *tx) behindLink(code string) (*group, *refusal) {
	why := refuseInvalid
	for _, g := range t.groups {
		if code != "" && g.Invite == code {
			return g, nil
		}
		if slices.Contains(g.Revoked, code) {
			why = refuseGone
		}
	}
	return nil, why
}

// useInvite shows the group behind a link, joins it, or asks its admins to be let in.
func (t *tx) useInvite(q groupAsk) ([]stanza, *refusal) {
	g, why := t.behindLink(attrText(q.request, "code"))
	joined := node("group", attrs{})
	switch {
	case why != nil:
		return nil, why
	case !q.set:
		return []stanza{t.groupNode(g)}, nil
	case g.Members[q.me.Number] != "":
	case len(g.Members) >= maxMembers:
		return nil, refuseFull
	case g.Approval:
		t.askToJoin(g, q.me)
		joined.Tag = "membership_approval_request"
	default:
		g.admit(q.me)
		t.welcomeMembers(g, q.me, "invite", q.me)
	}
	joined.Attrs["jid"] = g.jid()
	return []stanza{joined}, nil
}

// askToJoin notes somebody's wish, and tells the admins of it.
func (t *tx) askToJoin(g *group, a *account) {
	if _, known := g.Requests[a.Number]; known {
		return
	}
	if g.Requests == nil {
		g.Requests = map[string]joinRequest{}
	}
	g.Requests[a.Number] = joinRequest{At: t.unix()}
	t.saveGroup(g)
	t.tellMembers(g, a, t.admins(g), node("created_membership_requests", attrs{"request_method": "invite_link"},
		node("requested_user", attrs{"jid": a.lid(), "phone_number": a.pn()})))
}

// forgetGuest drops somebody's wish to join a group, and the offer to: who gets the number later has nothing of it.
func (t *tx) forgetGuest(g *group, a *account) {
	_, wishes := g.Requests[a.Number]
	_, offered := g.Offers[a.Number]
	if wishes || offered {
		delete(g.Requests, a.Number)
		delete(g.Offers, a.Number)
		t.saveGroup(g)
	}
}

// requestNodes lists who wants to join.
func (t *tx) requestNodes(g *group) (requests []stanza) {
	for _, number := range slices.Sorted(maps.Keys(g.Requests)) {
		if a := t.accounts[number]; a != nil && a.registered() {
			requests = append(requests, node("membership_approval_request", attrs{
				"jid": a.lid(), "phone_number": a.pn(), "request_time": g.Requests[number].At, "request_method": "invite_link",
			}))
		}
	}
	return requests
}

// decideRequests lets in, or not, who wants to join. The answer says for each whether the wish was known.
func (t *tx) decideRequests(q groupAsk) ([]stanza, *refusal) {
	var answers []stanza
	for _, action := range q.request.GetChildren() {
		if action.Tag != "approve" && action.Tag != "reject" {
			return nil, refuseBad
		}
		var list []stanza
		for _, item := range action.GetChildren() {
			at := attrs{"jid": attrJID(item, "jid")}
			if why := t.decideRequest(q, t.account(attrJID(item, "jid")), action.Tag == "approve"); why != "" {
				at["error"] = why
			}
			list = append(list, node("participant", at))
		}
		answers = append(answers, node(action.Tag, nil, list...))
	}
	return []stanza{node(q.request.Tag, nil, answers...)}, nil
}

func (t *tx) decideRequest(q groupAsk, a *account, approve bool) (why string) {
	g := q.group
	if a == nil {
		return "404"
	}
	if _, known := g.Requests[a.Number]; !known {
		return "404"
	}
	if approve && len(g.Members) >= maxMembers {
		return strconv.Itoa(refuseFull.code)
	}
	delete(g.Requests, a.Number)
	if approve {
		g.admit(a)
		t.welcomeMembers(g, q.me, "invite", a)
		return ""
	}
	t.saveGroup(g)
	t.tellMembers(g, q.me, append(t.admins(g), a), node("revoked_membership_requests", nil, participant(a, "")))
	return ""
}

// offerPlace makes an offer to somebody who can only be asked. There is one for each.
func (t *tx) offerPlace(g *group, by, a *account) joinOffer {
	if g.Offers == nil {
		g.Offers = map[string]joinOffer{}
	}
	o := joinOffer{Code: newInvite(), Admin: by.Number, Expires: t.now().Add(offerLife).Unix()}
	g.Offers[a.Number] = o
	return o
}

// checkOffer tells what is wrong with an offer that somebody shows. It is void when who has made it is not in the group
// any more.
func (t *tx) checkOffer(q groupAsk, shown stanza) *refusal {
	o, made := q.group.Offers[q.me.Number]
	admin := t.account(attrJID(shown, "admin"))
	switch {
	case !made || attrText(shown, "code") != o.Code || admin == nil || admin.Number != o.Admin:
		return refuseInvalid
	case t.unix() > o.Expires, q.group.Members[o.Admin] == "":
		return refuseGone
	}
	return nil
}

func (t *tx) lookAtOffer(q groupAsk, shown stanza) ([]stanza, *refusal) {
	if why := t.checkOffer(q, shown); why != nil {
		return nil, why
	}
	return []stanza{t.groupNode(q.group)}, nil
}

// acceptOffer joins a group that somebody was asked to join.
func (t *tx) acceptOffer(q groupAsk) ([]stanza, *refusal) {
	g := q.group
	if why := t.checkOffer(q, q.request); why != nil {
		return nil, why
	}
	if len(g.Members) >= maxMembers {
		return nil, refuseFull
	}
	g.admit(q.me)
	t.welcomeMembers(g, q.me, "invite", q.me)
	return []stanza{node("group", attrs{"jid": g.jid()})}, nil
}
