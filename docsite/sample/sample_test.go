package sample

import (
	"os"
	"os/exec"
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

// TestServersWithoutAHostGetOne: a path alone has the first segment of itself for a host otherwise.
func TestServersWithoutAHostGetOne(t *testing.T) {
	doc := load(t, "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: { /a: { get: { responses: {} } } }\n")
	for server, want := range map[string]string{
		"https://": "https://your-host.example/a", "http://": "http://your-host.example/a", "/": "https://your-host.example/a", "": "https://your-host.example/a",
		"v1/": "https://your-host.example/v1/a", "//h.example": "https://h.example/a", "https://h.example/": "https://h.example/a",
	} {
		all, err := For(request.Of(doc.Operations[0]), Options{Languages: []string{"curl"}, ServerURL: server})
		if err != nil || len(all) != 1 || all[0].Code != "curl -X GET \""+want+"\"\n" {
			t.Errorf("%q: %v, %v", server, all, err)
		}
	}
}

// TestCommandsAreTheSameInAnInteractiveShell: such a one takes "!" for an earlier command, in double quotes too.
func TestCommandsAreTheSameInAnInteractiveShell(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("skipped: there is no bash")
	}
	doc := load(t, `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a!date/{id}:
    post:
      parameters:
        - { name: id, in: path, required: true, schema: {}, example: '!!' }
        - { name: X-Wow, in: header, required: true, schema: {}, example: "!date !! it's $HOME!\"!" }
      requestBody: { content: { text/plain: { example: "!date '!!' !" } } }
      responses: {}
`)
	all, err := For(request.Of(doc.Operations[0]), Options{Languages: []string{"curl"}, ServerURL: "https://h.example/!!"})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bash, "--norc", "--noprofile")
	cmd.Stdin = strings.NewReader("set -o history -o histexpand\ndate >/dev/null\ncurl() { printf '%s\\n' \"$@\"; }\n" + all[0].Code)
	cmd.Env = []string{"HISTFILE=", "PATH=" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	want := strings.Join([]string{"-X", "POST", "https://h.example/!!/a!date/%21%21", "-H", "x-wow: !date !! it's $HOME!\"!", "-H", "content-type: text/plain", "--data", "!date '!!' !", ""}, "\n")
	if diff := cmp.Diff(want, string(out)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s\n%s", err, diff, all[0].Code)
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
