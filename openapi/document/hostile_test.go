package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

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

// TestWritingEndsWhereFilesHoldEachOtherManyTimes: thirty files, each of which refers to the next one twice.
func TestWritingEndsWhereFilesHoldEachOtherManyTimes(t *testing.T) {
	files := one("paths: {/a: {get: {responses: {200: {x-a: 1, $ref: 'f0.yaml'}}}}}\n")
	for i := range 30 {
		next := fmt.Sprintf("{$ref: 'f%d.yaml'}", i+1)
		files[fmt.Sprintf("f%d.yaml", i)] = "description: x\ncontent: {a/b: {examples: {a: {value: " + next + "}, b: {value: " + next + "}}}}\na: " + next + "\nb: " + next + "\n"
	}
	start := time.Now()
	doc := load(t, files)
	if size := len(doc.JSON()); size > 100_000_000 {
		t.Errorf("%d bytes", size)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
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
