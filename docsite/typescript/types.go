// Package typescript writes what an API takes and answers as TypeScript types, in one file.
//
//	types.go  the file: an interface or type for each named schema, and one for the operations
//	expr.go   a schema -> a type
//	name.go   names of schemas -> names of types
package typescript

import (
	"cmp"
	"fmt"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// Options say what is written.
type Options struct {
	Internal bool // also what is marked x-internal
}

// Types writes the types of a whole API as a module: its named schemas, and Operations, which has
// for each operation its method, path, parameters, body and responses. A schema that is internal
// has no name: what it says stands where it is used.
func Types(doc *document.Document, o Options) []byte {
	w := &writer{names: namesOf(doc, o)}
	fmt.Fprintf(&w.out, "// Types of %s", oneLine(cmp.Or(doc.Info.Title, "an API")))
	if doc.Info.Version != "" {
		fmt.Fprintf(&w.out, ", version %s", oneLine(doc.Info.Version))
	}
	w.out.WriteString(".\n")
	for _, s := range doc.Schemas {
		if w.names[s] != "" {
			w.out.WriteString("\n")
			w.declare(s)
		}
	}
	w.out.WriteString("\nexport interface Operations {\n")
	for _, op := range doc.Operations {
		if internal := op.Internal || op.Group != nil && op.Group.Tag != nil && op.Group.Tag.Internal; !internal || o.Internal {
			w.operation(op)
		}
	}
	w.out.WriteString("}\n")
	return []byte(w.out.String())
}

type writer struct {
	out   strings.Builder
	names map[*document.Schema]string
	open  []*document.Schema // being written
	self  string             // the type that is being declared
}

// declare writes a named schema: an interface if it is an object of fields, else a type.
func (w *writer) declare(s *document.Schema) {
	shape := schema.Of(s)
	name := w.names[s]
	w.comment("", shape.Description, shape.Deprecated)
	if plainObject(shape) && (s.Ref == nil || w.names[s.Ref] == "") {
		w.out.WriteString("export interface " + name + " " + w.fields(shape, "") + "\n")
		return
	}
	w.self = name
	text := ""
	if s.Ref != nil && alone(s) {
		text = w.names[s.Ref]
	}
	if text == "" {
		w.open = append(w.open, s)
		text = orNull(w.shape(shape, ""), shape.Null)
		w.open = w.open[:0]
	}
	w.self = ""
	w.out.WriteString("export type " + name + " = " + text + ";\n")
}

// plainObject reports an object that is its fields and nothing else.
func plainObject(s *schema.Shape) bool {
	return len(s.Fields) > 0 && len(s.Variants) == 0 && !s.Null && s.MapValues() == nil && s.Const == nil && len(s.Enum) == 0
}

func (w *writer) operation(op *document.Operation) {
	const indent = "\t\t"
	w.comment("\t", cmp.Or(op.Summary, op.Description), op.Deprecated)
	fmt.Fprintf(&w.out, "\t%s: {\n", propertyName(op.ID))
	fmt.Fprintf(&w.out, "%smethod: %s;\n%spath: %s;\n", indent, quoted(op.Method), indent, quoted(op.Path))
	call := request.Of(op)
	w.parameters(call, indent)
	if len(call.Bodies) > 0 {
		fmt.Fprintf(&w.out, "%sbody%s: {\n", indent, optional(call.BodyRequired))
		for _, b := range call.Bodies {
			fmt.Fprintf(&w.out, "%s\t%s: %s;\n", indent, quoted(b.MediaType), w.content(b.Content, indent+"\t"))
		}
		w.out.WriteString(indent + "};\n")
	}
	w.responses(op, indent)
	w.out.WriteString("\t};\n")
}

// parameters are by place.
func (w *writer) parameters(call *request.Call, indent string) {
	var places []string
	needed := false
	for _, in := range []string{"path", "query", "header", "cookie"} {
		var params []string
		required := false
		for _, p := range call.Params {
			if p.In == in {
				params = append(params, propertyName(p.Name)+optional(p.Required)+": "+w.expr(p.Schema, indent+"\t"))
				required = required || p.Required
			}
		}
		if len(params) > 0 {
			places = append(places, indent+"\t"+in+optional(required)+": { "+strings.Join(params, "; ")+" };\n")
			needed = needed || required
		}
	}
	if len(places) > 0 {
		w.out.WriteString(indent + "parameters" + optional(needed) + ": {\n" + strings.Join(places, "") + indent + "};\n")
	}
}

// responses are by status, and in each by content type.
func (w *writer) responses(op *document.Operation, indent string) {
	w.out.WriteString(indent + "responses: {\n")
	for _, r := range op.Responses {
		fmt.Fprintf(&w.out, "%s\t%s: ", indent, propertyName(r.Status))
		if len(r.Contents) == 0 {
			w.out.WriteString("{};\n")
			continue
		}
		w.out.WriteString("{\n")
		for _, c := range r.Contents {
			fmt.Fprintf(&w.out, "%s\t\t%s: %s;\n", indent, quoted(c.MediaType), w.content(c, indent+"\t\t"))
		}
		w.out.WriteString(indent + "\t};\n")
	}
	w.out.WriteString(indent + "};\n")
}

// content is a body's type; a stream is that of its items, one after the other.
func (w *writer) content(c *document.Content, indent string) string {
	switch {
	case c.Schema != nil:
		return w.expr(c.Schema, indent)
	case c.ItemSchema != nil:
		return "AsyncIterable<" + w.expr(c.ItemSchema, indent) + ">"
	}
	return "unknown"
}

func optional(required bool) string {
	if required {
		return ""
	}
	return "?"
}

// comment writes a description where editors look for it.
func (w *writer) comment(indent, text string, deprecated bool) {
	w.out.WriteString(comment(indent, text, deprecated))
}

func comment(indent, text string, deprecated bool) string {
	text = strings.ReplaceAll(strings.TrimSpace(text), "*/", "*\\/")
	if deprecated {
		text = strings.TrimSpace(text + "\n\n@deprecated")
	}
	if text == "" {
		return ""
	}
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n")
	if len(lines) == 1 {
		return indent + "/** " + lines[0] + " */\n"
	}
	var b strings.Builder
	b.WriteString(indent + "/**\n")
	for _, l := range lines {
		b.WriteString(strings.TrimRight(indent+" * "+l, " ") + "\n")
	}
	b.WriteString(indent + " */\n")
	return b.String()
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
