package layered

import "slices"

// offset is how far from the middle an edge touches a vertex where another one is in the way.
const offset = 16

// spread keeps edges apart that would touch a vertex at the same point but run the other way, or that
// join the same two vertices.
func (p *part) spread() {
	if p.n.Spread {
		p.fan()
		return
	}
	twins := make(map[[2]int]int, len(p.arcs))
	for i := range p.arcs {
		a := &p.arcs[i]
		if a.first == a.last {
			twins[[2]int{a.from, a.to}]++
		}
	}
	seen := make(map[[2]int]int)
	for i := range p.arcs {
		a := &p.arcs[i]
		ends := [2]int{a.from, a.to}
		switch {
		case a.first == a.last && twins[ends] > 1:
			off := (2*seen[ends] - twins[ends] + 1) * offset / 2
			most := min(p.vertices[a.from].Width, p.vertices[a.to].Width) / 3
			a.offFrom = max(-most, min(most, off))
			a.offTo = a.offFrom
			seen[ends]++
		case a.turned:
			a.offFrom = p.dodge(a, a.from, &p.down, a.first)
			a.offTo = p.dodge(a, a.to, &p.up, a.last-1)
		}
	}
}

// dodge is how far from the middle of a vertex an edge that was turned touches it: on the side to
// which it goes.
func (p *part) dodge(a *arc, v int, in *incidence, bend int) int {
	others, left := 0, 0
	for _, s := range in.of(v) {
		g := &p.segs[s]
		if b := &p.arcs[g.arc]; b != a && !b.turned {
			others++
			if a.first < a.last && p.items[bend].at < p.items[g.upper+g.lower-v].at {
				left++
			}
		}
	}
	off := min(offset, p.vertices[v].Width/4)
	switch {
	case others == 0:
		return 0
	case 2*left > others:
		return -off
	}
	return off
}

// fan gives each of a vertex's edges its own point, in the order of what is at their other ends.
func (p *part) fan() {
	var ends []int
	for v := range p.vertices {
		for _, in := range []*incidence{&p.up, &p.down} {
			ends = append(ends[:0], in.of(v)...)
			slices.SortStableFunc(ends, func(a, b int) int { return p.far(a, v) - p.far(b, v) })
			step := min(40, (p.vertices[v].Width-16)/max(1, len(ends)))
			for k, s := range ends {
				off := (2*k - len(ends) + 1) * step / 2
				if a := &p.arcs[p.segs[s].arc]; in == &p.up {
					a.offTo = off
				} else {
					a.offFrom = off
				}
			}
		}
	}
}

// far is the place in its rank of the other end of a piece.
func (p *part) far(s, v int) int { return p.items[p.segs[s].upper+p.segs[s].lower-v].at }
