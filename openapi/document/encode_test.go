package document

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

func TestWrittenDocumentSaysTheSame(t *testing.T) {
	n, err := parseYAML(`
a: {b: [1, [2, 3], {c: d}], e: [], f: {}}
text: |
  two
  lines
"on": "yes"
odd: "  lead\n"
colon: "a: b"
hash: "a #b"
num: "1"
uni: "Ä\u2028\t\u0001"
long: "x\n\n"
nul: null
`, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var viaJSON any
	if err := json.Unmarshal(n.AppendJSON(nil, "  "), &viaJSON); err != nil {
		t.Fatal(err)
	}
	yamlText := n.AppendYAML(nil)
	back, err := parseYAML(string(yamlText), 0, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, yamlText)
	}
	if !back.Equal(n) {
		t.Errorf("YAML says something else:\n%s", yamlText)
	}
	var viaYAML any
	if err := yaml.Unmarshal(yamlText, &viaYAML); err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(viaJSON)
	b, _ := json.Marshal(viaYAML)
	if string(a) != string(b) {
		t.Errorf("JSON and YAML differ:\n%s\n%s", a, b)
	}
}

func TestWrittenDocumentTakesInItsFiles(t *testing.T) {
	doc := load(t, map[string]string{
		"api.yaml": `openapi: 3.1.0
info: {title: T, version: 1, description: {$ref: intro.md}}
paths:
  /a: {$ref: a.yaml}
  /b:
    get: {responses: {200: {$ref: 'common.yaml#/ok'}}}
components:
  schemas:
    Pet: {title: own}
`,
		"intro.md": "Hello",
		"a.yaml": `get:
  parameters: [{$ref: 'common.yaml#/limit'}]
  responses:
    200: {$ref: 'common.yaml#/ok'}
    404: {content: {application/json: {schema: {$ref: 'api.yaml#/components/schemas/Pet'}}}}
`,
		"common.yaml": `limit: {name: limit, in: query}
ok:
  description: fine
  content:
    application/json:
      schema: {$ref: 'models/pet.yaml#/components/schemas/Pet'}
      example: {$ref: no reference}
`,
		"models/pet.yaml": `components:
  schemas:
    Pet:
      discriminator: {propertyName: kind, mapping: {cat: cat.yaml}}
      properties: {example: {$ref: cat.yaml}, friend: {$ref: '#/components/schemas/Pet'}}
`,
		"models/cat.yaml": "{type: object}",
	})
	want := `{"openapi":"3.1.0","info":{"title":"T","version":1,"description":"Hello"},"paths":{"/a":{"get":{` +
		`"parameters":[{"$ref":"#/components/parameters/limit"}],"responses":{"200":{"$ref":"#/components/responses/ok"},` +
		`"404":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}}}}},` +
		`"/b":{"get":{"responses":{"200":{"$ref":"#/components/responses/ok"}}}}},` +
		`"components":{"schemas":{"Pet":{"title":"own"},"Pet2":{"discriminator":{"propertyName":"kind","mapping":{"cat":"#/components/schemas/cat"}},` +
		`"properties":{"example":{"$ref":"#/components/schemas/cat"},"friend":{"$ref":"#/components/schemas/Pet2"}}},"cat":{"type":"object"}},` +
		`"responses":{"ok":{"description":"fine","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet2"},` +
		`"example":{"$ref":"no reference"}}}}},"parameters":{"limit":{"name":"limit","in":"query"}}}}`
	if diff := cmp.Diff(want, string(doc.bundled().AppendJSON(nil, ""))); diff != "" {
		t.Error(diff)
	}
}
