package collection

import (
	"bytes"
	"encoding/json"
	"strings"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// The parts of a Postman collection, version 2.1.
type (
	pmCollection struct {
		Info     pmInfo       `json:"info"`
		Item     []pmFolder   `json:"item"`
		Variable []pmVariable `json:"variable"`
	}
	pmInfo struct {
		Name        string `json:"name"`
		Description string `json:"description,omitempty"`
		Schema      string `json:"schema"`
	}
	pmFolder struct {
		Name        string   `json:"name"`
		Description string   `json:"description,omitempty"`
		Item        []pmItem `json:"item"`
	}
	pmItem struct {
		Name     string    `json:"name"`
		Request  pmRequest `json:"request"`
		Response []string  `json:"response"`
	}
	pmRequest struct {
		Auth        map[string]any `json:"auth,omitempty"`
		Method      string         `json:"method"`
		Header      []pmPair       `json:"header"`
		Body        map[string]any `json:"body,omitempty"`
		URL         pmURL          `json:"url"`
		Description string         `json:"description,omitempty"`
	}
	pmURL struct {
		Raw      string       `json:"raw"`
		Host     []string     `json:"host"`
		Path     []string     `json:"path"`
		Query    []pmPair     `json:"query,omitempty"`
		Variable []pmVariable `json:"variable,omitempty"`
	}
	pmPair struct {
		Key         string `json:"key"`
		Value       string `json:"value"`
		Description string `json:"description,omitempty"`
		Disabled    bool   `json:"disabled,omitempty"`
	}
	pmVariable struct {
		Key         string `json:"key"`
		Value       string `json:"value"`
		Description string `json:"description,omitempty"`
		Type        string `json:"type,omitempty"`
	}
	pmPart struct {
		Key         string `json:"key"`
		Type        string `json:"type"`
		Value       string `json:"value,omitempty"`
		Src         string `json:"src,omitempty"`
		ContentType string `json:"contentType,omitempty"`
	}
)

// Postman writes the operations as a Postman collection of version 2.1, which Insomnia, Hoppscotch,
// Bruno and others read too.
func Postman(doc *document.Document, o Options) []byte {
	c := collect(doc, o)
	out := pmCollection{
		Info:     pmInfo{c.title, c.description, "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		Item:     []pmFolder{},
		Variable: []pmVariable{{Key: "baseUrl", Value: c.server}},
	}
	for _, secret := range c.secrets {
		out.Variable = append(out.Variable, pmVariable{Key: secret, Type: "secret"})
	}
	for _, f := range c.folders {
		folder := pmFolder{Name: f.title, Description: f.description}
		for i := range f.calls {
			folder.Item = append(folder.Item, pmItem{f.calls[i].name, f.calls[i].postman(), []string{}})
		}
		out.Item = append(out.Item, folder)
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		panic("collection: " + err.Error()) // texts alone are always JSON
	}
	return text.Bytes()
}

func (out *call) postman() pmRequest {
	r := pmRequest{Method: out.method, Description: out.description, Header: []pmPair{}}
	headers, query := out.headers, out.query
	if c, ok := out.alone(); ok {
		r.Auth = c.postman()
	} else {
		more, moreQuery := out.written()
		headers, query = append(headers, more...), append(query, moreQuery...)
		r.Auth = map[string]any{"type": "noauth"}
	}
	if out.body.kind == textBody || out.body.kind == fileBody {
		headers = append(headers, pair{name: "Content-Type", value: out.body.mediaType})
	}
	for _, h := range headers {
		r.Header = append(r.Header, pmPair{h.name, h.value, h.description, h.off})
	}
	r.URL = pmURL{Raw: out.base + out.path, Host: []string{out.base}, Path: strings.Split(strings.TrimPrefix(out.path, "/"), "/")}
	var sent []string
	for _, q := range query {
		r.URL.Query = append(r.URL.Query, pmPair{q.name, q.value, q.description, q.off})
		if !q.off {
			sent = append(sent, request.EscapeQuery(q.name)+"="+q.value)
		}
	}
	if len(sent) > 0 {
		r.URL.Raw += "?" + strings.Join(sent, "&")
	}
	for _, v := range out.variables {
		r.URL.Variable = append(r.URL.Variable, pmVariable{Key: v.name, Value: v.value, Description: v.description})
	}
	r.Body = out.body.postman()
	return r
}

func (c credential) postman() map[string]any {
	values := func(kind string, pairs ...string) map[string]any {
		var list []pmVariable
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, pmVariable{Key: pairs[i], Value: pairs[i+1], Type: "string"})
		}
		return map[string]any{"type": kind, kind: list}
	}
	secret := "{{" + c.variable + "}}"
	switch c.kind {
	case "basic":
		return values("basic", "username", secret, "password", "{{"+c.variable+"Password}}")
	case "bearer":
		return values("bearer", "token", secret)
	}
	return values("apikey", "key", c.name, "value", secret, "in", c.in)
}

func (b body) postman() map[string]any {
	switch b.kind {
	case textBody:
		out := map[string]any{"mode": "raw", "raw": b.text}
		if b.json {
			out["options"] = map[string]any{"raw": map[string]string{"language": "json"}}
		}
		return out
	case fieldsBody:
		fields := []pmPair{}
		for _, f := range b.fields {
			fields = append(fields, pmPair{Key: f.name, Value: f.value})
		}
		return map[string]any{"mode": "urlencoded", "urlencoded": fields}
	case partsBody:
		parts := []pmPart{}
		for _, p := range b.parts {
			part := pmPart{Key: p.Name, Type: "text", Value: p.Text, ContentType: p.MediaType}
			if p.File {
				part.Type, part.Value, part.Src = "file", "", fileName
			}
			parts = append(parts, part)
		}
		return map[string]any{"mode": "formdata", "formdata": parts}
	case fileBody:
		return map[string]any{"mode": "file", "file": map[string]string{"src": fileName}}
	case noBody:
	}
	return nil
}

// fileName is a file that the reader has.
const fileName = "file.bin"
