package reference

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wpengine/docsite/printable"
	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// tryServersOf are the servers that a request may go to: the operator's, else the description's.
func (w *writer) tryServersOf(c *request.Call) []*document.Server {
	var all []*document.Server
	for _, address := range w.r.opts.Upstreams {
		all = append(all, &document.Server{URL: address})
	}
	if len(all) == 0 {
		all = c.Operation.Servers
	}
	if len(all) == 0 {
		all = []*document.Server{{URL: "/"}}
	}
	return all
}

// tryServers is the choice of a server, and what its variables are. A variable that could lead anywhere has no field.
func (w *writer) tryServers(c *request.Call) {
	servers := w.tryServersOf(c)
	if len(servers) > 1 {
		w.raw("<p class=\"tryit-field\"><label for=\"try-upstream\">Server</label>\n<select id=\"try-upstream\" name=\"upstream\">")
		for i, server := range servers {
			w.element(`<option value="`, strconv.Itoa(i), `">`)
			w.text(request.ServerURL(server))
			if words := printable.Sentence(server.Description); words != "" {
				w.element(" – ", words, "")
			}
			w.raw("</option>")
		}
		w.raw("</select></p>\n")
	}
	for i, server := range servers {
		if !slices.ContainsFunc(server.Variables, func(v *document.ServerVariable) bool { return request.Choosable(server, v) }) {
			continue
		}
		w.element(`<div class="tryit-variables" data-server="`, strconv.Itoa(i), `"`)
		if i > 0 {
			w.raw(" hidden")
		}
		w.raw(">\n")
		for _, v := range server.Variables {
			if request.Choosable(server, v) {
				w.tryVariable(v)
			}
		}
		w.raw("</div>\n")
	}
}

func (w *writer) tryVariable(v *document.ServerVariable) {
	id := w.id("try-server-" + v.Name)
	w.element(`<div class="tryit-field"><label for="`, id, `"><code>`)
	w.element("", v.Name, "</code> <span class=\"tryit-in\">server</span></label>\n")
	if len(v.Enum) > 0 {
		w.element(`<select id="`, id, `"`)
		w.attr("data-variable", v.Name)
		w.raw(">")
		values := v.Enum
		if !slices.Contains(values, v.Default) {
			values = append([]string{v.Default}, values...)
		}
		for _, value := range values {
			w.raw("<option")
			if value == v.Default {
				w.raw(" selected")
			}
			w.element(">", value, "</option>")
		}
		w.raw("</select>\n")
	} else {
		w.element(`<input id="`, id, `" type="text"`)
		w.attr("data-variable", v.Name)
		w.placeholder(v.Default)
		w.raw(" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\">\n")
	}
	if words := printable.Sentence(v.Description); words != "" {
		w.element("<p class=\"tryit-hint\">", words, "</p>\n")
	}
	w.raw("</div>\n")
}

// trySchemes are the fields of credentials. Where there are several ways to be let in, a reader chooses one.
func (w *writer) trySchemes(c *request.Call) {
	ways := map[string][]string{} // the numbers of the ways that need a scheme
	var schemes []request.Scheme
	certificate := false
	for i, requirement := range c.Security {
		for _, scheme := range requirement {
			if !scheme.Sendable() {
				certificate = true
				continue
			}
			if ways[scheme.ID] == nil {
				schemes = append(schemes, scheme)
			}
			ways[scheme.ID] = append(ways[scheme.ID], strconv.Itoa(i))
		}
	}
	if certificate {
		w.raw("<p class=\"tryit-hint\">This operation can want a client certificate, which is nothing that a page can send.</p>\n")
	}
	if len(schemes) == 0 {
		return
	}
	w.raw("<fieldset class=\"tryit-auth\"><legend class=\"unseen\">Authorization</legend>\n")
	if len(c.Security) > 1 {
		w.tryWays(c)
	}
	servers := w.tryServersOf(c)
	for _, scheme := range schemes {
		w.tryScheme(scheme, servers, strings.Join(ways[scheme.ID], " "))
	}
	w.raw("<div class=\"tryit-keep\"><label><input type=\"checkbox\" name=\"lasting\"> Keep on this device, not for this tab alone</label>\n" +
		"<button type=\"button\" class=\"tryit-link\" data-forget hidden>Forget it</button>\n" +
		"<button type=\"button\" class=\"tryit-link\" data-kept hidden>What is kept</button></div>\n</fieldset>\n")
}

// tryWays is the choice of a way to be let in.
func (w *writer) tryWays(c *request.Call) {
	w.raw("<p class=\"tryit-field\"><label for=\"try-way\">Authorization</label>\n<select id=\"try-way\" name=\"way\">")
	said := map[string]bool{}
	for i, requirement := range c.Security {
		var labels []string
		for _, scheme := range requirement {
			labels = append(labels, scheme.Label())
		}
		words := strings.Join(labels, " + ")
		switch {
		case words == "":
			words = "None"
		case said[words]: // their names tell them apart
			var ids []string
			for _, scheme := range requirement {
				ids = append(ids, scheme.ID)
			}
			words += " (" + strings.Join(ids, ", ") + ")"
		}
		said[words] = true
		w.element(`<option value="`, strconv.Itoa(i), `">`)
		w.element("", words, "</option>")
	}
	w.raw("</select></p>\n")
}

func (w *writer) tryScheme(s request.Scheme, servers []*document.Server, ways string) {
	name := strings.Join(strings.Fields(s.ID), "-")
	w.raw(`<div class="tryit-scheme"`)
	w.attr("data-scheme", s.ID)
	w.attr("data-realm", realm(s, servers))
	w.attr("data-label", s.Label())
	w.attr("data-host", hostOf(servers[0]))
	w.attr("data-ways", ways)
	if way, _, _ := strings.Cut(ways, " "); way != "0" {
		w.raw(" hidden") // it is of a way that isn't chosen yet
	}
	w.raw(">\n")
	fault := w.id("try-fault-" + name)
	if s.Basic() {
		user := w.id("try-user-" + name)
		w.element(`<div class="tryit-field"><label for="`, user, `">User name</label>`)
		w.element(`<input id="`, user, `" type="text"`)
		w.attr("data-scheme", s.ID)
		w.element(` data-part="username" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="`, fault, "\"></div>\n")
		w.trySecret(s, "Password", "password", w.id("try-password-"+name), fault)
		w.raw("</div>\n")
	} else {
		hint := w.id("try-hint-" + name)
		w.trySecret(s, s.Label(), "value", w.id("try-key-"+name), hint+" "+fault)
		in, place := s.Place()
		w.element(`<p class="tryit-hint" id="`, hint, `">Goes into the `+placeNoun(in)+" <code>")
		w.element("", place, "</code>.</p></div>\n")
	}
	w.element(`<p class="tryit-error" id="`, fault, "\"></p>\n")
	if s.Type == "oauth2" || s.Type == "openIdConnect" {
		w.raw("<details class=\"tryit-more\" data-login><summary>Sign in to get a token</summary></details>\n")
	}
	w.raw("</div>\n")
}

// trySecret is the field of what nobody else should see; its div is left open.
func (w *writer) trySecret(s request.Scheme, label, part, id, described string) {
	w.element(`<div class="tryit-field"><label for="`, id, `">`)
	w.element("", label, `</label><div class="tryit-secret">`)
	w.element(`<input id="`, id, `" type="password"`)
	w.attr("data-scheme", s.ID)
	w.element(` data-part="`+part+`" autocapitalize="off" spellcheck="false" autocomplete="off" data-1p-ignore data-lpignore="true" aria-describedby="`, described, `"`)
	if part == "value" {
		w.raw(` placeholder="Paste it here"`)
	}
	w.element(`><button type="button" class="button tryit-small" data-show aria-controls="`, id, "\" aria-pressed=\"false\">Show</button></div>\n")
}

// realm is what a browser keeps a credential under: the servers that it was given for, as far as they tell who gets it, and
// where it goes there. The page of another API has another realm, though it calls its scheme the same.
func realm(s request.Scheme, servers []*document.Server) string {
	var all []string
	for _, server := range servers {
		scheme, rest, absolute := strings.Cut(server.URL, "://")
		if !absolute {
			all = append(all, "")
			continue
		}
		authority, _, _ := strings.Cut(rest, "/")
		origin := strings.ToLower(scheme + "://" + authority)
		for _, v := range server.Variables {
			if strings.Contains(scheme+authority, "{"+v.Name+"}") {
				origin += fmt.Sprintf(" %q=%q %q", v.Name, v.Default, v.Enum)
			}
		}
		all = append(all, origin)
	}
	slices.Sort(all)
	in, name := s.Place()
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q", slices.Compact(all), s.ID, s.Type+" "+s.Scheme, in, name))
	return hex.EncodeToString(sum[:8])
}

// hostOf is a server as readers know it.
func hostOf(server *document.Server) string {
	u, err := url.Parse(request.ServerURL(server))
	if err != nil {
		return ""
	}
	return u.Host
}
