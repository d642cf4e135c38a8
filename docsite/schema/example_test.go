package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wpengine/docsite/schema"
)

func TestExamples(t *testing.T) {
	const more = `
    Pet: { type: object, required: [kind], discriminator: { propertyName: kind, mapping: { c: Cat, d: Dog } }, properties: { kind: { type: string } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [lives], properties: { lives: { type: integer, minimum: 7 } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [bark], properties: { bark: { type: boolean } } }] }
    Tree: { type: object, required: [name], properties: { name: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
    List: { type: object, required: [value, next], properties: { value: { type: integer }, next: { oneOf: [{ $ref: '#/components/schemas/List' }, { type: 'null' }] } } }
    Filter: { oneOf: [{ type: object, required: [not], properties: { not: { $ref: '#/components/schemas/Filter' } } }, { type: object, required: [eq], properties: { eq: { type: string } } }] }
`
	for _, test := range []struct{ schema, want string }{
		{`{ type: string, example: x, default: y }`, `"x"`},
		{`{ type: string, default: y }`, `"y"`},
		{`{ type: string, example: 5, default: y }`, `"y"`},
		{`{ type: string, enum: [a, b] }`, `"a"`},
		{`{ const: 7 }`, `7`},
		{`{ type: string, format: date-time }`, `"2026-03-01T12:00:00Z"`},
		{`{ type: string, format: uuid }`, `"3fa85f64-5717-4562-b3fc-2c963f66afa6"`},
		{`{ type: string, format: uri, pattern: '^ftp://[a-z]+/$' }`, `"ftp://a/"`},
		{`{ type: string, pattern: '^[A-Z]{3}-\d+$', minLength: 8 }`, `"AAA-1111"`},
		{`{ type: string, minLength: 8 }`, `"stringxx"`},
		{`{ type: string, maxLength: 3 }`, `"str"`},
		{`{ type: integer, minimum: 5, multipleOf: 4 }`, `8`},
		{`{ type: number, exclusiveMinimum: 0, exclusiveMaximum: 1 }`, `0.5`},
		{`{ type: integer, maximum: -3 }`, `-3`},
		{`{ type: array, items: { type: string }, minItems: 2, uniqueItems: true }`, `["string","string2"]`},
		{`{ type: array, prefixItems: [{ type: string }, { type: integer }], items: false }`, `["string",1]`},
		{`{ type: array, contains: { const: 5 }, items: { type: integer } }`, `[5]`},
		{`{ type: object, required: [b], properties: { a: { type: string }, b: { type: boolean } } }`, `{"b":true}`},
		{`{ type: object, properties: { a: { type: string }, b: { type: boolean, readOnly: true } } }`, `{"a":"string"}`},
		{`{ type: object, example: { a: x, b: true }, properties: { a: { type: string }, b: { type: boolean, readOnly: true } } }`, `{"a":"x"}`},
		{`{ type: object, required: [a, extra], properties: { a: { type: string } }, additionalProperties: { type: integer } }`, `{"a":"string","extra":1}`},
		{`{ type: object, minProperties: 2, additionalProperties: { type: integer } }`, `{"key":1,"key2":1}`},
		{`{ type: object, propertyNames: { pattern: '^x-' }, additionalProperties: { type: integer } }`, `{"x-":1}`},
		{`{ type: object, dependentRequired: { a: [b] }, required: [a], properties: { a: { type: string }, b: { type: string }, c: { type: string } } }`, `{"a":"string","b":"string"}`},
		{`{ oneOf: [{ type: integer }, { type: string }] }`, `1`},
		{`{ oneOf: [{ type: object, required: [a], properties: { a: { type: string } } }, { type: object, required: [a, b], properties: { a: { type: string }, b: { type: string } } }] }`, `{"a":"string"}`},
		{`{ type: object, properties: { a: { type: string }, b: { type: string } }, anyOf: [{ required: [b] }, { required: [a] }] }`, `{"b":"string"}`},
		{`{ properties: { a: { type: string }, b: { type: string } }, not: { required: [a, b] }, minProperties: 1 }`, `{"a":"string"}`},
		{`{ $ref: '#/components/schemas/Pet' }`, `{"kind":"c","lives":7}`},
		{`{ oneOf: [{ $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' }], discriminator: { propertyName: kind } }`, `{"kind":"Dog","bark":true}`},
		{`{ $ref: '#/components/schemas/Tree' }`, `{"name":"string"}`},
		{`{ $ref: '#/components/schemas/List' }`, `{"value":1,"next":null}`},
		{`{ $ref: '#/components/schemas/Filter' }`, `{"eq":"string"}`},
		{`{}`, `{}`},
	} {
		s := named(t, "    T: { properties: { t: "+test.schema+" } }"+more).Properties[0].Schema
		value := schema.Example(s, schema.Request)
		if got := string(value.AppendJSON(nil, "")); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.schema, got, test.want)
		}
		if !schema.Fits(s, value, schema.Request) {
			t.Errorf("%s: the example does not fit", test.schema)
		}
	}
}

func TestAnswersShowMoreThanRequests(t *testing.T) {
	s := named(t, `
    T: { type: object, required: [a], properties: { a: { type: string }, b: { type: string, writeOnly: true }, c: { type: integer, readOnly: true } } }
`)
	for mode, want := range map[schema.Mode]string{schema.Request: `{"a":"string"}`, schema.Response: `{"a":"string","c":1}`} {
		if got := string(schema.Example(s, mode).AppendJSON(nil, "")); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestHostileSchemasEnd: what can't be worked out in time is left.
func TestHostileSchemasEnd(t *testing.T) {
	var wide, mutual, nested strings.Builder
	wide.WriteString("    T: { oneOf: [")
	for i := range 3000 {
		fmt.Fprintf(&wide, "{ type: object, required: [k], properties: { k: { const: v%d }, next: { $ref: '#/components/schemas/T' } } }, ", i)
	}
	wide.WriteString("] }\n")
	const many = 3000
	for i := range many {
		fmt.Fprintf(&mutual, "    S%d: { required: [p%d], allOf: [{ $ref: '#/components/schemas/S%d' }, { $ref: '#/components/schemas/S%d' }], properties: { p%d: { oneOf: [{ $ref: '#/components/schemas/S%d' }, { $ref: '#/components/schemas/S%d' }] } } }\n",
			i, i, (i+1)%many, (i*7+3)%many, i, (i*13+5)%many, (i+1)%many)
	}
	mutual.WriteString("    T: { allOf: [{ $ref: '#/components/schemas/S0' }] }\n")
	const levels = 40
	for i := range levels {
		fmt.Fprintf(&nested, "    N%d: { type: object, required: [a, b], properties: { a: { anyOf: [{ $ref: '#/components/schemas/N%d' }, { not: {} }] }, b: { $ref: '#/components/schemas/N%d' } } }\n", i, i+1, i+1)
	}
	fmt.Fprintf(&nested, "    N%d: { type: string, pattern: '^(?:a{1000}){1000}$', not: {} }\n    T: { $ref: '#/components/schemas/N0', minProperties: 1 }\n", levels)
	for name, schemas := range map[string]string{
		"wide": wide.String(), "mutual": mutual.String(), "nested": nested.String(),
		"pattern": "    T: { type: string, pattern: '^(((((a{1,100}){1,100}){1,100})*)*)*b$', minLength: 100000 }\n",
		"numbers": "    T: { type: number, multipleOf: 1e-999999999, minimum: 1e999999999, maximum: -1e999999999 }\n",
		"items":   "    T: { type: array, minItems: 4000000000, uniqueItems: true, items: { $ref: '#/components/schemas/T' } }\n",
	} {
		s := named(t, schemas)
		start := time.Now()
		value := schema.Example(s, schema.Request)
		schema.Fits(s, value, schema.Request)
		if took, length := time.Since(start), len(value.AppendJSON(nil, "")); took > time.Second || length > 1_000_000 {
			t.Errorf("%s: it took %v, for %d bytes", name, took, length)
		}
	}
}
