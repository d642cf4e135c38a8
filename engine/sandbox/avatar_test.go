package sandbox_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

// couple gives two phones with a client each, which have looked each other up.
func couple(t *testing.T, state sandbox.State) (n *sandbox.Network, alice, bob *sandbox.Phone, a, b *client) {
	t.Helper()
	n = start(t, state)
	alice = phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob = phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a, b = link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	knows(t, a, bob)
	knows(t, b, alice)
	return n, alice, bob, a, b
}

// knows has a client look a phone up, after which it is told what changes about it.
func knows(t *testing.T, c *client, p *sandbox.Phone) {
	t.Helper()
	if _, err := c.GetUserInfo(t.Context(), []types.JID{p.Info().JID}); err != nil {
		t.Fatal(err)
	}
}

// photo makes a JPEG of one colour.
func photo(t *testing.T, side int, c color.Color) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range side * side {
		img.Set(i%side, i/side, c)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAvatarsAreShownAndDownloaded(t *testing.T) {
	state := &shelf{}
	n, alice, bob, a, b := couple(t, state)
	red := photo(t, 300, color.RGBA{200, 0, 0, 255})
	if err := bob.SetAvatar(t.Context(), red); err != nil {
		t.Fatal(err)
	}
	told := await(a, "Bob's picture", func(e *events.Picture) bool { return e.JID == bob.Info().LID })
	await(b, "the own new picture", func(e *events.Picture) bool { return e.JID == bob.Info().JID })
	full, err := a.GetProfilePictureInfo(t.Context(), bob.Info().JID, nil)
	if err != nil || full.ID != told.PictureID || full.Type != "image" || told.Remove {
		t.Fatalf("%+v, %v; told %+v", full, err, told)
	}
	if got, err := a.DownloadMediaWithPath(t.Context(), full.DirectPath, nil, full.Hash, nil, "", "", false); err != nil || !bytes.Equal(got, red) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	small, err := a.GetProfilePictureInfo(t.Context(), bob.Info().LID, &whatsmeow.GetProfilePictureParams{Preview: true})
	if err != nil || small.Type != "preview" || small.ID != full.ID {
		t.Fatalf("%+v, %v", small, err)
	}
	got, err := a.DownloadMediaWithOnlyPath(t.Context(), small.DirectPath)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := jpeg.Decode(bytes.NewReader(got)); err != nil || p.Bounds().Dx() != 96 {
		t.Errorf("the preview is %v, %v", p, err)
	} else if r, g, _, _ := p.At(48, 48).RGBA(); r < 0xb000 || g > 0x1000 {
		t.Errorf("the preview is of the colour %v", p.At(48, 48))
	}
	if same, err := a.GetProfilePictureInfo(t.Context(), bob.Info().JID, &whatsmeow.GetProfilePictureParams{ExistingID: full.ID}); same != nil || err != nil {
		t.Errorf("a known picture: %+v, %v", same, err)
	}
	users, err := a.GetUserInfo(t.Context(), []types.JID{bob.Info().JID})
	if err != nil || users[bob.Info().JID].PictureID != full.ID {
		t.Errorf("%+v, %v", users, err)
	}
	if _, err := a.GetProfilePictureInfo(t.Context(), alice.Info().JID, nil); !errors.Is(err, whatsmeow.ErrProfilePictureNotSet) {
		t.Errorf("no picture: %v", err)
	}

	// The picture is there after a restart, until it is taken away.
	a.Disconnect()
	b.Disconnect()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = start(t, state)
	a = attach(t, n, a.Store)
	a.connect()
	bob, err = n.Phone("15550000002")
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := bob.Avatar(t.Context()); err != nil || !bytes.Equal(kept, red) {
		t.Errorf("after a restart: %d bytes, %v", len(kept), err)
	}
	if err := bob.SetAvatar(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	await(a, "that Bob's picture is gone", func(e *events.Picture) bool { return e.JID == bob.Info().LID && e.Remove })
	if _, err := a.DownloadMediaWithOnlyPath(t.Context(), full.DirectPath); !errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith404) {
		t.Errorf("a picture that was taken away: %v", err)
	}
	if got := state.count("avatar"); got != 0 {
		t.Errorf("%d pictures are kept", got)
	}
}

func TestClientsSetTheirOwnAvatar(t *testing.T) {
	_, alice, bob, a, b := couple(t, nil)
	blue := photo(t, 200, color.RGBA{0, 0, 200, 255})
	id, err := b.SetGroupPhoto(t.Context(), types.EmptyJID, blue)
	if err != nil {
		t.Fatal(err)
	}
	await(a, "Bob's picture", func(e *events.Picture) bool { return e.PictureID == id })
	if kept, err := bob.Avatar(t.Context()); err != nil || !bytes.Equal(kept, blue) {
		t.Errorf("%d bytes, %v", len(kept), err)
	}
	if _, err := b.SetGroupPhoto(t.Context(), types.EmptyJID, []byte("GIF89a")); !errors.Is(err, whatsmeow.ErrInvalidImageFormat) {
		t.Errorf("a picture that is none: %v", err)
	}
	if _, err := b.SetGroupPhoto(t.Context(), alice.Info().JID, blue); !errors.Is(err, whatsmeow.ErrIQForbidden) {
		t.Errorf("somebody else's picture: %v", err)
	}
	if _, err := b.SetGroupPhoto(t.Context(), types.EmptyJID, nil); err != nil {
		t.Fatal(err)
	}
	await(a, "that it is gone", func(e *events.Picture) bool { return e.Remove })
	mustBe(t, bob.SetAvatar(t.Context(), []byte("nothing")), sandbox.ErrBadAvatar)
}

func TestGroupsHaveAPhoto(t *testing.T) {
	_, _, bob, a, b := couple(t, nil)
	g, err := a.CreateGroup(t.Context(), whatsmeow.ReqCreateGroup{Name: "team", Participants: []types.JID{bob.Info().JID}})
	if err != nil {
		t.Fatal(err)
	}
	green := photo(t, 100, color.RGBA{0, 200, 0, 255})
	id, err := b.SetGroupPhoto(t.Context(), g.JID, green)
	if err != nil {
		t.Fatal(err)
	}
	told := await(a, "the group's photo", func(e *events.Picture) bool { return e.JID == g.JID })
	if told.PictureID != id || told.Author != bob.Info().LID {
		t.Errorf("%+v", told)
	}
	info, err := a.GetProfilePictureInfo(t.Context(), g.JID, nil)
	if err != nil || info.ID != id {
		t.Fatalf("%+v, %v", info, err)
	}
	if got, err := b.DownloadMediaWithOnlyPath(t.Context(), info.DirectPath); err != nil || !bytes.Equal(got, green) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if err := a.SetGroupLocked(t.Context(), g.JID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetGroupPhoto(t.Context(), g.JID, nil); !errors.Is(err, whatsmeow.ErrIQForbidden) {
		t.Errorf("the photo of a locked group: %v", err)
	}
	link, err := a.GetGroupInviteLink(t.Context(), g.JID, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.LeaveGroup(t.Context(), g.JID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.GetProfilePictureInfo(t.Context(), g.JID, nil); !errors.Is(err, whatsmeow.ErrProfilePictureUnauthorized) {
		t.Errorf("the photo of a group that one is not in: %v", err)
	}
	invited := &whatsmeow.GetProfilePictureParams{InviteCode: link[len(whatsmeow.InviteLinkPrefix):]}
	if seen, err := b.GetProfilePictureInfo(t.Context(), g.JID, invited); err != nil || seen.ID != id {
		t.Errorf("%+v, %v", seen, err)
	}
}
