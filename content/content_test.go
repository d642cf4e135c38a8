package content_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wpengine/content"
	"wpengine/docsite/markdown"
	"wpengine/engine/api"
	"wpengine/openapi"
)

func TestGuidesIntroduceThemselves(t *testing.T) {
	renderer := markdown.New(markdown.Options{})
	places := map[string]string{}
	for name, source := range guides(t) {
		doc := renderer.Parse(name, []byte(source))
		for _, p := range doc.Problems {
			t.Errorf("%s:%d: %s", name, p.Line, p.Message)
		}
		if doc.Front.Title == "" || doc.Front.Description == "" || doc.Front.Order == nil {
			t.Errorf("%s: front matter lacks title, description or order", name)
			continue
		}
		place := fmt.Sprint(path.Dir(name), " ", *doc.Front.Order)
		if other := places[place]; other != "" {
			t.Errorf("%s and %s both have the order %v", name, other, *doc.Front.Order)
		}
		places[place] = name
	}
}

func TestErrorGuideExplainsEachCode(t *testing.T) {
	guide := guides(t)["guides/errors.md"]
	var document struct {
		Components struct {
			Schemas map[string]struct{ Enum []string }
		}
	}
	if err := json.Unmarshal(specJSON(t), &document); err != nil {
		t.Fatal(err)
	}
	codes := document.Components.Schemas["Code"].Enum
	if len(codes) == 0 {
		t.Fatal("the spec has no codes")
	}
	for _, code := range codes {
		status := api.Code(code).Status()
		entry := fmt.Sprintf("\n### `%s` {#%s}\n\n**Status %d.** ", code, code, status)
		if !strings.Contains(guide, entry) {
			t.Errorf("no entry that begins %q", entry)
		}
		row := fmt.Sprintf("\n| [`%s`](#%s) | %d | ", code, code, status)
		if !strings.Contains(guide, row) {
			t.Errorf("no row that begins %q", row)
		}
	}
	if n := strings.Count(guide, "\n### "); n != len(codes) {
		t.Errorf("%d entries for %d codes", n, len(codes))
	}
}

// A JSON block says in its title what it is: "whatsapp.sendMessage request", or the answer with a status,
// "whatsapp.sendMessage 200".
var titled = regexp.MustCompile(`^json title="([a-zA-Z]+)\.([a-zA-Z]+) (request|[0-9]{3})"$`)

var curl = regexp.MustCompile(`(?s)/api/rpc/([a-zA-Z]+)/([a-zA-Z]+)".*--data '(.*?)'`)

func TestGuideJSONFitsTheSpec(t *testing.T) {
	schemas := compiler(t)
	checked := 0
	for name, source := range guides(t) {
		for _, f := range fences(source) {
			group, operation, part, body := "", "", "request", f.text
			if m := titled.FindStringSubmatch(f.info); m != nil {
				group, operation, part = m[1], m[2], m[3]
			} else if m := curl.FindStringSubmatch(f.text); m != nil && f.info == "bash" {
				group, operation, body = m[1], m[2], m[3]
			} else {
				if strings.HasPrefix(f.info, "json") || strings.Contains(f.text, "curl -X POST") {
					t.Errorf("%s:%d: it doesn't say which operation it is of", name, f.line)
				}
				continue
			}
			checked++
			if err := validate(schemas, group, operation, part, body); err != nil {
				t.Errorf("%s:%d: %v", name, f.line, err)
			}
		}
	}
	if checked == 0 {
		t.Fatal("the guides have no JSON")
	}
}

func validate(schemas *jsonschema.Compiler, group, operation, part, body string) error {
	at := fmt.Sprintf("spec.json#/paths/~1%s~1%s/post/", group, operation)
	switch part {
	case "request":
		at += "requestBody/content/application~1json/schema"
	case "200":
		at += "responses/200/content/application~1json/schema"
	default:
		at = "spec.json#/components/schemas/Problem"
	}
	schema, err := schemas.Compile(at)
	if err != nil {
		return fmt.Errorf("%s.%s %s: %w", group, operation, part, err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

func compiler(t *testing.T) *jsonschema.Compiler {
	t.Helper()
	spec, err := jsonschema.UnmarshalJSON(bytes.NewReader(specJSON(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("spec.json", spec); err != nil {
		t.Fatal(err)
	}
	return c
}

func specJSON(t *testing.T) []byte {
	t.Helper()
	spec, err := openapi.Engine()
	if err != nil {
		t.Fatal(err)
	}
	data, err := spec.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// fence is a fenced block of code.
type fence struct {
	line       int
	info, text string
}

func fences(source string) (all []fence) {
	open := ""
	for i, line := range strings.SplitAfter(source, "\n") {
		trimmed := strings.TrimSpace(line)
		switch ticks := trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, "`"))]; {
		case open == "" && len(ticks) >= 3:
			open = ticks
			all = append(all, fence{line: i + 1, info: trimmed[len(ticks):]})
		case open != "" && trimmed == open:
			open = ""
		case open != "":
			all[len(all)-1].text += line
		}
	}
	return all
}

// guides returns every guide by its name.
func guides(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(content.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		source, err := fs.ReadFile(content.FS(), name)
		all[name] = string(source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
