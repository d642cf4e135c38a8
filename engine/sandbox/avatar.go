package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"image/jpeg"
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// Bounds of a picture.
const (
	maxAvatar     = 2 << 20 // bytes
	maxAvatarSide = 4096    // pixels
)

// ErrBadAvatar says what a picture must be.
var ErrBadAvatar = errors.New("a picture is a JPEG of at most 2 MiB and 4096 × 4096 pixels")

// avatar is the picture of a person or a group. The image is in a row of its own.
type avatar struct {
	ID   string // another one for every picture
	File string // names the row, and is the secret part of the address
	Hash []byte // SHA-256
}

func checkAvatar(image []byte) error {
	config, err := jpeg.DecodeConfig(bytes.NewReader(image))
	if err != nil || len(image) > maxAvatar || config.Width > maxAvatarSide || config.Height > maxAvatarSide {
		return ErrBadAvatar
	}
	return nil
}

// replaceAvatar writes a picture in place of another one; no image means no picture.
func (t *tx) replaceAvatar(old *avatar, image []byte) *avatar {
	t.dropAvatar(old)
	if len(image) == 0 {
		return nil
	}
	hash := sha256.Sum256(image)
	id := t.unix() // as on the real network, and also different if it changes twice in a second
	if old != nil {
		before, _ := strconv.ParseInt(old.ID, 10, 64)
		id = max(id, before+1)
	}
	v := &avatar{ID: strconv.FormatInt(id, 10), File: hex.EncodeToString(randomBytes(16)), Hash: hash[:]}
	t.putRaw(kindAvatar, v.File, image)
	return v
}

func (t *tx) dropAvatar(v *avatar) {
	if v != nil {
		t.drop(kindAvatar, v.File)
	}
}

// node describes a picture, as a preview or in full.
func (v *avatar) node(kind string) stanza {
	query := "?ccb=11-4&oh=sbx&oe=FFFFFFFF"
	if kind == "preview" {
		query = "?stp=" + previewStep + "&ccb=11-4&oh=sbx&oe=FFFFFFFF"
	}
	path := avatarPath + v.File + query
	return node("picture", attrs{
		"id": v.ID, "type": kind, "url": "https://pps.whatsapp.net" + path, "direct_path": path,
		"hash": base64.StdEncoding.EncodeToString(v.Hash),
	})
}

// change is what others are told of a new picture, or that there is none any more.
func (v *avatar) change(of, author types.JID) stanza {
	if v == nil {
		return node("delete", attrs{"jid": of, "author": author})
	}
	return node("set", attrs{"jid": of, "author": author, "id": v.ID})
}

// setAvatar gives an account a picture, or takes it away. by is the linked device that has done it, or nil.
func (t *tx) setAvatar(a *account, image []byte, by *device) {
	a.Avatar = t.replaceAvatar(a.Avatar, image)
	t.saveAccount(a)
	t.tellProfile(a)
	t.syncOthers(a, by, node("picture", nil))
	for _, w := range t.onlookers(a, types.PrivacySettingTypeProfile) {
		t.deliver(w, t.notification("picture", a.lid(), nil, a.Avatar.change(a.lid(), a.lid())))
	}
}

// onlookers gives the devices of others that have looked an account up, and may see what a privacy setting is about.
// They hear when it changes.
func (t *tx) onlookers(a *account, name types.PrivacySettingType) (devices []*device) {
	for _, w := range sortedWatchers(a) {
		if w.owner != a && a.shows(name, w.owner) {
			devices = append(devices, w)
		}
	}
	return devices
}

// setGroupAvatar gives a group a picture, or takes it away.
func (t *tx) setGroupAvatar(g *group, by *account, image []byte) {
	g.Avatar = t.replaceAvatar(g.Avatar, image)
	t.saveGroup(g)
	for _, a := range t.members(g) {
		for _, d := range a.sortedDevices() {
			t.deliver(d, t.notification("picture", g.jid(), nil, g.Avatar.change(g.jid(), by.lid())))
		}
	}
}

// SetAvatar gives the phone a picture, a JPEG, or takes it away if that is nil. Those who have looked the phone up, and
// may see it, are told.
func (p *Phone) SetAvatar(ctx context.Context, image []byte) error {
	if image != nil {
		if err := checkAvatar(image); err != nil {
			return err
		}
	}
	image = bytes.Clone(image)
	return p.act(ctx, func(t *tx) error {
		t.setAvatar(p.account, image, nil)
		return nil
	})
}

// Avatar gives the phone's picture, a JPEG, or nil if it has none.
func (p *Phone) Avatar(ctx context.Context) ([]byte, error) {
	var v *avatar
	p.net.among(nil, func(*tx) { v = p.account.Avatar })
	if v == nil {
		return nil, nil
	}
	if err := p.net.saved(ctx); err != nil {
		return nil, err
	}
	return p.net.readAvatar(ctx, v.File)
}
