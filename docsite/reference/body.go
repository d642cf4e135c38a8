package reference

import (
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// body is what a request brings, in each content type.
func (w *writer) body(c *request.Call, prefix string) {
	if len(c.Bodies) == 0 {
		return
	}
	id := w.id(prefix + "body")
	w.part(prefix, id)
	words := "Request body"
	if c.Operation.Webhook != "" {
		words = "What arrives"
	}
	if prefix == "" {
		w.headings = append(w.headings, Heading{2, id, words})
		w.element(`<h2 id="`, id, `">`+words)
		if c.BodyRequired {
			w.raw(` <span class="field-required">required</span>`)
		}
		w.raw("</h2>\n")
	} else {
		w.headingAt(prefix, id, words)
	}
	w.markdown("field-text", c.Operation.Body.Description, c.Operation.Body.Source)
	for i, body := range c.Bodies {
		path := id
		if i > 0 {
			path = id + "-" + body.MediaType
		}
		w.content(path, body.Content, c.Operation.Body.Description)
	}
	w.raw("</div>\n")
}

// content is a body in one content type: what it is, and what it is made of. said is a description that stands above.
func (w *writer) content(path string, content *document.Content, said string) {
	w.element("<div class=\"content\">\n<p class=\"content-head\"><code>", content.MediaType, "</code>")
	of := content.Schema
	if of == nil && content.ItemSchema != nil {
		of = content.ItemSchema
		w.raw(` <span class="field-note">a stream of</span>`)
	}
	if of == nil {
		w.raw("</p>\n</div>\n")
		return
	}
	s := schema.Of(of)
	w.raw(" ")
	w.typeOf(s)
	w.raw("</p>\n")
	if s.Description != said {
		w.markdown("field-text", s.Description, s.Of.Position())
	}
	w.facts(s, nil)
	inner := s.Element()
	if inner.Nested() {
		if _, shown := w.shown[inner.Named]; shown && inner.Named != nil {
			w.elsewhere(inner.Named)
		} else {
			w.enter(inner, path)
			w.inside(path, inner)
			w.leave(inner)
		}
	}
	w.encodings(content)
	w.raw("</div>\n")
}

// encodings say how the parts of a form are written.
func (w *writer) encodings(content *document.Content) {
	if len(content.Encodings) == 0 {
		return
	}
	mark := len(w.b)
	w.raw(`<ul class="field-facts encodings">`)
	start := len(w.b)
	for _, e := range content.Encodings {
		var said []string
		if e.ContentType != "" {
			said = append(said, "as "+e.ContentType)
		}
		if e.Style != "" && e.Style != "form" {
			said = append(said, "in "+e.Style+" style")
		}
		for _, h := range e.Headers {
			said = append(said, "with the header "+h.Name)
		}
		if len(said) > 0 {
			w.element("<li><code>", e.Name, "</code> ")
			w.text(strings.Join(said, ", "))
			w.raw("</li>")
		}
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
		return
	}
	w.raw("</ul>\n")
}

// exampleRoom is how long an example on a page may be. The spec that readers can download has all of it.
const exampleRoom = 12_000

// examples are those of a content, folded unless open.
func (w *writer) examples(content *document.Content, mode schema.Mode, open bool) {
	for _, example := range request.Examples(content, mode) {
		language := "text"
		if request.IsJSON(content.MediaType) {
			language = "json"
		}
		w.raw(`<details class="example"`)
		if open {
			w.raw(" open")
		}
		w.raw("><summary>Example")
		if example.Label != "" {
			w.element(": ", example.Label, "")
		}
		w.raw("</summary>\n")
		w.markdown("field-text", example.Description, document.Position{})
		switch text := example.Text; {
		case text == "" && example.External != "":
			w.raw("<p>")
			w.outward(example.External, example.External)
			w.raw("</p>\n")
		case len(text) > exampleRoom:
			w.raw(w.r.opts.Highlight(language, strings.ToValidUTF8(text[:exampleRoom], "")+"\n…"))
		default:
			w.raw(w.r.opts.Highlight(language, text))
		}
		w.raw("</details>\n")
	}
}
