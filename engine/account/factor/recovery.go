package factor

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// Recovery codes are ten characters of 32, 50 bits, of which none is taken for another.
const (
	recoveryCodes  = 10
	recoverySize   = 10
	recoveryLetter = "abcdefghjkmnpqrstuvwxyz023456789"
)

// newCodes returns recovery codes, as they are shown this once, and what is kept of them.
func (f *Factors) newCodes(userID string) (codes []string, hashes [][]byte) {
	for range recoveryCodes {
		random := make([]byte, recoverySize)
		_, _ = rand.Read(random) // never fails
		for i, b := range random {
			random[i] = recoveryLetter[b%32]
		}
		text := string(random)
		codes = append(codes, text[:recoverySize/2]+"-"+text[recoverySize/2:])
		hashes = append(hashes, f.hash(userID, text))
	}
	return codes, hashes
}

// hash is what is kept of a recovery code. It takes a key that isn't in the database, so that nobody who has a copy of
// that can try all codes.
func (f *Factors) hash(userID, code string) []byte {
	mac := hmac.New(sha256.New, f.recovery)
	mac.Write([]byte(userID + " " + code))
	return mac.Sum(nil)
}

// normal takes out of a code what people and apps put in to make it easy to read.
func normal(code string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\t' || r == '\u00a0' {
			return -1
		}
		return r
	}, code))
}
