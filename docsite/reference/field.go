package reference

import (
	"slices"
	"strconv"
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// How much a page shows of schemas in schemas. What is not shown is one click away: a named schema has a page of its own.
const (
	// pageRoom is how long a page may be, in bytes, before named schemas in it are only linked to. It compresses to about
	// a seventh.
	pageRoom = 18_000
	// namedDepth is how deep named schemas are shown within each other.
	namedDepth = 3
	// tabbed is how many variants stand as tabs; more are a list.
	tabbed = 8
	// enumerated is how many values of an enum are shown; more are folded.
	enumerated = 24
	// wide is how many variants or fields of one schema are shown on a page that isn't its own.
	wide = 150
)

// note is something to say of a field beside its schema.
type note struct {
	required, deprecated bool
	words                []string
	description          string // instead of the schema's
	at                   document.Position
	examples             []*document.Node
	from                 *document.Schema // that brings the field
}

// tree writes what a schema is made of, without a head of its own.
func (w *writer) tree(path string, s *document.Schema) {
	shape := schema.Of(s).Element()
	if !shape.Nested() {
		return
	}
	w.enter(shape, path)
	w.inside(path, shape)
	w.leave(shape)
}

func (w *writer) enter(s *schema.Shape, id string) {
	if s.Named == nil {
		return
	}
	w.open = append(w.open, s.Named)
	if w.shown == nil {
		w.shown = map[*document.Schema]string{}
	}
	if _, ok := w.shown[s.Named]; !ok {
		w.shown[s.Named] = id
	}
}

func (w *writer) leave(s *schema.Shape) {
	if s.Named != nil {
		w.open = w.open[:len(w.open)-1]
	}
}

// field writes a member, a parameter or a header: its name, what it may be, and what it is made of.
func (w *writer) field(path, name string, of *document.Schema, n note) {
	s := schema.Of(of)
	id := w.id(path)
	w.element(`<li class="field" id="`, id, `">`+"\n")
	w.element(`<p class="field-head"><a class="field-name" href="#`, id, `"><code>`)
	w.text(name)
	w.raw(`</code></a> `)
	w.typeOf(s)
	if n.required {
		w.raw(` <span class="field-required">required</span>`)
	}
	if n.deprecated || s.Deprecated {
		w.raw(` <span class="field-deprecated">deprecated</span>`)
	}
	if s.ReadOnly {
		w.raw(` <span class="field-note">read only</span>`)
	}
	if s.WriteOnly {
		w.raw(` <span class="field-note">write only</span>`)
	}
	for _, words := range n.words {
		w.element(` <span class="field-note">`, words, "</span>")
	}
	if n.from != nil {
		w.raw(` <span class="field-note">from <a`)
		w.href(schemaPath(n.from))
		w.element(">", n.from.Name, "</a></span>")
	}
	w.raw("</p>\n")
	if n.description != "" {
		w.markdown("field-text", n.description, n.at)
	} else {
		w.markdown("field-text", s.Description, s.Of.Position())
	}
	w.facts(s, n.examples)
	w.nested(path, id, s)
	w.raw("</li>\n")
}

// typeOf writes the type, the format, and which named schema it is.
func (w *writer) typeOf(s *schema.Shape) {
	w.element(`<span class="field-type">`, schema.TypeWords(s), "")
	format := s.Format
	named := s.Named
	if s.Items != nil {
		items := s.Item()
		if format == "" {
			format = items.Format
		}
		if named == nil {
			named = s.Element().Named
		}
	}
	if format != "" {
		w.element(` <span class="field-format">`, format, "</span>")
	}
	w.raw("</span>")
	if named != nil && (!named.Internal || w.r.opts.Internal) {
		w.raw(` <a class="field-schema"`)
		w.href(schemaPath(named))
		w.element(">", named.Name, "</a>")
	}
	if s.RefText != "" && s.Of != nil && s.Of.Ref == nil {
		w.element(` <span class="field-note">reference to <code>`, s.RefText, "</code>, which leads nowhere</span>")
	}
}

// facts are what a value must keep to, as a list.
func (w *writer) facts(s *schema.Shape, examples []*document.Node) {
	mark := len(w.b)
	w.raw(`<ul class="field-facts">`)
	start := len(w.b)
	for _, c := range s.Constraints() {
		w.raw("<li>")
		w.constraint(c)
		w.raw("</li>")
	}
	enum, texts, each := s.Enum, s.EnumTexts, ""
	if s.Items != nil {
		items := s.Item()
		for _, c := range items.Constraints() {
			w.raw("<li>each ")
			w.constraint(c)
			w.raw("</li>")
		}
		if len(enum) == 0 {
			enum, texts, each = items.Enum, items.EnumTexts, "each "
		}
	}
	if s.Const != nil {
		w.element("<li>always <code>", schema.Compact(s.Const), "</code></li>")
	}
	if s.Default != nil {
		w.element("<li>default <code>", clip(schema.Compact(s.Default)), "</code></li>")
	}
	w.not(s)
	w.enum(each, enum, texts)
	if len(examples) == 0 {
		examples = s.Examples
	}
	for _, example := range examples[:min(len(examples), 3)] {
		if schema.Scalar(example) {
			w.element("<li>for example <code>", schema.Compact(example), "</code></li>")
		}
	}
	if s.ExternalDocs != nil && s.ExternalDocs.URL != "" {
		w.raw("<li>")
		w.outward(s.ExternalDocs.URL, orText(s.ExternalDocs.Description, "more to read"))
		w.raw("</li>")
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
		return
	}
	w.raw("</ul>\n")
}

// clip cuts a long value.
func clip(s string) string {
	const most = 200
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (w *writer) constraint(c schema.Constraint) {
	w.text(c.Words)
	if c.Code != "" {
		w.element(" <code>", clip(c.Code), "</code>")
	}
}

// not says what the value may not be.
func (w *writer) not(s *schema.Shape) {
	if s.Not == nil {
		return
	}
	other := schema.Of(s.Not)
	words := schema.TypeWords(other)
	switch {
	case len(other.Enum) > 0:
		words = schema.Compact(other.Enum[0])
	case other.Const != nil:
		words = schema.Compact(other.Const)
	case len(other.Required) > 0 && len(other.Fields) == 0:
		words = "with " + strings.Join(other.Required, ", ")
	case other.Named != nil:
		words = other.Named.Name
	}
	w.element("<li>not <code>", words, "</code></li>")
}

// enum lists the values there can be, with what is said of them.
func (w *writer) enum(each string, values []*document.Node, texts []string) {
	if len(values) == 0 {
		return
	}
	many := len(values) > enumerated
	switch {
	case len(values) == 1:
		w.raw("<li>", each, "always ")
	case many:
		w.raw("<li>", each, "one of <details class=\"enum\"><summary>", strconv.Itoa(len(values)), " values</summary>")
	default:
		w.raw("<li>", each, "one of ")
	}
	for i, value := range values {
		if i > 0 {
			w.raw(", ")
		}
		w.element("<code>", clip(schema.Compact(value)), "</code>")
		if i < len(texts) && texts[i] != "" {
			w.element(" ", texts[i], "")
		}
	}
	if many {
		w.raw("</details>")
	}
	w.raw("</li>")
}

// nested writes what a value is made of, folded; a link where it is shown elsewhere or the page is long enough.
func (w *writer) nested(path, id string, of *schema.Shape) {
	s := of.Element()
	if !s.Nested() {
		return
	}
	if named := s.Named; named != nil && !w.roomFor(s) {
		w.elsewhere(named)
		return
	}
	if len(w.b) > 20*pageRoom || strings.Count(path, ".") > 40 {
		w.raw(`<p class="field-same">There is more inside than this page has room for.</p>` + "\n")
		return
	}
	w.element(`<details class="field-inside"><summary>`, insideLabel(s), "</summary>\n")
	w.enter(s, id)
	w.inside(path, s)
	w.leave(s)
	w.raw("</details>\n")
}

// roomFor reports whether a named schema is to be shown here.
func (w *writer) roomFor(s *schema.Shape) bool {
	if slices.Contains(w.open, s.Named) || s.Named.Internal && !w.r.opts.Internal {
		return false
	}
	if _, shown := w.shown[s.Named]; shown || w.page.Kind == Schema {
		return false
	}
	return len(w.open) < namedDepth && len(w.b) < w.room && len(s.Fields) <= wide && len(s.Variants) <= wide
}

// elsewhere leads to where a named schema is shown: above on the page, or on its own, which a script opens in place.
func (w *writer) elsewhere(named *document.Schema) {
	if id, ok := w.shown[named]; ok && !slices.Contains(w.open, named) {
		w.element(`<p class="field-same">The same as <a href="#`, id, `">`)
		w.element("<code>", named.Name, "</code></a> above.</p>\n")
		return
	}
	if named.Internal && !w.r.opts.Internal {
		return
	}
	w.raw(`<p class="field-more"><a data-schema`)
	w.href(schemaPath(named))
	w.element(">What is in ", named.Name, "</a></p>\n")
}

func insideLabel(s *schema.Shape) string {
	switch n := len(s.Fields); {
	case n == 1:
		return "1 field"
	case n > 1:
		return strconv.Itoa(n) + " fields"
	case len(s.Variants) > 0:
		return strconv.Itoa(len(s.Variants)) + " variants"
	}
	return "what is inside"
}

// inside writes the fields and the variants of a value.
func (w *writer) inside(path string, s *schema.Shape) {
	mark := len(w.b)
	w.raw(`<ul class="fields">` + "\n")
	start := len(w.b)
	for _, f := range s.Fields {
		w.field(path+"."+f.Name, f.Name, f.Schema, note{required: f.Required, from: f.From})
	}
	for i, item := range s.PrefixItems {
		w.field(path+"."+strconv.Itoa(i), "item "+strconv.Itoa(i+1), item, note{})
	}
	for _, p := range s.PatternProperties {
		w.field(path+"."+p.Name, "members that match "+p.Name, p.Schema, note{})
	}
	if rest := s.MapValues(); rest != nil {
		name := "any other member"
		if len(s.Fields) == 0 {
			name = "any member"
		}
		w.field(path+".*", name, rest, note{})
	}
	if s.Contains != nil {
		w.field(path+".contains", "at least one item", s.Contains, note{})
	}
	for _, d := range s.DependentSchemas {
		w.field(path+".with-"+d.Name, "with "+d.Name, d.Schema, note{})
	}
	if s.If != nil && (s.Then != nil || s.Else != nil) {
		w.condition(path, s)
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
	} else {
		w.raw("</ul>\n")
	}
	w.variants(path, s)
	if s.Closed() && len(s.Fields) > 0 {
		w.raw(`<p class="field-same">No other members.</p>` + "\n")
	}
}

// condition writes if, then and else.
func (w *writer) condition(path string, s *schema.Shape) {
	w.field(path+".if", "if it is like this", s.If, note{})
	if s.Then != nil {
		w.field(path+".then", "then also", s.Then, note{})
	}
	if s.Else != nil {
		w.field(path+".else", "or else", s.Else, note{})
	}
}

// variants writes the schemas that a value has to be one of: tabs, or a list where there are many.
func (w *writer) variants(path string, s *schema.Shape) {
	if len(s.Variants) == 0 {
		return
	}
	choice := "One of"
	if s.Any {
		choice = "One or more of"
	}
	w.raw(`<p class="field-choice">`, choice)
	if s.Discriminator != nil && s.Discriminator.Property != "" {
		w.element(", told apart by <code>", s.Discriminator.Property, "</code>")
	}
	w.raw("</p>\n")
	if len(s.Variants) > tabbed {
		w.variantList(path, s)
		return
	}
	group := w.id(path + ".variants")
	w.element(`<div class="tabs variants" role="radiogroup" aria-label="`, choice, `">`+"\n")
	for i, v := range s.Variants {
		label := s.Label(i)
		id := w.id(path + "." + label)
		w.element(`<input type="radio" class="tab-input" data-alone name="`, group, `"`)
		w.element(` id="`, id, `"`)
		if i == 0 {
			w.raw(" checked")
		}
		w.element(`><label class="tab" for="`, id, `">`)
		w.text(label)
		w.raw("</label>\n<div class=\"tab-pane\">\n")
		w.variant(path+"."+label, id, v)
		w.raw("</div>\n")
	}
	w.raw("</div>\n")
}

func (w *writer) variantList(path string, s *schema.Shape) {
	w.raw(`<ul class="variants">` + "\n")
	for i, v := range s.Variants[:min(len(s.Variants), 20*wide)] {
		label := s.Label(i)
		id := w.id(path + "." + label)
		w.element(`<li class="variant" id="`, id, `"><details><summary>`)
		w.text(label)
		w.raw("</summary>\n")
		w.variant(path+"."+label, id, v)
		w.raw("</details></li>\n")
	}
	w.raw("</ul>\n")
}

func (w *writer) variant(path, id string, v schema.Variant) {
	s := schema.Of(v.Schema)
	w.raw(`<p class="field-head">`)
	w.typeOf(s)
	w.raw("</p>\n")
	w.markdown("field-text", s.Description, s.Of.Position())
	w.facts(s, nil)
	of := s.Element()
	if !of.Nested() {
		return
	}
	if of.Named != nil && !w.roomFor(of) {
		w.elsewhere(of.Named)
		return
	}
	w.enter(of, id)
	w.inside(path, of)
	w.leave(of)
}
