package document

import "slices"

const (
	maxSchemaDepth = 200     // how deep schemas may be written in each other
	maxSchemas     = 300_000 // each takes near to a kilobyte
	schemaSlab     = 64      // how many are allocated at once
)

// schema reads a schema, once: whoever refers to it gets the same one.
func (r *reader) schema(n *Node) *Schema {
	if n == nil {
		return nil
	}
	if s, ok := r.schemas[n]; ok {
		return s
	}
	s := r.newSchema(n)
	if s == r.surplus {
		return s
	}
	if r.depth >= maxSchemaDepth {
		r.warn(n, "schemas stand more than %d deep in each other; what is further inside is left out", maxSchemaDepth)
		return s
	}
	r.read(s)
	return s
}

// newSchema is one that isn't read yet.
func (r *reader) newSchema(n *Node) *Schema {
	if len(r.schemas) >= maxSchemas {
		r.warn(r.doc.Root, "the document has more than %d schemas; the rest is left out", maxSchemas)
		if r.surplus == nil {
			r.surplus = &Schema{Node: n}
		}
		return r.surplus
	}
	if len(r.slab) == 0 {
		r.slab = make([]Schema, schemaSlab)
	}
	s := &r.slab[0]
	r.slab = r.slab[1:]
	s.Node, s.Source = n, r.position(n)
	r.schemas[n] = s
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
	for _, key := range [...]string{"$ref", "$dynamicRef", "$recursiveRef"} {
		if ref := n.Get(key); ref != nil && ref.kind == String {
			r.fillRef(s, n, ref)
			return
		}
	}
	for _, m := range n.list {
		if r.counts(n, m) {
			r.schemaMember(s, n, m.key, m.value)
		}
	}
	r.checkBounds(s, n)
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
		r.checkEnum(n, s.Enum)
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
			r.oneOf(item, "type", name, "string", "number", "integer", "boolean", "array", "object", "null")
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

// The extensions with a name and a text for each value of an enum.
var (
	enumNames        = []string{"x-enum-varnames", "x-enumNames"}
	enumDescriptions = []string{"x-enum-descriptions", "x-enumDescriptions"}
)

// enumTexts are what is said of each value, or nil: its name, its description, or both.
func (r *reader) enumTexts(n *Node, values []*Node) []string {
	names := r.perValue(n, values, enumNames)
	texts := r.perValue(n, values, enumDescriptions)
	for value := range n.Get("x-ms-enum").Get("values").Items() {
		i := slices.IndexFunc(values, func(v *Node) bool { return v.Text() == value.Get("value").Text() })
		if i < 0 {
			continue
		}
		if texts == nil {
			texts = make([]string, len(values))
		}
		texts[i] = value.Get("description").Text()
	}
	switch {
	case names == nil:
		return texts
	case texts == nil:
		return names
	}
	for i, name := range names {
		switch {
		case name == "" || name == texts[i] || name == values[i].Text():
		case texts[i] == "":
			texts[i] = name
		default:
			texts[i] = name + ": " + texts[i]
		}
	}
	return texts
}

// perValue are the texts of the first of these extensions that there is: a list, or an object by value.
func (r *reader) perValue(n *Node, values []*Node, keys []string) []string {
	for _, key := range keys {
		texts := n.Get(key)
		if texts == nil {
			continue
		}
		all := make([]string, len(values))
		for i, value := range values {
			if texts.kind == Object {
				all[i] = r.child(texts, value.Text()).Text()
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
		s.DependentSchemas = append(s.DependentSchemas, r.properties(n, key)...)
	case "dependentRequired":
		if dependent := r.object(n, key); dependent != nil {
			for name := range dependent.Members() {
				s.DependentRequired = append(s.DependentRequired, Dependency{name, r.texts(dependent, name)})
			}
		}
	case "dependencies": // before 2019-09, both in one
		for name, dependent := range r.object(n, key).Members() {
			if dependent.Kind() == Array {
				s.DependentRequired = append(s.DependentRequired, Dependency{name, r.texts(r.object(n, key), name)})
			} else {
				s.DependentSchemas = append(s.DependentSchemas, Property{name, r.schema(dependent)})
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
			object = r.derived(beside(object, to), object)
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
	r.checkMembers(value, "a discriminator", discriminatorMembers)
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
