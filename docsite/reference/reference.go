// Package reference writes the reference: one page for each operation of a spec, one for each
// group, and an overview. It works for any OpenAPI 3.0 or 3.1 document that package openapi
// loads.
//
// What a request of an operation consists of is said once, by [Call]. The page, its code
// samples, its Try-It form and the proxy behind the form all read it there.
//
// The rest goes from the outside in: [Pages] makes the pages (operation.go, group.go,
// overview.go), a page shows schemas as trees of fields (field.go, constraint.go, merge.go),
// examples (example.go) and samples (sample.go and one file a language).
package reference

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"

	"wpengine/openapi"
)

// MarkdownFunc renders a description.
type MarkdownFunc func(source string) (template.HTML, error)

// Options are what the pages need to know of the site they stand in.
type Options struct {
	// ServerURL is the base URL in samples and on the overview. Without one samples have the spec's
	// first server, and the overview has all.
	ServerURL string
	// Highlight makes a code block of code. Without it, blocks are plain.
	Highlight func(language, code string) template.HTML
	// TryIt says that the site has a proxy to send requests through.
	TryIt bool
	// Upstreams are the URLs of the servers that the proxy can send to, the spec's without any.
	// A reader picks one where there are several.
	Upstreams []string
}

// Page is a page of the reference, without the frame of the site around it. Links are written
// from the root of the site, "/reference/whatsapp/".
type Page struct {
	Path        string // "reference/whatsapp/sendMessage/"
	Title       string
	Description string // plain text, one sentence
	Nav         Nav
	Body        template.HTML // with its own h1
	Headings    []Heading
	File        string // where the spec says what the page shows
	Line        int
}

// Nav is the page's entry in the sidebar.
type Nav struct {
	Group string // the title of the group; "" for the overview
	Label string
	Badge string // the HTTP method of an operation, else ""
}

// Heading is a heading of a page that can be linked to.
type Heading struct {
	Level int
	ID    string
	Text  string
}

//go:embed templates/*.html
var templateFiles embed.FS

// site is what all pages of one spec share.
type site struct {
	spec      *openapi.Spec
	opts      Options
	named     bool // the options name the server
	markdown  MarkdownFunc
	rendered  map[string]template.HTML // descriptions repeat, and rendering is most of the work
	templates *template.Template
}

// Pages returns the overview, and then each group followed by its operations.
func Pages(spec *openapi.Spec, markdown MarkdownFunc, opts Options) ([]Page, error) {
	templates, err := template.New("reference").ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	s := &site{spec: spec, opts: opts, named: opts.ServerURL != "", markdown: markdown, rendered: map[string]template.HTML{}, templates: templates}
	servers := ServerURLs(spec)
	if len(s.opts.Upstreams) == 0 {
		s.opts.Upstreams = servers
	}
	if s.opts.ServerURL == "" {
		s.opts.ServerURL = servers[0]
	}
	s.opts.ServerURL = strings.TrimSuffix(s.opts.ServerURL, "/")
	if s.opts.Highlight == nil {
		s.opts.Highlight = plainCode
	}
	overview, err := s.overview()
	if err != nil {
		return nil, err
	}
	pages := []Page{overview}
	for _, group := range spec.Groups {
		page, err := s.group(group)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
		for _, op := range group.Operations {
			page, err := s.operation(group, op)
			if err != nil {
				return nil, err
			}
			pages = append(pages, page)
		}
	}
	return pages, nil
}

// groupPath and operationPath are addresses from the root of the site.
func groupPath(group *openapi.Group) string { return "/reference/" + group.Name + "/" }

func operationPath(op *openapi.Operation) string {
	return "/reference/" + op.Group + "/" + op.Name + "/"
}

func (s *site) execute(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("reference: %w", err)
	}
	return template.HTML(b.String()), nil
}

// text renders a description. where is the thing it belongs to, for the error.
func (s *site) text(source, where string) (template.HTML, error) {
	if strings.TrimSpace(source) == "" {
		return "", nil
	}
	if html, ok := s.rendered[source]; ok {
		return html, nil
	}
	html, err := s.markdown(source)
	if err != nil {
		return "", fmt.Errorf("reference: the description of %s: %w", where, err)
	}
	s.rendered[source] = html
	return html, nil
}

// plainCode is a code block without colours.
func plainCode(_, code string) template.HTML {
	return template.HTML("<pre><code>" + template.HTMLEscapeString(code) + "</code></pre>")
}

// plainText is a description as one line without the marks of Markdown, cut at the end of its
// first sentence or paragraph: search engines and cards show it.
func plainText(source string) string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(source), "\n\n")
	line := strings.Join(strings.Fields(strings.NewReplacer("`", "", "**", "", "[", "", "<", "").Replace(paragraph)), " ")
	if first, _, more := strings.Cut(line, ". "); more {
		line = first + "."
	}
	if runes := []rune(line); len(runes) > 200 {
		line = strings.TrimSpace(string(runes[:199])) + "…"
	}
	return line
}
