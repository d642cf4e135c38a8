package openapi

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Load reads the OpenAPI document that fsys has under name, and what it refers to. References
// may name other files of fsys by relative paths; nothing is fetched from a network.
func Load(fsys fs.FS, name string) (*Spec, error) {
	// Most public documents have an example or a default that does not fit its schema. That is no reason not to
	// show them.
	return load(fsys, name, openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation())
}

func load(fsys fs.FS, name string, options ...openapi3.ValidationOption) (*Spec, error) {
	doc, err := read(fsys, name)
	if err != nil {
		return nil, err
	}
	names := &componentNames{target: map[string]string{}}
	doc.InternalizeRefs(context.Background(), names.resolve)
	if err := doc.Validate(context.Background(), options...); err != nil {
		return nil, fmt.Errorf("openapi: %s: %w", name, err)
	}
	spec := &Spec{Doc: doc}
	if doc.Info != nil {
		spec.Title, spec.Version, spec.Description = doc.Info.Title, doc.Info.Version, doc.Info.Description
	}
	return spec, spec.arrange()
}

// read reads the document and all that it refers to.
func read(fsys fs.FS, name string) (*openapi3.T, error) {
	reader := &fileReader{fsys: fsys, read: map[string][]byte{}}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.IncludeOrigin = true
	loader.ReadFromURIFunc = reader.readURI
	doc, err := loader.LoadFromURI(&url.URL{Path: path.Clean(name)})
	if err != nil {
		return nil, fmt.Errorf("openapi: %s: %w", name, err)
	}
	if doc.OpenAPI == "" {
		return nil, fmt.Errorf("openapi: %s: there is no member openapi, such as openapi: 3.1.0; Swagger 2.0 documents have to be converted to OpenAPI 3 first", name)
	}
	return doc, nil
}

// fileReader reads each file once, however many references lead to it.
type fileReader struct {
	fsys fs.FS
	read map[string][]byte
}

func (r *fileReader) readURI(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
	if u.Scheme != "" || u.Host != "" {
		return nil, fmt.Errorf("reference to %s: only files beside the document are read; save it there and refer to the file", u)
	}
	name := path.Clean(u.Path)
	if data, ok := r.read[name]; ok {
		return data, nil
	}
	data, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		return nil, err
	}
	r.read[name] = data
	return data, nil
}

// componentNames names a component of another file by its own name there. Two files with a
// component of the same name would be one, so the later of them takes kin-openapi's longer name.
type componentNames struct {
	target map[string]string // "schemas/Client" -> "clients.yaml#/components/schemas/Client"
}

func (n *componentNames) resolve(doc *openapi3.T, ref openapi3.ComponentRef) string {
	long := openapi3.DefaultRefNameResolver(doc, ref)
	target := ref.RefPath()
	if target == nil || target.Fragment == "" {
		return long
	}
	short := path.Base(target.Fragment)
	if short == "" || openapi3.InvalidIdentifierCharRegExp.MatchString(short) {
		return long
	}
	key := ref.CollectionName() + "/" + short
	full := strings.TrimPrefix(target.String(), "./")
	if known, ok := n.target[key]; ok && known != full {
		return long
	}
	n.target[key] = full
	return short
}
