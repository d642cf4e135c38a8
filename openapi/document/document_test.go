package document

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// load reads a document from texts by their file name; the root is api.yaml.
func load(t *testing.T, files map[string]string) *Document {
	t.Helper()
	doc, err := Load(fsOf(files), "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func fsOf(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func one(text string) map[string]string {
	return map[string]string{"api.yaml": "openapi: 3.1.0\ninfo: {title: T, version: 1.0}\n" + text}
}

func TestWarningNamesPlaceAndMeaning(t *testing.T) {
	doc := load(t, one(`paths:
  /a/{id}:
    get:
      operationId: a
      summarry: A
      security: [{none: []}]
      parameters: [{name: x, in: body}, {name: y, in: path}]
      responses: {"20x": {description: ""}}
  /b:
    get: {operationId: a, responses: {}}
components:
  schemas:
    S: {type: strnig, minLength: -1, requierd: [a], properties: {a: {required: true}}}
`))
	var got []string
	for _, w := range doc.Warnings {
		got = append(got, fmt.Sprintf("%d: %s %s", w.Line, w.Message, w.Pointer))
	}
	want := []string{
		`5: the path has {id}, and there is no path parameter of that name #/paths/~1a~1{id}/get`,
		`7: an operation has no member "summarry"; did you mean "summary"? #/paths/~1a~1{id}/get/summarry`,
		`8: there is no security scheme "none" #/paths/~1a~1{id}/get/security/0/none`,
		`9: there is no place for parameters "body"; it can be path, query, header, cookie or querystring #/paths/~1a~1{id}/get/parameters/0`,
		`9: the path parameter "y" is not in the path /a/{id} #/paths/~1a~1{id}/get/parameters/1`,
		`10: "20x" is no status; it can be 200, 2XX or default #/paths/~1a~1{id}/get/responses/20x`,
		`12: operationId "a" is taken by GET /a/{id} #/paths/~1b/get/operationId`,
		`15: there is no type "strnig"; did you mean "string"? #/components/schemas/S/type`,
		`15: minLength has to be a whole number, 0 or more #/components/schemas/S/minLength`,
		`15: a schema has no member "requierd"; did you mean "required"? #/components/schemas/S/requierd`,
		`15: required is a list of the names of properties, in the schema that has them; true or false means nothing here #/components/schemas/S/properties/a/required`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestExpressionsOfCallbacksAreNoParameters: what stands in braces there is of the request or the answer.
func TestExpressionsOfCallbacksAreNoParameters(t *testing.T) {
	doc := load(t, map[string]string{"api.yaml": `openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /jobs:
    post:
      callbacks: {done: {'https://example.com/{$url}/{$request.query.id}': {post: {responses: {'200': {description: ok}}}}}}
      responses: {'200': {description: ok}}
`})
	if called := doc.Operations[0].Callbacks[0].Operations[0]; len(called.Parameters) > 0 || len(doc.Warnings) > 0 {
		t.Errorf("parameters %v, warnings %v", called.Parameters, doc.Warnings)
	}
}

// TestListsOfThousandsOfTagsAndPartsAreBounded: each of them would be a page, or be compared with all others.
func TestListsOfThousandsOfTagsAndPartsAreBounded(t *testing.T) {
	const many = 20_000
	var tags, parts, schemas strings.Builder
	for i := range many {
		fmt.Fprintf(&tags, "t%d, ", i)
		fmt.Fprintf(&parts, "{$ref: '#/components/schemas/S%d'}, ", i)
		fmt.Fprintf(&schemas, "    S%d: {discriminator: {propertyName: kind}}\n", i)
	}
	start := time.Now()
	doc := load(t, map[string]string{"api.yaml": `openapi: 3.1.0
info: {title: T, version: "1"}
paths: {/a: {get: {tags: [` + tags.String() + `], responses: {'200': {description: ok}}}}}
components:
  schemas:
    T: {allOf: [` + parts.String() + "]}\n" + schemas.String()})
	if len(doc.Groups) > maxTags {
		t.Errorf("%d groups", len(doc.Groups))
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
