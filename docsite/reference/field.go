package reference

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Field is a member of an object, a parameter or a header as a page shows it.
type Field struct {
	ID          string // what a link to it names: "body.message.text"
	Name        string
	Type        string
	Format      string
	Schema      string // the component it is, or ""
	Required    bool
	Deprecated  bool
	Notes       []string // "read only", "write only"
	Description template.HTML
	Constraints []constraint
	Each        []constraint // of the items of an array
	Default     string
	Const       string
	Enum        []EnumValue
	EnumEach    bool // Enum is that of the items
	Examples    []string
	Not         string
	Inside      *Inside // what it is made of, or nil
}

// EnumValue is one of the values that a field can have.
type EnumValue struct {
	Value string
	Text  string // x-enum-descriptions or x-enum-varnames, or ""
}

// Inside is what a value that isn't a plain one is made of.
type Inside struct {
	Label    string // "Message, 1 field"
	Open     bool
	Fields   []*Field
	Closed   bool   // no other members than these
	Choice   string // "One of", "Any of", above Variants
	Variants []*Variant
	Same     *Same // it is shown elsewhere on the page
	Cut      bool  // there is more, and the page has no room for it
}

// Variant is one of the schemas of a oneOf or anyOf.
type Variant struct {
	ID          string
	Label       string
	Type        string
	Description template.HTML
	Constraints []constraint
	Enum        []EnumValue
	Inside      *Inside
}

// Same is a link to the place on the page where a component is shown.
type Same struct {
	ID   string
	Name string
}

// fieldBudget bounds the fields of one page: a page of a spec whose schemas all lead to each
// other would otherwise be hundreds of megabytes.
const fieldBudget = 600

// tree builds the fields of one page. It goes by depth, all of one level before the next, so
// that a component is shown where it is nearest to the surface, and the budget goes to what
// readers see first.
type tree struct {
	site   *site
	budget int
	ids    map[string]bool
	shown  map[string]*Same // by component name
	queue  []func() error
}

func (s *site) tree() *tree {
	return &tree{site: s, budget: fieldBudget, ids: map[string]bool{}, shown: map[string]*Same{}}
}

// grow builds everything that is still to be built.
func (t *tree) grow() error {
	for len(t.queue) > 0 {
		next := t.queue[0]
		t.queue = t.queue[1:]
		if err := next(); err != nil {
			return err
		}
	}
	return nil
}

// id makes an id of the path that no other thing on the page has. White space may not be in
// one, and a percent sign would be read as the start of an escape.
func (t *tree) id(path string) string {
	clean := strings.Join(strings.Fields(strings.ReplaceAll(path, "%", "")), "-")
	id := clean
	for n := 2; t.ids[id]; n++ {
		id = clean + "~" + strconv.Itoa(n)
	}
	t.ids[id] = true
	return id
}

// field shows the schema under a name.
func (t *tree) field(path, name string, ref *openapi3.SchemaRef) (*Field, error) {
	t.budget--
	s := shapeOf(ref)
	f := &Field{
		ID: t.id(path), Name: name, Type: typeWords(s), Format: s.Format, Schema: s.name,
		Deprecated: s.Schema.Deprecated, Constraints: constraints(s.Schema), Enum: enum(s.Schema),
	}
	if s.ReadOnly {
		f.Notes = append(f.Notes, "read only")
	}
	if s.WriteOnly {
		f.Notes = append(f.Notes, "write only")
	}
	if s.Schema.Default != nil {
		f.Default = compact(s.Schema.Default)
	}
	if s.Const != nil {
		f.Const = compact(s.Const)
	}
	for _, example := range append(slices.Clone(s.Schema.Examples), s.Example) {
		if scalar(example) {
			f.Examples = append(f.Examples, compact(example))
		}
	}
	if s.Not != nil && s.Not.Value != nil {
		f.Not = typeWords(shapeOf(s.Not))
		if values := enum(s.Not.Value); len(values) > 0 {
			f.Not = values[0].Value
		}
	}
	if s.Items != nil && s.Items.Value != nil {
		items := shapeOf(s.Items)
		f.Each = constraints(items.Schema)
		if len(f.Enum) == 0 {
			f.Enum = enum(items.Schema)
			f.EnumEach = len(f.Enum) > 0
		}
		if f.Schema == "" {
			f.Schema = items.name
		}
		if f.Format == "" {
			f.Format = items.Format
		}
	}
	var err error
	if f.Description, err = t.site.text(s.Schema.Description, path); err != nil {
		return nil, err
	}
	f.Inside, err = t.inside(path, f.ID, s)
	return f, err
}

// inside is what the schema is made of, nil if it is a plain value. The fields come later, when
// its level is grown.
func (t *tree) inside(path, id string, s shape) (*Inside, error) {
	for depth := 0; depth < 4 && s.Items != nil && len(s.names) == 0; depth++ {
		s = shapeOf(s.Items)
	}
	if !s.nested() {
		return nil, nil
	}
	in := &Inside{}
	if same := t.shown[s.name]; s.name != "" && same != nil {
		in.Same = same
		return in, nil
	}
	if s.name != "" {
		t.shown[s.name] = &Same{ID: id, Name: s.name}
	}
	in.Closed = s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
	in.Label = insideLabel(s)
	t.queue = append(t.queue, func() error { return t.fill(in, path, s) })
	return in, nil
}

// nested reports whether there is something to show inside.
func (s shape) nested() bool {
	return len(s.names) > 0 || len(s.variants) > 0 || len(s.PrefixItems) > 0 || len(s.PatternProperties) > 0 ||
		s.AdditionalProperties.Schema != nil && shapeOf(s.AdditionalProperties.Schema).nestedOnce()
}

// nestedOnce is nested without looking into maps: a map of maps of itself has no end.
func (s shape) nestedOnce() bool {
	return len(s.names) > 0 || len(s.variants) > 0 || s.Items != nil || s.AdditionalProperties.Schema != nil || s.Schema.Description != ""
}

func insideLabel(s shape) string {
	switch n := len(s.names); {
	case n == 1:
		return "1 field"
	case n > 1:
		return strconv.Itoa(n) + " fields"
	case len(s.variants) > 0:
		return strconv.Itoa(len(s.variants)) + " variants"
	}
	return "what is inside"
}

func (t *tree) fill(in *Inside, path string, s shape) error {
	if t.budget <= 0 {
		in.Cut = true
		return nil
	}
	for _, name := range s.names {
		if err := t.member(in, path+"."+name, name, s.Properties[name], slices.Contains(s.Schema.Required, name)); err != nil {
			return err
		}
	}
	for i, item := range s.PrefixItems {
		name := fmt.Sprintf("item %d", i+1)
		if err := t.member(in, fmt.Sprintf("%s.%d", path, i), name, item, false); err != nil {
			return err
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(s.PatternProperties)) {
		if err := t.member(in, path+"."+pattern, "members that match "+pattern, s.PatternProperties[pattern], false); err != nil {
			return err
		}
	}
	if rest := s.AdditionalProperties.Schema; rest != nil && rest.Value != nil {
		name := "any other member"
		if len(s.names) == 0 {
			name = "any member"
		}
		if err := t.member(in, path+".*", name, rest, false); err != nil {
			return err
		}
	}
	return t.variants(in, path, s)
}

func (t *tree) member(in *Inside, path, name string, ref *openapi3.SchemaRef, required bool) error {
	if t.budget <= 0 {
		in.Cut = true
		return nil
	}
	f, err := t.field(path, name, ref)
	if err != nil {
		return err
	}
	f.Required = required
	in.Fields = append(in.Fields, f)
	return nil
}

func (t *tree) variants(in *Inside, path string, s shape) error {
	if len(s.variants) == 0 {
		return nil
	}
	in.Choice = "One of"
	if s.any {
		in.Choice = "One or more of"
	}
	for i, ref := range s.variants {
		if t.budget <= 0 {
			in.Cut = true
			return nil
		}
		t.budget--
		v := shapeOf(ref)
		label := variantLabel(s, ref, v, i)
		at := path + "." + label
		variant := &Variant{ID: t.id(at), Label: label, Type: typeWords(v), Constraints: constraints(v.Schema), Enum: enum(v.Schema)}
		var err error
		if variant.Description, err = t.site.text(v.Schema.Description, at); err != nil {
			return err
		}
		if variant.Inside, err = t.inside(at, variant.ID, v); err != nil {
			return err
		}
		in.Variants = append(in.Variants, variant)
	}
	return nil
}

// variantLabel names a variant: by the discriminator's value, its title, its component or its type.
func variantLabel(s shape, ref *openapi3.SchemaRef, v shape, i int) string {
	if d := s.Discriminator; d != nil {
		for _, value := range slices.Sorted(maps.Keys(d.Mapping)) {
			if d.Mapping[value].Ref == ref.Ref && ref.Ref != "" {
				return value
			}
		}
	}
	switch {
	case v.Title != "":
		return v.Title
	case v.name != "":
		return v.name
	case len(v.Type.Slice()) > 0:
		return typeWords(v)
	}
	return "variant " + strconv.Itoa(i+1)
}

// enum lists the values with what the common extensions say of them.
func enum(m *openapi3.Schema) []EnumValue {
	var all []EnumValue
	for i, value := range m.Enum {
		v := EnumValue{Value: compact(value)}
		for _, extension := range []string{"x-enum-descriptions", "x-enumDescriptions", "x-enum-varnames"} {
			switch texts := m.Extensions[extension].(type) {
			case []any:
				if i < len(texts) && v.Text == "" {
					v.Text, _ = texts[i].(string)
				}
			case map[string]any:
				if v.Text == "" {
					v.Text, _ = texts[fmt.Sprint(value)].(string)
				}
			}
		}
		all = append(all, v)
	}
	return all
}

// scalar reports a value that is short enough to stand in a line.
func scalar(value any) bool {
	switch v := value.(type) {
	case nil, map[string]any:
		return false
	case []any:
		return len(v) <= 4 && len(compact(v)) <= 80
	case string:
		return len(v) <= 200
	}
	return true
}

// compact writes a value as it stands in JSON, but for text, which needs no quotes to be read.
func compact(value any) string {
	if s, ok := value.(string); ok && s != "" && strings.TrimSpace(s) == s {
		return s
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}
