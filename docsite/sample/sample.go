// Package sample writes programs, and commands, that call an operation and run as they are: one file a language.
package sample

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// Sample is a program, or a command, that calls an operation.
type Sample struct {
	ID       string // "curl", the value of its tab
	Label    string
	Language string // for the highlighter
	Code     string
}

// Options say how samples are written.
type Options struct {
	API       string   // the title of the API, from which the names of environment variables are made
	ServerURL string   // what the path is below; a path alone gets a host that readers have to fill in
	Languages []string // the IDs of the languages, in the order of their tabs; the first four of [Languages] without any
}

// language writes the sample of one language.
type language struct {
	id, label, highlight string
	write                func(*plan) string
}

// languages are in the order of their tabs. Another one is a file with a write function, and a line here.
func languages() []language {
	return []language{
		{"curl", "cURL", "bash", curl},
		{"typescript", "TypeScript", "typescript", typescript},
		{"python", "Python", "python", python},
		{"go", "Go", "go", golang},
		{"csharp", "C#", "csharp", csharp},
		{"java", "Java", "java", java},
		{"php", "PHP", "php", php},
		{"ruby", "Ruby", "ruby", ruby},
		{"rust", "Rust", "rust", rust},
	}
}

// usual is how many languages there are samples in, if a site doesn't say which.
const usual = 4

// Languages are the IDs of all languages that samples can be written in.
func Languages() []string {
	var ids []string
	for _, l := range languages() {
		ids = append(ids, l.id)
	}
	return ids
}

// For returns the samples of a call: the author's own, and ours in the languages that they aren't in. An error says that
// the examples of the spec make no request.
func For(c *request.Call, o Options) ([]Sample, error) {
	p, err := planOf(c, o)
	if err != nil {
		return nil, err
	}
	all := authored(c.Operation)
	wanted := o.Languages
	if len(wanted) == 0 {
		wanted = Languages()[:usual]
	}
	for _, id := range wanted {
		i := slices.IndexFunc(languages(), func(l language) bool { return l.id == id })
		if i < 0 || slices.ContainsFunc(all, func(s Sample) bool { return s.ID == id }) {
			continue
		}
		l := languages()[i]
		all = append(all, Sample{ID: l.id, Label: l.label, Language: l.highlight, Code: l.write(p)})
	}
	return all, nil
}

// authored are the samples of x-codeSamples.
func authored(op *document.Operation) []Sample {
	var all []Sample
	for i, s := range op.CodeSamples {
		id, label := canonical(s.Lang), s.Label
		if label == "" {
			label = s.Lang
		}
		if slices.ContainsFunc(all, func(o Sample) bool { return o.ID == id }) {
			id = fmt.Sprintf("%s-%d", id, i+1)
		}
		all = append(all, Sample{ID: id, Label: label, Language: highlightOf(s.Lang), Code: strings.TrimRight(s.Source, "\n") + "\n"})
	}
	return all
}

// canonical is the ID of a language that authors call by several names.
func canonical(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "shell", "bash", "sh", "curl":
		return "curl"
	case "javascript", "js", "node", "node.js", "ts":
		return "typescript"
	case "golang":
		return "go"
	case "c#", "cs", "dotnet":
		return "csharp"
	case "py", "python3":
		return "python"
	}
	return document.Slug(name)
}

func highlightOf(name string) string {
	switch name = strings.ToLower(strings.TrimSpace(name)); name {
	case "curl", "shell", "sh":
		return "bash"
	case "node", "node.js":
		return "javascript"
	case "c#":
		return "csharp"
	}
	return name
}

// How a plan's body is sent.
type bodyKind int

const (
	noBody bodyKind = iota
	jsonBody
	textBody // also a form that is urlencoded
	formBody // multipart
	fileBody // bytes
)

// plan is a request as samples show it: what is required, with the author's examples.
type plan struct {
	API       string
	Method    string
	Base      string // "https://api.example.com/v1"
	Rest      string // "/pets/1?limit=2"
	Headers   [][2]string
	Secrets   []secret
	Body      bodyKind
	MediaType string
	Text      string // of a textBody or a jsonBody
	Value     *document.Node
	Parts     []request.Part
	JSONBack  bool // a success is answered in JSON
	Seconds   int  // how long to wait for the answer
}

// fileName is what samples call a file that the reader has.
const fileName = "file.bin"

func planOf(c *request.Call, o Options) (*plan, error) {
	p := &plan{API: o.API, Method: c.Method, Base: absolute(o.ServerURL), Seconds: c.Seconds(), JSONBack: c.AnswersJSON()}
	values := c.ExampleValues()
	rest, err := c.Target("", values)
	if err != nil {
		return nil, fmt.Errorf("the example makes no request: %w", err)
	}
	p.Rest, p.Headers, p.Secrets = rest, c.Headers(values), secrets(c, o.API)
	p.setBody(c)
	return p, nil
}

func (p *plan) setBody(c *request.Call) {
	if len(c.Bodies) == 0 {
		return
	}
	body := c.Bodies[0]
	p.MediaType = body.MediaType
	if body.Binary() {
		p.Body = fileBody
		return
	}
	examples := request.Examples(body.Content, schema.Request)
	if body.Multipart() {
		p.Body, p.Parts = formBody, body.Parts(examples)
		return
	}
	if len(examples) == 0 || examples[0].External != "" && examples[0].Text == "" {
		p.MediaType = ""
		return
	}
	p.Body, p.Text, p.Value = textBody, examples[0].Text, examples[0].Value
	if body.JSON() && p.Value != nil {
		p.Body = jsonBody
	}
}

// absolute gives a server that is only a path the host that readers have to fill in.
func absolute(server string) string {
	if strings.Contains(server, "://") {
		return strings.TrimSuffix(server, "/")
	}
	return strings.TrimSuffix("https://your-host.example/"+strings.TrimPrefix(server, "/"), "/")
}

// secret is a credential, read from the environment.
type secret struct {
	Env    string
	Var    string // a name for it in a program, "apiKey"
	Basic  bool
	In     string // header, query or cookie
	Name   string
	Prefix string // "Bearer "
}

// secrets are those of the first alternative that a program can send.
func secrets(c *request.Call, title string) []secret {
	for _, requirement := range c.Security {
		if len(requirement) == 0 || slices.ContainsFunc(requirement, func(s request.Scheme) bool { return !s.Sendable() }) {
			continue
		}
		var all []secret
		for i, scheme := range requirement {
			in, name := scheme.Place()
			one := secret{Basic: scheme.Basic(), In: in, Name: name, Prefix: scheme.Value("")}
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
	if name == "" || len(name) > 60 {
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

// snakeCase is api_key for apiKey.
func snakeCase(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// secretIn is the secret that goes into the place, or nil.
func (p *plan) secretIn(in string) *secret {
	for i := range p.Secrets {
		if p.Secrets[i].In == in {
			return &p.Secrets[i]
		}
	}
	return nil
}

// headers are all headers that are sent but for those of the secrets: the content type first.
func (p *plan) headers() [][2]string {
	var all [][2]string
	if p.MediaType != "" && p.Body != formBody {
		all = append(all, [2]string{"content-type", p.MediaType})
	}
	return append(all, p.Headers...)
}

// separator is what comes before one more parameter of the query.
func (p *plan) separator() string {
	if strings.Contains(p.Rest, "?") {
		return "&"
	}
	return "?"
}

// quoted is the text as a string of JSON, which TypeScript, Python, C#, Java and Go read the same.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// inSingleQuotes quotes anything for a shell: it expands nothing in there, and an apostrophe is put between two such
// strings.
func inSingleQuotes(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
