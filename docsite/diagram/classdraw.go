package diagram

import (
	"strings"

	"wpengine/docsite/diagram/layered"
)

func (d *classes) draw() (*canvas, error) {
	c := &canvas{kind: "class", name: "Class diagram"}
	g := &graph{canvas: c, Graph: layered.Graph{Direction: d.direction, Spread: true}}
	g.defaults()
	g.Stub, g.NodeGap, g.RankGap = 22, 40, 56
	for _, p := range d.styles.pending {
		if class := d.byID[p.id]; class != nil {
			p.do(&class.classes, &class.css)
		}
	}
	for _, s := range d.spaces {
		g.cluster(s.id, layered.None, d.direction, paint{})
	}
	ends := make(map[string]layered.End, len(d.list))
	for _, class := range d.list {
		ends[class.id] = layered.End(len(g.Nodes))
		g.add(class.node(d.styles.of(class.classes, class.css)), class.space)
		if class.note != "" {
			g.attach(class.note, after, false)
		}
	}
	for _, text := range d.notes {
		g.node(text, note, layered.None, paint{class: "d-note"})
	}
	for _, r := range d.relations {
		g.edge(ends[r.from], ends[r.to], r.link, paint{})
		e := &g.edges[len(g.edges)-1]
		for i, near := range r.near {
			e.near[i] = wordsOf(near, style{small: true})
		}
	}
	g.stretch()
	return c, g.draw()
}

// node is the box of a class: its name over its attributes over its methods.
func (c *class) node(p paint) graphNode {
	var t table
	var head []text
	for _, a := range c.annotations {
		head = append(head, wordsOf("«"+a+"»", style{small: true, plain: true}))
	}
	head = append(head, wordsOf(escapeMarkup(c.label), style{bold: true, wrap: 400}))
	t.sections = append(t.sections, section{rows: head, centred: true})
	var attributes, methods []text
	for _, m := range c.members {
		words := member(m)
		if strings.Contains(m, "(") {
			methods = append(methods, words)
		} else {
			attributes = append(attributes, words)
		}
	}
	for _, rows := range [][]text{attributes, methods} {
		if len(rows) > 0 {
			t.sections = append(t.sections, section{rows: rows})
		}
	}
	n := graphNode{words: head[len(head)-1], shape: box, size: t.size(), paint: p}
	n.draw = t.draw
	return n
}

// member is the text of a member: with its parameters of type, in italics if it is abstract.
func member(m string) text {
	m = strings.TrimSpace(strings.TrimPrefix(m, "\\"))
	// The sign of an abstract or static method can also follow its parameters.
	after := strings.NewReplacer(")*", ")", ")$", ")").Replace(m)
	plain, abstract := strings.CutSuffix(after, "*")
	plain, _ = strings.CutSuffix(plain, "$")
	abstract = abstract || strings.Contains(m, ")*")
	sign := ""
	if strings.HasPrefix(plain, "~") {
		sign, plain = "~", plain[1:]
	}
	words := escapeMarkup(sign + generics(plain))
	if abstract {
		words = "<i>" + words + "</i>"
	}
	return wordsOf(words, style{wrap: 420})
}

// escapeMarkup writes text so that wordsOf reads it as it is.
func escapeMarkup(s string) string {
	return strings.NewReplacer("<", "&lt;", "\\", "&#92;").Replace(s)
}

// table is a box of sections with lines between them.
type table struct{ sections []section }

type section struct {
	rows    []text
	centred bool
}

const cellPad = 12

// mostRows is how many members a box may have.
const mostRows = 300

// generous is room for words that begin at a place: what a wide face takes more is all at their end.
func generous(width int) int { return width + width/12 }

func (t *table) size() layered.Size {
	s := layered.Size{Width: 80}
	for _, part := range t.sections {
		s.Height += part.height()
		for _, r := range part.rows {
			s.Width = max(s.Width, generous(r.width)+2*cellPad)
		}
	}
	s.Width += s.Width % 2
	s.Height += s.Height % 2
	return s
}

func (s *section) height() int {
	h := 12
	for _, r := range s.rows {
		h += r.height
	}
	return h
}

func (t *table) draw(c *canvas, n *graphNode, at *layered.Node) {
	left, y := at.X-n.size.Width/2, at.Y-n.size.Height/2
	p, w := c.on(shapes), c.on(words)
	p.box(left, y, n.size, 4, n.paint.attributes())
	for i, part := range t.sections {
		if i > 0 {
			p.line(left, y, left+n.size.Width, y, n.paint.class)
		}
		top := y + 6
		for _, r := range part.rows {
			if part.centred {
				w.words(r, at.X, top+r.height/2, n.paint.inkAttributes())
			} else {
				w.words(r, left+cellPad, top+r.height/2, ` text-anchor="start"`+n.paint.inkAttributes())
			}
			top += r.height
		}
		y += part.height()
	}
}
