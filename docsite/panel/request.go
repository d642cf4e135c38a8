package panel

import (
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// params are the parameters, with a value to begin with.
func (w *writer) params(c *request.Call) {
	w.open('[')
	for _, p := range c.Params {
		w.item()
		w.open('{')
		w.text("name", p.Name)
		w.text("in", p.In)
		w.text("style", p.Style)
		w.flag("explode", p.Explode)
		w.flag("allowReserved", p.AllowReserved)
		w.given("mediaType", p.MediaType)
		w.flag("required", p.Required)
		w.flag("deprecated", p.Deprecated)
		w.said("description", p.Description)
		w.key("schema")
		w.schema(p.Schema)
		w.key("example")
		w.example(p.ExampleValue(), p.MediaType == "")
		w.flag("given", p.Example != nil)
		w.close('}')
	}
	w.close(']')
}

// example writes a value as JavaScript has it. A number that it would write in another way, such as 1.0, becomes a text,
// where that is sent in the same way: alone or in a list.
func (w *writer) example(value *document.Node, plain bool) {
	switch {
	case plain && value.Kind() == document.Number && !short(value.Text()):
		w.b = document.AppendString(w.b, value.Text())
	case plain && value.Kind() == document.Array:
		w.open('[')
		for item := range value.Items() {
			w.item()
			w.example(item, item.Kind() == document.Number)
		}
		w.close(']')
	default:
		w.b = value.AppendJSON(w.b, "")
	}
}

// short reports a whole number that JavaScript writes as it is written.
func short(number string) bool {
	digits := strings.TrimPrefix(number, "-")
	return len(digits) < 16 && strings.Trim(digits, "0123456789") == "" && (number == "0" || digits[0] != '0')
}

const (
	examplesRoom = 48 << 10 // what the examples of a body may weigh, but for the first
	firstRoom    = 64 << 10 // what that may
)

func (w *writer) bodies(c *request.Call) {
	w.open('[')
	for _, body := range c.Bodies {
		w.item()
		w.open('{')
		w.text("mediaType", body.MediaType)
		w.text("contentType", body.ContentType())
		w.text("kind", body.Kind())
		w.key("schema")
		if s := body.Content.Schema; s != nil || body.Content.ItemSchema == nil {
			w.schema(s)
		} else {
			w.schema(body.Content.ItemSchema)
		}
		w.key("encoding")
		w.encodings(body.Content)
		w.key("examples")
		w.examples(body)
		w.close('}')
	}
	w.close(']')
}

func (w *writer) encodings(content *document.Content) {
	w.open('{')
	for _, e := range content.Encodings {
		w.name(e.Name)
		w.open('{')
		w.given("contentType", e.ContentType)
		w.given("style", e.Style)
		w.flag("explode", e.Explode)
		w.holds("allowReserved", e.AllowReserved)
		w.close('}')
	}
	w.close('}')
}

// examples are those that the body can begin with: of a form what it is made of, else the text.
func (w *writer) examples(body request.Body) {
	w.open('[')
	start := len(w.b)
	for i, e := range request.Examples(body.Content, schema.Request) {
		if e.Value == nil && e.Text == "" {
			continue // it is elsewhere
		}
		before := len(w.b)
		w.item()
		w.open('{')
		w.text("label", e.Label)
		w.said("summary", e.Description)
		if body.Form() && e.Value.Kind() == document.Object {
			w.key("value")
			w.fields(e.Value)
		} else {
			w.text("text", e.Text)
		}
		w.close('}')
		if room := len(w.b) - start; i == 0 && room > firstRoom || i > 0 && room > examplesRoom {
			w.b = w.b[:before]
		}
	}
	w.close(']')
}

// fields are the members of a form.
func (w *writer) fields(value *document.Node) {
	w.open('{')
	for name, member := range value.Members() {
		w.name(name)
		w.example(member, true)
	}
	w.close('}')
}

// security writes the ways to be let in, and the schemes that they need.
func (w *writer) security(c *request.Call) {
	w.key("security")
	w.open('[')
	for _, requirement := range c.Security {
		w.item()
		w.open('[')
		for _, scheme := range requirement {
			w.item()
			w.open('{')
			w.text("id", scheme.ID)
			w.texts("scopes", scheme.Scopes)
			w.close('}')
		}
		w.close(']')
	}
	w.close(']')
	w.key("schemes")
	w.open('{')
	written := map[string]bool{}
	for _, requirement := range c.Security {
		for _, scheme := range requirement {
			if !written[scheme.ID] {
				written[scheme.ID] = true
				w.name(scheme.ID)
				w.scheme(scheme)
			}
		}
	}
	w.close('}')
}

func (w *writer) scheme(s request.Scheme) {
	w.open('{')
	kind := s.Type
	if s.Type == "http" && (s.Scheme == "basic" || s.Scheme == "bearer") {
		kind = s.Scheme
	}
	w.text("kind", kind)
	in, name := s.Place()
	w.text("in", in)
	w.text("name", name)
	w.text("prefix", s.Value(""))
	w.given("scheme", s.Scheme)
	w.text("label", s.Label())
	w.said("description", s.Description)
	if len(s.Flows) > 0 {
		w.key("flows")
		w.open('[')
		for _, f := range s.Flows {
			w.flow(f)
		}
		w.close(']')
	}
	w.given("openIdConnectUrl", s.OpenIDConnectURL)
	w.close('}')
}

func (w *writer) flow(f *document.Flow) {
	w.item()
	w.open('{')
	w.text("name", f.Name)
	w.given("authorizationUrl", f.AuthorizationURL)
	w.given("tokenUrl", f.TokenURL)
	w.given("refreshUrl", f.RefreshURL)
	w.key("scopes")
	w.open('{')
	for _, scope := range f.Scopes {
		w.name(scope.Name)
		w.b = document.AppendString(w.b, scope.Text)
	}
	w.close('}')
	w.close('}')
}

// responses say what answers mean and what is in them.
func (w *writer) responses(op *document.Operation) {
	w.open('{')
	for _, r := range op.Responses {
		w.name(r.Status)
		w.open('{')
		w.said("description", r.Description)
		w.key("contents")
		w.open('[')
		for _, content := range r.Contents {
			w.item()
			w.open('{')
			w.text("mediaType", content.MediaType)
			w.key("schema")
			w.schema(content.Schema)
			w.under("itemSchema", content.ItemSchema)
			w.close('}')
		}
		w.close(']')
		w.close('}')
	}
	w.close('}')
}
