package reference

import (
	"strconv"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// authorization lists the alternatives in words.
func (w *writer) authorization(c *request.Call) {
	if len(c.Security) == 0 || len(c.Security) == 1 && len(c.Security[0]) == 0 {
		w.raw("None needed")
		return
	}
	for i, requirement := range c.Security {
		if i > 0 {
			w.raw(", or ")
		}
		if len(requirement) == 0 {
			w.raw("none")
		}
		for j, scheme := range requirement {
			if j > 0 {
				w.raw(" and ")
			}
			w.credential(scheme)
		}
	}
}

// credential names what is needed, with a link to where it is explained.
func (w *writer) credential(s request.Scheme) {
	w.raw("<a")
	w.attr("href", w.link(folder)+"#"+schemeAnchor(s.ID))
	w.element(">", s.Label(), "")
	if in, name := s.Place(); in != "" && !s.Basic() {
		w.element(" in the "+placeNoun(in)+" <code>", name, "</code>")
	}
	w.raw("</a>")
	for i, scope := range s.Scopes {
		if i == 0 {
			w.raw(" with ")
		} else {
			w.raw(", ")
		}
		w.element("<code>", scope, "</code>")
	}
}

func placeNoun(in string) string {
	switch in {
	case "query":
		return "query parameter"
	case "cookie":
		return "cookie"
	}
	return "header"
}

// schemes are the credentials there are.
func (w *writer) schemes() {
	all := w.r.doc.SecuritySchemes
	if len(all) == 0 {
		return
	}
	w.section("authentication", "Authentication")
	w.anyOf()
	w.raw("<ul class=\"fields\">\n")
	for _, s := range all {
		scheme := request.Scheme{SecurityScheme: s}
		id := w.id(schemeAnchor(s.ID))
		w.raw(`<li class="field"`)
		w.attr("id", id)
		w.raw(`><p class="field-head"><a class="field-name"`)
		w.attr("href", "#"+id)
		w.element(">", scheme.Label(), "</a>")
		w.element(` <span class="field-type">`, s.ID, "</span>")
		if s.Deprecated {
			w.raw(` <span class="field-deprecated">deprecated</span>`)
		}
		w.raw("</p>\n")
		w.markdown("field-text", s.Description, s.Source)
		w.schemeFacts(scheme)
		for _, f := range s.Flows {
			w.flow(f)
		}
		w.raw("</li>\n")
	}
	w.raw("</ul>\n</section>\n")
}

// anyOf says what operations need that say nothing of it themselves.
func (w *writer) anyOf() {
	if len(w.r.doc.Security) == 0 {
		return
	}
	c := request.Of(&document.Operation{Security: w.r.doc.Security})
	w.raw("<p>Operations that don't say otherwise need: ")
	w.authorization(c)
	w.raw(".</p>\n")
}

func (w *writer) schemeFacts(s request.Scheme) {
	mark := len(w.b)
	w.raw(`<ul class="field-facts">`)
	start := len(w.b)
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
	if len(w.b) == start {
		w.b = w.b[:mark]
		return
	}
	w.raw("</ul>\n")
}

// flow is a way to get a token: where, and what it may be for.
func (w *writer) flow(f *document.Flow) {
	w.raw(`<dl class="op-facts flow"><div><dt>Flow</dt><dd>`, flowName(f.Name), "</dd></div>\n")
	for _, address := range []document.NamedText{
		{Name: "Authorization", Text: f.AuthorizationURL}, {Name: "Device authorization", Text: f.DeviceAuthorization},
		{Name: "Token", Text: f.TokenURL}, {Name: "Refresh", Text: f.RefreshURL},
	} {
		if address.Text != "" {
			w.element("<div><dt>"+address.Name+"</dt><dd><code>", address.Text, "</code></dd></div>\n")
		}
	}
	if len(f.Scopes) > 0 {
		w.raw("<div><dt>Scopes</dt><dd>")
		w.scopes(f.Scopes)
		w.raw("</dd></div>\n")
	}
	w.raw("</dl>\n")
}

func (w *writer) scopes(all []document.NamedText) {
	many := len(all) > enumerated/2
	if many {
		w.raw("<details class=\"enum\"><summary>", strconv.Itoa(len(all)), " scopes</summary>")
	}
	w.raw(`<ul class="values">`)
	for _, scope := range all {
		w.element("<li><code>", scope.Name, "</code>")
		if scope.Text != "" {
			w.element(" ", scope.Text, "")
		}
		w.raw("</li>")
	}
	w.raw("</ul>")
	if many {
		w.raw("</details>")
	}
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
