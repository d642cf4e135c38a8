package document

// Schema is what a value may be: a schema object, a reference to one, or true or false.
//
// A reference keeps what stands beside it: Ref is what it leads to, and the other fields are
// those siblings. Schemas may lead back to themselves.
type Schema struct {
	Name    string  // of a named schema; "" for one written where it is used
	Slug    string  // of a named schema: a segment of a URL, unique
	Ref     *Schema // never a plain reference itself
	RefText string  // "$ref" as written; with Ref nil it leads nowhere
	Boolean *bool   // a schema that is just true or false

	Types                              []string // as written, one or several, with "null"; Swagger's file is a string of format binary
	Nullable                           bool     // 3.0's nullable and x-nullable
	Format, Title, Description         string
	Enum                               []*Node
	EnumTexts                          []string // a description, or a name, for each of Enum; or none at all
	Const, Default                     *Node
	Examples                           []*Node // example and examples
	Deprecated, ReadOnly, WriteOnly    bool
	Internal                           bool   // x-internal
	Minimum, Maximum                   string // as written, "" for none; so are the next three
	ExclusiveMinimum, ExclusiveMaximum string // 3.0's booleans come out as these
	MultipleOf                         string
	MinLength, MaxLength               *uint64
	MinItems, MaxItems                 *uint64
	MinProperties, MaxProperties       *uint64
	MinContains, MaxContains           *uint64
	UniqueItems                        bool
	Pattern                            string
	ContentEncoding, ContentMediaType  string
	ContentSchema                      *Schema

	Items                 *Schema
	PrefixItems           []*Schema
	Contains              *Schema
	UnevaluatedItems      *Schema
	Properties            []Property
	PatternProperties     []Property
	AdditionalProperties  *Schema
	UnevaluatedProperties *Schema
	PropertyNames         *Schema
	Required              []string
	DependentRequired     []Dependency
	DependentSchemas      []Property
	AllOf, AnyOf, OneOf   []*Schema
	Not, If, Then, Else   *Schema
	Discriminator         *Discriminator
	Defs                  []Property
	ExternalDocs          *ExternalDocs

	Node   *Node // for extensions and xml
	Source Position
}

// Property is a schema under a name.
type Property struct {
	Name   string
	Schema *Schema
}

// Dependency says which members must be there beside one.
type Dependency struct {
	Name     string
	Required []string
}

// Discriminator is the member that tells variants apart.
type Discriminator struct {
	Property string
	Mapping  []Mapping
	Default  *Schema // OpenAPI 3.2
}

// Mapping is a value of a discriminator and what it stands for.
type Mapping struct {
	Value  string
	Schema *Schema // nil if it leads nowhere
}

// Position is where the schema is written; nowhere for nil.
func (s *Schema) Position() Position {
	if s == nil {
		return Position{}
	}
	return s.Source
}

// Each calls visit with every schema that stands directly in this one, and with the one that it refers to.
func (s *Schema) Each(visit func(*Schema)) {
	for _, one := range []*Schema{
		s.Ref, s.ContentSchema, s.Items, s.Contains, s.UnevaluatedItems, s.AdditionalProperties, s.UnevaluatedProperties, s.PropertyNames,
		s.Not, s.If, s.Then, s.Else,
	} {
		if one != nil {
			visit(one)
		}
	}
	for _, list := range [][]*Schema{s.PrefixItems, s.AllOf, s.AnyOf, s.OneOf} {
		for _, one := range list {
			visit(one)
		}
	}
	for _, list := range [][]Property{s.Properties, s.PatternProperties, s.DependentSchemas, s.Defs} {
		for _, p := range list {
			visit(p.Schema)
		}
	}
}
