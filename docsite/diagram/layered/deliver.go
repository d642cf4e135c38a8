package layered

// deliver writes the places of a part into the graph, turned to where its edges run. The size is
// that of all parts that are packed with it.
func (p *part) deliver(whole Size) {
	turn := func(q Point) Point {
		q = q.add(p.at)
		switch p.toward {
		case Up:
			q.Y = whole.Height - q.Y
		case Right:
			q.X, q.Y = q.Y, q.X
		case Left:
			q.X, q.Y = whole.Height-q.Y, q.X
		}
		return q
	}
	p.loop()
	for v := range p.vertices {
		x := &p.vertices[v]
		at := turn(Point{x.x, x.y})
		if c := x.end.cluster(); c != None {
			size := p.n.Clusters[c].Size
			p.n.shift(c, Point{at.X - size.Width/2, at.Y - size.Height/2})
		} else {
			p.n.Nodes[x.end].Point = at
		}
	}
	for i := range p.groups {
		g := &p.groups[i]
		a, b := turn(Point{g.x0, g.y0}), turn(Point{g.x1, g.y1})
		c := &p.n.Clusters[g.cluster]
		c.Point = Point{min(a.X, b.X), min(a.Y, b.Y)}
		c.Size = Size{max(a.X, b.X) - c.X, max(a.Y, b.Y) - c.Y}
	}
	for i := range p.arcs {
		e := &p.n.Edges[p.arcs[i].edge]
		p.turn(e, turn)
	}
	for _, i := range p.loops {
		p.turn(&p.n.Edges[i], turn)
	}
}

func (p *part) turn(e *Edge, turn func(Point) Point) {
	for k := range e.Path {
		e.Path[k] = turn(e.Path[k])
	}
	e.LabelAt = turn(e.LabelAt)
	e.Along = p.toward
}

// loop draws the edges from a node to itself, each further out than the one before.
func (p *part) loop() {
	reach := make(map[End]int, len(p.loops))
	for _, i := range p.loops {
		e := &p.n.Edges[i]
		x := p.vertex(e.From)
		label := e.Label
		if p.toward.sideways() {
			label = label.turned()
		}
		at := reach[e.From] + loopReach
		side, high := x.x+x.Width/2, min(x.Height/3, 16)
		out := side + at*4/3
		e.Path = []Point{{side, x.y - high}, {out, x.y - high - 4}, {out, x.y + high + 4}, {side, x.y + high}}
		e.Loop = true
		e.LabelAt = Point{side + at + 2 + label.Width/2, x.y}
		reach[e.From] = at + label.Width
	}
}

func (p *part) vertex(e End) *vertex {
	for v := range p.vertices {
		if p.vertices[v].end == e {
			return &p.vertices[v]
		}
	}
	return nil
}
