package layered

import "slices"

// crossings counts the places where edges cross; one of a group's border counts more.
func (p *part) crossings() int {
	all := 0
	var lowers []crossed
	var sums []int
	for r := 1; r < len(p.ranks); r++ {
		lowers = lowers[:0]
		for _, k := range p.ranks[r-1] {
			from := len(lowers)
			for _, s := range p.down.of(k) {
				g := &p.segs[s]
				lowers = append(lowers, crossed{p.items[g.lower].at, crossWeight(g)})
			}
			slices.SortFunc(lowers[from:], func(a, b crossed) int { return a.at - b.at })
		}
		n := len(p.ranks[r])
		sums = append(sums[:0], make([]int, n+1)...)
		total := 0
		// A Fenwick tree: sums of the weights of pieces that end further to the left.
		for _, c := range lowers {
			left := 0
			for i := c.at + 1; i > 0; i &= i - 1 {
				left += sums[i]
			}
			all += c.weight * (total - left)
			total += c.weight
			for i := c.at + 1; i <= n; i += i & -i {
				sums[i] += c.weight
			}
		}
	}
	return all
}

// crossed is the lower end of a piece that others may cross.
type crossed struct{ at, weight int }

func crossWeight(g *seg) int {
	if g.arc == None {
		return 3
	}
	return 1
}

// exchange swaps neighbours in a rank as long as fewer edges cross then.
func (p *part) exchange() {
	for range 4 {
		changed := false
		for _, rank := range p.ranks {
			for at := 0; at+1 < len(rank); at++ {
				a, b := rank[at], rank[at+1]
				x, y := &p.items[a], &p.items[b]
				if x.group != y.group || x.kind.border() || y.kind.border() {
					continue
				}
				now, then := p.between(a, b)
				if then < now {
					rank[at], rank[at+1] = b, a
					x.at, y.at = at+1, at
					changed = true
				}
			}
		}
		if !changed {
			return
		}
	}
}

// between counts where the edges of two neighbours in a rank cross: with a on the left, and with b.
func (p *part) between(a, b int) (now, then int) {
	for _, in := range []*incidence{&p.up, &p.down} {
		for _, s := range in.of(a) {
			x := p.items[p.segs[s].upper+p.segs[s].lower-a].at
			for _, t := range in.of(b) {
				switch y := p.items[p.segs[t].upper+p.segs[t].lower-b].at; {
				case x > y:
					now++
				case x < y:
					then++
				}
			}
		}
	}
	return now, then
}
