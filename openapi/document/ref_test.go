package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReferencesAreFollowedAcrossFiles(t *testing.T) {
	doc := load(t, map[string]string{
		"api.yaml": `openapi: 3.0.0
info: {title: T, version: 1}
paths:
  /a: {$ref: "paths/a.yaml"}
  /b~c:
    get: {operationId: b, responses: {"200": {$ref: "#/components/responses/OK"}}}
  /c:
    get: {responses: {"200": {content: {application/json: {schema: {$ref: "#/paths/~1b~0c/get/responses/200/content/application~1json/schema"}}}}}}
components:
  responses:
    OK: {description: fine, content: {application/json: {schema: {$ref: "models.yaml#/components/schemas/Pet"}}}}
`,
		"paths/a.yaml":    `get: {operationId: a, parameters: [{$ref: "../parameters.yaml#/limit"}], responses: {"200": {description: x, content: {application/json: {schema: {$ref: ../models.yaml#/components/schemas/Pet}}}}}}`,
		"parameters.yaml": `limit: {name: limit, in: query, schema: {type: integer}}`,
		"models.yaml":     `components: {schemas: {Pet: {type: object, properties: {friend: {$ref: "#/components/schemas/Pet"}}}}}`,
	})
	pet := doc.Schemas[0]
	if pet.Name != "Pet" || pet.Properties[0].Schema.Ref != pet {
		t.Fatalf("schemas: %+v", doc.Schemas)
	}
	for _, op := range doc.Operations {
		if got := op.Responses[0].Contents[0].Schema; got.Ref != pet {
			t.Errorf("%s: %+v", op.Path, got)
		}
	}
	if p := doc.Operations[0].Parameters; len(p) != 1 || p[0].Name != "limit" || p[0].Source.File != "parameters.yaml" {
		t.Errorf("parameters: %+v", p)
	}
	if len(doc.Warnings) != 0 {
		t.Errorf("warnings: %v", doc.Warnings)
	}
}

// TestTextsComeFromOtherFiles: descriptions and code samples do, in documents that tools put together.
func TestTextsComeFromOtherFiles(t *testing.T) {
	doc := load(t, map[string]string{
		"api.yaml": `openapi: 3.1.0
info: {title: T, version: 1, description: {$ref: docs/intro.md}}
paths:
  /a:
    get:
      description: {$ref: docs/texts.yaml#/a}
      summary: {$ref: docs/texts.yaml}
      x-codeSamples: [{lang: PHP, source: {$ref: a.php}}]
      responses: {}
`,
		"docs/intro.md": "# Hello\n", "docs/texts.yaml": "a: b\n", "a.php": "<?php echo 1;\n",
	})
	op := doc.Operations[0]
	got := []string{doc.Info.Description, op.Description, op.CodeSamples[0].Source, doc.Warnings[0].Message}
	want := []string{"# Hello\n", "b", "<?php echo 1;\n", `the reference "docs/texts.yaml" has to lead to a text`}
	if diff := cmp.Diff(want, got); diff != "" || len(doc.Warnings) != 1 {
		t.Errorf("%s\nwarnings %v", diff, doc.Warnings)
	}
}

// TestReferenceThatLeadsNowhereIsAWarning: nothing is fetched, nothing outside of the folder is read.
func TestReferenceThatLeadsNowhereIsAWarning(t *testing.T) {
	for _, tt := range []struct{ ref, want string }{
		{"#/components/schemas/None", `the reference "#/components/schemas/None" leads nowhere`},
		{"none.yaml", "the reference to none.yaml leads nowhere: there is no file none.yaml"},
		{"../../etc/passwd", "the reference to ../../etc/passwd leads out of the folder that is read; start the program in a folder above both files"},
		{"https://example.com/a.yaml#/x", "the reference to https://example.com/a.yaml is not followed: only files beside the document are read"},
		{"file:///etc/passwd", "the reference to file:///etc/passwd is not followed"},
		{"#/components/schemas/A", "these references lead to each other without end"},
		{"bad.yaml", "cannot be followed: bad.yaml:1:"},
		{"#/components/schemas/D/x", "these references lead to each other without end"},
	} {
		t.Run(tt.ref, func(t *testing.T) {
			files := one("paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}, D: {$ref: '#/components/schemas/D/x'}, C: {type: object, properties: {x: {$ref: '" + tt.ref + "'}}}}}\n")
			files["bad.yaml"] = "{"
			doc := load(t, files)
			var c *Schema
			for _, s := range doc.Schemas {
				if s.Name == "C" {
					c = s
				}
			}
			if x := c.Properties[0].Schema; x.RefText != tt.ref {
				t.Errorf("property: %+v", x)
			}
			for _, w := range doc.Warnings {
				if strings.Contains(w.Message, tt.want) && w.File == "api.yaml" && w.Line > 0 && strings.HasPrefix(w.Pointer, "#/components/schemas/") {
					return
				}
			}
			t.Errorf("warnings %v, want %q", doc.Warnings, tt.want)
		})
	}
}

// TestSchemaIsFoundByItsName: by $id and $anchor, and by pointers inside of a schema with an $id.
func TestSchemaIsFoundByItsName(t *testing.T) {
	doc := load(t, map[string]string{
		"api.yaml": `openapi: 3.1.0
info: {title: T, version: 1}
paths: {}
components:
  schemas:
    D: {$ref: models.yaml}
    A:
      $id: https://example.com/schemas/a
      $defs: {b: {$anchor: inner, title: B, $ref: other}}
      properties:
        pointer: {$ref: '#/$defs/b'}
        anchor: {$ref: '#inner'}
        own: {$ref: '#'}
        root: {$ref: '#/components/schemas/C'}
    C:
      $id: https://example.com/schemas/other
      $dynamicAnchor: c
      properties:
        absolute: {$ref: 'https://example.com/schemas/a'}
        relative: {$ref: a}
        far: {$ref: 'a#inner'}
        dynamic: {$dynamicRef: '#c'}
        file: {$ref: 'https://example.com/models/pet#/$defs/x'}
`,
		"models.yaml": "$id: https://example.com/models/pet\ntitle: Pet\n$defs: {x: {title: X}}\n",
	})
	byName := map[string]*Schema{}
	for _, s := range doc.Schemas {
		byName[s.Name] = s
	}
	a, c := byName["A"], byName["C"]
	b := a.Defs[0].Schema
	for _, tt := range []struct {
		of   *Schema
		name string
		want *Schema
	}{
		{a, "pointer", b}, {a, "anchor", b}, {a, "own", a}, {a, "root", c},
		{c, "absolute", a}, {c, "relative", a}, {c, "far", b}, {c, "dynamic", c},
		{c, "file", byName["models"].Defs[0].Schema},
	} {
		if got := property(t, tt.of, tt.name).Ref; got != tt.want {
			t.Errorf("%s leads to %+v", tt.name, got)
		}
	}
	if b.Ref != c {
		t.Errorf("the schema beside its own title leads to %+v", b.Ref)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%v", w)
	}
}

func property(t *testing.T, s *Schema, name string) *Schema {
	t.Helper()
	for _, p := range s.Properties {
		if p.Name == name {
			return p.Schema
		}
	}
	t.Fatalf("%s has no property %s", s.Name, name)
	return nil
}
