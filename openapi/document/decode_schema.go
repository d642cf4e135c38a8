package document

import "strings"

const (
	maxSchemaDepth = 200 // how deep schemas may be written in each other
	schemaSlab     = 64  // how many are allocated at once
)

// schema reads a schema, once: whoever refers to it gets the same one.
func (r *reader) schema(n *Node) *Schema {
	if n == nil {
		return nil
	}
	if s, ok := r.schemas[n]; ok {
		return s
	}
	if len(r.slab) == 0 {
		r.slab = make([]Schema, schemaSlab)
	}
	s := &r.slab[0]
	r.slab = r.slab[1:]
	s.Node, s.Source = n, r.position(n)
	r.schemas[n] = s
	if r.depth >= maxSchemaDepth {
		r.warn(n, "schemas stand more than %d deep in each other; what is further inside is left out", maxSchemaDepth)
		return s
	}
	r.read(s)
	return s
}

func (r *reader) read(s *Schema) {
	r.depth++
	defer func() { r.depth-- }()
	switch n := s.Node; n.kind {
	case Bool:
		b := n.text == "true"
		s.Boolean = &b
	case Object:
		r.fillSchema(s, n)
	default:
		r.warn(n, "a schema has to be an object")
	}
}

func (r *reader) fillSchema(s *Schema, n *Node) {
	if ref := n.Get("$ref"); ref != nil && ref.kind == String {
		s.RefText = ref.text
		s.Ref = r.referenced(n, ref)
		if r.early || len(n.list) == 1 {
			return
		}
	} else if ref := n.Get("$dynamicRef"); ref != nil && ref.kind == String {
		s.RefText = ref.text
		s.Ref = r.referenced(n, ref)
	}
	for _, m := range n.list {
		r.schemaMember(s, n, m.key, m.value)
	}
}

// referenced is the schema that a reference leads to; nil, and a warning, if it leads nowhere.
func (r *reader) referenced(from, ref *Node) *Schema {
	to, err := r.resolve(ref)
	if err != nil {
		r.warn(ref, "%v", err)
		return nil
	}
	// A chain of references is followed to its end.
	for hops := 0; r.onlyRef(to); hops++ {
		if to == from || hops > maxRefs {
			r.warn(ref, "these references lead to each other without end")
			return nil
		}
		if r.named[to] != "" && r.isComponent(to) {
			break // it has a page of its own, which leads on
		}
		next := to.Get("$ref")
		if to, err = r.resolve(next); err != nil {
			r.warn(next, "%v", err)
			return nil
		}
	}
	r.nameForeign(to, ref.text)
	return r.skipAliases(r.schemaLater(to), ref)
}

// schemaLater is the schema that a reference leads to. In a long chain of references it is read when the chain has been:
// how deep schemas are written in each other is one thing, how far they lead another.
func (r *reader) schemaLater(n *Node) *Schema {
	if _, ok := r.schemas[n]; ok || r.depth < maxSchemaDepth/2 {
		return r.schema(n)
	}
	s := &Schema{Node: n, Source: r.position(n)}
	r.schemas[n] = s
	r.later = append(r.later, s)
	return s
}

// readLater reads the schemas that were put off.
func (r *reader) readLater() {
	for len(r.later) > 0 {
		s := r.later[len(r.later)-1]
		r.later = r.later[:len(r.later)-1]
		r.read(s)
	}
}

// onlyRef reports an object that is nothing but a reference.
func (r *reader) onlyRef(n *Node) bool {
	return n.Get("$ref").Kind() == String && (r.early || n.Len() == 1)
}

func (r *reader) isComponent(n *Node) bool { _, ok := r.named[n]; return ok }

// skipAliases follows named schemas that are nothing but another's name.
func (r *reader) skipAliases(s *Schema, ref *Node) *Schema {
	for range maxRefs {
		if s == nil || s.Node == nil || !r.onlyRef(s.Node) {
			return s
		}
		if s.Ref == nil {
			return s // still being read, or it leads nowhere
		}
		s = s.Ref
	}
	r.warn(ref, "these references lead to each other without end")
	return nil
}

// nameForeign gives a schema of another file a name, so that it has a page: that of its place among the file's
// components, or that of the file.
func (r *reader) nameForeign(n *Node, ref string) {
	if n.file == 0 || r.named[n] != "" || n.kind != Object {
		return
	}
	address, fragment, _ := strings.Cut(ref, "#")
	segments := strings.Split(fragment, "/")
	name := ""
	switch {
	case fragment == "" || fragment == "/":
		name = fileStem(address)
	case len(segments) <= 2, segments[len(segments)-2] == "schemas", segments[len(segments)-2] == "definitions", segments[len(segments)-2] == "$defs":
		name = unescapePointer(segments[len(segments)-1])
	}
	if name != "" {
		r.addNamed(n, name)
	}
}

// addNamed makes a node a named schema of the document.
func (r *reader) addNamed(n *Node, name string) {
	if r.named[n] != "" {
		return
	}
	r.named[n] = name
	s := r.schema(n)
	s.Name = name
	r.doc.Schemas = append(r.doc.Schemas, s)
}

// schemaMember reads one keyword. JSON Schema allows any other, so an unknown one is a warning only if it looks
// misspelt.
func (r *reader) schemaMember(s *Schema, n *Node, key string, value *Node) {
	switch key {
	case "type":
		r.types(s, value)
	case "nullable", "x-nullable":
		s.Nullable = r.flag(n, key)
	case "format":
		s.Format = r.text(n, key)
	case "title":
		s.Title = r.text(n, key)
	case "description":
		s.Description = r.text(n, key)
	case "enum":
		s.Enum = r.list(n, key)
		s.EnumTexts = r.enumTexts(n, s.Enum)
	case "const":
		s.Const = value
	case "default":
		s.Default = value
	case "example", "x-example":
		s.Examples = append([]*Node{value}, s.Examples...)
	case "examples":
		r.schemaExamples(s, value)
	case "deprecated", "x-deprecated":
		s.Deprecated = s.Deprecated || value.kind == Bool && value.text == "true"
	case "readOnly":
		s.ReadOnly = r.flag(n, key)
	case "writeOnly":
		s.WriteOnly = r.flag(n, key)
	case "x-internal":
		s.Internal = value.text == "true"
	case "pattern":
		s.Pattern = r.text(n, key)
	case "uniqueItems":
		s.UniqueItems = r.flag(n, key)
	case "contentEncoding":
		s.ContentEncoding = r.text(n, key)
	case "contentMediaType":
		s.ContentMediaType = r.text(n, key)
	case "externalDocs":
		s.ExternalDocs = r.externalDocs(n)
	case "required":
		r.required(s, n, value)
	case "discriminator":
		r.discriminator(s, value)
	default:
		if !r.schemaInside(s, n, key, value) && !r.schemaNumber(s, n, key) {
			r.strangeKeyword(key, value)
		}
	}
}

func (r *reader) types(s *Schema, value *Node) {
	for _, item := range r.listOrOne(value) {
		name := item.Text()
		switch name {
		case "file": // Swagger 2.0
			s.Types, s.Format = append(s.Types, "string"), "binary"
			continue
		case "string", "number", "integer", "boolean", "array", "object", "null":
		case "":
			if item.Kind() == Null {
				name = "null" // type: [string, null], where null should be quoted
				break
			}
			r.warn(item, "type has to be a text")
			continue
		default:
			if near := nearest(name, []string{"string", "number", "integer", "boolean", "array", "object", "null"}); near != "" {
				r.warn(item, "there is no type %q; did you mean %q?", name, near)
			} else {
				r.warn(item, "there is no type %q; it can be string, number, integer, boolean, array, object or null", name)
			}
		}
		s.Types = append(s.Types, name)
	}
}

// listOrOne are the items of a list, or the value alone.
func (r *reader) listOrOne(n *Node) []*Node {
	if n.Kind() != Array {
		return []*Node{n}
	}
	all := make([]*Node, len(n.list))
	for i, m := range n.list {
		all[i] = m.value
	}
	return all
}

// enumTexts are the descriptions or names of the values, or nil.
func (r *reader) enumTexts(n *Node, values []*Node) []string {
	for _, key := range []string{"x-enum-descriptions", "x-enumDescriptions", "x-enum-varnames", "x-enumNames"} {
		texts := n.Get(key)
		if texts == nil {
			continue
		}
		all := make([]string, len(values))
		for i, value := range values {
			if texts.kind == Object {
				all[i] = texts.Get(value.Text()).Text()
			} else if i < texts.Len() {
				all[i] = texts.list[i].value.Text()
			}
		}
		return all
	}
	return nil
}

// schemaExamples reads examples: a list, or as some have it an object of named ones.
func (r *reader) schemaExamples(s *Schema, value *Node) {
	switch value.kind {
	case Array:
		s.Examples = append(s.Examples, r.listOrOne(value)...)
	case Object:
		for _, m := range value.list {
			if inner := m.value.Get("value"); inner != nil {
				s.Examples = append(s.Examples, inner)
				continue
			}
			s.Examples = append(s.Examples, m.value)
		}
	default:
		r.warn(value, "examples has to be a list")
	}
}

func (r *reader) required(s *Schema, n *Node, value *Node) {
	if value.kind == Bool {
		r.warn(value, "required is a list of the names of properties, in the schema that has them; true or false means nothing here")
		return
	}
	s.Required = r.texts(n, "required")
}

// schemaInside reads a keyword that holds schemas; it reports whether it is one.
func (r *reader) schemaInside(s *Schema, n *Node, key string, value *Node) bool {
	switch key {
	case "items":
		if value.kind == Array { // a tuple, before 2020-12
			s.PrefixItems = r.schemaList(n, key)
			break
		}
		s.Items = r.schema(value)
	case "prefixItems":
		s.PrefixItems = r.schemaList(n, key)
	case "additionalItems":
		if s.Items == nil {
			s.Items = r.schema(value)
		}
	case "contains":
		s.Contains = r.schema(value)
	case "unevaluatedItems":
		s.UnevaluatedItems = r.schema(value)
	case "properties":
		s.Properties = r.properties(n, key)
	case "patternProperties":
		s.PatternProperties = r.properties(n, key)
	case "additionalProperties":
		s.AdditionalProperties = r.schema(value)
	case "unevaluatedProperties":
		s.UnevaluatedProperties = r.schema(value)
	case "propertyNames":
		s.PropertyNames = r.schema(value)
	case "dependentSchemas":
		s.DependentSchemas = r.properties(n, key)
	case "dependentRequired":
		if dependent := r.object(n, key); dependent != nil {
			for name := range dependent.Members() {
				s.DependentRequired = append(s.DependentRequired, Dependency{name, r.texts(dependent, name)})
			}
		}
	case "allOf":
		s.AllOf = r.schemaList(n, key)
	case "anyOf":
		s.AnyOf = r.schemaList(n, key)
	case "oneOf":
		s.OneOf = r.schemaList(n, key)
	case "not":
		s.Not = r.schema(value)
	case "if":
		s.If = r.schema(value)
	case "then":
		s.Then = r.schema(value)
	case "else":
		s.Else = r.schema(value)
	case "contentSchema":
		s.ContentSchema = r.schema(value)
	case "$defs", "definitions":
		s.Defs = r.properties(n, key)
	default:
		return false
	}
	return true
}

func (r *reader) schemaList(n *Node, key string) []*Schema {
	var all []*Schema
	for _, item := range r.list(n, key) {
		all = append(all, r.schema(item))
	}
	return all
}

func (r *reader) properties(n *Node, key string) []Property {
	object := r.object(n, key)
	if object == nil {
		return nil
	}
	if ref := object.Get("$ref"); ref.Kind() == String {
		// Not allowed here, and common: the properties of another file.
		if to := r.deref(object); to.Kind() == Object && to != object {
			object = beside(object, to)
		}
	}
	all := make([]Property, 0, len(object.list))
	for _, m := range object.list {
		if m.key == "$ref" && m.value.kind == String {
			continue
		}
		if extension(m.key) && m.value.kind != Object {
			continue
		}
		all = append(all, Property{m.key, r.schema(m.value)})
	}
	return all
}

// discriminator reads an object, or in Swagger 2.0 the name of the property.
func (r *reader) discriminator(s *Schema, value *Node) {
	if value.kind == String {
		s.Discriminator = &Discriminator{Property: value.text}
		return
	}
	if value.kind != Object {
		r.warn(value, "discriminator has to be an object with a propertyName")
		return
	}
	d := &Discriminator{Property: r.text(value, "propertyName")}
	s.Discriminator = d
	for name, to := range r.object(value, "mapping").Members() {
		d.Mapping = append(d.Mapping, Mapping{name, r.mapped(to)})
	}
	if to := value.Get("defaultMapping"); to != nil {
		d.Default = r.mapped(to)
	}
}

// mapped is the schema that a discriminator's value stands for: named, or referred to.
func (r *reader) mapped(to *Node) *Schema {
	text := to.Text()
	if n := r.component("schemas", text); n != nil {
		return r.schema(n)
	}
	n, err := r.resolve(to)
	if err != nil {
		r.warn(to, "the discriminator's mapping: %v", err)
		return nil
	}
	r.nameForeign(n, text)
	return r.schema(n)
}
