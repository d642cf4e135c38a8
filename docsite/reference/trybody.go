package reference

import (
	"bytes"
	"encoding/json"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// tryBody is where the body is written: as text, with the examples to start from, or in a form that the script makes when a
// reader first wants it. What is sent as a form is filled in as one.
func (w *writer) tryBody(c *request.Call) {
	if len(c.Bodies) == 0 {
		return
	}
	first := c.Bodies[0]
	examples := request.Examples(first.Content, schema.Request)
	w.raw("<div class=\"tryit-field tryit-body\">\n<div class=\"tryit-bodyhead\"><label for=\"try-body\" id=\"try-body-label\">Body</label>\n")
	w.tryMediaTypes(c.Bodies)
	w.raw(`<select name="example" aria-label="Example"`)
	if len(examples) < 2 {
		w.raw(" hidden")
	}
	w.raw(">")
	for _, e := range examples {
		w.raw("<option")
		w.attr("data-text", tryText(first, e))
		w.element(">", e.Label, "</option>")
	}
	w.raw("</select>\n<span class=\"tryit-views\" role=\"group\" aria-label=\"Body as\" data-views")
	kind := first.Kind()
	asForm := kind == request.KindForm || kind == request.KindMultipart || kind == request.KindBinary
	if kind == request.KindText || kind == request.KindBinary {
		w.raw(" hidden")
	}
	w.raw(">")
	for _, view := range [...]struct {
		name, words string
		on          bool
	}{{"form", "Form", asForm}, {"text", "JSON", !asForm}} {
		w.raw(`<button type="button" data-view="`, view.name, `" aria-pressed="`)
		if view.on {
			w.raw("true\">")
		} else {
			w.raw("false\">")
		}
		w.raw(view.words, "</button>")
	}
	w.raw("</span>\n<button type=\"button\" class=\"tryit-link\" data-reset hidden>Reset</button></div>\n<div data-bodyform")
	if asForm {
		w.element("><button type=\"button\" class=\"button tryit-open\">", tryFields(first), "</button>")
	} else {
		w.raw(" hidden>")
	}
	w.raw("</div>\n<textarea id=\"try-body\" name=\"body\" rows=\"6\" spellcheck=\"false\" autocapitalize=\"off\" autocomplete=\"off\" aria-describedby=\"try-body-error\"")
	if asForm {
		w.raw(" hidden")
	}
	w.raw(">")
	if len(examples) > 0 {
		w.element("\n", tryText(first, examples[0]), "")
	}
	w.raw("</textarea>\n<p class=\"tryit-error\" id=\"try-body-error\"></p>\n</div>\n")
}

// tryMediaTypes is the choice of content types, each with the example that it begins with.
func (w *writer) tryMediaTypes(bodies []request.Body) {
	about := func(b request.Body) {
		w.attr("value", b.MediaType)
		w.attr("data-kind", b.Kind())
	}
	if len(bodies) == 1 {
		w.raw(`<input type="hidden" name="mediaType"`)
		about(bodies[0])
		w.raw(">\n")
		return
	}
	w.raw(`<select name="mediaType" aria-label="Content type">`)
	for _, b := range bodies {
		w.raw("<option")
		about(b)
		if examples := request.Examples(b.Content, schema.Request); len(examples) > 0 {
			w.attr("data-text", tryText(b, examples[0]))
		}
		w.element(">", b.MediaType, "</option>")
	}
	w.raw("</select>\n")
}

// tryText is an example as text: of a form the JSON of its fields, but for its files, which an example can't show.
func tryText(b request.Body, e request.Example) string {
	if !b.Form() || e.Value.Kind() != document.Object {
		return e.Text
	}
	text := []byte("{")
	for name, member := range e.Value.Members() {
		if b.Multipart() && b.TakesFile(name) {
			continue
		}
		if len(text) > 1 {
			text = append(text, ',')
		}
		text = append(document.AppendString(text, name), ':')
		text = member.AppendJSON(text, "")
	}
	var laidOut bytes.Buffer
	if json.Indent(&laidOut, append(text, '}'), "", "  ") != nil {
		return e.Text
	}
	return laidOut.String()
}

// tryFields is what opens a form: it names what there is to fill in.
func tryFields(b request.Body) string {
	if b.Kind() == request.KindBinary {
		return "Pick a file"
	}
	const few = 3
	var names []string
	for _, f := range schema.Of(b.Content.Schema).Fields {
		if len(names) == few {
			return "Fill in " + strings.Join(names, ", ") + ", …"
		}
		names = append(names, f.Name)
	}
	if len(names) == 0 {
		return "Fill in the form"
	}
	return "Fill in " + strings.Join(names, ", ")
}
