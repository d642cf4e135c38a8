package diagram

import (
	"errors"

	"wpengine/docsite/diagram/layered"
)

// graph is a drawing of nodes, lines and boxes around nodes.
type graph struct {
	layered.Graph
	canvas *canvas
	nodes  []graphNode
	edges  []graphEdge
	boxes  []graphBox
}

type graphNode struct {
	words text
	shape shape
	size  layered.Size // of the shape, which may be smaller than the room it has
	paint paint
	// note is words beside it.
	note     text
	noteSide side
	// draw draws what isn't words in a shape.
	draw func(c *canvas, n *graphNode, at *layered.Node)
}

type graphEdge struct {
	link  link
	words text
	paint paint
	near  [2]text // words at its ends
}

type graphBox struct {
	title text
	paint paint
}

// defaults sets the room between things.
func (g *graph) defaults() {
	g.NodeGap, g.RankGap, g.Stub, g.Breadth = 32, 44, stub, 720
}

// node adds a node.
func (g *graph) node(label string, s shape, cluster int, p paint) {
	n := graphNode{words: wordsOf(label, style{wrap: wrapLabel, bold: p.bold}), shape: s, paint: p}
	n.size = s.sizeOf(n.words.width, n.words.height)
	if n.words.width == 0 && p.hidden {
		n.size = layered.Size{Width: 4, Height: 4}
	}
	g.add(n, cluster)
}

func (g *graph) add(n graphNode, cluster int) {
	if n.shape == bar && (g.Direction == layered.Left || g.Direction == layered.Right) {
		n.size.Width, n.size.Height = n.size.Height, n.size.Width
	}
	g.nodes = append(g.nodes, n)
	g.Nodes = append(g.Nodes, layered.Node{Size: n.size, Cluster: cluster})
}

// cluster adds a box.
func (g *graph) cluster(title string, parent int, d layered.Direction, p paint) {
	b := graphBox{title: wordsOf(title, style{wrap: 2 * wrapLabel, bold: true, small: true}), paint: p}
	size := layered.Size{Width: b.title.width, Height: b.title.height}
	if size.Height > 0 {
		size.Height += 2
	}
	g.boxes = append(g.boxes, b)
	g.Clusters = append(g.Clusters, layered.Cluster{Parent: parent, Title: size, Direction: d})
}

// edge adds a line.
func (g *graph) edge(from, to layered.End, l link, p paint) {
	e := graphEdge{link: l, words: wordsOf(l.label, style{wrap: wrapLabel, small: true}), paint: p}
	size := layered.Size{}
	if e.words.width > 0 {
		size = layered.Size{Width: e.words.width + 10, Height: e.words.height + 4}
	}
	g.edges = append(g.edges, e)
	g.Edges = append(g.Edges, layered.Edge{From: from, To: to, Span: l.span, Label: size})
}

// stretch makes nodes higher at whose sides more lines end than have room there.
func (g *graph) stretch() {
	if g.Direction != layered.Left && g.Direction != layered.Right {
		return
	}
	ends := make([][2]int, len(g.nodes))
	for i := range g.Edges {
		if e := &g.Edges[i]; e.From >= 0 && e.To >= 0 && e.From != e.To {
			ends[e.From][0]++
			ends[e.To][1]++
		}
	}
	for i, n := range ends {
		if high := 16 + 20*max(n[0], n[1]); max(n[0], n[1]) > 1 && high > g.nodes[i].size.Height {
			g.nodes[i].size.Height = high
			g.Nodes[i].Height = max(g.Nodes[i].Height, high)
		}
	}
}

// draw places everything and draws it.
func (g *graph) draw() error {
	if err := layered.Layout(&g.Graph); err != nil {
		if errors.Is(err, layered.ErrTooLarge) {
			return &Error{1, "the diagram has too many nodes or too long lines to be drawn"}
		}
		return err
	}
	c := g.canvas
	c.width, c.height = g.Width, g.Height
	for depth, left := 0, len(g.boxes); left > 0; depth++ {
		for i := range g.boxes {
			if g.depth(i) == depth {
				g.drawBox(i)
				left--
			}
		}
	}
	for i := range g.nodes {
		g.drawNode(i)
	}
	for i := range g.edges {
		g.drawEdge(i)
	}
	g.told()
	return nil
}

func (g *graph) depth(cluster int) (n int) {
	for p := g.Clusters[cluster].Parent; p != layered.None; p = g.Clusters[p].Parent {
		n++
	}
	return n
}

func (g *graph) drawBox(i int) {
	b, at := &g.boxes[i], &g.Clusters[i]
	b.paint.soften()
	if b.paint.hidden {
		b.paint.class = "d-bare d-lineless"
	}
	g.canvas.on(frames).box(at.X, at.Y, at.Size, 8, b.paint.attributes())
	if b.title.height == 0 {
		return
	}
	x, anchor, class := at.X+14, "start", "d-box"
	if g.crossed(x, at.Y+10, b.title) {
		if left := at.X + at.Width - 14 - b.title.width; !g.crossed(left, at.Y+10, b.title) {
			x, anchor = left+b.title.width, "end"
		} else {
			class = "d-box d-crossed"
		}
	}
	g.canvas.on(words).words(b.title, x, at.Y+10+b.title.height/2, ` class="`+class+`" text-anchor="`+anchor+`"`)
}

// crossed reports that a line runs through words whose upper left corner is x, y.
func (g *graph) crossed(x, y int, t text) bool {
	for i := range g.Edges {
		path := g.Edges[i].Path
		for k := 1; k < len(path) && !g.edges[i].link.hidden; k++ {
			a, b := path[k-1], path[k]
			if max(a.X, b.X) > x-4 && min(a.X, b.X) < x+t.width+4 && max(a.Y, b.Y) > y && min(a.Y, b.Y) < y+t.height {
				return true
			}
		}
	}
	return false
}

func (g *graph) drawNode(i int) {
	n, at := &g.nodes[i], &g.Nodes[i]
	if n.note.height > 0 {
		g.drawNote(n, at)
	}
	if n.draw != nil {
		n.draw(g.canvas, n, at)
		return
	}
	p := g.canvas.on(shapes)
	if !n.paint.hidden {
		p.shape(n.shape, at, n.size, n.paint.attributes())
	}
	y := at.Y
	if n.shape == cylinder {
		y += 6
	}
	x := at.X
	if n.shape == banner {
		x += n.shape.slant(n.size.Height) / 2
	}
	g.canvas.on(words).words(n.words, x, y, n.paint.inkAttributes())
}

func (g *graph) drawEdge(i int) {
	e, at := &g.edges[i], &g.Edges[i]
	if e.link.hidden || len(at.Path) == 0 || g.unseen(at.From) || g.unseen(at.To) {
		return
	}
	path := append([]layered.Point(nil), at.Path...)
	last := len(path) - 1
	path[0] = g.touch(at.From, path[0])
	path[last] = g.touch(at.To, path[last])
	g.canvas.join(&joined{
		path: path, loop: at.Loop, along: at.Along, from: e.link.from, to: e.link.to,
		paint: e.paint, dotted: e.link.dotted, thick: e.link.thick,
	})
	g.nearWords(e, path, at)
	if e.words.width > 0 {
		g.canvas.on(chips).rect(at.LabelAt.X-e.words.width/2-4, at.LabelAt.Y-e.words.height/2-1, e.words.width+8, e.words.height+2, 4, "")
		g.canvas.on(words).words(e.words, at.LabelAt.X, at.LabelAt.Y, ` class="d-label"`)
	}
}

// nearWords writes the words at the ends of a line beside it, past its heads.
func (g *graph) nearWords(e *graphEdge, path []layered.Point, at *layered.Edge) {
	for i, w := range e.near {
		if w.width == 0 || at.Loop {
			continue
		}
		tip, next := path[0], path[1]
		if i == 1 {
			tip, next = path[len(path)-1], path[len(path)-2]
		}
		u := unit(next, tip, at.Along, false)
		if u.X != 0 {
			g.canvas.on(words).words(w, tip.X-u.X*(6+w.width/2), tip.Y-6-w.height/2, ` class="d-label"`)
		} else {
			g.canvas.on(words).words(w, tip.X+10, tip.Y-u.Y*(w.height/2+4), ` class="d-label" text-anchor="start"`)
		}
	}
}

// unseen reports a node that people put in for its room alone: without words and outline. A line to
// it would lead nowhere.
func (g *graph) unseen(e layered.End) bool {
	return e >= 0 && g.nodes[e].words.width == 0 && g.nodes[e].paint.hidden
}

// touch moves the end of a line from the box of a node to its outline.
func (g *graph) touch(end layered.End, p layered.Point) layered.Point {
	if end < 0 {
		return p
	}
	n, at := &g.nodes[end], &g.Nodes[end]
	dx, dy := p.X-at.X, p.Y-at.Y
	room, size := at.Size, n.size
	switch {
	case dy >= room.Height/2:
		p.Y = at.Y + size.Height/2 - n.shape.inset(below, dx, size)
	case dy <= -room.Height/2:
		p.Y = at.Y - size.Height/2 + n.shape.inset(above, dx, size)
	case dx > 0:
		p.X = at.X + size.Width/2 - n.shape.inset(after, dy, size)
	default:
		p.X = at.X - size.Width/2 + n.shape.inset(before, dy, size)
	}
	return p
}

// told tells the lines to those who don't see them, and the nodes without one.
func (g *graph) told() {
	joined := make([]bool, len(g.nodes))
	name := func(e layered.End) string {
		if e < 0 {
			return g.boxes[-1-e].title.plain()
		}
		joined[e] = true
		return g.nodes[e].words.plain()
	}
	for i := range g.edges {
		e := &g.edges[i]
		if e.link.hidden {
			continue
		}
		sign := " – "
		switch {
		case e.link.from != plain && e.link.to != plain:
			sign = " ↔ "
		case e.link.to != plain:
			sign = " → "
		case e.link.from != plain:
			sign = " ← "
		}
		label := e.words.plain()
		if label != "" {
			label = " (" + label + ")"
		}
		g.canvas.tell(name(g.Edges[i].From), sign, name(g.Edges[i].To), label)
	}
	for i := range g.nodes {
		if name := g.nodes[i].words.plain(); !joined[i] && name != "" {
			g.canvas.tell(name)
		}
	}
}
