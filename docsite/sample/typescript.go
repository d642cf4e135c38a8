package sample

import (
	"fmt"
	"regexp"
	"strings"

	"wpengine/docsite/request"
)

// typescript writes a module for fetch, which Node.js, Deno and Bun have built in.
func typescript(p *plan) string {
	var b strings.Builder
	if p.Body == fileBody || p.hasFile() {
		b.WriteString("import { readFile } from \"node:fs/promises\";\n\n")
	}
	fmt.Fprintf(&b, "const baseUrl = %s;\n", quoted(p.Base))
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "const %s = process.env.%s;\n", s.Var, s.Env)
	}
	b.WriteString("\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "if (!%s) {\n\tthrow new Error(%s);\n}\n\n", s.Var, quoted(s.Env+" is required"))
	}
	b.WriteString(p.typescriptForm())
	rest := inTemplate(p.Rest)
	if s := p.secretIn("query"); s != nil {
		rest += p.separator() + inTemplate(request.EscapeQuery(s.Name)) + "=${encodeURIComponent(" + s.Var + ")}"
	}
	fmt.Fprintf(&b, "const response = await fetch(`${baseUrl}%s`, {\n\tmethod: %s,\n", rest, quoted(p.Method))
	if headers := p.typescriptHeaders(); len(headers) > 0 {
		fmt.Fprintf(&b, "\theaders: {\n\t\t%s,\n\t},\n", strings.Join(headers, ",\n\t\t"))
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "\tbody: JSON.stringify(%s),\n", literal(p.Value, typescriptSyntax(), 1))
	case textBody:
		fmt.Fprintf(&b, "\tbody: %s,\n", quoted(p.Text))
	case formBody:
		b.WriteString("\tbody: form,\n")
	case fileBody:
		fmt.Fprintf(&b, "\tbody: await readFile(%s),\n", quoted(fileName))
	}
	fmt.Fprintf(&b, "\tsignal: AbortSignal.timeout(%d_000),\n});\n\n", p.Seconds)
	fmt.Fprintf(&b, "if (!response.ok) {\n\tthrow new Error(`%s failed: ${response.status} ${await response.text()}`);\n}\n\n", inTemplate(p.API))
	read := "text"
	if p.JSONBack {
		read = "json"
	}
	fmt.Fprintf(&b, "const data = await response.%s();\nconsole.log(data);\n", read)
	return b.String()
}

func (p *plan) hasFile() bool {
	for _, part := range p.Parts {
		if part.File {
			return true
		}
	}
	return false
}

func (p *plan) typescriptForm() string {
	if p.Body != formBody {
		return ""
	}
	var b strings.Builder
	b.WriteString("const form = new FormData();\n")
	for _, part := range p.Parts {
		options := ""
		if part.MediaType != "" {
			options = ", { type: " + quoted(part.MediaType) + " }"
		}
		switch {
		case part.File:
			fmt.Fprintf(&b, "form.append(%s, new Blob([await readFile(%s)]%s), %s);\n", quoted(part.Name), quoted(fileName), options, quoted(fileName))
		case options != "":
			fmt.Fprintf(&b, "form.append(%s, new Blob([%s]%s));\n", quoted(part.Name), quoted(part.Text), options)
		default:
			fmt.Fprintf(&b, "form.append(%s, %s);\n", quoted(part.Name), quoted(part.Text))
		}
	}
	return b.String() + "\n"
}

func (p *plan) typescriptHeaders() []string {
	var all []string
	if headers := p.headers(); len(headers) > len(p.Headers) {
		all = append(all, `"content-type": `+quoted(p.MediaType))
	}
	for _, s := range p.Secrets {
		value := s.Var
		switch {
		case s.Basic:
			value = "`Basic ${btoa(" + s.Var + ")}`"
		case s.In == "cookie":
			all = append(all, "cookie: `"+inTemplate(s.Name)+"=${"+s.Var+"}`")
			continue
		case s.In != "header":
			continue
		case s.Prefix != "":
			value = "`" + s.Prefix + "${" + s.Var + "}`"
		}
		all = append(all, typescriptKey(strings.ToLower(s.Name))+": "+value)
	}
	for _, h := range p.Headers {
		all = append(all, typescriptKey(strings.ToLower(h[0]))+": "+quoted(h[1]))
	}
	return all
}

// inTemplate escapes what a template literal would read as its end or as an expression.
func inTemplate(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "${", "\\${").Replace(s)
}

var identifier = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func typescriptKey(name string) string {
	// __proto__ as a bare or quoted key of a literal would set the prototype.
	if name == "__proto__" {
		return `["__proto__"]`
	}
	if identifier.MatchString(name) {
		return name
	}
	return quoted(name)
}

func typescriptSyntax() syntax {
	return syntax{indent: "\t", open: "{", end: "}", assign: ": ", key: typescriptKey, text: quoted, null: "null", yes: "true", no: "false"}
}
