package sandbox

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/curve25519"
)

// noisePattern is exactly 32 bytes long, so by the rules of Noise it is the first hash, the first
// chaining key and the first cipher key at once.
const noisePattern = "Noise_XX_25519_AESGCM_SHA256\x00\x00\x00\x00"

// noise is the symmetric state of the responder's side of Noise XX. The library's own
// socket.NoiseHandshake can't serve here: its Finish hands out the keys in the client's order.
type noise struct {
	hash, chain []byte
	cipher      counter
}

func newNoise(prologue []byte) (*noise, error) {
	n := &noise{hash: []byte(noisePattern), chain: []byte(noisePattern)}
	if err := n.cipher.rekey(n.hash); err != nil {
		return nil, err
	}
	n.mixHash(prologue)
	return n, nil
}

func (n *noise) mixHash(data []byte) {
	h := sha256.New()
	h.Write(n.hash)
	h.Write(data)
	n.hash = h.Sum(nil)
}

// mixDH mixes the Diffie-Hellman secret of the two keys into the chaining key.
func (n *noise) mixDH(private, public []byte) error {
	secret, err := curve25519.X25519(private, public)
	if err != nil {
		return err
	}
	chain, key, err := expandPair(n.chain, secret)
	if err != nil {
		return err
	}
	n.chain = chain
	return n.cipher.rekey(key)
}

func (n *noise) encrypt(plain []byte) []byte {
	sealed := n.cipher.seal(plain, n.hash)
	n.mixHash(sealed)
	return sealed
}

func (n *noise) decrypt(sealed []byte) ([]byte, error) {
	plain, err := n.cipher.open(sealed, n.hash)
	if err != nil {
		return nil, err
	}
	n.mixHash(sealed)
	return plain, nil
}

// split ends the handshake: one cipher for each direction.
func (n *noise) split() (fromClient, toClient counter, err error) {
	a, b, err := expandPair(n.chain, nil)
	if err != nil {
		return counter{}, counter{}, err
	}
	if err := fromClient.rekey(a); err != nil {
		return counter{}, counter{}, err
	}
	return fromClient, toClient, toClient.rekey(b)
}

// counter is AES-GCM whose nonce counts the messages since the last key.
type counter struct {
	aead  cipher.AEAD
	count uint32
}

func (c *counter) rekey(key []byte) error {
	aead, err := newGCM(key)
	if err != nil {
		return err
	}
	c.aead, c.count = aead, 0
	return nil
}

func (c *counter) nonce() []byte {
	nonce := make([]byte, 12)
	binary.BigEndian.PutUint32(nonce[8:], c.count)
	return nonce
}

func (c *counter) seal(plain, extra []byte) []byte {
	sealed := c.aead.Seal(nil, c.nonce(), plain, extra)
	c.count++
	return sealed
}

func (c *counter) open(sealed, extra []byte) ([]byte, error) {
	plain, err := c.aead.Open(nil, c.nonce(), sealed, extra)
	if err != nil {
		return nil, err
	}
	c.count++
	return plain, nil
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("AES key: %w", err)
	}
	return cipher.NewGCM(block)
}

// expandPair is HKDF-SHA256 without info, cut into two keys.
func expandPair(salt, secret []byte) (first, second []byte, err error) {
	out, err := hkdf.Key(sha256.New, secret, salt, "", 64)
	if err != nil {
		return nil, nil, err
	}
	return out[:32], out[32:], nil
}
