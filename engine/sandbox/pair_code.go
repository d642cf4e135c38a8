package sandbox

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
)

const (
	codeShown  = 3 * time.Minute
	codeRounds = 2 << 16 // of PBKDF2
	wrapped    = 80      // salt 32, IV 16, key 32
)

// What can go wrong with a pairing code.
var (
	ErrNoCode    = errors.New("no client waits for a pairing code of this number, or the code has expired")
	ErrWrongCode = errors.New("the pairing code is wrong; the client must ask for a new one")
)

// codeOffer is a client that waits for its code to be typed on a phone.
type codeOffer struct {
	conn     *conn
	number   string
	ref      []byte
	wrapped  []byte // the client's ephemeral key, encrypted with the code
	expires  time.Time
	finished chan codeFinish // one value
}

// codeFinish is the client's answer to the phone.
type codeFinish struct {
	bundle   []byte // its identity and a random value, encrypted with what both sides know by now
	identity []byte
}

// handleLinkCode takes the two steps of a client that is linked by a code.
func (t *tx) handleLinkCode(c *conn, s *stanza) {
	request, _ := child(s, "link_code_companion_reg")
	switch attrText(request, "stage") {
	case "companion_hello":
		t.offerCode(c, s, request)
	case "companion_finish":
		offer := c.code
		if offer == nil || !bytes.Equal(childBytes(&request, "link_code_pairing_ref"), offer.ref) {
			t.send(c, iqError(s, 400, "bad-request"))
			return
		}
		c.code = nil
		t.send(c, iqResult(s))
		offer.finished <- codeFinish{
			bundle:   childBytes(&request, "link_code_pairing_wrapped_key_bundle"),
			identity: childBytes(&request, "companion_identity_public"),
		}
	default:
		t.send(c, iqError(s, 400, "bad-request"))
	}
}

func (t *tx) offerCode(c *conn, s *stanza, request stanza) {
	a := t.account(attrJID(request, "jid"))
	key := childBytes(&request, "link_code_pairing_wrapped_companion_ephemeral_pub")
	switch {
	case a == nil:
		t.send(c, iqError(s, 404, "item-not-found"))
		return
	case len(key) != wrapped:
		t.send(c, iqError(s, 400, "bad-request"))
		return
	}
	offer := &codeOffer{
		conn: c, number: a.Number, ref: randomBytes(24), wrapped: key,
		expires: t.now().Add(codeShown), finished: make(chan codeFinish, 1),
	}
	c.code, t.offers[a.Number] = offer, offer
	t.send(c, iqResult(s, node("link_code_companion_reg", attrs{"stage": "companion_hello"}, leaf("link_code_pairing_ref", offer.ref))))
}

// EnterPairCode links the client that shows the code, as a person does who types it into the phone. A
// wrong code spends the attempt: the network can't tell it from the right one before the client has
// answered.
func (p *Phone) EnterPairCode(ctx context.Context, code string) (types.JID, error) {
	code = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(code), "-", ""))
	offer := p.takeOffer()
	if offer == nil {
		return types.JID{}, ErrNoCode
	}
	theirs, err := cryptWithCode(code, offer.wrapped[:32], offer.wrapped[32:48], offer.wrapped[48:])
	if err != nil {
		return types.JID{}, err
	}
	ours := keys.NewKeyPair()
	salt, iv := randomBytes(32), randomBytes(16)
	sealed, err := cryptWithCode(code, salt, iv, ours.Pub[:])
	if err != nil {
		return types.JID{}, err
	}
	p.net.update(func(t *tx) {
		t.send(offer.conn, t.codeHello(offer, slices.Concat(salt, iv, sealed), p.identity.Pub[:]))
	})
	ctx, cancel := context.WithTimeout(ctx, signTimeout)
	defer cancel()
	select {
	case finish := <-offer.finished:
		adv, err := p.deriveSecret(ours, theirs, finish)
		if err != nil {
			return types.JID{}, err
		}
		return p.link(ctx, offer.conn, finish.identity, adv)
	case <-offer.conn.ctx.Done():
		return types.JID{}, ErrNoAnswer
	case <-ctx.Done():
		return types.JID{}, ErrNoAnswer
	}
}

// takeOffer takes the client off display: a second attempt needs a second code.
func (p *Phone) takeOffer() *codeOffer {
	p.net.mu.Lock()
	defer p.net.mu.Unlock()
	offer := p.net.offers[p.account.Number]
	delete(p.net.offers, p.account.Number)
	if offer == nil || p.net.now().After(offer.expires) || offer.conn.ctx.Err() != nil {
		return nil
	}
	return offer
}

func (t *tx) codeHello(offer *codeOffer, key, identity []byte) stanza {
	return t.notification("link_code_companion_reg", types.ServerJID, nil,
		node("link_code_companion_reg", attrs{"stage": "primary_hello"},
			leaf("link_code_pairing_ref", offer.ref),
			leaf("link_code_pairing_wrapped_primary_ephemeral_pub", key),
			leaf("primary_identity_pub", identity)))
}

// deriveSecret opens the client's answer, which only works if both used the same code, and derives the
// secret that stands in a QR code otherwise.
func (p *Phone) deriveSecret(ours *keys.KeyPair, theirs []byte, finish codeFinish) ([]byte, error) {
	const saltSize, nonceSize = 32, 12
	if len(finish.bundle) < saltSize+nonceSize || len(finish.identity) != 32 {
		return nil, ErrWrongCode
	}
	shared, err := curve25519.X25519(ours.Priv[:], theirs)
	if err != nil {
		return nil, ErrWrongCode // not a key: decrypted with another code
	}
	key, err := hkdf.Key(sha256.New, shared, finish.bundle[:saltSize], "link_code_pairing_key_bundle_encryption_key", 32)
	if err != nil {
		return nil, err
	}
	aead, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	content, err := aead.Open(nil, finish.bundle[saltSize:saltSize+nonceSize], finish.bundle[saltSize+nonceSize:], nil)
	if err != nil || len(content) != 96 {
		return nil, ErrWrongCode
	}
	if !bytes.Equal(content[:32], finish.identity) || !bytes.Equal(content[32:64], p.identity.Pub[:]) {
		return nil, ErrWrongCode
	}
	identities, err := curve25519.X25519(p.identity.Priv[:], finish.identity)
	if err != nil {
		return nil, err
	}
	return hkdf.Key(sha256.New, slices.Concat(shared, identities, content[64:]), nil, "adv_secret", 32)
}

// cryptWithCode encrypts or decrypts with a key made from the code; both are the same operation.
func cryptWithCode(code string, salt, iv, in []byte) ([]byte, error) {
	key, err := pbkdf2.Key(sha256.New, code, salt, codeRounds, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(in))
	cipher.NewCTR(block, iv).XORKeyStream(out, in)
	return out, nil
}
