package diagram

import (
	"regexp"
	"strings"

	"wpengine/docsite/diagram/layered"
)

// classes is the model of a class diagram: https://mermaid.js.org/syntax/classDiagram.html.
type classes struct {
	*source
	direction layered.Direction
	list      []*class
	byID      map[string]*class
	spaces    []namespace
	space     int // the namespace that the reader is in, or None
	inside    *class
	opened    int // the line where what the reader is in begins
	relations []relation
	notes     []string // that belong to no class
	styles    styles
}

type class struct {
	id, label   string
	annotations []string
	members     []string
	space       int
	classes     []string
	css, note   string
}

type namespace struct{ id string }

type relation struct {
	from, to string
	link     link
	near     [2]string
}

func drawClass(s *source) (*canvas, error) {
	d := &classes{source: s, direction: layered.Down, byID: map[string]*class{}, space: layered.None, styles: styles{classes: map[string]string{}}}
	for s.next() {
		if len(d.list) > mostNodes || len(d.relations) > mostEdges {
			return nil, s.fail("the diagram has too much to be drawn: up to %d classes and %d relations can be", mostNodes, mostEdges)
		}
		if err := d.read(s.statement()); err != nil {
			return nil, err
		}
	}
	if d.inside != nil || d.space != layered.None {
		return nil, &Error{d.opened, `what begins here has no "}"`}
	}
	return d.draw()
}

func (d *classes) read(line string) error {
	if d.inside != nil {
		if len(d.inside.members) > mostRows {
			return d.fail("the class has more than %d members", mostRows)
		}
		if line == "}" {
			d.inside = nil
		} else {
			d.inside.add(line)
		}
		return nil
	}
	first, rest := word(line)
	switch first {
	case "class":
		return d.readClass(rest)
	case "namespace":
		if !strings.HasSuffix(rest, "{") {
			return d.fail(`a namespace is written as "namespace Name {"`)
		}
		d.space, d.opened = len(d.spaces), d.at+1
		d.spaces = append(d.spaces, namespace{strings.Trim(strings.TrimSpace(strings.TrimSuffix(rest, "{")), "`")})
		return nil
	case "}":
		if d.space == layered.None {
			return d.fail(`this "}" closes nothing`)
		}
		d.space = layered.None
		return nil
	case "direction":
		if to, ok := directions[rest]; ok {
			d.direction = to
		}
		return nil
	case "note":
		d.readNote(rest)
		return nil
	case "classDef":
		d.styles.define(word(rest))
		return nil
	case "cssClass", "style":
		d.style(first, rest)
		return nil
	case "click", "link", "callback", "href":
		return nil
	}
	if strings.HasPrefix(first, "<<") {
		if end := strings.Index(line, ">>"); end > 0 && strings.TrimSpace(line[end+2:]) != "" {
			c := d.class(line[end+2:])
			c.annotations = append(c.annotations, line[2:end])
			return nil
		}
	}
	return d.relate(line)
}

// class is the class of a name, which may have a type parameter, a label and a style class.
func (d *classes) class(name string) *class {
	name, styled, _ := strings.Cut(strings.TrimSpace(name), ":::")
	label := ""
	if i := strings.IndexByte(name, '['); i > 0 && strings.HasSuffix(name, "]") {
		name, label = name[:i], unquoted(name[i+1:len(name)-1])
	}
	name = strings.Trim(strings.TrimSpace(name), "`")
	id, parameter, generic := strings.Cut(name, "~")
	c := d.byID[id]
	if c == nil {
		c = &class{id: id, label: id, space: d.space}
		d.byID[id] = c
		d.list = append(d.list, c)
	}
	if generic {
		c.label = id + generics("~"+parameter)
	}
	if label != "" {
		c.label = label
	}
	if styled != "" {
		classify(&c.classes, strings.TrimSpace(styled))
	}
	return c
}

// generics writes ~T~ as <T>.
func generics(s string) string {
	if strings.Count(s, "~") < 2 {
		return s
	}
	var b strings.Builder
	depth := 0
	for i := range len(s) {
		switch {
		case s[i] != '~':
			b.WriteByte(s[i])
		case depth > 0 && (i+1 == len(s) || !letterOrDigit(s[i+1]) && s[i+1] != '_'):
			b.WriteByte('>')
			depth--
		default:
			b.WriteByte('<')
			depth++
		}
	}
	return b.String()
}

// readClass reads what follows the word: a name, an annotation, the brace of its members.
func (d *classes) readClass(rest string) error {
	rest, body, opens := strings.Cut(rest, "{")
	rest = strings.TrimSpace(rest)
	annotation := ""
	if i := strings.Index(rest, "<<"); i > 0 {
		annotation = strings.Trim(strings.TrimSpace(rest[i:]), "<>")
		rest = rest[:i]
	}
	if strings.TrimSpace(rest) == "" {
		return d.fail("a class needs a name")
	}
	c := d.class(rest)
	if annotation != "" {
		c.annotations = append(c.annotations, annotation)
	}
	if !opens {
		return nil
	}
	body, closed := strings.CutSuffix(strings.TrimSpace(body), "}")
	for _, member := range strings.Split(body, ";") {
		c.add(member)
	}
	if !closed {
		d.inside, d.opened = c, d.at+1
	}
	return nil
}

// add adds a member, or an annotation of the class.
func (c *class) add(member string) {
	member = strings.TrimSpace(member)
	switch {
	case member == "":
	case strings.HasPrefix(member, "<<") && strings.HasSuffix(member, ">>"):
		c.annotations = append(c.annotations, member[2:len(member)-2])
	default:
		c.members = append(c.members, member)
	}
}

func (d *classes) readNote(rest string) {
	if of, ok := strings.CutPrefix(rest, "for "); ok {
		name, text := word(of)
		c := d.class(name)
		c.note = unquoted(text)
		return
	}
	if len(d.notes) < mostNodes {
		d.notes = append(d.notes, unquoted(rest))
	}
}

func (d *classes) style(kind, rest string) {
	var ids string
	if strings.HasPrefix(rest, `"`) {
		ids, rest, _ = strings.Cut(rest[1:], `"`)
	} else {
		ids, rest = word(rest)
	}
	rest = strings.TrimSpace(rest)
	for _, id := range strings.Split(ids, ",") {
		do := func(classes *[]string, _ *string) { classify(classes, rest) }
		if kind == "style" {
			do = func(_ *[]string, css *string) { extend(css, rest) }
		}
		d.styles.pending = append(d.styles.pending, pendingStyle{strings.TrimSpace(id), do})
	}
}

// relationForm is two names with a line between them: its heads, and how many there are at its
// ends. A head that is an "o" is not to be taken off the end of a name.
var relationForm = regexp.MustCompile("^(`[^`]+`|[^\\s\"<>*()`]+?)\\s*(?:\"([^\"]*)\"\\s*)?(<\\||\\(\\)|[*<]|\\bo)?(--|\\.\\.)(\\|>|\\(\\)|[*>]|o\\b)?\\s*(?:\"([^\"]*)\"\\s*)?(`[^`]+`|[^\\s\"<>*()`]+)$")

var relationHeads = map[string]head{
	"<|": triangle, "|>": triangle, "*": filledDiamond, "o": hollowDiamond, "<": arrow, ">": arrow, "()": lollipop,
}

// relate reads a relation, or a member: "A <|-- B : label", "A : +member".
func (d *classes) relate(line string) error {
	what, label := cutLabel(line)
	m := relationForm.FindStringSubmatch(what)
	if m == nil {
		if label == "" || strings.ContainsAny(what, " \t") {
			return d.fail("neither a class nor a relation such as A <|-- B: %q", shown(line))
		}
		d.class(what).add(label)
		return nil
	}
	from, to := d.class(m[1]), d.class(m[7])
	d.relations = append(d.relations, relation{
		from: from.id, to: to.id, near: [2]string{m[2], m[6]},
		link: link{label: label, from: relationHeads[m[3]], to: relationHeads[m[5]], dotted: m[4] == ".."},
	})
	return nil
}
