package verify_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/verify"
	"wpengine/openapi/document"
)

// load reads a description.
func load(t *testing.T, text string) *document.Document {
	t.Helper()
	doc, err := document.Load(fstest.MapFS{"api.yaml": {Data: []byte(text)}}, "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// found are the findings with their lines.
func found(doc *document.Document) (lines []string) {
	for _, f := range verify.Examples(doc) {
		lines = append(lines, fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Message))
	}
	return lines
}

// inSchema is a description of one schema, of which the text is the lines.
func inSchema(version, schema string) string {
	text := "openapi: " + version + "\ninfo: {title: A, version: '1'}\ncomponents:\n  schemas:\n    S:\n"
	for line := range strings.Lines(strings.TrimSpace(schema)) {
		text += "      " + line
	}
	return text + "\n    Text: {type: string}\n    Tree: {type: object, required: [name], properties: {name: {type: string}, " +
		"children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}\n    Self: {allOf: [{$ref: '#/components/schemas/Self'}]}\n"
}

func TestExampleThatDoesNotFitIsTold(t *testing.T) {
	const the = "the example of schema \"S\" does not fit the schema: "
	for name, c := range map[string]struct{ version, schema, want string }{
		"another type":         {"3.0.3", "{type: string, example: 20.04}", "it is the number 20.04, and has to be a string"},
		"no integer":           {"3.0.3", "{type: integer, example: 1.5}", "it is the number 1.5, and has to be an integer"},
		"null":                 {"3.0.3", "{type: string, example: null}", "it is null, which its schema does not allow: it has to be a string"},
		"none of few":          {"3.1.0", "{enum: [a, b], example: c}", `it is "c", and has to be one of "a", "b"`},
		"not the only one":     {"3.1.0", "{const: 1, example: 2}", "it is 2, and has to be 1"},
		"too small":            {"3.1.0", "{minimum: 3, example: 2}", "it is 2, and has to be at least 3"},
		"3.0's bounds":         {"3.0.3", "{type: number, minimum: 3, exclusiveMinimum: true, example: 3}", "it is 3, and has to be more than 3"},
		"3.1's bounds":         {"3.1.0", "{type: number, exclusiveMaximum: 3, example: 3}", "it is 3, and has to be less than 3"},
		"no multiple":          {"3.1.0", "{multipleOf: 0.5, example: 0.7}", "it is 0.7, and has to be a multiple of 0.5"},
		"too long":             {"3.1.0", "{maxLength: 2, example: äöü}", "it has 3 letters, and may have at most 2"},
		"a pattern":            {"3.1.0", "{pattern: '^a$', example: b}", `it is "b", and has to match ^a$`},
		"too many":             {"3.1.0", "{maxItems: 1, example: [1, 2]}", "it has 2 items, and may have at most 1"},
		"twice":                {"3.1.0", "{uniqueItems: true, example: [1, 1]}", "it has the same item twice, 1 and 2, and each may be there once"},
		"a tuple":              {"3.1.0", "{prefixItems: [{type: string}], items: false, example: [a, b]}", "[1] may not be there"},
		"a member missing":     {"3.1.0", "{required: [b, a], example: {}}", `it lacks "a", "b", which have to be there`},
		"a member too many":    {"3.1.0", "{properties: {a: {}}, additionalProperties: false, example: {b: 1}}", `it has "b", which its schema does not know`},
		"a map":                {"3.1.0", "{additionalProperties: {type: integer}, example: {b: x}}", `b is the string "x", and has to be an integer`},
		"by pattern":           {"3.1.0", "{patternProperties: {'^x-': {type: integer}}, example: {x-b: x}}", `x-b is the string "x", and has to be an integer`},
		"names":                {"3.1.0", "{propertyNames: {maxLength: 1}, example: {bb: x}}", `it has a member "bb", which is no name that propertyNames allows`},
		"unevaluated":          {"3.1.0", "{allOf: [{properties: {a: {}}}], unevaluatedProperties: false, example: {a: 1, b: 1}}", "b may not be there"},
		"beside another":       {"3.1.0", "{dependentRequired: {a: [b]}, example: {a: 1}}", `it lacks "b", which has to be there beside "a"`},
		"allOf":                {"3.0.3", "{allOf: [{type: object, required: [a]}], example: {}}", `it lacks "a", which has to be there`},
		"not":                  {"3.1.0", "{not: {type: string}, example: a}", "it is what its schema rules out with not"},
		"if":                   {"3.1.0", "{if: {required: [a]}, then: {required: [b]}, example: {a: 1}}", `it lacks "b", which has to be there`},
		"no alternative":       {"3.1.0", "{anyOf: [{type: string}, {type: integer}], example: []}", "it is an array, and has to be a string or an integer"},
		"nearly one":           {"3.1.0", "{oneOf: [{type: string}, {type: object, required: [a]}], example: {}}", `it lacks "a", which has to be there`},
		"nearest":              {"3.1.0", "{oneOf: [{required: [a, b]}, {required: [c], maxProperties: 0}], example: {b: 1}}", `it lacks "a", which has to be there, by the alternative that comes nearest`},
		"two at once":          {"3.1.0", "{oneOf: [{type: string}, {maxLength: 3}], example: a}", "it fits alternatives 1 and 2 of oneOf, and may fit only one"},
		"recursion":            {"3.0.3", "{allOf: [{$ref: '#/components/schemas/Tree'}], example: {name: a, children: [{name: b, children: [{name: 1}]}]}}", "children[0].children[0].name is the number 1, and has to be a string"},
		"several":              {"3.1.0", "{items: {type: string}, example: [1, 2, 3]}", "[0] is the number 1, and has to be a string; and 2 more"},
		"beside a reference":   {"3.1.0", "{$ref: '#/components/schemas/Text', maxLength: 1, example: ab}", "it has 2 letters, and may have at most 1"},
		"a number without end": {"3.1.0", "{type: number, maximum: 1, example: 1e999999999}", "it is 1" + strings.Repeat("0", 59) + "…, and may be at most 1"},
	} {
		t.Run(name, func(t *testing.T) {
			got := found(load(t, inSchema(c.version, c.schema)))
			if len(got) != 1 || !strings.HasSuffix(got[0], ": "+the+c.want) {
				t.Errorf("got %q\nwant %q", got, the+c.want)
			}
		})
	}
}

func TestExampleThatFitsIsNotTold(t *testing.T) {
	for name, c := range map[string]struct{ version, schema string }{
		"nullable":                     {"3.0.3", "{type: string, nullable: true, example: null}"},
		"nullable with values":         {"3.0.3", "{type: string, nullable: true, enum: [a], example: null}"},
		"nullable around a reference":  {"3.0.3", "{nullable: true, allOf: [{$ref: '#/components/schemas/Tree'}], example: null}"},
		"null among the types":         {"3.1.0", "{type: [string, 'null'], example: null}"},
		"siblings of a 3.0 reference":  {"3.0.3", "{$ref: '#/components/schemas/Text', maxLength: 1, example: ab}"},
		"a whole number":               {"3.0.3", "{type: integer, example: 1.0}"},
		"only read and only written":   {"3.0.3", "{required: [r, w], properties: {r: {readOnly: true}, w: {writeOnly: true}}, example: {}}"},
		"required by another part":     {"3.0.3", "{allOf: [{properties: {r: {readOnly: true}}}, {required: [r]}], example: {}}"},
		"a format":                     {"3.1.0", "{type: string, format: date, example: tomorrow}"},
		"a pattern that Go has not":    {"3.1.0", "{pattern: '^(?=a)b', example: c}"},
		"names by a pattern":           {"3.1.0", "{patternProperties: {'^(?!a)': {}}, additionalProperties: false, example: {b: 1}}"},
		"two, and a discriminator":     {"3.1.0", "{discriminator: {propertyName: a}, oneOf: [{required: [a]}, {type: object}], example: {a: x}}"},
		"a reference that is nowhere":  {"3.1.0", "{$ref: '#/nowhere', example: 1}"},
		"a schema that is itself":      {"3.0.3", "{allOf: [{$ref: '#/components/schemas/Self'}], example: 1}"},
		"an example that is elsewhere": {"3.0.3", "{type: object, required: [a], example: {$ref: 'examples/a.json'}}"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := found(load(t, inSchema(c.version, c.schema))); got != nil {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestExamplesAreFoundWhereverTheyAre(t *testing.T) {
	doc := load(t, `openapi: 3.0.3
info: {title: A, version: '1'}
paths:
  /a:
    post:
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: many}, example: few}
        - {name: size, in: query, schema: {type: integer}, example: '10'}
        - {name: name, in: query, schema: {type: string}, example: 10}
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}, example: '1,2'}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Pet'}
            examples:
              good: {value: {name: Kiwi, secret: s}}
              text: {value: '{"name": "Kiwi", "secret": "s"}'}
              bad: {value: {name: 1, id: 2}}
          application/xml:
            schema: {$ref: '#/components/schemas/Pet'}
            example: <pet/>
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {age: {type: integer}, tags: {type: array, items: {type: string}}, kind: {enum: [a]}}}
            example: {age: '1', tags: a, kind: b}
      responses:
        '200':
          description: It is.
          headers: {X-Left: {schema: {type: integer}, example: none}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
              example:
                name: Kiwi
      callbacks:
        done: {'{$request.body#/url}': {post: {requestBody: {content: {application/json: {schema: {type: string}, example: 1}}}, responses: {}}}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name, secret]
      properties:
        id: {type: integer, readOnly: true, example: one}
        secret: {type: string, writeOnly: true, default: 1}
        name: {type: string}
      example: {name: Kiwi}
`)
	want := []string{
		`7:60: the default of parameter "limit" does not fit the schema: it is the string "many", and has to be an integer`,
		`7:76: the example of parameter "limit" does not fit the schema: it is the string "few", and has to be an integer`,
		`18:21: the example "bad" of the request does not fit the schema: it lacks "secret", which has to be there; and 1 more`,
		`24:42: the example of the request does not fit the schema: kind is "b", and has to be "a"`,
		`28:55: the example of header "X-Left" does not fit the schema: it is the string "none", and has to be an integer`,
		`32:15: the example of the answer 200 does not fit the schema: it lacks "id", which has to be there`,
		`35:115: the example of the request does not fit the schema: it is the number 1, and has to be a string`,
		`42:45: the example of "id" does not fit the schema: it is the string "one", and has to be an integer`,
		`43:49: the default of "secret" does not fit the schema: it is the number 1, and has to be a string`,
	}
	if diff := cmp.Diff(want, found(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestSchemaWithTooManyAlternativesEnds(t *testing.T) {
	var text strings.Builder
	text.WriteString("openapi: 3.1.0\ninfo: {title: A, version: '1'}\ncomponents:\n  schemas:\n    S40: {type: string}\n    Last: {type: integer, example: a}\n")
	for i := range 40 {
		ref := fmt.Sprintf("{$ref: '#/components/schemas/S%d'}", i+1)
		fmt.Fprintf(&text, "    S%d: {anyOf: [%s, {allOf: [%s]}]}\n", i, ref, ref)
	}
	text.WriteString("    Top: {allOf: [{$ref: '#/components/schemas/S0'}], example: 1}\n")
	got := found(load(t, text.String()))
	want := []string{
		`6:27: the example of schema "Last" does not fit the schema: it is the string "a", and has to be an integer`,
		`47:55: the example of schema "Top" cannot be checked: its schema has too many alternatives in each other to try them all`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestManySchemasWithTooManyAlternativesEnd(t *testing.T) {
	var text strings.Builder
	text.WriteString("openapi: 3.1.0\ninfo: {title: A, version: '1'}\ncomponents:\n  schemas:\n    S40: {type: string}\n")
	for i := range 40 {
		ref := fmt.Sprintf("{$ref: '#/components/schemas/S%d'}", i+1)
		fmt.Fprintf(&text, "    S%d: {anyOf: [%s, {allOf: [%s]}]}\n", i, ref, ref)
	}
	const many = 1000
	for i := range many {
		fmt.Fprintf(&text, "    Top%d: {allOf: [{$ref: '#/components/schemas/S0'}], example: 1}\n", i)
	}
	got := found(load(t, text.String()))
	if last := "1:1: not all examples were checked: its schema"; len(got) == 0 || len(got) > many/10 || !strings.HasPrefix(got[0], last) {
		t.Errorf("%d findings, and the first of them is %q", len(got), got[:min(len(got), 1)])
	}
}
