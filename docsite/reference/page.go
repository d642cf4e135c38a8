package reference

import (
	"cmp"
	"slices"

	"wpengine/docsite/printable"
	"wpengine/openapi/document"
)

// Kind is what a page shows.
type Kind int

// The kinds of pages.
const (
	Overview Kind = iota
	Group
	Operation
	Webhook
	Schema
	List  // of webhooks or schemas
	Whole // all of an operation that its own page has no room for
)

// Page is a page of the reference, without the frame of the site around it.
type Page struct {
	Kind        Kind
	Path        string // "reference/whatsapp/sendMessage/"
	Title       string
	Description string // plain text, one sentence
	Nav         Nav    // of a Whole it is empty: only its operation's page leads there
	File        string // where the spec says what the page shows
	Line        int

	group     *document.Group
	operation *document.Operation
	schema    *document.Schema
	whole     *Page // the one with all of this one's operation, or nil
	of        *Page // the one that this is the whole of
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

// ModelFile is the file beside an operation's page that tells its panel about the operation.
const ModelFile = "try.js"

// The addresses of pages that are there once, from the root of the site.
const (
	folder       = "reference/"
	webhooksPath = folder + "webhooks/"
	schemasPath  = folder + "schemas/"
)

const (
	aboutWebhooks = "What the API sends by itself, and to where you say."
	aboutSchemas  = "The shapes of what is sent and answered."
)

// Pages are all pages in the order of the sidebar: the overview, each group followed by its operations, webhooks, schemas.
func (r *Reference) Pages() []*Page { return r.pages }

func (r *Reference) findPages() {
	r.pages = append(r.pages, &Page{
		Kind: Overview, Path: folder, Title: "API reference", Nav: Nav{Label: "Overview"},
		Description: cmp.Or(printable.Sentence(r.doc.Info.Summary), printable.Sentence(r.doc.Info.Description), "Every operation of "+cmp.Or(r.doc.Info.Title, "the API")+"."),
		File:        r.doc.Files[0], Line: 1,
	})
	for _, g := range r.doc.Groups {
		operations := r.visible(g.Operations)
		if r.tagged(g) == 0 {
			continue
		}
		page := &Page{
			Kind: Group, Path: groupPath(g), Title: g.Title, Description: cmp.Or(printable.Sentence(g.Description), "The operations of "+g.Title+"."),
			Nav: Nav{Group: g.Title, Label: "Overview"}, group: g,
		}
		page.at(slices.Concat(operations, r.visible(g.Also))[0].Source)
		r.pages = append(r.pages, page)
		for _, op := range operations {
			r.addOperation(operationPage(Operation, operationPath(op), g.Title, op))
		}
	}
	if webhooks := r.visible(r.doc.Webhooks); len(webhooks) > 0 {
		r.pages = append(r.pages, r.list("Webhooks", webhooksPath, aboutWebhooks, webhooks[0].Source))
		for _, op := range webhooks {
			r.addOperation(operationPage(Webhook, webhookPath(op), "Webhooks", op))
		}
	}
	if schemas := r.schemas(); len(schemas) > 0 {
		r.pages = append(r.pages, r.list("Schemas", schemasPath, aboutSchemas, schemas[0].Source))
		for _, s := range schemas {
			page := &Page{Kind: Schema, Path: schemaPath(s), Title: s.Name, Nav: Nav{Group: "Schemas", Label: s.Name}, schema: s}
			page.Description = cmp.Or(printable.Sentence(s.Description), "The schema "+s.Name+".")
			page.at(s.Source)
			r.pages = append(r.pages, page)
		}
	}
}

// addOperation adds the page of an operation, and the one with all of it if that has no room on the first.
func (r *Reference) addOperation(page *Page) {
	r.pages = append(r.pages, page)
	if !outgrows(page.operation) {
		return
	}
	page.whole = &Page{
		Kind: Whole, Path: page.Path + "all/", Title: page.Title + ": all fields", Description: "All that " + page.Title + " takes and answers.",
		File: page.File, Line: page.Line, operation: page.operation, of: page,
	}
	r.pages = append(r.pages, page.whole)
}

// hidden reports an operation that readers may not see.
func (r *Reference) hidden(op *document.Operation) bool {
	return !r.opts.Internal && (op.Internal || op.Group != nil && op.Group.Tag != nil && op.Group.Tag.Internal)
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
	return slices.DeleteFunc(slices.Clone(all), r.hidden)
}

// tagged is how many operations a group shows, its own and those of other groups.
func (r *Reference) tagged(g *document.Group) int {
	return len(r.visible(g.Operations)) + len(r.visible(g.Also))
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
func webhookPath(op *document.Operation) string { return webhooksPath + op.Slug + "/" }
func schemaPath(s *document.Schema) string      { return schemasPath + s.Slug + "/" }
