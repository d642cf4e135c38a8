package collection

import (
	"fmt"
	"strings"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// HTTP writes the operations as an .http file, as the REST Client of VS Code and the IDEs of
// JetBrains send it. What is not required stands in comments.
func HTTP(doc *document.Document, o Options) []byte {
	c := collect(doc, o)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n@baseUrl = %s\n", c.title, c.server)
	for _, secret := range c.secrets {
		fmt.Fprintf(&b, "@%s = \n", secret)
	}
	for _, f := range c.folders {
		for i := range f.calls {
			f.calls[i].http(&b, f.title)
		}
	}
	return []byte(b.String())
}

func (out *call) http(b *strings.Builder, folder string) {
	fmt.Fprintf(b, "\n### %s: %s\n", folder, out.name)
	headers, query := out.headers, out.query
	var basic *credential
	for i := range out.auth {
		if out.auth[i].kind == "basic" {
			basic = &out.auth[i]
		}
	}
	more, moreQuery := out.written()
	for i := range more {
		if basic != nil && more[i].name == "Authorization" && strings.HasPrefix(more[i].value, "Basic ") {
			more[i].value = fmt.Sprintf("Basic {{%[1]s}} {{%[1]sPassword}}", basic.variable) // the editor encodes it
		}
	}
	headers, query = append(headers, more...), append(query, moreQuery...)

	fmt.Fprintf(b, "%s %s%s", out.method, out.base, out.filled)
	for i, q := range sent(query) {
		fmt.Fprintf(b, "%s%s=%s", map[bool]string{true: "?", false: "&"}[i == 0], request.EscapeQuery(q.name), q.value)
	}
	b.WriteByte('\n')
	for _, q := range query {
		if q.off {
			fmt.Fprintf(b, "# ?%s=%s\n", request.EscapeQuery(q.name), q.value)
		}
	}
	for _, h := range headers {
		fmt.Fprintf(b, "%s%s: %s\n", map[bool]string{true: "# "}[h.off], h.name, h.value)
	}
	out.body.http(b)
}

// boundary is between the parts of a form.
const boundary = "docsite-boundary"

func (b body) http(to *strings.Builder) {
	switch b.kind {
	case textBody:
		fmt.Fprintf(to, "Content-Type: %s\n\n%s\n", b.mediaType, unseparated(strings.TrimRight(b.text, "\n")))
	case fileBody:
		fmt.Fprintf(to, "Content-Type: %s\n\n< ./%s\n", b.mediaType, fileName)
	case fieldsBody:
		var fields []string
		for _, f := range b.fields {
			fields = append(fields, request.EscapeQuery(f.name)+"="+request.EscapeQuery(f.value))
		}
		fmt.Fprintf(to, "Content-Type: %s\n\n%s\n", b.mediaType, strings.Join(fields, "&"))
	case partsBody:
		kind, _, _ := strings.Cut(b.mediaType, ";")
		fmt.Fprintf(to, "Content-Type: %s; boundary=%s\n\n", kind, boundary)
		for _, p := range b.parts {
			fmt.Fprintf(to, "--%s\nContent-Disposition: form-data; name=\"%s\"", boundary, strings.NewReplacer(`"`, "%22", "\n", " ", "\r", " ").Replace(p.Name))
			if p.File {
				fmt.Fprintf(to, "; filename=\"%s\"", fileName)
			}
			if p.MediaType != "" {
				fmt.Fprintf(to, "\nContent-Type: %s", line(p.MediaType))
			}
			content := unseparated(p.Text)
			if p.File {
				content = "< ./" + fileName
			}
			fmt.Fprintf(to, "\n\n%s\n", content)
		}
		fmt.Fprintf(to, "--%s--\n", boundary)
	case noBody:
	}
}

// unseparated is a text without lines that would begin another request.
func unseparated(text string) string {
	text = strings.ReplaceAll(text, "\n###", "\n ###")
	if strings.HasPrefix(text, "###") {
		return " " + text
	}
	return text
}
