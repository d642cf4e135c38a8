package diagram

import "wpengine/docsite/diagram/layered"

func (d *states) draw() (*canvas, error) {
	c := &canvas{kind: "state", name: "State diagram"}
	g := &graph{canvas: c, Graph: layered.Graph{Direction: d.direction}}
	g.defaults()
	ends := make(map[string]layered.End, len(d.list))
	composite := make(map[string]*stateScope)
	for i, s := range d.scopes {
		if s.id != "" {
			ends[s.id], composite[s.id] = layered.ClusterEnd(i), s
		}
	}
	d.settle(composite)
	for i, s := range d.scopes {
		p := d.styles.of(s.classes, s.css)
		if s.region {
			p.dashed = true
		}
		direction := s.direction
		if direction == layered.Default {
			direction = d.direction
		}
		g.cluster(s.label, s.parent, direction, p)
		if len(d.scopes) > 1 && s.region {
			g.boxes[i].paint.class = "d-bare"
		}
	}
	loops := make(map[string]bool)
	for _, m := range d.moves {
		loops[m.from] = loops[m.from] || m.from == m.to
	}
	for _, s := range d.list {
		if composite[s.id] != nil {
			d.noteOn(g, s, ends[s.id])
			continue
		}
		ends[s.id] = layered.End(len(g.Nodes))
		p := d.styles.of(s.classes, s.css)
		g.node(s.label, s.shape, s.scope, p)
		n := &g.nodes[len(g.nodes)-1]
		if s.shape == diamond && s.label == "" {
			n.size = layered.Size{Width: 32, Height: 32}
			g.Nodes[len(g.Nodes)-1].Size = n.size
		}
		if s.shape == note {
			n.paint.class = "d-note"
		}
		if s.note != "" {
			g.attach(s.note, s.noteSide, loops[s.id])
		}
	}
	for _, m := range d.moves {
		g.edge(ends[m.from], ends[m.to], link{label: m.label, to: arrow}, paint{})
	}
	return c, g.draw()
}

// settle gives states the styles that were set for them.
func (d *states) settle(composite map[string]*stateScope) {
	for _, p := range d.styles.pending {
		if s := composite[p.id]; s != nil {
			p.do(&s.classes, &s.css)
		} else if s := d.byID[p.id]; s != nil {
			p.do(&s.classes, &s.css)
		}
	}
}

// noteOn puts a note of a composite state beside it.
func (d *states) noteOn(g *graph, s *state, of layered.End) {
	if s.note == "" {
		return
	}
	at := layered.End(len(g.Nodes))
	g.node(s.note, note, s.scope, paint{class: "d-note"})
	g.edge(at, of, link{dotted: true}, paint{})
}

// attach puts a note beside the node that was added last. Where a loop is in the way it goes to the
// other side.
func (g *graph) attach(text string, at side, loop bool) {
	n, room := &g.nodes[len(g.nodes)-1], &g.Nodes[len(g.Nodes)-1]
	if loop {
		at = before
	}
	n.note, n.noteSide = wordsOf(text, style{wrap: wrapLabel, small: true}), at
	size := layered.Size{Width: n.note.width + 2*notePad, Height: n.note.height + 12}
	reach := size.Width + noteReach
	if g.Direction == layered.Left || g.Direction == layered.Right {
		reach = size.Height + noteReach
		room.Width = max(room.Width, size.Width)
	} else {
		room.Height = max(room.Height, size.Height)
	}
	if at == before {
		room.Before = reach
	} else {
		room.After = reach
	}
}

// noteReach is how far a note is from what it is of.
const noteReach = 20

// drawNote draws the note of a node.
func (g *graph) drawNote(n *graphNode, at *layered.Node) {
	width, height := n.note.width+2*notePad, n.note.height+12
	x, y := at.X, at.Y
	direction := 1
	if n.noteSide == before {
		direction = -1
	}
	l := g.canvas.on(lines)
	if g.Direction == layered.Left || g.Direction == layered.Right {
		edge := at.Y + direction*n.size.Height/2
		y = edge + direction*(noteReach+height/2)
		l.line(x, edge, x, edge+direction*noteReach, "d-rule")
	} else {
		edge := at.X + direction*n.size.Width/2
		x = edge + direction*(noteReach+width/2)
		l.line(edge, y, edge+direction*noteReach, y, "d-rule")
	}
	g.canvas.on(shapes).rect(x-width/2, y-height/2, width, height, 3, "d-note")
	g.canvas.on(words).words(n.note, x, y, "")
	g.canvas.tell(n.words.plain(), " (", n.note.plain(), ")")
}
