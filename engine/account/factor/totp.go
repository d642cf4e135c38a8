package factor

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" // what every authenticator app takes; its weakness is none in an HMAC
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"time"
)

// What authenticator apps take for granted, whatever an address says: RFC 6238 with SHA-1, six digits, half a minute.
const (
	period     = 30 * time.Second
	digits     = 6
	secretSize = 20 // RFC 4226, 4: as long as the hash
)

// drift is how many periods a clock may be ahead or behind.
const drift = 1

var plain32 = base32.StdEncoding.WithPadding(base32.NoPadding)

func newSecret() string {
	secret := make([]byte, secretSize)
	_, _ = rand.Read(secret) // never fails
	return plain32.EncodeToString(secret)
}

// address is what an app reads from a QR code.
func address(issuer, email, secret string) string {
	label := url.PathEscape(issuer) + ":" + url.PathEscape(email)
	// Some apps take a plus sign for what it is, so that a space must not become one.
	return "otpauth://totp/" + label + "?secret=" + secret + "&issuer=" + url.PathEscape(issuer)
}

// stepAt is the period that a moment is in.
func stepAt(at time.Time) int64 { return at.Unix() / int64(period/time.Second) }

// code is the code of a period: RFC 4226, 5.3.
func code(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[at:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", digits, number%1_000_000)
}

// find returns the period around a moment whose code was given, and the latest if there are two.
func find(secret, given string, at time.Time) (step int64, ok bool) {
	raw, err := plain32.DecodeString(secret)
	if err != nil {
		return 0, false
	}
	for s := stepAt(at) - drift; s <= stepAt(at)+drift; s++ {
		if subtle.ConstantTimeCompare([]byte(code(raw, s)), []byte(given)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}
