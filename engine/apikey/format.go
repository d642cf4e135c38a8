package apikey

import (
	"crypto/rand"
	"crypto/sha256"
	"hash/crc32"
	"strings"

	"wpengine/engine/api"
)

// A key is wpe_, 30 random characters of base 62 (178 bits), and a checksum of 6 characters. By the
// prefix a scanner for leaked secrets finds keys, and by the checksum it, and we, tell a key from a
// string that only looks like one without asking a database.
const (
	marker         = "wpe_"
	randomLength   = 30
	checksumLength = 6
	keyLength      = len(marker) + randomLength + checksumLength

	prefixLength = 8 // what is shown of a key: its beginning,
	lastLength   = 4 // and its end, which is of the checksum
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// generate returns a new key.
func generate() string {
	b := make([]byte, 0, keyLength)
	b = append(b, marker...)
	for pool := make([]byte, 64); len(b) < len(marker)+randomLength; {
		_, _ = rand.Read(pool) // never fails: the process ends instead
		for _, r := range pool {
			// 248 is the largest multiple of 62 in a byte: what lies above would make some characters likelier.
			if r < 248 && len(b) < len(marker)+randomLength {
				b = append(b, base62[r%62])
			}
		}
	}
	return string(append(b, checksum(string(b))...))
}

// checksum is the CRC-32 of what stands before it, in base 62.
func checksum(key string) []byte {
	n := crc32.ChecksumIEEE([]byte(key))
	out := make([]byte, checksumLength)
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = base62[n%62]
		n /= 62
	}
	return out
}

// check says what is wrong with what was presented as a key, if it can be seen without looking it up.
func check(presented string) error {
	switch {
	case !strings.HasPrefix(presented, marker):
		return api.Errorf(api.CodeUnauthenticated, "This is not an API key: keys begin with %s. Create one in the dashboard, or with wpengine key create.", marker)
	case len(presented) != keyLength:
		return api.Errorf(api.CodeUnauthenticated, "The API key is not whole: a key has %d characters, this one has %d.", keyLength, len(presented))
	case presented[keyLength-checksumLength:] != string(checksum(presented[:keyLength-checksumLength])):
		return api.Errorf(api.CodeUnauthenticated, "The API key has a typing error: its checksum is wrong. Copy it again.")
	}
	return nil
}

// digest is how a key is kept. Its 178 random bits can't be guessed, so a fast hash without salt does.
func digest(key string) [sha256.Size]byte { return sha256.Sum256([]byte(key)) }
