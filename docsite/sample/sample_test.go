package sample

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"wpengine/docsite/request"
	"wpengine/e2e/testkit/golden"
	"wpengine/openapi/document"
)

func load(t testing.TB, source string) *document.Document {
	t.Helper()
	doc, err := document.Load(fstest.MapFS{"t.yaml": {Data: []byte(source)}}, "t.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestSamplesLookAsTheyDo keeps a few samples in all languages, for people to look at.
func TestSamplesLookAsTheyDo(t *testing.T) {
	text, err := os.ReadFile("testdata/hard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{"quote": true, "query": true, "cookie": true, "basic": true, "form": true, "file": true}
	for _, op := range load(t, string(text)).Operations {
		if !shown[op.ID] {
			continue
		}
		all, err := For(request.Of(op), Options{API: "Acme API", ServerURL: "https://api.example.com/v1/", Languages: Languages()})
		if err != nil {
			t.Fatal(err)
		}
		var got txtar.Archive
		for _, s := range all {
			got.Files = append(got.Files, txtar.File{Name: s.ID, Data: []byte(s.Code)})
		}
		golden.File(t, "testdata/"+op.ID+".txtar", txtar.Format(&got))
	}
}

func TestAuthorsSamplesStandFirst(t *testing.T) {
	doc := load(t, `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get:
      responses: { '200': { description: ok } }
      x-codeSamples: [{ lang: JavaScript, source: "get()\n\n" }, { lang: Shell, label: HTTPie, source: http }, { lang: bash, source: curl }, { lang: 中文, source: x }]
  /{a}/..: { get: { responses: {}, x-codeSamples: [{ lang: Go, source: get }] } }
`)
	all, err := For(request.Of(doc.Operations[0]), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range all {
		code, _, _ := strings.Cut(s.Code, "\n")
		got = append(got, strings.Join([]string{s.ID, s.Label, s.Language, code}, "|"))
	}
	want := []string{"typescript|JavaScript|javascript|get()", "curl|HTTPie|bash|http", "curl-3|bash|bash|curl", "中文|中文|中文|x", "python|Python|python|import requests", "go|Go|go|package main"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("samples (-want +got):\n%s", diff)
	}
	all, err = For(request.Of(doc.Operations[1]), Options{})
	if err == nil || len(all) != 1 {
		t.Errorf("of an operation that can't be called: %v, %v", all, err)
	}
}

func TestSitesChooseLanguages(t *testing.T) {
	doc := load(t, "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: { /a: { get: { responses: {} } } }\n")
	all, err := For(request.Of(doc.Operations[0]), Options{Languages: []string{"rust", "no such", "curl"}, ServerURL: "//api.example.com/"})
	if err != nil || len(all) != 2 || all[0].ID != "rust" || all[1].Code != "curl -X GET \"https://api.example.com/a\"\n" {
		t.Errorf("%v, %v", all, err)
	}
}

// TestSecretsComeFromTheEnvironment: names are ones that every shell takes, and each is another.
func TestSecretsComeFromTheEnvironment(t *testing.T) {
	for _, test := range []struct{ title, want string }{
		{"WP Engine API", "WP_ENGINE_API_KEY WP_ENGINE_B_TOKEN WP_ENGINE_TOKEN"},
		{"3D", "API_3D_API_KEY API_3D_B_TOKEN API_3D_TOKEN"},
		{"中文", "API_KEY B_TOKEN TOKEN"},
		{"$(rm -rf /)", "RM_RF_API_KEY RM_RF_B_TOKEN RM_RF_TOKEN"},
	} {
		doc := load(t, `
openapi: 3.1.0
info: { title: T, version: '1' }
paths: { /a: { get: { security: [{ a: [], b: [], 中: [], c: [] }], responses: {} } } }
components: { securitySchemes: { a: { type: apiKey, in: query, name: k }, b: { type: http, scheme: bearer }, 中: { type: openIdConnect, openIdConnectUrl: 'https://example.com' }, c: { type: http, scheme: digest } } }
`)
		var got []string
		for _, s := range secrets(request.Of(doc.Operations[0]), test.title, nil) {
			got = append(got, s.Env)
		}
		// Two more of the header Authorization can't be sent beside the first.
		if want := strings.Fields(test.want)[:2]; !cmp.Equal(want, got) {
			t.Errorf("%s: %v, want %v", test.title, got, want)
		}
	}
}
