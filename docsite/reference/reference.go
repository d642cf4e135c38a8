// Package reference writes the reference of a description: an overview, one page for each operation, each webhook, each
// named schema and each group of operations, and a list of the schemas.
//
// [New] finds out which pages there are, which is quick; [Reference.Render] writes one, and may be called from
// many goroutines. Pages are written straight into bytes (html.go), because a large description has thousands of them.
//
//	page.go                                          which pages there are
//	overview.go group.go operation.go schema.go      the kinds of pages
//	terms.go parameter.go content.go response.go     parts of an operation's page
//	security.go usedby.go example.go                 and of others
//	field.go fact.go nest.go variant.go              schemas as trees of fields
//	weight.go                                        how much of them a page shows
//	try.go                                           the form that sends a request
package reference

import (
	"slices"
	"strings"
	"sync"

	"wpengine/docsite/printable"
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
	// Code appends a block of code with its colours. Without it, blocks are plain.
	Code func(to []byte, language, code string) []byte
	// ServerURL is the base URL in samples and on the overview. Without one samples have the operation's first server,
	// and the overview has all.
	ServerURL string
	// Languages are those of the samples, by ID; see [sample.Options].
	Languages []string
	// TryIt gives operations a panel to send requests with: through the proxy at ProxyURL, the site's own without one, or, with
	// Direct, from the browser straight to the server.
	TryIt    bool
	ProxyURL string
	Direct   bool
	// Upstreams are the URLs of the servers that requests can go to, the description's without any. A reader picks one where
	// there are several.
	Upstreams []string
	// Script is the address, on the page from, of a script that pages load when a reader needs it, "" if there is none: tryit.js
	// is the panel, answers.js sends and shows what comes back, direct.js sends without a proxy, login.js signs readers in,
	// tryit-samples.js writes samples anew while somebody fills it in, editor.js edits JSON.
	Script func(from, name string) string
	// Callback is the path of the page that an authorization server sends readers back to, from the root of the site; "" for none.
	Callback string
	// Internal shows what is marked x-internal.
	Internal bool
	// Downloads are more files that the overview offers, by what they are called: the name, and the path on the site.
	Downloads [][2]string
}

// Heading is a heading of a page that can be linked to.
type Heading struct {
	Level int
	ID    string
	Text  string
}

// Reference is what all pages of one description share.
type Reference struct {
	doc     *document.Document
	opts    Options
	named   bool // the options name the server
	pages   []*Page
	buffers sync.Pool
	shapes  shapes

	usersOnce sync.Once
	users     map[*document.Schema][]user // who refers to a named schema
}

// New finds the pages of a description.
func New(doc *document.Document, opts Options) *Reference {
	r := &Reference{doc: doc, opts: opts, named: opts.ServerURL != ""}
	r.buffers.New = func() any { return new(writer) }
	servers := request.ServerURLs(doc.Servers)
	if r.opts.ProxyURL == "" {
		r.opts.ProxyURL = "proxy/"
	}
	if r.opts.ServerURL == "" {
		r.opts.ServerURL = servers[0]
	}
	r.opts.ServerURL = strings.TrimSuffix(r.opts.ServerURL, "/")
	if r.opts.Code == nil {
		r.opts.Code = plainCode
	}
	if r.opts.Markdown == nil {
		r.opts.Markdown = plainMarkdown
	}
	r.findPages()
	return r
}

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
	case Whole:
		w.whole(p.operation)
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
	w.tree("schema-"+s.Slug, r.shapes.of(s))
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
	all, err := sample.For(c, sample.Options{API: printable.Title(r.doc.Info.Title), ServerURL: server, Languages: r.opts.Languages})
	if err != nil {
		return nil
	}
	return all
}
