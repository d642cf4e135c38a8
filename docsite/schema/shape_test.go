package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// named reads a description of nothing but schemas, and returns the one called T.
func named(t testing.TB, schemas string) *document.Schema {
	t.Helper()
	source := "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n" + schemas
	doc, err := document.Load(fstest.MapFS{"t.yaml": {Data: []byte(source)}}, "t.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range doc.Warnings {
		if !strings.Contains(w.Message, "without end") {
			t.Fatalf("%d: %s", w.Line, w.Message)
		}
	}
	for _, s := range doc.Schemas {
		if s.Name == "T" {
			return s
		}
	}
	t.Fatal("there is no schema T")
	return nil
}

// told is what a shape says, in short.
func told(s *schema.Shape) string {
	var b strings.Builder
	b.WriteString(schema.TypeWords(s))
	if s.Named != nil && s.Named.Name != "T" {
		fmt.Fprintf(&b, " = %s", s.Named.Name)
	}
	for _, f := range s.Fields {
		fmt.Fprintf(&b, "; %s %s", f.Name, schema.TypeWords(schema.Of(f.Schema)))
		if f.Required {
			b.WriteString("!")
		}
		if f.From != nil {
			fmt.Fprintf(&b, " from %s", f.From.Name)
		}
	}
	for _, c := range s.Constraints() {
		b.WriteString("; " + strings.TrimSpace(c.Words+" "+c.Code))
	}
	for i, value := range s.Enum {
		b.WriteString("; enum " + schema.Compact(value))
		if i < len(s.EnumTexts) && s.EnumTexts[i] != "" {
			b.WriteString(" (" + s.EnumTexts[i] + ")")
		}
	}
	choices := append([]schema.Choice{{Variants: s.Variants, Any: s.Any}}, s.More...)
	for _, c := range choices {
		for i := range c.Variants {
			word := "; one of "
			if c.Any {
				word = "; some of "
			}
			b.WriteString(word + c.Label(i))
		}
	}
	return b.String()
}

func TestShapesAreMerged(t *testing.T) {
	const more = `
    Base: { type: object, required: [a], properties: { a: { type: string }, kind: { type: string, maxLength: 9 } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { kind: { const: meow }, lives: { type: integer } } }] }
    Dog: { title: A dog, type: object, properties: { kind: { const: woof } } }
    Text: { type: string, minLength: 1, maxLength: 9 }
    Page: { $defs: { item: { $dynamicAnchor: item, not: {} } }, type: object, properties: { data: { type: array, items: { $dynamicRef: '#item' } }, page: { type: integer } } }
`
	for _, test := range []struct{ name, schema, want string }{
		{"a reference", `{ $ref: '#/components/schemas/Text' }`, "string = Text; 1 to 9 characters"},
		{"a reference with siblings", `{ $ref: '#/components/schemas/Text', maxLength: 5 }`, "string = Text; 1 to 5 characters"},
		{"the narrower bounds hold", `{ allOf: [{ $ref: '#/components/schemas/Text' }, { minLength: 3, maxLength: 100 }] }`, "string; 3 to 9 characters"},
		{"allOf of one is that one", `{ description: D, allOf: [{ $ref: '#/components/schemas/Base' }] }`, "object = Base; a string!; kind string"},
		{"allOf of several tells where fields are from", `{ allOf: [{ $ref: '#/components/schemas/Base' }, { required: [kind, b], properties: { b: { type: integer } } }] }`,
			"object; a string! from Base; kind string! from Base; b integer!"},
		{"both schemas of a member hold", `{ $ref: '#/components/schemas/Cat' }`, "object = Cat; a string! from Base; kind string; lives integer"},
		{"X or null is X", `{ oneOf: [{ $ref: '#/components/schemas/Text' }, { type: 'null' }] }`, "string or null = Text; 1 to 9 characters"},
		{"null or X beside fields", `{ properties: { b: {} }, anyOf: [{ type: 'null' }, { $ref: '#/components/schemas/Base' }] }`,
			"object or null; a string! from Base; kind string from Base; b any value"},
		{"variants have discriminator's values", `{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Base' }], discriminator: { propertyName: kind } }`,
			"object; one of meow; one of woof; one of Base"},
		{"a mapping goes first", `{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { c: Cat } } }`,
			"object; one of c; one of woof"},
		{"else titles, names and types", `{ anyOf: [{ $ref: '#/components/schemas/Cat' }, { title: X }, { type: array, items: { type: string } }, { required: [a, b] }] }`,
			"any value; some of Cat; some of X; some of array of strings; some of with a, b"},
		{"several choices hold at once", `{ allOf: [{ oneOf: [{ title: A }, { title: B }] }, { anyOf: [{ title: C }, { title: D }] }] }`, "any value; one of A; one of B; some of C; some of D"},
		{"a mapping alone names variants", `{ type: object, discriminator: { propertyName: kind, mapping: { c: Cat, d: Dog } }, properties: { kind: { type: string } } }`, "object; kind string; one of c; one of d"},
		{"a choice of constants is an enum", `{ type: integer, oneOf: [{ const: 1, title: ONE }, { const: 2, title: TWO, description: Twice one. }, { const: 3 }] }`, "integer; enum 1 (ONE); enum 2 (TWO: Twice one.); enum 3"},
		{"a constant with a title is one, too", `{ type: integer, oneOf: [{ const: 1, title: ONE }] }`, "integer; enum 1 (ONE)"},
		{"open places are filled", `{ $defs: { item: { $dynamicAnchor: item, $ref: '#/components/schemas/Base' } }, $ref: '#/components/schemas/Page' }`, "object = Page; data array of objects; page integer"},
		{"what two enums share", `{ allOf: [{ enum: [a, b, c] }, { enum: [c, b] }] }`, "string; enum b; enum c"},
	} {
		if got := told(schema.Of(named(t, "    T: { properties: { t: "+test.schema+" } }"+more).Properties[0].Schema)); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestWhatIsSaidNearestCounts: a description beside Base means the whole, that of Base only Base.
func TestWhatIsSaidNearestCounts(t *testing.T) {
	const more = `
    Far: { title: far, description: far, default: far, example: far }
    Base: { allOf: [{ $ref: '#/components/schemas/Far' }, { title: base, description: base }] }
`
	for _, test := range []struct{ schema, want string }{
		{`{ allOf: [{ $ref: '#/components/schemas/Base' }, { description: near, default: near, example: near }] }`, "base near near near"},
		{`{ allOf: [{ description: near, title: near }, { $ref: '#/components/schemas/Base' }] }`, "near near far far"},
		{`{ description: own, allOf: [{ $ref: '#/components/schemas/Base' }, { description: near }] }`, "base own far far"},
		{`{ allOf: [{ $ref: '#/components/schemas/Base' }, { description: first }, { description: second }] }`, "base second far far"},
		{`{ allOf: [{ description: near, allOf: [{ description: deeper }] }, { $ref: '#/components/schemas/Base', title: beside }] }`, "beside near far far"},
		{`{ $ref: '#/components/schemas/Base', description: beside }`, "base beside far far"},
		{`{ allOf: [{ $ref: '#/components/schemas/Base' }] }`, "base base far far"},
	} {
		s := schema.Of(named(t, "    T: { properties: { t: "+test.schema+" } }"+more).Properties[0].Schema)
		if got := strings.Join([]string{s.Title, s.Description, s.Default.Text(), s.Examples[0].Text()}, " "); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.schema, got, test.want)
		}
	}
}

func TestShapesOfThemselvesEnd(t *testing.T) {
	for _, schemas := range []string{
		"    T: { allOf: [{ $ref: '#/components/schemas/T' }, { properties: { a: { $ref: '#/components/schemas/T' } } }] }\n",
		"    T: { anyOf: [{ $ref: '#/components/schemas/B' }, { type: 'null' }] }\n    B: { anyOf: [{ $ref: '#/components/schemas/T' }, { type: 'null' }] }\n",
		"    T: { oneOf: [{ $ref: '#/components/schemas/T' }, { $ref: '#/components/schemas/T' }] }\n",
		"    T: { additionalProperties: { $ref: '#/components/schemas/T' } }\n",
		"    T: { items: { $ref: '#/components/schemas/T' } }\n",
		"    T: { $ref: '#/components/schemas/B', description: x }\n    B: { $ref: '#/components/schemas/T', description: y }\n",
		"    T: { not: { $ref: '#/components/schemas/T' }, if: { $ref: '#/components/schemas/T' }, then: { $ref: '#/components/schemas/T' }, propertyNames: { $ref: '#/components/schemas/T' } }\n",
	} {
		s := named(t, schemas)
		shape := schema.Of(s)
		_ = told(shape)
		shape.Element().Nested()
		schema.Example(s, schema.Request)
	}
}

// TestThousandsOfSchemasInEachOtherAreBounded: each is made of all that follow, and of itself.
func TestThousandsOfSchemasInEachOtherAreBounded(t *testing.T) {
	var b strings.Builder
	const many = 3000
	for i := range many {
		fmt.Fprintf(&b, "    S%d: { required: [p%d], allOf: [{ $ref: '#/components/schemas/S%d' }, { $ref: '#/components/schemas/S%d' }], properties: { p%d: { oneOf: [{ $ref: '#/components/schemas/S%d' }, { $ref: '#/components/schemas/S%d' }] } } }\n",
			i, i, (i+1)%many, (i*7+3)%many, i, (i*13+5)%many, (i+1)%many)
	}
	b.WriteString("    T: { allOf: [{ $ref: '#/components/schemas/S0' }] }\n")
	s := named(t, b.String())
	start := time.Now()
	shape := schema.Of(s)
	if !shape.Cut || len(shape.Fields) == 0 {
		t.Errorf("%d fields, cut %v", len(shape.Fields), shape.Cut)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestTypesInWords(t *testing.T) {
	const more = "\n    Pet: { type: object, properties: { a: {} } }\n"
	for _, test := range []struct{ schema, want string }{
		{`{ type: array, items: { type: string } }`, "array of strings"},
		{`{ type: array, items: { type: array, items: { type: integer } } }`, "array of arrays of integers"},
		{`{ type: [integer, 'null'] }`, "integer or null"},
		{`{ additionalProperties: { $ref: '#/components/schemas/Pet' } }`, "map of Pet"},
		{`{ additionalProperties: { type: [string, 'null'] } }`, "map of strings or null"},
		{`{ oneOf: [{ type: string }, { type: integer }] }`, "string or integer"},
		{`{ minimum: 3 }`, "number"},
		{`{ prefixItems: [{ type: string }], items: { type: boolean } }`, "array"},
		{`{ const: a }`, "string"},
		{`false`, "nothing"},
		{`{}`, "any value"},
	} {
		if got := schema.TypeWords(schema.Of(named(t, "    T: "+test.schema+more))); got != test.want {
			t.Errorf("%s: %s, want %s", test.schema, got, test.want)
		}
	}
}

func TestConstraintsInWords(t *testing.T) {
	s := named(t, `
    T: { minLength: 2, pattern: '^a', multipleOf: 5, exclusiveMinimum: 0, maximum: 123456, minItems: 1, uniqueItems: true, contains: {}, minContains: 2, maxProperties: 1,
      propertyNames: { maxLength: 3 }, dependentRequired: { a: [b, c] }, contentMediaType: image/png, contentEncoding: base64 }
`)
	var got []string
	for _, c := range schema.Of(s).Constraints() {
		got = append(got, strings.TrimSpace(c.Words+" "+c.Code))
	}
	want := []string{
		"at least 2 characters", "more than 0, at most 123,456", "a multiple of 5", "at least 1 item", "no item twice", "contains at least 2 of them",
		"at most 1 member", "matches ^a", "with a, also b, c", "holds image/png", "encoded as base64", "names of members: at most 3 characters",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("constraints (-want +got):\n%s", diff)
	}
}
