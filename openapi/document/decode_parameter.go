package document

import (
	"slices"
)

// parameters reads those of a path and of an operation. Of two with one name and place the later counts; within one
// list that is a mistake.
func (r *reader) parameters(lists ...[]*Node) []*Parameter {
	type key struct{ in, name string }
	type place struct{ index, list int }
	var all []*Parameter
	at := map[key]place{}
	for i, list := range lists {
		for _, item := range list {
			n := r.deref(item)
			if n.Kind() != Object {
				if n != nil {
					r.warn(n, "a parameter has to be an object")
				}
				continue
			}
			p := r.parameter(n)
			if text := described(item, n); text != "" {
				other := *p
				other.Description = text
				p = &other
			}
			if p.Name == "" && n.Get("in") == nil {
				r.warn(n, "a parameter needs a name and a place: in can be path, query, header or cookie")
				continue
			}
			if !r.spend(1) {
				break
			}
			before, found := at[key{p.In, p.Name}]
			if found {
				all[before.index] = p
				if before.list == i {
					r.warn(item, "the %s parameter %q is there twice; the last one counts", p.In, p.Name)
				}
				before.list = i
			} else {
				before = place{len(all), i}
				all = append(all, p)
			}
			at[key{p.In, p.Name}] = before
		}
	}
	return all
}

// parameter reads a parameter, once: whoever refers to it gets the same one.
func (r *reader) parameter(n *Node) *Parameter {
	if p := r.parametersBy[n]; p != nil {
		return p
	}
	p := &Parameter{
		Name: r.text(n, "name"), In: r.text(n, "in"), Description: r.text(n, "description"),
		Required: r.flag(n, "required"), Deprecated: r.flag(n, "deprecated"), AllowEmptyValue: r.flag(n, "allowEmptyValue"),
		AllowReserved: r.flag(n, "allowReserved"), Style: r.text(n, "style"), Schema: r.schema(n.Get("schema")),
		Examples: r.examples(n), Node: n, Source: r.position(n),
	}
	r.checkParameter(p, n)
	p.Required = p.Required || p.In == "path"
	r.finishParameter(p)
	if r.swagger {
		r.swaggerParameter(p, n)
	}
	r.parametersBy[n] = p
	return p
}

// header reads a header of a response or a part, whose name stands outside.
func (r *reader) header(name string, written *Node) *Parameter {
	n := r.deref(written)
	if n.Kind() != Object {
		if n != nil {
			r.warn(n, "a header has to be an object")
		}
		return nil
	}
	h := r.headersBy[n]
	if h == nil {
		h = r.newHeader(name, n)
		r.headersBy[n] = h
	}
	text := described(written, n)
	if h.Name == name && text == "" {
		return h
	}
	other := *h
	other.Name = name
	if text != "" {
		other.Description = text
	}
	return &other
}

// described is the description beside a reference, which takes the place of that of what it leads to.
func described(written, found *Node) string {
	if written == found {
		return ""
	}
	return written.Get("description").Text()
}

func (r *reader) newHeader(name string, n *Node) *Parameter {
	p := &Parameter{
		Name: name, In: "header", Description: r.text(n, "description"), Required: r.flag(n, "required"), Deprecated: r.flag(n, "deprecated"),
		Style: r.text(n, "style"), Schema: r.schema(n.Get("schema")), Examples: r.examples(n), Node: n, Source: r.position(n),
	}
	if r.swagger {
		p.Schema = r.schema(n)
	} else {
		r.checkMembers(n, "a header", headerMembers)
	}
	r.finishParameter(p)
	if r.swagger {
		r.collect(p, n)
	}
	return p
}

// checkParameter warns of what a parameter can't be.
func (r *reader) checkParameter(p *Parameter, n *Node) {
	switch {
	case p.In == "":
		p.In = "query"
		r.warn(n, "the parameter %q does not say where it is; in can be path, query, header or cookie", p.Name)
	case p.In == "path" && n.Get("required").Text() == "false":
		r.warn(n, "the path parameter %q is required, whatever it says: without it, it would be another path", p.Name)
	default:
		r.oneOf(n, "place for parameters", p.In, "path", "query", "header", "cookie", "querystring")
	}
	if p.Name == "" && p.In != "querystring" {
		r.warn(n, "a parameter needs a name")
	}
	if r.swagger {
		return // where what it is stands beside this
	}
	r.checkMembers(n, "a parameter", parameterMembers)
	switch {
	case n.Get("schema") != nil && n.Get("content") != nil:
		r.warn(n, "the parameter %q has a schema and a content; the content counts", p.Name)
	case p.Schema == nil && n.Get("content") == nil && n.Get("type") != nil:
		p.Schema = r.ownSchema(n)
	}
}

// checkStyle warns of a style that parameters of the place can't have, and takes it away.
func (r *reader) checkStyle(p *Parameter) {
	styles := map[string][]string{
		"path": {"simple", "label", "matrix"}, "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
		"header": {"simple"}, "cookie": {"form", "cookie"},
	}[p.In]
	if len(styles) > 0 && !r.oneOf(p.Node.Get("style"), "style for a parameter in "+p.In, p.Style, styles...) {
		p.Style = ""
	}
}

// finishParameter sets what follows from the place, and reads the content.
func (r *reader) finishParameter(p *Parameter) {
	if p.Style != "" {
		r.checkStyle(p)
	}
	if p.Style == "" {
		p.Style = "simple"
		if p.In == "query" || p.In == "cookie" || p.In == "querystring" {
			p.Style = "form"
		}
	}
	p.Explode = p.Style == "form" || p.Style == "cookie"
	if p.Node.Get("explode") != nil {
		p.Explode = r.flag(p.Node, "explode")
	}
	for mediaType, n := range r.object(p.Node, "content").Members() { // at most one
		content := r.contentOnly(mediaType, n)
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
	if n.Kind() != Object || !slices.ContainsFunc(exampleMembers, func(key string) bool { return n.Get(key) != nil }) {
		r.warn(n, "an example has to be an object with a value")
		return &Example{Name: name, Value: n}
	}
	r.checkMembers(n, "an example", exampleMembers)
	e := &Example{
		Name: name, Summary: r.text(n, "summary"), Description: r.text(n, "description"), Value: n.Get("value"),
		Serialized: r.text(n, "serializedValue"), External: r.text(n, "externalValue"),
	}
	if e.Value == nil {
		e.Value = n.Get("dataValue")
	}
	if text := described(written, n); text != "" {
		e.Description = text
	}
	if text := written.Get("summary").Text(); text != "" {
		e.Summary = text
	}
	if ref := e.Value.Get("$ref"); ref.Kind() == String && e.Value.Len() == 1 {
		// Not allowed here, and common: the value of another file.
		if to, err := r.resolve(ref); err == nil {
			e.Value = to
		}
	}
	return e
}
