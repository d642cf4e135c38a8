package diagram

import (
	"strings"

	"wpengine/docsite/diagram/layered"
)

// states is the model of a state diagram: https://mermaid.js.org/syntax/stateDiagram.html.
type states struct {
	*source
	direction layered.Direction
	list      []*state
	byID      map[string]*state
	scopes    []*stateScope
	open      []int // the scopes that the reader is in
	moves     []transition
	styles    styles
}

type state struct {
	id, label string
	described bool
	shape     shape
	scope     int
	classes   []string
	css       string
	note      string
	noteSide  side
}

// stateScope is the inside of a composite state, or one of its regions that run at once.
type stateScope struct {
	id, label string
	parent    int
	direction layered.Direction
	region    bool
	line      int
	classes   []string
	css       string
}

type transition struct {
	from, to string
	label    string
}

func drawState(s *source) (*canvas, error) {
	d := &states{source: s, direction: layered.Down, byID: map[string]*state{}, styles: styles{classes: map[string]string{}}}
	for s.next() {
		if len(d.list) > mostNodes || len(d.moves) > mostEdges {
			return nil, s.fail("the diagram has too much to be drawn: up to %d states and %d transitions can be", mostNodes, mostEdges)
		}
		if err := d.read(s.statement()); err != nil {
			return nil, err
		}
	}
	if n := len(d.open); n > 0 {
		return nil, &Error{d.scopes[d.open[n-1]].line, `the state that begins here has no "}"`}
	}
	return d.draw()
}

func (d *states) read(line string) error {
	first, rest := word(line)
	switch first {
	case "direction":
		if to, ok := directions[rest]; ok {
			if n := len(d.open); n > 0 {
				d.scopes[d.open[n-1]].direction = to
			} else {
				d.direction = to
			}
			return nil
		}
	case "hide", "scale", "click":
		return nil
	case "classDef":
		d.styles.define(word(rest))
		return nil
	case "class", "style":
		ids, value := word(rest)
		for _, id := range strings.Split(ids, ",") {
			do := func(_ *[]string, css *string) { extend(css, value) }
			if first == "class" {
				do = func(classes *[]string, _ *string) { classify(classes, value) }
			}
			d.styles.pending = append(d.styles.pending, pendingStyle{strings.TrimSpace(id), do})
		}
		return nil
	case "note", "Note":
		return d.readNote(rest)
	case "state":
		return d.readState(rest)
	case "--":
		return d.divide()
	case "}":
		return d.close()
	}
	if from, to, ok := strings.Cut(line, "-->"); ok {
		return d.transition(from, to)
	}
	return d.describe(line)
}

// scope is where the reader is: the index of a scope, or None.
func (d *states) scope() int {
	if n := len(d.open); n > 0 {
		return d.open[n-1]
	}
	return layered.None
}

// state is the state of an id, which may have a class behind it.
func (d *states) state(id string) *state {
	id, class, _ := strings.Cut(strings.TrimSpace(id), ":::")
	s := d.byID[id]
	if s == nil {
		s = &state{id: id, label: id, shape: rounded, scope: d.scope()}
		d.byID[id] = s
		d.list = append(d.list, s)
	}
	if class != "" {
		classify(&s.classes, class)
	}
	return s
}

// edgeOf is the start or end of the scope that the reader is in.
func (d *states) edgeOf(s shape) string {
	id := "[*]" + string(rune('0'+s)) + strings.Repeat(" ", d.scope()+1)
	if d.byID[id] == nil {
		made := d.state(id)
		delete(d.byID, made.id)
		made.id, made.label, made.shape = id, "", s
		d.byID[id] = made
	}
	return id
}

// marks are what stands for a start or end, and for the shapes that a state can be given.
var marks = map[string]shape{"<<fork>>": bar, "<<join>>": bar, "<<choice>>": diamond, "<<history>>": circle, "[[fork]]": bar, "[[join]]": bar, "[[choice]]": diamond}

func (d *states) transition(from, to string) error {
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	to, label := cutLabel(to)
	if from == "" || to == "" {
		return d.fail("a transition needs a state on both sides of -->")
	}
	ids := []string{from, to}
	for i, end := range []shape{start, finish} {
		if ids[i] == "[*]" {
			ids[i] = d.edgeOf(end)
		} else {
			if strings.ContainsAny(ids[i], "<>{}\"") {
				return d.fail("%q is no name of a state", shown(ids[i]))
			}
			ids[i] = d.state(ids[i]).id
		}
	}
	d.moves = append(d.moves, transition{ids[0], ids[1], label})
	return nil
}

// cutLabel cuts at the first colon that isn't of a class.
func cutLabel(s string) (before, after string) {
	for i := 0; i < len(s); i++ {
		if s[i] != ':' {
			continue
		}
		if strings.HasPrefix(s[i:], ":::") {
			i += 2
			continue
		}
		return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
	}
	return strings.TrimSpace(s), ""
}

// describe reads "name", or "name : what it is".
func (d *states) describe(line string) error {
	id, text := cutLabel(line)
	if id == "" || strings.ContainsAny(id, " \t<>{}\"-") && !strings.Contains(line, ":") {
		return d.fail("neither a state nor a transition such as A --> B: %q", shown(line))
	}
	d.say(d.state(id), text)
	return nil
}

func (d *states) say(s *state, text string) {
	switch {
	case text == "":
	case s.described && len(s.label) < longestLabel:
		s.label += "<br/>" + text
	case s.described:
	default:
		s.label, s.described = text, true
	}
}

// longestLabel is how long a label that several lines make may get.
const longestLabel = 2000

// readState reads what follows the word: a name, a title, a mark, and the brace of a composite state.
func (d *states) readState(rest string) error {
	rest, opens := strings.CutSuffix(rest, "{")
	rest = strings.TrimSpace(rest)
	title := ""
	if strings.HasPrefix(rest, `"`) {
		end := strings.IndexByte(rest[1:], '"')
		if end < 0 {
			return d.fail("the title %s has no closing quotation mark", shown(rest))
		}
		title = rest[1 : end+1]
		rest = strings.TrimSpace(rest[end+2:])
		if after, ok := strings.CutPrefix(rest, "as "); ok {
			rest = strings.TrimSpace(after)
		}
		if rest == "" {
			rest = title
		}
	}
	id, after := word(rest)
	shape, marked := marks[after]
	if !marked {
		id, after = cutLabel(rest)
	}
	if id == "" {
		return d.fail("a state needs a name")
	}
	if opens {
		return d.openState(id, title)
	}
	s := d.state(id)
	if title != "" {
		s.label, s.described = title, true
	}
	if marked {
		s.shape, s.label = shape, ""
		if after == "<<history>>" {
			s.label = "H"
		}
	} else {
		d.say(s, after)
	}
	return nil
}

func (d *states) openState(id, title string) error {
	if len(d.scopes) > mostNodes {
		return d.fail("the diagram has more than %d composite states", mostNodes)
	}
	if len(d.open) > 15 {
		return d.fail("states are nested too deep")
	}
	s := d.state(id) // so that it has its place among the others
	if title == "" {
		title = s.label
	}
	d.open = append(d.open, len(d.scopes))
	d.scopes = append(d.scopes, &stateScope{id: s.id, label: title, parent: s.scope, line: d.at + 1, classes: s.classes})
	return nil
}

// divide begins another region. What came before is a region too.
func (d *states) divide() error {
	if len(d.open) == 0 {
		return d.fail(`"--" divides a composite state; this one stands outside`)
	}
	last := len(d.open) - 1
	around := d.open[last]
	if d.scopes[around].region {
		around = d.scopes[around].parent
	} else {
		first := len(d.scopes)
		for _, s := range d.list {
			if s.scope == around {
				s.scope = first
			}
		}
		for _, s := range d.scopes {
			if s.parent == around {
				s.parent = first
			}
		}
		d.scopes = append(d.scopes, &stateScope{parent: around, region: true, direction: d.scopes[around].direction})
	}
	d.open[last] = len(d.scopes)
	d.scopes = append(d.scopes, &stateScope{parent: around, region: true, direction: d.scopes[around].direction, line: d.at + 1})
	return nil
}

func (d *states) close() error {
	if len(d.open) == 0 {
		return d.fail(`this "}" closes nothing`)
	}
	d.open = d.open[:len(d.open)-1]
	return nil
}

// readNote reads "right of A : text", or the lines up to "end note".
func (d *states) readNote(rest string) error {
	if strings.HasPrefix(rest, `"`) { // a note that belongs to nothing: "text" as name
		text, _, _ := strings.Cut(rest[1:], `"`)
		s := d.state("note " + text)
		s.label, s.shape = text, note
		return nil
	}
	at := after
	of, ok := strings.CutPrefix(rest, "right of ")
	if !ok {
		if of, ok = strings.CutPrefix(rest, "left of "); !ok {
			return d.fail(`a note is "right of" or "left of" a state, not %q`, shown(rest))
		}
		at = before
	}
	id, text := cutLabel(of)
	if text == "" {
		begin := d.at
		var lines []string
		for d.next() && d.line() != "end note" {
			lines = append(lines, d.line())
		}
		if d.at >= len(d.lines) {
			return &Error{begin + 1, `the note that begins here has no "end note"`}
		}
		text = strings.Join(lines, "<br/>")
	}
	s := d.state(id)
	if s.note != "" && len(s.note) < longestLabel {
		text = s.note + "<br/>" + text
	}
	s.note, s.noteSide = text, at
	return nil
}
