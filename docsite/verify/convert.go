package verify

import (
	"math"
	"regexp"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// compiler makes schemas of JSON Schema, each once.
type compiler struct {
	made     map[key]*jsonschema.Schema
	patterns map[string]*regexp.Regexp             // nil for one that cannot be read
	outer    map[*document.Schema]*document.Schema // of a part that only adds to what stands around it
	steps    int                                   // that the check of one value took so far
}

// key is a schema in a mode: what has to be there depends on it.
type key struct {
	schema *document.Schema
	mode   Mode
}

func (c *compiler) init() {
	c.made, c.patterns = map[key]*jsonschema.Schema{}, map[string]*regexp.Regexp{}
	c.outer = map[*document.Schema]*document.Schema{}
}

// draft is the version of JSON Schema that the schemas are of.
const draft = 2020

// schema is a schema of JSON Schema that says the same; nil becomes one that allows everything.
func (c *compiler) schema(s *document.Schema, mode Mode) *jsonschema.Schema {
	if s == nil {
		return &jsonschema.Schema{DraftVersion: draft}
	}
	if out := c.made[key{s, mode}]; out != nil {
		return out
	}
	out := &jsonschema.Schema{DraftVersion: draft, Bool: s.Boolean}
	c.made[key{s, mode}] = out
	if s.Boolean != nil {
		return out
	}
	to := out
	if s.Nullable && (s.Ref != nil || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 || s.Not != nil || s.If != nil) {
		// What authors mean: null, or else all of this.
		null := &jsonschema.Schema{DraftVersion: draft, Types: types([]string{"null"})}
		to = &jsonschema.Schema{DraftVersion: draft}
		out.AnyOf = []*jsonschema.Schema{null, to}
	}
	c.fillValue(to, s)
	c.fillString(to, s)
	c.fillArray(to, s, mode)
	c.fillObject(to, s, mode)
	c.fillChoices(to, s, mode)
	return out
}

// fillValue says of which type and which of few values it is, and between which numbers.
func (c *compiler) fillValue(to *jsonschema.Schema, s *document.Schema) {
	if len(s.Types) > 0 {
		to.Types = types(s.Types)
		if s.Nullable {
			to.Types.Add("null")
		}
	}
	var values []any
	for _, value := range s.Enum {
		values = append(values, plain(value))
	}
	if s.Const != nil {
		values = []any{plain(s.Const)}
	}
	if len(values) > 0 {
		if s.Nullable {
			values = append(values, nil)
		}
		to.Extensions = append(to.Extensions, oneOfValues(values))
	}
	to.Minimum, to.Maximum = ratio(s.Minimum), ratio(s.Maximum)
	to.ExclusiveMinimum, to.ExclusiveMaximum = ratio(s.ExclusiveMinimum), ratio(s.ExclusiveMaximum)
	if step := ratio(s.MultipleOf); step != nil && step.Sign() > 0 {
		to.MultipleOf = step
	}
}

func types(names []string) *jsonschema.Types {
	all := new(jsonschema.Types)
	for _, name := range names {
		all.Add(name) // what is no type allows nothing, and is not taken
	}
	return all
}

func (c *compiler) fillString(to *jsonschema.Schema, s *document.Schema) {
	to.MinLength, to.MaxLength = count(s.MinLength), count(s.MaxLength)
	if s.Pattern != "" {
		if pattern := c.pattern(s.Pattern); pattern != nil {
			to.Pattern = pattern
		}
	}
}

// pattern is a regular expression, or nil: what Go cannot read, such as a look-ahead, is not checked.
func (c *compiler) pattern(text string) *regexp.Regexp {
	pattern, ok := c.patterns[text]
	if !ok {
		pattern, _ = regexp.Compile(text)
		c.patterns[text] = pattern
	}
	return pattern
}

func (c *compiler) fillArray(to *jsonschema.Schema, s *document.Schema, mode Mode) {
	to.MinItems, to.MaxItems, to.UniqueItems = count(s.MinItems), count(s.MaxItems), s.UniqueItems
	to.MinContains, to.MaxContains = count(s.MinContains), count(s.MaxContains)
	to.PrefixItems = c.all(s.PrefixItems, mode)
	to.Items2020, to.Contains = c.optional(s.Items, mode), c.optional(s.Contains, mode)
	to.UnevaluatedItems = c.optional(s.UnevaluatedItems, mode)
}

func (c *compiler) fillObject(to *jsonschema.Schema, s *document.Schema, mode Mode) {
	to.MinProperties, to.MaxProperties = count(s.MinProperties), count(s.MaxProperties)
	to.PropertyNames, to.UnevaluatedProperties = c.optional(s.PropertyNames, mode), c.optional(s.UnevaluatedProperties, mode)
	to.Properties, to.DependentSchemas = c.properties(s.Properties, mode), c.properties(s.DependentSchemas, mode)
	if more := s.AdditionalProperties; more != nil {
		to.AdditionalProperties = c.schema(more, mode)
		if more.Boolean != nil {
			to.AdditionalProperties = *more.Boolean
		}
	}
	for _, p := range s.PatternProperties {
		pattern := c.pattern(p.Name)
		if pattern == nil {
			to.AdditionalProperties = nil // nobody knows which they are
			continue
		}
		if to.PatternProperties == nil {
			to.PatternProperties = map[jsonschema.Regexp]*jsonschema.Schema{}
		}
		to.PatternProperties[pattern] = c.schema(p.Schema, mode)
	}
	for _, d := range s.DependentRequired {
		if to.DependentRequired == nil {
			to.DependentRequired = map[string][]string{}
		}
		to.DependentRequired[d.Name] = d.Required
	}
	for _, name := range s.Required {
		if !c.hidden(s, name, mode) {
			to.Required = append(to.Required, name)
		}
	}
}

// hidden reports a member that need not be there in this mode.
func (c *compiler) hidden(s *document.Schema, name string, mode Mode) bool {
	for range 8 { // parts in parts
		for _, p := range s.Properties {
			if p.Name == name {
				return onlyElsewhere(p.Schema, mode)
			}
		}
		if s.Ref != nil || len(s.AllOf) > 0 {
			for _, f := range schema.Of(s).Fields {
				if f.Name == name {
					return onlyElsewhere(f.Schema, mode)
				}
			}
		}
		if s = c.outer[s]; s == nil {
			return false
		}
	}
	return false
}

// onlyElsewhere reports a schema of what is only read, in a request, or only written, in an answer.
func onlyElsewhere(s *document.Schema, mode Mode) bool {
	if s == nil {
		return false
	}
	readOnly, writeOnly := s.ReadOnly, s.WriteOnly
	if s.Ref != nil {
		readOnly, writeOnly = readOnly || s.Ref.ReadOnly, writeOnly || s.Ref.WriteOnly
	}
	for _, part := range s.AllOf {
		if part == nil {
			continue
		}
		readOnly, writeOnly = readOnly || part.ReadOnly, writeOnly || part.WriteOnly
		if part.Ref != nil {
			readOnly, writeOnly = readOnly || part.Ref.ReadOnly, writeOnly || part.Ref.WriteOnly
		}
	}
	return readOnly && mode != Response || writeOnly && mode != Request
}

// fillChoices says what else it has to be: other schemas, all or some of them.
func (c *compiler) fillChoices(to *jsonschema.Schema, s *document.Schema, mode Mode) {
	for _, list := range [][]*document.Schema{s.AllOf, s.AnyOf, s.OneOf} {
		for _, part := range list {
			if part != nil && part.Ref == nil && part.Name == "" {
				c.outer[part] = s
			}
		}
	}
	to.AllOf, to.AnyOf, to.OneOf = c.all(s.AllOf, mode), c.all(s.AnyOf, mode), c.all(s.OneOf, mode)
	if s.Discriminator != nil && len(to.OneOf) > 0 && len(to.AnyOf) == 0 {
		to.OneOf, to.AnyOf = nil, to.OneOf // the discriminator says which one it is, though others might fit
	}
	to.Not, to.If, to.Then, to.Else = c.optional(s.Not, mode), c.optional(s.If, mode), c.optional(s.Then, mode), c.optional(s.Else, mode)
	if s.Ref != nil {
		to.Extensions = append(to.Extensions, reference{c, s.Ref, mode})
	}
}

func (c *compiler) optional(s *document.Schema, mode Mode) *jsonschema.Schema {
	if s == nil {
		return nil
	}
	return c.schema(s, mode)
}

func (c *compiler) all(list []*document.Schema, mode Mode) []*jsonschema.Schema {
	var all []*jsonschema.Schema
	for _, s := range list {
		all = append(all, c.schema(s, mode))
	}
	return all
}

func (c *compiler) properties(list []document.Property, mode Mode) map[string]*jsonschema.Schema {
	if len(list) == 0 {
		return nil
	}
	all := make(map[string]*jsonschema.Schema, len(list))
	for _, p := range list {
		all[p.Name] = c.schema(p.Schema, mode)
	}
	return all
}

func count(n *uint64) *int {
	if n == nil {
		return nil
	}
	i := int(min(*n, math.MaxInt32))
	return &i
}

// maxSteps is how many references the check of one value follows.
const maxSteps = 50_000

// reference is a schema's $ref. It is followed when a value comes to it, and counted: without references a schema is
// no larger than its text, with them it can be endless.
type reference struct {
	compiler *compiler
	to       *document.Schema
	mode     Mode
}

// Validate implements [jsonschema.SchemaExt].
func (r reference) Validate(ctx *jsonschema.ValidatorContext, value any) {
	if r.compiler.steps++; r.compiler.steps > maxSteps {
		panic(errTooMuch) // there is no other way to end it; Verifier.Value takes it
	}
	ctx.AddErr(ctx.Validate(r.compiler.schema(r.to, r.mode), value, nil))
}

// oneOfValues are the only values there can be.
type oneOfValues []any

// Validate implements [jsonschema.SchemaExt].
func (values oneOfValues) Validate(ctx *jsonschema.ValidatorContext, value any) {
	for _, one := range values {
		if same, err := ctx.Equals(value, one); err == nil && same {
			return
		}
	}
	ctx.AddError(&kind.Enum{Got: value, Want: values})
}
