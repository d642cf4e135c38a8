package collection

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// call is a request that can be sent once its variables are set.
type call struct {
	slug, name, description string
	method                  string
	base                    string // {{baseUrl}}, or a server of the operation's own
	path                    string // "/pets/:id/photos"
	filled                  string // "/pets/7/photos"
	variables               []pair // of the path, as they are written there
	query                   []pair
	headers                 []pair
	auth                    []credential // all together; none if nothing is needed
	body                    body
}

// pair is a name with a value. One that is off is there to be switched on.
type pair struct {
	name, value, description string
	off                      bool
}

// credential is a security scheme, its secret a variable.
type credential struct {
	kind     string // basic, bearer, or apikey for everything that is a value in a place
	in, name string // of apikey
	prefix   string // of apikey: "Token "
	variable string // of basic the user's name; the password's is that with "Password" behind it
}

// The kinds of bodies.
type bodyKind int

const (
	noBody bodyKind = iota
	textBody
	fieldsBody // urlencoded
	partsBody  // multipart
	fileBody
)

type body struct {
	kind      bodyKind
	mediaType string
	text      string
	json      bool
	fields    []pair
	parts     []request.Part
}

// callOf makes a request of an operation; there is none for one whose examples make no request.
func callOf(op *document.Operation, doc *document.Document, o Options) (call, bool) {
	c := request.Of(op)
	values := c.ExampleValues()
	if _, err := c.Target("", values); err != nil {
		return call{}, false
	}
	out := call{
		slug: op.Slug, name: cmp.Or(line(op.Summary), op.OperationID, line(op.Method+" "+op.Path)),
		description: strings.TrimSpace(op.Description), method: op.Method, base: baseURL,
	}
	if len(op.Servers) > 0 && o.ServerURL == "" && !slices.Contains(doc.Servers, op.Servers[0]) {
		out.base = absolute(request.ServerURL(op.Servers[0]))
	}
	out.setPath(c, values)
	out.setQuery(c, values)
	out.setHeaders(c, values)
	out.auth = credentials(c)
	out.setBody(c)
	return out, true
}

// setPath writes the path. A segment that is a parameter as a whole becomes a variable of it.
func (out *call) setPath(c *request.Call, values request.Values) {
	segments := strings.Split(strings.TrimPrefix(c.Path, "/"), "/")
	for i, segment := range segments {
		for _, p := range c.Params {
			if p.In != "path" || segment != "{"+p.Name+"}" || !plain(p.Name) || slices.ContainsFunc(out.variables, func(v pair) bool { return v.name == p.Name }) {
				continue
			}
			value := only(c, values, "path", p)
			// Programs don't escape what is put into a variable: what needs it stays where it is.
			if text, err := url.PathUnescape(value); err == nil && !strings.ContainsAny(text, "/?#%\\:{}") {
				segments[i] = ":" + p.Name
				out.variables = append(out.variables, pair{name: p.Name, value: text, description: line(p.Description)})
			}
		}
	}
	with := *c
	with.Path = "/" + strings.Join(segments, "/")
	target, err := with.Target("", values) // the parameters that are parts of segments
	if err != nil {
		target = "/" + strings.Join(segments, "/")
	}
	out.path, _, _ = strings.Cut(target, "?")
	full, _ := c.Target("", values) // it has been made before
	out.filled, _, _ = strings.Cut(full, "?")
}

// plain reports a name that can be a variable of a path.
func plain(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" && name != ""
}

// only is a parameter's value as it stands in its segment.
func only(c *request.Call, values request.Values, in string, p request.Param) string {
	one := *c
	one.Path, one.Params = "/{"+p.Name+"}", []request.Param{p}
	target, err := one.Target("", request.Values{in: {p.Name: values[in][p.Name]}})
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(target, "/")
}

// setQuery has every parameter, those that are not required switched off.
func (out *call) setQuery(c *request.Call, values request.Values) {
	if _, fixed, ok := strings.Cut(c.Path, "?"); ok {
		fixed, _, _ = strings.Cut(fixed, "#")
		out.addQuery(fixed, "", false)
	}
	for _, p := range c.Params {
		if p.In != "query" && p.In != "querystring" {
			continue
		}
		value, required := values[p.In][p.Name]
		if !required {
			value = p.ExampleValue()
		}
		one := *c
		one.Path, one.Params = "/", []request.Param{p}
		if target, err := one.Target("", request.Values{p.In: {p.Name: value}}); err == nil {
			_, query, _ := strings.Cut(target, "?")
			out.addQuery(query, line(p.Description), !required)
		}
	}
}

func (out *call) addQuery(query, description string, off bool) {
	for one := range strings.SplitSeq(query, "&") {
		if one != "" {
			name, value, _ := strings.Cut(one, "=")
			out.query = append(out.query, pair{unescape(name), value, description, off})
		}
	}
}

func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return line(plain)
	}
	return text
}

// setHeaders has every header, those that are not required switched off.
func (out *call) setHeaders(c *request.Call, values request.Values) {
	out.headers = append(out.headers, pair{name: "Accept", value: line(c.Accept)})
	for _, h := range c.Headers(values) {
		out.headers = append(out.headers, pair{name: line(h[0]), value: line(h[1])})
	}
	for _, p := range c.Params {
		if _, required := values[p.In][p.Name]; p.In != "header" || required {
			continue
		}
		for _, h := range c.Headers(request.Values{"header": {p.Name: p.ExampleValue()}}) {
			out.headers = append(out.headers, pair{line(h[0]), line(h[1]), line(p.Description), true})
		}
	}
}

// credentials are those of the first alternative that can be sent.
func credentials(c *request.Call) []credential {
	for _, requirement := range c.Security {
		if len(requirement) == 0 || slices.ContainsFunc(requirement, func(s request.Scheme) bool { return !s.Sendable() }) {
			continue
		}
		var all []credential
		for _, s := range requirement {
			in, name := s.Place()
			one := credential{kind: "apikey", in: in, name: line(name), prefix: s.Value(""), variable: variable(s.ID)}
			switch {
			case s.Basic():
				one.kind = "basic"
			case one.prefix == "Bearer ":
				one.kind = "bearer"
			}
			all = append(all, one)
		}
		return all
	}
	return nil
}

// variable is a name for the secret of a scheme: "apiKey" for "api_key".
func variable(id string) string {
	words := strings.FieldsFunc(id, func(r rune) bool { return !plain(string(r)) || r == '_' })
	for i := range words {
		if i > 0 {
			words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
		}
	}
	if name := strings.Join(words, ""); name != "" {
		return strings.ToLower(name[:1]) + name[1:]
	}
	return "credential"
}

// secrets are the variables that a request needs.
func (out *call) secrets() (names []string) {
	for _, c := range out.auth {
		names = append(names, c.variable)
		if c.kind == "basic" {
			names = append(names, c.variable+"Password")
		}
	}
	return names
}

func (out *call) setBody(c *request.Call) {
	if len(c.Bodies) == 0 {
		return
	}
	from := c.Bodies[0]
	out.body.mediaType = line(from.MediaType)
	examples := request.Examples(from.Content, schema.Request)
	switch {
	case from.Binary():
		out.body.kind = fileBody
	case from.Multipart():
		out.body.kind, out.body.parts = partsBody, from.Parts(examples)
	case len(examples) == 0 || examples[0].Text == "":
		out.body = body{}
	case from.Form():
		out.body.kind = fieldsBody
		for one := range strings.SplitSeq(examples[0].Text, "&") {
			name, value, _ := strings.Cut(one, "=")
			out.body.fields = append(out.body.fields, pair{name: unescape(name), value: unescape(value)})
		}
	default:
		out.body.kind, out.body.text, out.body.json = textBody, examples[0].Text, from.JSON()
	}
}

// alone is the credential of a request that needs just one of a kind that every program knows; the
// others are written as what they are, headers and parts of the query.
func (out *call) alone() (credential, bool) {
	if len(out.auth) == 1 && (out.auth[0].kind != "apikey" || out.auth[0].in != "cookie" && out.auth[0].prefix == "") {
		return out.auth[0], true
	}
	return credential{}, false
}

// written are the credentials of a request as headers and parts of the query. Basic is said as
// {{variable}}, which the reader sets to the name and password in base64.
func (out *call) written() (headers, query []pair) {
	for _, c := range out.auth {
		value := c.prefix + "{{" + c.variable + "}}"
		if c.kind != "apikey" {
			c.in, c.name = "header", "Authorization"
		}
		switch c.in {
		case "query":
			query = append(query, pair{name: c.name, value: value})
		case "cookie":
			headers = append(headers, pair{name: "Cookie", value: fmt.Sprintf("%s=%s", c.name, value)})
		default:
			headers = append(headers, pair{name: c.name, value: value})
		}
	}
	return headers, query
}
