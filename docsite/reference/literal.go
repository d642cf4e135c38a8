package reference

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// syntax is how a language writes values that JSON has too.
type syntax struct {
	indent        string
	key           func(string) string
	null, yes, no string
}

// literal writes the value in the language, members in the author's order. What is short and
// holds no object stands in one line.
func literal(value any, schema *openapi3.SchemaRef, in syntax, depth int) string {
	pad, end := strings.Repeat(in.indent, depth+1), strings.Repeat(in.indent, depth)
	switch v := value.(type) {
	case nil:
		return in.null
	case bool:
		if v {
			return in.yes
		}
		return in.no
	case string:
		return quoted(v)
	case map[string]any:
		if len(v) == 0 {
			return "{}"
		}
		var b strings.Builder
		b.WriteString("{\n")
		of := membersOf(schema)
		for _, name := range of.names(v) {
			b.WriteString(pad + in.key(name) + ": " + literal(v[name], of.schema(name), in, depth+1) + ",\n")
		}
		return b.String() + end + "}"
	case []any:
		return literalArray(v, schema, in, depth)
	}
	return jsonText(value)
}

// lineLength is how long an array in one line can be.
const lineLength = 60

func literalArray(v []any, schema *openapi3.SchemaRef, in syntax, depth int) string {
	var items *openapi3.SchemaRef
	if schema != nil && schema.Value != nil {
		items = shapeOf(schema).Items
	}
	parts := make([]string, len(v))
	for i, item := range v {
		parts[i] = literal(item, items, in, depth+1)
	}
	if line := strings.Join(parts, ", "); len(line) <= lineLength && !strings.Contains(line, "\n") {
		return "[" + line + "]"
	}
	pad := strings.Repeat(in.indent, depth+1)
	return "[\n" + pad + strings.Join(parts, ",\n"+pad) + ",\n" + strings.Repeat(in.indent, depth) + "]"
}
