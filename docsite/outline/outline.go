// Package outline writes the reference as Markdown: what an operation takes and answers, in as few
// words as will do. It is for language models, and for people who like text.
package outline

import (
	"cmp"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// Operation is the page of an operation, or of a webhook.
func Operation(op *document.Operation) []byte {
	w := &writer{}
	w.heading(1, title(op))
	switch {
	case op.Webhook != "":
		w.paragraph("Webhook `" + code(op.Webhook) + "`, sent as " + op.Method + ".")
	default:
		w.paragraph("`" + code(op.Method+" "+op.Path) + "`")
	}
	if op.Deprecated {
		w.paragraph("Deprecated.")
	}
	w.paragraph(nested(op.Description, 2))
	call := request.Of(op)
	w.security(call)
	w.parameters(call)
	w.body(op)
	w.responses(op)
	for _, c := range op.Callbacks {
		for _, called := range c.Operations {
			w.heading(2, "Callback "+c.Name)
			w.paragraph("`" + code(called.Method+" "+c.Expression) + "` " + summary(first(called.Summary, called.Description)))
		}
	}
	return w.bytes()
}

// Schema is the page of a named schema.
func Schema(s *document.Schema) []byte {
	w := &writer{levels: inRequest}
	w.heading(1, first(s.Name, s.Title))
	w.schema(s)
	return w.bytes()
}

// Group is the page of a group: its operations, one a line.
func Group(g *document.Group) []byte {
	w := &writer{}
	w.heading(1, g.Title)
	w.paragraph(nested(g.Description, 2))
	for _, op := range g.Operations {
		w.item(0, "`"+code(op.Method+" "+op.Path)+"`", line(title(op), textLength))
	}
	return w.bytes()
}

// title is what an operation is called.
func title(op *document.Operation) string {
	return first(op.Summary, op.OperationID, op.Webhook, op.Method+" "+op.Path)
}

// security says what is needed to be let in, as alternatives.
func (w *writer) security(call *request.Call) {
	var ways []string
	for _, requirement := range call.Security {
		var parts []string
		for _, s := range requirement {
			text := s.Label()
			if in, name := s.Place(); name != "" {
				text += " in the " + in + " `" + code(name) + "`"
			}
			if len(s.Scopes) > 0 {
				text += " with the scopes " + strings.Join(s.Scopes, ", ")
			}
			parts = append(parts, text)
		}
		if len(parts) == 0 {
			parts = []string{"nothing"}
		}
		ways = append(ways, strings.Join(parts, " and "))
	}
	if len(ways) > 0 {
		w.paragraph("Needs: " + strings.Join(ways, "; or ") + ".")
	}
}

func (w *writer) parameters(call *request.Call) {
	if len(call.Params) == 0 {
		return
	}
	w.heading(2, "Parameters")
	for _, p := range call.Params {
		of := schema.Of(p.Schema)
		facts := append([]string{p.In}, factsOf(of, p.Required)...)
		if p.Deprecated {
			facts = append(facts, "deprecated")
		}
		w.item(0, named(p.Name, facts), summary(first(p.Description, of.Description)))
	}
}

func (w *writer) body(op *document.Operation) {
	if op.Body == nil {
		return
	}
	w.heading(2, "Request body")
	if !op.Body.Required {
		w.paragraph("Optional.")
	}
	w.paragraph(nested(op.Body.Description, 3))
	w.levels = inRequest
	w.contents(op.Body.Contents)
}

func (w *writer) responses(op *document.Operation) {
	w.levels = inAnswer
	for _, r := range op.Responses {
		text := summary(first(r.Summary, r.Description))
		if text != "" {
			text = ": " + text
		}
		w.heading(2, "Response "+r.Status+text)
		for _, h := range r.Headers {
			of := schema.Of(h.Schema)
			w.item(0, named(h.Name, append([]string{"header"}, factsOf(of, false)...)), summary(first(h.Description, of.Description)))
		}
		w.contents(r.Contents)
	}
}

// contents are what a body may be. Those of one schema in several types are written once.
func (w *writer) contents(all []*document.Content) {
	type key struct{ schema, item *document.Schema }
	types, order := map[key][]string{}, []key{}
	for _, c := range all {
		k := key{identity(c.Schema), identity(c.ItemSchema)}
		if types[k] == nil {
			order = append(order, k)
		}
		types[k] = append(types[k], "`"+code(c.MediaType)+"`")
	}
	for _, k := range order {
		s := cmp.Or(k.schema, k.item)
		w.paragraph(strings.Join(types[k], ", ") + typeOf(s))
		w.schema(s)
	}
}

// identity is the named schema that a schema is, else itself: two references to one are one.
func identity(s *document.Schema) *document.Schema {
	if s == nil {
		return nil
	}
	return cmp.Or(schema.Of(s).Named, s)
}
