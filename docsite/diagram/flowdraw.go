package diagram

import (
	"wpengine/docsite/diagram/layered"
)

// wrapLabel is how wide a line of a label may be.
const wrapLabel = 220

// draw places a flowchart and draws it.
func (f *flowchart) draw() (*canvas, error) {
	c := &canvas{kind: "flowchart", name: "Flowchart"}
	g := &graph{canvas: c, Graph: layered.Graph{Direction: f.direction}}
	g.defaults()
	index := make(map[string]layered.End, len(f.nodes)+len(f.groups))
	for i, group := range f.groups {
		p := f.styles.of(group.classes, group.css)
		g.cluster(group.title, group.parent, group.direction, p)
		if _, ok := index[group.id]; !ok && group.id != "" {
			index[group.id] = layered.ClusterEnd(i)
		}
	}
	for i, n := range f.nodes {
		g.node(n.label, n.shape, n.group, f.styles.of(n.classes, n.css))
		index[n.id] = layered.End(i)
	}
	for i := range f.edges {
		e := &f.edges[i]
		from, okFrom := index[e.from]
		to, okTo := index[e.to]
		if okFrom && okTo {
			g.edge(from, to, e.link, f.styles.of(nil, e.css))
		}
	}
	return c, g.draw()
}
