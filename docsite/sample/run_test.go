package sample

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/echo"
	"wpengine/openapi/document"
)

// echoed is a call whose samples are run.
type echoed struct {
	name string
	call *request.Call
	api  string
}

// echoCases are calls of every style, place and kind of body: of our own descriptions, and of others where they are there.
// The first few of them are enough for languages whose programs take long to run.
func echoCases(t *testing.T) (all []echoed, few int) {
	t.Helper()
	add := func(dir, name string, most int) {
		doc, err := document.Load(os.DirFS(dir), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range doc.Operations[:min(len(doc.Operations), most)] {
			op.CodeSamples = nil
			all = append(all, echoed{name + " " + op.ID, request.Of(op), doc.Info.Title})
		}
	}
	const every = 1000
	add("testdata", "hard.yaml", every)
	add("../testdata", "spec.yaml", every)
	add("../../openapi", "openapi.yaml", 3)
	few = len(all)
	dir, ok := corpus.Find(t)
	if !ok {
		t.Logf("without the descriptions of others: there is no corpus at %s (WPENGINE_CORPUS names another place)", dir)
		return all, few
	}
	specs := filepath.Join(dir, "specs")
	add(specs, "oas-3.0-parameters-style.json", every)
	add(specs, "oas-3.0-file-uploads.json", every)
	add(specs, "oas-3.0-security.json", every)
	add(specs, "oas-3.2-features.yaml", every)
	add(specs, "swagger-petstore.yaml", 10)
	add(specs, "gotify-2.0.json", 10)
	add(specs, "2ch-cyrillic.yml", 5)
	return all, few
}

// expected is the request as package request builds it.
func expected(t *testing.T, base string, c *request.Call) *http.Request {
	t.Helper()
	in := request.Input{Values: c.ExampleValues(), Credentials: map[string]request.Credential{}}
	for _, requirement := range c.Security {
		sendable := !slices.ContainsFunc(requirement, func(s request.Scheme) bool { return !s.Sendable() })
		if len(requirement) == 0 || !sendable {
			continue
		}
		for _, s := range requirement {
			in.Credentials[s.ID] = request.Credential{Value: echo.Credential}
			if s.Basic() {
				in.Credentials[s.ID] = request.Credential{Username: echo.Username, Password: echo.Password}
			}
		}
		break
	}
	if len(c.Bodies) > 0 {
		body := c.Bodies[0]
		examples := request.Examples(body.Content, schema.Request)
		switch {
		case body.Multipart():
			in.Parts = body.Parts(examples)
			for i := range in.Parts {
				if in.Parts[i].File {
					in.Parts[i].FileName, in.Parts[i].Content = anyFile, []byte(echo.FileText)
				}
			}
		case body.Binary() || len(examples) == 0:
			in.Body = []byte(echo.FileText)
		default:
			in.Body = []byte(examples[0].Text)
		}
	}
	r, err := c.Request(t.Context(), base, in)
	if err != nil {
		t.Fatalf("%s: %v", c.Operation.ID, err)
	}
	return r
}

// environment has a value for every secret of the samples.
func environment(cases []echoed) (env []string) {
	for _, c := range cases {
		for _, s := range secrets(c.call, c.api, nil) {
			value := echo.Credential
			if s.Basic {
				value = echo.Username + ":" + echo.Password
			}
			env = append(env, s.Env+"="+value)
		}
	}
	return env
}

// javascript takes the types out. A fault in the syntax fails the test.
func javascript(t *testing.T, code string) {
	t.Helper()
	result := api.Transform(code, api.TransformOptions{Loader: api.LoaderTS, Format: api.FormatESModule})
	for _, problem := range append(result.Errors, result.Warnings...) {
		t.Errorf("%s\n%s", problem.Text, code)
	}
}

// cannot reports what a client of a language refuses to send.
func cannot(language string, p *plan) bool {
	switch language {
	case "typescript":
		return p.Method == "TRACE" || p.Method == "CONNECT" || p.Method == "GET" && p.Body != noBody
	case "python":
		return p.Method != strings.ToUpper(p.Method)
	}
	return false
}

// TestSamplesSendWhatTheDescriptionSays runs the samples, and compares what arrives with the request that package request
// builds of the same values.
func TestSamplesSendWhatTheDescriptionSays(t *testing.T) {
	cases, fewer := echoCases(t)
	server := echo.New(t)
	for i, c := range cases {
		answer, err := http.DefaultTransport.RoundTrip(expected(t, server.Base("expected", i), c.call))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		_ = answer.Body.Close()
	}
	env := environment(cases)
	for _, language := range echo.Languages() {
		t.Run(language.ID, func(t *testing.T) {
			t.Parallel()
			var programs []echo.Program
			for i, c := range cases {
				if i >= fewer && language.Slow {
					break
				}
				o := Options{API: c.api, ServerURL: server.Base(language.ID, i), Languages: []string{language.ID}}
				p, err := planOf(c.call, c.call.ExampleInput(), o)
				if err != nil {
					t.Fatal(err)
				}
				if cannot(language.ID, p) {
					continue
				}
				all, err := For(c.call, o)
				if err != nil || len(all) != 1 {
					t.Fatalf("%s: %d samples, %v", c.name, len(all), err)
				}
				programs = append(programs, echo.Program{Number: i, Code: all[0].Code})
			}
			language.Run(t, env, programs)
			for _, p := range programs {
				if diff := echo.Diff(t, server.Of("expected", p.Number), server.Of(language.ID, p.Number)); diff != "" {
					t.Errorf("%s (-want +got):\n%s\n%s", cases[p.Number].name, diff, p.Code)
				}
			}
		})
	}
}
