package card

import (
	"cmp"
	"image"
	"slices"

	"golang.org/x/image/draw"

	"wpengine/docsite/colour"
)

// logo is a picture in the colours that the palette has left.
type logo struct {
	width, height int
	pix           []uint8 // entries of the palette
	palette       []colour.Colour
}

// newLogo makes a picture fit into a box, on white, in at most 256-logoFirst colours: those that
// most of its pixels have, each the average of those that are nearly it.
func newLogo(from image.Image, width, height int) *logo {
	size := from.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 {
		return nil
	}
	scale := min(float64(width)/float64(size.X), float64(height)/float64(size.Y))
	l := &logo{width: max(1, int(float64(size.X)*scale)), height: max(1, int(float64(size.Y)*scale))}
	flat := image.NewRGBA(image.Rect(0, 0, l.width, l.height))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(flat, flat.Bounds(), from, from.Bounds(), draw.Over, nil)

	type shade struct{ r, g, b, n int }
	shades := map[[3]uint8]*shade{}
	for i := 0; i < len(flat.Pix); i += 4 {
		p := flat.Pix[i : i+3]
		near := [3]uint8{p[0] >> 4, p[1] >> 4, p[2] >> 4}
		s := shades[near]
		if s == nil {
			s = &shade{}
			shades[near] = s
		}
		s.r, s.g, s.b, s.n = s.r+int(p[0]), s.g+int(p[1]), s.b+int(p[2]), s.n+1
	}
	common := make([][3]uint8, 0, len(shades))
	for near := range shades {
		common = append(common, near)
	}
	slices.SortFunc(common, func(a, b [3]uint8) int {
		return cmp.Or(cmp.Compare(shades[b].n, shades[a].n), slices.Compare(a[:], b[:]))
	})
	for _, near := range common[:min(len(common), 256-logoFirst)] {
		s := shades[near]
		l.palette = append(l.palette, colour.Colour{R: uint8(s.r / s.n), G: uint8(s.g / s.n), B: uint8(s.b / s.n)})
	}
	l.pix = make([]uint8, l.width*l.height)
	for i := range l.pix {
		p := flat.Pix[4*i : 4*i+3]
		l.pix[i] = uint8(logoFirst + l.nearest(p))
	}
	return l
}

// nearest is the entry of the logo's palette that is most like a pixel.
func (l *logo) nearest(pixel []uint8) (best int) {
	distance := 1 << 30
	for i, c := range l.palette {
		r, g, b := int(c.R)-int(pixel[0]), int(c.G)-int(pixel[1]), int(c.B)-int(pixel[2])
		if d := r*r + g*g + b*b; d < distance {
			best, distance = i, d
		}
	}
	return best
}

// logo puts the picture where it belongs, in the middle of its box's height.
func (c *canvas) logo(l *logo, x, y int) {
	y += (logoHeight - l.height) / 2
	for row := range l.height {
		copy(c.pix[(y+row)*Width+x:], l.pix[row*l.width:(row+1)*l.width])
	}
}
