package diagram

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wpengine/docsite/diagram/layered"
)

// chain reads nodes and the lines between them: a & b --> c -- text --> d.
func (f *flowchart) chain() error {
	left, err := f.several()
	if err != nil {
		return err
	}
	for {
		f.spaces()
		start := f.pos
		l, ok, err := f.link()
		if err != nil {
			return err
		}
		if !ok {
			f.pos = start
			break
		}
		f.blanks()
		right, err := f.several()
		if err != nil {
			return err
		}
		for _, from := range left {
			for _, to := range right {
				f.edges = append(f.edges, flowEdge{from: from, to: to, link: l})
			}
		}
		left = right
		if len(f.edges) > mostEdges {
			return nil
		}
	}
	switch f.peek(0) {
	case 0, '\n', ';':
		return nil
	}
	if strings.HasPrefix(f.rest(), "%%") {
		return nil
	}
	return f.fail(f.pos, "expected an arrow or the end of the line before %q", shown(firstLine(f.rest())))
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// several reads nodes with "&" between them.
func (f *flowchart) several() (ids []string, err error) {
	for {
		id, err := f.node()
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
		start := f.pos
		f.blanks()
		if f.peek(0) != '&' {
			f.pos = start
			return ids, nil
		}
		f.pos++
		f.blanks()
	}
}

// node reads an id and what may follow it: a text in a shape, classes, attributes.
func (f *flowchart) node() (string, error) {
	start := f.pos
	id := f.id()
	if id == "" {
		if f.pos >= len(f.text) {
			return "", f.fail(start, "a node is missing at the end")
		}
		return "", f.fail(start, "expected the name of a node before %q", shown(firstLine(f.rest())))
	}
	if f.edgeIDs[id] && strings.HasPrefix(f.rest(), "@{") {
		_, err := f.attributes() // of an edge: how it moves
		return id, err
	}
	n := f.byID[id]
	if n == nil {
		n = &flowNode{id: id, label: id, group: layered.None}
		f.byID[id] = n
		f.nodes = append(f.nodes, n)
	}
	if len(f.open) > 0 {
		g := f.groups[f.open[len(f.open)-1]]
		g.has = append(g.has, id)
	}
	if err := f.body(n); err != nil {
		return "", err
	}
	for f.take(":::") {
		classify(&n.classes, f.class())
	}
	if strings.HasPrefix(f.rest(), "@{") {
		attributes, err := f.attributes()
		if err != nil {
			return "", err
		}
		if label, ok := attributes["label"]; ok {
			n.label = label
		}
		if s, ok := shapeNames[attributes["shape"]]; ok {
			n.shape = s
		}
	}
	for f.take(":::") {
		classify(&n.classes, f.class())
	}
	return id, nil
}

func (f *flowchart) class() string {
	start := f.pos
	for c := f.peek(0); letterOrDigit(c) || c == '_' || c == '-' && f.peek(1) != '-' && f.peek(1) != '.'; c = f.peek(0) {
		f.pos++
	}
	return f.text[start:f.pos]
}

// id reads the name of a node. Signs that begin a line end it.
func (f *flowchart) id() string {
	start := f.pos
	for f.pos < len(f.text) {
		r, n := f.rune()
		next := f.peek(n)
		switch {
		case r == '-':
			if next == '-' || next == '>' || next == '.' {
				return f.text[start:f.pos]
			}
		case r == '=':
			if next == '=' {
				return f.text[start:f.pos]
			}
		case r == ':':
			if next == ':' {
				return f.text[start:f.pos]
			}
		case r < utf8.RuneSelf:
			if !letterOrDigit(byte(r)) && !strings.ContainsRune("!#$%'*+./?\\_", r) {
				return f.text[start:f.pos]
			}
		case unicode.IsSpace(r):
			return f.text[start:f.pos]
		}
		f.pos += n
	}
	return f.text[start:]
}

// bodies are the shapes by the signs around their text; of several that fit, the first is meant.
var bodies = []struct {
	open, close string
	shape       shape
}{
	{"(((", ")))", doubleCircle},
	{"((", "))", circle},
	{"([", "])", stadium},
	{"(-", "-)", ellipse},
	{"(", ")", rounded},
	{"[[", "]]", subroutine},
	{"[(", ")]", cylinder},
	{"[/", "/]", leanRight},
	{"[/", "\\]", trapezoid},
	{"[\\", "\\]", leanLeft},
	{"[\\", "/]", trapezoidUp},
	{"[", "]", box},
	{"{{", "}}", hexagon},
	{"{", "}", diamond},
	{">", "]", banner},
}

// body reads the text of a node in the signs of its shape, if it has any.
func (f *flowchart) body(n *flowNode) error {
	start := f.pos
	f.spaces()
	if c := f.peek(0); c != '[' && c != '(' && c != '{' && (c != '>' || f.pos > start) {
		f.pos = start
		return nil
	}
	open := ""
	for _, b := range bodies {
		if !strings.HasPrefix(f.rest(), b.open) || open != "" && open != b.open {
			continue
		}
		open = b.open
		at := f.pos
		f.pos += len(b.open)
		if label, ok := f.label(b.close); ok {
			n.label, n.shape = label, b.shape
			return nil
		}
		f.pos = at
	}
	if open == "" {
		return f.fail(f.pos, "expected a node's text before %q", shown(firstLine(f.rest())))
	}
	return f.fail(f.pos, "the text that begins with %q is not closed; put it into quotation marks if it has brackets", shown(firstLine(f.rest())))
}

// label reads text up to the signs that close it.
func (f *flowchart) label(shut string) (string, bool) {
	at := f.pos
	f.blanks()
	if f.peek(0) == '"' {
		if text, err := f.quoted(); err == nil {
			f.blanks()
			if f.take(shut) {
				return text, true
			}
		}
		f.pos = at
	}
	depth := 0
	for f.pos = at; f.pos < len(f.text); f.pos++ {
		if depth == 0 && strings.HasPrefix(f.rest(), shut) {
			text := f.text[at:f.pos]
			f.pos += len(shut)
			return text, true
		}
		switch c := f.text[f.pos]; {
		case c == shut[len(shut)-1] && depth > 0:
			depth--
		case c == opposite(shut[len(shut)-1]):
			depth++
		case c == '\n' && f.pos+1 < len(f.text) && f.text[f.pos+1] == '\n':
			return "", false
		}
	}
	return "", false
}

func opposite(c byte) byte {
	switch c {
	case ']':
		return '['
	case ')':
		return '('
	case '}':
		return '{'
	}
	return 0
}

// attributes reads "@{ shape: rounded, label: "text" }".
func (f *flowchart) attributes() (map[string]string, error) {
	start := f.pos
	f.pos += len("@{")
	all := make(map[string]string)
	for {
		for f.blanks(); f.peek(0) == ','; f.blanks() {
			f.pos++
		}
		if f.take("}") {
			return all, nil
		}
		begin := f.pos
		for c := f.peek(0); c != 0 && c != ':' && c != '}' && c != '\n'; c = f.peek(0) {
			f.pos++
		}
		key := unquoted(f.text[begin:f.pos])
		if !f.take(":") {
			return nil, f.fail(start, "the attributes that begin here are not closed or not written as name: value")
		}
		f.spaces()
		var value string
		if f.peek(0) == '"' {
			text, err := f.quoted()
			if err != nil {
				return nil, err
			}
			value = text
		} else {
			begin = f.pos
			for c := f.peek(0); c != 0 && c != ',' && c != '}' && c != '\n'; c = f.peek(0) {
				f.pos++
			}
			value = unquoted(f.text[begin:f.pos])
		}
		all[key] = value
	}
}
