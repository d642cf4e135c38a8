package request

import (
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// Example is one value of a body, a parameter or a response, ready to be shown.
type Example struct {
	Name        string // "" where there is only one
	Label       string
	Description string // Markdown
	Value       *document.Node
	Text        string // the value, laid out in its content type
	External    string // a URL, for an example that is elsewhere
}

// Examples are those that the author gave for the content, or one made of its schema. There are none for a schema in a
// content type that we can't write, such as YAML.
func Examples(content *document.Content, mode schema.Mode) []Example {
	return ExamplesBy(content, mode, schema.Example)
}

// ExamplesBy is [Examples] for whoever knows examples of schemas already.
func ExamplesBy(content *document.Content, mode schema.Mode, example func(*document.Schema, schema.Mode) *document.Node) []Example {
	if content == nil {
		return nil
	}
	var all []Example
	for _, e := range content.Examples {
		label := e.Summary
		if label == "" {
			label = e.Name
		}
		one := Example{Name: e.Name, Label: label, Description: e.Description, Value: e.Value, External: e.External}
		switch {
		case e.Serialized != "":
			one.Text = e.Serialized
		case e.Value != nil:
			one.Text = encode(content, e.Value)
		case e.External == "":
			continue
		}
		all = append(all, one)
	}
	if len(all) > 0 || !writable(content.MediaType) {
		return all
	}
	from := content.Schema
	if from == nil {
		from = content.ItemSchema
	}
	if from == nil {
		return nil
	}
	value := example(from, mode)
	return []Example{{Value: value, Text: encode(content, value)}}
}

// writable reports the content types that values of a schema can be written in.
func writable(mediaType string) bool {
	switch kind := base(mediaType); {
	case kind == FormURLEncoded, strings.HasPrefix(kind, "multipart/"), kind == "text/plain", kind == "*/*",
		kind == "application/x-ndjson", kind == "application/jsonl", kind == "text/event-stream":
		return true
	}
	return IsJSON(mediaType) || IsXML(mediaType)
}

// encode lays a value out in the content type. A text is what it is in any but JSON.
func encode(content *document.Content, value *document.Node) string {
	switch kind := base(content.MediaType); {
	case value.Kind() == document.String && !IsJSON(kind):
		return value.Text()
	case kind == FormURLEncoded:
		return formEncode(value, content)
	case IsXML(kind):
		return xmlEncode(content.Schema, value)
	case kind == "application/x-ndjson", kind == "application/jsonl":
		return string(value.AppendJSON(nil, ""))
	case kind == "text/event-stream":
		return "data: " + string(value.AppendJSON(nil, "")) + "\n"
	}
	const usual = 1 << 10
	return string(value.AppendJSON(make([]byte, 0, usual), "  "))
}

// ExampleInput is what the examples of the description make a request of. Files are not in it.
func (c *Call) ExampleInput() Input {
	in := Input{Values: c.ExampleValues()}
	if len(c.Bodies) == 0 {
		return in
	}
	body := c.Bodies[0]
	in.MediaType = body.MediaType
	examples := Examples(body.Content, schema.Request)
	switch {
	case body.Binary():
	case body.Multipart():
		in.Parts = body.Parts(examples)
	case len(examples) > 0:
		in.Body = []byte(examples[0].Text)
	}
	return in
}

// ExampleValues sets the required parameters. The others are left out: a sample shows the least that works, and an
// idempotency key that is pasted twice would hold back the second call.
func (c *Call) ExampleValues() Values {
	values := Values{}
	for _, p := range c.Params {
		if !p.Required {
			continue
		}
		if values[p.In] == nil {
			values[p.In] = map[string]*document.Node{}
		}
		values[p.In][p.Name] = p.ExampleValue()
	}
	return values
}

// ExampleValue is the author's example, or one that the schema allows. In a path it is never empty, and never a dot
// segment.
func (p Param) ExampleValue() *document.Node {
	value := p.Example
	if value == nil && p.Schema != nil {
		value = schema.Example(p.Schema, schema.Request)
	}
	if value == nil {
		value = document.NewString("string")
	}
	if p.In == "path" {
		switch strings.TrimSpace(p.pathValue(value)) {
		case "", ".", "..":
			return document.NewString(p.Name)
		}
	}
	return value
}

// Headers are the parameters in headers and cookies as they are sent, name and value.
func (c *Call) Headers(values Values) (headers [][2]string) {
	for _, p := range c.Params {
		if value, ok := values["header"][p.Name]; ok && p.In == "header" {
			headers = append(headers, [2]string{p.Name, strings.Join(strings.Fields(p.header(value)), " ")})
		}
	}
	if cookie := c.cookies(values); cookie != "" {
		headers = append(headers, [2]string{"cookie", cookie})
	}
	return headers
}

func (c *Call) cookies(values Values) string {
	var all []string
	for _, p := range c.Params {
		if value, ok := values["cookie"][p.Name]; ok && p.In == "cookie" {
			all = append(all, p.cookie(value))
		}
	}
	return strings.Join(all, "; ")
}
