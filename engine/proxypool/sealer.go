package proxypool

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"wpengine/engine/seal"
)

// sealer encrypts the addresses of proxies, which hold their credentials. It seals with its first key, and opens with any.
type sealer struct{ keys []sealingKey }

type sealingKey struct {
	addresses *seal.Sealer
	identity  []byte // the key of identities
}

func newSealer(secrets [][]byte) (*sealer, error) {
	if len(secrets) == 0 {
		return nil, errors.New("proxypool: there is no secret")
	}
	s := &sealer{}
	for _, secret := range secrets {
		addresses, err := seal.New(secret, "wpengine proxy address")
		if err != nil {
			return nil, fmt.Errorf("proxypool: %w", err)
		}
		identity, err := seal.Key(secret, "wpengine proxy identity")
		if err != nil {
			return nil, fmt.Errorf("proxypool: %w", err)
		}
		s.keys = append(s.keys, sealingKey{addresses, identity})
	}
	return s, nil
}

func (s *sealer) seal(id, text string) []byte { return s.keys[0].addresses.Seal(id, text) }

func (s *sealer) open(id string, sealed []byte) (string, error) {
	text, _, err := s.openWith(id, sealed)
	return text, err
}

// openWith also says which of the keys it took: 0 is the one that seals.
func (s *sealer) openWith(id string, sealed []byte) (text string, key int, err error) {
	for i, k := range s.keys {
		if text, err = k.addresses.Open(id, sealed); err == nil {
			return text, i, nil
		}
	}
	return "", 0, err
}

// fingerprint is an identity as it is kept: equal for equal ones, and telling nothing else.
func (s *sealer) fingerprint(identity string) string {
	mac := hmac.New(sha256.New, s.keys[0].identity)
	mac.Write([]byte(identity))
	return hex.EncodeToString(mac.Sum(nil))
}
