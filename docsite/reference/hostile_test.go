package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// hostile is what an attacker would like a page to have.
const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)></textarea></code>--><!--` + "\u202e\x00"

// attacked is a description with hostile text in every place where its author writes as they like.
func attacked(n *document.Node, key string) *document.Node {
	switch n.Kind() {
	case document.Object:
		var members []document.Member
		for name, value := range n.Members() {
			members = append(members, document.Member{Key: name, Value: attacked(value, name)})
		}
		return document.NewObject(members...)
	case document.Array:
		var items []*document.Node
		for item := range n.Items() {
			items = append(items, attacked(item, key))
		}
		return document.NewArray(items...)
	case document.String:
		structure := []string{"openapi", "$ref", "type", "in", "style", "scheme", "card", "invoice", "cat", "cancel", "pattern"}
		switch {
		case slices.Contains(structure, key):
		case strings.Contains(strings.ToLower(key), "url") || key == "operationRef" || key == "termsOfService":
			return document.NewString("javascript:alert(1)//" + hostile)
		default:
			return document.NewString(n.Text() + hostile)
		}
	case document.Null, document.Bool, document.Number:
	}
	return n
}

func TestTextsOfASpecAreNeverMarkup(t *testing.T) {
	source := attacked(everything(t).Root, "").AppendJSON(nil, " ")
	spec, err := document.Load(fstest.MapFS{"spec.json": {Data: source}}, "spec.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(spec.Operations) < 6 || len(spec.Schemas) < 15 {
		t.Fatalf("%d operations and %d schemas are left of the spec", len(spec.Operations), len(spec.Schemas))
	}
	checkPages(t, spec)
}

// TestNamesOfASpecAreNeverMarkup does the same with the names of things.
func TestNamesOfASpecAreNeverMarkup(t *testing.T) {
	for _, name := range []string{
		hostile, "../../etc/passwd", "a/b", "a b\tc", "%2e%2e", "#", "?", "日本語", strings.Repeat("long", 200), "", " ", "CON", "site-content", "samples",
	} {
		quoted := string(document.NewString(name).AppendJSON(nil, ""))
		source := strings.ReplaceAll(`{"openapi": "3.1.0", "info": {"title": NAME, "version": NAME}, "tags": [{"name": NAME}],
			"paths": {"/a": {"post": {"tags": [NAME], "operationId": NAME,
				"parameters": [{"name": NAME, "in": "query", "schema": {"type": "string", "enum": [NAME]}}],
				"requestBody": {"content": {NAME: {"schema": {"$ref": "#/components/schemas/T"}, "examples": {NAME: {"value": {NAME: NAME}}}}, "text/plain": {}}},
				"responses": {NAME: {"description": "", "headers": {NAME: {"schema": {"type": "string"}}}, "content": {NAME: {}, "a/b": {"schema": {"type": "string"}}}}, "200": {"description": "", "links": {NAME: {"operationId": NAME, "parameters": {NAME: NAME}}}}},
				"callbacks": {NAME: {NAME: {"post": {"responses": {}}}}}, "security": [{NAME: [NAME]}]}}},
			"webhooks": {NAME: {"post": {"responses": {}}}},
			"components": {"securitySchemes": {NAME: {"type": "oauth2", "flows": {"implicit": {"scopes": {NAME: NAME}}}}},
				"schemas": {NAME: {"type": "object"}, "T": {"type": "object", "required": [NAME], "properties": {NAME: {"type": "object", "properties": {NAME: {}}}},
					"patternProperties": {NAME: {}}, "dependentSchemas": {NAME: {}}, "oneOf": [{"title": NAME}, {"title": NAME}], "discriminator": {"propertyName": NAME}, "$defs": {NAME: {}}}}}}`, "NAME", quoted)
		t.Run(fmt.Sprintf("%.20q", name), func(t *testing.T) {
			spec, err := document.Load(fstest.MapFS{"spec.json": {Data: []byte(source)}}, "spec.json")
			if err != nil {
				t.Fatal(err)
			}
			checkPages(t, spec)
		})
	}
}

// TestSchemasWithoutEndHaveAPage: deep, wide and circular ones take a moment and no more.
func TestSchemasWithoutEndHaveAPage(t *testing.T) {
	many := func(n int, write func(b *strings.Builder, i int)) string {
		var b strings.Builder
		for i := range n {
			write(&b, i)
		}
		return b.String()
	}
	for name, schemas := range map[string]string{
		"240 deep":   "    T: " + strings.Repeat("{ type: object, properties: { a: ", 240) + "{}" + strings.Repeat(" } }", 240) + "\n",
		"arrays":     "    T: " + strings.Repeat("{ type: array, items: ", 240) + "{}" + strings.Repeat(" }", 240) + "\n",
		"choices":    "    T: " + strings.Repeat("{ oneOf: [{ type: string }, ", 150) + "{}" + strings.Repeat("] }", 150) + "\n",
		"itself":     "    T: { oneOf: [{ $ref: '#/components/schemas/T' }], allOf: [{ $ref: '#/components/schemas/T' }], additionalProperties: { $ref: '#/components/schemas/T' } }\n",
		"not itself": "    T: { not: { $ref: '#/components/schemas/T' }, if: { $ref: '#/components/schemas/T' }, then: { $ref: '#/components/schemas/T' }, contentSchema: { $ref: '#/components/schemas/T' } }\n",
		"of defs":    "    T: { type: object, properties: { a: { $ref: '#/components/schemas/T/$defs/a' } }, $defs: { a: { properties: { b: { $ref: '#/components/schemas/T/$defs/b' } } }, b: { properties: { a: { $ref: '#/components/schemas/T/$defs/a' } } } } }\n",
		"all of many": many(200, func(b *strings.Builder, i int) {
			fmt.Fprintf(b, "    S%d: { allOf: [{ $ref: '#/components/schemas/S%d' }], properties: { p%d: { $ref: '#/components/schemas/S%d' } } }\n", i, (i+1)%200, i, i/2)
		}) + "    T: { $ref: '#/components/schemas/S0' }\n",
		"wide":     "    T: { type: object, properties: {" + many(5_000, func(b *strings.Builder, i int) { fmt.Fprintf(b, " p%d: { type: string },", i) }) + " } }\n",
		"variants": "    T: { oneOf: [" + many(5_000, func(b *strings.Builder, i int) { fmt.Fprintf(b, " { title: v%d, properties: { a: {} } },", i) }) + " ] }\n",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			checkPages(t, load(t, schemas))
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// FuzzSchemaTables looks for a schema whose page isn't right, or never ends.
func FuzzSchemaTables(f *testing.F) {
	for _, s := range everything(f).Schemas {
		f.Add(string(s.Node.AppendJSON(nil, "")))
	}
	f.Add(`{"allOf": [{"$ref": "#/components/schemas/T"}], "oneOf": [{"$ref": "#"}, true, null], "properties": {"a": {"items": {"$ref": "#/components/schemas/T"}}}}`)
	f.Fuzz(func(t *testing.T, schema string) {
		const enough = 20_000
		if len(schema) > enough {
			return
		}
		source := `{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"post": {"operationId": "a", "tags": ["t"], "parameters": [{"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/T"}}],
			"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/T"}}}}, "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}}}}}}}},
			"components": {"schemas": {"T": ` + schema + `}}}`
		spec, err := document.Load(fstest.MapFS{"spec.json": {Data: []byte(source)}}, "spec.json")
		if err != nil {
			return
		}
		r := reference.New(spec, reference.Options{TryIt: true})
		for _, p := range r.Pages() {
			body, _ := r.Render(p)
			scan(t, p.Path, string(body))
		}
	})
}
