// Package panel writes what the Try-It panel of a page knows of its operation: the model, a script that the page loads when a
// reader first touches the panel. assets/ts/tryit-model.ts says what is in it.
//
// A large description has a thousand operations that share their schemas, so a named schema is written once (schema.go) and
// then copied into every model that leads to it (defs.go), the nearest first, as far as there is room.
package panel

import (
	"bytes"
	"strings"
	"sync"

	"wpengine/docsite/printable"
	"wpengine/docsite/request"
	"wpengine/docsite/sample"
	"wpengine/openapi/document"
)

// Options are what models need to know of their site.
type Options struct {
	// ServerURL is the base URL in samples, the first of the operation's own servers without one.
	ServerURL string
	// Upstreams are the servers that the operator allows. Without any, they are those of the description.
	Upstreams []string
	// Internal shows what is marked x-internal.
	Internal bool
}

// Models writes the models of one description's operations. It may be used from many goroutines.
type Models struct {
	doc     *document.Document
	opts    Options
	defs    [2]sync.Map // by where it stands, from *document.Schema to *definition
	buffers sync.Pool
}

// New is what writes the models of a description's operations.
func New(doc *document.Document, opts Options) *Models {
	m := &Models{doc: doc, opts: opts}
	m.buffers.New = func() any { return new(writer) }
	return m
}

const (
	// requestRoom is what a model may weigh with all that a request can have, and answersRoom what the answers add: what is
	// far down in them is not checked, or a large API has more of models than of pages.
	requestRoom = 96 << 10
	answersRoom = 32 << 10
)

// Script is the model of an operation as a script. It says what it holds in a text of JSON: as code, a member __proto__
// would be none.
func (m *Models) Script(op *document.Operation) []byte {
	w := m.buffers.Get().(*writer)
	defer m.buffers.Put(w)
	w.reset(m)
	w.model(request.Of(op))
	script := make([]byte, 0, len(w.b)+len(w.b)/16+64)
	script = append(script, "self.docsiteModel=JSON.parse('"...)
	script = appendQuotable(script, w.b)
	return append(script, "')\n"...)
}

// appendQuotable writes what may stand between single quotes. The text has no line breaks: it is JSON in one line.
func appendQuotable(b, text []byte) []byte {
	for {
		i := bytes.IndexAny(text, `'\`)
		if i < 0 {
			return append(b, text...)
		}
		b = append(append(b, text[:i]...), '\\', text[i])
		text = text[i+1:]
	}
}

// model writes all there is to know of the call.
func (w *writer) model(c *request.Call) {
	op := c.Operation
	w.open('{')
	w.text("operation", op.Group.Slug+"/"+op.Slug)
	w.text("method", c.Method)
	w.text("path", c.Path)
	w.text("accept", c.Accept)
	w.flag("bodyRequired", c.BodyRequired)
	w.key("servers")
	w.servers(op)
	w.key("params")
	w.params(c)
	w.key("bodies")
	w.bodies(c)
	w.security(c)
	w.facts(c)
	w.define(requestRoom)
	room := len(w.b) + len(w.defs) + answersRoom
	w.answers, w.most = true, len(w.b)+answersRoom
	w.key("responses")
	w.responses(op)
	w.define(room)
	w.key("defs")
	w.b = append(append(append(w.b, '{'), w.defs...), "}}"...)
}

// servers are those of the operator, or those that the operation has, with their variables.
func (w *writer) servers(op *document.Operation) {
	w.open('[')
	for _, address := range w.m.opts.Upstreams {
		w.item()
		w.open('{')
		w.text("url", address)
		w.key("variables")
		w.raw("[]")
		w.close('}')
	}
	if len(w.m.opts.Upstreams) > 0 {
		w.close(']')
		return
	}
	for _, server := range op.Servers {
		w.server(server)
	}
	if len(op.Servers) == 0 {
		w.server(&document.Server{URL: "/"})
	}
	w.close(']')
}

// server writes a server with the variables that readers can set.
func (w *writer) server(s *document.Server) {
	address, variables := s.URL, []*document.ServerVariable{}
	for _, v := range s.Variables {
		if request.Choosable(s, v) {
			variables = append(variables, v)
		} else {
			address = strings.ReplaceAll(address, "{"+v.Name+"}", v.Default)
		}
	}
	w.item()
	w.open('{')
	w.text("url", address)
	w.said("description", s.Description)
	w.key("variables")
	w.open('[')
	for _, v := range variables {
		w.item()
		w.open('{')
		w.text("name", v.Name)
		w.text("default", v.Default)
		if len(v.Enum) > 0 {
			w.texts("enum", v.Enum)
		}
		w.said("description", v.Description)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

// facts are what only samples need.
func (w *writer) facts(c *request.Call) {
	base := w.m.opts.ServerURL
	if base == "" {
		base = request.ServerURLs(c.Operation.Servers)[0]
	}
	w.key("sample")
	w.open('{')
	title := printable.Title(w.m.doc.Info.Title)
	w.text("api", title)
	w.text("base", base)
	w.number("seconds", c.Seconds())
	w.flag("json", c.AnswersJSON())
	w.key("secrets")
	w.open('[')
	for _, all := range sample.Secrets(c, title) {
		w.item()
		w.open('[')
		for _, s := range all {
			w.item()
			w.open('{')
			w.text("id", s.ID)
			w.text("env", s.Env)
			w.text("var", s.Var)
			w.flag("basic", s.Basic)
			w.text("in", s.In)
			w.text("name", s.Name)
			w.text("prefix", s.Prefix)
			w.close('}')
		}
		w.close(']')
	}
	w.close(']')
	w.close('}')
}
