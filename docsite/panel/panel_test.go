package panel

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/openapi/document"
)

func load(t *testing.T, text string) *document.Document {
	t.Helper()
	doc, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte(text)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// modelOf is the model of the first operation of a description.
func modelOf(t *testing.T, text string) map[string]any {
	t.Helper()
	doc := load(t, text)
	model, _ := read(t, New(doc, Options{}).Script(doc.Operations[0]))
	return model
}

// is compares a part of a model with JSON.
func is(t *testing.T, what string, got any, want string) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(want), &value); err != nil {
		t.Fatalf("%s: the test is wrong: %v", what, err)
	}
	if diff := cmp.Diff(value, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestModelSaysAllThatAPanelNeeds(t *testing.T) {
	model := modelOf(t, `
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://{region}.example.com/', description: 'Live. For all.', variables: { region: { default: eu, enum: [eu, us] } } }]
paths:
  /pets/{id}:
    post:
      operationId: addPet
      tags: [pets]
      security: [{ key: [] }, { auth: [write], basic: [] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: number }, example: 1.0 }
        - { name: kinds, in: query, style: pipeDelimited, explode: false, description: "Which ones. And why.", schema: { type: array, items: { type: integer } } }
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object, properties: { photo: { type: string, format: binary }, tags: { type: array, items: { type: string } } } }
            encoding: { photo: { contentType: image/png } }
            example: { tags: [it's, "\\"] }
      responses:
        '200': { description: 'The **pet**. Yours.', content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas: { Pet: { type: object, description: A pet, properties: { parent: { $ref: '#/components/schemas/Pet' } } } }
  securitySchemes:
    key: { type: apiKey, in: header, name: x-api-key }
    basic: { type: http, scheme: basic }
    auth: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://a.example/', tokenUrl: 'https://t.example/', scopes: { write: Change it } } } }
`)
	is(t, "operation", []any{model["operation"], model["method"], model["path"], model["accept"], model["bodyRequired"]}, `["pets/addPet", "POST", "/pets/{id}", "application/json", true]`)
	is(t, "servers", model["servers"], `[{"url": "https://{region}.example.com/", "description": "Live.", "variables": [{"name": "region", "default": "eu", "enum": ["eu", "us"]}]}]`)
	is(t, "params", model["params"], `[
		{"name": "id", "in": "path", "style": "simple", "explode": false, "allowReserved": false, "required": true, "deprecated": false, "schema": {"type": "number"}, "example": "1.0", "given": true},
		{"name": "kinds", "in": "query", "style": "pipeDelimited", "explode": false, "allowReserved": false, "required": false, "deprecated": false, "description": "Which ones.", "schema": {"type": "array", "items": {"type": "integer"}}, "example": [1], "given": false}
	]`)
	is(t, "bodies", model["bodies"], `[{"mediaType": "multipart/form-data", "contentType": "multipart/form-data", "kind": "multipart",
		"schema": {"type": "object", "properties": {"photo": {"type": "string", "format": "binary"}, "tags": {"type": "array", "items": {"type": "string"}}}},
		"encoding": {"photo": {"contentType": "image/png", "explode": true}}, "examples": [{"label": "", "value": {"tags": ["it's", "\\"]}}]}]`)
	is(t, "security", model["security"], `[[{"id": "key", "scopes": []}], [{"id": "auth", "scopes": ["write"]}, {"id": "basic", "scopes": []}]]`)
	is(t, "schemes", model["schemes"], `{
		"key": {"kind": "apiKey", "in": "header", "name": "x-api-key", "prefix": "", "label": "API key"},
		"auth": {"kind": "oauth2", "in": "header", "name": "Authorization", "prefix": "Bearer ", "label": "OAuth 2.0 access token", "flows": [{"name": "authorizationCode", "authorizationUrl": "https://a.example/", "tokenUrl": "https://t.example/", "scopes": {"write": "Change it"}}]},
		"basic": {"kind": "basic", "in": "header", "name": "Authorization", "prefix": "Basic ", "scheme": "basic", "label": "User name and password"}
	}`)
	is(t, "responses", model["responses"], `{"200": {"description": "The pet.", "contents": [{"mediaType": "application/json", "schema": {"$ref": "#/defs/Pet"}}]}}`)
	is(t, "defs", model["defs"], `{"Pet": {"type": "object", "properties": {"parent": {"$ref": "#/defs/Pet"}}}}`)
	is(t, "sample", model["sample"], `{"api": "Pets", "base": "https://eu.example.com/", "seconds": 10, "json": true, "secrets": [
		[{"id": "key", "env": "PETS_API_KEY", "var": "apiKey", "basic": false, "in": "header", "name": "x-api-key", "prefix": ""}],
		[{"id": "auth", "env": "PETS_TOKEN", "var": "token", "basic": false, "in": "header", "name": "Authorization", "prefix": "Bearer "}]
	]}`)
}

func TestSchemasAreThoseOfTheLatestJSONSchema(t *testing.T) {
	for _, test := range []struct{ name, schema, want string }{
		{"nullable", `{ type: string, nullable: true, enum: [a] }`, `{"type": ["string", "null"], "enum": ["a", null]}`},
		{"nullable reference", `{ nullable: true, allOf: [{ $ref: '#/components/schemas/A' }] }`, `{"anyOf": [{"allOf": [{"$ref": "#/defs/A"}]}, {"type": "null"}]}`},
		{"exclusive bound", `{ type: number, minimum: 1, exclusiveMinimum: true, maximum: 2.50 }`, `{"type": "number", "exclusiveMinimum": 1, "maximum": 2.5}`},
		{"tuple", `{ type: array, items: [{ type: string }, { type: integer }] }`, `{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}`},
		{"map", `{ type: object, additionalProperties: false }`, `{"type": "object", "additionalProperties": false}`},
		{"no type that there is", `{ type: date }`, `{}`},
		{"discriminator", `{ oneOf: [{ $ref: '#/components/schemas/A' }], discriminator: { propertyName: kind, mapping: { a: '#/components/schemas/A' } } }`,
			`{"oneOf": [{"$ref": "#/defs/A"}], "discriminator": {"propertyName": "kind", "mapping": {"a": "#/defs/A"}}}`},
		{"long example", `{ type: string, example: ` + strings.Repeat("x", exampleRoom+1) + ` }`, `{"type": "string"}`},
	} {
		model := modelOf(t, `
openapi: 3.0.3
info: { title: T, version: '1' }
paths: { /a: { post: { requestBody: { content: { application/json: { schema: `+test.schema+` } } }, responses: {} } } }
components: { schemas: { A: { type: object, properties: { kind: { type: string } } } } }
`)
		is(t, test.name, model["bodies"].([]any)[0].(map[string]any)["schema"], test.want)
	}
}
