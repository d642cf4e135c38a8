package reference

import (
	"strconv"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

func (w *writer) overview() {
	doc := w.r.doc
	w.head("API reference")
	w.element(`<p class="op-version">`, doc.Info.Title, "")
	if doc.Info.Version != "" {
		w.element(` <span class="field-note">`, doc.Info.Version, "</span>")
	}
	w.raw("</p>\n</header>\n")
	w.markdown("prose op-text", doc.Info.Description, document.Position{File: doc.Files[0]})
	w.externalDocs(doc.ExternalDocs)
	w.servers()
	w.schemes()
	w.groups()
	w.downloads()
	w.about()
}

// section opens a part of the overview under a heading.
func (w *writer) section(id, title string) {
	w.raw(`<section class="op-section" aria-labelledby="`, id, "\">\n")
	w.heading(2, w.id(id), title)
}

// servers is the one that the site's operator names, else the description's, else the one that samples use.
func (w *writer) servers() {
	w.section("base-url", "Base URL")
	all := w.r.doc.Servers
	if w.r.named || len(all) == 0 {
		w.raw(w.r.opts.Highlight("text", w.r.opts.ServerURL))
	} else {
		for _, server := range all {
			w.server(server)
		}
	}
	w.raw("</section>\n")
}

func (w *writer) server(server *document.Server) {
	if server.Name != "" {
		w.element("<h3>", server.Name, "</h3>\n")
	}
	w.markdown("field-text", server.Description, document.Position{})
	w.raw(w.r.opts.Highlight("text", request.ServerURL(server)))
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

// schemes are the credentials there are.
func (w *writer) schemes() {
	all := w.r.doc.SecuritySchemes
	if len(all) == 0 {
		return
	}
	w.section("authentication", "Authentication")
	w.raw("<ul class=\"fields\">\n")
	for _, s := range all {
		scheme := request.Scheme{SecurityScheme: s}
		id := w.id(schemeAnchor(s.ID))
		w.element(`<li class="field" id="`, id, `"><p class="field-head"><a class="field-name" href="#`)
		w.text(id)
		w.element(`">`, scheme.Label(), "</a>")
		w.element(` <span class="field-type">`, s.ID, "</span>")
		if s.Deprecated {
			w.raw(` <span class="field-deprecated">deprecated</span>`)
		}
		w.raw("</p>\n")
		w.markdown("field-text", s.Description, s.Source)
		w.schemeFacts(scheme)
		w.raw("</li>\n")
	}
	w.raw("</ul>\n</section>\n")
}

func (w *writer) schemeFacts(s request.Scheme) {
	w.raw(`<ul class="field-facts">`)
	if in, name := s.Place(); in != "" {
		code := name
		if prefix := s.Value("…"); in == "header" && prefix != "…" {
			code += ": " + prefix
		}
		w.element("<li>Sent in the "+placeNoun(in)+" <code>", code, "</code></li>")
	}
	if s.BearerFormat != "" {
		w.element("<li>the token is a ", s.BearerFormat, "</li>")
	}
	if s.OpenIDConnectURL != "" {
		w.element("<li>discovered at <code>", s.OpenIDConnectURL, "</code></li>")
	}
	for _, f := range s.Flows {
		w.flow(f)
	}
	w.raw("</ul>\n")
}

func (w *writer) flow(f *document.Flow) {
	w.raw("<li>", flowName(f.Name))
	for _, address := range []document.NamedText{
		{Name: " at", Text: f.AuthorizationURL}, {Name: ", device authorization at", Text: f.DeviceAuthorization},
		{Name: ", token from", Text: f.TokenURL}, {Name: ", refreshed at", Text: f.RefreshURL},
	} {
		if address.Text != "" {
			w.element(address.Name+" <code>", address.Text, "</code>")
		}
	}
	if len(f.Scopes) > 0 {
		w.raw("<details class=\"enum\"><summary>", strconv.Itoa(len(f.Scopes)), " scopes</summary><ul>")
		for _, scope := range f.Scopes {
			w.element("<li><code>", scope.Name, "</code>")
			w.element(" ", scope.Text, "</li>")
		}
		w.raw("</ul></details>")
	}
	w.raw("</li>")
}

func flowName(name string) string {
	switch name {
	case "authorizationCode":
		return "Authorization code"
	case "clientCredentials":
		return "Client credentials"
	case "password":
		return "Password"
	case "implicit":
		return "Implicit"
	case "deviceAuthorization":
		return "Device authorization"
	}
	return "Another flow"
}

// schemeAnchor is the id of a scheme on the overview.
func schemeAnchor(id string) string { return anchor("auth-" + id) }

// groups are the groups of operations, under the titles of x-tagGroups where there are any.
func (w *writer) groups() {
	doc := w.r.doc
	if len(w.r.pages) == 1 {
		return
	}
	w.section("operations", "Operations")
	done := map[*document.Group]bool{}
	for _, titled := range doc.TagGroups {
		var inside []*document.Group
		for _, g := range doc.Groups {
			for _, name := range titled.Tags {
				if g.Tag != nil && g.Tag.Name == name && !done[g] {
					done[g] = true
					inside = append(inside, g)
				}
			}
		}
		if len(inside) > 0 {
			w.element("<h3>", titled.Name, "</h3>\n")
			w.groupCards(inside)
		}
	}
	var rest []*document.Group
	for _, g := range doc.Groups {
		if !done[g] {
			rest = append(rest, g)
		}
	}
	if len(rest) > 0 {
		if len(done) > 0 {
			w.raw("<h3>Others</h3>\n")
		}
		w.groupCards(rest)
	}
	w.raw("</section>\n")
}

func (w *writer) groupCards(groups []*document.Group) {
	w.raw("<ul class=\"cards\">\n")
	for _, g := range groups {
		operations := w.r.visible(g.Operations)
		if len(operations) == 0 {
			continue
		}
		w.raw(`<li><a class="card"`)
		w.href(groupPath(g))
		w.element(`><span class="card-title">`, g.Title, "</span>")
		if text := plainText(g.Description); text != "" {
			w.element(`<span class="card-text">`, text, "</span>")
		}
		noun := " operations"
		if len(operations) == 1 {
			noun = " operation"
		}
		w.raw(`<span class="card-count">`, strconv.Itoa(len(operations)), noun, "</span></a></li>\n")
	}
	w.raw("</ul>\n")
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
	if info.Contact != (document.Contact{}) {
		rows = append(rows, [3]string{"Contact", orText(info.Contact.Name, orText(info.Contact.URL, info.Contact.Email)), orText(info.Contact.URL, "mailto:"+info.Contact.Email)})
	}
	if info.License != (document.License{}) {
		rows = append(rows, [3]string{"Licence", orText(info.License.Name, info.License.Identifier), info.License.URL})
	}
	if info.TermsOfService != "" {
		rows = append(rows, [3]string{"Terms of service", info.TermsOfService, info.TermsOfService})
	}
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
