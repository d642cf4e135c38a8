package document

import (
	"slices"
	"strings"
)

// methods are the members of a path that are operations, in the order in which they are shown where their author's
// order says nothing.
func methods() []string {
	return []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
}

// paths reads every operation of the document.
func (r *reader) paths(root *Node) {
	for path, item := range r.object(root, "paths").Members() {
		if extension(path) {
			continue
		}
		if !strings.HasPrefix(path, "/") {
			r.warn(item, "the path %q does not start with a slash", path)
		}
		r.doc.Operations = append(r.doc.Operations, r.pathItem(path, item)...)
	}
	if root.Get("paths") == nil && root.Get("webhooks") == nil && root.Get("x-webhooks") == nil && root.Get("components") == nil {
		r.warn(root, "there are no paths")
	}
}

// webhooks reads what the API calls by itself.
func (r *reader) webhooks(root *Node) {
	for _, key := range []string{"webhooks", "x-webhooks"} {
		for name, item := range r.object(root, key).Members() {
			for _, op := range r.pathItem(name, item) {
				op.Webhook = name
				r.doc.Webhooks = append(r.doc.Webhooks, op)
			}
		}
	}
}

// pathItem reads the operations of a path, in the author's order.
func (r *reader) pathItem(path string, written *Node) []*Operation {
	item := r.deref(written)
	if item.Kind() != Object {
		if item != nil {
			r.warn(item, "what is under a path has to be an object with operations such as get")
		}
		return nil
	}
	if ref := written.Get("$ref"); ref != nil && len(written.list) > 1 {
		item = beside(written, item)
	}
	r.checkMembers(item, "a path", append(methods(), "$ref", "summary", "description", "servers", "parameters", "additionalOperations"))
	var all []*Operation
	for _, m := range item.list {
		if slices.Contains(methods(), m.key) {
			all = r.addOperation(all, path, strings.ToUpper(m.key), item, m.value)
		}
		if m.key == "additionalOperations" {
			for method, n := range m.value.Members() {
				all = r.addOperation(all, path, method, item, n)
			}
		}
	}
	return all
}

// beside is an object with what stands beside the reference to it.
func beside(written, target *Node) *Node {
	merged := *target
	merged.list = slices.Clone(target.list)
	for _, m := range written.list {
		if m.key != "$ref" && target.Get(m.key) == nil {
			merged.list = append(merged.list, m)
		}
	}
	return &merged
}

func (r *reader) addOperation(all []*Operation, path, method string, item, written *Node) []*Operation {
	n := r.deref(written)
	if n.Kind() != Object {
		if n != nil {
			r.warn(n, "an operation has to be an object")
		}
		return all
	}
	return append(all, r.operation(path, method, item, n))
}

func (r *reader) operationMembers() []string {
	known := []string{"tags", "summary", "description", "externalDocs", "operationId", "parameters", "responses", "deprecated", "security"}
	if r.swagger {
		return append(known, "consumes", "produces", "schemes")
	}
	return append(known, "requestBody", "callbacks", "servers")
}

func (r *reader) operation(path, method string, item, n *Node) *Operation {
	r.checkMembers(n, "an operation", r.operationMembers())
	op := &Operation{
		OperationID: r.text(n, "operationId"), Method: method, Path: path,
		Summary: r.text(n, "summary"), Description: r.text(n, "description"),
		Deprecated: r.flag(n, "deprecated"), Internal: r.flag(n, "x-internal") || r.flag(item, "x-internal"),
		Tags: r.texts(n, "tags"), ExternalDocs: r.externalDocs(n), CodeSamples: r.codeSamples(n),
		Node: n, Source: r.position(n),
	}
	if op.Summary == "" {
		op.Summary = r.text(item, "summary")
	}
	if op.Description == "" {
		op.Description = r.text(item, "description")
	}
	r.byNode[n] = op
	op.Servers = r.doc.Servers
	for _, own := range [][]*Server{r.servers(item), r.servers(n)} {
		if len(own) > 0 {
			op.Servers = own
		}
	}
	op.Security = r.doc.Security
	if own, set := r.security(n); set {
		op.Security = own
	}
	written := slices.Concat(r.list(item, "parameters"), r.list(n, "parameters"))
	if r.swagger {
		op.Servers = r.swaggerOwnServers(n)
		op.Parameters, op.Body = r.swaggerParameters(n, written)
	} else {
		op.Parameters = r.parameters(written)
		op.Body = r.requestBody(n.Get("requestBody"))
		op.Callbacks = r.callbacks(n)
	}
	r.checkPath(op)
	op.Responses = r.responses(n)
	return op
}

// checkPath compares the parameters in a path with those that are declared.
func (r *reader) checkPath(op *Operation) {
	if strings.HasPrefix(op.Path, "{$") || !strings.Contains(op.Path, "/") {
		return // of a callback or a webhook
	}
	names := slices.DeleteFunc(braced(op.Path), func(name string) bool { return name == "" || strings.ContainsAny(name, "{}();\" \t\n") })
	for _, name := range names {
		if !slices.ContainsFunc(op.Parameters, func(p *Parameter) bool { return p.In == "path" && p.Name == name }) {
			r.warn(op.Node, "the path has {%s}, and there is no path parameter of that name", name)
			op.Parameters = append(op.Parameters, &Parameter{Name: name, In: "path", Required: true, Style: "simple"})
		}
	}
	op.Parameters = slices.DeleteFunc(op.Parameters, func(p *Parameter) bool {
		if p.In != "path" || slices.Contains(names, p.Name) {
			return false
		}
		r.warn(p.Node, "the path parameter %q is not in the path %s", p.Name, op.Path)
		return true
	})
}

func (r *reader) codeSamples(n *Node) []CodeSample {
	var all []CodeSample
	for _, key := range []string{"x-codeSamples", "x-code-samples"} {
		for _, item := range r.list(n, key) {
			sample := CodeSample{Lang: r.text(item, "lang"), Label: r.text(item, "label")}
			if source := r.deref(item.Get("source")); source.Kind() == String {
				sample.Source = source.Text()
			}
			if sample.Source != "" {
				all = append(all, sample)
			}
		}
	}
	return all
}

// parameters reads a list; of two with one name and place, the later counts.
func (r *reader) parameters(written []*Node) []*Parameter {
	var all []*Parameter
	for _, item := range written {
		n := r.deref(item)
		if n.Kind() != Object {
			if n != nil {
				r.warn(n, "a parameter has to be an object")
			}
			continue
		}
		p := r.parameter(n)
		if p.Name == "" && p.In == "" {
			r.warn(n, "a parameter needs a name and a place: in can be path, query, header or cookie")
			continue
		}
		all = putParameter(all, p)
	}
	return all
}

func putParameter(all []*Parameter, p *Parameter) []*Parameter {
	i := slices.IndexFunc(all, func(q *Parameter) bool { return q.In == p.In && q.Name == p.Name })
	if i >= 0 {
		all[i] = p
		return all
	}
	return append(all, p)
}

func (r *reader) parameter(n *Node) *Parameter {
	p := &Parameter{
		Name: r.text(n, "name"), In: r.text(n, "in"), Description: r.text(n, "description"),
		Required: r.flag(n, "required"), Deprecated: r.flag(n, "deprecated"), AllowEmptyValue: r.flag(n, "allowEmptyValue"),
		AllowReserved: r.flag(n, "allowReserved"), Style: r.text(n, "style"), Schema: r.schema(n.Get("schema")),
		Examples: r.examples(n), Node: n, Source: r.position(n),
	}
	switch p.In {
	case "path", "query", "header", "cookie", "querystring":
	case "":
		p.In = "query"
		r.warn(n, "the parameter %q does not say where it is; in can be path, query, header or cookie", p.Name)
	default:
		r.warn(n, "there are no parameters in %q; in can be path, query, header or cookie", p.In)
	}
	p.Required = p.Required || p.In == "path"
	r.finishParameter(p)
	return p
}

// header reads a header of a response or a part, whose name stands outside.
func (r *reader) header(name string, written *Node) *Parameter {
	n := r.deref(written)
	if n.Kind() != Object {
		return nil
	}
	p := &Parameter{
		Name: name, In: "header", Description: r.text(n, "description"), Required: r.flag(n, "required"), Deprecated: r.flag(n, "deprecated"),
		Style: r.text(n, "style"), Schema: r.schema(n.Get("schema")), Examples: r.examples(n), Node: n, Source: r.position(n),
	}
	if r.swagger {
		p.Schema = r.schema(n)
	}
	r.finishParameter(p)
	return p
}

// finishParameter sets what follows from the place, and reads the content.
func (r *reader) finishParameter(p *Parameter) {
	if p.Style == "" {
		p.Style = "simple"
		if p.In == "query" || p.In == "cookie" || p.In == "querystring" {
			p.Style = "form"
		}
	}
	p.Explode = p.Style == "form"
	if p.Node.Get("explode") != nil {
		p.Explode = r.flag(p.Node, "explode")
	}
	for mediaType, n := range r.object(p.Node, "content").Members() { // at most one
		content := r.content(mediaType, n)
		p.MediaType, p.Schema = mediaType, content.Schema
		if len(p.Examples) == 0 {
			p.Examples = content.Examples
		}
	}
}

// examples are those beside a schema: example, and the named ones of examples.
func (r *reader) examples(n *Node) []*Example {
	var all []*Example
	for _, key := range []string{"example", "x-example"} {
		if value := n.Get(key); value != nil {
			all = append(all, &Example{Value: value})
		}
	}
	named := n.Get("examples")
	switch named.Kind() {
	case Object:
		for name, written := range named.Members() {
			if e := r.example(name, written); e != nil {
				all = append(all, e)
			}
		}
	case Array: // 3.1's schemas have lists; here it is a mistake that many make
		for item := range named.Items() {
			all = append(all, &Example{Value: item})
		}
	case Null, Bool, Number, String:
	}
	return all
}

func (r *reader) example(name string, written *Node) *Example {
	n := r.deref(written)
	if n == nil {
		return nil
	}
	known := []string{"summary", "description", "value", "dataValue", "externalValue", "serializedValue"}
	if n.Kind() != Object || !slices.ContainsFunc(known, func(key string) bool { return n.Get(key) != nil }) {
		r.warn(n, "an example has to be an object with a value")
		return &Example{Name: name, Value: n}
	}
	e := &Example{
		Name: name, Summary: r.text(n, "summary"), Description: r.text(n, "description"), Value: n.Get("value"),
		Serialized: r.text(n, "serializedValue"), External: r.text(n, "externalValue"),
	}
	if e.Value == nil {
		e.Value = n.Get("dataValue")
	}
	if ref := e.Value.Get("$ref"); ref.Kind() == String && e.Value.Len() == 1 {
		// Not allowed here, and common: the value of another file.
		if to, err := r.resolve(ref.file, ref.text); err == nil {
			e.Value = to
		}
	}
	return e
}

func (r *reader) requestBody(written *Node) *RequestBody {
	n := r.deref(written)
	if n.Kind() != Object {
		if n != nil {
			r.warn(n, "requestBody has to be an object")
		}
		return nil
	}
	r.checkMembers(n, "a request body", []string{"description", "content", "required"})
	return &RequestBody{Description: r.text(n, "description"), Required: r.flag(n, "required"), Contents: r.contents(n), Source: r.position(n)}
}

func (r *reader) contents(n *Node) []*Content {
	var all []*Content
	for mediaType, written := range r.object(n, "content").Members() {
		if extension(mediaType) {
			continue
		}
		all = append(all, r.content(mediaType, written))
	}
	return all
}

func (r *reader) content(mediaType string, written *Node) *Content {
	n := r.deref(written)
	c := &Content{MediaType: mediaType, Node: n}
	if n.Kind() != Object {
		return c
	}
	c.Schema, c.ItemSchema, c.Examples = r.schema(n.Get("schema")), r.schema(n.Get("itemSchema")), r.examples(n)
	for name, encoding := range r.object(n, "encoding").Members() {
		e := &Encoding{
			Name: name, ContentType: r.text(encoding, "contentType"), Style: r.text(encoding, "style"),
			AllowReserved: r.flag(encoding, "allowReserved"), Headers: r.headers(encoding),
		}
		e.Explode = e.Style == "form" || e.Style == ""
		if encoding.Get("explode") != nil {
			e.Explode = r.flag(encoding, "explode")
		}
		c.Encodings = append(c.Encodings, e)
	}
	return c
}

func (r *reader) headers(n *Node) []*Parameter {
	var all []*Parameter
	for name, written := range r.object(n, "headers").Members() {
		if h := r.header(name, written); h != nil {
			all = append(all, h)
		}
	}
	return all
}

// responses reads them by status: ranges after it, "default" last.
func (r *reader) responses(n *Node) []*Response {
	var all []*Response
	for status, written := range r.object(n, "responses").Members() {
		if extension(status) {
			continue
		}
		found := r.deref(written)
		if found.Kind() != Object {
			continue
		}
		if !isStatus(status) {
			r.warn(written, "%q is no status; it can be 200, 2XX or default", status)
		}
		response := &Response{
			Status: status, Summary: r.text(found, "summary"), Description: r.text(found, "description"),
			Headers: r.headers(found), Links: r.links(found), Source: r.position(found),
		}
		if description := written.Get("description"); written != found && description.Kind() == String {
			response.Description = description.Text()
		}
		if r.swagger {
			response.Contents = r.swaggerContents(n, found)
		} else {
			response.Contents = r.contents(found)
		}
		all = append(all, response)
	}
	slices.SortStableFunc(all, func(a, b *Response) int { return strings.Compare(statusOrder(a.Status), statusOrder(b.Status)) })
	return all
}

// isStatus reports 200, 2XX and default.
func isStatus(s string) bool {
	if s == "default" {
		return true
	}
	return len(s) == 3 && s[0] >= '1' && s[0] <= '9' &&
		(strings.EqualFold(s[1:], "XX") || s[1] >= '0' && s[1] <= '9' && s[2] >= '0' && s[2] <= '9')
}

func statusOrder(status string) string {
	if status == "default" {
		return "~~" // after everything
	}
	return strings.ReplaceAll(strings.ToUpper(status), "X", "~")
}

func (r *reader) links(n *Node) []*Link {
	var all []*Link
	for name, written := range r.object(n, "links").Members() {
		found := r.deref(written)
		if found.Kind() != Object {
			continue
		}
		l := &Link{Name: name, Description: r.text(found, "description"), Target: r.text(found, "operationId"), Body: found.Get("requestBody")}
		if l.Target == "" {
			l.Target = r.text(found, "operationRef")
		}
		for parameter, value := range r.object(found, "parameters").Members() {
			l.Parameters = append(l.Parameters, NamedText{parameter, value.Text()})
		}
		r.open = append(r.open, openLink{l, found})
		all = append(all, l)
	}
	return all
}

// openLink is a link whose operation may not have been read yet.
type openLink struct {
	link *Link
	node *Node
}

// resolveLinks finds the operations that links lead to.
func (r *reader) resolveLinks() {
	byID := map[string]*Operation{}
	for _, op := range r.doc.Operations {
		if op.OperationID != "" {
			byID[op.OperationID] = op
		}
	}
	for _, o := range r.open {
		if o.link.Operation = byID[o.link.Target]; o.link.Operation == nil && o.node.Get("operationRef") != nil {
			if n, err := r.resolve(o.node.file, o.link.Target); err == nil {
				o.link.Operation = r.byNode[n]
			}
		}
		if o.link.Operation == nil {
			r.warn(o.node, "the link leads to no operation of this document: %q", o.link.Target)
		}
	}
}

func (r *reader) callbacks(n *Node) []*Callback {
	var all []*Callback
	if r.inCallback {
		return nil // a callback of a callback says nothing that people need
	}
	r.inCallback = true
	defer func() { r.inCallback = false }()
	for name, written := range r.object(n, "callbacks").Members() {
		for expression, item := range r.deref(written).Members() {
			if !extension(expression) {
				all = append(all, &Callback{Name: name, Expression: expression, Operations: r.pathItem(expression, item)})
			}
		}
	}
	return all
}
