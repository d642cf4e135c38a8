package account

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"wpengine/engine/store"
)

// KnownFor is how long a browser is known in which somebody has signed in.
const KnownFor = 180 * 24 * time.Hour

// maxKnown is how many accounts a browser is known for.
const maxKnown = 4

// knownBrowsers tell the browsers in which somebody has signed in before from all others. Wrong passwords that others
// send are not held against them, so that nobody can lock an account's owner out by guessing. A browser gets a token for
// each account, which no other account can use, and a change of the password ends them all.
type knownBrowsers struct{ key []byte }

// A token is a moment, 8 bytes, a random number, 12, and an authenticator of both.
const tokenSize = 8 + 12 + sha256.Size

// newKnownBrowsers derives the key of the tokens from the data folder's secret.
func newKnownBrowsers(secret []byte) (knownBrowsers, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "wpengine known browsers", sha256.Size)
	return knownBrowsers{key}, err
}

func (k knownBrowsers) sum(u store.User, token []byte) []byte {
	mac := hmac.New(sha256.New, k.key)
	mac.Write(token)
	mac.Write([]byte(u.ID + " " + u.PasswordChangedAt.UTC().Format(time.RFC3339Nano)))
	return mac.Sum(nil)
}

// add returns what the browser is to keep so that it is known for the account: a token for it, and those it had.
func (k knownBrowsers) add(had string, u store.User, now time.Time) string {
	token := make([]byte, 20, tokenSize)
	binary.BigEndian.PutUint64(token, uint64(now.Unix()))
	_, _ = rand.Read(token[8:]) // never fails
	token = append(token, k.sum(u, token)...)
	keep := []string{base64.RawURLEncoding.EncodeToString(token)}
	for _, t := range strings.SplitN(had, ".", maxKnown+1) {
		if len(keep) < maxKnown && t != "" && !k.is(t, u, now) && len(t) == len(keep[0]) {
			keep = append(keep, t)
		}
	}
	return strings.Join(keep, ".")
}

// find returns the token by which a browser is known for the account, "" if it is not.
func (k knownBrowsers) find(has string, u store.User, now time.Time) string {
	for _, t := range strings.SplitN(has, ".", maxKnown+1) {
		if k.is(t, u, now) {
			return t
		}
	}
	return ""
}

func (k knownBrowsers) is(token string, u store.User, now time.Time) bool {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(data) != tokenSize || !hmac.Equal(k.sum(u, data[:20]), data[20:]) {
		return false
	}
	age := now.Sub(time.Unix(int64(binary.BigEndian.Uint64(data)), 0))
	return age < KnownFor && u.ID != ""
}
