// Package request says what a request of an operation consists of, and builds one. The page of an operation, its code
// samples, its Try-It form and the proxy behind the form all read it here, so that they agree.
package request

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// Call is what a request of an operation consists of.
type Call struct {
	Operation    *document.Operation
	Method       string
	Path         string // with {parameters}, below the server's URL
	Params       []Param
	Bodies       []Body // one a content type, the preferred first; none if it takes no body
	BodyRequired bool
	BodyLimit    int64 // x-body-limit in bytes, or 0 if the spec doesn't say
	Accept       string
	Security     []Requirement // alternatives; none if no credential is known to be needed
}

// Param is a parameter in the path, the query, a header or a cookie.
type Param struct {
	*document.Parameter
	Example *document.Node // from the parameter itself, or nil
}

// TakesObject reports whether an object may be a value of the parameter.
func (p Param) TakesObject() bool {
	types := schema.Of(p.Schema).TypeNames()
	return p.MediaType != "" || len(types) == 0 || slices.Contains(types, "object")
}

// Body is one content type of the request's body.
type Body struct {
	MediaType string
	Content   *document.Content
}

// ContentType is what a request says that the body is. Where the description allows a range of types, it is one of them.
func (b Body) ContentType() string {
	switch kind := base(b.MediaType); {
	case kind == "*/*", kind == "application/*":
		return "application/json"
	case kind == "text/*":
		return "text/plain"
	case strings.HasSuffix(kind, "/*"):
		return "application/octet-stream"
	}
	return b.MediaType
}

// JSON reports whether the body is JSON text.
func (b Body) JSON() bool { return IsJSON(b.ContentType()) }

// Form reports whether the body is the fields of a form, urlencoded or multipart.
func (b Body) Form() bool { return b.Multipart() || base(b.MediaType) == FormURLEncoded }

// Multipart reports whether the body is a form of parts.
func (b Body) Multipart() bool { return strings.HasPrefix(base(b.MediaType), "multipart/") }

// Binary reports whether the body is bytes, such as a file.
func (b Body) Binary() bool {
	if b.Form() || b.JSON() {
		return false
	}
	if b.Content.Schema != nil && schema.Of(b.Content.Schema).Binary() {
		return true
	}
	kind := base(b.MediaType)
	for _, prefix := range []string{"image/", "audio/", "video/", "application/octet-stream", "application/pdf", "application/zip"} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return false
}

// The kinds of bodies, by how one is filled in.
const (
	KindJSON      = "json"
	KindForm      = "form"
	KindMultipart = "multipart"
	KindText      = "text"
	KindBinary    = "binary"
)

// Kind is how the body is filled in.
func (b Body) Kind() string {
	switch {
	case b.Binary():
		return KindBinary
	case b.JSON():
		return KindJSON
	case b.Multipart():
		return KindMultipart
	case b.Form():
		return KindForm
	}
	return KindText
}

// Of reads the operation's request from the spec.
func Of(op *document.Operation) *Call {
	c := &Call{Operation: op, Method: op.Method, Path: op.Path, BodyLimit: int64(number(op.Node.Get("x-body-limit"), 0))}
	for _, p := range op.Parameters {
		if ignored(p) {
			continue
		}
		c.Params = append(c.Params, Param{p, firstExample(p.Examples)})
	}
	c.addUndeclared()
	if op.Body != nil {
		c.BodyRequired = op.Body.Required
		for _, content := range sorted(op.Body.Contents) {
			c.Bodies = append(c.Bodies, Body{content.MediaType, content})
		}
	}
	c.Accept = accept(op)
	c.Security = requirements(op)
	return c
}

// addUndeclared adds the parameters that the path has and nobody describes: without a value for them there is no request.
func (c *Call) addUndeclared() {
	path, _, _ := strings.Cut(c.Path, "#")
	for range strings.Count(path, "{") {
		_, rest, _ := strings.Cut(path, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return
		}
		path = after
		if name == "" || name[0] == '$' || strings.Contains(name, "/") || slices.ContainsFunc(c.Params, func(p Param) bool { return p.In == "path" && p.Name == name }) {
			continue
		}
		c.Params = append(c.Params, Param{Parameter: &document.Parameter{Name: name, In: "path", Required: true, Style: "simple"}})
	}
}

// ignored reports the header parameters that OpenAPI tells us to ignore: what they say is said by the content types
// and the security schemes.
func ignored(p *document.Parameter) bool {
	if p.In != "header" {
		return false
	}
	switch strings.ToLower(p.Name) {
	case "accept", "content-type", "authorization":
		return true
	}
	return false
}

func firstExample(all []*document.Example) *document.Node {
	for _, e := range all {
		if e.Value != nil {
			return e.Value
		}
	}
	return nil
}

// sorted are the contents by how well samples and the form can show them.
func sorted(contents []*document.Content) []*document.Content {
	rank := func(c *document.Content) int {
		switch kind := base(c.MediaType); {
		case kind == "application/json":
			return 0
		case IsJSON(kind):
			return 1
		case kind == FormURLEncoded:
			return 2
		case strings.HasPrefix(kind, "multipart/"):
			return 3
		case strings.HasPrefix(kind, "text/"):
			return 4
		}
		return 5
	}
	contents = slices.Clone(contents)
	slices.SortStableFunc(contents, func(a, b *document.Content) int { return cmp.Compare(rank(a), rank(b)) })
	return contents
}

// FormURLEncoded is the content type of a form without files.
const FormURLEncoded = "application/x-www-form-urlencoded"

// base is a media type without its parameters.
func base(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// IsJSON reports application/json and everything that is JSON by its suffix.
func IsJSON(mediaType string) bool {
	kind := base(mediaType)
	return kind == "application/json" || strings.HasSuffix(kind, "+json")
}

// accept names every content type that a response of the operation can have.
func accept(op *document.Operation) string {
	var all []string
	for _, response := range op.Responses {
		for _, content := range sorted(response.Contents) {
			if !slices.Contains(all, content.MediaType) && httpguts.ValidHeaderFieldValue(content.MediaType) {
				all = append(all, content.MediaType)
			}
		}
	}
	if len(all) == 0 {
		return "*/*"
	}
	return strings.Join(all, ", ")
}

// AnswersJSON reports whether a success is answered in JSON.
func (c *Call) AnswersJSON() bool {
	for _, r := range c.Operation.Responses {
		if strings.HasPrefix(r.Status, "2") {
			contents := sorted(r.Contents)
			return len(contents) > 0 && IsJSON(contents[0].MediaType)
		}
	}
	return false
}

// Idempotent reports whether the operation takes a key that makes a retry safe.
func (c *Call) Idempotent() bool {
	return slices.ContainsFunc(c.Params, func(p Param) bool { return p.In == "header" && strings.EqualFold(p.Name, "Idempotency-Key") })
}

// defaultSeconds is how long a client waits, if the operation's x-timeout doesn't say.
const defaultSeconds = 10

// Seconds is how long a client should wait for the answer: x-timeout, or a while.
func (c *Call) Seconds() int {
	return max(number(c.Operation.Node.Get("x-timeout"), defaultSeconds), 1)
}
