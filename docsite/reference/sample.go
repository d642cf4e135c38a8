package reference

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

// Sample is a program, or a command, that calls the operation and runs as it is.
type Sample struct {
	ID       string // "curl", the value of its tab
	Label    string
	Language string // for the highlighter
	Code     string
}

// language writes the sample of one language; "" if it has none for such a request.
type language struct {
	id, label, highlight string
	write                func(*sampleCall) string
}

// languages are in the order of their tabs. Another one is a file with a write function, and a
// line here.
func languages() []language {
	return []language{
		{"curl", "cURL", "bash", curlSample},
		{"typescript", "TypeScript", "typescript", typescriptSample},
		{"python", "Python", "python", pythonSample},
		{"go", "Go", "go", goSample},
	}
}

// sampleCall is a request as samples show it: what is required, with the author's examples.
type sampleCall struct {
	API       string // the title of the spec
	Method    string
	Base      string // "https://api.example.com/v1"
	Rest      string // "/pets/1?limit=2"
	Headers   [][2]string
	Secrets   []secret
	MediaType string
	Body      string // the body's text
	Value     any    // of a JSON body
	Schema    *openapi3.SchemaRef
	HasBody   bool
	JSONBack  bool // a success is answered in JSON
	Seconds   int  // how long to wait for the answer
}

// secret is a credential, read from the environment.
type secret struct {
	Env    string
	Var    string // a name for it in a program, "apiKey"
	Scheme Scheme
	In     string
	Name   string
	Prefix string // "Bearer "
}

// defaultSeconds is how long a sample waits, if the operation's x-timeout doesn't say.
const defaultSeconds = 10

// samples returns the operation's samples, but for languages that have none for it.
func (s *site) samples(c *Call) ([]Sample, error) {
	call, err := s.sampleCall(c)
	if err != nil {
		return nil, err
	}
	var all []Sample
	for _, l := range languages() {
		if code := l.write(call); code != "" {
			all = append(all, Sample{ID: l.id, Label: l.label, Language: l.highlight, Code: code})
		}
	}
	return all, nil
}

func (s *site) sampleCall(c *Call) (*sampleCall, error) {
	call := &sampleCall{
		API: s.spec.Title, Method: c.Method, Base: absoluteURL(s.opts.ServerURL), Seconds: seconds(c),
		JSONBack: answersJSON(c),
	}
	values := exampleValues(c)
	rest, err := c.target("", values)
	if err != nil {
		return nil, fmt.Errorf("reference: %s: the example makes no request: %w", c.Operation.ID, err)
	}
	call.Rest = rest
	var cookies []string
	for _, p := range c.Params {
		value, ok := values[p.In][p.Name]
		switch {
		case ok && p.In == openapi3.ParameterInHeader:
			call.Headers = append(call.Headers, [2]string{p.Name, strings.Join(strings.Fields(p.header(value)), " ")})
		case ok && p.In == openapi3.ParameterInCookie:
			cookies = append(cookies, p.Name+"="+p.cookie(value))
		}
	}
	if len(cookies) > 0 {
		call.Headers = append(call.Headers, [2]string{"cookie", strings.Join(cookies, "; ")})
	}
	call.Secrets = secrets(c, s.spec.Title)
	if len(c.Bodies) > 0 {
		body := c.Bodies[0]
		if all := examples(body.MediaType, body.Content); len(all) > 0 {
			call.HasBody, call.MediaType, call.Schema = true, body.MediaType, body.Content.Schema
			call.Body, call.Value = all[0].Text, all[0].Value
		}
	}
	return call, nil
}

// absoluteURL gives a server that is only a path the host that readers have to fill in.
func absoluteURL(server string) string {
	if strings.Contains(server, "://") {
		return server
	}
	return strings.TrimSuffix("https://your-host.example/"+strings.TrimPrefix(server, "/"), "/")
}

func seconds(c *Call) int {
	switch n := c.Operation.Op.Extensions["x-timeout"].(type) {
	case float64:
		return max(int(n), 1)
	case int:
		return max(n, 1)
	case int64:
		return max(int(n), 1)
	case uint64:
		return max(int(n), 1)
	}
	return defaultSeconds
}

func answersJSON(c *Call) bool {
	for _, r := range responses(c.Operation) {
		if strings.HasPrefix(r.status, "2") {
			types := mediaTypes(r.value.Content)
			return len(types) > 0 && isJSON(types[0])
		}
	}
	return false
}

// exampleValues sets the required parameters. The others are left out: a sample shows the least
// that works, and an idempotency key that is pasted twice would hold back the second call.
func exampleValues(c *Call) Values {
	values := Values{}
	for _, p := range c.Params {
		if !p.Required {
			continue
		}
		if values[p.In] == nil {
			values[p.In] = map[string]any{}
		}
		values[p.In][p.Name] = p.exampleValue()
	}
	return values
}

// exampleValue is the author's example, or one that the schema allows. In a path it is never
// empty, and never a dot segment.
func (p Param) exampleValue() any {
	value := p.Example
	if value == nil {
		value = exampleOf(p.Schema, exampleDepth)
	}
	if p.In == openapi3.ParameterInPath {
		switch strings.TrimSpace(p.pathValue(value)) {
		case "", ".", "..":
			return p.Name
		}
	}
	return value
}

// secrets are those of the first alternative that a program can send.
func secrets(c *Call, title string) []secret {
	for _, requirement := range c.Security {
		if len(requirement) == 0 || slices.ContainsFunc(requirement, func(s Scheme) bool { return !s.Sendable() }) {
			continue
		}
		var all []secret
		for i, scheme := range requirement {
			in, name := scheme.Place()
			one := secret{Scheme: scheme, In: in, Name: name, Prefix: scheme.Value("")}
			suffix := "API_KEY"
			switch {
			case scheme.Basic():
				suffix, one.Var, one.Prefix = "CREDENTIALS", "credentials", ""
			case scheme.Type == "apiKey":
				one.Var = "apiKey"
			default:
				suffix, one.Var = "TOKEN", "token"
			}
			if i > 0 {
				suffix = constantCase(scheme.ID) + "_" + suffix
				one.Var += fmt.Sprint(i + 1)
			}
			one.Env = environmentName(title, suffix)
			all = append(all, one)
		}
		return all
	}
	return nil
}

// environmentName is "WP_ENGINE_API_KEY" for "WP Engine API".
func environmentName(title, suffix string) string {
	name := strings.TrimSuffix(strings.TrimSuffix(constantCase(title), "API"), "_")
	if name == "" {
		return suffix
	}
	if unicode.IsDigit(rune(name[0])) {
		name = "API_" + name
	}
	return name + "_" + suffix
}

// constantCase keeps the ASCII letters and digits.
func constantCase(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.ToUpper(strings.Join(words, "_"))
}

// quoted is the text as a string of JSON, which TypeScript, Python and Go read the same.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// secretIn returns the secret that goes into the place, or nil.
func (c *sampleCall) secretIn(in string) *secret {
	for i := range c.Secrets {
		if c.Secrets[i].In == in {
			return &c.Secrets[i]
		}
	}
	return nil
}
