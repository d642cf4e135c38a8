package settings_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"wpengine/docsite/sample"
	"wpengine/docsite/settings"
)

// node is a part of a JSON Schema, as far as ours goes.
type node struct {
	Ref         string           `json:"$ref"`
	Description string           `json:"description"`
	Type        any              `json:"type"`
	Properties  map[string]*node `json:"properties"`
	Items       *node            `json:"items"`
	AnyOf       []*node          `json:"anyOf"`
	Enum        []any            `json:"enum"`
	Definitions map[string]*node `json:"definitions"`
}

// forms are the ways a value may be written, references followed.
func (n *node) forms(root *node) (all []*node) {
	if name, ok := strings.CutPrefix(n.Ref, "#/definitions/"); ok {
		return root.Definitions[name].forms(root)
	}
	if n.AnyOf == nil {
		return []*node{n}
	}
	for _, form := range n.AnyOf {
		all = append(all, form.forms(root)...)
	}
	return all
}

func schemaTree(t *testing.T) *node {
	t.Helper()
	var root node
	if err := json.Unmarshal(settings.Schema, &root); err != nil {
		t.Fatal(err)
	}
	return &root
}

// walk calls visit for each key of a struct and the schema's part of that name.
func walk(t *testing.T, root, at *node, of reflect.Type, prefix string, visit func(key string, f reflect.StructField, n *node)) {
	t.Helper()
	var keys []string
	for f := range of.Fields() {
		name := f.Tag.Get("yaml")
		if name == "" {
			continue
		}
		keys = append(keys, name)
		part := at.Properties[name]
		if part == nil {
			t.Errorf("the schema lacks %s%s", prefix, name)
			continue
		}
		visit(prefix+name, f, part)
		inner := f.Type
		for inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() != reflect.Struct || f.Type == reflect.TypeFor[settings.Redirects]() {
			continue
		}
		object := slices.IndexFunc(unlisted(part, root), func(n *node) bool { return n.Properties != nil })
		if object < 0 {
			t.Errorf("the schema doesn't say what %s%s can say", prefix, name)
			continue
		}
		walk(t, root, unlisted(part, root)[object], inner, prefix+name+".", visit)
	}
	for _, name := range slices.Sorted(maps.Keys(at.Properties)) {
		if !slices.Contains(keys, name) {
			t.Errorf("the schema has %s%s, which can't be set", prefix, name)
		}
	}
}

// unlisted are a value's forms, and those of its items.
func unlisted(n, root *node) (all []*node) {
	for _, form := range n.forms(root) {
		if all = append(all, form); form.Items != nil {
			all = append(all, unlisted(form.Items, root)...)
		}
	}
	return all
}

func TestSchemaHasEveryKeyThatCanBeSetAndExplainsIt(t *testing.T) {
	root := schemaTree(t)
	walk(t, root, root, reflect.TypeFor[settings.Settings](), "", func(key string, f reflect.StructField, n *node) {
		if !strings.HasSuffix(n.Description, ".") && !strings.HasSuffix(n.Description, "{path}") {
			t.Errorf("%s is explained as %q", key, n.Description)
		}
		choices, ok := strings.CutPrefix(f.Tag.Get("is"), "one of ")
		if !ok {
			return
		}
		var enum []string
		for _, v := range unlisted(n, root)[0].Enum {
			enum = append(enum, v.(string))
		}
		if diff := cmp.Diff(strings.Split(choices, ", "), enum); diff != "" {
			t.Errorf("%s: -settings +schema\n%s", key, diff)
		}
	})
}

// TestSamplesAreInTheLanguagesThereAre asks who writes them.
func TestSamplesAreInTheLanguagesThereAre(t *testing.T) {
	root := schemaTree(t)
	walk(t, root, root, reflect.TypeFor[settings.Settings](), "", func(key string, f reflect.StructField, _ *node) {
		if key != "samples" {
			return
		}
		if diff := cmp.Diff("one of "+strings.Join(sample.Languages(), ", "), f.Tag.Get("is")); diff != "" {
			t.Errorf("-samples +settings\n%s", diff)
		}
	})
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(settings.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("settings.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("settings.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON is what a file of YAML says, as a validator takes it.
func asJSON(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSchemaAgreesWithLoad(t *testing.T) {
	schema := compiled(t)
	for _, text := range []string{full, "", "title: 2", "versions: 1.0", "spec: api.yaml", "logo: brand/logo.svg", "announcement: New", "search: off", "nav: guides", "languages: de",
		"colours: {accent: 'hsl(161 82% 24%)'}", "servers: https://a.example", "samples: go", "css: [site.css]", "redirects: {}", "search: {exclude: a}"} {
		if err := schema.Validate(asJSON(t, text)); err != nil {
			t.Errorf("the schema refuses\n%s\n%v", text, err)
		}
		if _, problems := settings.Load(site(text), settings.Name); len(problems) > 0 {
			t.Errorf("Load refuses\n%s\n%v", text, problems)
		}
	}
	for _, test := range wrong {
		if test.unseen {
			continue
		}
		if schema.Validate(asJSON(t, test.yaml)) == nil {
			t.Errorf("the schema takes\n%s", test.yaml)
		}
	}
}

// TestTheGuideExplainsEveryKey keeps the table in the guide complete.
func TestTheGuideExplainsEveryKey(t *testing.T) {
	guide, err := os.ReadFile("../../content/guides/docsite-settings.md")
	if err != nil {
		t.Fatal(err)
	}
	root := schemaTree(t)
	walk(t, root, root, reflect.TypeFor[settings.Settings](), "", func(key string, _ reflect.StructField, _ *node) {
		last := key[strings.LastIndexByte(key, '.')+1:]
		said := func(s string) bool { return bytes.Contains(guide, []byte("`"+s)) }
		switch {
		case said(key + "`"), said(key + "."): // itself, or what is in it
		case last != key && said(last+"`"): // beside its parent
		case strings.HasPrefix(key, "versions.spec.") && said("spec."+last+"`"):
		default:
			t.Errorf("the guide lacks `%s`", key)
		}
	})
}
