package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestYAMLBombIsRefused(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	var err error
	inTime(t, func() { _, err = Load(fsOf(map[string]string{"api.yaml": bomb.String()}), "api.yaml") })
	if err == nil || !strings.Contains(err.Error(), "with its aliases written out, the document has more than") {
		t.Errorf("got %v", err)
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
	var doc *Document
	inTime(t, func() { doc = load(t, one(text.String())) })
	want := "with what is referred to written out, the document has more than"
	if !slices.ContainsFunc(doc.Warnings, func(w Warning) bool { return strings.HasPrefix(w.Message, want) }) {
		t.Errorf("no warning says that %s", want)
	}
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

// inTime checks that something takes two seconds at most.
func inTime(t *testing.T, do func()) {
	t.Helper()
	start := spent()
	do()
	if took := spent() - start; took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestHostileDocumentsAreReadOrRefusedInTime: each of them is about a megabyte, and made to take all the time and memory
// there is.
func TestHostileDocumentsAreReadOrRefusedInTime(t *testing.T) {
	const head = "openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths: {}\n"
	big := strings.Repeat("x", 1<<20)
	repeat := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	nested := func(n int, open, inner, end string) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	blocks := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%sproperties:\n%sa:\n", strings.Repeat(" ", 2*i+4), strings.Repeat(" ", 2*i+5))
		}
		return b.String()
	}
	for _, tt := range []struct{ name, text, err, warning string }{
		{"500 schemas in each other in JSON", `{"openapi":"3.1.0","paths":{},"components":{"schemas":{"A":` + nested(499, `{"items":`, "{}", "}") + "}}}", "", "schemas stand more than 200 deep"},
		{"500 schemas in each other in YAML", head + "components:\n schemas:\n  A:\n" + blocks(240), "", "schemas stand more than 200 deep"},
		{"brackets in JSON", `{"openapi":` + strings.Repeat("[", 1<<20), "values stand more than 1000 deep", ""},
		{"brackets in YAML", "openapi: " + strings.Repeat("[", 1<<20), "values stand more than 1000 deep", ""},
		{"dashes in YAML", "openapi:\n" + strings.Repeat("- ", 1<<19), "values stand more than 1000 deep", ""},
		{"values in YAML", "openapi:\n" + strings.Repeat("- 0\n", 3<<20), "the document has more than 3000000 values", ""},
		{"members of one name", head + "components: {schemas: {A: {" + strings.Repeat("title: a, ", 50_000) + repeat(50_000, "x-%d: 1, ") + "}}}\n", "", ""},
		{"large objects and references to them", head + "components:\n  schemas:\n    A: {" + repeat(50_000, "x-%d: 1, ") + "}\n" + repeat(15_000, "    S%d: {$ref: '#/components/schemas/A/x'}\n"), "", "leads nowhere"},
		{"variables", head + "servers: [{url: '" + repeat(50_000, "{a%d}") + "', variables: {" + repeat(50_000, "b%d: {}, ") + "}}]\n", "", ""},
		{"a text in JSON", `{"openapi":"3.1.0","info":{"title":"` + big + `"},"paths":{}}`, "", "info has no version"},
		{"a text in YAML", "openapi: 3.1.0\ninfo: {title: " + big + "}\npaths: {}\n", "", "info has no version"},
		{"names of a megabyte", head + "tags: [{name: " + big + "}]\nwebhooks: {" + big[:1000] + ": {post: {operationId: " + big + ", tags: [" + big + "]}}}\n", "", ""},
		{"a reference of a megabyte", head + "webhooks: {a: {$ref: '#/" + strings.Repeat("a/", 1<<19) + "'}}\n", "", "leads nowhere"},
		{"a reference in a circle", "openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths: {$ref: '#'}\nwebhooks: {a: {$ref: '#/" + strings.Repeat("paths/", 1<<17) + "x'}}\n", "", ""},
		{"3000 schemas of each other", head + "components:\n  schemas:\n" + repeat(3000, "    S%d: {allOf: [{$ref: '#/components/schemas/S0'}, {$ref: '#/components/schemas/S2999'}], properties: {a: {$ref: '#/components/schemas/S1'}}}\n"), "", ""},
		{"a chain of names", head + "components:\n  schemas:\n" + repeat(15000, "    S%[1]d: {$ref: '#/components/schemas/S1%[1]d'}\n"), "", "leads nowhere"},
		{"as many schemas as there is room", `{"openapi":"3.1.0","paths":{},"components":{"schemas":{"A":{"allOf":[{}` + strings.Repeat(",{}", 1<<19) + "]}}}}", "", "the document has more than 300000 schemas"},
		{"as many values as there is room", `{"openapi":[` + strings.Repeat("0,", 4<<20) + "0]}", "the document has more than 3000000 values", ""},
		{"misspelt keywords", head + "components: {schemas: {A: {" + repeat(50000, "propertiez%d: 1, ") + "}}}\n", "", ""},
		{"unknown members", head + repeat(50000, "m%d: 1\n"), "", "there are more than 5000 defects"},
		{"one slug", head + "components:\n  schemas:\n" + repeat(50000, "    '?%d ?': {}\n"), "", "more than letters"},
		{"names in a path", "openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths:\n  /" + repeat(1000, "{a%d}") + ":\n" + repeat(1000, "    x-%d: 1\n") + "    get: {}\n    put: {}\n", "", "there is no path parameter"},
		{"comments after an anchor", head + "a: &a b\n" + strings.Repeat("# comment\n", 100_000), "", ""},
		{"an anchor with many aliases", head + "x-a: &a {b: c}\nx-b: [" + strings.Repeat("*a, ", 250_000) + "]\n", "", ""},
		{"merge keys", head + "x-a: &a {" + repeat(3000, "b%d: c, ") + "}\nx-b:\n" + strings.Repeat("  - {<<: *a}\n", 3000), "with its aliases written out", ""},
		{"a comment without end", `{"openapi": "3.1.0", "paths": {} /*` + strings.Repeat("/*", 1<<19), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var doc *Document
			var err error
			inTime(t, func() { doc, err = Load(fsOf(map[string]string{"api.yaml": tt.text}), "api.yaml") })
			switch {
			case err != nil && (!strings.Contains(err.Error(), tt.err) || strings.Count(err.Error(), "\n") > 0 || len(err.Error()) > 500):
				t.Errorf("the error is %.500v, want %s", err, tt.err)
			case err == nil && tt.err != "":
				t.Errorf("no error, want %s", tt.err)
			case err == nil && !slices.ContainsFunc(doc.Warnings, func(w Warning) bool { return strings.Contains(w.Message, tt.warning) }) && tt.warning != "":
				t.Errorf("no warning %q among %d", tt.warning, len(doc.Warnings))
			}
		})
	}
}

// TestWritingEndsWhereFilesHoldEachOtherManyTimes: thirty files, each of which refers to the next one twice.
func TestWritingEndsWhereFilesHoldEachOtherManyTimes(t *testing.T) {
	files := one("paths: {/a: {get: {responses: {200: {x-a: 1, $ref: 'f0.yaml'}}}}}\n")
	for i := range 30 {
		next := fmt.Sprintf("{$ref: 'f%d.yaml'}", i+1)
		files[fmt.Sprintf("f%d.yaml", i)] = "description: x\ncontent: {a/b: {examples: {a: {value: " + next + "}, b: {value: " + next + "}}}}\na: " + next + "\nb: " + next + "\n"
	}
	doc := load(t, files)
	inTime(t, func() {
		if size := len(doc.JSON()); size > 100_000_000 {
			t.Errorf("%d bytes", size)
		}
	})
}

// FuzzJSON compares the reader of JSON with package encoding/json.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{"a": [1, -2.5e+3, true, null, "\\u00e4\\ud83d\\ude00\\ud83d\\n"], "": {}}`, `[[], {"a": {"a": 0}}]`, `"\u2028"`, " 1 "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if !json.Valid([]byte(text)) || decoder.Decode(&want) != nil || strings.Count(text, "{")+strings.Count(text, "[") > maxDepth || !utf8.ValidString(text) {
			return
		}
		n, err := parseJSON(text, 0, func(_, _ int, message string) {
			if !strings.Contains(message, "twice") {
				t.Errorf("warning: %s", message)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, n.Any()); diff != "" {
			t.Error(diff)
		}
		if back, err := parseJSON(string(n.AppendJSON(nil, " ")), 0, func(int, int, string) {}); err != nil || !cmp.Equal(back.Any(), want) {
			t.Errorf("written: %s, %v", n.AppendJSON(nil, " "), err)
		}
	})
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
