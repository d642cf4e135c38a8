package diagram

import (
	"strings"

	"wpengine/docsite/diagram/layered"
)

// topic is a node of a mindmap: https://mermaid.js.org/syntax/mindmap.html.
type topic struct {
	words    text
	shape    shape
	indent   int
	children []*topic
	size     layered.Size
	at       layered.Node
	branch   int // which of the root's children it is below
	span     int // the height of what is below it
}

func drawMindmap(s *source) (*canvas, error) {
	var root *topic
	var above []*topic
	count := 0
	for s.next() {
		line := s.line()
		if strings.HasPrefix(line, "::") {
			continue // an icon or classes of the topic before
		}
		if count++; count > mostNodes {
			return nil, s.fail("the mindmap has more than %d topics", mostNodes)
		}
		t, err := s.topic()
		if err != nil {
			return nil, err
		}
		for len(above) > 0 && above[len(above)-1].indent >= t.indent {
			above = above[:len(above)-1]
		}
		switch {
		case root == nil:
			root = t
		case len(above) == 0:
			return nil, s.fail("a mindmap has one root; indent %q to put it below another topic", shown(line))
		default:
			if len(above) > 50 {
				return nil, s.fail("topics are nested too deep")
			}
			parent := above[len(above)-1]
			parent.children = append(parent.children, t)
		}
		above = append(above, t)
	}
	c := &canvas{kind: "mindmap", name: "Mindmap"}
	if root != nil {
		root.draw(c)
	}
	return c, nil
}

// topicBodies are the shapes of topics by the signs around their text.
var topicBodies = []struct {
	open, close string
	shape       shape
}{
	{"((", "))", circle},
	{"))", "((", ellipse},
	{"{{", "}}", hexagon},
	{")", "(", stadium},
	{"(", ")", rounded},
	{"[", "]", box},
}

// topic reads a line.
func (s *source) topic() (*topic, error) {
	raw := s.lines[s.at]
	t := &topic{shape: stadium}
	for _, r := range raw {
		if r != ' ' && r != '\t' {
			break
		}
		t.indent++
	}
	label, _, _ := strings.Cut(strings.TrimSpace(raw), ":::")
	label = strings.TrimSpace(label)
	plainTopic := true
	for _, b := range topicBodies {
		open := strings.Index(label, b.open)
		if open < 0 || strings.ContainsAny(label[:open], " \t") && open > 0 || !strings.HasSuffix(label, b.close) || len(label) < open+len(b.open)+len(b.close) {
			continue
		}
		label, t.shape, plainTopic = label[open+len(b.open):len(label)-len(b.close)], b.shape, false
		break
	}
	label = unquoted(label)
	t.words = wordsOf(label, style{wrap: 200})
	if t.words.width == 0 {
		return nil, s.fail("a topic has no words")
	}
	t.size = t.shape.sizeOf(t.words.width, t.words.height)
	if plainTopic {
		t.size.Height = max(32, t.words.height+12)
	}
	return t, nil
}

const (
	topicGap = 12 // above and below
	levelGap = 48
)

// draw places the branches to the right and left of the root, and draws them.
func (t *topic) draw(c *canvas) {
	if t.shape == stadium {
		t.size.Height += 12
		t.size.Width += 16
	}
	var sides [2][]*topic
	var heights [2]int
	total := 0
	for i, child := range t.children {
		child.measure(i)
		total += child.span + topicGap
	}
	for _, child := range t.children {
		side := 0
		if heights[0] > 0 && heights[0]+child.span/2 > total/2 {
			side = 1
		}
		sides[side] = append(sides[side], child)
		heights[side] += child.span + topicGap
	}
	middle := max(heights[0], heights[1], t.size.Height) / 2
	t.at = layered.Node{Size: t.size, Point: layered.Point{X: 0, Y: middle}}
	left, right := -t.size.Width/2, t.size.Width/2
	for side, direction := range []int{1, -1} {
		y := middle - (heights[side]-topicGap)/2
		for _, child := range sides[side] {
			child.place(direction, direction*(t.size.Width/2+levelGap), y, &left, &right)
			y += child.span + topicGap
		}
	}
	c.height, c.width, c.shift = 2*middle, right-left, -left
	t.paint(c, 0, "d-trunk")
}

// measure finds how high what is below a topic is.
func (t *topic) measure(branch int) {
	t.branch = branch
	sum := -topicGap
	for _, child := range t.children {
		child.measure(branch)
		sum += child.span + topicGap
	}
	t.span = max(t.size.Height, sum)
}

// place gives a topic and those below it their places: from x on in a direction, from y down.
func (t *topic) place(direction, x, y int, left, right *int) {
	t.at = layered.Node{Size: t.size, Point: layered.Point{X: x + direction*t.size.Width/2, Y: y + t.span/2}}
	*left, *right = min(*left, t.at.X-t.size.Width/2), max(*right, t.at.X+t.size.Width/2)
	sum := -topicGap
	for _, child := range t.children {
		sum += child.span + topicGap
	}
	y += (t.span - sum) / 2
	for _, child := range t.children {
		child.place(direction, x+direction*(t.size.Width+levelGap), y, left, right)
		y += child.span + topicGap
	}
}

func (t *topic) paint(c *canvas, depth int, class string) {
	c.on(shapes).shape(t.shape, &t.at, t.size, ` class="`+class+`"`)
	ink := ""
	if class == "d-trunk" {
		ink = ` class="d-on-dark"`
	}
	c.on(words).words(t.words, t.at.X, t.at.Y, ink)
	told := t.words.plain()
	for i, child := range t.children {
		mark := ", "
		if i == 0 {
			mark = ": "
		}
		told += mark + child.words.plain()
		direction := sign(child.at.X - t.at.X)
		a := layered.Point{X: t.at.X + direction*t.size.Width/2, Y: t.at.Y}
		b := layered.Point{X: child.at.X - direction*child.size.Width/2, Y: child.at.Y}
		p := c.on(lines)
		p.raw(`<path d="M`).int(a.X).raw(" ").int(a.Y)
		p.curve(a, b, layered.Right)
		p.raw(`"`)
		if depth < 2 {
			p.attr("stroke-width", 3-depth)
		}
		p.class("d-stroke " + series(child.branch)).raw("/>")
	}
	if len(t.children) > 0 || depth == 0 {
		c.tell(told)
	}
	for _, child := range t.children {
		child.paint(c, depth+1, "d-soft "+series(child.branch))
	}
}
