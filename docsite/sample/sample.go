// Package sample writes programs, and commands, that call an operation and run as they are: one file a language.
package sample

import (
	"fmt"
	"slices"
	"strings"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// Sample is a program, or a command, that calls an operation.
type Sample struct {
	ID       string // "curl", the value of its tab
	Label    string
	Language string // for the highlighter
	Code     string
	Live     bool // it can follow what a reader fills in: it is no author's
}

// Options say how samples are written.
type Options struct {
	API       string   // the title of the API, from which the names of environment variables are made
	ServerURL string   // what the path is below; a path alone gets a host that readers have to fill in
	Languages []string // the IDs of the languages, in the order of their tabs; the first four of [Languages] without any
	// ShowSecrets writes the credentials of an input into its samples, which read them from the environment otherwise.
	ShowSecrets bool
}

// language writes the sample of one language.
type language struct {
	id, label, highlight string
	write                func(*plan) string
}

// languages are in the order of their tabs. Another one is a file with a write function, and a line here.
var languages = [...]language{
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

// usual is how many languages there are samples in, if a site doesn't say which.
const usual = 4

// Languages are the IDs of all languages that samples can be written in.
func Languages() []string {
	var ids []string
	for _, l := range languages {
		ids = append(ids, l.id)
	}
	return ids
}

// For returns the samples of a call: the author's own, and ours in the languages that they aren't in. An error says that
// the examples of the spec make no request, so that there are only the author's.
func For(c *request.Call, o Options) ([]Sample, error) {
	all := authored(c.Operation)
	p, err := planOf(c, c.ExampleInput(), o)
	if err != nil {
		return all, err
	}
	return p.write(all, o.Languages), nil
}

// Of returns our samples of a call, which send what somebody filled in.
func Of(c *request.Call, in request.Input, o Options) ([]Sample, error) {
	p, err := planOf(c, in, o)
	if err != nil {
		return nil, err
	}
	return p.write(nil, o.Languages), nil
}

// write adds samples in the languages, or in the usual ones.
func (p *plan) write(all []Sample, ids []string) []Sample {
	if len(ids) == 0 {
		for _, l := range languages[:usual] {
			all = add(all, l, p)
		}
	}
	for _, id := range ids {
		for _, l := range languages {
			if l.id == id {
				all = add(all, l, p)
			}
		}
	}
	return all
}

// add writes a sample, unless there is one in the language.
func add(all []Sample, l language, p *plan) []Sample {
	if slices.ContainsFunc(all, func(s Sample) bool { return s.ID == l.id }) {
		return all
	}
	return append(all, Sample{ID: l.id, Label: l.label, Language: l.highlight, Code: l.write(p), Live: true})
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
