package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// load reads a spec of one operation, POST /things, whose body has the schema T.
func load(t *testing.T, schemas string) *document.Document {
	t.Helper()
	source := `
openapi: 3.1.0
info: { title: Things API, version: '1' }
tags: [{ name: things }]
paths:
  /things:
    post:
      tags: [things]
      operationId: things.make
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/T' } } } }
      responses: { '200': { description: done } }
components:
  schemas:
` + schemas
	spec, err := document.Load(fstest.MapFS{"things.yaml": {Data: []byte(source)}}, "things.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestFieldsSayWhatTheirSchemasMean(t *testing.T) {
	for _, test := range []struct{ schema, want string }{
		{`{ type: string, minLength: 1, maxLength: 100 }`, "f string 1 to 100 characters"},
		{`{ type: string, minLength: 1 }`, "f string at least 1 character"},
		{`{ type: string, maxLength: 65536 }`, "f string at most 65,536 characters"},
		{`{ type: string, minLength: 12, maxLength: 12 }`, "f string exactly 12 characters"},
		{`{ type: string, pattern: '^a+$' }`, "f string matches ^a+$"},
		{`{ type: string, format: uuid, default: x }`, "f string uuid default x"},
		{`{ type: string, const: '' }`, `f string always ""`},
		{`{ type: string, enum: [a, b], x-enum-descriptions: [first, second] }`, "f string one of a first b second"},
		{`{ type: integer, minimum: 0, maximum: 50, default: 20 }`, "f integer 0 to 50 default 20"},
		{`{ type: integer, minimum: -5 }`, "f integer at least −5"},
		{`{ type: number, exclusiveMinimum: 0, maximum: 1.5 }`, "f number more than 0, at most 1.5"},
		{`{ type: number, multipleOf: 0.25 }`, "f number a multiple of 0.25"},
		{`{ type: [string, 'null'] }`, "f string or null"},
		{`{ type: [integer, string] }`, "f integer or string"},
		{`{ anyOf: [{ type: string, format: date }, { type: 'null' }], description: D }`, "f string or null date D"},
		{`{ type: array, items: { type: string, maxLength: 5 }, maxItems: 3, uniqueItems: true }`, "f array of strings at most 3 items no item twice each at most 5 characters"},
		{`{ type: array, items: { type: array, items: { type: integer } } }`, "f array of arrays of integers"},
		{`{ type: array, items: { type: string, enum: [a] } }`, "f array of strings each always a"},
		{`{ type: array, description: D, items: { type: string, description: E, default: x, example: y } }`, "f array of strings D Each of them: E each default x each for example y"},
		{`{ type: array, items: { type: object, description: E, properties: { a: { type: string } } } }`, "f array of objects E 1 field a string"},
		{`{ type: array, items: { type: array, description: E, items: { type: string, maxLength: 3, description: I } }, maxItems: 8 }`,
			"f array of arrays of strings E Each of them: I at most 8 items in each, each at most 3 characters"},
		{`{ type: array, prefixItems: [{ type: string }], items: { type: boolean, description: E } }`, "f array its items item 1 string any further item boolean E"},
		{`{ type: string, enum: [a] }`, "f string always a"},
		{`{ oneOf: [{ const: 0, title: ZERO }] }`, "f number always 0 ZERO"},
		{`{ enum: [0, 1], x-enum-varnames: [ZERO, ONE], x-enum-descriptions: [nothing, ''] }`, "f number one of 0 ZERO: nothing 1 ONE"},
		{`{ type: string, enum: [a, b], x-ms-enum: { name: E, values: [{ value: b, description: the second }] } }`, "f string one of a b the second"},
		{`{ type: object, additionalProperties: { type: string, maxLength: 5, enum: [a, b] } }`, "f map of strings its members any member string at most 5 characters one of a , b"},
		{`{ type: object, additionalProperties: { type: integer } }`, "f map of integers"},
		{`{ type: object, maxProperties: 1, minProperties: 1, properties: { a: { type: string } } }`, "f object exactly 1 member 1 field a string"},
		{`{ type: string, readOnly: true, deprecated: true }`, "f string deprecated read only"},
		{`{ not: { type: string } }`, "f any value not string"},
		{`{}`, "f any value"},
		{`true`, "f any value"},
		{`{ type: string, examples: [a, b] }`, "f string for example a for example b"},
	} {
		p := pages(t, load(t, "    T: { type: object, properties: { f: "+test.schema+" } }"))["reference/things/make/"]
		ids, _ := elements(t, p)
		if ids["body.f"] == nil {
			t.Errorf("%s: no field", test.schema)
			continue
		}
		if got := textOf(ids["body.f"]); got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.schema, got, test.want)
		}
	}
}

// shown is the text of the fields with these ids.
func shown(t *testing.T, schemas string, want map[string]string) {
	t.Helper()
	ids, _ := elements(t, pages(t, load(t, schemas))["reference/things/make/"])
	got := map[string]string{}
	for id := range want {
		if ids[id] != nil {
			got[id] = textOf(ids[id])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestAllOfIsOneSchema(t *testing.T) {
	shown(t, `
    T: { allOf: [{ $ref: '#/components/schemas/Base' }, { required: [b], properties: { b: { type: integer } } }] }
    Base: { type: object, required: [a], properties: { a: { type: string, allOf: [{ maxLength: 3 }] } } }
`, map[string]string{"body.a": "a string required from Base at most 3 characters", "body.b": "b integer required"})
}

func TestVariantsHaveTheirNames(t *testing.T) {
	shown(t, `
    T: { type: object, properties: { pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { meow: '#/components/schemas/Cat' } } } } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string } } }
`, map[string]string{
		"body.pet.meow.lives": "lives integer",
		"body.pet.Dog.kind":   "kind string required",
	})
}

func TestRecursionEndsInALink(t *testing.T) {
	shown(t, `
    T: { type: object, properties: { name: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/T' } } } }
`, map[string]string{"body.name": "name string", "body.children": "children array of objects T 2 fields of T"})
	// Two that are each other or null are nothing but null; they end all the same.
	pages(t, load(t, `
    T: { type: object, properties: { a: { $ref: '#/components/schemas/A' } } }
    A: { anyOf: [{ $ref: '#/components/schemas/B' }, { type: 'null' }] }
    B: { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] }
`))
}

// TestNestedSchemasThatHaveNoRoomAreOneClickAway: nothing is lost, it is on another page.
func TestNestedSchemasThatHaveNoRoomAreOneClickAway(t *testing.T) {
	var schemas strings.Builder
	schemas.WriteString("    T: { type: object, required: [f0], properties: {")
	for i := range 20 {
		fmt.Fprintf(&schemas, " f%d: { $ref: '#/components/schemas/S%d' },", i, i)
	}
	schemas.WriteString(" } }\n")
	for i := range 20 {
		fmt.Fprintf(&schemas, "    S%d: { type: object, required: [g0], properties: {", i)
		for j := range 20 {
			fmt.Fprintf(&schemas, " g%d: { type: string, description: 'It is %d.' },", j, j)
		}
		schemas.WriteString(" } }\n")
	}
	made := pages(t, load(t, schemas.String()))
	p := made["reference/things/make/"]
	if len(p.Body) > 100_000 {
		t.Errorf("the page has %d bytes", len(p.Body))
	}
	ids, links := elements(t, p)
	if ids["body.f19"] == nil || ids["body.f0.g19"] == nil || ids["body.f19.g0"] != nil {
		t.Errorf("the page should show all of its own fields, and those in the first of them: %v %v %v", ids["body.f19"] != nil, ids["body.f0.g19"] != nil, ids["body.f19.g0"] != nil)
	}
	if !slices.Contains(links, "/reference/schemas/S19/") {
		t.Error("what is not shown is not linked to")
	}
	if ids, _ := elements(t, made["reference/schemas/S19/"]); ids["field.g19"] == nil {
		t.Error("the page of the schema does not show its fields")
	}
}

func TestExamplesKeepTheAuthorsOrder(t *testing.T) {
	spec := load(t, `
    T: { type: object, required: [z, a, m], properties: { z: { type: string, format: date }, a: { type: array, items: { type: integer, minimum: 3 } }, m: { type: object, properties: { y: { type: boolean }, b: { type: string, minLength: 8 } } }, not: { type: string, readOnly: true } } }
`)
	p := pages(t, spec)["reference/things/make/"]
	ids, _ := elements(t, p)
	want := "{\n  \"z\": \"2026-03-01\",\n  \"a\": [\n    3\n  ],\n  \"m\": {\n    \"y\": true,\n    \"b\": \"stringxx\"\n  }\n}"
	if got := ids["try-body"].FirstChild.Data; got != want {
		t.Errorf("example %s\nwant %s", got, want)
	}
}

func TestDescriptionsCannotBreakThePage(t *testing.T) {
	spec := load(t, `    T: { type: object, description: '<script>alert(1)</script>', properties: { '"><img src=x onerror=alert(1)>': { type: string, default: '</textarea><script>' } } }`)
	p := pages(t, spec)["reference/things/make/"]
	elements(t, p) // fails for a script or a handler
	if strings.Contains(p.Body, "<img") {
		t.Error("a name became an element")
	}
}

func TestEngineOperationPage(t *testing.T) {
	byPath := pages(t, engine(t))
	p := byPath["reference/whatsapp/sendMessage/"]
	ids, _ := elements(t, p)
	for _, id := range []string{"header.Idempotency-Key", "body", "body.clientId", "body.message.text", "response-200.recipient", "response-400.errors", "response-429", "try-key-apiKey", "try-header-Idempotency-Key", "try-body"} {
		if ids[id] == nil {
			t.Errorf("nothing has the id %s", id)
		}
	}
	if want := (reference.Nav{Group: "WhatsApp", Label: "sendMessage", Badge: "POST"}); p.Nav != want {
		t.Errorf("nav %+v", p.Nav)
	}
	if p.Title != "Send a message" || p.File != "whatsapp.yaml" || p.Line == 0 || p.Description == "" {
		t.Errorf("page %q %q at %s:%d", p.Title, p.Description, p.File, p.Line)
	}
	if !strings.Contains(byPath["reference/proxy/seed/"].Body, "Accounts with the role <code>admin</code>") {
		t.Error("proxy.seed does not say who may call it")
	}
}
