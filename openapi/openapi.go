// Package openapi is the ground floor: what the API is.
//
// The YAML files beside this one describe every operation of the engine: openapi.yaml is the
// root, and each group of operations has a file of its own. [Engine] loads them, and refuses
// what breaks the conventions that the engine, the generated Go, the docs and Try-It rely on
// (see convention.go). [Load] takes any other OpenAPI 3.0 or 3.1 document, so that the docs
// site can be made for an API that isn't ours.
package openapi

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed *.yaml
var files embed.FS

// Files are the documents of the engine's own spec. The root one is [Root].
func Files() fs.FS { return files }

// Root is the name of the root document of the engine's own spec.
const Root = "openapi.yaml"

// Spec is a loaded document in the order its author wrote it.
type Spec struct {
	Doc         *openapi3.T // one document: external references are internal ones
	Title       string
	Version     string
	Description string // Markdown
	Groups      []*Group
	Operations  []*Operation // all of them, group by group
}

// Group is the operations that share a tag.
type Group struct {
	Name        string // a URL path segment, "whatsapp"
	Title       string // for people, "WhatsApp"
	Description string // Markdown
	Operations  []*Operation
}

// Operation is one method on one path.
type Operation struct {
	ID        string // "whatsapp.sendMessage", unique in the spec
	Group     string // "whatsapp"
	Name      string // "sendMessage"; a URL path segment, unique in the group
	Method    string // "POST"
	Path      string // "/whatsapp/sendMessage", below the server's URL
	Role      string // the x-role that the caller needs, "admin" or ""
	Reads     bool   // x-reads: it changes nothing
	Proof     bool   // x-proof: whoever has no key but is signed in must have shown a while ago who they are
	BodyLimit int64  // x-body-limit in bytes, or 0 for the default
	Op        *openapi3.Operation
	Item      *openapi3.PathItem
	File      string // where it is written
	Line      int
}

// Engine loads the embedded spec of WP Engine.
func Engine() (*Spec, error) {
	spec, err := load(files, Root) // in ours, examples and defaults fit their schemas
	if err != nil {
		return nil, err
	}
	if err := checkConventions(spec, files); err != nil {
		return nil, fmt.Errorf("openapi: the spec is off our conventions:\n%w", err)
	}
	return spec, nil
}

// Operation returns the operation with the id, or nil.
func (s *Spec) Operation(id string) *Operation {
	for _, op := range s.Operations {
		if op.ID == id {
			return op
		}
	}
	return nil
}

// Request returns the schema of the operation's JSON body, or nil if it takes none.
func (op *Operation) Request() *openapi3.SchemaRef {
	if op.Op.RequestBody == nil || op.Op.RequestBody.Value == nil {
		return nil
	}
	return jsonSchema(op.Op.RequestBody.Value.Content)
}

// Response returns the schema of the operation's JSON answer with the status, or nil.
func (op *Operation) Response(status string) *openapi3.SchemaRef {
	r := op.Op.Responses.Value(status)
	if r == nil || r.Value == nil {
		return nil
	}
	return jsonSchema(r.Value.Content)
}

func jsonSchema(content openapi3.Content) *openapi3.SchemaRef {
	if mt := content["application/json"]; mt != nil {
		return mt.Schema
	}
	return nil
}
