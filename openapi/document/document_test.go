package document

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
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

func TestWhatDescribesNoAPIEndsInOneClearError(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "api.yaml:1:1: the file is empty"},
		{"only a comment", "# nothing\n", "api.yaml:1:1: the document is empty"},
		{"no YAML", "a: [1,\n", "api.yaml:"},
		{"no JSON", `{"a": 1,, }`, "api.yaml:1:9: a name in double quotes should be here"},
		{"a list", "- 1\n", "api.yaml:1: this is no API description: it has to be an object"},
		{"something else", "name: x\n", "api.yaml:1: this is no API description; docs can be made of OpenAPI and Swagger documents"},
		{"AsyncAPI", "asyncapi: 3.0.0\n", "api.yaml:1: this is an AsyncAPI document"},
		{"an anchor in itself", "openapi: 3.0.0\na: &a [*a]\n", `api.yaml:2:8: the anchor "a" holds itself`},
		{"too deep", "{\"a\":" + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "}", "values stand more than 1000 deep in each other"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(fsOf(map[string]string{"api.yaml": tt.text}), "api.yaml")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := Load(fstest.MapFS{}, "api.yaml"); err == nil || err.Error() != "api.yaml: file does not exist" {
		t.Errorf("a missing file: %v", err)
	}
}

func TestYAMLBombIsRefused(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	start := time.Now()
	_, err := Load(fsOf(map[string]string{"api.yaml": bomb.String()}), "api.yaml")
	if err == nil || !strings.Contains(err.Error(), "with its aliases written out, the document has more than") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestScalarsMeanWhatPeopleMean: a version is a text, also if YAML reads a number.
func TestScalarsMeanWhatPeopleMean(t *testing.T) {
	doc := load(t, map[string]string{"api.yaml": `openapi: 3.0.0
info: {title: No, version: 1.0}
paths:
  /x:
    get:
      responses:
        200: {description: on}
components:
  schemas:
    S:
      enum: [yes, 2020-01-01, 0x1F, 1_000, ~, 1.50, "1.50", .inf]
`})
	if doc.Info.Version != "1.0" || doc.Info.Title != "No" {
		t.Errorf("info: %+v", doc.Info)
	}
	if r := doc.Operations[0].Responses[0]; r.Status != "200" || r.Description != "on" {
		t.Errorf("response: %+v", r)
	}
	var said []string
	for _, value := range doc.Schemas[0].Enum {
		said = append(said, string(value.AppendJSON(nil, "")))
	}
	want := []string{`"yes"`, `"2020-01-01"`, `31`, `"1_000"`, `null`, `1.50`, `"1.50"`, `".inf"`}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}

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
		{"none.yaml", `the reference "none.yaml" leads nowhere: there is no file none.yaml`},
		{"../../etc/passwd", "the reference to ../../etc/passwd leads out of the document's folder"},
		{"https://example.com/a.yaml#/x", "the reference to https://example.com/a.yaml is not followed: only files beside the document are read"},
		{"file:///etc/passwd", "the reference to file:///etc/passwd is not followed"},
		{"#/components/schemas/A", "these references lead to each other without end"},
		{"bad.yaml", "cannot be followed: bad.yaml:1:"},
	} {
		t.Run(tt.ref, func(t *testing.T) {
			files := one("paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}, C: {type: object, properties: {x: {$ref: '" + tt.ref + "'}}}}}\n")
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

// TestPartThatHoldsItselfIsRead: a header's content has encodings, which have headers.
func TestPartThatHoldsItselfIsRead(t *testing.T) {
	doc := load(t, one(`paths:
  /a:
    get:
      parameters: [{$ref: '#/components/parameters/P'}]
      responses:
        200: {description: x, headers: {A: {$ref: '#/components/headers/A'}}}
      callbacks: {c: {'{$url}': {$ref: '#/paths/~1a'}}}
components:
  headers:
    A: {content: {a/b: {encoding: {x: {headers: {A: {$ref: '#/components/headers/A'}}}}}}}
  parameters:
    P: {name: p, in: query, content: {a/b: {encoding: {x: {headers: {A: {$ref: '#/components/parameters/P'}}}}}}}
`))
	op := doc.Operations[0]
	if p, h := op.Parameters[0], op.Responses[0].Headers[0]; p.MediaType != "a/b" || h.MediaType != "a/b" || h.Name != "A" {
		t.Errorf("parameter %+v, header %+v", p, h)
	}
	if called := op.Callbacks[0].Operations[0]; called.Method != "GET" || called.Callbacks != nil {
		t.Errorf("callback %+v", called)
	}
}

// TestReferencesCannotStandForBillionsOfParts: a path of thousands of parameters, referred to by thousands of paths.
func TestReferencesCannotStandForBillionsOfParts(t *testing.T) {
	var text strings.Builder
	text.WriteString("x:\n  get:\n    responses: {}\n    parameters:\n")
	for i := range 5000 {
		fmt.Fprintf(&text, "    - {name: p%d, in: query}\n", i)
	}
	text.WriteString("paths:\n")
	for i := range 5000 {
		fmt.Fprintf(&text, "  /p%d: {$ref: '#/x'}\n", i)
	}
	start := time.Now()
	doc := load(t, one(text.String()))
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	want := "with what is referred to written out, the document has more than"
	if !slices.ContainsFunc(doc.Warnings, func(w Warning) bool { return strings.HasPrefix(w.Message, want) }) {
		t.Errorf("no warning says that %s", want)
	}
}

func TestWhatPeopleTakeForJSONIsReadWithAWarning(t *testing.T) {
	for _, tt := range []struct{ name, text, value, want string }{
		{"a comment", "{\n// one\n\"a\": /* two */ 1}", `{"a":1}`, "2:1: JSON has no comments; other programs may refuse the document"},
		{"a comma too many", `{"a": [1,],}`, `{"a":[1]}`, "1:10: JSON has no comma after the last value\n1:12: JSON has no comma after the last value"},
		{"a name twice", "{\"a\": 1,\n\"a\": 2}", `{"a":1,"a":2}`, `2:1: "a" is there twice; the last one counts`},
		{"a wrong number", `{"a": 01}`, `{"a":"01"}`, "1:7: 01 is no number of JSON, and is taken as a text"},
		{"a wrong escape", `{"a": "\d\u00e4"}`, `{"a":"\\dä"}`, `1:7: "\\d" is no escape of JSON, and is taken as it is written`},
		{"a byte order mark", "\uFEFF{}", `{}`, ""},
		{"UTF-16", "\xFF\xFE{\x00}\x00", `{}`, ""},
		{"no UTF-8", "{\"a\": \"\xFF\"}", `{"a":"` + "\uFFFD" + `"}`, "1:1: the file has bytes that are no UTF-8; they are shown as \uFFFD"},
		{"YAML", "{a: 'b',\n c: yes}", `{"a":"b","c":"yes"}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var said []string
			n, err := parseText(tt.text, 0, func(line, column int, message string) {
				said = append(said, fmt.Sprintf("%d:%d: %s", line, column, message))
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := string(n.AppendJSON(nil, "")); got != tt.value {
				t.Errorf("it is %s, want %s", got, tt.value)
			}
			if diff := cmp.Diff(tt.want, strings.Join(said, "\n")); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

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

func TestWarningNamesPlaceAndMeaning(t *testing.T) {
	doc := load(t, one(`paths:
  /a/{id}:
    get:
      operationId: a
      sumary: A
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
		`7: an operation has no member "sumary"; did you mean "summary"? #/paths/~1a~1{id}/get/sumary`,
		`8: there is no security scheme "none" #/paths/~1a~1{id}/get/security/0/none`,
		`9: there are no parameters in "body"; in can be path, query, header or cookie #/paths/~1a~1{id}/get/parameters/0`,
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

// TestEngineSpecKeepsItsAddresses: the pages of our own operations stay where they are.
func TestEngineSpecKeepsItsAddresses(t *testing.T) {
	doc, err := Load(os.DirFS(".."), "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%v", w)
	}
	for _, op := range doc.Operations {
		if want := op.Group.Slug + "." + op.Slug; op.ID != want {
			t.Errorf("%s is at %s", op.ID, want)
		}
	}
}

func TestSlugsAreSafeAndApart(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"sendMessage", "sendMessage"},
		{"get /pets/{id}", "get-pets-id"},
		{"A::B", "A-B"},
		{"..", "operations"},
		{"../../etc", "etc"},
		{"con", "con_"},
		{"COM1.txt", "COM1_.txt"},
		{"a\u202Eb", "a-b"},
		{"Привет мир", "Привет-мир"},
		{"日本語", "日本語"},
		{"", "operations"},
		{"<script>", "script"},
		{strings.Repeat("x", 300), strings.Repeat("x", 100) + "-0d4e2ca9"},
	} {
		if got := Slug(tt.name); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
	taken := slugs{}
	got := []string{taken.unique("Pet"), taken.unique("pet"), taken.unique("pet 2"), taken.unique("PET")}
	if diff := cmp.Diff([]string{"Pet", "pet-2", "pet-2-2", "PET-3"}, got); diff != "" {
		t.Error(diff)
	}
}

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

func FuzzLoad(f *testing.F) {
	f.Add("openapi: 3.1.0\npaths: {/a: {get: {responses: {200: {$ref: '#/x'}}}}}\nx: {content: {a/b: {schema: {$ref: '#/x'}}}}\n")
	f.Add(`{"swagger":"2.0","paths":{"/a":{"post":{"parameters":[{"in":"body","name":"b","schema":{"allOf":[{"$ref":"#/definitions/A"}]}}]}}},"definitions":{"A":{"properties":{"a":{"$ref":"#/definitions/A"}}}}}`)
	f.Add(`{"openapi":"3.0.0","a":"\ud83d\ude00\n"}`)
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := Load(fsOf(map[string]string{"api.yaml": text}), "api.yaml")
		if err != nil {
			return
		}
		if out := doc.JSON(); !json.Valid(out) {
			t.Errorf("no JSON: %s", out)
		}
		if back, err := parseYAML(string(doc.YAML()), 0, func(int, int, string) {}); err != nil {
			t.Errorf("no YAML: %v\n%s", err, doc.YAML())
		} else if string(back.AppendJSON(nil, "")) != string(doc.Root.AppendJSON(nil, "")) {
			t.Errorf("the YAML says something else:\n%s", doc.YAML())
		}
	})
}

// TestLongChainsOfReferencesAreReadWhole: how deep schemas are written in each other is bounded, how far they lead not.
func TestLongChainsOfReferencesAreReadWhole(t *testing.T) {
	const many = 3000
	var b strings.Builder
	b.WriteString("openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n")
	for i := range many {
		fmt.Fprintf(&b, "    S%d: { properties: { next: { $ref: '#/components/schemas/S%d' } } }\n", i, (i+1)%many)
	}
	doc, err := Load(fstest.MapFS{"t.yaml": {Data: []byte(b.String())}}, "t.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Warnings) > 0 {
		t.Errorf("warnings: %v", doc.Warnings)
	}
	for _, s := range doc.Schemas {
		if len(s.Properties) != 1 || s.Properties[0].Schema.Ref == nil {
			t.Fatalf("%s was not read", s.Name)
		}
	}
}
