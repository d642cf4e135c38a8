package sandbox

import (
	"encoding/binary"
	"slices"

	"go.mau.fi/whatsmeow/types"
)

const (
	// minPreKeys is where a client uploads new ones; it only does when it hears of fewer.
	minPreKeys = 5
	// maxPreKeys is what one device may leave here.
	maxPreKeys = 2000
	// firstCount is how many pre-keys the network pretends to have of a new device. A client that hears
	// of none makes 812, which takes it most of a second; this makes it upload 50.
	firstCount = 50
)

// publicPreKey is a one-time key: id (3 bytes) and key (32 bytes).
type publicPreKey [35]byte

func newPublicPreKey(id, key []byte) (publicPreKey, bool) {
	var k publicPreKey
	if len(id) != 3 || len(key) != 32 {
		return k, false
	}
	copy(k[:3], id)
	copy(k[3:], key)
	return k, true
}

func (k publicPreKey) id() []byte  { return k[:3] }
func (k publicPreKey) key() []byte { return k[3:] }

// handlePreKeys counts, stores and hands out pre-keys.
func (t *tx) handlePreKeys(c *conn, s *stanza) {
	d := c.device
	keys, asksKeys := child(s, "key")
	switch {
	case attrText(*s, "type") == "set":
		t.uploadPreKeys(d, s)
		t.send(c, iqResult(s))
	case has(s, "count"):
		count := len(d.preKeys)
		if count == 0 && !d.asked {
			count = firstCount
		}
		d.asked = true
		t.send(c, iqResult(s, node("count", attrs{"value": count})))
	case asksKeys:
		var users []stanza
		for _, user := range keys.GetChildren() {
			if jid := attrJID(user, "jid"); !jid.IsEmpty() {
				users = append(users, t.bundleNode(jid))
			}
		}
		t.send(c, iqResult(s, node("list", nil, users...)))
	default:
		t.send(c, iqError(s, 400, "bad-request"))
	}
}

// uploadPreKeys takes new one-time keys, and a new signed key if there is one. The row of the keys is
// written here alone: handing one out only moves a number in the device's row.
func (t *tx) uploadPreKeys(d *device, s *stanza) {
	list, _ := child(s, "list")
	for _, item := range list.GetChildren() {
		key, ok := newPublicPreKey(childBytes(&item, "id"), childBytes(&item, "value"))
		if ok && len(d.preKeys) < maxPreKeys {
			d.preKeys = append(d.preKeys, key)
		}
	}
	if signed, ok := child(s, "skey"); ok {
		d.SignedID = childBytes(&signed, "id")
		d.SignedKey = childBytes(&signed, "value")
		d.SignedSignature = childBytes(&signed, "signature")
	}
	if r := childBytes(s, "registration"); len(r) == 4 {
		d.Registration = r
	}
	d.warned, d.PreKeysUsed = false, 0
	var row []byte
	for _, key := range d.preKeys {
		row = append(row, key[:]...)
	}
	t.putRaw(kindPreKeys, d.rowID(), row)
	t.saveDevice(d)
}

// takePreKey hands out a one-time key, if any is left, and asks the device for more in time. A session
// opens without one too.
func (t *tx) takePreKey(d *device) (publicPreKey, bool) {
	t.insist(d.owner)
	if len(d.preKeys) == 0 {
		t.askPreKeys(d)
		return publicPreKey{}, false
	}
	key := d.preKeys[0]
	d.preKeys = d.preKeys[1:]
	d.PreKeysUsed++
	t.saveDevice(d)
	t.askPreKeys(d)
	return key, true
}

// askPreKeys tells a device that it has few pre-keys left, once.
func (t *tx) askPreKeys(d *device) {
	if len(d.preKeys) >= minPreKeys || d.warned {
		return
	}
	d.warned = true
	t.deliver(d, t.notification("encrypt", types.ServerJID, nil, node("count", attrs{"value": len(d.preKeys)})))
}

// bundle is what is needed to open a session with a device.
type bundle struct {
	device               types.JID
	registration         []byte
	identity             []byte
	oneTime              *publicPreKey
	signedID, signed     []byte
	signature            []byte
	signedDeviceIdentity []byte // of linked devices
}

// takeBundle gives the bundle of a device or a phone, with a one-time key that nobody else gets.
func (t *tx) takeBundle(jid types.JID) (bundle, bool) {
	a := t.account(jid)
	if a == nil {
		return bundle{}, false
	}
	if jid.Device == 0 {
		return a.phone.bundle(jid), true
	}
	d := a.devices[jid.Device]
	if d == nil {
		return bundle{}, false
	}
	b := bundle{
		device: jid, registration: d.Registration, identity: d.Identity,
		signedID: d.SignedID, signed: d.SignedKey, signature: d.SignedSignature, signedDeviceIdentity: d.Signature,
	}
	if key, ok := t.takePreKey(d); ok {
		b.oneTime = &key
	}
	return b, true
}

// bundleNode answers for one user of a request for keys. The address must come back exactly as it was
// asked for: the client skips a device silently when it doesn't find it under that.
func (t *tx) bundleNode(jid types.JID) stanza {
	b, ok := t.takeBundle(jid)
	if !ok {
		return node("user", attrs{"jid": jid, "t": t.unix()}, node("error", attrs{"code": 404, "text": "item-not-found"}))
	}
	children := b.identityNodes()
	if b.oneTime != nil {
		children = append(children, node("key", nil, leaf("id", b.oneTime.id()), leaf("value", b.oneTime.key())))
	}
	children = append(children, b.signedNode())
	if b.signedDeviceIdentity != nil {
		children = append(children, leaf("device-identity", b.signedDeviceIdentity))
	}
	return node("user", attrs{"jid": jid, "t": t.unix()}, children...)
}

func (b bundle) identityNodes() []stanza {
	return []stanza{leaf("registration", b.registration), leaf("type", []byte{5}), leaf("identity", slices.Clone(b.identity))}
}

func (b bundle) signedNode() stanza {
	return node("skey", nil, leaf("id", b.signedID), leaf("value", b.signed), leaf("signature", b.signature))
}

func bytes32(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }

// bytes24 is how the ids of keys travel.
func bytes24(v uint32) []byte { return bytes32(v)[1:] }

func uint24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }
