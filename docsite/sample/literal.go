package sample

import (
	"cmp"
	"strings"

	"wpengine/openapi/document"
)

// syntax is how a language writes values that JSON has too.
type syntax struct {
	indent        string
	open, end     string // of an object
	empty         string // an object without members, if that is written in another way
	assign        string
	key           func(string) string
	text          func(string) string
	null, yes, no string
}

// pad is the start of a line. It ends somewhere: of values that stand a thousand deep in each other it would be most of
// the text.
func (in syntax) pad(depth int) string { return strings.Repeat(in.indent, min(depth, 40)) }

// literal writes the value in the language, members in the author's order. What is short and holds no object stands in
// one line.
func literal(value *document.Node, in syntax, depth int) string {
	pad, end := in.pad(depth+1), in.pad(depth)
	switch value.Kind() {
	case document.Null:
		return in.null
	case document.Bool:
		if value.Text() == "true" {
			return in.yes
		}
		return in.no
	case document.Number:
		return value.Text()
	case document.String:
		return in.text(value.Text())
	case document.Object:
		if value.Len() == 0 {
			return cmp.Or(in.empty, in.open+in.end)
		}
		var b strings.Builder
		b.WriteString(in.open + "\n")
		for name, member := range value.Members() {
			b.WriteString(pad + in.key(name) + in.assign + literal(member, in, depth+1) + ",\n")
		}
		return b.String() + end + in.end
	case document.Array:
	}
	return literalArray(value, in, depth)
}

// lineLength is how long an array in one line can be.
const lineLength = 60

func literalArray(value *document.Node, in syntax, depth int) string {
	var parts []string
	for item := range value.Items() {
		parts = append(parts, literal(item, in, depth+1))
	}
	if line := strings.Join(parts, ", "); len(line) <= lineLength && !strings.Contains(line, "\n") {
		return "[" + line + "]"
	}
	pad := in.pad(depth + 1)
	return "[\n" + pad + strings.Join(parts, ",\n"+pad) + ",\n" + in.pad(depth) + "]"
}
