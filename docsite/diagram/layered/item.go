package layered

// item is what has a place in a rank: a vertex, a bend of an edge, or a border of a group.
type item struct {
	kind        kind
	of          int // the vertex, arc or group that it is of
	rank        int
	group       int
	at          int // its place in the rank
	key         int // where order.go wants it
	left, right int // how far it reaches from its middle
	x           int
}

type kind uint8

const (
	aVertex kind = iota
	aBend
	aLabel
	aLeft  // border of a group
	aRight // border of a group
)

// border reports that an item stands for a side of its group.
func (k kind) border() bool { return k >= aLeft }

// seg is a piece of an edge, or of a group's border, between items of ranks that follow each other.
type seg struct{ upper, lower, weight, arc int }

// itemise fills the ranks: vertices, bends where edges pass a rank, and two borders of a group in each
// of its ranks.
func (p *part) itemise() error {
	p.size()
	if p.n.items > mostItems {
		return ErrTooLarge
	}
	for v := range p.vertices {
		x := &p.vertices[v]
		p.put(item{kind: aVertex, of: v, rank: x.rank, group: x.group, left: x.Width/2 + x.before, right: x.Width/2 + x.after})
	}
	for i := range p.arcs {
		p.vertices[p.arcs[i].from].out++
		p.vertices[p.arcs[i].to].in++
	}
	for i := range p.arcs {
		p.bend(i)
	}
	for g := range p.groups {
		q := &p.groups[g]
		for r := q.first; r <= q.last; r++ {
			p.put(item{kind: aLeft, of: g, rank: r, group: g})
			p.put(item{kind: aRight, of: g, rank: r, group: g})
			if r > q.first {
				k := len(p.items)
				p.segs = append(p.segs, seg{k - 4, k - 2, 3, None}, seg{k - 3, k - 1, 3, None})
			}
		}
	}
	p.up = incident(len(p.items), len(p.segs), func(i int) (a, b int) { return p.segs[i].lower, -1 })
	p.down = incident(len(p.items), len(p.segs), func(i int) (a, b int) { return p.segs[i].upper, -1 })
	return nil
}

// size makes room for the items, and counts them. Of a graph with too many, the longest edges get no
// bends: they run straight over what is in their way.
func (p *part) size() {
	items, segs, last, longest := len(p.vertices), 0, 0, 0
	for v := range p.vertices {
		last = max(last, p.vertices[v].rank)
	}
	for g := range p.groups {
		length := p.groups[g].last - p.groups[g].first + 1
		items, segs = items+2*length, segs+2*length
	}
	for i := range p.arcs {
		longest = max(longest, p.length(i))
	}
	bends := p.bends(longest)
	for longest > 2 && p.n.items+items+bends > mostItems {
		longest = longest * 4 / 5
		bends = p.bends(longest)
	}
	for i := range p.arcs {
		p.arcs[i].over = p.length(i) > longest
	}
	items, segs = items+bends, segs+bends+len(p.arcs)
	if p.n.items += items; p.n.items > mostItems {
		return
	}
	p.items, p.segs = make([]item, 0, items), make([]seg, 0, segs)
	p.ranks = make([][]int, last+1)
}

// length is how many ranks an arc spans.
func (p *part) length(i int) int {
	return p.vertices[p.arcs[i].to].rank - p.vertices[p.arcs[i].from].rank
}

// bends is how many bends there are in arcs up to a length.
func (p *part) bends(longest int) (n int) {
	for i := range p.arcs {
		if l := p.length(i); l <= longest {
			n += l - 1
		}
	}
	return n
}

func (p *part) put(i item) int {
	k := len(p.items)
	i.at = len(p.ranks[i.rank])
	p.items = append(p.items, i)
	p.ranks[i.rank] = append(p.ranks[i.rank], k)
	return k
}

// bend puts a bend of an arc into every rank that it passes, one of them its label.
func (p *part) bend(i int) {
	a := &p.arcs[i]
	from, to := &p.vertices[a.from], &p.vertices[a.to]
	meet := p.meet(from.group, to.group)
	first, last := p.lean(a)
	before := a.from
	a.first, a.last = len(p.items), len(p.items)
	if a.over {
		return
	}
	label := None
	if a.label.Width > 0 {
		label = (from.rank + to.rank) / 2
	}
	for r := from.rank + 1; r < to.rank; r++ {
		b := item{kind: aBend, of: i, rank: r, group: p.passed(from.group, to.group, meet, r)}
		if r == label {
			b.kind = aLabel
			b.left = (a.label.Width + 1) / 2
			b.right = b.left
			a.labelled = len(p.items)
		}
		k := p.put(b)
		p.segs = append(p.segs, seg{before, k, first, i})
		before, first = k, straight
	}
	a.last = len(p.items)
	if a.first == a.last {
		last = p.short(a)
	}
	p.segs = append(p.segs, seg{before, a.to, last, i})
}

// straight is how much the pieces within a long edge want to be straight: a kink would be seen.
const straight = 16

// short is how much an edge without bends wants to be straight: most if its ends have no others there,
// least if it joins what isn't in the same group.
func (p *part) short(a *arc) int {
	from, to := &p.vertices[a.from], &p.vertices[a.to]
	switch {
	case from.out == 1 && to.in == 1:
		return 6
	case from.group == to.group:
		return 2
	}
	return 1
}

// lean is how much the first and last piece of an edge with bends want to be straight. If only one of
// its ends has other edges there, the one at the other end does more.
func (p *part) lean(a *arc) (first, last int) {
	out, in := p.vertices[a.from].out, p.vertices[a.to].in
	switch {
	case out > 1 && in == 1:
		return 4, 8
	case out == 1 && in > 1:
		return 8, 4
	case out == 1 && in == 1:
		return 12, 12
	}
	return 4, 4
}

// meet is the innermost group that two groups are in.
func (p *part) meet(g, h int) int {
	for g != h {
		if h == None || g != None && p.groups[g].depth >= p.groups[h].depth {
			g = p.groups[g].parent
		} else {
			h = p.groups[h].parent
		}
	}
	return g
}

// passed is the group in which an edge between groups passes a rank.
func (p *part) passed(from, to, meet, rank int) int {
	for _, g := range []int{from, to} {
		for ; g != meet; g = p.groups[g].parent {
			if q := &p.groups[g]; q.first <= rank && rank <= q.last {
				return g
			}
		}
	}
	return meet
}
