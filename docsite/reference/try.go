package reference

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// tryView is the form that sends a request through the site's proxy. The script behind it
// (assets/ts/tryit.ts) reads what to send from the data attributes of its fields.
type tryView struct {
	Enabled   bool
	Proxy     string // below the site's root: "proxy/whatsapp/sendMessage"
	Operation string
	Upstreams []string
	Schemes   []trySchemeView
	Required  []tryParamView
	Optional  []tryParamView
	Bodies    []tryBodyView
	NoBody    string // why the body can't be edited here, or ""
	Language  string
	JSON      bool
	Keys      string // the names of what Forget forgets
}

type trySchemeView struct {
	ID, Label, Place, Name string
	Basic                  bool
}

type tryParamView struct {
	ID, In, Name string
	Kind         string // text, list (a value a line) or json
	Options      []string
	Placeholder  string
	Value        string
	Required     bool
}

type tryBodyView struct {
	MediaType string
	JSON      bool
	Examples  []Example
}

func (s *site) tryIt(c *Call) *tryView {
	v := &tryView{
		Enabled: s.opts.TryIt, Operation: c.Operation.ID, Upstreams: s.opts.Upstreams,
		Proxy: "proxy/" + c.Operation.Group + "/" + c.Operation.Name,
	}
	seen := map[string]bool{}
	for _, requirement := range c.Security {
		for _, scheme := range requirement {
			if seen[scheme.ID] || !scheme.Sendable() {
				continue
			}
			seen[scheme.ID] = true
			in, name := scheme.Place()
			v.Schemes = append(v.Schemes, trySchemeView{ID: scheme.ID, Label: scheme.Label(), Place: placeNoun(in), Name: name, Basic: scheme.Basic()})
		}
	}
	for _, p := range c.Params {
		view := tryParam(p)
		if p.Required {
			v.Required = append(v.Required, view)
		} else {
			v.Optional = append(v.Optional, view)
		}
	}
	for _, body := range c.Bodies {
		if strings.HasPrefix(body.MediaType, "multipart/") || binary(body.Content.Schema) {
			v.NoBody = "This operation takes files. Send them with the cURL sample."
			continue
		}
		v.Bodies = append(v.Bodies, tryBodyView{MediaType: body.MediaType, JSON: body.JSON(), Examples: examples(body.MediaType, body.Content)})
	}
	if len(v.Bodies) > 0 {
		v.NoBody = ""
	}
	return v
}

func tryParam(p Param) tryParamView {
	v := tryParamView{ID: "try-" + p.In + "-" + strings.Join(strings.Fields(p.Name), "-"), In: p.In, Name: p.Name, Kind: "text", Required: p.Required}
	s := shapeOf(p.Schema)
	example := p.exampleValue()
	switch {
	case p.MediaType != "":
		v.Kind = "json"
	case s.Type.Is("array"):
		v.Kind = "list"
	case s.Type.Is("object") || len(s.names) > 0:
		v.Kind = "json"
	case s.Type.Is("boolean"):
		v.Options = []string{"true", "false"}
	case len(s.Schema.Enum) > 0:
		for _, value := range s.Schema.Enum {
			v.Options = append(v.Options, paramText(value))
		}
	}
	var text string
	switch list, isList := example.([]any); {
	case v.Kind == "list" && isList:
		lines := make([]string, len(list))
		for i, item := range list {
			lines[i] = paramText(item)
		}
		text = strings.Join(lines, "\n")
	case v.Kind == "json":
		text = indented(example, p.Schema)
	default:
		text = paramText(example)
	}
	switch {
	case p.Required:
		v.Value = text
	case p.Example != nil || p.In != openapi3.ParameterInHeader:
		v.Placeholder = strings.ReplaceAll(text, "\n", " ")
	}
	return v
}
