package panel

import (
	"slices"

	"wpengine/openapi/document"
)

const (
	deepest     = 24      // how deep a schema may be written in others
	exampleRoom = 1 << 10 // how long an example or a default may be
	enumRoom    = 8 << 10 // how long the values of an enum may be
	cut         = `{"x-cut":true}`
)

// schema writes a schema in the words of JSON Schema 2020-12. What it refers to is written among the definitions.
func (w *writer) schema(s *document.Schema) {
	switch {
	case s == nil:
		w.raw("{}")
		return
	case s.Boolean != nil:
		w.raw([...]string{"false", "true"}[b2i(*s.Boolean)])
		return
	case w.depth > deepest || len(w.b) > w.most:
		w.raw(cut)
		return
	}
	w.depth++
	defer func() { w.depth-- }()
	// What may be null besides has null among its types, if it has types; else it is that or null.
	composed := s.Ref != nil || len(s.AllOf) > 0 || len(s.OneOf) > 0 || len(s.AnyOf) > 0
	if s.Nullable && (composed || s.Const != nil) && !slices.Contains(s.Types, "null") {
		w.open('{')
		if !w.answers {
			w.said("description", s.Description)
		}
		w.key("anyOf")
		w.open('[')
		w.object(s)
		w.raw(`,{"type":"null"}]}`)
		return
	}
	w.object(s)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// object writes the members of a schema.
func (w *writer) object(s *document.Schema) {
	w.open('{')
	if s.Ref != nil {
		w.refer("$ref", s.Ref)
	}
	w.words(s)
	w.types(s)
	w.enum(s)
	if s.Const != nil && !w.value("const", s.Const, enumRoom) {
		w.flag("x-cut", true)
	}
	w.bound("minimum", s.Minimum)
	w.bound("maximum", s.Maximum)
	w.bound("exclusiveMinimum", s.ExclusiveMinimum)
	w.bound("exclusiveMaximum", s.ExclusiveMaximum)
	w.bound("multipleOf", s.MultipleOf)
	w.count("minLength", s.MinLength)
	w.count("maxLength", s.MaxLength)
	w.count("minItems", s.MinItems)
	w.count("maxItems", s.MaxItems)
	w.count("minProperties", s.MinProperties)
	w.count("maxProperties", s.MaxProperties)
	w.count("minContains", s.MinContains)
	w.count("maxContains", s.MaxContains)
	w.holds("uniqueItems", s.UniqueItems)
	w.given("pattern", s.Pattern)
	w.given("contentEncoding", s.ContentEncoding)
	w.given("contentMediaType", s.ContentMediaType)
	w.inside(s)
	w.close('}')
}

// words are what a schema says to people. A reader of an answer has the page for that.
func (w *writer) words(s *document.Schema) {
	w.given("title", s.Title)
	w.given("format", s.Format)
	w.holds("readOnly", s.ReadOnly)
	w.holds("writeOnly", s.WriteOnly)
	if w.answers {
		return
	}
	w.said("description", s.Description)
	w.holds("deprecated", s.Deprecated)
	if s.Default != nil {
		w.value("default", s.Default, exampleRoom)
	}
	for _, example := range s.Examples {
		start := len(w.b)
		w.key("examples")
		w.open('[')
		before := len(w.b)
		if w.b = example.AppendJSON(w.b, ""); len(w.b)-before > exampleRoom {
			w.b = w.b[:start]
			continue
		}
		w.close(']')
		return // one is enough to show
	}
}

func (w *writer) types(s *document.Schema) {
	var names [8]string
	all := names[:0]
	for _, name := range s.Types {
		switch name {
		case "string", "number", "integer", "boolean", "array", "object", "null":
			all = append(all, name)
		}
	}
	if s.Nullable && len(all) > 0 && !slices.Contains(all, "null") {
		all = append(all, "null")
	}
	switch len(all) {
	case 0:
	case 1:
		w.text("type", all[0])
	default:
		w.texts("type", all)
	}
}

// enum writes the values that there can be. With too many of them, others than those that have room are allowed, too.
func (w *writer) enum(s *document.Schema) {
	if len(s.Enum) == 0 {
		return
	}
	start := len(w.b)
	w.key("enum")
	w.open('[')
	null := s.Nullable
	for _, value := range s.Enum {
		w.item()
		w.b = value.AppendJSON(w.b, "")
		null = null && value.Kind() != document.Null
		if len(w.b)-start > enumRoom {
			w.b = w.b[:start]
			w.flag("x-cut", true)
			return
		}
	}
	if null {
		w.item()
		w.raw("null")
	}
	w.close(']')
}

// inside writes the schemas in a schema.
func (w *writer) inside(s *document.Schema) {
	w.under("items", s.Items)
	w.list("prefixItems", s.PrefixItems)
	w.under("contains", s.Contains)
	w.under("unevaluatedItems", s.UnevaluatedItems)
	w.named("properties", s.Properties)
	w.named("patternProperties", s.PatternProperties)
	w.under("additionalProperties", s.AdditionalProperties)
	w.under("unevaluatedProperties", s.UnevaluatedProperties)
	w.under("propertyNames", s.PropertyNames)
	if len(s.Required) > 0 {
		w.texts("required", s.Required)
	}
	if len(s.DependentRequired) > 0 {
		w.key("dependentRequired")
		w.open('{')
		for _, d := range s.DependentRequired {
			w.name(d.Name)
			w.open('[')
			for _, name := range d.Required {
				w.item()
				w.b = document.AppendString(w.b, name)
			}
			w.close(']')
		}
		w.close('}')
	}
	w.named("dependentSchemas", s.DependentSchemas)
	w.list("allOf", s.AllOf)
	w.list("anyOf", s.AnyOf)
	w.list("oneOf", s.OneOf)
	w.under("not", s.Not)
	w.under("if", s.If)
	w.under("then", s.Then)
	w.under("else", s.Else)
	w.discriminator(s.Discriminator)
}

func (w *writer) under(key string, s *document.Schema) {
	if s != nil {
		w.key(key)
		w.schema(s)
	}
}

func (w *writer) list(key string, all []*document.Schema) {
	if len(all) == 0 {
		return
	}
	w.key(key)
	w.open('[')
	for _, s := range all {
		w.item()
		w.schema(s)
	}
	w.close(']')
}

func (w *writer) named(key string, all []document.Property) {
	if len(all) == 0 {
		return
	}
	w.key(key)
	w.open('{')
	for _, p := range all {
		if p.Schema == nil || !p.Schema.Internal || w.m.opts.Internal {
			w.name(p.Name)
			w.schema(p.Schema)
		}
	}
	w.close('}')
}

func (w *writer) discriminator(d *document.Discriminator) {
	if d == nil {
		return
	}
	w.key("discriminator")
	w.open('{')
	w.text("propertyName", d.Property)
	if len(d.Mapping) > 0 {
		w.key("mapping")
		w.open('{')
		for _, m := range d.Mapping {
			if m.Schema == nil {
				continue
			}
			w.name(m.Value)
			w.address(target(m.Schema))
		}
		w.close('}')
	}
	w.close('}')
}

// target is what a mapping leads to: the schema itself, not one that refers to it.
func target(s *document.Schema) *document.Schema {
	if s.Name == "" && s.Ref != nil && s.Node.Len() == 1 {
		return s.Ref
	}
	return s
}

func (w *writer) refer(key string, to *document.Schema) {
	w.key(key)
	w.address(to)
}

// address writes where the definition of a schema is, and sees to it that there is one.
func (w *writer) address(to *document.Schema) {
	w.b = document.AppendString(w.b, "#/defs/"+w.m.nameOf(to))
	w.wanted = append(w.wanted, to)
}
