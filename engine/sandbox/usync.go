package sandbox

import (
	"strconv"
	"strings"

	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// usyncQuery is what a client wants to know about users.
type usyncQuery struct {
	asker       *device
	want        map[string]bool // contact, devices, lid, status, picture …
	contactsLID bool            // contacts are to be answered by LID
	noLID       bool            // FaultMissingLID
}

// handleUsync answers a look-up of users: whether they exist, who they are, which devices they have.
func (t *tx) handleUsync(c *conn, s *stanza) {
	usync, _ := child(s, "usync")
	query, _ := child(&usync, "query")
	list, _ := child(&usync, "list")
	q := usyncQuery{asker: c.device, want: map[string]bool{}}
	for _, part := range query.GetChildren() {
		q.want[part.Tag] = true
		if part.Tag == "contact" && attrText(part, "addressing_mode") == "lid" {
			q.contactsLID = true
		}
	}
	q.noLID = (q.want["lid"] || q.contactsLID) && c.device.faults.take(FaultMissingLID)
	var users []stanza
	seen := map[types.JID]bool{}
	for _, user := range list.GetChildren() {
		jid, number := userOf(user)
		if q.want["bot"] && t.account(jid) == nil {
			continue // the library takes it for granted that a bot that is answered for has a name
		}
		if !seen[jid] {
			seen[jid] = true
			users = append(users, t.usyncUser(q, jid, number))
		}
	}
	t.send(c, iqResult(s, node("usync", attrs{
		"sid": attrText(usync, "sid"), "index": "0", "last": "true",
		"mode": attrText(usync, "mode"), "context": attrText(usync, "context"),
	}, node("result", nil), node("list", nil, users...))))
}

// userOf reads whom a client asks for: by address, or by number, which then comes back with the answer.
func userOf(user stanza) (jid types.JID, number []byte) {
	if jid = attrJID(user, "jid"); jid.IsEmpty() {
		number = childBytes(&user, "contact")
		jid = numberJID(string(number))
	}
	return jid, number
}

// numberJID reads a number as contacts are asked for: +15550000001 or 15550000001@c.us.
func numberJID(text string) types.JID {
	number, _, _ := strings.Cut(text, "@")
	return types.NewJID(strings.TrimPrefix(number, "+"), types.DefaultUserServer)
}

// usyncUser answers for one user. The address comes back with the server part that it was asked with,
// because the client derives the devices' addresses from it. A contact looked up by number gets both.
func (t *tx) usyncUser(q usyncQuery, jid types.JID, number []byte) stanza {
	a := t.account(jid)
	at := attrs{"jid": jid}
	if number != nil && q.contactsLID && !q.noLID {
		at = attrs{"pn_jid": jid}
		if a != nil {
			at["jid"] = a.lid()
		}
	}
	var children []stanza
	if q.want["contact"] {
		found := "in"
		if a == nil {
			found = "out"
		}
		children = append(children, stanza{Tag: "contact", Attrs: attrs{"type": found}, Content: number})
	}
	if a == nil {
		return node("user", at, children...)
	}
	if q.want["devices"] {
		t.watch(a, q.asker)
		children = append(children, t.deviceList(a, jid.Server))
	}
	if q.want["lid"] && !q.noLID {
		children = append(children, node("lid", attrs{"val": a.lid()}))
	}
	if q.want["business"] && a.Business != nil {
		children = append(children, node("business", nil, a.Business.verifiedName()))
	}
	if q.want["status"] {
		children = append(children, a.about(q.asker.owner))
	}
	if q.want["disappearing_mode"] {
		children = append(children, a.timer())
	}
	if q.want["picture"] && a.Avatar != nil && a.shows(types.PrivacySettingTypeProfile, q.asker.owner) {
		children = append(children, node("picture", attrs{"id": a.Avatar.ID}))
	}
	return node("user", at, children...)
}

func (t *tx) deviceList(a *account, server string) stanza {
	var devices []stanza
	for _, jid := range a.deviceJIDs(server) {
		at := attrs{"id": strconv.Itoa(int(jid.Device))}
		if d := a.devices[jid.Device]; d != nil {
			at["key-index"] = strconv.Itoa(int(d.KeyIndex))
		}
		devices = append(devices, node("device", at))
	}
	index := stanza{Tag: "key-index-list", Attrs: attrs{"ts": t.unix()}, Content: t.keyIndexes(a)}
	return node("devices", nil, node("device-list", nil, devices...), index)
}

// keyIndexes lists the account's valid device keys. A real phone signs the list; the library doesn't
// look at it, so this one isn't signed.
func (t *tx) keyIndexes(a *account) []byte {
	list := &waAdv.ADVKeyIndexList{
		RawID: &a.RawID, Timestamp: proto.Uint64(uint64(t.unix())), CurrentIndex: proto.Uint32(a.NextIndex - 1),
	}
	for _, jid := range a.deviceJIDs(types.DefaultUserServer)[1:] {
		list.ValidIndexes = append(list.ValidIndexes, a.devices[jid.Device].KeyIndex)
	}
	details, err := proto.Marshal(list)
	if err != nil {
		return nil
	}
	signed, err := proto.Marshal(&waAdv.ADVSignedKeyIndexList{Details: details})
	if err != nil {
		return nil
	}
	return signed
}
