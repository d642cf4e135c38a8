package sample

import (
	"fmt"
	"regexp"
	"strings"
)

// typescript writes a module for fetch, which Node.js, Deno and Bun have built in.
func typescript(p *plan) string {
	var b strings.Builder
	if p.hasFile() {
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
	if bodyless(p) {
		b.WriteString("// fetch sends no body with " + p.Method + ", so what the operation takes is left out here.\n")
		p = withoutBody(p)
	}
	escaped := func(s *Secret) string { return "${encodeURIComponent(" + s.Var + ")}" }
	fmt.Fprintf(&b, "const response = await fetch(`${baseUrl}%s`, {\n\tmethod: %s,\n", filled(p.addressed(), inTemplate, escaped), quoted(p.Method))
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
		fmt.Fprintf(&b, "\tbody: await readFile(%s),\n", quoted(p.FileName))
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

// bodyless reports a body that fetch refuses to send.
func bodyless(p *plan) bool { return p.Body != noBody && (p.Method == "GET" || p.Method == "HEAD") }

func withoutBody(p *plan) *plan {
	without := *p
	without.Body, without.Parts = noBody, nil
	return &without
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
			fmt.Fprintf(&b, "form.append(%s, new Blob([await readFile(%s)]%s), %s);\n", quoted(part.Name), quoted(part.FileName), options, quoted(part.FileName))
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
	if p.Basic != nil {
		all = append(all, "authorization: `Basic ${btoa("+p.Basic.Var+")}`")
	}
	for i, h := range p.literalHeaders(typescriptValue) {
		key := typescriptKey(h[0])
		if i == 0 && p.contentType() != "" {
			all = append([]string{key + ": " + h[1]}, all...)
			continue
		}
		all = append(all, key+": "+h[1])
	}
	return all
}

func typescriptValue(value []piece) string {
	if text, ok := constant(value); ok {
		return quoted(text)
	}
	if s := alone(value); s != nil {
		return s.Var
	}
	return "`" + filled(value, inTemplate, func(s *Secret) string { return "${" + s.Var + "}" }) + "`"
}

// inTemplate escapes what a template literal would read as its end or as an expression.
func inTemplate(s string) string { return templateEscapes.Replace(s) }

var templateEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "${", "\\${")

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
