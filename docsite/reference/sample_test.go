package reference_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

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
