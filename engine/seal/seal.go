// Package seal encrypts what the database keeps and nobody may read who has a copy of it: the addresses of proxies, with
// their credentials, and the secrets of authenticator apps.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Sealer encrypts with AES-256-GCM. What is sealed names the row that it was sealed for, so that it can't be put into
// another.
type Sealer struct{ aead cipher.AEAD }

// ErrKey says that something can't be read with this key.
var ErrKey = errors.New("it was not encrypted with this data folder's secret.key; put back the file that belongs to the database")

// Key derives a key from the data folder's secret that is for one purpose and tells nothing of those for others.
func Key(secret []byte, purpose string) ([]byte, error) {
	if len(secret) < 32 {
		return nil, fmt.Errorf("seal: the secret has %d bytes, and needs 32", len(secret))
	}
	key, err := hkdf.Key(sha256.New, secret, nil, purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("seal: derive a key: %w", err)
	}
	return key, nil
}

// New returns the Sealer for a purpose.
func New(secret []byte, purpose string) (*Sealer, error) {
	key, err := Key(secret, purpose)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return &Sealer{aead}, nil
}

// Seal encrypts a text for the row with an id.
func (s *Sealer) Seal(id, text string) []byte { return s.aead.Seal(nil, nil, []byte(text), []byte(id)) }

// Open reads what was sealed for the row with an id, or returns ErrKey.
func (s *Sealer) Open(id string, sealed []byte) (string, error) {
	text, err := s.aead.Open(nil, nil, sealed, []byte(id))
	if err != nil {
		return "", ErrKey
	}
	return string(text), nil
}
