package reference

import (
	"wpengine/docsite/printable"
	"wpengine/openapi/document"
)

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
	own, also := w.r.visible(g.Operations), w.r.visible(g.Also)
	if len(own) > 0 {
		w.cards(own, operationPath)
	}
	if len(own) > 0 && len(also) > 0 {
		w.heading(2, w.id("also"), "In other groups")
	}
	if len(also) > 0 {
		w.cards(also, operationPath)
	}
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
		words := title(op)
		if words == name {
			words = printable.Sentence(op.Description)
		}
		if words != "" && words != name {
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

// webhooks are the cards of all, under the tags that they have first.
func (w *writer) webhooks(all []*document.Operation) {
	byTag := map[string][]*document.Operation{}
	for _, op := range all {
		name := ""
		if len(op.Tags) > 0 {
			name = op.Tags[0]
		}
		byTag[name] = append(byTag[name], op)
	}
	if untagged := byTag[""]; len(untagged) > 0 {
		w.cards(untagged, webhookPath)
	}
	for _, tag := range w.r.doc.Tags {
		if len(byTag[tag.Name]) == 0 || tag.Name == "" {
			continue
		}
		w.section("tag-"+tag.Name, tag.DisplayName)
		w.markdown("field-text", tag.Description, document.Position{})
		w.externalDocs(tag.ExternalDocs)
		w.cards(byTag[tag.Name], webhookPath)
		w.raw("</section>\n")
	}
}

// list writes the page that lists the webhooks or the schemas.
func (w *writer) list() {
	w.head(w.page.Title)
	w.element(`<p class="lead">`, w.page.Description, "</p>\n</header>\n")
	if w.page.Path == webhooksPath {
		w.webhooks(w.r.visible(w.r.doc.Webhooks))
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
