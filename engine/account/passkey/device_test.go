package passkey_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// device is an authenticator with one passkey, and the browser around it. Its fields are what may be wrong with it.
type device struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte
	count   uint32
	origin  string
	rp      string
	unknown bool // it doesn't verify who its owner is
}

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &device{t: t, key: key, id: []byte("a credential " + rand.Text()), origin: "https://wa.example.com", rp: "wa.example.com"}
}

// asked is what a browser is asked for.
type asked struct {
	Challenge        string
	User             struct{ ID string }
	RPID             string `json:"rpId"`
	UserVerification string
}

func (d *device) read(options any) (q asked) {
	d.t.Helper()
	data, err := json.Marshal(options)
	if err == nil {
		err = json.Unmarshal(data, &q)
	}
	if err != nil || q.Challenge == "" {
		d.t.Fatalf("%s: %v", data, err)
	}
	return q
}

func (d *device) clientData(kind, challenge string) []byte {
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

// authData is what the device says of itself; with a key if it is new.
func (d *device) authData(withKey bool) []byte {
	hash := sha256.Sum256([]byte(d.rp))
	flags := byte(1) // somebody was there
	if !d.unknown {
		flags |= 4
	}
	if withKey {
		flags |= 64
	}
	d.count++
	data := binary.BigEndian.AppendUint32(append(hash[:], flags), d.count)
	if !withKey {
		return data
	}
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		d.t.Fatal(err)
	}
	data = append(data, make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(data, d.id...)
	data = append(data, 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20) // COSE: EC2, ES256, P-256, x
	data = append(data, point[1:33]...)
	data = append(data, 0x22, 0x58, 0x20)
	return append(data, point[33:]...)
}

// create answers the question for a new passkey.
func (d *device) create(options any) string {
	q := d.read(options)
	d.handle = decode(d.t, q.User.ID)
	auth := d.authData(true)
	object := append([]byte{0xa3, 0x63}, "fmt"...) // CBOR: a map of three
	object = append(append(object, 0x64), "none"...)
	object = append(append(object, 0x67), "attStmt"...)
	object = append(append(object, 0xa0, 0x68), "authData"...)
	object = binary.BigEndian.AppendUint16(append(object, 0x59), uint16(len(auth)))
	return d.answer(map[string]any{
		"attestationObject": encode(append(object, auth...)), "clientDataJSON": encode(d.clientData("webauthn.create", q.Challenge)),
	})
}

// get answers the question of a sign-in.
func (d *device) get(options any) string {
	q := d.read(options)
	auth, client := d.authData(false), d.clientData("webauthn.get", q.Challenge)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, auth...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]any{
		"authenticatorData": encode(auth), "clientDataJSON": encode(client), "signature": encode(signature), "userHandle": encode(d.handle),
	})
}

func (d *device) answer(response map[string]any) string {
	data, err := json.Marshal(map[string]any{
		"id": encode(d.id), "rawId": encode(d.id), "type": "public-key", "clientExtensionResults": map[string]any{"credProps": map[string]any{"rk": true}}, "response": response,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return string(data)
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decode(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
