package sandbox

import (
	"errors"
	"slices"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/proto/waCert"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// newCertificates makes the chain that a client checks during the handshake: the root signs an
// intermediate key, which signs the network's static key. The client wants serial numbers that link
// up, an issuer 0 at the top, and dates that include today.
func newCertificates(root, static *keys.KeyPair, now time.Time) ([]byte, error) {
	middle := keys.NewKeyPair()
	from, to := now.AddDate(0, 0, -1), now.AddDate(20, 0, 0)
	first, err := newCertificate(root, certificateDetails(1, 0, middle, from, to))
	if err != nil {
		return nil, err
	}
	second, err := newCertificate(middle, certificateDetails(2, 1, static, from, to))
	if err != nil {
		return nil, err
	}
	return proto.Marshal(&waCert.CertChain{Intermediate: first, Leaf: second})
}

func certificateDetails(serial, issuer uint32, key *keys.KeyPair, from, to time.Time) *waCert.CertChain_NoiseCertificate_Details {
	return &waCert.CertChain_NoiseCertificate_Details{
		Serial: &serial, IssuerSerial: &issuer, Key: key.Pub[:],
		NotBefore: proto.Uint64(uint64(from.Unix())), NotAfter: proto.Uint64(uint64(to.Unix())),
	}
}

func newCertificate(issuer *keys.KeyPair, details *waCert.CertChain_NoiseCertificate_Details) (*waCert.CertChain_NoiseCertificate, error) {
	raw, err := proto.Marshal(details)
	if err != nil {
		return nil, err
	}
	return &waCert.CertChain_NoiseCertificate{Details: raw, Signature: sign(issuer, raw)}, nil
}

// sign makes an XEdDSA signature over the concatenated parts.
func sign(key *keys.KeyPair, parts ...[]byte) []byte {
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*key.Priv), slices.Concat(parts...))
	return signature[:]
}

// verify checks an XEdDSA signature over the concatenated parts.
func verify(public, signature []byte, parts ...[]byte) error {
	if len(public) != 32 || len(signature) != 64 {
		return errors.New("a key or a signature has the wrong length")
	}
	if !ecc.VerifySignature(ecc.NewDjbECPublicKey([32]byte(public)), slices.Concat(parts...), [64]byte(signature)) {
		return errors.New("the signature doesn't match")
	}
	return nil
}
