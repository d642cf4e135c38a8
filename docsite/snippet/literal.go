package snippet

import (
	"encoding/json"
	"regexp"
	"strings"
)

// literal reads a value that is written out in JavaScript or Python. What is an expression is [Unknown].
type literal struct {
	text   string
	at     int
	depth  int
	python bool
	failed bool // it cannot be told what the value has
}

// stringified is JSON.stringify of a value.
type stringified struct{ value any }

var (
	blanks     = regexp.MustCompile(`^(?:\s+|//[^\n]*|/\*(?s:.*?)\*/)+`)
	pyBlanks   = regexp.MustCompile(`^(?:\s+|#[^\n]*)+`)
	numeral    = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?`)
	identifier = regexp.MustCompile(`^[A-Za-z_$][\w$]*`)
)

// maxLiteralDepth is how deep values may stand in each other.
const maxLiteralDepth = 100

// space passes over blanks and comments.
func (l *literal) space() {
	pattern := blanks
	if l.python {
		pattern = pyBlanks
	}
	l.at += len(pattern.FindString(l.text[l.at:]))
}

// take passes over a mark, if it is next.
func (l *literal) take(mark string) bool {
	l.space()
	if !strings.HasPrefix(l.text[l.at:], mark) {
		return false
	}
	l.at += len(mark)
	return true
}

// value reads the next value, and what an operator adds to it, which makes it unknown.
func (l *literal) value() any {
	if l.depth++; l.depth > maxLiteralDepth {
		l.failed = true
	}
	defer func() { l.depth-- }()
	l.space()
	if l.failed || l.at >= len(l.text) {
		l.failed = true
		return nil
	}
	value := l.single()
	l.space()
	if l.at < len(l.text) && strings.IndexByte(",}])", l.text[l.at]) >= 0 {
		return value
	}
	if text, ok := value.(string); ok && strings.HasPrefix(l.text[l.at:], "+") {
		l.expression()
		return text + Unknown // a URL with an id at its end
	}
	l.expression()
	return Unknown
}

// single reads a value without operators.
func (l *literal) single() any {
	rest := l.text[l.at:]
	switch c := rest[0]; {
	case c == '{':
		return l.object()
	case c == '[':
		return l.array()
	case c == '"', c == '\'', c == '`':
		return l.quoted(c == '`')
	case l.python && len(rest) > 1 && (c == 'f' || c == 'F') && (rest[1] == '"' || rest[1] == '\''):
		l.at++
		return l.quoted(true)
	case c == '-', c >= '0' && c <= '9':
		if n := numeral.FindString(rest); n != "" {
			l.at += len(n)
			return json.Number(n)
		}
	}
	if strings.HasPrefix(rest, "JSON.stringify(") {
		l.at += len("JSON.stringify(")
		value := l.value()
		if !l.take(")") {
			l.failed = true
		}
		return stringified{value}
	}
	name := identifier.FindString(rest)
	l.at += len(name)
	switch name {
	case "true", "True":
		return true
	case "false", "False":
		return false
	case "null", "None":
		return nil
	}
	l.expression()
	return Unknown
}

// expression passes over what cannot be read, to the end of the value.
func (l *literal) expression() {
	for l.at < len(l.text) {
		switch c := l.text[l.at]; {
		case strings.IndexByte(",}])", c) >= 0:
			return
		case c == '"', c == '\'', c == '`':
			l.quoted(false)
		case c == '(', c == '[', c == '{':
			l.at += balanced(l.text[l.at:])
		default:
			l.at++
		}
	}
	l.failed = true
}

// quoted reads a string. In one that is filled in, that is unknown.
func (l *literal) quoted(filled bool) string {
	mark := l.text[l.at]
	l.at++
	var out strings.Builder
	for l.at < len(l.text) {
		switch c := l.text[l.at]; {
		case c == mark:
			l.at++
			return out.String()
		case c == '\\' && l.at+1 < len(l.text):
			switch next := l.text[l.at+1]; next {
			case 'n':
				out.WriteByte('\n')
			case 't':
				out.WriteByte('\t')
			case 'u', 'x', 'U', 'N':
				out.WriteString(Unknown)
			default:
				out.WriteByte(next)
			}
			l.at += 2
		case filled && c == '$' && strings.HasPrefix(l.text[l.at:], "${"):
			out.WriteString(Unknown)
			l.at += 1 + balanced(l.text[l.at+1:])
		case filled && l.python && c == '{':
			out.WriteString(Unknown)
			l.at += balanced(l.text[l.at:])
		default:
			out.WriteByte(c)
			l.at++
		}
	}
	l.failed = true
	return ""
}

func (l *literal) array() any {
	l.at++
	items := []any{}
	for !l.take("]") {
		if l.failed || l.at >= len(l.text) || strings.HasPrefix(l.text[l.at:], "...") || strings.HasPrefix(l.text[l.at:], "*") {
			l.failed = true
			return nil
		}
		items = append(items, l.value())
		if !l.take(",") && !strings.HasPrefix(l.text[l.at:], "]") {
			l.failed = true
		}
	}
	return items
}

func (l *literal) object() any {
	l.at++
	members := map[string]any{}
	for !l.take("}") {
		if l.failed || l.at >= len(l.text) {
			l.failed = true
			return nil
		}
		name := ""
		switch l.text[l.at] {
		case '"', '\'':
			name = l.quoted(false)
		default:
			name = identifier.FindString(l.text[l.at:])
			l.at += len(name)
		}
		switch {
		case name == "": // "...rest", "**rest", "[key]": nobody knows which members there are
			l.failed = true
			return nil
		case l.take(":"):
			members[name] = l.value()
		case strings.HasPrefix(l.text[l.at:], "("): // a method
			l.failed = true
			return nil
		default:
			members[name] = Unknown // {name}
		}
		if !l.take(",") && !strings.HasPrefix(l.text[l.at:], "}") {
			l.failed = true
		}
	}
	return members
}
