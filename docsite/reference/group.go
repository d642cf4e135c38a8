package reference

import "wpengine/openapi/document"

// group writes the page of a group: a card for each operation.
func (w *writer) group(g *document.Group) {
	w.head(g.Title)
	if g.Tag != nil && g.Tag.Summary != "" && g.Tag.Summary != g.Title {
		w.element(`<p class="lead">`, g.Tag.Summary, "</p>\n")
	}
	w.markdown("prose op-text", g.Description, document.Position{})
	if g.Tag != nil {
		w.externalDocs(g.Tag.ExternalDocs)
	}
	w.raw("</header>\n")
	w.cards(w.r.visible(g.Operations), operationPath)
}

// head opens the header of a page.
func (w *writer) head(title string) {
	w.element("<header class=\"page-head\">\n<h1>", title, "</h1>\n")
}

func (w *writer) externalDocs(docs *document.ExternalDocs) {
	if docs == nil || docs.URL == "" {
		return
	}
	w.raw(`<p class="op-docs">`)
	w.outward(docs.URL, orText(docs.Description, docs.URL))
	w.raw("</p>\n")
}

// cards are links to operations.
func (w *writer) cards(operations []*document.Operation, path func(*document.Operation) string) {
	w.raw("<ul class=\"cards op-cards\">\n")
	for _, op := range operations {
		w.raw(`<li><a class="card"`)
		w.href(path(op))
		w.raw(`><span class="card-title">`)
		w.method(op.Method)
		name := label(op)
		w.element(" ", name, "")
		if op.Deprecated {
			w.raw(` <span class="field-deprecated">deprecated</span>`)
		}
		w.raw("</span>")
		if words := title(op); words != name {
			w.element(`<span class="card-text">`, words, "</span>")
		}
		w.raw("</a></li>\n")
	}
	w.raw("</ul>\n")
}

func (w *writer) method(method string) {
	w.raw(`<span class="method"`)
	w.attr("data-method", method)
	w.element(">", method, "</span>")
}

// list writes the page that lists the webhooks or the schemas.
func (w *writer) list() {
	w.head(w.page.Title)
	w.element(`<p class="lead">`, w.page.Description, "</p>\n</header>\n")
	if w.page.Path == webhooksPath {
		w.cards(w.r.visible(w.r.doc.Webhooks), webhookPath)
		return
	}
	w.raw("<ul class=\"schema-list\">\n")
	for _, s := range w.r.schemas() {
		w.raw("<li><a")
		w.href(schemaPath(s))
		w.element("><code>", s.Name, "</code></a>")
		if s.Deprecated {
			w.raw(` <span class="field-deprecated">deprecated</span>`)
		}
		w.raw("</li>\n")
	}
	w.raw("</ul>\n")
}
