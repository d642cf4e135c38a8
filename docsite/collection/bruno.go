package collection

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

// Bruno writes the operations as a zip of a Bruno collection: a folder of text files, one an
// operation.
func Bruno(doc *document.Document, o Options) []byte {
	c := collect(doc, o)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	root := document.Slug(c.title) + "/"
	add := func(name, text string) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: root + name, Method: zip.Deflate}) // without a time: the same API has the same bytes
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			panic("collection: " + err.Error()) // a Buffer takes everything
		}
	}
	add("bruno.json", fmt.Sprintf("{\n  \"version\": \"1\",\n  \"name\": %s,\n  \"type\": \"collection\"\n}\n", document.NewString(c.title).AppendJSON(nil, "")))
	add("environments/Default.bru", c.environment())
	if c.description != "" {
		add("collection.bru", block("docs", c.description))
	}
	for i, f := range c.folders {
		text := dictionary("meta", []pair{{name: "name", value: f.title}, {name: "seq", value: strconv.Itoa(i + 1)}})
		if f.description != "" {
			text += "\n" + block("docs", f.description)
		}
		add(f.slug+"/folder.bru", text)
		for k := range f.calls {
			if text := f.calls[k].bruno(k + 1); text != "" {
				add(f.slug+"/"+f.calls[k].slug+".bru", text)
			}
		}
	}
	if err := w.Close(); err != nil {
		panic("collection: " + err.Error())
	}
	return out.Bytes()
}

// environment has the variables that the requests use; what is secret has no value in the file.
func (c *collection) environment() string {
	text := dictionary("vars", []pair{{name: "baseUrl", value: c.server}})
	if len(c.secrets) > 0 {
		text += "vars:secret [\n  " + strings.Join(c.secrets, ",\n  ") + "\n]\n"
	}
	return text
}

// bruno writes a request; there is none for a method that Bruno doesn't know.
func (out *call) bruno(place int) string {
	method := strings.ToLower(out.method)
	if !strings.Contains(" get post put delete patch options head trace connect ", " "+method+" ") {
		return ""
	}
	headers, query := out.headers, out.query
	auth := "none"
	c, alone := out.alone()
	if alone {
		auth = c.kind
	} else {
		more, moreQuery := out.written()
		headers, query = append(headers, more...), append(query, moreQuery...)
	}
	mode, content := out.body.bruno()
	if out.body.kind == textBody || out.body.kind == fileBody {
		headers = append(headers, pair{name: "Content-Type", value: out.body.mediaType})
	}
	address := out.base + out.path
	for i, q := range sent(query) {
		address += map[bool]string{true: "?", false: "&"}[i == 0] + q.name + "=" + q.value
	}
	blocks := []string{
		dictionary("meta", []pair{{name: "name", value: out.name}, {name: "type", value: "http"}, {name: "seq", value: strconv.Itoa(place)}}),
		dictionary(method, []pair{{name: "url", value: address}, {name: "body", value: mode}, {name: "auth", value: auth}}),
		dictionary("params:query", query), dictionary("params:path", out.variables), dictionary("headers", headers),
	}
	if alone {
		blocks = append(blocks, c.bruno())
	}
	blocks = append(blocks, content)
	if out.description != "" {
		blocks = append(blocks, block("docs", out.description))
	}
	var text []string
	for _, b := range blocks {
		if b != "" {
			text = append(text, b)
		}
	}
	return strings.Join(text, "\n")
}

func (c credential) bruno() string {
	secret := "{{" + c.variable + "}}"
	switch c.kind {
	case "basic":
		return dictionary("auth:basic", []pair{{name: "username", value: secret}, {name: "password", value: "{{" + c.variable + "Password}}"}})
	case "bearer":
		return dictionary("auth:bearer", []pair{{name: "token", value: secret}})
	}
	place := map[string]string{"query": "queryparams"}[c.in]
	if place == "" {
		place = "header"
	}
	return dictionary("auth:apikey", []pair{{name: "key", value: c.name}, {name: "value", value: secret}, {name: "placement", value: place}})
}

// bruno is the kind of the body as Bruno calls it, and the block that has it.
func (b body) bruno() (mode, content string) {
	switch b.kind {
	case textBody:
		kind := "text"
		switch {
		case b.json:
			kind = "json"
		case strings.Contains(b.mediaType, "xml"):
			kind = "xml"
		}
		return kind, block("body:"+kind, b.text)
	case fieldsBody:
		return "formUrlEncoded", dictionary("body:form-urlencoded", b.fields)
	case partsBody:
		var parts []pair
		for _, p := range b.parts {
			one := pair{name: p.Name, value: line(p.Text)}
			if p.File {
				one.value = "@file(" + fileName + ")"
			}
			if p.MediaType != "" && !strings.ContainsAny(p.MediaType, ",*()") {
				one.value += " @contentType(" + p.MediaType + ")"
			}
			parts = append(parts, one)
		}
		return "multipartForm", dictionary("body:multipart-form", parts)
	case fileBody:
		return "file", dictionary("body:file", []pair{{name: "file", value: "@file(" + fileName + ") @contentType(" + b.mediaType + ")"}})
	case noBody:
	}
	return "none", ""
}

// dictionary is a block of names and values, "" without any. What is off begins with a tilde.
func dictionary(name string, pairs []pair) string {
	if len(pairs) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(name + " {\n")
	for _, p := range pairs {
		key := line(p.name)
		if !plain(strings.ReplaceAll(key, "-", "")) {
			key = `"` + strings.ReplaceAll(key, `"`, `\"`) + `"`
		}
		if p.off {
			key = "~" + key
		}
		b.WriteString("  " + key + ": " + line(p.value) + "\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// block is a block of text. It is indented, so that nothing in it can end the block.
func block(name, text string) string {
	lines := strings.Split(strings.ReplaceAll(strings.TrimSpace(text), "\r", ""), "\n")
	return name + " {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// sent are the pairs that are not off.
func sent(pairs []pair) (on []pair) {
	for _, p := range pairs {
		if !p.off {
			on = append(on, p)
		}
	}
	return on
}
