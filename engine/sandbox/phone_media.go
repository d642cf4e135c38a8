package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"path"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/util/cbcutil"
	"go.mau.fi/whatsmeow/util/hkdfutil"
)

// What can be wrong with the file of a message.
var (
	ErrNoFile      = errors.New("the message has no file")
	ErrMediaGone   = errors.New("the network doesn't have the file any more")
	ErrMediaBroken = errors.New("the file is not the one that was sent: it doesn't fit its keys")
)

// mediaTypes tells by the kind of a message what its file is encrypted for, what it is called where it is uploaded, and
// what it is as a rule.
var mediaTypes = map[string]struct {
	app      whatsmeow.MediaType
	name     string
	mimetype string
}{
	KindImage:    {whatsmeow.MediaImage, "image", "image/jpeg"},
	KindVideo:    {whatsmeow.MediaVideo, "video", "video/mp4"},
	KindAudio:    {whatsmeow.MediaAudio, "audio", "audio/ogg; codecs=opus"},
	KindDocument: {whatsmeow.MediaDocument, "document", "application/octet-stream"},
	KindSticker:  {whatsmeow.MediaImage, "image", "image/webp"},
}

// MediaFile is the file of a message, decrypted.
type MediaFile struct {
	Mimetype, FileName string // as the sender says
	Data               []byte
}

// Media fetches the file of a message of the phone's transcript, as the phone does when its holder wants to see it.
func (p *Phone) Media(ctx context.Context, messageID string) (MediaFile, error) {
	p.crypto.Lock()
	m, err := p.find(ctx, messageID)
	p.crypto.Unlock()
	switch {
	case err != nil:
		return MediaFile{}, err
	case m.Revoked:
		return MediaFile{}, ErrTaken
	}
	if lost, err := p.hasLost(ctx, messageID); err != nil || lost {
		return MediaFile{}, cmp.Or(err, ErrMediaGone)
	}
	inner, _ := unwrap(m.message())
	if inner == nil {
		return MediaFile{}, ErrNoFile
	}
	file, view := fileOf(inner)
	if file == nil {
		return MediaFile{}, ErrNoFile
	}
	data, err := p.net.openFile(ctx, file)
	return MediaFile{Mimetype: view.Mimetype, FileName: view.FileName, Data: data}, err
}

// storedFile is what whoever may read a file has to know of it.
type storedFile struct {
	url, path     string
	key           []byte
	clear, sealed []byte // SHA-256 before and after encryption
	length        uint64
}

// mediaKeys derives what a file is encrypted and authenticated with.
func mediaKeys(key []byte, app whatsmeow.MediaType) (iv, cipherKey, macKey []byte) {
	expanded := hkdfutil.SHA256(key, nil, []byte(app), 112)
	return expanded[:16], expanded[16:48], expanded[48:80]
}

// macSize is how much of the authentication code is at the end of an encrypted file.
const macSize = 10

// sealFile encrypts a file, as the library does for an upload, and keeps it at the network.
func (n *Network) sealFile(ctx context.Context, app whatsmeow.MediaType, name string, data []byte) (f storedFile, err error) {
	f.key, f.length = randomBytes(32), uint64(len(data))
	iv, cipherKey, macKey := mediaKeys(f.key, app)
	clear := sha256.Sum256(data)
	sealed, err := cbcutil.Encrypt(cipherKey, iv, bytes.Clone(data)) // it pads in place
	if err != nil {
		return f, fmt.Errorf("sandbox: encrypt a file: %w", err)
	}
	sealed = append(sealed, fileMAC(macKey, iv, sealed)...)
	whole := sha256.Sum256(sealed)
	id, err := n.keepMedia(ctx, name, base64.URLEncoding.EncodeToString(whole[:]), sealed)
	if err != nil {
		return f, err
	}
	f.clear, f.sealed, f.path = clear[:], whole[:], directPath(id)
	f.url = "https://" + mediaHost + f.path
	return f, nil
}

func fileMAC(macKey, iv, sealed []byte) []byte {
	mac := hmac.New(sha256.New, macKey)
	mac.Write(iv)
	mac.Write(sealed)
	return mac.Sum(nil)[:macSize]
}

// openFile fetches and decrypts the file that a message names.
func (n *Network) openFile(ctx context.Context, file whatsmeow.DownloadableMessage) ([]byte, error) {
	address, err := url.Parse(file.GetDirectPath())
	if err != nil || address.Path == "" {
		return nil, ErrNoFile
	}
	sealed, err := n.fetchMedia(ctx, path.Base(address.Path))
	if err != nil {
		return nil, err
	}
	whole := sha256.Sum256(sealed)
	if !bytes.Equal(whole[:], file.GetFileEncSHA256()) || len(sealed) <= macSize {
		return nil, ErrMediaBroken
	}
	iv, cipherKey, macKey := mediaKeys(file.GetMediaKey(), whatsmeow.GetMediaType(file))
	body, mac := sealed[:len(sealed)-macSize], sealed[len(sealed)-macSize:]
	if !hmac.Equal(fileMAC(macKey, iv, body), mac) {
		return nil, ErrMediaBroken
	}
	data, err := cbcutil.Decrypt(cipherKey, iv, bytes.Clone(body)) // it decrypts in place, and the state keeps what it gave
	if err != nil {
		return nil, ErrMediaBroken
	}
	if clear := sha256.Sum256(data); !bytes.Equal(clear[:], file.GetFileSHA256()) {
		return nil, ErrMediaBroken
	}
	return data, nil
}
