package sandbox

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/groups"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/state/record"
	"go.mau.fi/libsignal/util/optional"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"
)

// keyring is a phone's Signal state: its own keys, and a session with every device it has talked to. It
// is guarded by the phone's crypto lock.
//
// It plays the store of a whatsmeow device, because that already is what libsignal wants of one. The
// stores that a phone has no use for do nothing.
type keyring struct {
	store.NoopStore
	phone    *Phone
	device   *store.Device
	sessions map[string][]byte
	decoded  map[string]*record.Session // some of the sessions, as libsignal uses them
	senders  map[string][]byte          // sender keys of groups, by group and address
	shared   sharedKeys                 // who has the phone's own ones
	changed  map[rowKey]bool            // what the state doesn't have yet
}

func newKeyring(p *Phone) *keyring {
	r := &keyring{phone: p, sessions: map[string][]byte{}, decoded: map[string]*record.Session{}, senders: map[string][]byte{}, changed: map[rowKey]bool{}}
	r.shared.has = map[string]map[string]bool{}
	pn := p.account.pn()
	r.device = &store.Device{
		Log: waLog.Noop, IdentityKey: p.identity, SignedPreKey: p.signed, RegistrationID: p.account.Registration,
		ID: &pn, LID: p.account.lid(), Initialized: true,
	}
	r.device.SetAllStores(r)
	return r
}

// save writes the keys that have changed, together with what has changed them.
func (r *keyring) save(t *tx) {
	for key := range r.changed {
		data := r.sessions[key.id]
		switch key.kind {
		case kindSender:
			data = r.senders[key.id]
		case kindShared:
			data = r.shared.row(key.id)
		}
		t.putRaw(key.kind, r.rowID(key.id), data)
	}
	clear(r.changed)
}

// drop deletes everything. Whoever has waited for the crypto lock while the phone was deleted finds nothing to write.
func (r *keyring) drop(t *tx) {
	for address := range r.sessions {
		t.drop(kindSession, r.rowID(address))
	}
	for sender := range r.senders {
		t.drop(kindSender, r.rowID(sender))
	}
	for chat := range r.shared.has {
		t.drop(kindShared, r.rowID(chat))
	}
	for key := range r.changed {
		t.drop(key.kind, r.rowID(key.id))
	}
	clear(r.sessions)
	clear(r.decoded)
	clear(r.senders)
	clear(r.shared.has)
	clear(r.changed)
}

func (r *keyring) rowID(address string) string { return r.phone.account.Number + "/" + address }

// IsTrustedIdentity accepts a new identity, as a phone does that shows "security code changed".
func (r *keyring) IsTrustedIdentity(context.Context, string, [32]byte) (bool, error) {
	return true, nil
}

// GetSession implements store.SessionStore.
func (r *keyring) GetSession(_ context.Context, address string) ([]byte, error) {
	return r.sessions[address], nil
}

// HasSession implements store.SessionStore.
func (r *keyring) HasSession(_ context.Context, address string) (bool, error) {
	return r.sessions[address] != nil, nil
}

// PutSession implements store.SessionStore.
func (r *keyring) PutSession(_ context.Context, address string, s []byte) error {
	r.sessions[address], r.changed[rowKey{kindSession, address}] = s, true
	return nil
}

// GetSenderKey implements store.SenderKeyStore.
func (r *keyring) GetSenderKey(_ context.Context, group, address string) ([]byte, error) {
	return r.senders[group+"/"+address], nil
}

// PutSenderKey implements store.SenderKeyStore.
func (r *keyring) PutSenderKey(_ context.Context, group, address string, key []byte) error {
	id := group + "/" + address
	r.senders[id], r.changed[rowKey{kindSender, id}] = key, true
	return nil
}

// GetAppStateSyncKey implements store.AppStateSyncKeyStore.
func (r *keyring) GetAppStateSyncKey(context.Context, []byte) (*store.AppStateSyncKey, error) {
	a := r.phone.account
	return &store.AppStateSyncKey{Data: a.AppKey, Timestamp: a.AppKeyTime}, nil
}

// decrypt opens one <enc> from a device; chat is the group it was sent in, if it was.
func (r *keyring) decrypt(enc stanza, from, chat types.JID) (message *waE2E.Message, err error) {
	defer func() {
		if p := recover(); p != nil { // the library trusts lengths in what it is sent
			message, err = nil, fmt.Errorf("decrypt: %v", p)
		}
		if err != nil {
			r.forget(from)
		}
	}()
	ctx, address, serializer := context.Background(), from.SignalAddress(), store.SignalProtobufSerializer
	cipher := session.NewCipher(session.NewBuilderFromSignal(r.signalStore(), address, serializer), address)
	var padded []byte
	switch kind := attrText(enc, "type"); kind {
	case "pkmsg":
		m, err := protocol.NewPreKeySignalMessageFromBytes(contentBytes(enc), serializer.PreKeySignalMessage, serializer.SignalMessage)
		if err != nil {
			return nil, err
		}
		if padded, err = cipher.DecryptMessage(ctx, m); err != nil {
			return nil, err
		}
	case "msg":
		m, err := protocol.NewSignalMessageFromBytes(contentBytes(enc), serializer.SignalMessage)
		if err != nil {
			return nil, err
		}
		if padded, err = cipher.Decrypt(ctx, m); err != nil {
			return nil, err
		}
	case "skmsg":
		if padded, err = r.decryptGroup(ctx, contentBytes(enc), protocol.NewSenderKeyName(chat.String(), address)); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("encryption %q", kind)
	}
	clear, err := unpad(padded)
	if err != nil {
		return nil, err
	}
	message = &waE2E.Message{}
	if err := proto.Unmarshal(clear, message); err != nil {
		return nil, err
	}
	if key := message.GetSenderKeyDistributionMessage(); key != nil && many(chat) {
		message.SenderKeyDistributionMessage = nil
		return message, r.learnSender(ctx, key, protocol.NewSenderKeyName(chat.String(), address))
	}
	return message, nil
}

func (r *keyring) decryptGroup(ctx context.Context, raw []byte, name *protocol.SenderKeyName) ([]byte, error) {
	serializer := store.SignalProtobufSerializer
	m, err := protocol.NewSenderKeyMessageFromBytes(raw, serializer.SenderKeyMessage)
	if err != nil {
		return nil, err
	}
	return groups.NewGroupCipher(groups.NewGroupSessionBuilder(r.device, serializer), name, r.device).Decrypt(ctx, m)
}

// learnSender takes the key with which somebody encrypts in a group.
func (r *keyring) learnSender(ctx context.Context, key *waE2E.SenderKeyDistributionMessage, name *protocol.SenderKeyName) error {
	serializer := store.SignalProtobufSerializer
	m, err := protocol.NewSenderKeyDistributionMessageFromBytes(key.GetAxolotlSenderKeyDistributionMessage(), serializer.SenderKeyDistributionMessage)
	if err != nil {
		return err
	}
	return groups.NewGroupSessionBuilder(r.device, serializer).Process(ctx, name, m)
}

// encrypt makes one <enc> for a device. With a bundle it begins a new session.
func (r *keyring) encrypt(message *waE2E.Message, to types.JID, b *bundle) (enc stanza, err error) {
	defer func() {
		if err != nil {
			r.forget(to)
		}
	}()
	clear, err := proto.Marshal(message)
	if err != nil {
		return stanza{}, err
	}
	ctx, address, serializer := context.Background(), to.SignalAddress(), store.SignalProtobufSerializer
	builder := session.NewBuilderFromSignal(r.signalStore(), address, serializer)
	if b != nil {
		keys, err := b.signal()
		if err != nil {
			return stanza{}, err
		}
		if err := builder.ProcessBundle(ctx, keys); err != nil {
			return stanza{}, fmt.Errorf("open a session with %s: %w", to, err)
		}
	}
	sealed, err := session.NewCipher(builder, address).Encrypt(ctx, pad(clear))
	if err != nil {
		return stanza{}, fmt.Errorf("encrypt for %s: %w", to, err)
	}
	kind := "msg"
	if sealed.Type() == protocol.PREKEY_TYPE {
		kind = "pkmsg"
	}
	return stanza{Tag: "enc", Attrs: attrs{"v": "2", "type": kind}, Content: sealed.Serialize()}, nil
}

func (r *keyring) hasSession(with types.JID) bool {
	return r.sessions[with.SignalAddress().String()] != nil
}

// signal gives the bundle in libsignal's form.
func (b *bundle) signal() (*prekey.Bundle, error) {
	if len(b.registration) != 4 || len(b.signedID) != 3 || len(b.signed) != 32 || len(b.signature) != 64 || len(b.identity) != 32 {
		return nil, errors.New("the device has no usable keys")
	}
	id, oneTime := optional.NewEmptyUint32(), ecc.ECPublicKeyable(nil)
	if b.oneTime != nil {
		id = optional.NewOptionalUint32(uint24(b.oneTime.id()))
		oneTime = ecc.NewDjbECPublicKey([32]byte(b.oneTime.key()))
	}
	return prekey.NewBundle(binary.BigEndian.Uint32(b.registration), uint32(b.device.Device), id, uint24(b.signedID), oneTime,
		ecc.NewDjbECPublicKey([32]byte(b.signed)), [64]byte(b.signature),
		identity.NewKey(ecc.NewDjbECPublicKey([32]byte(b.identity)))), nil
}

// pad appends 1 to 15 bytes, each of which tells how many there are.
func pad(text []byte) []byte {
	n := randomBytes(1)[0] & 15
	if n == 0 {
		n = 15
	}
	return append(text, bytes.Repeat([]byte{n}, int(n))...)
}

func unpad(text []byte) ([]byte, error) {
	if len(text) == 0 {
		return nil, errors.New("an empty message")
	}
	n := int(text[len(text)-1])
	if n == 0 || n > len(text) {
		return nil, errors.New("bad padding")
	}
	return text[:len(text)-n], nil
}
