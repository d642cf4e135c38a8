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
			if extension(name) && item.Kind() != Object {
				continue
			}
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
		item = r.derived(beside(written, item), item)
	}
	r.checkMembers(item, "a path", pathMembers)
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
	own := *written
	own.list = slices.DeleteFunc(slices.Clone(written.list), func(m member) bool { return m.key == "$ref" })
	merged := *target
	merged.list = withMerged(slices.Clone(target.list), []*Node{&own})
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
	if !r.spend(1) {
		return all
	}
	return append(all, r.operation(path, method, item, n))
}

func (r *reader) operation(path, method string, item, n *Node) *Operation {
	if r.swagger {
		r.checkMembers(n, "an operation", swaggerOperationMembers)
	} else {
		r.checkMembers(n, "an operation", operationMembers)
	}
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
	op.Summary, op.Description = summarized(op.Summary, op.Description)
	r.operationsBy[n] = op
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
	inherited, own := r.list(item, "parameters"), r.list(n, "parameters")
	if r.swagger {
		op.Servers = r.swaggerOwnServers(n)
		op.Parameters, op.Body = r.swaggerParameters(n, inherited, own)
	} else {
		op.Parameters = r.parameters(inherited, own)
		op.Body = r.requestBody(n.Get("requestBody"))
		op.Callbacks = r.callbacks(n)
	}
	r.checkPath(op)
	if op.Responses = r.responses(n); len(op.Responses) == 0 && r.early {
		r.warn(n, "the operation says nothing of its responses")
	}
	return op
}

// checkPath compares the parameters in a path with those that are declared.
func (r *reader) checkPath(op *Operation) {
	if r.inCallback || !strings.Contains(op.Path, "/") {
		return // what a callback has in braces is of the request or the answer, and a webhook's name is no path
	}
	inPath, declared := map[string]bool{}, map[string]bool{}
	for _, p := range op.Parameters {
		if p.In == "path" {
			declared[p.Name] = true
		}
	}
	for _, name := range braced(op.Path) {
		if inPath[name] || name == "" || strings.ContainsAny(name, "{}();\" \t\n") {
			continue
		}
		if inPath[name] = true; declared[name] {
			continue
		}
		if !r.spend(1) {
			break
		}
		r.warn(op.Node, "the path has {%s}, and there is no path parameter of that name", name)
		op.Parameters = append(op.Parameters, &Parameter{Name: name, In: "path", Required: true, Style: "simple", Source: op.Source})
	}
	op.Parameters = slices.DeleteFunc(op.Parameters, func(p *Parameter) bool {
		if p.In != "path" || inPath[p.Name] {
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
			if source := item.Get("source"); source.Text() == "" && source.Get("$ref") == nil {
				continue
			}
			all = append(all, CodeSample{Lang: r.text(item, "lang"), Label: r.text(item, "label"), Source: r.text(item, "source")})
		}
	}
	return all
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
