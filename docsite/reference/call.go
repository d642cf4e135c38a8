package reference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"wpengine/openapi"
)

// Call is what a request of an operation consists of.
type Call struct {
	Operation    *openapi.Operation
	Method       string
	Path         string // with {parameters}, below the server's URL
	Params       []Param
	Bodies       []Body // one a content type, the preferred first; none if it takes no body
	BodyRequired bool
	BodyLimit    int64 // bytes, or 0 if the spec doesn't say
	Accept       string
	Security     []Requirement // alternatives; none if no credential is known to be needed
}

// Param is a parameter in the path, the query, a header or a cookie.
type Param struct {
	Name        string
	In          string
	Description string
	Required    bool
	Deprecated  bool
	Style       string // never empty: the place's default where the spec doesn't say
	Explode     bool
	Reserved    bool   // allowReserved: a query value keeps its reserved characters
	MediaType   string // the value is encoded so, if the parameter has content instead of a schema
	Schema      *openapi3.SchemaRef
	Example     any // from the parameter itself, or nil
}

// Body is one content type of the request's body.
type Body struct {
	MediaType string
	Content   *openapi3.MediaType
}

// JSON reports whether the body is JSON text.
func (b Body) JSON() bool { return isJSON(b.MediaType) }

// CallOf reads the operation's request from the spec.
func CallOf(spec *openapi.Spec, op *openapi.Operation) *Call {
	c := &Call{Operation: op, Method: op.Method, Path: op.Path, BodyLimit: op.BodyLimit}
	c.Params = params(op)
	if ref := op.Op.RequestBody; ref != nil && ref.Value != nil {
		c.BodyRequired = ref.Value.Required
		for _, mediaType := range mediaTypes(ref.Value.Content) {
			c.Bodies = append(c.Bodies, Body{MediaType: mediaType, Content: ref.Value.Content[mediaType]})
		}
	}
	c.Accept = accept(op)
	c.Security = requirements(spec, op)
	return c
}

// params are the parameters of the path item, overridden and followed by the operation's own.
func params(op *openapi.Operation) []Param {
	var all []Param
	for _, list := range []openapi3.Parameters{op.Item.Parameters, op.Op.Parameters} {
		for _, ref := range list {
			if ref == nil || ref.Value == nil || ignoredHeader(ref.Value) {
				continue
			}
			p := param(ref.Value)
			i := slices.IndexFunc(all, func(q Param) bool { return q.In == p.In && q.Name == p.Name })
			if i >= 0 {
				all[i] = p
			} else {
				all = append(all, p)
			}
		}
	}
	return all
}

// ignoredHeader reports the header parameters that OpenAPI tells us to ignore: what they say is
// said by the content types and the security schemes.
func ignoredHeader(p *openapi3.Parameter) bool {
	if p.In != openapi3.ParameterInHeader {
		return false
	}
	switch strings.ToLower(p.Name) {
	case "accept", "content-type", "authorization":
		return true
	}
	return false
}

func param(p *openapi3.Parameter) Param {
	out := Param{
		Name: p.Name, In: p.In, Description: p.Description, Required: p.Required || p.In == openapi3.ParameterInPath,
		Deprecated: p.Deprecated, Style: p.Style, Reserved: p.AllowReserved, Schema: p.Schema,
	}
	if out.Style == "" {
		out.Style = "simple"
		if p.In == openapi3.ParameterInQuery || p.In == openapi3.ParameterInCookie {
			out.Style = "form"
		}
	}
	out.Explode = out.Style == "form"
	if p.Explode != nil {
		out.Explode = *p.Explode
	}
	out.Example = firstExample(p.Example, p.Examples)
	for mediaType, content := range p.Content { // at most one
		out.MediaType = mediaType
		if content != nil {
			out.Schema = content.Schema
			if out.Example == nil {
				out.Example = firstExample(content.Example, content.Examples)
			}
		}
	}
	return out
}

// mediaTypes returns the content types by how well samples and the form can show them.
func mediaTypes(content openapi3.Content) []string {
	rank := func(mediaType string) int {
		switch {
		case mediaType == "application/json":
			return 0
		case isJSON(mediaType):
			return 1
		case mediaType == formURLEncoded:
			return 2
		case strings.HasPrefix(mediaType, "multipart/"):
			return 3
		case strings.HasPrefix(mediaType, "text/"):
			return 4
		}
		return 5
	}
	var names []string
	for mediaType := range content {
		names = append(names, mediaType)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	return names
}

const formURLEncoded = "application/x-www-form-urlencoded"

// isJSON reports application/json and everything that is JSON by its suffix.
func isJSON(mediaType string) bool {
	base, _, _ := strings.Cut(mediaType, ";")
	base = strings.ToLower(strings.TrimSpace(base))
	return base == "application/json" || strings.HasSuffix(base, "+json")
}

// accept names every content type that a response of the operation can have.
func accept(op *openapi.Operation) string {
	var all []string
	for _, response := range responses(op) {
		for _, mediaType := range mediaTypes(response.value.Content) {
			if !slices.Contains(all, mediaType) {
				all = append(all, mediaType)
			}
		}
	}
	if len(all) == 0 {
		return "*/*"
	}
	return strings.Join(all, ", ")
}

// response is one of an operation's responses under its status: "200", "4XX" or "default".
type response struct {
	status string
	value  *openapi3.Response
}

// responses returns the operation's responses by status, with "default" at the end.
func responses(op *openapi.Operation) []response {
	var all []response
	for status, ref := range op.Op.Responses.Map() {
		if ref != nil && ref.Value != nil {
			all = append(all, response{status, ref.Value})
		}
	}
	slices.SortFunc(all, func(a, b response) int { return cmp.Compare(a.status, b.status) })
	return all
}

// idempotent reports whether the operation takes a key that makes a retry safe.
func (c *Call) idempotent() bool {
	return slices.ContainsFunc(c.Params, func(p Param) bool {
		return p.In == openapi3.ParameterInHeader && strings.EqualFold(p.Name, "Idempotency-Key")
	})
}

// ServerURLs returns the URLs of the spec's servers with the defaults of their variables: "/"
// alone if the spec names none.
func ServerURLs(spec *openapi.Spec) []string {
	var all []string
	for _, server := range spec.Doc.Servers {
		if server != nil {
			all = append(all, serverURL(server))
		}
	}
	if len(all) == 0 {
		return []string{"/"}
	}
	return all
}

func serverURL(server *openapi3.Server) string {
	address := server.URL
	for name, variable := range server.Variables {
		if variable != nil {
			address = strings.ReplaceAll(address, "{"+name+"}", variable.Default)
		}
	}
	return address
}
