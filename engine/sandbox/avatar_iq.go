package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"path"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

const (
	avatarPath  = "/v/t61.24694-24/"
	previewStep = "dst-jpg_s96x96" // in the address of a preview: what is done with the picture
	previewSide = 96
)

// handlePicture shows and changes the picture of a person or a group. Without a target it is the client's own.
func (t *tx) handlePicture(c *conn, s *stanza) {
	me, target := c.device.owner, attrJID(*s, "target")
	if target.IsEmpty() {
		target = me.pn()
	}
	if attrText(*s, "type") == "set" {
		t.changePicture(c, s, target)
		return
	}
	wish, _ := child(s, "picture")
	v, refusal := t.pictureOf(target, me, attrText(wish, "invite"))
	if refusal != nil {
		t.send(c, iqError(s, refusal.code, refusal.text))
		return
	}
	t.send(c, iqResult(s, v.answer(wish)...))
}

// answer describes a picture to who has asked for it, unless they have it already.
func (v *avatar) answer(wish stanza) []stanza {
	if attrText(wish, "id") == v.ID {
		return nil
	}
	kind := "image"
	if attrText(wish, "type") == "preview" {
		kind = "preview"
	}
	return []stanza{v.node(kind)}
}

// refusal is why a request is answered with an error.
type refusal struct {
	code int
	text string
}

var (
	refuseBad       = &refusal{400, "bad-request"}
	refuseUnknown   = &refusal{404, "item-not-found"}
	refuseHidden    = &refusal{401, "not-authorized"}
	refuseForbidden = &refusal{403, "forbidden"}
	refuseConflict  = &refusal{409, "conflict"}
	refuseGone      = &refusal{410, "gone"}
	refuseInvalid   = &refusal{406, "not-acceptable"}
	refuseFull      = &refusal{419, "resource-limit"}
	refuseStrange   = &refusal{501, "feature-not-implemented"}
)

// pictureOf finds the picture of a person or a group, if somebody may see it. Whoever has an invitation to a group sees
// its picture.
func (t *tx) pictureOf(target types.JID, viewer *account, invite string) (*avatar, *refusal) {
	var v *avatar
	if target.Server == types.GroupServer {
		g := t.groups[target.User]
		switch {
		case g == nil:
			return nil, refuseUnknown
		case g.Members[viewer.Number] == "" && (invite == "" || invite != g.Invite):
			return nil, refuseHidden
		}
		v = g.Avatar
	} else if a := t.account(target); a != nil {
		if !a.shows(types.PrivacySettingTypeProfile, viewer) {
			return nil, refuseHidden
		}
		v = a.Avatar
	}
	if v == nil {
		return nil, refuseUnknown
	}
	return v, nil
}

// changePicture sets the picture of the client's account or of a group.
func (t *tx) changePicture(c *conn, s *stanza, target types.JID) {
	me := c.device.owner
	picture := childBytes(s, "picture")
	g := t.groups[target.User]
	var why *refusal
	switch {
	case len(picture) > 0 && checkAvatar(picture) != nil:
		why = refuseInvalid
	case target.Server != types.GroupServer && t.account(target) != me:
		why = refuseForbidden
	case target.Server == types.GroupServer && g == nil:
		why = refuseUnknown
	case target.Server == types.GroupServer && !g.allows(g.Members[me.Number], "picture"):
		why = refuseForbidden
	}
	if why != nil {
		t.send(c, iqError(s, why.code, why.text))
		return
	}
	v := t.keepPicture(c.device, g, target, picture)
	if v == nil {
		t.send(c, iqResult(s))
		return
	}
	t.send(c, iqResult(s, node("picture", attrs{"id": v.ID})))
}

func (t *tx) keepPicture(by *device, g *group, target types.JID, picture []byte) *avatar {
	if target.Server == types.GroupServer {
		t.setGroupAvatar(g, by.owner, picture)
		return g.Avatar
	}
	t.setAvatar(by.owner, picture, by)
	return by.owner.Avatar
}

// readAvatar reads a picture; it is nil if there is none any more.
func (n *Network) readAvatar(ctx context.Context, file string) ([]byte, error) {
	rows, err := n.state.List(ctx, kindAvatar, "", 1, file)
	if err != nil {
		return nil, fmt.Errorf("sandbox: read a picture: %w", err)
	}
	if len(rows) == 0 || rows[0].ID != file {
		return nil, nil
	}
	return rows[0].Data, nil
}

// showAvatar takes GET /v/t61.24694-24/FILE. The address of a picture that was replaced is of no use any more.
func (n *Network) showAvatar(w http.ResponseWriter, r *http.Request) {
	picture, err := n.readAvatar(r.Context(), path.Base(r.URL.Path))
	switch {
	case err != nil:
		n.log.Error("the simulated network can't read a picture", "error", err)
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	case picture == nil:
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	if strings.HasPrefix(r.URL.Query().Get("stp"), previewStep) {
		picture = preview(picture)
	}
	w.Header().Set("Content-Type", "image/jpeg")
	_, _ = w.Write(picture)
}

// preview makes a picture small. One that turns out to be damaged is shown as it is.
func preview(picture []byte) []byte {
	from, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		return picture
	}
	to := image.NewRGBA(image.Rect(0, 0, previewSide, previewSide))
	for y := range previewSide {
		for x := range previewSide {
			to.SetRGBA(x, y, average(from, cell(from.Bounds(), x, y)))
		}
	}
	var small bytes.Buffer
	if err := jpeg.Encode(&small, to, nil); err != nil {
		return picture
	}
	return small.Bytes()
}

// cell is the part of a picture that becomes one pixel of its preview; it has at least one pixel.
func cell(b image.Rectangle, x, y int) image.Rectangle {
	at := func(start, size, i int) (int, int) {
		from := start + size*i/previewSide
		return from, max(start+size*(i+1)/previewSide, from+1)
	}
	x0, x1 := at(b.Min.X, b.Dx(), x)
	y0, y1 := at(b.Min.Y, b.Dy(), y)
	return image.Rect(x0, y0, x1, y1)
}

func average(from image.Image, part image.Rectangle) color.RGBA {
	var red, green, blue, count uint32
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			r, g, b, _ := from.At(x, y).RGBA()
			red, green, blue, count = red+r>>8, green+g>>8, blue+b>>8, count+1
		}
	}
	return color.RGBA{uint8(red / count), uint8(green / count), uint8(blue / count), 255}
}
