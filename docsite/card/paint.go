package card

import (
	"image"
	"math"

	"wpengine/docsite/colour"
)

// ink is a colour with its steps to the ground: as many entries of the palette, from the ground's
// side on.
type ink struct{ first, steps uint8 }

// The palette: the ground, and for each ink the steps that smooth its edges. The logo has the rest.
var (
	textInk   = ink{1, 32}
	mutedInk  = ink{33, 24}
	accentInk = ink{57, 16}
	badgeInk  = ink{73, 16}
	labelInk  = ink{89, 24} // white, on badgeInk
	logoFirst = 113
)

var (
	white = colour.Colour{R: 255, G: 255, B: 255}
	text  = colour.OKLCH(0.23, 0.012, 170)
	muted = colour.OKLCH(0.47, 0.014, 170)
)

// palette is that of a picture.
func palette(accent, badge colour.Colour, l *logo) []colour.Colour {
	all := make([]colour.Colour, logoFirst, 256)
	all[0] = white
	for _, mix := range [...]struct {
		ink          ink
		ground, full colour.Colour
	}{{textInk, white, text}, {mutedInk, white, muted}, {accentInk, white, accent}, {badgeInk, white, badge}, {labelInk, badge, white}} {
		steps := int(mix.ink.steps)
		for step := 1; step <= steps; step++ {
			part := func(a, b uint8) uint8 { return uint8((int(a)*(steps-step) + int(b)*step) / steps) }
			all[int(mix.ink.first)+step-1] = colour.Colour{
				R: part(mix.ground.R, mix.full.R), G: part(mix.ground.G, mix.full.G), B: part(mix.ground.B, mix.full.B),
			}
		}
	}
	if l != nil {
		all = append(all, l.palette...)
	}
	return all
}

// canvas is a picture: an entry of the palette for each pixel.
type canvas struct{ pix []uint8 }

// at is the entry of an ink that covers so much of a pixel.
func (i ink) at(cover uint8) uint8 { return i.first + uint8(uint(cover)*uint(i.steps)>>8) }

// full is the ink itself.
func (i ink) full() uint8 { return i.first + i.steps - 1 }

// put covers a part of a pixel. Where two letters touch, the greater part counts.
func (c *canvas) put(at int, i ink, cover uint8) {
	if cover < 8 {
		return // nobody sees it
	}
	entry := i.at(cover)
	if now := c.pix[at]; now < i.first || now < entry {
		c.pix[at] = entry
	}
}

// rect fills a rectangle, which must be inside.
func (c *canvas) rect(r image.Rectangle, i ink) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.pix[y*Width+r.Min.X : y*Width+r.Max.X]
		for x := range row {
			row[x] = i.full()
		}
	}
}

// rounded fills a rectangle with round corners.
func (c *canvas) rounded(r image.Rectangle, radius int, i ink) {
	c.rect(image.Rect(r.Min.X, r.Min.Y+radius, r.Max.X, r.Max.Y-radius), i)
	c.rect(image.Rect(r.Min.X+radius, r.Min.Y, r.Max.X-radius, r.Max.Y), i)
	for y := range radius {
		for x := range radius {
			away := math.Hypot(float64(radius-x)-0.5, float64(radius-y)-0.5)
			cover := uint8(255 * max(0, min(1, float64(radius)-away+0.5)))
			left, right, top, end := r.Min.X+x, r.Max.X-1-x, r.Min.Y+y, r.Max.Y-1-y
			for _, at := range [...]int{top*Width + left, top*Width + right, end*Width + left, end*Width + right} {
				c.put(at, i, cover)
			}
		}
	}
}

// line writes letters from x on; y is the line they stand on.
func (c *canvas) line(f *face, size, x, y int, text string, i ink) {
	for _, r := range text {
		g := f.glyph(size, r)
		stride := g.bounds.Dx()
		in := g.bounds.Add(image.Pt(x, y)).Intersect(image.Rect(0, 0, Width, Height))
		for row := in.Min.Y; row < in.Max.Y; row++ {
			from := (row-y-g.bounds.Min.Y)*stride + in.Min.X - x - g.bounds.Min.X
			for k, cover := range g.cover[from : from+in.Dx()] {
				if cover != 0 { // half of a letter's box
					c.put(row*Width+in.Min.X+k, i, cover)
				}
			}
		}
		x += g.advance
	}
}

// badge writes a word on a ground of its own, and returns how wide that is.
func (c *canvas) badge(f *face, x, y int, word string) int {
	word = f.cut(word, badgeSize, 400)
	width := f.width(word, badgeSize) + 2*16
	c.rounded(image.Rect(x, y-38, x+width, y+12), 12, badgeInk)
	c.line(f, badgeSize, x+16, y-1, word, labelInk)
	return width
}
