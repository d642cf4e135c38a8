package layered

// loopReach is how far a loop stands out from its node.
const loopReach = 28

// lift gives the ranks and groups their places along the direction of edges.
func (p *part) lift() {
	n := len(p.ranks)
	thick, opens, closes := make([]int, n), make([]int, n), make([]int, n)
	for v := range p.vertices {
		x := &p.vertices[v]
		thick[x.rank] = max(thick[x.rank], x.Height)
	}
	for i := range p.arcs {
		if a := &p.arcs[i]; a.labelled != None {
			r := p.items[a.labelled].rank
			thick[r] = max(thick[r], a.label.Height)
		}
	}
	// Groups are listed parents first, so the other way round their depths add up.
	for g := len(p.groups) - 1; g >= 0; g-- {
		q := &p.groups[g]
		q.y0 += q.top
		q.y1 += q.bottom
		p.lengthen(q, thick, opens, closes)
		opens[q.first], closes[q.last] = max(opens[q.first], q.y0), max(closes[q.last], q.y1)
		if q.parent != None {
			parent := &p.groups[q.parent]
			if parent.first == q.first {
				parent.y0 = max(parent.y0, q.y0)
			}
			if parent.last == q.last {
				parent.y1 = max(parent.y1, q.y1)
			}
		}
	}
	tops, y := make([]int, n), 0
	for r := range n {
		y += opens[r]
		tops[r] = y
		y += thick[r] + closes[r]
		if r+1 < n {
			y += p.gap(r)
		}
	}
	p.height = y
	p.setRanks(tops, thick, opens, closes)
}

// gap is the room between a rank and the next: more where edges run far aside, so that they aren't flat.
func (p *part) gap(r int) int {
	gap := p.n.RankGap
	if p.half {
		gap = gap * 5 / 8
	}
	far := 0
	for _, k := range p.ranks[r] {
		for _, s := range p.down.of(k) {
			g := &p.segs[s]
			if d := p.items[g.lower].x - p.items[g.upper].x; g.arc != None {
				far = max(far, d, -d)
			}
		}
	}
	return gap + min(48, max(0, far-40)/6)
}

// lengthen makes a group longer whose title is.
func (p *part) lengthen(q *group, thick, opens, closes []int) {
	if q.length == 0 {
		return
	}
	length := q.y0 + q.y1
	for r := q.first; r <= q.last; r++ {
		length += thick[r]
		if r > q.first {
			length += opens[r] + closes[r-1] + p.gap(r-1)
		}
	}
	if lack := q.length - length; lack > 0 {
		q.y0 += lack / 2
		q.y1 += lack - lack/2
	}
}

// setRanks puts vertices, groups and bends where the ranks are.
func (p *part) setRanks(tops, thick, opens, closes []int) {
	for v := range p.vertices {
		x := &p.vertices[v]
		x.x, x.y = p.items[v].x, tops[x.rank]+thick[x.rank]/2
	}
	for k := range p.items {
		switch i := &p.items[k]; i.kind {
		case aLeft:
			p.groups[i.of].x0 = i.x
		case aRight:
			p.groups[i.of].x1 = i.x
		}
	}
	for g := range p.groups {
		q := &p.groups[g]
		q.y0 = tops[q.first] - q.y0
		q.y1 = tops[q.last] + thick[q.last] + q.y1
	}
	p.bands = make([]band, len(p.ranks))
	for r := range p.bands {
		p.bands[r] = band{tops[r], tops[r] + thick[r], tops[r] - opens[r], tops[r] + thick[r] + closes[r]}
	}
}

// band is the room of a rank: its own, and with the borders of groups that open or close there.
type band struct{ top, bottom, outerTop, outerBottom int }

// route gives the edges their paths: straight through ranks, curved between them, so that they touch no vertex.
func (p *part) route() {
	for i := range p.arcs {
		a := &p.arcs[i]
		from, to := &p.vertices[a.from], &p.vertices[a.to]
		path := make([]Point, 0, 2*(a.last-a.first)+4)
		leave := from.rank
		start := Point{from.x + a.offFrom, from.y + from.Height/2}
		enter, end := to.rank, Point{to.x + a.offTo, to.y - to.Height/2}
		first, last := a.first, a.last
		if upper, lower := a.upper, a.lower; !p.interleaved(a) {
			if upper != None {
				for leave = p.groups[upper].last; first < last && p.items[first].rank <= leave; first++ {
					start.X = p.items[first].x
				}
				start.Y = p.groups[upper].y1
			}
			if lower != None {
				for enter = p.groups[lower].first; first < last && p.items[last-1].rank >= enter; last-- {
					end.X = p.items[last-1].x
				}
				end.Y = p.groups[lower].y0
			}
		}
		path = append(path, start, Point{start.X, max(p.bands[leave].outerBottom, start.Y+p.n.Stub)})
		for k := first; k < last; k++ {
			b := &p.bands[p.items[k].rank]
			if b.outerTop == b.outerBottom {
				continue // nothing is there that it could touch
			}
			path = append(path, Point{p.items[k].x, b.outerTop}, Point{p.items[k].x, b.outerBottom})
		}
		path = append(path, Point{end.X, min(p.bands[enter].outerTop, end.Y-p.n.Stub)}, end)
		p.finish(a, path)
	}
}

// interleaved reports that an edge of a group ends at ranks that the group at its other end has too.
func (p *part) interleaved(a *arc) bool {
	last, first := p.vertices[a.from].rank, p.vertices[a.to].rank
	if a.upper != None {
		last = p.groups[a.upper].last
	}
	if a.lower != None {
		first = p.groups[a.lower].first
	}
	return last >= first
}

func (p *part) finish(a *arc, path []Point) {
	if a.turned {
		for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
			path[i], path[j] = path[j], path[i]
		}
	}
	e := &p.n.Edges[a.edge]
	e.Path = path
	from, to := path[0], path[len(path)-1]
	e.LabelAt = Point{(from.X + to.X) / 2, (from.Y + to.Y) / 2}
	if a.labelled != None {
		l := &p.items[a.labelled]
		b := p.bands[l.rank]
		e.LabelAt = Point{l.x, (b.top + b.bottom) / 2}
	}
}
