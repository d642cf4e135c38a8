package sandbox

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waMmsRetry"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/gcmutil"
	"go.mau.fi/whatsmeow/util/hkdfutil"
	"google.golang.org/protobuf/proto"
)

// A file is on the network for a month, or until ExpireMedia. The phones that have sent it or got it keep it; a linked
// device that comes too late asks its phone to upload it once more, with a receipt of the type server-error. The phone
// answers by a notification that only who has the key of the file can read.

// notOnPhone is the code of the answer of a phone that doesn't have the message. It has no key to say it in secret.
const notOnPhone = 2

// ExpireMedia takes the file of a message off the network before its time, for everybody. owner is the address of a
// phone, or of a device linked to it, that has the message; without a message's id it is all files of that phone.
func (n *Network) ExpireMedia(ctx context.Context, owner types.JID, messageID string) error {
	var a *account
	n.among(nil, func(*tx) { a = n.account(owner) })
	if a == nil {
		return ErrNoPhone
	}
	if messageID != "" {
		file, err := a.phone.fileIn(ctx, messageID)
		if err != nil {
			return err
		}
		return n.expireFile(ctx, file)
	}
	var files []whatsmeow.DownloadableMessage
	err := a.phone.eachMessage(ctx, "", func(m Message) {
		if file := m.file(); file != nil {
			files = append(files, file)
		}
	})
	for _, file := range files {
		if failed := n.expireFile(ctx, file); !errors.Is(failed, ErrMediaGone) { // some may be gone already
			err = errors.Join(err, failed)
		}
	}
	return err
}

// expireFile makes a file one that can't be downloaded. Its content stays, for the phones that have it.
func (n *Network) expireFile(ctx context.Context, file whatsmeow.DownloadableMessage) error {
	info, err := n.mediaInfo(ctx, mediaID(file))
	if err != nil {
		return err
	}
	info.Expired = true
	position := n.update(func(t *tx) { t.put(kindMedia, mediaID(file), info) })
	return n.journal.wait(ctx, position)
}

// ForgetMedia deletes the file of a message on the phone, as a person does who needs the space. The phone can't upload
// it again, nor show it.
func (p *Phone) ForgetMedia(ctx context.Context, messageID string) error {
	if _, err := p.fileIn(ctx, messageID); err != nil {
		return err
	}
	position := p.net.update(func(t *tx) { t.putRaw(kindLost, p.account.Transcript+messageID, []byte("1")) })
	return p.net.journal.wait(ctx, position)
}

// fileIn finds the file of a message that the phone has, and has not deleted.
func (p *Phone) fileIn(ctx context.Context, messageID string) (whatsmeow.DownloadableMessage, error) {
	p.crypto.Lock()
	m, err := p.find(ctx, messageID)
	p.crypto.Unlock()
	if err != nil {
		return nil, err
	}
	file := m.file()
	if file == nil {
		return nil, ErrNoFile
	}
	lost, err := p.hasLost(ctx, messageID)
	if err == nil && lost {
		err = ErrMediaGone
	}
	return file, err
}

func (p *Phone) hasLost(ctx context.Context, messageID string) (bool, error) {
	id := p.account.Transcript + messageID
	rows, err := p.net.state.List(ctx, kindLost, "", 1, id)
	if err != nil {
		return false, fmt.Errorf("sandbox: read what a phone has lost: %w", err)
	}
	return len(rows) > 0 && rows[0].ID == id, nil
}

// file gives the file of a message, or nil.
func (m *Message) file() whatsmeow.DownloadableMessage {
	inner, _ := unwrap(m.message())
	if inner == nil || m.Revoked {
		return nil
	}
	file, _ := fileOf(inner)
	return file
}

// mediaID gives the id that a file has on the network; it is no good if the message wasn't sent over this one.
func mediaID(file whatsmeow.DownloadableMessage) string {
	address, err := url.Parse(file.GetDirectPath())
	if err != nil {
		return ""
	}
	return path.Base(address.Path)
}

// reupload answers a linked device that wants the file of a message again.
func (p *Phone) reupload(receipt *stanza, item queued) {
	answer, err := p.mediaAnswer(p.net.ctx, receipt)
	if err != nil {
		if p.net.ctx.Err() == nil && !errors.Is(err, ErrClosed) {
			p.net.log.Error("a phone can't upload a file again", "phone", p.account.Number, "error", err)
			p.net.among([]*account{p.account}, func(t *tx) { p.done(t, item) })
		}
		return // it is still in the inbox when the network comes back
	}
	request, _ := child(receipt, "rmr")
	p.net.among([]*account{p.account}, func(t *tx) {
		p.done(t, item)
		if d := p.account.devices[attrJID(*receipt, "from").Device]; d != nil {
			t.deliver(d, t.notification("mediaretry", p.account.pn(), attrs{"id": attrText(*receipt, "id")},
				answer, node("rmr", request.Attrs)))
		}
	})
}

// mediaAnswer uploads the file of a message again if the phone has it, and says where it is.
func (p *Phone) mediaAnswer(ctx context.Context, receipt *stanza) (stanza, error) {
	id := attrText(*receipt, "id")
	file, err := p.fileIn(ctx, id)
	switch {
	case errors.Is(err, ErrNoMessage), errors.Is(err, ErrNoFile):
		return node("error", attrs{"code": notOnPhone}), nil
	case err != nil && !errors.Is(err, ErrMediaGone):
		return stanza{}, err
	}
	result := &waMmsRetry.MediaRetryNotification{StanzaID: &id, Result: waMmsRetry.MediaRetryNotification_NOT_FOUND.Enum()}
	key := hkdfutil.SHA256(file.GetMediaKey(), nil, []byte("WhatsApp Media Retry Notification"), 32)
	switch {
	case !asksFor(receipt, key, id):
		result.Result = waMmsRetry.MediaRetryNotification_DECRYPTION_ERROR.Enum()
	case err == nil:
		address, err := p.net.uploadAgain(ctx, file)
		if err != nil && !errors.Is(err, ErrMediaGone) {
			return stanza{}, err
		}
		if err == nil {
			result.Result, result.DirectPath = waMmsRetry.MediaRetryNotification_SUCCESS.Enum(), &address
		}
	}
	plain, err := proto.Marshal(result)
	if err != nil {
		return stanza{}, err
	}
	iv := randomBytes(12)
	sealed, err := gcmutil.Encrypt(key, iv, plain, []byte(id))
	if err != nil {
		return stanza{}, err
	}
	return node("encrypt", nil, leaf("enc_p", sealed), leaf("enc_iv", iv)), nil
}

// asksFor tells whether a receipt is from somebody who has the key of the message's file.
func asksFor(receipt *stanza, key []byte, id string) bool {
	plain, err := gcmutil.Decrypt(key, childBytes(receipt, "encrypt", "enc_iv"), childBytes(receipt, "encrypt", "enc_p"), []byte(id))
	var wish waMmsRetry.ServerErrorReceipt
	return err == nil && proto.Unmarshal(plain, &wish) == nil && wish.GetStanzaID() == id
}

// uploadAgain puts a file on the network once more, under a new address.
func (n *Network) uploadAgain(ctx context.Context, file whatsmeow.DownloadableMessage) (address string, err error) {
	old := mediaID(file)
	rows, err := n.state.List(ctx, kindMediaData, "", 1, old)
	switch {
	case err != nil:
		return "", fmt.Errorf("sandbox: read a file: %w", err)
	case old == "" || len(rows) == 0 || rows[0].ID != old:
		return "", ErrMediaGone
	}
	kind := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(string(whatsmeow.GetMediaType(file)), "WhatsApp "), " Keys"))
	id, err := n.keepMedia(ctx, kind, base64.URLEncoding.EncodeToString(file.GetFileEncSHA256()), rows[0].Data)
	return directPath(id), err
}
