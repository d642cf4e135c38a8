package reference

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

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
	if incoming(op) {
		words = "What to answer"
	}
	w.headingAt(prefix, id, words)
	opened := false
	for _, r := range op.Responses {
		w.awaited += examplesCost(r.Contents)
	}
	for _, r := range op.Responses {
		w.awaited -= examplesCost(r.Contents)
		open := !opened && (strings.HasPrefix(r.Status, "2") || len(op.Responses) == 1)
		opened = opened || open
		w.response(r, prefix, open)
	}
	w.raw("</div>\n")
}

func (w *writer) response(r *document.Response, prefix string, open bool) {
	id := w.id(prefix + "response-" + r.Status)
	w.raw(`<details class="response"`)
	w.attr("id", id)
	if open {
		w.raw(" open")
	}
	w.raw(`><summary><span class="status"`)
	w.attr("data-class", firstLetter(r.Status))
	w.element(">", r.Status, "</span>")
	w.element(` <span class="response-meaning">`, orText(r.Summary, statusWords(r.Status)), "</span></summary>\n<div class=\"response-body\">\n")
	w.markdown("field-text", r.Description, r.Source)
	w.contents(id, r.Contents, r.Description, schema.Response, false)
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
			n := w.r.parameterNote(h)
			n.required = false // whether an answer brings it isn't the reader's to see to
			w.headers[h.Node] = w.field(id+".header."+h.Name, h.Name, h.Schema, n)
		}
		w.raw("</ul>\n")
	}
	for i, h := range known {
		if i == 0 {
			w.raw(`<p class="field-same">`)
		} else {
			w.raw(", ")
		}
		w.raw(`<a`)
		w.attr("href", "#"+w.headers[h.Node])
		w.element("><code>", h.Name, "</code></a>")
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
		case l.Operation != nil && l.Operation.Group != nil && !w.r.hidden(l.Operation):
			w.raw("<a")
			w.href(operationPath(l.Operation))
			w.element(">", title(l.Operation), "</a>")
		case l.Target != "":
			w.element("<code>", l.Target, "</code>")
		}
		w.raw("</p>\n")
		w.markdown("field-text", l.Description, r.Source)
		if len(l.Parameters) > 0 || l.Body != nil {
			w.raw(`<ul class="field-facts">`)
			for _, p := range l.Parameters {
				w.element("<li><code>", p.Name, "</code> is ")
				w.value(p.Text)
				w.raw("</li>")
			}
			if l.Body != nil {
				w.raw("<li>the body is ")
				w.value(schema.Compact(l.Body))
				w.raw("</li>")
			}
			w.raw("</ul>\n")
		}
		if l.Server != nil {
			w.server(l.Server)
		}
		w.raw("</li>\n")
	}
	w.raw("</ul>\n")
}

// statusWords is the meaning of a status, or of several: "Not Found", "Any other status".
func statusWords(status string) string {
	if status == "default" {
		return "Any other status"
	}
	if len(status) == 3 && status[0] >= '1' && status[0] <= '5' && strings.EqualFold(status[1:], "XX") {
		return "Any status from " + status[:1] + "00 to " + status[:1] + "99"
	}
	n, err := strconv.Atoi(status)
	if err != nil {
		return ""
	}
	return StatusText(n)
}

// StatusText is the meaning of a status in today's words: package http keeps the names that RFC 9110 replaced.
func StatusText(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "Content Too Large"
	case http.StatusUnprocessableEntity:
		return "Unprocessable Content"
	case http.StatusRequestedRangeNotSatisfiable:
		return "Range Not Satisfiable"
	}
	return http.StatusText(status)
}
