package reference

import (
	"slices"
	"strconv"
	"strings"

	"wpengine/docsite/printable"
	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

func (w *writer) overview() {
	doc := w.r.doc
	w.logo()
	w.head("API reference")
	w.element(`<p class="op-version">`, doc.Info.Title, "")
	if doc.Info.Version != "" {
		w.element(` <span class="field-note">`, doc.Info.Version, "</span>")
	}
	w.raw("</p>\n")
	if doc.Info.Summary != "" {
		w.element(`<p class="lead">`, doc.Info.Summary, "</p>\n")
	}
	w.raw("</header>\n")
	w.markdown("prose op-text", doc.Info.Description, document.Position{File: doc.Files[0]})
	w.externalDocs(doc.ExternalDocs)
	w.chapters()
	w.servers()
	w.schemes()
	w.groups()
	w.lists()
	w.downloads()
	w.about()
}

// logo is x-logo, if the picture is in the description itself: pages load nothing from other servers.
func (w *writer) logo() {
	logo := w.r.doc.Info.Logo
	if !strings.HasPrefix(strings.ToLower(logo.URL), "data:image/") {
		return
	}
	w.raw(`<p class="op-logo"><img`)
	w.attr("src", logo.URL)
	w.attr("alt", orText(logo.AltText, w.r.doc.Info.Title))
	w.raw("></p>\n")
}

// section opens a part of the overview under a heading.
func (w *writer) section(id, title string) {
	id = w.id(id)
	w.raw(`<section class="op-section"`)
	w.attr("aria-labelledby", id)
	w.raw(">\n")
	w.heading(2, id, title)
}

// servers is the one that the site's operator names, else the description's, else the one that samples use.
func (w *writer) servers() {
	w.section("base-url", "Base URL")
	all := w.r.doc.Servers
	if w.r.named || len(all) == 0 {
		w.code("text", w.r.opts.ServerURL)
	} else {
		for _, server := range all {
			w.server(server)
		}
	}
	w.raw("</section>\n")
}

func (w *writer) server(server *document.Server) {
	if server.Name != "" {
		w.element("<p><strong>", server.Name, "</strong></p>\n")
	}
	w.markdown("field-text", server.Description, document.Position{})
	w.code("text", request.ServerURL(server))
	if len(server.Variables) == 0 {
		return
	}
	w.element(`<p class="field-same">It is <code>`, server.URL, "</code>, where the parts in braces are yours to fill in.</p>\n<ul class=\"fields\">\n")
	for _, v := range server.Variables {
		w.element(`<li class="field"><p class="field-head"><span class="field-name"><code>`, v.Name, "</code></span></p>\n")
		w.markdown("field-text", v.Description, document.Position{})
		w.raw(`<ul class="field-facts">`)
		if v.Default != "" {
			w.element("<li>default <code>", v.Default, "</code></li>")
		}
		if len(v.Enum) > 0 {
			w.element("<li>one of <code>", v.Enum[0], "</code>")
			for _, value := range v.Enum[1:] {
				w.element(", <code>", value, "</code>")
			}
			w.raw("</li>")
		}
		w.raw("</ul></li>\n")
	}
	w.raw("</ul>\n")
}

// chapters are what the author says under tags that nothing has: an introduction, or something about all of the API.
func (w *writer) chapters() {
	for _, tag := range w.r.doc.Tags {
		if w.r.used(tag) || tag.Internal && !w.r.opts.Internal || strings.TrimSpace(tag.Description) == "" && tag.ExternalDocs == nil {
			continue
		}
		w.section("tag-"+tag.Name, tag.DisplayName)
		w.markdown("prose op-text", tag.Description, document.Position{File: w.r.doc.Files[0]})
		w.externalDocs(tag.ExternalDocs)
		w.raw("</section>\n")
	}
}

// used reports a tag that operations or webhooks have, or one whose description stands over the groups that belong to it.
func (r *Reference) used(tag *document.Tag) bool {
	return slices.ContainsFunc(r.doc.Webhooks, func(op *document.Operation) bool { return slices.Contains(op.Tags, tag.Name) }) || slices.ContainsFunc(r.doc.Groups, func(g *document.Group) bool {
		return g.Tag != nil && (g.Tag == tag || g.Tag.Parent == tag.Name && r.tagged(g) > 0)
	})
}

// titled are groups under a title, and what is said of them all.
type titled struct {
	title, text string
	groups      []*document.Group
}

// groups are the groups of operations, under the titles of x-tagGroups or of the tags that theirs belong to.
func (w *writer) groups() {
	parts := w.r.arranged()
	if len(parts) == 0 {
		return
	}
	w.section("operations", "Operations")
	for _, part := range parts {
		if part.title != "" {
			w.element("<h3>", part.title, "</h3>\n")
		}
		w.markdown("field-text", part.text, document.Position{})
		w.groupCards(part.groups)
	}
	w.raw("</section>\n")
}

// arranged are the groups that have something to show, under their titles; the rest come last.
func (r *Reference) arranged() []titled {
	var parts []titled
	done := map[*document.Group]bool{}
	take := func(title, text string, of func(*document.Group) bool) {
		part := titled{title: title, text: text}
		for _, g := range r.doc.Groups {
			if !done[g] && of(g) && r.tagged(g) > 0 {
				done[g] = true
				part.groups = append(part.groups, g)
			}
		}
		if len(part.groups) > 0 {
			parts = append(parts, part)
		}
	}
	for _, tg := range r.doc.TagGroups {
		for _, name := range tg.Tags {
			take(tg.Name, "", func(g *document.Group) bool { return g.Tag != nil && g.Tag.Name == name })
		}
	}
	for _, tag := range r.doc.Tags {
		text := ""
		if !slices.ContainsFunc(r.doc.Groups, func(g *document.Group) bool { return g.Tag == tag }) {
			text = tag.Description
		}
		take(tag.DisplayName, text, func(g *document.Group) bool { return g.Tag != nil && g.Tag.Parent == tag.Name })
	}
	rest := ""
	if len(parts) > 0 {
		rest = "Others"
	}
	take(rest, "", func(*document.Group) bool { return true })
	return merged(parts)
}

// merged puts neighbours with one title together: a group of tags is taken tag by tag, to keep its order.
func merged(parts []titled) (all []titled) {
	for _, part := range parts {
		if last := len(all) - 1; last >= 0 && all[last].title == part.title {
			all[last].groups = append(all[last].groups, part.groups...)
			continue
		}
		all = append(all, part)
	}
	return all
}

func (w *writer) groupCards(groups []*document.Group) {
	w.raw("<ul class=\"cards\">\n")
	for _, g := range groups {
		w.card(groupPath(g), g.Title, printable.Sentence(g.Description), w.r.tagged(g), "operation")
	}
	w.raw("</ul>\n")
}

// card is a link to a page that lists things.
func (w *writer) card(path, title, text string, count int, noun string) {
	w.raw(`<li><a class="card"`)
	w.href(path)
	w.element(`><span class="card-title">`, title, "</span>")
	if text != "" {
		w.element(`<span class="card-text">`, text, "</span>")
	}
	if count != 1 {
		noun += "s"
	}
	w.raw(`<span class="card-count">`, strconv.Itoa(count), " ", noun, "</span></a></li>\n")
}

// lists lead to the webhooks and the schemas.
func (w *writer) lists() {
	webhooks, schemas := len(w.r.visible(w.r.doc.Webhooks)), len(w.r.schemas())
	if webhooks+schemas == 0 {
		return
	}
	w.section("more", "Webhooks and schemas")
	w.raw("<ul class=\"cards\">\n")
	if webhooks > 0 {
		w.card(webhooksPath, "Webhooks", aboutWebhooks, webhooks, "webhook")
	}
	if schemas > 0 {
		w.card(schemasPath, "Schemas", aboutSchemas, schemas, "schema")
	}
	w.raw("</ul>\n</section>\n")
}

func (w *writer) downloads() {
	w.section("download", "Download the spec")
	w.raw("<p>The OpenAPI document that this reference is made from, in one file.</p>\n<p class=\"op-downloads\">")
	for i, file := range append([][2]string{{"JSON", "openapi.json"}, {"YAML", "openapi.yaml"}}, w.r.opts.Downloads...) {
		if i > 0 {
			w.raw(" ")
		}
		w.raw(`<a class="button" download`)
		w.href(file[1])
		w.element(">", file[0], "</a>")
	}
	w.raw("</p>\n</section>\n")
}

// about is who stands behind the API.
func (w *writer) about() {
	info := w.r.doc.Info
	var rows [][3]string // what, words, address
	add := func(what, words, address string) {
		if words != "" {
			rows = append(rows, [3]string{what, words, address})
		}
	}
	contact := info.Contact
	add("Contact", orText(contact.Name, contact.URL), contact.URL)
	add("E-mail", contact.Email, "mailto:"+contact.Email)
	add("Licence", orText(info.License.Name, orText(info.License.Identifier, info.License.URL)), info.License.URL)
	add("Terms of service", info.TermsOfService, info.TermsOfService)
	if len(rows) == 0 {
		return
	}
	w.section("about", "About")
	w.raw("<dl class=\"op-facts\">\n")
	for _, row := range rows {
		w.raw("<div><dt>", row[0], "</dt><dd>")
		w.outward(row[2], row[1])
		w.raw("</dd></div>\n")
	}
	w.raw("</dl>\n</section>\n")
}
