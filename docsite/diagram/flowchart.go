package diagram

import (
	"strings"

	"wpengine/docsite/diagram/layered"
)

// flowchart is the model of a flowchart: https://mermaid.js.org/syntax/flowchart.html.
type flowchart struct {
	*scanner
	direction layered.Direction
	nodes     []*flowNode
	byID      map[string]*flowNode
	edges     []flowEdge
	edgeIDs   map[string]bool
	groups    []*flowGroup
	groupByID map[string]int
	open      []int // the subgraphs that the scanner is in
	styles    styles
}

type flowNode struct {
	id, label string
	shape     shape
	classes   []string
	css       string
	group     int
}

type flowEdge struct {
	from, to string
	link     link
	css      string
}

type flowGroup struct {
	id, title string
	parent    int
	direction layered.Direction
	has       []string // ids of what is in it, in order
	classes   []string
	css       string
	at        int
}

var directions = map[string]layered.Direction{
	"TB": layered.Down, "TD": layered.Down, "BT": layered.Up, "LR": layered.Right, "RL": layered.Left,
	"v": layered.Down, "^": layered.Up, ">": layered.Right, "<": layered.Left,
}

func drawFlowchart(s *source) (*canvas, error) {
	f := &flowchart{
		scanner: s.scan(), byID: map[string]*flowNode{}, edgeIDs: map[string]bool{}, groupByID: map[string]int{},
		direction: layered.Down, styles: styles{classes: map[string]string{}},
	}
	f.header()
	if err := f.read(); err != nil {
		return nil, err
	}
	f.settle()
	return f.draw()
}

// header reads the direction after the kind.
func (f *flowchart) header() {
	f.blanks()
	for word, d := range directions {
		if rest, ok := strings.CutPrefix(f.rest(), word); ok && (rest == "" || strings.IndexByte(" \t\n;", rest[0]) >= 0) {
			f.direction = d
			f.pos += len(word)
			return
		}
	}
}

func (f *flowchart) read() error {
	for f.gaps(); f.pos < len(f.text); f.gaps() {
		if len(f.nodes) > mostNodes || len(f.edges) > mostEdges {
			return f.fail(f.pos, "the diagram has too much to be drawn: up to %d nodes and %d lines can be", mostNodes, mostEdges)
		}
		if strings.HasPrefix(f.rest(), "%%") {
			f.toEnd()
			continue
		}
		if err := f.statement(); err != nil {
			return err
		}
	}
	if n := len(f.open); n > 0 {
		return f.fail(f.groups[f.open[n-1]].at, `the subgraph that begins here has no "end"`)
	}
	return nil
}

// What a diagram may have. Drawings with more tell nobody anything.
const (
	mostNodes = 500
	mostEdges = 2000
)

func (f *flowchart) statement() error {
	at := f.pos
	keyword := f.keyword()
	f.pos += len(keyword)
	switch keyword {
	case "subgraph":
		return f.subgraph(at)
	case "end":
		return f.end(at)
	case "classDef":
		f.styles.define(word(f.toEnd()))
		return nil
	case "class":
		ids, name := word(f.toEnd())
		f.each(ids, func(classes *[]string, _ *string) { classify(classes, strings.Fields(name)...) })
		return nil
	case "style":
		ids, css := word(f.toEnd())
		f.each(ids, func(_ *[]string, style *string) { extend(style, css) })
		return nil
	case "linkStyle":
		f.linkStyle(f.toEnd())
		return nil
	case "click", "href":
		f.toEnd()
		return nil
	case "direction":
		f.spaces()
		if d, ok := directions[f.keyword()]; ok {
			f.toEnd()
			if n := len(f.open); n > 0 {
				f.groups[f.open[n-1]].direction = d
			} else {
				f.direction = d
			}
			return nil
		}
	}
	f.pos = at
	return f.chain()
}

// each calls do for what has one of the ids, nodes that don't exist yet included.
func (f *flowchart) each(ids string, do func(classes *[]string, css *string)) {
	for _, id := range strings.Split(ids, ",") {
		id = strings.TrimSpace(id)
		if g, ok := f.groupByID[id]; ok {
			do(&f.groups[g].classes, &f.groups[g].css)
		} else if id != "" {
			f.styles.pending = append(f.styles.pending, pendingStyle{id, do})
		}
	}
}

// linkStyle styles edges by their numbers.
func (f *flowchart) linkStyle(rest string) {
	numbers, css := word(rest)
	if after, ok := strings.CutPrefix(css, "interpolate"); ok {
		_, css = word(after)
	}
	for _, number := range strings.Split(numbers, ",") {
		if number == "default" {
			for i := range f.edges {
				extend(&f.edges[i].css, css)
			}
		} else if n, ok := natural(number); ok && n < len(f.edges) {
			extend(&f.edges[n].css, css)
		}
	}
}

// subgraph reads what follows the word: an id, a title in brackets, either or both.
func (f *flowchart) subgraph(at int) error {
	if len(f.groups) > mostNodes {
		return f.fail(at, "the diagram has more than %d subgraphs", mostNodes)
	}
	if len(f.open) > 15 {
		return f.fail(at, "subgraphs are nested too deep")
	}
	f.spaces()
	g := &flowGroup{parent: layered.None, at: at}
	rest := f.subgraphName()
	if open := strings.IndexAny(rest, "[("); open >= 0 && (strings.HasSuffix(rest, "]") || strings.HasSuffix(rest, ")")) {
		g.id, g.title = strings.TrimSpace(rest[:open]), unquoted(strings.Trim(rest[open:], "[]()"))
	} else {
		g.id, g.title = unquoted(rest), unquoted(rest)
	}
	if class := strings.Index(g.id, ":::"); class >= 0 {
		classify(&g.classes, g.id[class+3:])
		g.title = strings.TrimSuffix(g.title, g.id[class:])
		g.id = g.id[:class]
	}
	if _, taken := f.groupByID[g.id]; !taken && g.id != "" {
		f.groupByID[g.id] = len(f.groups)
	}
	if n := len(f.open); n > 0 {
		g.parent = f.open[n-1]
	}
	f.open = append(f.open, len(f.groups))
	f.groups = append(f.groups, g)
	return nil
}

// subgraphName is the rest of the line, or what of it comes before a semicolon.
func (f *flowchart) subgraphName() string {
	start, quoted := f.pos, false
	for ; f.pos < len(f.text) && f.text[f.pos] != '\n'; f.pos++ {
		switch f.text[f.pos] {
		case '"':
			quoted = !quoted
		case ';':
			if !quoted && !strings.HasPrefix(f.text[start:f.pos], "&") && !strings.ContainsAny(f.text[start:f.pos], "#&") {
				return strings.TrimSpace(f.text[start:f.pos])
			}
		}
	}
	return strings.TrimSpace(strings.TrimRight(f.text[start:f.pos], "; \t"))
}

// end closes a subgraph. What it names is in it, unless it is in another one already.
func (f *flowchart) end(at int) error {
	n := len(f.open)
	if n == 0 {
		return f.fail(at, `this "end" has no subgraph`)
	}
	self := f.open[n-1]
	f.open = f.open[:n-1]
	for _, id := range f.groups[self].has {
		if child, ok := f.groupByID[id]; ok {
			f.adopt(child, self)
		} else if node := f.byID[id]; node.group == layered.None {
			node.group = self
		}
	}
	return nil
}

// adopt puts a group into another one, unless it is in one already or has that one in it.
func (f *flowchart) adopt(child, parent int) {
	if f.groups[child].parent != layered.None {
		return
	}
	for p := parent; p != layered.None; p = f.groups[p].parent {
		if p == child {
			return
		}
	}
	f.groups[child].parent = parent
}

// settle gives the nodes the styles that were set before they were met, and makes nodes that have the
// name of a subgraph into that subgraph.
func (f *flowchart) settle() {
	nodes := f.nodes[:0]
	for _, node := range f.nodes {
		g, ok := f.groupByID[node.id]
		if !ok {
			nodes = append(nodes, node)
			continue
		}
		if node.group != layered.None {
			f.adopt(g, node.group)
		}
		classify(&f.groups[g].classes, node.classes...)
		delete(f.byID, node.id)
	}
	f.nodes = nodes
	for _, p := range f.styles.pending {
		if g, ok := f.groupByID[p.id]; ok {
			p.do(&f.groups[g].classes, &f.groups[g].css)
		} else if node := f.byID[p.id]; node != nil {
			p.do(&node.classes, &node.css)
		}
	}
}
