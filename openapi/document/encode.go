package document

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendJSON writes a value as JSON. With an indent, each member has a line of its own.
func (n *Node) AppendJSON(b []byte, indent string) []byte { return n.appendJSON(b, indent, 0) }

func (n *Node) appendJSON(b []byte, indent string, depth int) []byte {
	switch n.Kind() {
	case Null:
		return append(b, "null"...)
	case Bool, Number:
		return append(b, n.text...)
	case String:
		return AppendString(b, n.text)
	case Array, Object:
	}
	open, end := byte('['), byte(']')
	if n.kind == Object {
		open, end = '{', '}'
	}
	b = append(b, open)
	for i, m := range n.list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendBreak(b, indent, depth+1)
		if n.kind == Object {
			b = append(AppendString(b, m.key), ':')
			if indent != "" {
				b = append(b, ' ')
			}
		}
		b = m.value.appendJSON(b, indent, depth+1)
	}
	if len(n.list) > 0 {
		b = appendBreak(b, indent, depth)
	}
	return append(b, end)
}

func appendBreak(b []byte, indent string, depth int) []byte {
	if indent == "" {
		return b
	}
	b = append(b, '\n')
	for range min(depth, deepestIndent) {
		b = append(b, indent...)
	}
	return b
}

// deepestIndent is from where on values are not indented further, and YAML is written as JSON is: with a thousand values in
// each other, the spaces before the last would be most of the text.
const deepestIndent = 60

const hexDigits = "0123456789abcdef"

// hidden reports what is written as an escape although JSON could have it as it is: YAML refuses it or takes it for the end
// of a line, or it turns what follows around, so that people read something else than programs.
func hidden(r rune) bool {
	return r < 0xA0 && r >= 0x7F || r >= 0x2028 && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF
}

// AppendString writes a text as a string of JSON. What can stand as it is does: this is not for HTML.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				b = append(append(b, s[start:i]...), "\uFFFD"...)
				start = i + 1
			case hidden(r):
				b = append(b, s[start:i]...)
				b = append(b, '\\', 'u', hexDigits[r>>12], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
				start = i + size
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7F {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// AppendYAML writes a value as YAML, in lines of the indent.
func (n *Node) AppendYAML(b []byte) []byte {
	if n.Len() == 0 {
		return append(n.appendScalar(b), '\n')
	}
	return n.appendBlock(b, 0)
}

// appendBlock writes a list or an object that isn't empty, from the start of a line.
func (n *Node) appendBlock(b []byte, depth int) []byte {
	for i, m := range n.list {
		if i > 0 || b == nil || len(b) == 0 || b[len(b)-1] == '\n' {
			b = appendSpaces(b, depth)
		}
		flow := m.value.Len() > 0 && depth >= deepestIndent
		if n.kind == Array {
			b = append(b, '-')
			if m.value.Len() > 0 && !flow {
				b = append(b, ' ')
				b = m.value.appendBlock(b, depth+1) // begins on this line
				continue
			}
			b = append(b, ' ')
		} else {
			b = append(appendKey(b, m.key), ':')
			if m.value.Len() > 0 && !flow {
				b = append(b, '\n')
				b = m.value.appendBlock(b, depth+1)
				continue
			}
			b = append(b, ' ')
		}
		if flow {
			b = m.value.AppendJSON(b, "")
		} else {
			b = m.value.appendScalarAt(b, depth+1)
		}
		b = append(b, '\n')
	}
	return b
}

func appendSpaces(b []byte, depth int) []byte {
	for range depth {
		b = append(b, ' ', ' ')
	}
	return b
}

// appendScalarAt writes a scalar or an empty container; a text of several lines is a block of them.
func (n *Node) appendScalarAt(b []byte, depth int) []byte {
	if n.Kind() == String && blockText(n.text) {
		b = append(b, '|')
		switch {
		case !strings.HasSuffix(n.text, "\n"):
			b = append(b, '-')
		case strings.HasSuffix(n.text, "\n\n"):
			b = append(b, '+')
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(n.text, "\n"), "\n") {
			b = append(b, '\n')
			if line != "" {
				b = append(appendSpaces(b, depth), line...)
			}
		}
		return b
	}
	return n.appendScalar(b)
}

// blockText reports a text that reads best as lines, and can be written so: YAML takes the first line's spaces for
// the indent of all, and refuses most control characters.
func blockText(s string) bool {
	if !strings.Contains(strings.TrimSuffix(s, "\n"), "\n") || s[0] == ' ' || s[0] == '\n' || s[0] == '\t' {
		return false
	}
	for _, r := range s {
		if r != '\n' && r != '\t' && (r < ' ' || hidden(r) || r == utf8.RuneError) {
			return false
		}
	}
	return true
}

func (n *Node) appendScalar(b []byte) []byte {
	switch n.Kind() {
	case Null:
		return append(b, "null"...)
	case Bool, Number:
		return append(b, n.text...)
	case Array:
		return append(b, "[]"...)
	case Object:
		return append(b, "{}"...)
	case String:
	}
	return appendKey(b, n.text)
}

// appendKey writes a text plain where YAML reads it as the same text, else in quotes as JSON has it.
func appendKey(b []byte, s string) []byte {
	if plainText(s) {
		return append(b, s...)
	}
	return AppendString(b, s)
}

// plainText reports a text that needs no quotes. It is careful: whatever might be read as something else is quoted.
func plainText(s string) bool {
	if s == "" || len(s) > 200 || s[len(s)-1] == ' ' || s[len(s)-1] == ':' {
		return false
	}
	switch c := s[0]; {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == '/', c == '$':
	default:
		return false
	}
	switch strings.ToLower(s) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= utf8.RuneSelf || c == 0x7F || c == ':' && (i+1 == len(s) || s[i+1] == ' ') || c == '#' && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// Any is the value as package encoding/json decodes it.
func (n *Node) Any() any {
	switch n.Kind() {
	case Null:
		return nil
	case Bool:
		return n.text == "true"
	case Number:
		return json.Number(n.text)
	case String:
		return n.text
	case Array:
		all := make([]any, len(n.list))
		for i, m := range n.list {
			all[i] = m.value.Any()
		}
		return all
	case Object:
		all := make(map[string]any, len(n.list))
		for _, m := range n.list {
			all[m.key] = m.value.Any()
		}
		return all
	}
	return nil
}

// Equal reports whether two values say the same. The order of members doesn't matter.
func (n *Node) Equal(other *Node) bool {
	if n.Kind() != other.Kind() || n.Len() != other.Len() {
		return false
	}
	switch n.Kind() {
	case Null:
		return true
	case Bool, String:
		return n.text == other.text
	case Number:
		if n.text == other.text {
			return true
		}
		a, err1 := strconv.ParseFloat(n.text, 64)
		b, err2 := strconv.ParseFloat(other.text, 64)
		return err1 == nil && err2 == nil && a == b
	case Array:
		for i := range n.list {
			if !n.list[i].value.Equal(other.list[i].value) {
				return false
			}
		}
	case Object:
		return n.equalMembers(other)
	}
	return true
}

// equalMembers is fast where the order is the same, and where it isn't no slower than a sort.
func (n *Node) equalMembers(other *Node) bool {
	var index map[string]*Node
	for i, m := range n.list {
		value := other.list[i].value
		if other.list[i].key != m.key {
			if index == nil {
				index = make(map[string]*Node, len(other.list))
				for _, o := range other.list {
					index[o.key] = o.value
				}
			}
			if value = index[m.key]; value == nil {
				return false
			}
		}
		if !m.value.Equal(value) {
			return false
		}
	}
	return true
}

// MarshalJSON implements [json.Marshaler].
func (n *Node) MarshalJSON() ([]byte, error) { return n.AppendJSON(nil, ""), nil }

// UnmarshalJSON implements [json.Unmarshaler].
func (n *Node) UnmarshalJSON(text []byte) error {
	parsed, err := parseJSON(string(text), 0, func(int, int, string) {})
	if err != nil {
		return err
	}
	*n = *parsed
	return nil
}

// FromAny is the node of a value as package encoding/json decodes it; the members of objects are in the order of
// their names. What JSON can't have is null.
func FromAny(value any) *Node {
	text, err := json.Marshal(value)
	n := NewNull()
	if err != nil || n.UnmarshalJSON(text) != nil {
		return NewNull()
	}
	return n
}
