package reference_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// hardSpec has what samples get wrong when they quote carelessly, and every way to send a key.
const hardSpec = `
openapi: 3.1.0
info: { title: 'Hard "Cases" API', version: '1' }
tags: [{ name: t }]
paths:
  /quote/{id}:
    post:
      tags: [t]
      operationId: t.quote
      security: [{ header: [] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, example: "it's {a} $HOME ${b} %s/\u0060x\u0060" }
        - { name: 'q[]', in: query, required: true, schema: { type: array, items: { type: string } }, example: ['a&b', '"c"'] }
        - { name: X-Note, in: header, required: true, schema: { type: string }, example: "say \"hi\" to $USER, \u0060id\u0060 \\n ${x} it's" }
        - { name: X-Optional, in: header, schema: { type: string } }
      requestBody:
        content:
          application/json:
            example: { text: "it's \"quoted\" \\ $HOME \u0060date\u0060 ${x} </script>\n\ttwo lines é 👋", none: null, yes: true, n: 1.5, list: [1, two, { a: [] }], 'odd key': {}, class: x }
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object } } } } }
  /query: { get: { tags: [t], operationId: t.query, security: [{ query: [] }], responses: { '200': { description: ok } } } }
  /cookie: { delete: { tags: [t], operationId: t.cookie, security: [{ cookie: [] }], responses: { '200': { description: ok } } } }
  /basic: { put: { tags: [t], operationId: t.basic, security: [{ basic: [] }], requestBody: { content: { text/plain: { example: "@it's\n$HOME" } } }, responses: { '200': { description: ok } } } }
  /bearer: { patch: { tags: [t], operationId: t.bearer, security: [{ bearer: [] }], requestBody: { content: { application/x-www-form-urlencoded: { example: { a: "it's & more", b: [1, 2] } } } }, responses: { '200': { description: ok } } } }
components:
  securitySchemes:
    header: { type: apiKey, in: header, name: X-Api-Key }
    query: { type: apiKey, in: query, name: api key }
    cookie: { type: apiKey, in: cookie, name: session }
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
`

// seen is a request as it came.
type seen struct{ Method, URI, Headers, Body string }

// sampleOf is the text of the operation's sample in a language.
func sampleOf(t *testing.T, p page, language string) string {
	t.Helper()
	ids, _ := elements(t, p)
	input := ids["tab-sample-"+language]
	if input == nil {
		t.Fatalf("%s has no sample in %s", p.Path, language)
	}
	for n := input.NextSibling; n != nil; n = n.NextSibling {
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && d.Data == "code" {
				return d.FirstChild.Data
			}
		}
	}
	t.Fatalf("%s: the sample in %s has no code", p.Path, language)
	return ""
}

// run runs a sample and returns what it printed.
func run(t *testing.T, language, code string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var cmd *exec.Cmd
	switch language {
	case "curl":
		need(t, "curl")
		cmd = exec.Command(need(t, "sh"), write("sample.sh", code))
	case "typescript":
		cmd = exec.Command(need(t, "node"), write("sample.mjs", javascript(t, code)))
	case "python":
		python := need(t, "python3")
		if err := exec.Command(python, "-c", "import requests").Run(); err != nil {
			skip(t, "Python has no module requests")
		}
		cmd = exec.Command(python, write("sample.py", code))
	case "go":
		cmd = exec.Command(need(t, "go"), "run", write("main.go", code))
	}
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HARD_CASES_API_KEY=the&key", "HARD_CASES_TOKEN=t0ken", "HARD_CASES_CREDENTIALS=ada:pa:ss",
		"WP_ENGINE_API_KEY=the-key", "NO_PROXY=*", "no_proxy=*")
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, log.String(), code)
	}
	return out.String()
}

// javascript takes the types out. A fault in the syntax fails the test.
func javascript(t *testing.T, code string) string {
	t.Helper()
	result := api.Transform(code, api.TransformOptions{Loader: api.LoaderTS, Format: api.FormatESModule})
	for _, problem := range append(result.Errors, result.Warnings...) {
		t.Fatalf("%s\n%s", problem.Text, code)
	}
	return string(result.Code)
}

func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		skip(t, "there is no "+program)
	}
	return path
}

// skip is for a developer's machine. Where everything is to be tested, it fails.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func TestSamplesSendWhatTheyShow(t *testing.T) {
	var got seen
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var headers []string
		for _, name := range []string{"X-Note", "X-Optional", "X-Api-Key", "Cookie", "Authorization", "Content-Type"} {
			if v := r.Header.Get(name); v != "" {
				headers = append(headers, name+": "+v)
			}
		}
		got = seen{r.Method, r.RequestURI, strings.Join(headers, "\n"), string(body)}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"answer": 42}`)
	}))
	defer server.Close()
	spec, err := document.Load(fstest.MapFS{"hard.yaml": {Data: []byte(hardSpec)}}, "hard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	byPath := pagesWith(t, spec, reference.Options{ServerURL: server.URL + "/v1"})
	want := map[string]seen{
		"quote": {
			"POST", "/v1/quote/it%27s%20%7Ba%7D%20$HOME%20$%7Bb%7D%20%25s%2F%60x%60?q%5B%5D=a%26b&q%5B%5D=%22c%22",
			"X-Note: say \"hi\" to $USER, `id` \\n ${x} it's\nX-Api-Key: the&key\nContent-Type: application/json",
			`{"class":"x","list":[1,"two",{"a":[]}],"n":1.5,"none":null,"odd key":{},"text":"it's \"quoted\" \\ $HOME ` + "`date`" + ` ${x} </script>\n\ttwo lines é 👋","yes":true}`,
		},
		"query":  {"GET", "/v1/query?api%20key=the%26key", "", ""},
		"cookie": {"DELETE", "/v1/cookie", "Cookie: session=the&key", ""},
		"basic":  {"PUT", "/v1/basic", "Authorization: Basic YWRhOnBhOnNz\nContent-Type: text/plain", "@it's\n$HOME"},
		"bearer": {"PATCH", "/v1/bearer", "Authorization: Bearer t0ken\nContent-Type: application/x-www-form-urlencoded", "a=it%27s%20%26%20more&b=1&b=2"},
	}
	for _, language := range []string{"curl", "typescript", "python", "go"} {
		for name, want := range want {
			t.Run(language+"/"+name, func(t *testing.T) {
				got = seen{}
				printed := run(t, language, sampleOf(t, byPath["reference/t/"+name+"/"], language))
				if !strings.Contains(printed, "42") {
					t.Errorf("it printed %q", printed)
				}
				if diff := cmp.Diff(want, normal(t, got, language)); diff != "" {
					t.Errorf("the server got (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// normal levels what languages may write in their own way: white space in JSON, "%20" or "+",
// escapes that are not needed. A shell has no words for escaping a key in a query.
func normal(t *testing.T, s seen, language string) seen {
	t.Helper()
	if strings.HasPrefix(s.Body, "{") {
		s.Body = compactJSON(t, s.Body)
	}
	s.URI = strings.NewReplacer("'", "%27", "api+key", "api%20key", "%24", "$").Replace(s.URI)
	if language == "curl" {
		s.URI = strings.Replace(s.URI, "the&key", "the%26key", 1)
	}
	return s
}

func compactJSON(t *testing.T, text string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out.String())
}

func TestEngineSamplesCompile(t *testing.T) {
	byPath := pages(t, engine(t))
	module := t.TempDir()
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte("module samples\n\ngo 1.26\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var scripts []string
	for path, p := range byPath {
		if p.Nav.Badge == "" {
			continue
		}
		dir := filepath.Join(module, filepath.FromSlash(strings.TrimPrefix(path, "reference/")))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for language, name := range map[string]string{"go": "main.go", "python": "sample.py", "typescript": "sample.mjs", "curl": "sample.sh"} {
			code := sampleOf(t, p, language)
			if language == "typescript" {
				code = javascript(t, code)
			}
			if !strings.Contains(code, "WP_ENGINE_API_KEY") || !strings.Contains(code, "http://localhost:8080/api/rpc") {
				t.Errorf("%s: the sample in %s lacks the key or the server:\n%s", path, language, code)
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(code), 0o600); err != nil {
				t.Fatal(err)
			}
			if language == "python" {
				scripts = append(scripts, filepath.Join(dir, name))
			}
		}
	}
	vet := exec.Command(need(t, "go"), "vet", "./...")
	vet.Dir, vet.Env = module, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := vet.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
	if out, err := exec.Command("gofmt", "-l", module).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("not as gofmt writes it: %v\n%s", err, out)
	}
	if out, err := exec.Command(need(t, "python3"), append([]string{"-m", "py_compile"}, scripts...)...).CombinedOutput(); err != nil {
		t.Errorf("py_compile: %v\n%s", err, out)
	}
}

func TestCurlSampleIsTheOneOfTheGuide(t *testing.T) {
	byPath := pages(t, engine(t))
	want := `curl -X POST "http://localhost:8080/api/rpc/server/ping" \
  -H "x-api-key: $WP_ENGINE_API_KEY" \
  -H "content-type: application/json" \
  --data '{}'
`
	if diff := cmp.Diff(want, sampleOf(t, byPath["reference/server/ping/"], "curl")); diff != "" {
		t.Errorf("sample (-want +got):\n%s", diff)
	}
}
