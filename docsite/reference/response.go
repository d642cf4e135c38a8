package reference

import (
	"strings"
	"unicode/utf8"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// responses are what an operation answers, by status; the first success is open.
func (w *writer) responses(op *document.Operation, prefix string) {
	if len(op.Responses) == 0 {
		return
	}
	id := w.id(prefix + "responses")
	w.part(prefix, id)
	words := "Responses"
	if op.Webhook != "" {
		words = "What to answer"
	}
	w.headingAt(prefix, id, words)
	opened := false
	for _, r := range op.Responses {
		open := !opened && (strings.HasPrefix(r.Status, "2") || len(op.Responses) == 1)
		opened = opened || open
		w.response(r, prefix, open)
	}
	w.raw("</div>\n")
}

func (w *writer) response(r *document.Response, prefix string, open bool) {
	id := w.id(prefix + "response-" + r.Status)
	w.element(`<details class="response" id="`, id, `"`)
	if open {
		w.raw(" open")
	}
	w.element(`><summary><span class="status" data-class="`, firstLetter(r.Status), `">`)
	w.text(r.Status)
	w.element(`</span> <span class="response-meaning">`, orText(r.Summary, statusWords(r.Status)), "</span></summary>\n<div class=\"response-body\">\n")
	w.markdown("field-text", r.Description, r.Source)
	for i, content := range r.Contents {
		path := id
		if i > 0 {
			path += "-" + content.MediaType
		}
		w.content(path, content, r.Description)
		w.examples(content, schema.Response, false)
	}
	w.responseHeaders(id, r)
	w.links(r)
	w.raw("</div>\n</details>\n")
}

func firstLetter(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// responseHeaders shows a header where it is first met: errors share most of theirs.
func (w *writer) responseHeaders(id string, r *document.Response) {
	var fresh, known []*document.Parameter
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, "content-type") {
			continue
		}
		if _, shown := w.headers[h.Node]; shown {
			known = append(known, h)
		} else {
			fresh = append(fresh, h)
		}
	}
	if len(fresh)+len(known) == 0 {
		return
	}
	w.raw("<h3>Headers</h3>\n")
	if len(fresh) > 0 {
		w.raw("<ul class=\"fields\">\n")
		for _, h := range fresh {
			if w.headers == nil {
				w.headers = map[*document.Node]string{}
			}
			path := id + ".header." + h.Name
			w.headers[h.Node] = path
			n := parameterNote(request.Param{Parameter: h})
			n.required = false // whether an answer brings it isn't the reader's to see to
			w.field(path, h.Name, h.Schema, n)
		}
		w.raw("</ul>\n")
	}
	for i, h := range known {
		if i == 0 {
			w.raw(`<p class="field-same">`)
		} else {
			w.raw(", ")
		}
		w.element(`<a href="#`, w.headers[h.Node], `"><code>`)
		w.text(h.Name)
		w.raw("</code></a>")
	}
	if len(known) > 0 {
		w.raw("</p>\n")
	}
}

// links are what can be called with what an answer holds.
func (w *writer) links(r *document.Response) {
	if len(r.Links) == 0 {
		return
	}
	w.raw("<h3>What to call next</h3>\n<ul class=\"fields\">\n")
	for _, l := range r.Links {
		w.element(`<li class="field"><p class="field-head"><span class="field-name"><code>`, l.Name, "</code></span> ")
		switch {
		case l.Operation != nil && l.Operation.Group != nil:
			w.raw("<a")
			w.href(operationPath(l.Operation))
			w.element(">", title(l.Operation), "</a>")
		case l.Target != "":
			w.element("<code>", l.Target, "</code>")
		}
		w.raw("</p>\n")
		w.markdown("field-text", l.Description, r.Source)
		if len(l.Parameters) > 0 {
			w.raw(`<ul class="field-facts">`)
			for _, p := range l.Parameters {
				w.element("<li><code>", p.Name, "</code> is <code>")
				w.text(p.Text)
				w.raw("</code></li>")
			}
			w.raw("</ul>\n")
		}
		w.raw("</li>\n")
	}
	w.raw("</ul>\n")
}
