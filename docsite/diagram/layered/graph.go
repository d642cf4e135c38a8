// Package layered places directed graphs for people to read: nodes in ranks, so that edges run one
// way, and within the ranks so that few edges cross and most are straight. Nodes can be in
// clusters, which become boxes around them.
//
// It is Sugiyama's method in the form that Graphviz gave it: ranks by the network simplex
// (rank.go, simplex.go), order by the middles of neighbours and by exchanges (order.go, cross.go),
// places by the network simplex again (place.go), then lines (route.go). Everything is whole
// numbers, so that a graph looks the same wherever it is built.
package layered

import "errors"

// Direction is where edges point.
type Direction uint8

// Default is Down for a graph, and for a cluster what its graph has.
const (
	Default Direction = iota
	Down
	Up
	Right
	Left
)

// sideways reports that ranks are columns.
func (d Direction) sideways() bool { return d == Right || d == Left }

// Graph is what to place. Layout writes the places into it.
type Graph struct {
	Direction Direction
	Nodes     []Node
	Edges     []Edge
	Clusters  []Cluster

	// NodeGap lies between nodes of a rank and RankGap between ranks.
	NodeGap, RankGap int
	// Stub is how far an edge runs straight before it ends, to have room for its arrowhead.
	Stub int
	// Spread keeps the ends of a node's edges apart; else they meet.
	Spread bool
	// Breadth is how wide parts that hang together by nothing may stand in a row.
	Breadth int

	// The size of the whole, set by Layout.
	Width, Height int
}

// None is the cluster of a node or cluster that is in none.
const None = -1

// Size is that of a box.
type Size struct{ Width, Height int }

// Point is a place, with y downwards.
type Point struct{ X, Y int }

// Node is a box in the graph.
type Node struct {
	Size
	// Before and After are room for what is drawn beside it within its rank: to the left and
	// right, or where ranks are columns above and below.
	Before, After int
	Cluster       int

	// Point is its middle, set by Layout.
	Point
}

// End is what an edge ends at: a node, or a cluster as a whole.
type End int

// ClusterEnd is the cluster as an end.
func ClusterEnd(cluster int) End { return End(-1 - cluster) }

// cluster is the cluster that e is, or None.
func (e End) cluster() int {
	if e < 0 {
		return int(-1 - e)
	}
	return None
}

// Edge is a line between two ends.
type Edge struct {
	From, To End
	Span     int  // how many ranks it spans at least; 0 means 1
	Label    Size // of the text on it, if any

	// Path is set by Layout: points that are joined, in turn, by a straight line along the
	// direction of the graph and by a curve that starts and ends along it. The path of a loop
	// is the four points of one curve. It is nil where an edge joins a cluster with a part of it.
	Path []Point
	Loop bool
	// Along is the direction of the path at its start and end.
	Along Direction
	// LabelAt is the middle of the label.
	LabelAt Point
}

// Cluster is a box around nodes and other clusters.
type Cluster struct {
	Parent int
	Title  Size
	// Direction is that of its inside, which holds as long as no edge joins the inside with
	// the outside.
	Direction Direction

	// Point is its upper left corner, set by Layout with its size.
	Point
	Size
}

// What a graph may have. A drawing with more tells nobody anything, and must not keep a build.
const (
	mostNodes = 600
	mostEdges = 2000
	mostItems = 5000
	deepest   = 20
)

// ErrTooLarge is the error for a graph that is too large to be placed in the time of a build.
var ErrTooLarge = errors.New("too many nodes and long lines to draw")

// pad is the room around what is in a cluster.
const pad = 16

// Layout places the graph.
func Layout(g *Graph) error {
	if len(g.Nodes)+len(g.Clusters) > mostNodes || len(g.Edges) > mostEdges {
		return ErrTooLarge
	}
	if g.Direction == Default {
		g.Direction = Down
	}
	n, err := nest(g)
	if err != nil {
		return err
	}
	size, err := n.inside(None, g.Direction)
	g.Width, g.Height = size.Width, size.Height
	return err
}
