package diagram

import (
	"regexp"
	"strings"

	"wpengine/docsite/diagram/layered"
)

// entities is the model of an entity relationship diagram:
// https://mermaid.js.org/syntax/entityRelationshipDiagram.html.
type entities struct {
	*source
	direction layered.Direction
	list      []*entity
	byID      map[string]*entity
	inside    *entity
	opened    int
	relations []relation
	styles    styles
}

type entity struct {
	id, label string
	rows      [][4]string // type, name, keys, comment
	classes   []string
	css       string
}

func drawEntities(s *source) (*canvas, error) {
	d := &entities{source: s, direction: layered.Down, byID: map[string]*entity{}, styles: styles{classes: map[string]string{}}}
	for s.next() {
		if len(d.list) > mostNodes || len(d.relations) > mostEdges {
			return nil, s.fail("the diagram has too much to be drawn: up to %d entities and %d relations can be", mostNodes, mostEdges)
		}
		if err := d.read(s.statement()); err != nil {
			return nil, err
		}
	}
	if d.inside != nil {
		return nil, &Error{d.opened, `the entity that begins here has no "}"`}
	}
	return d.draw()
}

func (d *entities) read(line string) error {
	if d.inside != nil {
		if line == "}" {
			d.inside = nil
			return nil
		}
		return d.attribute(line)
	}
	first, rest := word(line)
	switch first {
	case "direction":
		if to, ok := directions[rest]; ok {
			d.direction = to
		}
		return nil
	case "title":
		d.title = rest
		return nil
	case "classDef":
		d.styles.define(word(rest))
		return nil
	case "class", "style":
		ids, value := word(rest)
		for _, id := range strings.Split(ids, ",") {
			do := func(classes *[]string, _ *string) { classify(classes, strings.Split(value, ",")...) }
			if first == "style" {
				do = func(_ *[]string, css *string) { extend(css, value) }
			}
			d.styles.pending = append(d.styles.pending, pendingStyle{unquoted(id), do})
		}
		return nil
	}
	what, label := cutLabel(line)
	if from, to, l, ok := relationWords(what); ok {
		l.label = unquoted(label)
		d.relations = append(d.relations, relation{from: d.entity(from).id, to: d.entity(to).id, link: l})
		return nil
	}
	if name, opens := strings.CutSuffix(line, "{"); opens {
		d.inside, d.opened = d.entity(name), d.at+1
		return nil
	}
	if name, body, opens := strings.Cut(line, "{"); opens && strings.HasSuffix(body, "}") {
		d.entity(name)
		return nil
	}
	if !entityForm.MatchString(line) {
		return d.fail(`neither an entity nor a relation such as A ||--o{ B : has: %q`, shown(line))
	}
	d.entity(line)
	return nil
}

// entityForm is a name, in quotation marks if it has spaces, with another one to show in brackets.
var entityForm = regexp.MustCompile(`^("[^"]*"|[^\s"\[\]{}:]+)\s*(?:\[\s*("[^"]*"|[^"\]]*)\s*\])?\s*(?::::\s*([\w,-]+))?$`)

func (d *entities) entity(name string) *entity {
	name = strings.TrimSpace(name)
	id, label, classes := unquoted(name), "", ""
	if m := entityForm.FindStringSubmatch(name); m != nil {
		id, label, classes = unquoted(m[1]), unquoted(m[2]), m[3]
	}
	e := d.byID[id]
	if e == nil {
		e = &entity{id: id, label: id}
		d.byID[id] = e
		d.list = append(d.list, e)
	}
	if label != "" {
		e.label = label
	}
	if classes != "" {
		classify(&e.classes, strings.Split(classes, ",")...)
	}
	return e
}

var attributeForm = regexp.MustCompile(`^(\S+)\s+(\S+)((?:\s+(?:PK|FK|UK)(?:\s*,\s*(?:PK|FK|UK))*)?)(?:\s+"([^"]*)")?$`)

func (d *entities) attribute(line string) error {
	if len(d.inside.rows) == mostRows {
		return d.fail("the entity has more than %d attributes", mostRows)
	}
	m := attributeForm.FindStringSubmatch(line)
	if m == nil {
		return d.fail(`an attribute is written as: type name PK "comment", not %q`, shown(line))
	}
	d.inside.rows = append(d.inside.rows, [4]string{generics(m[1]), m[2], strings.Join(strings.Fields(m[3]), " "), m[4]})
	return nil
}

// cardinalities are how many there are, in signs at the left and right end of a line and in words.
var cardinalities = map[string]head{
	"|o": maybeOne, "o|": maybeOne, "||": one, "}o": maybeMany, "o{": maybeMany, "}|": oneOrMany, "|{": oneOrMany,
	"one or zero": maybeOne, "zero or one": maybeOne, "only one": one, "1": one,
	"zero or more": maybeMany, "zero or many": maybeMany, "many(0)": maybeMany, "0+": maybeMany, "many": maybeMany,
	"one or more": oneOrMany, "one or many": oneOrMany, "many(1)": oneOrMany, "1+": oneOrMany,
}

var (
	relationSigns = regexp.MustCompile(`^(.+?)\s*([|}][|o]|u)(--|\.\.|-\.|\.-)([|o][|{])\s*(.+)$`)
	number        = `(one or zero|zero or one|only one|1\+|1|zero or more|zero or many|many\(0\)|0\+|many\(1\)|many|one or more|one or many)`
	relationText  = regexp.MustCompile(`^(.+?)\s+` + number + `\s+(optionally to|to)\s+` + number + `\s+(.+)$`)
)

// relationWords reads two entities with a line between them.
func relationWords(s string) (from, to string, l link, ok bool) {
	m := relationSigns.FindStringSubmatch(s)
	if m == nil {
		m = relationText.FindStringSubmatch(s)
	}
	if m == nil {
		return "", "", link{}, false
	}
	l = link{from: cardinalities[m[2]], to: cardinalities[m[4]], dotted: strings.Contains(m[3], ".") || m[3] == "optionally to"}
	return m[1], m[5], l, true
}

func (d *entities) draw() (*canvas, error) {
	c := &canvas{kind: "er", name: "Entity relationship diagram"}
	g := &graph{canvas: c, Graph: layered.Graph{Direction: d.direction, Spread: true}}
	g.defaults()
	g.Stub, g.NodeGap, g.RankGap = 24, 48, 60
	for _, p := range d.styles.pending {
		if e := d.byID[p.id]; e != nil {
			p.do(&e.classes, &e.css)
		}
	}
	ends := make(map[string]layered.End, len(d.list))
	for _, e := range d.list {
		ends[e.id] = layered.End(len(g.Nodes))
		g.add(e.node(d.styles.of(e.classes, e.css)), layered.None)
	}
	for _, r := range d.relations {
		g.edge(ends[r.from], ends[r.to], r.link, paint{})
	}
	g.stretch()
	return c, g.draw()
}

// node is the box of an entity: its name over a table of its attributes.
func (e *entity) node(p paint) graphNode {
	name := wordsOf(escapeMarkup(e.label), style{bold: true, wrap: 400})
	const rowHeight = 26
	var widths [4]int
	cells := make([][4]text, len(e.rows))
	for i, row := range e.rows {
		for k, s := range row {
			cells[i][k] = wordsOf(escapeMarkup(s), style{small: true, wrap: 260})
			if w := cells[i][k].width; w > 0 {
				widths[k] = max(widths[k], generous(w)+2*cellPad-4)
			}
		}
	}
	size := layered.Size{Width: max(100, name.width+2*padX), Height: name.height + 2*padY}
	sum := widths[0] + widths[1] + widths[2] + widths[3]
	if lack := size.Width - sum; lack > 0 && sum > 0 {
		widths[1] += lack
	}
	size.Width = max(size.Width, sum)
	size.Width += size.Width % 2
	heights := make([]int, len(cells))
	for i := range cells {
		heights[i] = rowHeight
		for _, cell := range cells[i] {
			heights[i] = max(heights[i], cell.height+10)
		}
		size.Height += heights[i]
	}
	size.Height += size.Height % 2
	n := graphNode{words: name, shape: box, size: size, paint: p}
	n.draw = func(c *canvas, n *graphNode, at *layered.Node) {
		size := n.size
		left, y := at.X-size.Width/2, at.Y-size.Height/2
		sh, w := c.on(shapes), c.on(words)
		sh.box(left, y, size, 4, p.attributes())
		head := name.height + 2*padY
		if len(cells) == 0 {
			head = size.Height
		}
		w.words(name, at.X, y+head/2, p.inkAttributes())
		y += head
		for i, row := range cells {
			sh.line(left, y, left+size.Width, y, p.class)
			x := left
			for k, cell := range row {
				class := ` text-anchor="start"` + p.inkAttributes()
				if k != 1 && p.ink == "" {
					class += ` class="d-label"`
				}
				w.words(cell, x+cellPad-2, y+heights[i]/2, class)
				x += widths[k]
			}
			y += heights[i]
		}
	}
	return n
}
