package reference

import (
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"wpengine/openapi"
)

// places are the tables of parameters, in the order in which a request has them.
func (t *tree) places(c *Call) ([]*placeView, error) {
	var all []*placeView
	for _, place := range []struct{ in, title string }{
		{openapi3.ParameterInPath, "Path parameters"},
		{openapi3.ParameterInQuery, "Query parameters"},
		{openapi3.ParameterInHeader, "Headers"},
		{openapi3.ParameterInCookie, "Cookies"},
	} {
		view := &placeView{Title: place.title}
		for _, p := range c.Params {
			if p.In != place.in {
				continue
			}
			f, err := t.field(place.in+"."+p.Name, p.Name, p.Schema)
			if err != nil {
				return nil, err
			}
			if err := t.parameter(f, p); err != nil {
				return nil, err
			}
			view.Fields = append(view.Fields, f)
		}
		if len(view.Fields) > 0 {
			view.ID = t.id("in-" + place.in)
			all = append(all, view)
		}
	}
	return all, nil
}

// parameter adds what the parameter says beside its schema.
func (t *tree) parameter(f *Field, p Param) error {
	f.Required, f.Deprecated = p.Required, f.Deprecated || p.Deprecated
	if p.Description != "" {
		text, err := t.site.text(p.Description, p.Name)
		if err != nil {
			return err
		}
		f.Description = text
	}
	if p.Example != nil && scalar(p.Example) {
		f.Examples = []string{compact(p.Example)}
	}
	if p.MediaType != "" {
		f.Notes = append(f.Notes, "encoded as "+p.MediaType)
		return nil
	}
	if f.Inside != nil || strings.HasPrefix(f.Type, "array") {
		if words := styleWords(p); words != "" {
			f.Notes = append(f.Notes, words)
		}
	}
	return nil
}

// styleWords shows how a list or an object is written.
func styleWords(p Param) string {
	switch {
	case p.Style == "deepObject":
		return "written as " + p.Name + "[key]=value"
	case p.In == openapi3.ParameterInQuery && p.Explode:
		return "repeated for each value"
	case p.Style == "spaceDelimited":
		return "separated by spaces"
	case p.Style == "pipeDelimited":
		return "separated by pipes"
	case p.Style == "matrix" || p.Style == "label":
		return "in " + p.Style + " style"
	}
	return "separated by commas"
}

func (t *tree) body(c *Call) (*bodyView, error) {
	if len(c.Bodies) == 0 {
		return nil, nil
	}
	t.ids["body"] = true
	v := &bodyView{Required: c.BodyRequired}
	var err error
	if v.Description, err = t.site.text(c.Operation.Op.RequestBody.Value.Description, c.Operation.ID); err != nil {
		return nil, err
	}
	for i, body := range c.Bodies {
		path := "body"
		if i > 0 {
			path = "body-" + body.MediaType
		}
		content, err := t.content(path, body.MediaType, body.Content)
		if err != nil {
			return nil, err
		}
		content.Examples = nil // the samples and the form show them
		if content.Description == v.Description {
			content.Description = "" // said already
		}
		v.Contents = append(v.Contents, content)
	}
	return v, nil
}

// content shows a body in one content type. What a single content type has inside is open.
func (t *tree) content(path, mediaType string, content *openapi3.MediaType) (*contentView, error) {
	v := &contentView{MediaType: mediaType}
	if content == nil {
		return v, nil
	}
	if content.Schema != nil && content.Schema.Value != nil {
		s := shapeOf(content.Schema)
		v.Schema, v.Constraints = s.name, constraints(s.Schema)
		if v.Type = typeWords(s); v.Type == "object" || v.Type == "any value" {
			v.Type = "" // the fields say it
		}
		if v.Schema == "" && s.Items != nil {
			v.Schema = shapeOf(s.Items).name
		}
		var err error
		if v.Description, err = t.site.text(s.Schema.Description, path); err != nil {
			return nil, err
		}
		if v.Inside, err = t.inside(path, path, s); err != nil {
			return nil, err
		}
		if v.Inside != nil {
			v.Inside.Open = true
		}
	}
	for _, example := range examples(mediaType, content) {
		language := "text"
		if isJSON(mediaType) {
			language = "json"
		}
		if example.Text != "" && !binary(content.Schema) {
			v.Examples = append(v.Examples, exampleView{Label: example.Label, Code: t.site.opts.Highlight(language, example.Text)})
		}
	}
	return v, nil
}

// responseView is one response.
type responseView struct {
	ID          string
	Status      string
	Class       string // its first digit, for its colour
	Meaning     string
	Description template.HTML
	Open        bool
	Headers     []*Field
	Known       []Same // headers that an earlier response shows
	Contents    []*contentView
}

func (t *tree) responses(op *openapi.Operation) ([]*responseView, error) {
	var all []*responseView
	headers := map[*openapi3.Header]string{}
	opened := false
	for _, r := range responses(op) {
		v := &responseView{ID: t.id("response-" + r.status), Status: r.status, Class: r.status[:1], Meaning: statusWords(r.status)}
		if !opened && strings.HasPrefix(r.status, "2") {
			v.Open, opened = true, true
		}
		if r.value.Description != nil {
			text, err := t.site.text(*r.value.Description, op.ID+" "+r.status)
			if err != nil {
				return nil, err
			}
			v.Description = text
		}
		if err := t.headers(v, r.value, headers); err != nil {
			return nil, err
		}
		for i, mediaType := range mediaTypes(r.value.Content) {
			path := v.ID
			if i > 0 {
				path += "-" + mediaType
			}
			content, err := t.content(path, mediaType, r.value.Content[mediaType])
			if err != nil {
				return nil, err
			}
			if content.Description == v.Description {
				content.Description = "" // said already
			}
			v.Contents = append(v.Contents, content)
		}
		all = append(all, v)
	}
	return all, nil
}

// headers shows a header where it is first met: errors share most of theirs.
func (t *tree) headers(v *responseView, r *openapi3.Response, shown map[*openapi3.Header]string) error {
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		ref := r.Headers[name]
		if ref == nil || ref.Value == nil || strings.EqualFold(name, "content-type") {
			continue
		}
		if id, ok := shown[ref.Value]; ok {
			v.Known = append(v.Known, Same{ID: id, Name: name})
			continue
		}
		h := ref.Value.Parameter
		h.Name, h.In = name, openapi3.ParameterInHeader
		p := param(&h)
		f, err := t.field(v.ID+".header."+name, name, p.Schema)
		if err != nil {
			return err
		}
		if err := t.parameter(f, p); err != nil {
			return err
		}
		f.Required = false // whether an answer brings it isn't the reader's to see to
		shown[ref.Value] = f.ID
		v.Headers = append(v.Headers, f)
	}
	return nil
}
