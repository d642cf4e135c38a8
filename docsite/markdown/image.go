package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// picture is an image as it is to be written.
type picture struct {
	to, alt, title, width, height string
	at                            int
}

// image writes a picture within words.
func (w *writer) image(n *ast.Image) {
	w.picture(w.pictureOf(n))
}

// figure writes a picture that has a paragraph to itself and a title, which becomes
// its caption. It reports whether it did.
func (w *writer) figure(n *ast.Image) bool {
	if len(n.Title) == 0 {
		return false
	}
	p := w.pictureOf(n)
	if next := n.NextSibling(); next != nil {
		t, ok := next.(*ast.Text)
		if !ok || next.NextSibling() != nil || len(strings.TrimSpace(string(t.Segment.Value(w.src)))) > 0 {
			return false
		}
	}
	caption := p.title
	p.title = ""
	w.write("<figure>")
	w.picture(p)
	w.write("<figcaption>")
	w.out = appendEscaped(w.out, caption, "</figcaption></figure>\n")
	w.plain = append(append(w.plain, ' '), caption...)
	return true
}

var (
	imageAttributes = regexp.MustCompile(`^\{:?([^{}\n]*)\}`)
	imageAttribute  = regexp.MustCompile(`(width|height)\s*=\s*"?(\d+)(?:px)?"?`)
)

// pictureOf reads an image and what stands in braces behind it, {width=300}, which
// it takes from the text.
func (w *writer) pictureOf(n *ast.Image) picture {
	p := picture{
		to:    string(appendPlain(nil, n.Destination)),
		alt:   strings.TrimSpace(string(w.wordsOf(n))),
		title: string(appendWords(nil, n.Title)),
		at:    offsetOf(n),
	}
	t, ok := n.NextSibling().(*ast.Text)
	if !ok {
		return p
	}
	m := imageAttributes.FindSubmatch(t.Segment.Value(w.src))
	if m == nil {
		return p
	}
	for _, a := range imageAttribute.FindAllSubmatch(m[1], -1) {
		if string(a[1]) == "width" {
			p.width = number(string(a[2]))
		} else {
			p.height = number(string(a[2]))
		}
	}
	if p.width != "" || p.height != "" {
		t.Segment.Start += len(m[0])
	}
	return p
}

// picture writes the element. The first picture of a page is often what a reader
// waits for; the others can wait until they come into view.
func (w *writer) picture(p picture) { w.pictureElement(p, false) }

// pictureElement writes it. A decorative one says itself that it has no text.
func (w *writer) pictureElement(p picture, decorative bool) {
	if p.alt == "" && !decorative && !w.fragment {
		w.warn(p.at, "picture %s has no text for those who cannot see it: ![what it shows](%s)", clipped(p.to), clipped(p.to))
	}
	w.write("<img")
	holes := len(w.d.holes)
	w.address(Image, p.to, p.at)
	if len(w.d.holes) > holes && p.width+p.height != "" {
		w.d.holes[holes].kind = sizedHole
	}
	w.out = appendAttribute(w.out, "alt", p.alt)
	for _, a := range [][2]string{{"title", p.title}, {"width", p.width}, {"height", p.height}} {
		if a[1] != "" {
			w.out = appendAttribute(w.out, a[0], a[1])
		}
	}
	if w.images > 0 || w.fragment {
		w.write(` loading="lazy"`)
	}
	w.images++
	w.write(` decoding="async">`)
	w.plain = append(w.plain, p.alt...)
}
