package sample

import (
	"go/format"
	"os/exec"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// FuzzSamples puts any text wherever a sample has one: programs stay programs, and a shell runs no more than cURL.
func FuzzSamples(f *testing.F) {
	for _, seed := range []string{"a", "'; rm -rf / #", "\"`$(id)`${x}#{y}{z}%s\\", "é\u2028👋\x00\x7f", "\n\r\t", "*/<?php ?></script>", `"""`, "'''", "-- ", "@/etc/passwd", "{}[]&=?#/%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		node := document.NewString(text)
		parameter := func(name, in string) *document.Parameter {
			return &document.Parameter{Name: name, In: in, Required: true, Style: "form", Explode: true, Examples: []*document.Example{{Value: node}}}
		}
		value := document.NewObject(document.Member{Key: text, Value: document.NewArray(node, document.NewObject())})
		for _, mediaType := range []string{"application/json", "text/plain", "multipart/form-data", request.FormURLEncoded, "x/" + text} {
			op := &document.Operation{
				ID: text, Method: "POST", Path: "/" + text + "/{id}",
				Parameters: []*document.Parameter{parameter("id", "path"), parameter(text, "query"), parameter("x-h", "header"), parameter("c", "cookie")},
				Body:       &document.RequestBody{Contents: []*document.Content{{MediaType: mediaType, Examples: []*document.Example{{Value: value}}}}},
				Security:   []document.Requirement{{{Scheme: &document.SecurityScheme{ID: text, Type: "apiKey", In: "query", Name: text}}, {Scheme: &document.SecurityScheme{ID: "b", Type: "http", Scheme: "basic"}}}},
			}
			all, err := For(request.Of(op), Options{API: text, ServerURL: "https://example.com/" + text, Languages: Languages()})
			if err != nil {
				continue
			}
			for _, s := range all {
				switch s.ID {
				case "go":
					if formatted, err := format.Source([]byte(s.Code)); err != nil || string(formatted) != s.Code {
						t.Errorf("not as gofmt writes it: %v\n%s", err, s.Code)
					}
				case "typescript":
					if result := api.Transform(s.Code, api.TransformOptions{Loader: api.LoaderTS}); len(result.Errors) > 0 {
						t.Errorf("%v\n%s", result.Errors, s.Code)
					}
				case "curl":
					// Arguments are all that a command is: with a function for curl, nothing else is run.
					cmd := exec.Command("sh", "-c", "PATH=; curl() { :; }\n"+s.Code)
					if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
						t.Errorf("%v: %s\n%s", err, out, s.Code)
					}
				}
			}
		}
	})
}
