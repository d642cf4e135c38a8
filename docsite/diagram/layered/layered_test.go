package layered

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// random is a graph of some size with clusters in clusters and all kinds of edges.
func random(r *rand.Rand, nodes, edges, clusters int) *Graph {
	g := &Graph{Direction: Direction(r.IntN(5)), NodeGap: 32, RankGap: 44, Stub: 10, Breadth: 700}
	for c := range clusters {
		g.Clusters = append(g.Clusters, Cluster{Parent: r.IntN(c+1) - 1, Title: Size{r.IntN(200), r.IntN(20)}, Direction: Direction(r.IntN(5))})
	}
	for range nodes {
		n := Node{Size: Size{20 + r.IntN(200), 20 + r.IntN(80)}, Cluster: r.IntN(clusters+1) - 1}
		if r.IntN(8) == 0 {
			n.After = r.IntN(60)
		}
		g.Nodes = append(g.Nodes, n)
	}
	end := func() End {
		if clusters > 0 && r.IntN(8) == 0 {
			return ClusterEnd(r.IntN(clusters))
		}
		return End(r.IntN(nodes))
	}
	for range edges {
		e := Edge{From: end(), To: end(), Span: r.IntN(3)}
		if r.IntN(3) == 0 {
			e.Label = Size{10 + r.IntN(120), 16}
		}
		g.Edges = append(g.Edges, e)
	}
	return g
}

// box is a rectangle: left, top, right, bottom.
type box [4]int

func (n *Node) box() box {
	return box{n.X - n.Width/2, n.Y - n.Height/2, n.X + n.Width/2, n.Y + n.Height/2}
}

func (c *Cluster) box() box { return box{c.X, c.Y, c.X + c.Width, c.Y + c.Height} }

func (b box) overlaps(c box) bool { return b[0] < c[2] && c[0] < b[2] && b[1] < c[3] && c[1] < b[3] }

func (b box) contains(c box) bool {
	return b[0] <= c[0] && b[1] <= c[1] && c[2] <= b[2] && c[3] <= b[3]
}

// TestNothingOverlaps places many graphs and checks what makes a drawing legible.
func TestNothingOverlaps(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 7))
		g := random(r, 1+r.IntN(25), r.IntN(40), r.IntN(7))
		if err := Layout(g); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := legible(g); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

func legible(g *Graph) error {
	whole := box{0, 0, g.Width, g.Height}
	in := func(c, outer int) bool {
		for ; c != None; c = g.Clusters[c].Parent {
			if c == outer {
				return true
			}
		}
		return false
	}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if !whole.contains(n.box()) {
			return fmt.Errorf("node %d at %v is outside of the drawing, %v", i, n.box(), whole)
		}
		for j := range i {
			if n.box().overlaps(g.Nodes[j].box()) {
				return fmt.Errorf("nodes %d and %d overlap", i, j)
			}
		}
		for c := range g.Clusters {
			switch b := g.Clusters[c].box(); {
			case in(n.Cluster, c) && !b.contains(n.box()):
				return fmt.Errorf("node %d at %v is not within its cluster %d at %v", i, n.box(), c, b)
			case !in(n.Cluster, c) && b.overlaps(n.box()):
				return fmt.Errorf("node %d at %v is within cluster %d at %v, where it doesn't belong", i, n.box(), c, b)
			}
		}
	}
	for c := range g.Clusters {
		for d := range c {
			a, b := g.Clusters[c].box(), g.Clusters[d].box()
			switch {
			case in(c, d) && !b.contains(a), in(d, c) && !a.contains(b):
				return fmt.Errorf("one of clusters %d and %d is not within the other", c, d)
			case !in(c, d) && !in(d, c) && a.overlaps(b):
				return fmt.Errorf("clusters %d and %d overlap", c, d)
			}
		}
	}
	return clear(g)
}

// clear checks that edges run through no node: neither where they are straight nor where they curve,
// which they do within the box of a curve's ends.
func clear(g *Graph) error {
	for i := range g.Edges {
		e := &g.Edges[i]
		for k := 1; k < len(e.Path) && !e.Loop; k++ {
			a, b := e.Path[k-1], e.Path[k]
			if k%2 == 1 && a.X != b.X && a.Y != b.Y {
				return fmt.Errorf("edge %d is not straight from %v to %v", i, a, b)
			}
			line := box{min(a.X, b.X), min(a.Y, b.Y), max(a.X, b.X), max(a.Y, b.Y)}
			for j := range g.Nodes {
				if End(j) != e.From && End(j) != e.To && line.overlaps(g.Nodes[j].box()) {
					return fmt.Errorf("edge %d runs through node %d at %v from %v to %v", i, j, g.Nodes[j].box(), a, b)
				}
			}
		}
		if n := len(e.Path); n > 0 && e.From >= 0 && e.To >= 0 {
			for _, end := range []struct {
				End
				Point
			}{{e.From, e.Path[0]}, {e.To, e.Path[n-1]}} {
				b := g.Nodes[end.End].box()
				if end.X < b[0]-1 || end.X > b[2]+1 || end.Y < b[1]-1 || end.Y > b[3]+1 {
					return fmt.Errorf("edge %d ends at %v, not at its node %v", i, end.Point, b)
				}
			}
		}
	}
	return nil
}

// TestTheSameGraphLooksTheSame places graphs twice.
func TestTheSameGraphLooksTheSame(t *testing.T) {
	for seed := range uint64(20) {
		a, b := random(rand.New(rand.NewPCG(seed, 1)), 20, 30, 4), random(rand.New(rand.NewPCG(seed, 1)), 20, 30, 4)
		if err := Layout(a); err != nil {
			t.Fatal(err)
		}
		if err := Layout(b); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(*a) != fmt.Sprint(*b) {
			t.Errorf("seed %d: two results", seed)
		}
	}
}

// TestLargeGraphsEnd places what is as large as can be, or is refused.
func TestLargeGraphsEnd(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	chain := func(n int, more ...Edge) *Graph {
		g := &Graph{Nodes: make([]Node, n), NodeGap: 10, RankGap: 10}
		for i := range n {
			g.Nodes[i] = Node{Size: Size{20, 20}, Cluster: None}
			if i > 0 {
				g.Edges = append(g.Edges, Edge{From: End(i - 1), To: End(i)})
			}
		}
		g.Edges = append(g.Edges, more...)
		return g
	}
	many := make([]Edge, 1400)
	for i := range many {
		many[i] = Edge{From: 0, To: 499}
	}
	deep := chain(500)
	for c := range 50 {
		deep.Clusters = append(deep.Clusters, Cluster{Parent: None})
		deep.Nodes[c].Cluster, deep.Nodes[499-c].Cluster = c, c
	}
	drawn := map[string]bool{"dense": true, "sparse": true, "chain": true, "long ways": true, "star": true}
	for name, g := range map[string]*Graph{
		"tall clusters": deep,
		"dense":         random(r, 500, 2000, 0),
		"clustered":     random(r, 500, 2000, 40),
		"sparse":        random(r, 500, 600, 4),
		"chain":         chain(500, Edge{From: 499, To: 0}),
		"long ways":     chain(500, many...),
		"star":          random(r, 1, 0, 0),
	} {
		begin := time.Now()
		err := Layout(g)
		took := time.Since(begin)
		t.Logf("%s: %v, error %v", name, took, err)
		if took > 5*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		if err == nil != drawn[name] {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
