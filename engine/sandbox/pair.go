package sandbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

const (
	// codesShown is how many QR codes a client gets at once. It shows the first for a minute and each of
	// the others for twenty seconds.
	codesShown       = 6
	firstShown       = 60 * time.Second
	othersShown      = 20 * time.Second
	scanLeeway       = 10 * time.Second // a person has the code on the phone's screen a little longer
	signTimeout      = 20 * time.Second // for the client to answer
	platform         = "android"        // of the phones
	businessPlatform = "smba"           // of those of businesses
	accountProof     = 0                // second byte of what the account signs
	deviceProof      = 1                // and of what the device signs
)

// What can go wrong while a phone links a client.
var (
	ErrNotQR          = errors.New("this is not the text of a WhatsApp QR code")
	ErrQRExpired      = errors.New("the QR code has expired, or its client has gone")
	ErrQRForged       = errors.New("the QR code doesn't belong to the client that shows it")
	ErrBusy           = errors.New("a phone is linking this client already")
	ErrTooManyDevices = fmt.Errorf("the phone has %d linked devices already: unlink one first", maxDevices)
	ErrRefused        = errors.New("the client has refused to be linked")
	ErrNoAnswer       = errors.New("the client has gone or doesn't answer")
)

// qrRef is a QR code on display.
type qrRef struct {
	conn    *conn
	expires time.Time
}

// pairing is a phone linking a client: from pair-success until the client has signed.
type pairing struct {
	device *device
	iqID   string
	done   chan error // one result
}

// showCodes gives a client that is not linked the references that its QR codes begin with.
func (t *tx) showCodes(c *conn) {
	expires := t.now().Add(firstShown + scanLeeway)
	var refs []stanza
	for range codesShown {
		// The client cuts the code at commas and hash signs.
		ref := "2@" + base64.RawURLEncoding.EncodeToString(randomBytes(48))
		t.refs[ref] = qrRef{c, expires}
		c.refs = append(c.refs, ref)
		refs = append(refs, leaf("ref", []byte(ref)))
		expires = expires.Add(othersShown)
	}
	t.send(c, t.iqSet(t.newID(), node("pair-device", nil, refs...)))
}

// endOffers withdraws what a client that isn't linked has on display, and ends a pairing.
func (t *tx) endOffers(c *conn) {
	for _, ref := range c.refs {
		delete(t.refs, ref)
	}
	c.refs = nil
	if c.code != nil && t.offers[c.code.number] == c.code {
		delete(t.offers, c.code.number)
	}
	if c.pairing != nil {
		c.pairing.done <- ErrNoAnswer
		c.pairing = nil
	}
}

// qrCode is what stands in a QR code.
type qrCode struct {
	ref                     string
	noiseKey, identity, adv []byte
}

// parseQR reads the text of a QR code: REF,NOISE KEY,IDENTITY,SECRET[,CLIENT], since 2026 behind
// https://wa.me/settings/linked_devices#.
func parseQR(text string) (qrCode, error) {
	if at := strings.LastIndexByte(text, '#'); at >= 0 {
		text = text[at+1:]
	}
	parts := strings.Split(strings.TrimSpace(text), ",")
	if len(parts) < 4 {
		return qrCode{}, ErrNotQR
	}
	code := qrCode{ref: parts[0]}
	for i, field := range []*[]byte{&code.noiseKey, &code.identity, &code.adv} {
		key, err := base64.StdEncoding.DecodeString(parts[i+1])
		if err != nil || len(key) != 32 {
			return qrCode{}, ErrNotQR
		}
		*field = key
	}
	return code, nil
}

// ScanQR links the client that shows the code, as a person does under Linked devices. It returns the
// device's address when the client has confirmed.
func (p *Phone) ScanQR(ctx context.Context, qr string) (types.JID, error) {
	code, err := parseQR(qr)
	if err != nil {
		return types.JID{}, err
	}
	p.net.mu.Lock()
	ref, ok := p.net.refs[code.ref]
	p.net.mu.Unlock()
	if !ok || p.net.now().After(ref.expires) {
		return types.JID{}, ErrQRExpired
	}
	if !bytes.Equal(ref.conn.noiseKey[:], code.noiseKey) {
		return types.JID{}, ErrQRForged
	}
	return p.link(ctx, ref.conn, code.identity, code.adv)
}

// link tells a client that this phone has linked it, and waits until the client has signed.
func (p *Phone) link(ctx context.Context, c *conn, identity, adv []byte) (types.JID, error) {
	registration := c.payload.GetDevicePairingData()
	if !bytes.Equal(registration.GetEIdent(), identity) {
		return types.JID{}, ErrQRForged
	}
	if err := verify(identity, registration.GetESkeySig(), []byte{5}, registration.GetESkeyVal()); err != nil {
		return types.JID{}, fmt.Errorf("the client's signed pre-key: %w", err)
	}
	d := &device{deviceRecord: deviceRecord{
		LinkedAt: p.net.now(), NoiseKey: c.noiseKey[:], Identity: identity,
		Registration: registration.GetERegid(), SignedID: registration.GetESkeyID(),
		SignedKey: registration.GetESkeyVal(), SignedSignature: registration.GetESkeySig(),
	}}
	done, err := p.offer(c, d, adv)
	if err != nil {
		return types.JID{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, signTimeout)
	defer cancel()
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ErrNoAnswer
	}
	if err != nil {
		p.net.update(func(*tx) {
			if c.pairing != nil && c.pairing.device == d {
				c.pairing = nil
			}
		})
		return types.JID{}, err
	}
	return d.pn(), p.net.saved(ctx)
}

// offer gives the device its number and sends pair-success.
func (p *Phone) offer(c *conn, d *device, adv []byte) (<-chan error, error) {
	var err error
	done := make(chan error, 1)
	p.net.update(func(t *tx) {
		a := p.account
		switch {
		case a.off() != nil:
			err = a.off()
		case c.pairing != nil:
			err = ErrBusy
		case c.ctx.Err() != nil || c.isClosing():
			err = ErrQRExpired
		case len(a.devices) >= maxDevices:
			err = ErrTooManyDevices
		}
		if err != nil {
			return
		}
		d.ID, d.KeyIndex, d.owner = a.takeDeviceNumber(), a.NextIndex, a
		a.NextIndex++
		t.saveAccount(a)
		var container []byte
		if container, err = p.introduce(d, adv); err != nil {
			return
		}
		c.pairing = &pairing{device: d, iqID: t.newID(), done: done}
		success := []stanza{leaf("device-identity", container), node("device", attrs{"jid": d.pn(), "lid": d.lid()})}
		if a.Business == nil {
			success = append(success, node("platform", attrs{"name": platform}))
		} else {
			success = append(success, node("platform", attrs{"name": businessPlatform}), node("biz", attrs{"name": a.Business.Name}))
		}
		t.send(c, t.iqSet(c.pairing.iqID, node("pair-success", nil, success...)))
	})
	return done, err
}

// takeDeviceNumber finds a free number for a device. They are 8 bits on the wire.
func (a *account) takeDeviceNumber() uint16 {
	for {
		id := a.NextDevice
		if a.NextDevice++; a.NextDevice > 255 {
			a.NextDevice = 1
		}
		if a.devices[id] == nil {
			return id
		}
	}
}

// introduce makes the phone's statement that the device belongs to its account. The secret from the QR
// code or the pairing code proves to the client that it comes from who has seen that.
func (p *Phone) introduce(d *device, adv []byte) ([]byte, error) {
	kind := waAdv.ADVEncryptionType_E2EE.Enum()
	details, err := proto.Marshal(&waAdv.ADVDeviceIdentity{
		RawID: &p.account.RawID, Timestamp: proto.Uint64(uint64(p.net.unix())), KeyIndex: &d.KeyIndex,
		AccountType: kind, DeviceType: kind,
	})
	if err != nil {
		return nil, err
	}
	signed, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentity{
		Details: details, AccountSignatureKey: p.identity.Pub[:],
		AccountSignature: sign(p.identity, []byte{6, accountProof}, details, d.Identity),
	})
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, adv)
	mac.Write(signed)
	return proto.Marshal(&waAdv.ADVSignedDeviceIdentityHMAC{Details: signed, HMAC: mac.Sum(nil), AccountType: kind})
}

// handlePairSign takes the client's answer to pair-success and makes it a device of the account. After
// the 515 the client closes the connection by itself and logs in.
func (t *tx) handlePairSign(c *conn, s *stanza) {
	p := c.pairing
	if p == nil || attrText(*s, "id") != p.iqID {
		return
	}
	c.pairing = nil
	if err := p.accept(s); err != nil {
		p.done <- err
		return
	}
	if p.device.owner.gone {
		p.done <- ErrNoPhone
		return
	}
	t.link(p.device)
	t.endOffers(c)
	t.send(c, node("stream:error", attrs{"code": "515"}))
	p.done <- nil
}

// accept checks the client's signature and completes the device's identity with it.
func (p *pairing) accept(s *stanza) error {
	if attrText(*s, "type") != "result" {
		return ErrRefused
	}
	var identity waAdv.ADVSignedDeviceIdentity
	if err := proto.Unmarshal(childBytes(s, "pair-device-sign", "device-identity"), &identity); err != nil {
		return fmt.Errorf("the client's device identity: %w", err)
	}
	account := p.device.owner.phone.identity.Pub[:]
	err := verify(p.device.Identity, identity.GetDeviceSignature(),
		[]byte{6, deviceProof}, identity.GetDetails(), p.device.Identity, account)
	if err != nil {
		return fmt.Errorf("the client's device signature: %w", err)
	}
	identity.AccountSignatureKey = account // the client leaves it out; others need it
	p.device.Signature, err = proto.Marshal(&identity)
	return err
}

// Unlink ends one of the phone's linked devices, as a person does under Linked devices.
func (p *Phone) Unlink(ctx context.Context, device types.JID) error {
	var err error
	position := p.net.update(func(t *tx) {
		d := t.device(device)
		if d == nil || d.owner != p.account {
			err = ErrNoDevice
			return
		}
		t.unlink(d, conflict("401", "device_removed"))
	})
	if err != nil {
		return err
	}
	return p.net.journal.wait(ctx, position)
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}
