package reference

import (
	"strings"

	"wpengine/docsite/request"
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
			w.element(`<a href="`, w.link(folder), "")
			w.element("#", schemeAnchor(scheme.ID), `">`)
			w.text(scheme.Label())
			if in, name := scheme.Place(); in != "" && !scheme.Basic() {
				w.element(" in the "+placeNoun(in)+" <code>", name, "</code>")
			}
			if len(scheme.Scopes) > 0 {
				w.element(" with ", strings.Join(scheme.Scopes, ", "), "")
			}
			w.raw("</a>")
		}
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
