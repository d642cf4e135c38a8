package proxypool

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"wpengine/engine/seal"
)

// sealer encrypts the addresses of proxies, which hold their credentials.
type sealer struct {
	addresses *seal.Sealer
	identity  []byte // the key of identities
}

func newSealer(secret []byte) (*sealer, error) {
	addresses, err := seal.New(secret, "wpengine proxy address")
	if err != nil {
		return nil, fmt.Errorf("proxypool: %w", err)
	}
	identity, err := seal.Key(secret, "wpengine proxy identity")
	if err != nil {
		return nil, fmt.Errorf("proxypool: %w", err)
	}
	return &sealer{addresses, identity}, nil
}

func (s *sealer) seal(id, text string) []byte { return s.addresses.Seal(id, text) }

func (s *sealer) open(id string, sealed []byte) (string, error) { return s.addresses.Open(id, sealed) }

// fingerprint is an identity as it is kept: equal for equal ones, and telling nothing else.
func (s *sealer) fingerprint(identity string) string {
	mac := hmac.New(sha256.New, s.identity)
	mac.Write([]byte(identity))
	return hex.EncodeToString(mac.Sum(nil))
}
