package document

import (
	"cmp"
	"slices"
	"strings"
)

// Swagger 2.0 says the same as OpenAPI 3 in other places. The functions in this file read it from there.

// swaggerServers are the document's host, base path and schemes.
func (r *reader) swaggerServers(n *Node) []*Server {
	return r.swaggerServersWith(n, r.texts(n, "schemes"))
}

// swaggerOwnServers are those of an operation, which may have schemes of its own.
func (r *reader) swaggerOwnServers(n *Node) []*Server {
	if n.Get("schemes") == nil {
		return r.doc.Servers
	}
	return r.swaggerServersWith(r.doc.Root, r.texts(n, "schemes"))
}

func (r *reader) swaggerServersWith(root *Node, schemes []string) []*Server {
	host, base := r.text(root, "host"), strings.TrimSuffix(r.text(root, "basePath"), "/")
	switch {
	case host == "" && base == "":
		return nil
	case host == "":
		return []*Server{{URL: base}}
	case len(schemes) == 0:
		schemes = []string{"https"}
	}
	var all []*Server
	for _, scheme := range schemes {
		all = append(all, &Server{URL: scheme + "://" + host + base})
	}
	// Who can choose is best served by the secure one.
	slices.SortStableFunc(all, func(a, b *Server) int { return cmp.Compare(insecure(a), insecure(b)) })
	return all
}

func insecure(s *Server) int {
	if strings.HasPrefix(s.URL, "https:") {
		return 0
	}
	return 1
}

func (r *reader) swaggerScheme(s *SecurityScheme, n *Node) {
	switch s.Type {
	case "basic":
		s.Type, s.Scheme = "http", "basic"
	case "oauth2":
		flow := r.flow("", n)
		switch kind := r.text(n, "flow"); kind {
		case "accessCode":
			flow.Name = "authorizationCode"
		case "application":
			flow.Name = "clientCredentials"
		default:
			flow.Name = kind
		}
		s.Flows = []*Flow{flow}
	}
}

// swaggerParameters tells the parameters of an operation from its body, which in Swagger is among them.
func (r *reader) swaggerParameters(op *Node, lists ...[]*Node) ([]*Parameter, *RequestBody) {
	var (
		plain []([]*Node)
		form  []*Node
		body  *RequestBody
	)
	for _, list := range lists {
		var rest []*Node
		for _, item := range list {
			n := r.deref(item)
			switch n.Get("in").Text() {
			case "body":
				if r.spend(1) {
					body = r.swaggerBody(op, n)
				}
			case "formData":
				if r.spend(1) {
					form = append(form, n)
				}
			default:
				rest = append(rest, item)
			}
		}
		plain = append(plain, rest)
	}
	if len(form) > 0 {
		body = r.swaggerForm(op, form)
	}
	return r.parameters(plain...), body
}

// swaggerParameter finishes a parameter, which in Swagger has its schema's keywords in itself.
func (r *reader) swaggerParameter(p *Parameter, n *Node) {
	if p.Schema == nil {
		p.Schema = r.ownSchema(n)
	}
	r.collect(p, n)
}

// collect reads collectionFormat, how the items of a list are written one after the other.
func (r *reader) collect(p *Parameter, n *Node) {
	format := r.text(n, "collectionFormat")
	switch style := delimited[format]; {
	case format == "multi":
		p.Style, p.Explode = "form", true
	case style != "":
		p.Style, p.Explode = style, false
	case n.Get("items") != nil || format != "":
		p.Explode = false // commas
	}
}

// delimited are the styles of collectionFormat. OpenAPI 3 has none with tabs.
var delimited = map[string]string{"ssv": "spaceDelimited", "tsv": TabDelimited, "pipes": "pipeDelimited"}

// ownSchema is a parameter's schema, without what it says of the parameter.
func (r *reader) ownSchema(n *Node) *Schema {
	keywords := without(n, "name", "in", "required", "description", "deprecated", "allowEmptyValue", "allowReserved", "collectionFormat", "style", "explode")
	s := *r.schema(r.derived(keywords, n))
	s.Node = n
	return &s
}

// without is an object but for some members.
func without(n *Node, names ...string) *Node {
	rest := *n
	rest.list = slices.DeleteFunc(slices.Clone(n.list), func(m member) bool { return slices.Contains(names, m.key) })
	return &rest
}

func (r *reader) swaggerBody(op, n *Node) *RequestBody {
	body := &RequestBody{Description: r.text(n, "description"), Required: r.flag(n, "required"), Source: r.position(n)}
	for _, mediaType := range r.mediaTypes(op, "consumes", r.consumes) {
		body.Contents = append(body.Contents, &Content{MediaType: mediaType, Schema: r.schema(n.Get("schema")), Examples: r.bodyExamples(n, mediaType), Node: n})
	}
	return body
}

// bodyExamples are those of a body in a media type. Swagger has none; x-example and x-examples are what most write, the
// latter by media type or by name.
func (r *reader) bodyExamples(n *Node, mediaType string) []*Example {
	all := r.examples(n)
	for name, value := range n.Get("x-examples").Members() {
		switch {
		case name == mediaType:
			all = append(all, &Example{Value: value})
		case !strings.Contains(name, "/"):
			if e := r.example(name, value); e != nil {
				all = append(all, e)
			}
		}
	}
	return all
}

// mediaTypes are an operation's, or the document's, or JSON.
func (r *reader) mediaTypes(op *Node, key string, document []string) []string {
	own := document
	if op.Get(key) != nil {
		own = r.texts(op, key)
	}
	if len(own) == 0 {
		return []string{"application/json"}
	}
	return own
}

// swaggerForm makes an object of the fields of a form.
func (r *reader) swaggerForm(op *Node, fields []*Node) *RequestBody {
	schema := &Schema{Types: []string{"object"}, Node: fields[0], Source: r.position(fields[0])}
	content := &Content{Schema: schema, Node: op}
	file := false
	last := map[string]int{}
	for i, n := range fields {
		last[n.Get("name").Text()] = i
	}
	for i, n := range fields {
		name := r.text(n, "name")
		if last[name] != i {
			continue // the operation says it anew
		}
		s := r.ownSchema(n)
		s.Description = r.text(n, "description")
		schema.Properties = append(schema.Properties, Property{name, s})
		if r.flag(n, "required") {
			schema.Required = append(schema.Required, name)
		}
		file = file || r.text(n, "type") == "file"
		if format := r.text(n, "collectionFormat"); format != "" {
			content.Encodings = append(content.Encodings, formEncoding(name, format))
		}
	}
	body := &RequestBody{Required: len(schema.Required) > 0, Source: r.position(fields[0])}
	types := slices.DeleteFunc(slices.Clone(r.mediaTypes(op, "consumes", r.consumes)), func(t string) bool {
		return !strings.HasPrefix(t, "multipart/") && (file || t != "application/x-www-form-urlencoded")
	})
	if len(types) == 0 {
		types = []string{"application/x-www-form-urlencoded"}
		if file {
			types = []string{"multipart/form-data"}
		}
	}
	for _, mediaType := range types {
		one := *content
		one.MediaType = mediaType
		body.Contents = append(body.Contents, &one)
	}
	return body
}

func formEncoding(name, format string) *Encoding {
	e := &Encoding{Name: name, Style: "form"}
	e.Explode = format == "multi"
	e.Style = cmp.Or(delimited[format], e.Style)
	return e
}

// swaggerContents are the schema and the examples of a response.
func (r *reader) swaggerContents(op, n *Node) []*Content {
	schema, examples := n.Get("schema"), r.object(n, "examples")
	if schema == nil && examples.Len() == 0 {
		return nil
	}
	var all []*Content
	types := slices.Clone(r.mediaTypes(op, "produces", r.produces))
	named := map[string]bool{}
	for _, mediaType := range types {
		named[mediaType] = true
	}
	for mediaType := range examples.Members() {
		if !named[mediaType] && strings.Contains(mediaType, "/") {
			named[mediaType] = true
			types = append(types, mediaType)
		}
	}
	for _, mediaType := range types {
		if !r.spend(1) {
			break
		}
		c := &Content{MediaType: mediaType, Schema: r.schema(schema), Node: n}
		if example := r.child(examples, mediaType); example != nil {
			c.Examples = []*Example{{Value: example}}
		}
		all = append(all, c)
	}
	return all
}
