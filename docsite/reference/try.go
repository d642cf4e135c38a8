package reference

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// tryIt is the form that sends a request. The script behind it (assets/ts/tryit.ts) reads what to send from the data attributes
// of its fields.
func (w *writer) tryIt(c *request.Call) {
	w.raw("\n<section class=\"tryit\" aria-labelledby=\"try-it\">\n<h2 id=\"try-it\" class=\"tryit-title\">Try it</h2>\n" +
		"<noscript><p class=\"tryit-off\">Sending from this page needs JavaScript. The samples work without it.</p></noscript>\n")
	w.ids["try-it"] = true
	w.raw(`<form class="tryit-form needs-js" data-tryit`)
	scripts := [][2]string{
		{"data-panel", "tryit.js"}, {"data-answers", "answers.js"}, {"data-keys", "login.js"}, {"data-samples", "tryit-samples.js"}, {"data-editor", "editor.js"},
	}
	if w.r.opts.Direct {
		scripts = append(scripts, [2]string{"data-direct", "direct.js"})
	} else {
		w.attr("data-proxy", w.r.opts.ProxyURL+c.Operation.Group.Slug+"/"+c.Operation.Slug)
	}
	w.attr("data-model", ModelFile)
	if w.r.opts.Script != nil {
		for _, script := range scripts {
			if address := w.r.opts.Script(w.page.Path, script[1]); address != "" {
				w.attr(script[0], address)
			}
		}
	}
	if w.r.opts.Callback != "" {
		w.attr("data-callback", w.r.opts.Callback)
	}
	w.element(` data-operation="`, c.Operation.ID, "\" autocomplete=\"off\" novalidate>\n")
	w.tryServers(c)
	w.trySchemes(c)
	w.tryParams(c)
	w.tryBody(c)
	w.raw("<div class=\"tryit-actions\"><button type=\"submit\" class=\"button button-primary tryit-send\" data-send><span>Send</span></button>" +
		"<button type=\"button\" class=\"button\" data-cancel hidden>Cancel</button><span class=\"tryit-hint tryit-keys\"><kbd>Ctrl</kbd> <kbd>Enter</kbd></span></div>\n" +
		"<div class=\"tryit-share\" data-beside><button type=\"button\" class=\"tryit-link\" data-share=\"curl\">Copy as cURL</button>" +
		"<button type=\"button\" class=\"tryit-link\" data-share=\"link\">Copy link</button></div>\n</form>\n")
	w.tryWay(c)
	w.raw("<p class=\"tryit-said\" role=\"status\" data-said></p>\n<div class=\"tryit-answer\" data-answer hidden></div>\n</section>\n")
}

// tryWay says which way requests take, where that isn't simply the site itself.
func (w *writer) tryWay(c *request.Call) {
	switch u, err := url.Parse(w.r.opts.ProxyURL); {
	case w.r.opts.Direct && !slices.ContainsFunc(w.tryServersOf(c), func(s *document.Server) bool { return strings.Contains(s.URL, "://") }):
		w.raw("<p class=\"tryit-hint\">The description of the API names no host, so your browser sends it to the one that this page came from. " +
			"If the API isn’t there, run a sample; whoever runs this site can name its server, or a proxy.</p>\n")
	case w.r.opts.Direct:
		w.raw("<p class=\"tryit-hint\">Your browser sends it straight to the server, which works if that lets pages of other sites in (CORS). " +
			"If it doesn’t, run a sample; whoever runs this site can name a proxy for it.</p>\n")
	case err == nil && u.Host != "":
		w.element("<p class=\"tryit-hint\">It goes through the proxy of this site at ", u.Host, ".</p>\n")
	}
}

func (w *writer) tryParams(c *request.Call) {
	var optional []request.Param
	for _, p := range c.Params {
		if p.Required {
			w.tryParam(p)
		} else {
			optional = append(optional, p)
		}
	}
	switch len(optional) {
	case 0:
		return
	case 1:
		w.element("<details class=\"tryit-more\"><summary>Optional: ", optional[0].Name, "</summary>\n")
	default:
		w.raw("<details class=\"tryit-more\"><summary>", strconv.Itoa(len(optional)), " optional parameters</summary>\n")
	}
	for _, p := range optional {
		w.tryParam(p)
	}
	w.raw("</details>\n")
}

// tryParam is the field of a parameter: a choice, a line, a value a line, or JSON.
func (w *writer) tryParam(p request.Param) {
	id := w.id("try-" + p.In + "-" + p.Name)
	w.element(`<div class="tryit-field"><label for="`, id, `"><code>`)
	w.text(p.Name)
	w.element(`</code> <span class="tryit-in">`, p.In, "</span>")
	if p.Required {
		w.raw(` <span class="tryit-in">required</span>`)
	}
	w.raw("</label>\n")
	kind, options := w.tryKind(p)
	value, placeholder := tryValue(p, kind)
	attributes := func(tag string) {
		w.element("<"+tag+` id="`, id, `"`)
		w.element(` data-in="`, p.In, `"`)
		w.element(` data-name="`, p.Name, `" data-kind="`+kind+`"`)
		if p.Required {
			w.raw(" required")
		}
	}
	switch {
	case len(options) > 0:
		attributes("select")
		w.raw(">")
		if !p.Required {
			w.raw(`<option value="">Not sent</option>`)
		}
		for _, o := range options {
			w.raw("<option")
			if o == value {
				w.raw(" selected")
			}
			w.element(">", o, "</option>")
		}
		w.raw("</select>\n")
	case kind == "text":
		attributes("input")
		w.element(` type="text" value="`, value, `"`)
		w.placeholder(placeholder)
		w.raw(" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\">\n")
	default:
		attributes("textarea")
		w.placeholder(placeholder)
		w.element(` rows="2" spellcheck="false">`+"\n", value, "</textarea>\n<p class=\"tryit-hint\">")
		if kind == "list" {
			w.raw("One value a line.</p>\n")
		} else {
			w.raw("JSON.</p>\n")
		}
	}
	w.raw("</div>\n")
}

func (w *writer) placeholder(text string) {
	if text != "" {
		w.element(` placeholder="`, text, `"`)
	}
}

func (w *writer) tryKind(p request.Param) (kind string, options []string) {
	s := w.r.shapes.of(p.Schema)
	switch {
	case p.MediaType != "":
		return "json", nil
	case s.Is("array"):
		return "list", nil
	case s.Is("object") || len(s.Fields) > 0:
		return "json", nil
	case s.Is("boolean"):
		return "text", []string{"true", "false"}
	}
	for _, value := range s.Enum {
		options = append(options, request.Text(value))
	}
	return "text", options
}

// tryValue is what is filled in for a parameter that has to be there, and shown for another. Samples have a word in its place
// where there is none.
func tryValue(p request.Param, kind string) (value, placeholder string) {
	example := p.ExampleValue()
	var text string
	switch {
	case kind == "list" && example.Kind() == document.Array:
		var lines []string
		for item := range example.Items() {
			lines = append(lines, request.Text(item))
		}
		text = strings.Join(lines, "\n")
	case kind == "json":
		text = string(example.AppendJSON(nil, "  "))
	default:
		text = request.Text(example)
	}
	switch {
	case p.Example == nil && text == "string":
		return "", "" // of a schema that says nothing: nobody wants to send that
	case p.Required:
		return text, ""
	case p.Example != nil || p.In != "header":
		return "", clip(strings.Join(strings.Fields(text), " "))
	}
	return "", ""
}

// clip cuts a long value, where it is only a hint.
func clip(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
