package card

import (
	"image"
	"image/draw"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font that remembers each glyph it has drawn. Glyphs stand on whole pixels: at the
// sizes of these pictures nobody sees the difference, and one drawing serves all places.
type face struct {
	font *opentype.Font

	mu     sync.RWMutex
	buffer sfnt.Buffer
	drawn  map[key]*glyph
	sized  map[int]font.Face
}

type key struct {
	size int
	r    rune
}

// glyph is how much of each pixel a letter covers.
type glyph struct {
	there   bool // in the font
	bounds  image.Rectangle
	cover   []uint8 // of bounds, row by row
	advance int
}

func boldFace() *face  { return newFace(gobold.TTF) }
func plainFace() *face { return newFace(goregular.TTF) }

func newFace(ttf []byte) *face {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic("card: " + err.Error()) // the font is part of the program
	}
	return &face{font: f, drawn: map[key]*glyph{}, sized: map[int]font.Face{}}
}

// has reports a letter that the font has, or a space.
func (f *face) has(r rune) bool { return r == ' ' || f.glyph(siteSize, r).there }

func (f *face) glyph(size int, r rune) *glyph {
	k := key{size, r}
	f.mu.RLock()
	g := f.drawn[k]
	f.mu.RUnlock()
	if g == nil {
		g = f.draw(k)
	}
	return g
}

func (f *face) draw(k key) *glyph {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g := f.drawn[k]; g != nil {
		return g // drawn since
	}
	g := &glyph{}
	f.drawn[k] = g
	index, err := f.font.GlyphIndex(&f.buffer, k.r)
	if err != nil || index == 0 {
		return g
	}
	sized := f.at(k.size)
	bounds, mask, at, advance, ok := sized.Glyph(fixed.Point26_6{}, k.r)
	if !ok {
		return g
	}
	g.there, g.bounds, g.advance = true, bounds, advance.Round()
	cover := image.NewAlpha(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	draw.Draw(cover, cover.Bounds(), mask, at, draw.Src)
	g.cover = cover.Pix
	return g
}

// at is the font in a size. The lock is held.
func (f *face) at(size int) font.Face {
	sized := f.sized[size]
	if sized == nil {
		var err error
		sized, err = opentype.NewFace(f.font, &opentype.FaceOptions{Size: float64(size), DPI: 72})
		if err != nil {
			panic("card: " + err.Error()) // no size of ours is refused
		}
		f.sized[size] = sized
	}
	return sized
}

// width is how long a line is.
func (f *face) width(text string, size int) (w int) {
	for _, r := range text {
		w += f.glyph(size, r).advance
	}
	return w
}

const ellipsis = "…"

// cut is a line with its end left out if it is too long.
func (f *face) cut(text string, size, width int) string {
	if f.width(text, size) <= width {
		return text
	}
	width -= f.width(ellipsis, size)
	w := 0
	for i, r := range text {
		if w += f.glyph(size, r).advance; w > width {
			return strings.TrimRight(text[:i], " ") + ellipsis
		}
	}
	return text
}
