package search

import (
	"cmp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"wpengine/openapi/document"
)

// FromDocument is what can be found of an API description: its operations, webhooks, named schemas, and the fields of all of
// them, a list for each page. address makes the URL of a page of the reference from its path from the site's root,
// "reference/pets/addPet/".
func FromDocument(doc *document.Document, address func(path string) string) [][]Entry {
	var pages []func(*described)
	for _, group := range doc.Groups {
		for _, op := range group.Operations {
			pages = append(pages, func(d *described) {
				d.operation(op, Operation, group.Title, address("reference/"+group.Slug+"/"+op.Slug+"/"))
			})
		}
	}
	for _, op := range doc.Webhooks {
		pages = append(pages, func(d *described) { d.operation(op, Webhook, "", address("reference/webhooks/"+op.Slug+"/")) })
	}
	for _, schema := range doc.Schemas {
		pages = append(pages, func(d *described) { d.schema(schema, address("reference/schemas/"+schema.Slug+"/")) })
	}
	found := make([][]Entry, len(pages))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(pages); i = int(next.Add(1)) - 1 {
				var d described
				pages[i](&d)
				found[i] = d.entries
			}
		})
	}
	wait.Wait()
	return found
}

// described collects the entries of a page.
type described struct{ entries []Entry }

func (d *described) operation(op *document.Operation, kind Kind, group, url string) {
	e := Entry{Kind: kind, Name: op.OperationID, Method: op.Method, Path: op.Path, Crumb: group, Text: plain(op.Description), URL: url}
	e.Title = cmp.Or(short(op.Summary), op.OperationID, op.Method+" "+op.Path)
	if kind == Webhook {
		e.Name, e.Path = op.Webhook, ""
		e.Title = cmp.Or(short(op.Summary), op.Webhook)
	}
	if op.Deprecated {
		e.Boost--
	}
	d.entries = append(d.entries, e)
	f := fields{described: d, url: url, crumb: e.Title, left: fieldLimit}
	for _, p := range op.Parameters {
		f.field(p.In+"."+p.Name, p.Name, p.Description, p.Deprecated, p.Schema)
	}
	if op.Body != nil {
		for i, c := range op.Body.Contents {
			path := "body"
			if i > 0 {
				path = "body-" + c.MediaType
			}
			f.inside(path, c.Schema, 0)
		}
	}
	for _, r := range op.Responses {
		for _, c := range r.Contents {
			f.inside("response-"+r.Status, c.Schema, 0)
			break
		}
	}
}

func (d *described) schema(s *document.Schema, url string) {
	e := Entry{Kind: Schema, Title: s.Name, Text: plain(s.Description), URL: url}
	if s.Title != s.Name {
		e.Name = s.Title
	}
	if s.Deprecated {
		e.Boost--
	}
	d.entries = append(d.entries, e)
	f := fields{described: d, url: url, crumb: s.Name, left: fieldLimit}
	f.inside("", s, 0)
}

// short is a summary that is short enough to be one: some are whole descriptions.
func short(summary string) string {
	if len(summary) > 120 || strings.Contains(summary, "\n") {
		return ""
	}
	return summary
}

// fieldLimit is how many fields of one page can be found, and fieldDepth how deep in each other: a page shows no more either.
const (
	fieldLimit = 600
	fieldDepth = 6
)

// fields collects the fields of a page. Those of a named schema are found on its own page.
type fields struct {
	*described
	url, crumb string
	left       int
}

func (f *fields) field(path, name, description string, deprecated bool, s *document.Schema) {
	if f.left--; f.left < 0 || name == "" {
		return
	}
	if description == "" && s != nil {
		description = s.Description
	}
	e := Entry{Kind: Field, Title: name, Crumb: f.crumb, Text: plain(description), URL: f.url + "#" + anchor(path)}
	if path != name {
		e.Path = path
	}
	if deprecated || s != nil && s.Deprecated || strings.Count(path, ".") > 1 {
		e.Boost--
	}
	f.entries = append(f.entries, e)
}

// inside collects the fields of what a schema describes where it is written.
func (f *fields) inside(path string, s *document.Schema, depth int) {
	for ; s != nil && s.Items != nil && depth < fieldDepth; depth++ {
		s = s.Items
	}
	if s == nil || depth > fieldDepth || f.left <= 0 || s.Name != "" && depth > 0 {
		return
	}
	for _, p := range s.Properties {
		at := p.Name
		if path != "" {
			at = path + "." + p.Name
		}
		f.field(at, p.Name, "", false, p.Schema)
		f.inside(at, p.Schema, depth+1)
	}
	for _, parts := range [][]*document.Schema{s.AllOf, s.OneOf, s.AnyOf} {
		for _, part := range parts {
			f.inside(path, part, depth+1)
		}
	}
	if s.AdditionalProperties != nil {
		f.inside(path+".*", s.AdditionalProperties, depth+1)
	}
}

// anchor is the id of a field on its page.
func anchor(path string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(path, "%", "")), "-")
}

// plain takes off of a text in Markdown what isn't words: the addresses of links, tags, marks of emphasis and code.
func plain(text string) string {
	if !strings.ContainsAny(text, "`*[<") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '`', c == '*', c == '[':
		case c == ']' && strings.HasPrefix(text[i:], "]("):
			end := strings.IndexByte(text[i:], ')')
			if end < 0 {
				return out.String()
			}
			i += end
		case c == ']':
		case c == '<' && i+1 < len(text) && (text[i+1] == '/' || classOf(rune(text[i+1])) == lower):
			end := strings.IndexByte(text[i:], '>')
			if end < 0 {
				out.WriteByte(c)
				continue
			}
			i += end
			out.WriteByte(' ')
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}
