package proxypool

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// sealer encrypts the addresses of proxies, which hold their credentials, with AES-256-GCM. What is
// sealed names the proxy it was sealed for, so that a row's address can't be put into another row.
type sealer struct {
	aead     cipher.AEAD
	identity []byte // the key of identities
}

// errSealed says that an address can't be read with this key.
var errSealed = errors.New("it was not encrypted with this data folder's secret.key; put back the file that belongs to the database")

func newSealer(secret []byte) (*sealer, error) {
	if len(secret) < 32 {
		return nil, fmt.Errorf("proxypool: the secret has %d bytes, and needs 32", len(secret))
	}
	sealing, err := hkdf.Key(sha256.New, secret, nil, "wpengine proxy address", 32)
	if err != nil {
		return nil, fmt.Errorf("proxypool: derive a key: %w", err)
	}
	identity, err := hkdf.Key(sha256.New, secret, nil, "wpengine proxy identity", 32)
	if err != nil {
		return nil, fmt.Errorf("proxypool: derive a key: %w", err)
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return nil, fmt.Errorf("proxypool: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("proxypool: %w", err)
	}
	return &sealer{aead: aead, identity: identity}, nil
}

func (s *sealer) seal(id, text string) []byte {
	return s.aead.Seal(nil, nil, []byte(text), []byte(id))
}

func (s *sealer) open(id string, sealed []byte) (string, error) {
	text, err := s.aead.Open(nil, nil, sealed, []byte(id))
	if err != nil {
		return "", errSealed
	}
	return string(text), nil
}

// fingerprint is an identity as it is kept: equal for equal ones, and telling nothing else.
func (s *sealer) fingerprint(identity string) string {
	mac := hmac.New(sha256.New, s.identity)
	mac.Write([]byte(identity))
	return hex.EncodeToString(mac.Sum(nil))
}
