package diagram

import (
	"slices"

	"wpengine/docsite/diagram/layered"
)

// Distances in a git graph.
const (
	commitStep   = 46
	commitRadius = 8
	laneGap      = 40 // between what belongs to neighbouring branches
)

func (g *gitGraph) draw() *canvas {
	c := &canvas{kind: "gitgraph", name: "Git graph"}
	lanes := slices.Clone(g.branches)
	slices.SortStableFunc(lanes, func(a, b *branch) int { return a.order - b.order })
	for i, b := range lanes {
		b.lane = i
	}
	if g.direction == layered.Down || g.direction == layered.Up {
		g.drawDown(c, lanes)
	} else {
		g.drawRight(c, lanes)
	}
	for _, k := range g.commits {
		told := k.branch.name
		if words := k.words.plain(); words != "" {
			told += ": " + words
		}
		for _, t := range k.tags {
			told += " (" + t.plain() + ")"
		}
		if len(k.parents) > 1 {
			told += " ← " + k.parents[1].branch.name
		}
		c.tell(told)
	}
	return c
}

// drawRight draws branches as rows.
func (g *gitGraph) drawRight(c *canvas, lanes []*branch) {
	names := make([]text, len(lanes))
	left := 0
	for i, b := range lanes {
		names[i] = wordsOf(escapeMarkup(b.name), style{small: true, bold: true})
		left = max(left, generous(names[i].width)+20)
	}
	ys := make([]int, len(lanes))
	y := 0
	for i, b := range lanes {
		above, below := commitRadius, commitRadius
		for _, k := range g.commits {
			if k.branch == b {
				above = max(above, commitRadius+4+20*len(k.tags))
				below = max(below, commitRadius+6+k.words.height)
			}
		}
		ys[i] = y + above
		y += above + below + laneGap/2
	}
	c.height = y - laneGap/2
	c.width = left + 24 + g.columns(lanes, left+24+commitRadius)
	for i, b := range lanes {
		start := left + 8
		c.on(frames).line(start, ys[i], c.width, ys[i], "d-life")
		c.on(shapes).rect(0, ys[i]-11, left, 22, 5, "d-soft "+series(b.lane))
		c.on(words).words(names[i], left/2, ys[i], "")
	}
	for _, k := range g.commits {
		at := layered.Point{X: k.x, Y: ys[k.branch.lane]}
		for n, parent := range k.parents {
			// A line has the colour of the branch that only it leads to or from.
			colour := k.branch
			if n > 0 {
				colour = parent.branch
			}
			g.joinRight(c, layered.Point{X: parent.x, Y: ys[parent.branch.lane]}, at, colour, n > 0, false)
		}
		if k.picked != nil {
			g.joinRight(c, layered.Point{X: k.picked.x, Y: ys[k.picked.branch.lane]}, at, k.picked.branch, true, true)
		}
		g.dot(c, k, at)
		if k.words.height > 0 {
			c.on(words).words(k.words, at.X, at.Y+commitRadius+6+k.words.height/2, ` class="d-over d-label"`)
		}
		for n, t := range k.tags {
			g.tag(c, t, at.X, at.Y-commitRadius-14-20*n)
		}
	}
}

// columns gives the commits their places from left to right, no two words of a branch over each other.
func (g *gitGraph) columns(lanes []*branch, x int) int {
	type end struct{ words, tags int }
	ends := make([]end, len(lanes))
	for i := range ends {
		ends[i] = end{-1000, -1000}
	}
	begin := x
	for i, k := range g.commits {
		if i > 0 {
			x += commitStep
		}
		e := &ends[k.branch.lane]
		tagged := 0
		for _, t := range k.tags {
			tagged = max(tagged, generous(t.width)+18)
		}
		named := generous(k.words.width)
		if named > 0 {
			x = max(x, e.words+12+named/2)
			e.words = x + named/2
		}
		if tagged > 0 {
			x = max(x, e.tags+8+tagged/2)
			e.tags = x + tagged/2
		}
		if i == 0 {
			x = max(x, begin+max(named, tagged)/2-commitRadius)
		}
		k.x, k.width = x, max(named, tagged)
	}
	right := x + commitStep/2
	for _, k := range g.commits {
		right = max(right, k.x+k.width/2)
	}
	return right - begin + commitRadius
}

// drawDown draws branches as columns, with all words to their right.
func (g *gitGraph) drawDown(c *canvas, lanes []*branch) {
	const lane, row = 30, 40
	right := len(lanes)*lane + 8
	place := make(map[*commit]layered.Point, len(g.commits))
	for i, k := range g.commits {
		y := i*row + row/2
		if g.direction == layered.Up {
			y = (len(g.commits)-1-i)*row + row/2
		}
		at := layered.Point{X: k.branch.lane*lane + lane/2, Y: y}
		place[k] = at
		for n, parent := range k.parents {
			colour := k.branch
			if n > 0 {
				colour = parent.branch
			}
			g.join(c, []layered.Point{place[parent], place[parent], at}, colour, false, layered.Down)
		}
		if k.picked != nil {
			g.join(c, []layered.Point{place[k.picked], place[k.picked], at}, k.picked.branch, true, layered.Down)
		}
		g.dot(c, k, at)
		x := right
		if k.branch.first == k {
			name := wordsOf(escapeMarkup(k.branch.name), style{small: true, bold: true})
			width := generous(name.width) + 16
			c.on(shapes).rect(x, y-11, width, 22, 5, "d-soft "+series(k.branch.lane))
			c.on(words).words(name, x+width/2, y, "")
			x += width + 8
		}
		for _, t := range k.tags {
			width := generous(t.width) + 18
			g.tag(c, t, x+width/2, y)
			x += width + 8
		}
		c.on(words).words(k.words, x, y, ` class="d-label" text-anchor="start"`)
		c.width = max(c.width, x+generous(k.words.width))
	}
	c.height = len(g.commits) * row
}

// joinRight draws the line from a commit to the next where branches are rows. It changes its row at
// once, or late if it comes from the commits of another branch.
func (g *gitGraph) joinRight(c *canvas, a, b layered.Point, colour *branch, late, dotted bool) {
	if a.Y == b.Y || b.X-a.X <= commitStep {
		g.join(c, []layered.Point{a, a, b}, colour, dotted, layered.Right)
		return
	}
	turn := layered.Point{X: a.X + commitStep, Y: b.Y}
	if late {
		turn = layered.Point{X: b.X - commitStep, Y: a.Y}
		g.join(c, []layered.Point{a, turn, b}, colour, dotted, layered.Right)
		return
	}
	g.join(c, []layered.Point{a, a, turn, b}, colour, dotted, layered.Right)
}

// join draws a line: straight, curved, straight.
func (g *gitGraph) join(c *canvas, path []layered.Point, colour *branch, dotted bool, along layered.Direction) {
	p := c.on(lines)
	p.raw(`<path d="M`).int(path[0].X).raw(" ").int(path[0].Y)
	for i := 1; i < len(path); i++ {
		if a, b := path[i-1], path[i]; i == 2 && a.X != b.X && a.Y != b.Y {
			p.curve(a, b, along)
		} else if a != b {
			p.raw("L").int(b.X).raw(" ").int(b.Y)
		}
	}
	p.raw(`" stroke-width="2.5"`)
	if dotted {
		p.raw(` stroke-dasharray="2 4"`)
	}
	p.class("d-stroke " + series(colour.lane)).raw("/>")
}

// dot draws a commit.
func (g *gitGraph) dot(c *canvas, k *commit, at layered.Point) {
	p, class := c.on(shapes), "d-solid "+series(k.branch.lane)
	switch k.kind {
	case "HIGHLIGHT":
		p.rect(at.X-commitRadius, at.Y-commitRadius, 2*commitRadius, 2*commitRadius, 2, class)
	case "merge":
		p.circle(at.X, at.Y, commitRadius, class)
		p.circle(at.X, at.Y, commitRadius-3, "d-soft "+series(k.branch.lane))
	case "pick":
		p.circle(at.X, at.Y, commitRadius, "d-soft "+series(k.branch.lane))
		p.circle(at.X, at.Y, 3, class)
	case "REVERSE":
		p.circle(at.X, at.Y, commitRadius, class)
		p.raw(`<path d="M`).int(at.X - 4).raw(" ").int(at.Y - 4).raw("l8 8m0 -8l-8 8").raw(`" class="d-crossing"/>`)
	default:
		p.circle(at.X, at.Y, commitRadius, class)
	}
}

// tag draws the tag of a commit.
func (g *gitGraph) tag(c *canvas, t text, x, y int) {
	width := generous(t.width) + 12
	left := x - width/2
	c.on(chips).polygon("d-tag", left, y, left+6, y-9, left+width, y-9, left+width, y+9, left+6, y+9)
	c.on(words).words(t, x+3, y, "")
}
