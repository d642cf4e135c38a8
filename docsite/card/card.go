// Package card draws the pictures that link previews show of pages: the page's title, the site's
// name and logo, and where in the site the page is.
//
// A [Painter] is made once for a site; it remembers the glyphs it has drawn, so that a picture
// takes a few milliseconds. The same page has the same picture, byte for byte.
//
//	card.go   the layout
//	type.go   glyphs, drawn once, and lines of them
//	wrap.go   a title -> lines in the largest size that fits
//	paint.go  what is drawn on: a picture of few colours
//	logo.go   a site's logo in few colours
//	png.go    a picture -> bytes
package card

import (
	"image"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wpengine/docsite/colour"
)

// The size that link previews ask for.
const (
	Width  = 1200
	Height = 630
)

// Options are what the pictures of a site have in common.
type Options struct {
	Site   string        // its name
	Accent colour.Colour // must be read well on white
	Logo   image.Image   // nil for none
}

// Page is what the picture of a page says.
type Page struct {
	Title   string
	Section string // where the page is, "Guides" or "Payments"; may be empty
	Badge   string // the method of an operation, "POST"; may be empty
}

// Painter draws the pictures of a site. Many goroutines may use it at once.
type Painter struct {
	site   string
	accent colour.Colour
	logo   *logo
	bold   *face
	plain  *face
	ground []uint8   // what all pictures have
	spare  sync.Pool // of *canvas
}

// New makes a painter.
func New(o Options) *Painter {
	p := &Painter{accent: o.Accent, bold: boldFace(), plain: plainFace()}
	p.site = p.bold.known(o.Site)
	if o.Logo != nil {
		p.logo = newLogo(o.Logo, logoWidth, logoHeight)
	}
	c := &canvas{pix: make([]uint8, Width*Height)}
	p.header(c)
	c.rect(image.Rect(0, Height-barHeight, Width, Height), accentInk)
	p.ground = c.pix
	return p
}

// The layout, in pixels.
const (
	margin     = 72
	logoHeight = 72
	logoWidth  = 320
	barHeight  = 20
	siteSize   = 40
	smallSize  = 36
	badgeSize  = 32
	titleTop   = 244 // of the line above the title
	titleEnd   = Height - barHeight - 60
)

// sizes are those a title may have, the largest that fits is taken.
var sizes = [...]int{84, 72, 60, 50}

// PNG draws the picture of a page. A title that our fonts have no glyphs for, such as a Chinese
// one, is left out: the picture is then that of the section.
func (p *Painter) PNG(page Page) []byte {
	c, _ := p.spare.Get().(*canvas)
	if c == nil {
		c = &canvas{pix: make([]uint8, Width*Height)}
	}
	defer p.spare.Put(c)
	copy(c.pix, p.ground)

	title, section := p.bold.known(page.Title), p.bold.known(page.Section)
	if title == "" {
		title, section = section, ""
	}
	if title == "" && page.Title != "" {
		title = p.site
	}
	x := margin
	if badge := p.bold.known(page.Badge); badge != "" {
		x += c.badge(p.bold, x, titleTop, badge) + 24
	}
	if section != "" {
		c.line(p.plain, smallSize, x, titleTop, p.plain.cut(section, smallSize, Width-margin-x), mutedInk)
	}
	size, lines := p.bold.fit(title, Width-2*margin, titleEnd-titleTop-40)
	for i, line := range lines {
		c.line(p.bold, size, margin, titleTop+40+size+i*leading(size), line, textInk)
	}
	return encode(c.pix, palette(p.accent, badgeColour(page.Badge, p.accent), p.logo))
}

// header is the site's logo, or a mark in its colour, and its name.
func (p *Painter) header(c *canvas) {
	x := margin
	if p.logo != nil {
		c.logo(p.logo, x, margin)
		x += p.logo.width + 24
	} else {
		c.rounded(image.Rect(x, margin+12, x+48, margin+60), 12, accentInk)
		x += 48 + 24
	}
	c.line(p.bold, siteSize, x, margin+logoHeight/2+14, p.bold.cut(p.site, siteSize, Width-margin-x), textInk)
}

// badgeColour is the colour that the pages give a method.
func badgeColour(method string, accent colour.Colour) colour.Colour {
	switch strings.ToUpper(method) {
	case "GET", "HEAD", "OPTIONS":
		return colour.OKLCH(0.48, 0.12, 250)
	case "PUT", "PATCH":
		return colour.OKLCH(0.49, 0.105, 70)
	case "DELETE":
		return colour.OKLCH(0.50, 0.175, 25)
	}
	return accent
}

// maxTitle is more than any picture can show.
const maxTitle = 400

// known is a text as far as it can be drawn: without the pictures and marks that people put into
// titles, and empty if letters are missing.
func (f *face) known(text string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(strings.Join(strings.Fields(text), " ")) {
		switch {
		case f.has(r):
			out.WriteRune(r)
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			if !unicode.Is(unicode.Variation_Selector, r) {
				return ""
			}
		}
		if out.Len() > maxTitle {
			break
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}
