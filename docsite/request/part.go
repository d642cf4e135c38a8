package request

import (
	"bytes"
	"mime/multipart"
	"net/textproto"
	"strings"

	"golang.org/x/net/http/httpguts"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// Part is a part of a multipart body.
type Part struct {
	Name      string
	Text      string
	File      bool   // it is a file, which an example can't show
	FileName  string // of a file that is sent
	Content   []byte // of a file that is sent
	MediaType string // "" if nothing is said of it
}

// TakesFile reports whether a member of a form is a file, or a list of them.
func (b Body) TakesFile(name string) bool {
	for _, f := range schema.Of(b.Content.Schema).Fields {
		if f.Name == name {
			return schema.Of(f.Schema).Element().Binary()
		}
	}
	return false
}

// Parts are those of a form: of the first example, and the files that it can't show.
func (b Body) Parts(examples []Example) []Part {
	fields := schema.Of(b.Content.Schema).Fields
	file := func(name string) Part {
		one := Part{Name: name, File: true}
		if e := encodingOf(name, b.Content); e != nil {
			one.MediaType = concrete(e.ContentType)
		}
		return one
	}
	var all []Part
	var value *document.Node
	if len(examples) > 0 {
		value = examples[0].Value
	}
	for name, member := range value.Members() {
		if b.TakesFile(name) {
			all = append(all, file(name))
			continue
		}
		all = append(all, fieldParts(name, member, b.Content)...)
	}
	for _, f := range fields {
		if value.Get(f.Name) == nil && b.TakesFile(f.Name) {
			all = append(all, file(f.Name))
		}
	}
	return all
}

// fieldParts are those of one member: a list makes one of each item, an object is JSON, unless the encoding says
// something else.
func fieldParts(name string, value *document.Node, content *document.Content) []Part {
	e := encodingOf(name, content)
	mediaType := ""
	if e != nil {
		mediaType = concrete(e.ContentType)
		if e.Style != "" && e.ContentType == "" && value.Len() > 0 {
			return styledParts(fieldOf(name, value, content), value)
		}
	}
	if value.Kind() == document.Array && !IsJSON(mediaType) {
		var all []Part
		for item := range value.Items() {
			all = append(all, plainPart(name, item, mediaType))
		}
		return all
	}
	return []Part{plainPart(name, value, mediaType)}
}

func plainPart(name string, value *document.Node, mediaType string) Part {
	if mediaType == "" && (value.Kind() == document.Object || value.Kind() == document.Array) {
		mediaType = "application/json"
	}
	return Part{Name: name, Text: Text(value), MediaType: mediaType}
}

// styledParts are what a list or an object is in one of the styles of a query.
func styledParts(p Param, value *document.Node) []Part {
	items, object, isObject := p.parts(value)
	switch {
	case p.Style == "deepObject":
		var pairs []pair
		deep(&pairs, p.Name, value, 0)
		return pairParts(pairs)
	case p.Explode && isObject:
		return pairParts(object)
	case p.Explode:
		var all []Part
		for _, item := range items {
			all = append(all, Part{Name: p.Name, Text: item})
		}
		return all
	}
	separator := p.separator()
	return []Part{{Name: p.Name, Text: join(items, object, isObject, separator, separator, asIs)}}
}

func pairParts(pairs []pair) []Part {
	var all []Part
	for _, one := range pairs {
		all = append(all, Part{Name: one.name, Text: one.text})
	}
	return all
}

// concrete is the first of the media types that a part may have, "" if that is a range of them.
func concrete(mediaTypes string) string {
	first, _, _ := strings.Cut(mediaTypes, ",")
	if first = strings.TrimSpace(first); strings.Contains(first, "*") {
		return ""
	}
	return first
}

// multipartBody writes the parts, and says what the content type is then.
func multipartBody(kind string, parts []Part) (body []byte, mediaType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, part := range parts {
		disposition := `form-data; name="` + quoteless(part.Name) + `"`
		content := []byte(part.Text)
		mediaType := part.MediaType
		if part.File {
			disposition += `; filename="` + quoteless(part.FileName) + `"`
			content = part.Content
			if mediaType == "" {
				mediaType = "application/octet-stream"
			}
		}
		header := textproto.MIMEHeader{"Content-Disposition": {disposition}}
		if mediaType != "" {
			header.Set("Content-Type", mediaType)
		}
		if !httpguts.ValidHeaderFieldValue(disposition) || !httpguts.ValidHeaderFieldValue(mediaType) {
			return nil, "", inputErrorf("the part %q has a character that can't be in its head", part.Name)
		}
		out, err := w.CreatePart(header)
		if err == nil {
			_, err = out.Write(content)
		}
		if err != nil {
			return nil, "", err // can't be: it writes into memory
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), kind + "; boundary=" + w.Boundary(), nil
}

// quoteless writes a name in quotes as browsers do.
func quoteless(s string) string {
	return strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(s)
}
