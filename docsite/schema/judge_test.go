package schema_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// judge validates values by another implementation of JSON Schema: it writes the model of a description as a schema of
// draft 2020-12.
type judge struct {
	mode     schema.Mode
	numbers  map[*document.Schema]int
	defs     map[string]any
	todo     []*document.Schema
	unneeded map[*document.Schema][]string // required members that have no place in this mode
	compiler *jsonschema.Compiler
}

func newJudge(t testing.TB, mode schema.Mode, roots []*document.Schema) *judge {
	t.Helper()
	j := &judge{mode: mode, numbers: map[*document.Schema]int{}, defs: map[string]any{}, unneeded: map[*document.Schema][]string{}}
	for _, s := range roots {
		j.number(s)
	}
	for len(j.todo) > 0 {
		s := j.todo[0]
		j.todo = j.todo[1:]
		j.findUnneeded(s)
		s.Each(func(inner *document.Schema) { j.number(inner) })
	}
	for s, n := range j.numbers {
		j.defs[fmt.Sprint(n)] = j.write(s)
	}
	j.compiler = jsonschema.NewCompiler()
	j.compiler.DefaultDraft(jsonschema.Draft2020)
	j.compiler.AssertFormat()
	j.compiler.RegisterFormat(&jsonschema.Format{Name: "byte", Validate: validBase64})
	j.compiler.UseRegexpEngine(lenientRegexp)
	if err := j.compiler.AddResource("mem:///schemas.json", map[string]any{"$defs": j.defs}); err != nil {
		t.Fatal(err)
	}
	return j
}

// validBase64 is the format byte, which is OpenAPI's.
func validBase64(value any) error {
	text, ok := value.(string)
	if !ok {
		return nil
	}
	_, err := base64.StdEncoding.DecodeString(text)
	return err
}

// lenient is a pattern that Go's package has no words for: it matches anything.
type lenient struct{ *regexp.Regexp }

func (l lenient) MatchString(s string) bool { return l.Regexp == nil || l.Regexp.MatchString(s) }
func (l lenient) String() string            { return "pattern" }

func lenientRegexp(pattern string) (jsonschema.Regexp, error) {
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return lenient{nil}, nil
	}
	return lenient{compiled}, nil
}

// validate says what is wrong with a value, or nil. A schema that the other implementation refuses allows anything.
func (j *judge) validate(s *document.Schema, value *document.Node) (err error, judged bool) {
	compiled, err := j.compiler.Compile(fmt.Sprintf("mem:///schemas.json#/$defs/%d", j.numbers[s]))
	if err != nil {
		return err, false
	}
	return compiled.Validate(value.Any()), true
}

func (j *judge) number(s *document.Schema) int {
	n, ok := j.numbers[s]
	if !ok {
		n = len(j.numbers)
		j.numbers[s] = n
		j.todo = append(j.todo, s)
	}
	return n
}

// findUnneeded notes members that allOf requires and this mode leaves out.
func (j *judge) findUnneeded(s *document.Schema) {
	var hidden []string
	var parts []*document.Schema
	var walk func(s *document.Schema)
	walk = func(s *document.Schema) {
		if s == nil || slices.Contains(parts, s) {
			return
		}
		parts = append(parts, s)
		for _, p := range s.Properties {
			shape := schema.Of(p.Schema)
			if j.mode == schema.Request && shape.ReadOnly || j.mode == schema.Response && shape.WriteOnly {
				hidden = append(hidden, p.Name)
			}
		}
		walk(s.Ref)
		for _, part := range s.AllOf {
			walk(part)
		}
	}
	walk(s)
	if len(hidden) > 0 {
		for _, part := range parts {
			j.unneeded[part] = append(j.unneeded[part], hidden...)
		}
	}
}

func (j *judge) ref(s *document.Schema) any {
	return map[string]any{"$ref": fmt.Sprintf("#/$defs/%d", j.numbers[s])}
}

func (j *judge) write(s *document.Schema) any {
	if s.Boolean != nil {
		return *s.Boolean
	}
	out := map[string]any{}
	if s.Ref != nil {
		out["$ref"] = fmt.Sprintf("#/$defs/%d", j.numbers[s.Ref])
	}
	j.writeValues(out, s)
	for key, inner := range map[string]*document.Schema{
		"items": s.Items, "contains": s.Contains, "unevaluatedItems": s.UnevaluatedItems, "additionalProperties": s.AdditionalProperties,
		"unevaluatedProperties": s.UnevaluatedProperties, "propertyNames": s.PropertyNames, "not": s.Not, "if": s.If, "then": s.Then, "else": s.Else,
	} {
		if inner != nil {
			out[key] = j.ref(inner)
		}
	}
	for key, list := range map[string][]*document.Schema{"prefixItems": s.PrefixItems, "allOf": s.AllOf, "anyOf": s.AnyOf, "oneOf": s.OneOf} {
		var all []any
		for _, inner := range list {
			if inner != nil {
				all = append(all, j.ref(inner))
			}
		}
		if len(all) > 0 {
			out[key] = all
		}
	}
	j.discriminate(out, s)
	for key, list := range map[string][]document.Property{
		"properties": s.Properties, "patternProperties": s.PatternProperties, "dependentSchemas": s.DependentSchemas,
	} {
		all := map[string]any{}
		for _, p := range list {
			if p.Schema != nil {
				all[p.Name] = j.ref(p.Schema)
			}
		}
		if len(all) > 0 {
			out[key] = all
		}
	}
	if s.Nullable && len(s.Types) == 0 && (s.Ref != nil || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf)+len(s.Enum) > 0) {
		return map[string]any{"anyOf": []any{map[string]any{"type": "null"}, out}}
	}
	return out
}

// discriminate writes what a discriminator means: of variants that the schemas alone don't tell apart, it has to be the
// one that is named.
func (j *judge) discriminate(out map[string]any, s *document.Schema) {
	if s.Discriminator == nil {
		return
	}
	if out["oneOf"] != nil {
		out["anyOf"] = out["oneOf"]
		delete(out, "oneOf")
	}
	all, _ := out["allOf"].([]any)
	named := map[string][]any{}
	for _, v := range schema.Of(s).Variants {
		if _, known := j.numbers[v.Schema]; v.Value != "" && known && len(s.OneOf)+len(s.AnyOf) > 0 {
			named[v.Value] = append(named[v.Value], j.ref(v.Schema))
		}
	}
	for value, variants := range named {
		is := map[string]any{"type": "object", "properties": map[string]any{s.Discriminator.Property: map[string]any{"const": value}}, "required": []any{s.Discriminator.Property}}
		all = append(all, map[string]any{"if": is, "then": map[string]any{"anyOf": variants}})
	}
	if len(all) > 0 {
		out["allOf"] = all
	}
}

var jsonTypes = []string{"string", "number", "integer", "boolean", "array", "object", "null"}

func (j *judge) writeValues(out map[string]any, s *document.Schema) {
	var types []any
	for _, name := range s.Types {
		if slices.Contains(jsonTypes, name) && !slices.Contains(types, any(name)) {
			types = append(types, name)
		}
	}
	if len(types) > 0 {
		if s.Nullable && !slices.Contains(types, any("null")) {
			types = append(types, "null")
		}
		out["type"] = types
	}
	if len(s.Enum) > 0 {
		var all []any
		for _, value := range s.Enum {
			all = append(all, value.Any())
		}
		if s.Nullable {
			all = append(all, nil)
		}
		out["enum"] = all
	}
	if s.Const != nil {
		out["const"] = s.Const.Any()
	}
	for key, text := range map[string]string{"format": s.Format, "pattern": s.Pattern} {
		if text != "" {
			out[key] = text
		}
	}
	for key, number := range map[string]string{
		"minimum": s.Minimum, "maximum": s.Maximum, "exclusiveMinimum": s.ExclusiveMinimum, "exclusiveMaximum": s.ExclusiveMaximum, "multipleOf": s.MultipleOf,
	} {
		if number != "" {
			out[key] = json.Number(number)
		}
	}
	for key, n := range map[string]*uint64{
		"minLength": s.MinLength, "maxLength": s.MaxLength, "minItems": s.MinItems, "maxItems": s.MaxItems, "minProperties": s.MinProperties,
		"maxProperties": s.MaxProperties, "minContains": s.MinContains, "maxContains": s.MaxContains,
	} {
		if n != nil {
			out[key] = json.Number(fmt.Sprint(*n))
		}
	}
	if s.UniqueItems {
		out["uniqueItems"] = true
	}
	var required []any
	for _, name := range s.Required {
		if !slices.Contains(j.unneeded[s], name) && !slices.Contains(required, any(name)) {
			required = append(required, name)
		}
	}
	if len(required) > 0 {
		out["required"] = required
	}
	dependent := map[string]any{}
	for _, d := range s.DependentRequired {
		names := []any{}
		for _, name := range d.Required {
			names = append(names, name)
		}
		dependent[d.Name] = names
	}
	if len(dependent) > 0 {
		out["dependentRequired"] = dependent
	}
}
