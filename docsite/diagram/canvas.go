package diagram

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"wpengine/docsite/printable"
)

// canvas collects what is drawn. Layers lie over each other, so that a line never runs through a
// word that was drawn before it.
type canvas struct {
	kind          string // for the class of the whole
	name          string // for those who hear it, if the source has no better one
	told          []string
	width, height int
	shift         int // how far everything is moved to the right
	layers        [layers]pen
}

// layer says what lies over what.
type layer int

const (
	frames layer = iota // boxes around others
	lines
	heads // of arrows
	shapes
	chips // behind words on lines
	words
	layers = iota
)

// attributes of the layers let a drawing be read without its style sheet, as in a feed.
var layerAttributes = [layers]string{
	frames: ` class="d-frames" stroke="currentColor" stroke-opacity=".4" fill="none"`,
	lines:  ` class="d-lines" stroke="currentColor" fill="none"`,
	heads:  ` class="d-heads" stroke="none" fill="currentColor"`,
	shapes: ` class="d-shapes" stroke="currentColor" fill="none"`,
	chips:  ` class="d-chips" fill="none"`,
	words:  ` class="d-words" fill="currentColor" text-anchor="middle"`,
}

// margin is the room around a drawing.
const margin = 8

// pen writes elements.
type pen struct{ b []byte }

func (c *canvas) on(l layer) *pen { return &c.layers[l] }

// tell adds to what those hear who don't see the drawing.
func (c *canvas) tell(parts ...string) { c.told = append(c.told, strings.Join(parts, "")) }

// raw writes markup.
func (p *pen) raw(markup ...string) *pen {
	for _, m := range markup {
		p.b = append(p.b, m...)
	}
	return p
}

// int writes a number.
func (p *pen) int(n int) *pen {
	p.b = strconv.AppendInt(p.b, int64(n), 10)
	return p
}

// attr writes an attribute that is a number.
func (p *pen) attr(name string, n int) *pen {
	p.b = append(append(append(p.b, ' '), name...), '=', '"')
	p.b = append(strconv.AppendInt(p.b, int64(n), 10), '"')
	return p
}

// class writes the attribute class, if there are any.
func (p *pen) class(names string) *pen {
	if names != "" {
		p.raw(` class="`, names, `"`)
	}
	return p
}

// text writes escaped text.
func (p *pen) text(s string) *pen {
	p.b = appendEscaped(p.b, s)
	return p
}

// rect draws a box with round corners.
func (p *pen) rect(x, y, width, height, radius int, class string) {
	p.raw("<rect").attr("x", x).attr("y", y).attr("width", width).attr("height", height)
	if radius > 0 {
		p.attr("rx", radius)
	}
	p.class(class).raw("/>")
}

// line draws a straight line.
func (p *pen) line(x1, y1, x2, y2 int, class string) {
	p.raw(`<path d="M`).int(x1).raw(" ").int(y1)
	switch {
	case x1 == x2:
		p.raw("V").int(y2)
	case y1 == y2:
		p.raw("H").int(x2)
	default:
		p.raw("L").int(x2).raw(" ").int(y2)
	}
	p.raw(`"`).class(class).raw("/>")
}

// circle draws a circle.
func (p *pen) circle(x, y, radius int, class string) {
	p.raw("<circle").attr("cx", x).attr("cy", y).attr("r", radius).class(class).raw("/>")
}

// polygon draws a closed shape of straight lines.
func (p *pen) polygon(class string, points ...int) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	p.outline(class, points...)
}

// appendEscaped escapes text for an element or an attribute. What a page or XML can't have is marked or left out.
func appendEscaped(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		if n := printable.Hidden(s, i); n > 0 {
			b = append(b, printable.Mark...)
			i += n
			continue
		}
		switch c := s[i]; {
		case c == '<':
			b = append(b, "&lt;"...)
		case c == '>':
			b = append(b, "&gt;"...)
		case c == '&':
			b = append(b, "&amp;"...)
		case c == '"':
			b = append(b, "&#34;"...)
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r != 0xFFFE && r != 0xFFFF && (r != utf8.RuneError || size > 1) {
				b = append(b, s[i:i+size]...)
			}
			i += size
			continue
		case c != '\r':
			b = append(b, c)
		}
		i++
	}
	return b
}

// longestTold is how much is told to those who don't see a drawing.
const longestTold = 1500

// svg is the drawing as an element, under its title if it has one.
func (c *canvas) svg(s *source) string {
	width, height := max(c.width, 1)+2*margin, max(c.height, 1)+2*margin
	title, top := wordsOf(s.title, style{wrap: 600, bold: true}), 0
	if title.height > 0 {
		top = title.height + 12
		if lack := title.width + 2*margin - width; lack > 0 {
			width += lack
		}
	}
	p := pen{make([]byte, 0, c.length())}
	p.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="d d-`, c.kind, `" role="img" viewBox="0 0 `).int(width).raw(" ").int(height + top).raw(`"`)
	p.attr("width", width).attr("height", height+top).raw(` font-size="14" direction="ltr">`)
	p.raw("<title>").text(c.title(s)).raw("</title>")
	if d := c.description(s); d != "" {
		p.raw("<desc>").text(d).raw("</desc>")
	}
	if top > 0 {
		p.raw(`<g class="d-title" fill="currentColor" text-anchor="middle">`)
		p.words(title, width/2, margin+title.height/2, "")
		p.raw("</g>")
	}
	p.raw(`<g transform="translate(`).int((width-c.width)/2 + c.shift).raw(" ").int(margin + top).raw(`)">`)
	for l := range c.layers {
		if len(c.layers[l].b) > 0 {
			p.raw("<g", layerAttributes[l], ">")
			p.b = append(p.b, c.layers[l].b...)
			p.raw("</g>")
		}
	}
	p.raw("</g></svg>")
	return string(p.b)
}

func (c *canvas) length() int {
	n := 1500
	for l := range c.layers {
		n += len(c.layers[l].b) + 150
	}
	for _, t := range c.told {
		n += len(t) + 2
	}
	return n
}

// title is what the drawing is called by those who hear it.
func (c *canvas) title(s *source) string {
	switch {
	case s.name != "":
		return s.name
	case s.title != "":
		return wordsOf(s.title, style{}).plain()
	}
	return c.name
}

// description tells what is in the drawing.
func (c *canvas) description(s *source) string {
	if s.description != "" {
		return s.description
	}
	var b strings.Builder
	for i, t := range c.told {
		if b.Len()+len(t) > longestTold {
			b.WriteString(" …")
			break
		}
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(t)
	}
	return b.String()
}
