package sandbox

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"go.mau.fi/libsignal/groups"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// sharedKeys knows which devices have the key that the phone encrypts with in a chat of many, by chat. Those who
// lack it get it with the next message.
type sharedKeys struct {
	has map[string]map[string]bool // addresses of devices
}

// lacking lists the devices that must get the key first. It takes a new key when somebody has left who has the
// present one, so that they can't read what is said from now on.
func (r *keyring) lacking(chat types.JID, devices []types.JID) (lacking []types.JID) {
	name, has := chat.String(), r.shared.has[chat.String()]
	present := map[string]bool{}
	for _, jid := range devices {
		present[jid.SignalAddress().String()] = true
	}
	for address := range has {
		if !present[address] {
			r.forgetOwn(name)
			has = nil
			break
		}
	}
	for _, jid := range devices {
		if !has[jid.SignalAddress().String()] {
			lacking = append(lacking, jid)
		}
	}
	return lacking
}

// forgetOwn lets the phone make a new key for a chat.
func (r *keyring) forgetOwn(chat string) {
	id := chat + "/" + r.ownName(chat).Sender().String()
	delete(r.senders, id)
	delete(r.shared.has, chat)
	r.changed[rowKey{kindSender, id}], r.changed[rowKey{kindShared, chat}] = true, true
}

func (r *keyring) ownName(chat string) *protocol.SenderKeyName {
	return protocol.NewSenderKeyName(chat, r.phone.account.lid().SignalAddress())
}

// shareWith notes that devices have the key, because the network has taken the message that brings it to them.
func (r *keyring) shareWith(chat types.JID, s *stanza) {
	if !many(chat) {
		return
	}
	name := chat.String()
	parts, _ := child(s, "participants")
	for _, part := range parts.GetChildren() {
		if len(part.GetChildren()) == 0 {
			continue // it has the key already
		}
		if r.shared.has[name] == nil {
			r.shared.has[name] = map[string]bool{}
		}
		r.shared.has[name][attrJID(part, "jid").SignalAddress().String()] = true
		r.changed[rowKey{kindShared, name}] = true
	}
}

// row is what is written of a chat: nil, if nobody has the key.
func (s *sharedKeys) row(chat string) []byte {
	if len(s.has[chat]) == 0 {
		return nil
	}
	data, _ := json.Marshal(slices.Sorted(maps.Keys(s.has[chat])))
	return data
}

// senderKey gives the key that the phone encrypts with in a chat, in the form in which it is passed on.
func (r *keyring) senderKey(chat types.JID) (*waE2E.SenderKeyDistributionMessage, error) {
	builder := groups.NewGroupSessionBuilder(r.device, store.SignalProtobufSerializer)
	key, err := builder.Create(context.Background(), r.ownName(chat.String()))
	if err != nil {
		return nil, err
	}
	return &waE2E.SenderKeyDistributionMessage{
		GroupID: proto.String(chat.String()), AxolotlSenderKeyDistributionMessage: key.Serialize(),
	}, nil
}

// encryptShared makes the one <enc> that everybody in a chat can read who has the key.
func (r *keyring) encryptShared(message *waE2E.Message, chat types.JID) (stanza, error) {
	clear, err := proto.Marshal(message)
	if err != nil {
		return stanza{}, err
	}
	builder := groups.NewGroupSessionBuilder(r.device, store.SignalProtobufSerializer)
	sealed, err := groups.NewGroupCipher(builder, r.ownName(chat.String()), r.device).Encrypt(context.Background(), pad(clear))
	if err != nil {
		return stanza{}, err
	}
	return stanza{Tag: "enc", Attrs: attrs{"v": "2", "type": "skmsg"}, Content: sealed.SignedSerialize()}, nil
}

// sealShared encrypts a message once for all devices in a chat, and the key for it for those that lack it.
func (p *Phone) sealShared(message *waE2E.Message, chat types.JID, devices []types.JID) (parts []stanza, enc stanza, err error) {
	lacking := p.ring.lacking(chat, devices)
	key, err := p.ring.senderKey(chat)
	if err != nil {
		return nil, enc, err
	}
	if enc, err = p.ring.encryptShared(message, chat); err != nil {
		return nil, enc, err
	}
	parts = p.seal(&waE2E.Message{SenderKeyDistributionMessage: key}, lacking, form{})
	if chat == StatusJID { // the network knows from nobody else who is to get it
		for _, jid := range devices {
			if !slices.Contains(lacking, jid) {
				parts = append(parts, node("to", attrs{"jid": jid}))
			}
		}
	}
	return parts, enc, nil
}
