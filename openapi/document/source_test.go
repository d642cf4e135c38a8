package document

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

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

// TestMistakeInYAMLIsFoundWhereItIs: package yaml names the line where the block begins.
func TestMistakeInYAMLIsFoundWhereItIs(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a colon in a text", "a:\n  b: c\n  d: e: f\n", "3:6: mapping values are not allowed in this context"},
		{"an indent", "a:\n  b: c\n  d: e\n f: g\n", "4:2: did not find expected key"},
		{"a bracket", "a: b\nc: [d,\n  e\nf: g\n", "4:1: did not find expected ',' or ']'"},
		{"a quote", "a: b\nc: \"d\ne: f\n", "2:4: found unexpected end of stream"},
		{"no key", "a: b\nc\nd: e\n", "2:1: could not find expected ':'"},
		{"a tab", "a:\n  b: c\n\td: e\n", "3:1: found a tab character that violates indentation"},
		{"after an anchor", "a: &b c\nd: e: f\n", "2:1: mapping values are not allowed in this context"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parseText(tt.text, 0, nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
