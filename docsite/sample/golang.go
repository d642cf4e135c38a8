package sample

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wpengine/docsite/request"
)

// golang writes a whole main.go for the standard library.
func golang(p *plan) string {
	target := "baseURL+" + sum(p.addressed(), "+", strconv.Quote, func(s *Secret) string { return "url.QueryEscape(" + s.Var + ")" })
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n")
	for _, name := range p.goImports() {
		fmt.Fprintf(&b, "\t%q\n", name)
	}
	fmt.Fprintf(&b, ")\n\nconst baseURL = %q\n\n", p.Base)
	b.WriteString("func main() {\n\tif err := run(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n\nfunc run() error {\n")
	for _, s := range p.Secrets {
		b.WriteString(goSecret(s))
	}
	fmt.Fprintf(&b, "\tctx, cancel := context.WithTimeout(context.Background(), %d*time.Second)\n\tdefer cancel()\n\n", p.Seconds)
	body := p.goBody(&b)
	fmt.Fprintf(&b, "\treq, err := http.NewRequestWithContext(ctx, %s, %s, %s)\n", goMethod(p.Method), target, body)
	b.WriteString("\tif err != nil {\n\t\treturn err\n\t}\n")
	b.WriteString(p.goHeaders())
	b.WriteString(goRest)
	return b.String()
}

func (p *plan) goImports() []string {
	imports := []string{"context", "fmt", "io", "log", "net/http", "time"}
	add := func(names ...string) {
		for _, name := range names {
			if !slices.Contains(imports, name) {
				imports = append(imports, name)
			}
		}
	}
	switch p.Body {
	case noBody:
	case jsonBody, textBody:
		add("strings")
	case fileBody:
		add("os")
	case formBody:
		add("bytes", "mime/multipart")
		for _, part := range p.Parts {
			if part.File {
				add("os")
			}
			if part.MediaType != "" {
				add("net/textproto")
			}
		}
	}
	if len(p.Secrets) > 0 {
		add("errors", "os")
	}
	if p.Basic != nil {
		add("strings")
	}
	if len(p.Query) > 0 {
		add("net/url")
	}
	slices.Sort(imports)
	return imports
}

const goRest = `
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()

	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("%s: %s", resp.Status, answer)
	}
	fmt.Println(string(answer))
	return nil
}
`

func goSecret(s *Secret) string {
	check := fmt.Sprintf("\t%s := os.Getenv(%q)\n\tif %s == \"\" {\n\t\treturn errors.New(%q)\n\t}\n", s.Var, s.Env, s.Var, s.Env+" is required")
	if s.Basic {
		check += fmt.Sprintf("\tusername, password, _ := strings.Cut(%s, \":\")\n", s.Var)
	}
	return check + "\n"
}

// goBody writes how the body is made, and returns what it is called.
func (p *plan) goBody(b *strings.Builder) string {
	switch p.Body {
	case noBody:
		return "nil"
	case jsonBody, textBody:
		fmt.Fprintf(b, "\tbody := strings.NewReader(%s)\n", goText(p.Text))
		return "body"
	case fileBody:
		fmt.Fprintf(b, "\tbody, err := os.Open(%q)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer body.Close()\n\n", p.FileName)
		return "body"
	case formBody:
	}
	b.WriteString("\tvar body bytes.Buffer\n\tform := multipart.NewWriter(&body)\n")
	read := "content, err := os.ReadFile"
	for _, part := range p.Parts {
		content := "[]byte(" + goText(part.Text) + ")"
		if part.File {
			fmt.Fprintf(b, "\t%s(%q)\n\tif err != nil {\n\t\treturn err\n\t}\n", read, part.FileName)
			read, content = "content, err = os.ReadFile", "content"
		}
		b.WriteString(goPart(part, content))
	}
	b.WriteString("\tif err := form.Close(); err != nil {\n\t\treturn err\n\t}\n\n")
	return "&body"
}

// goPart writes a part with what a server needs to know of it.
func goPart(p request.Part, content string) string {
	create := fmt.Sprintf("form.CreateFormField(%q)", p.Name)
	switch {
	case p.MediaType != "":
		disposition := fmt.Sprintf(`form-data; name="%s"`, quoteless(p.Name))
		if p.File {
			disposition += fmt.Sprintf(`; filename="%s"`, quoteless(p.FileName))
		}
		create = fmt.Sprintf("form.CreatePart(textproto.MIMEHeader{\"Content-Disposition\": {%s}, \"Content-Type\": {%q}})", goText(disposition), p.MediaType)
	case p.File:
		create = fmt.Sprintf("form.CreateFormFile(%q, %q)", p.Name, p.FileName)
	}
	return fmt.Sprintf("\tif part, err := %s; err != nil {\n\t\treturn err\n\t} else if _, err := part.Write(%s); err != nil {\n\t\treturn err\n\t}\n", create, content)
}

func (p *plan) goHeaders() string {
	var b strings.Builder
	switch {
	case p.Body == formBody:
		b.WriteString("\treq.Header.Set(\"content-type\", form.FormDataContentType())\n")
	case p.contentType() != "":
		fmt.Fprintf(&b, "\treq.Header.Set(\"content-type\", %q)\n", p.MediaType)
	}
	if p.Basic != nil {
		b.WriteString("\treq.SetBasicAuth(username, password)\n")
	}
	for _, h := range p.Headers {
		fmt.Fprintf(&b, "\treq.Header.Set(%q, %s)\n", h.Name, sum(h.Value, "+", strconv.Quote, variable))
	}
	return b.String()
}

// goText is a raw string where the text can be one and is easier to read so.
func goText(s string) string {
	if !strings.ContainsAny(s, "\"\n\\") {
		return strconv.Quote(s)
	}
	for line := range strings.SplitSeq(s, "\n") {
		if !strconv.CanBackquote(line) {
			return strconv.Quote(s)
		}
	}
	return "`" + s + "`"
}

func goMethod(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE":
		return "http.Method" + method[:1] + strings.ToLower(method[1:])
	}
	return strconv.Quote(method)
}
