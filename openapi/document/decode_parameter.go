package document

import (
	"slices"
)

// parameters reads those of a path and of an operation. Of two with one name and place the later counts; within one
// list that is a mistake.
func (r *reader) parameters(lists ...[]*Node) []*Parameter {
	all := parameterList{}
	for _, list := range lists {
		own := len(all.list)
		for _, item := range list {
			n := r.deref(item)
			if n.Kind() != Object {
				if n != nil {
					r.warn(n, "a parameter has to be an object")
				}
				continue
			}
			p := r.parameter(n)
			if p.Name == "" && n.Get("in") == nil {
				r.warn(n, "a parameter needs a name and a place: in can be path, query, header or cookie")
				continue
			}
			if !r.spend(1) {
				break
			}
			if all.put(p) >= own && all.twice {
				r.warn(item, "the %s parameter %q is there twice; the last one counts", p.In, p.Name)
			}
		}
	}
	return all.list
}

// parameterList has one parameter of a name and place.
type parameterList struct {
	list  []*Parameter
	at    map[[2]string]int
	twice bool // the last one that was put took another's place
}

// put adds a parameter, or replaces the one of its name and place, and returns where it is.
func (l *parameterList) put(p *Parameter) int {
	key := [2]string{p.In, p.Name}
	i, found := l.at[key]
	if l.twice = found; found {
		l.list[i] = p
		return i
	}
	if l.at == nil {
		l.at = map[[2]string]int{}
	}
	l.at[key] = len(l.list)
	l.list = append(l.list, p)
	return len(l.list) - 1
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
	if h := r.headersBy[n]; h != nil {
		if h.Name == name {
			return h
		}
		other := *h
		other.Name = name
		return &other
	}
	p := &Parameter{
		Name: name, In: "header", Description: r.text(n, "description"), Required: r.flag(n, "required"), Deprecated: r.flag(n, "deprecated"),
		Style: r.text(n, "style"), Schema: r.schema(n.Get("schema")), Examples: r.examples(n), Node: n, Source: r.position(n),
	}
	if r.swagger {
		p.Schema = r.schema(n)
	}
	r.finishParameter(p)
	r.headersBy[n] = p
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
		if to, err := r.resolve(ref); err == nil {
			e.Value = to
		}
	}
	return e
}
