package document

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSwaggerIsReadAsOpenAPI3(t *testing.T) {
	doc := load(t, map[string]string{"api.yaml": `swagger: "2.0"
info: {title: T, version: "1"}
host: api.example.com
basePath: /v1/
schemes: [http, https]
consumes: [application/json]
securityDefinitions:
  basic: {type: basic}
  oauth: {type: oauth2, flow: accessCode, authorizationUrl: https://a, tokenUrl: https://t, scopes: {read: Read}}
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, type: string, required: true}]
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: photo, in: formData, type: file, required: true, description: A picture}
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: ids, in: query, type: array, items: {type: integer, maximum: 5}}
      responses:
        200: {description: OK, schema: {$ref: "#/definitions/Pet"}, examples: {application/json: {id: 1}}, headers: {X-Rate: {type: integer}}}
    put:
      parameters: [{name: pet, in: body, required: true, schema: {$ref: "#/definitions/Pet"}}]
      responses: {default: {description: any}}
definitions:
  Pet: {type: object, discriminator: kind, x-nullable: true}
`})
	if diff := cmp.Diff([]string{"https://api.example.com/v1", "http://api.example.com/v1"}, []string{doc.Servers[0].URL, doc.Servers[1].URL}); diff != "" {
		t.Error(diff)
	}
	post := doc.Operations[0]
	form := post.Body.Contents[0]
	if form.MediaType != "multipart/form-data" || form.Schema.Properties[0].Schema.Format != "binary" || form.Schema.Properties[0].Schema.Description != "A picture" || !post.Body.Required {
		t.Errorf("form: %+v", form)
	}
	for i, want := range []struct {
		name    string
		explode bool
	}{{"id", false}, {"tags", true}, {"ids", false}} {
		if p := post.Parameters[i]; p.Name != want.name || p.Explode != want.explode || p.Schema == nil {
			t.Errorf("parameter %d: %+v", i, p)
		}
	}
	if m := post.Parameters[2].Schema.Items.Maximum; m != "5" {
		t.Errorf("maximum %q", m)
	}
	ok := post.Responses[0]
	if ok.Contents[0].Schema.Ref != doc.Schemas[0] || ok.Contents[0].Examples[0].Value.Get("id").Text() != "1" || ok.Headers[0].Schema.Types[0] != "integer" {
		t.Errorf("response: %+v", ok)
	}
	if body := doc.Operations[1].Body; !body.Required || body.Contents[0].MediaType != "application/json" || body.Contents[0].Schema.Ref != doc.Schemas[0] {
		t.Errorf("body: %+v", body)
	}
	if s := doc.Schemas[0]; s.Discriminator.Property != "kind" || !s.Nullable {
		t.Errorf("schema: %+v", s)
	}
	if s := doc.SecuritySchemes; s[0].Scheme != "basic" || s[0].Type != "http" || s[1].Flows[0].Name != "authorizationCode" || s[1].Flows[0].Scopes[0].Name != "read" {
		t.Errorf("schemes: %+v %+v", s[0], s[1])
	}
	if len(doc.Warnings) > 0 {
		t.Errorf("warnings: %v", doc.Warnings)
	}
}

// TestSwaggerIsReadToItsCorners: what OpenAPI 3 has no place for, and what people write all the same.
func TestSwaggerIsReadToItsCorners(t *testing.T) {
	doc := load(t, map[string]string{"api.yaml": `swagger: "2.0"
info: {title: T, version: "1"}
host: api.example.com
paths:
  /pets:
    put:
      parameters:
        - {name: tabs, in: query, type: array, items: {type: string}, collectionFormat: tsv}
        - {name: pet, in: body, schema: {$ref: "#/definitions/Animal"}, x-examples: {application/json: {kind: Cat}}}
      responses:
        200: {description: OK, headers: {X-All: {type: array, items: {type: string}, collectionFormat: pipes}}}
definitions:
  Animal: {type: object, discriminator: kind, properties: {kind: {type: string}}}
  Cat: {allOf: [{$ref: "#/definitions/Animal"}]}
  Lion: {x-ms-discriminator-value: Leo, allOf: [{$ref: "#/definitions/Cat"}]}
`})
	put := doc.Operations[0]
	if p := put.Parameters[0]; p.Style != TabDelimited || p.Explode {
		t.Errorf("tabs: %+v", p)
	}
	if e := put.Body.Contents[0].Examples; len(e) != 1 || e[0].Value.Get("kind").Text() != "Cat" {
		t.Errorf("examples: %+v", e)
	}
	if h := put.Responses[0].Headers[0]; h.Style != "pipeDelimited" || h.Explode {
		t.Errorf("header: %+v", h)
	}
	var found []string
	for _, m := range doc.Schemas[0].Discriminator.Mapping {
		found = append(found, m.Value+" is "+m.Schema.Name)
	}
	if diff := cmp.Diff([]string{"Cat is Cat", "Leo is Lion"}, found); diff != "" {
		t.Errorf("variants (-want +got):\n%s", diff)
	}
	if len(doc.Warnings) > 0 {
		t.Errorf("warnings: %v", doc.Warnings)
	}
}
