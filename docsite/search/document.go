package search

import (
	"cmp"
	"strconv"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// OfOperation is what can be found on the page of an operation or a webhook: itself, its parameters, and the fields of its
// bodies that have no page of their own.
func OfOperation(op *document.Operation, url string) []Entry {
	e := Entry{Kind: Operation, Name: op.OperationID, Method: op.Method, Path: op.Path, Text: plain(op.Description), URL: url}
	e.Title = cmp.Or(short(op.Summary), op.OperationID, op.Method+" "+op.Path)
	if op.Webhook != "" {
		e.Kind, e.Name, e.Path = Webhook, op.Webhook, ""
		e.Title = cmp.Or(short(op.Summary), op.Webhook)
	}
	if op.Group != nil {
		e.Crumb = op.Group.Title
	}
	if op.Deprecated {
		e.Boost--
	}
	f := fields{entries: []Entry{e}, url: url, crumb: e.Title}
	f.contract(op, "")
	for _, c := range op.Callbacks {
		for _, called := range c.Operations {
			f.contract(called, "callback-"+c.Name+".")
		}
	}
	return f.entries
}

// OfSchema is what can be found on the page of a named schema: itself, and its fields. Those that it has from others are
// found on their pages.
func OfSchema(named *document.Schema, url string) []Entry {
	e := Entry{Kind: Schema, Title: named.Name, Text: plain(named.Description), URL: url}
	if named.Title != named.Name {
		e.Name = named.Title
	}
	if named.Deprecated {
		e.Boost--
	}
	f := fields{entries: []Entry{e}, url: url, crumb: named.Name, page: named}
	f.inside("field", named, 0)
	return f.entries
}

// short is a summary that is short enough to be a title: some are whole descriptions.
func short(summary string) string {
	summary = strings.TrimSuffix(strings.TrimSpace(summary), ".")
	if len(summary) > 120 || strings.Contains(summary, "\n") {
		return ""
	}
	return summary
}

// fieldLimit is how many entries a page has, and fieldDepth how deep in each other fields are looked for.
const (
	fieldLimit = 600
	fieldDepth = 6
)

// fields collects the fields of a page. The paths to them are their ids there.
type fields struct {
	entries    []Entry
	url, crumb string
	page       *document.Schema // whose it is, or nil
}

// contract takes the fields of what is sent and answered.
func (f *fields) contract(op *document.Operation, prefix string) {
	call := request.Of(op)
	for _, p := range call.Params {
		f.field(prefix+p.In+"."+p.Name, p.Name, cmp.Or(p.Description, describe(p.Schema)), p.Deprecated)
		f.inside(prefix+p.In+"."+p.Name, p.Schema, 0)
	}
	// The first content type alone: others have the same fields as a rule.
	if len(call.Bodies) > 0 {
		f.content(prefix+"body", call.Bodies[0].Content)
	}
	for _, r := range op.Responses {
		if len(r.Contents) > 0 {
			f.content(prefix+"response-"+r.Status, r.Contents[0])
		}
	}
}

func (f *fields) content(path string, c *document.Content) {
	f.inside(path, cmp.Or(c.Schema, c.ItemSchema), 0)
}

func (f *fields) field(path, name, description string, deprecated bool) {
	if name == "" || len(f.entries) > fieldLimit {
		return
	}
	e := Entry{Kind: Field, Title: name, Crumb: f.crumb, Text: plain(description), URL: f.url + "#" + anchor(path)}
	_, e.Path, _ = strings.Cut(path, ".")
	if deprecated || strings.Count(path, ".") > 2 || strings.HasPrefix(path, "response-") {
		e.Boost--
	}
	if e.Path == name {
		e.Path = ""
	}
	f.entries = append(f.entries, e)
}

// inside takes the fields of what a schema describes where it is written. A named one has a page of its own.
func (f *fields) inside(path string, s *document.Schema, depth int) {
	if s == nil || depth > fieldDepth || len(f.entries) > fieldLimit {
		return
	}
	if s.Ref == nil && s.AllOf == nil && s.AnyOf == nil && s.OneOf == nil && s.Items == nil && (s.Name == "" || s == f.page && depth == 0) {
		for _, p := range s.Properties { // most are no more than that, and merging takes time
			f.member(path, p.Name, p.Schema, depth)
		}
		f.members(path, s.AdditionalProperties, depth)
		return
	}
	if s.Ref != nil && s.Ref.Name != "" {
		return
	}
	of := schema.Of(s).Element()
	if of.Named != nil && (of.Named != f.page || depth > 0) {
		return
	}
	for _, p := range of.Fields {
		if p.From == nil {
			f.member(path, p.Name, p.Schema, depth)
		}
	}
	f.members(path, of.MapValues(), depth)
	for i, v := range of.Variants {
		f.inside(path+"."+of.Label(i), v.Schema, depth+1)
	}
	for i, item := range of.PrefixItems {
		f.inside(path+"."+strconv.Itoa(i), item, depth+1)
	}
}

func (f *fields) member(path, name string, s *document.Schema, depth int) {
	path += "." + name
	f.field(path, name, describe(s), s != nil && s.Deprecated)
	f.inside(path, s, depth+1)
}

// members takes the fields of the values of a map.
func (f *fields) members(path string, values *document.Schema, depth int) {
	if values != nil && values.Boolean == nil {
		f.inside(path+".*", values, depth+1)
	}
}

// describe is what is said of a schema, or of the one that it refers to.
func describe(s *document.Schema) string {
	switch {
	case s == nil:
		return ""
	case s.Description == "" && s.Ref != nil:
		return s.Ref.Description
	}
	return s.Description
}

// anchor is the id that the page gives a field.
func anchor(path string) string {
	if strings.ContainsAny(path, "% \t\r\n\f\x00") {
		path = strings.Join(strings.Fields(strings.NewReplacer("%", "", "\x00", "").Replace(path)), "-")
	}
	if len(path) > 300 {
		path = strings.ToValidUTF8(path[:300], "")
	}
	return path
}
