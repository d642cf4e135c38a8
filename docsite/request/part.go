package request

import (
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// Part is a part of a multipart body.
type Part struct {
	Name      string
	Text      string
	File      bool   // it is a file, which an example can't show
	MediaType string // "" if nothing is said of it
}

// Parts are those of a form: of the first example, and the files that it can't show.
func (b Body) Parts(examples []Example) []Part {
	fields := schema.Of(b.Content.Schema).Fields
	binary := func(name string) bool {
		for _, f := range fields {
			if f.Name == name {
				return schema.Of(f.Schema).Element().Binary()
			}
		}
		return false
	}
	mediaType := func(name string) string {
		for _, e := range b.Content.Encodings {
			if e.Name == name {
				return e.ContentType
			}
		}
		return ""
	}
	var all []Part
	var value *document.Node
	if len(examples) > 0 {
		value = examples[0].Value
	}
	for name, member := range value.Members() {
		one := Part{Name: name, File: binary(name), MediaType: mediaType(name)}
		if member.Kind() == document.Array && !one.File {
			for item := range member.Items() {
				one.Text = Text(item)
				all = append(all, one)
			}
			continue
		}
		if member.Kind() == document.Object && one.MediaType == "" {
			one.MediaType = "application/json"
		}
		one.Text = Text(member)
		all = append(all, one)
	}
	for _, f := range fields {
		if value.Get(f.Name) == nil && binary(f.Name) {
			all = append(all, Part{Name: f.Name, File: true, MediaType: mediaType(f.Name)})
		}
	}
	return all
}
