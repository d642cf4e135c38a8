// Package reference writes the reference of a description: an overview, one page for each operation, each webhook, each
// named schema and each group of operations, and a list of the schemas.
//
// [New] finds out which pages there are, which is quick; [Reference.Render] writes one, and may be called from
// many goroutines. Pages are written straight into bytes (html.go), because a large description has thousands of them.
//
//	overview.go group.go operation.go schema.go   the kinds of pages
//	parameter.go body.go response.go security.go  parts of an operation's page
//	field.go                                      schemas as trees of fields
//	try.go                                        the form that sends a request
package reference

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"wpengine/docsite/request"
	"wpengine/docsite/sample"
	"wpengine/openapi/document"
)

// Options are what the pages need to know of the site they stand in. All but Link may be left out.
type Options struct {
	// Link is the address of a page or file of the site as it stands on another page. Both are from the root of the site:
	// "reference/pets/addPet/".
	Link func(from, to string) string
	// Markdown renders a description for the page from. Without it, descriptions are plain paragraphs.
	Markdown func(source, from string, at document.Position) string
	// Highlight makes a code block of code. Without it, blocks are plain.
	Highlight func(language, code string) string
	// ServerURL is the base URL in samples and on the overview. Without one samples have the operation's first server,
	// and the overview has all.
	ServerURL string
	// Languages are those of the samples, by ID; see [sample.Options].
	Languages []string
	// TryIt says that the site has a proxy to send requests through.
	TryIt bool
	// Upstreams are the URLs of the servers that the proxy can send to, the spec's without any. A reader picks one where
	// there are several.
	Upstreams []string
	// Internal shows what is marked x-internal.
	Internal bool
	// Downloads are more files that the overview offers, by what they are called: the name, and the path on the site.
	Downloads [][2]string
}

// Kind is what a page shows.
type Kind int

// The kinds of pages.
const (
	Overview Kind = iota
	Group
	Operation
	Webhook
	Schema
	List // of webhooks or schemas
)

// Page is a page of the reference, without the frame of the site around it.
type Page struct {
	Kind        Kind
	Path        string // "reference/whatsapp/sendMessage/"
	Title       string
	Description string // plain text, one sentence
	Nav         Nav
	File        string // where the spec says what the page shows
	Line        int

	group     *document.Group
	operation *document.Operation
	schema    *document.Schema
}

// Operation is the operation or webhook that the page shows, or nil.
func (p *Page) Operation() *document.Operation { return p.operation }

// Schema is the named schema that the page shows, or nil.
func (p *Page) Schema() *document.Schema { return p.schema }

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

// folder is where the pages are on the site.
const folder = "reference/"

// Reference is what all pages of one description share.
type Reference struct {
	doc     *document.Document
	opts    Options
	named   bool // the options name the server
	pages   []*Page
	buffers sync.Pool

	usersOnce sync.Once
	users     map[*document.Schema][]user // who refers to a named schema
}

// New finds the pages of a description.
func New(doc *document.Document, opts Options) *Reference {
	r := &Reference{doc: doc, opts: opts, named: opts.ServerURL != ""}
	r.buffers.New = func() any { return new(writer) }
	servers := request.ServerURLs(doc.Servers)
	if len(r.opts.Upstreams) == 0 {
		r.opts.Upstreams = servers
	}
	if r.opts.ServerURL == "" {
		r.opts.ServerURL = servers[0]
	}
	r.opts.ServerURL = strings.TrimSuffix(r.opts.ServerURL, "/")
	if r.opts.Highlight == nil {
		r.opts.Highlight = plainCode
	}
	if r.opts.Markdown == nil {
		r.opts.Markdown = plainMarkdown
	}
	r.findPages()
	return r
}

// Pages are all pages in the order of the sidebar: the overview, each group followed by its operations, webhooks, schemas.
func (r *Reference) Pages() []*Page { return r.pages }

func (r *Reference) findPages() {
	r.pages = append(r.pages, &Page{
		Kind: Overview, Path: folder, Title: "API reference", Nav: Nav{Label: "Overview"},
		Description: cmp.Or(plainText(r.doc.Info.Summary), plainText(r.doc.Info.Description), "Every operation of "+cmp.Or(r.doc.Info.Title, "the API")+"."),
		File:        r.doc.Files[0], Line: 1,
	})
	for _, g := range r.doc.Groups {
		operations := r.visible(g.Operations)
		if len(operations) == 0 {
			continue
		}
		page := &Page{
			Kind: Group, Path: groupPath(g), Title: g.Title, Description: cmp.Or(plainText(g.Description), "The operations of "+g.Title+"."),
			Nav: Nav{Group: g.Title, Label: "Overview"}, group: g,
		}
		page.at(operations[0].Source)
		r.pages = append(r.pages, page)
		for _, op := range operations {
			r.pages = append(r.pages, operationPage(Operation, operationPath(op), g.Title, op))
		}
	}
	if webhooks := r.visible(r.doc.Webhooks); len(webhooks) > 0 {
		r.pages = append(r.pages, r.list("Webhooks", folder+"webhooks/", "What the API sends by itself, and to where you say.", webhooks[0].Source))
		for _, op := range webhooks {
			r.pages = append(r.pages, operationPage(Webhook, webhookPath(op), "Webhooks", op))
		}
	}
	if schemas := r.schemas(); len(schemas) > 0 {
		r.pages = append(r.pages, r.list("Schemas", folder+"schemas/", "The shapes of what is sent and answered.", schemas[0].Source))
		for _, s := range schemas {
			page := &Page{Kind: Schema, Path: schemaPath(s), Title: s.Name, Nav: Nav{Group: "Schemas", Label: s.Name}, schema: s}
			page.Description = cmp.Or(plainText(s.Description), "The schema "+s.Name+".")
			page.at(s.Source)
			r.pages = append(r.pages, page)
		}
	}
}

func (r *Reference) list(title, path, description string, at document.Position) *Page {
	page := &Page{Kind: List, Path: path, Title: title, Description: description, Nav: Nav{Group: title, Label: "Overview"}}
	page.at(at)
	return page
}

func (p *Page) at(source document.Position) { p.File, p.Line = source.File, source.Line }

func operationPage(kind Kind, path, group string, op *document.Operation) *Page {
	page := &Page{Kind: kind, Path: path, Title: title(op), Description: describe(op), Nav: Nav{Group: group, Label: label(op), Badge: op.Method}, operation: op}
	page.at(op.Source)
	return page
}

// visible are the operations that readers may see.
func (r *Reference) visible(all []*document.Operation) []*document.Operation {
	if r.opts.Internal {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(op *document.Operation) bool {
		return op.Internal || op.Group != nil && op.Group.Tag != nil && op.Group.Tag.Internal
	})
}

// schemas are the named schemas that readers may see.
func (r *Reference) schemas() []*document.Schema {
	if r.opts.Internal {
		return r.doc.Schemas
	}
	return slices.DeleteFunc(slices.Clone(r.doc.Schemas), func(s *document.Schema) bool { return s.Internal })
}

// The addresses of pages, from the root of the site.
func groupPath(g *document.Group) string { return folder + g.Slug + "/" }
func operationPath(op *document.Operation) string {
	return folder + op.Group.Slug + "/" + op.Slug + "/"
}
func webhookPath(op *document.Operation) string { return folder + "webhooks/" + op.Slug + "/" }
func schemaPath(s *document.Schema) string      { return folder + "schemas/" + s.Slug + "/" }

// Render writes the inside of a page, with its own h1, and says which headings it has.
func (r *Reference) Render(p *Page) ([]byte, []Heading) {
	w := r.buffers.Get().(*writer)
	defer r.buffers.Put(w)
	w.reset(r, p)
	switch p.Kind {
	case Overview:
		w.overview()
	case Group:
		w.group(p.group)
	case Operation, Webhook:
		w.operation(p.operation)
	case Schema:
		w.schemaPage(p.schema)
	case List:
		w.list()
	}
	return slices.Clone(w.b), w.headings
}

// SchemaTable is what a schema is made of, for a guide at the path from.
func (r *Reference) SchemaTable(s *document.Schema, from string) []byte {
	w := new(writer)
	w.reset(r, &Page{Path: from})
	w.raw(`<div class="schema-table">`)
	w.tree("schema-"+s.Slug, s)
	w.raw("</div>\n")
	return w.b
}

// Samples are the code samples of an operation, for a guide.
func (r *Reference) Samples(op *document.Operation, from string) []byte {
	w := new(writer)
	w.reset(r, &Page{Path: from})
	w.samples(request.Of(op), "sample-"+op.Slug)
	return w.b
}

// samplesOf are the samples of a call; none if its examples make no request.
func (r *Reference) samplesOf(c *request.Call) []sample.Sample {
	server := r.opts.ServerURL
	if own := c.Operation.Servers; !r.named && len(own) > 0 {
		server = request.ServerURL(own[0])
	}
	all, err := sample.For(c, sample.Options{API: r.doc.Info.Title, ServerURL: server, Languages: r.opts.Languages})
	if err != nil {
		return nil
	}
	return all
}
