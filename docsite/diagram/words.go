package diagram

import (
	"strings"
	"unicode/utf8"
)

// text is words ready to be drawn: lines, of runs in different styles.
type text struct {
	lines         []line
	width, height int
	leading       int
	small         bool
}

type line struct {
	runs  []run
	width int
}

type run struct {
	text string
	look look
}

// look is how a run is set.
type look struct{ bold, italic, code bool }

// style is how words are set.
type style struct {
	wrap  int // how wide a line may be; 0 is as wide as it likes
	bold  bool
	small bool
	plain bool // nothing in the words is markup, but characters written by number or name
}

// Sizes of type and distances of lines.
const (
	sizeText, leadText   = 14, 20
	sizeSmall, leadSmall = 12, 16
)

// wordsOf reads a label: its markup, as far as labels have any, and where its lines end.
func wordsOf(label string, s style) text {
	size, t := sizeText, text{leading: leadText, small: s.small}
	if s.small {
		size, t.leading = sizeSmall, leadSmall
	}
	m := markup{base: look{bold: s.bold}}
	m.read(label, s.plain)
	for _, atoms := range m.lines {
		t.lines = append(t.lines, balanced(atoms, size, s.wrap)...)
	}
	for len(t.lines) > 0 && len(t.lines[len(t.lines)-1].runs) == 0 {
		t.lines = t.lines[:len(t.lines)-1]
	}
	for len(t.lines) > 0 && len(t.lines[0].runs) == 0 {
		t.lines = t.lines[1:]
	}
	for i := range t.lines {
		t.width = max(t.width, t.lines[i].width)
	}
	t.height = len(t.lines) * t.leading
	return t
}

// plain is the text without its styles.
func (t text) plain() string {
	var b strings.Builder
	for i, l := range t.lines {
		if i > 0 {
			b.WriteByte(' ')
		}
		for _, r := range l.runs {
			b.WriteString(r.text)
		}
	}
	return b.String()
}

// balanced are the lines that atoms make, as few as can be but none much shorter than the others.
func balanced(atoms []atom, size, limit int) []line {
	lines := wrap(atoms, size, limit)
	if len(lines) < 2 {
		return lines
	}
	least := limit / 3
	for _, a := range atoms {
		if w := widthOf(a.text, a.look.bold, a.look.code) * size / 100; w <= limit {
			least = max(least, w+1)
		}
	}
	for high := limit; high-least > 4; {
		middle := (least + high) / 2
		if narrow := wrap(atoms, size, middle); len(narrow) == len(lines) {
			lines, high = narrow, middle
		} else {
			least = middle
		}
	}
	return lines
}

// wrap breaks atoms into lines.
func wrap(atoms []atom, size, limit int) (lines []line) {
	limit *= 100
	var l line
	sum := 0
	flush := func() {
		l.width = (sum*size + 99) / 100
		lines = append(lines, l)
		l, sum = line{}, 0
	}
	for _, a := range atoms {
		w := widthOf(a.text, a.look.bold, a.look.code)
		gap := 0
		if a.spaced && len(l.runs) > 0 {
			gap = int(advances[0])
		}
		if limit > 0 && len(l.runs) > 0 && (a.spaced || a.loose) && (sum+gap+w)*size > limit {
			flush()
			gap = 0
		}
		for limit > 0 && w*size > limit {
			head := breakAt(a.text, a.look, limit/size-sum-gap)
			width := widthOf(a.text[:head], a.look.bold, a.look.code)
			l.add(a.text[:head], a.look, gap > 0)
			sum += gap + width
			flush()
			a.text, gap = a.text[head:], 0
			w -= width
		}
		if a.text != "" {
			l.add(a.text, a.look, gap > 0)
			sum += gap + w
		}
	}
	flush()
	return lines
}

// breakAt is where a word that is too long is broken: after the last joint that fits, else where it must.
func breakAt(word string, k look, limit int) int {
	joint, last, w := 0, 0, 0
	for i, r := range word {
		w += widthOf(string(r), k.bold, k.code)
		if w > limit && i > 0 {
			break
		}
		last = i + utf8.RuneLen(r)
		if strings.ContainsRune("/.-_,:;=&?", r) {
			joint = last
		}
	}
	if joint > last/3 {
		return joint
	}
	return last
}

func (l *line) add(s string, k look, spaced bool) {
	if n := len(l.runs); n > 0 && l.runs[n-1].look == k {
		if spaced {
			s = " " + s
		}
		l.runs[n-1].text += s
		return
	}
	if spaced {
		s = " " + s
	}
	l.runs = append(l.runs, run{s, k})
}

// words draws text whose middle is at x, y. The attributes are markup: a class, a colour, an anchor.
func (p *pen) words(t text, x, y int, attributes string) {
	if len(t.lines) == 0 {
		return
	}
	// From the middle of a line to where its letters stand.
	drop := 5
	if t.small {
		drop = 4
	}
	y += drop - (len(t.lines)-1)*t.leading/2
	p.raw("<text").attr("x", x).attr("y", y)
	if t.small {
		p.raw(` font-size="12"`)
	}
	p.raw(attributes, ">")
	for i, l := range t.lines {
		if len(t.lines) > 1 {
			p.raw("<tspan").attr("x", x).attr("y", y+i*t.leading).raw(">")
		}
		for _, r := range l.runs {
			p.run(r)
		}
		if len(t.lines) > 1 {
			p.raw("</tspan>")
		}
	}
	p.raw("</text>")
}

func (p *pen) run(r run) {
	if r.look == (look{}) {
		p.text(r.text)
		return
	}
	p.raw("<tspan")
	if r.look.bold {
		p.raw(` font-weight="600"`)
	}
	if r.look.italic {
		p.raw(` font-style="italic"`)
	}
	if r.look.code {
		p.raw(` class="d-code" font-family="monospace"`)
	}
	p.raw(">").text(r.text).raw("</tspan>")
}
