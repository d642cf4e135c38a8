package sample

import (
	"fmt"
	"strings"

	"wpengine/docsite/request"
)

// python writes a script for requests, the library that nearly everybody has.
func python(p *plan) string {
	var b strings.Builder
	if len(p.Secrets) > 0 {
		b.WriteString("import os\n\n")
	}
	b.WriteString("import requests\n\n")
	fmt.Fprintf(&b, "base_url = %s\n", quoted(p.Base))
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "%s = os.environ[%s]\n", snakeCase(s.Var), quoted(s.Env))
	}
	call := "requests." + strings.ToLower(p.Method) + "("
	switch p.Method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
	default:
		call = "requests.request(\n    " + quoted(p.Method) + ","
	}
	fmt.Fprintf(&b, "\nresponse = %s\n    f%s,\n", call, quotedFormat("{base_url}", p.Rest))
	if len(p.Query) > 0 {
		var pairs []string
		for _, s := range p.Query {
			pairs = append(pairs, quoted(s.Name)+": "+snakeCase(s.Var))
		}
		fmt.Fprintf(&b, "    params={%s},\n", strings.Join(pairs, ", "))
	}
	if headers := p.pythonHeaders(); len(headers) > 0 {
		fmt.Fprintf(&b, "    headers={\n        %s,\n    },\n", strings.Join(headers, ",\n        "))
	}
	if p.Basic != nil {
		fmt.Fprintf(&b, "    auth=tuple(%s.split(\":\", 1)),\n", snakeCase(p.Basic.Var))
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "    json=%s,\n", literal(p.Value, pythonSyntax(), 1))
	case textBody:
		fmt.Fprintf(&b, "    data=%s.encode(),\n", quoted(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "    data=open(%s, \"rb\"),\n", quoted(p.FileName))
	case formBody:
		b.WriteString("    files=[\n")
		for _, part := range p.Parts {
			b.WriteString("        " + pythonPart(part) + ",\n")
		}
		b.WriteString("    ],\n")
	}
	fmt.Fprintf(&b, "    timeout=%d,\n)\nresponse.raise_for_status()\n", p.Seconds)
	if p.JSONBack {
		b.WriteString("print(response.json())\n")
	} else {
		b.WriteString("print(response.text)\n")
	}
	return b.String()
}

// pythonPart is a part of a form: its name, and the name of its file, the content and the type.
func pythonPart(p request.Part) string {
	name, content := "None", quoted(p.Text)
	if p.File {
		name, content = quoted(p.FileName), `open(`+quoted(p.FileName)+`, "rb")`
	}
	if kind := partType(p); kind != "" {
		content += ", " + quoted(kind)
	}
	return fmt.Sprintf("(%s, (%s, %s))", quoted(p.Name), name, content)
}

func (p *plan) pythonHeaders() []string {
	var all []string
	for _, h := range p.literalHeaders(pythonValue) {
		all = append(all, quoted(h[0])+": "+h[1])
	}
	return all
}

func pythonValue(value []piece) string {
	if text, ok := constant(value); ok {
		return quoted(text)
	}
	if s := alone(value); s != nil {
		return snakeCase(s.Var)
	}
	return `f"` + filled(value, func(text string) string { q := quotedFormat("", text); return q[1 : len(q)-1] }, func(s *Secret) string { return "{" + snakeCase(s.Var) + "}" }) + `"`
}

// quotedFormat is the inside of an f-string: expression first, then text that is meant as it is.
func quotedFormat(expression, text string) string {
	q := quoted(braceEscapes.Replace(text))
	return `"` + expression + q[1:]
}

func pythonSyntax() syntax {
	return syntax{indent: "    ", open: "{", end: "}", assign: ": ", key: quoted, text: quoted, null: "None", yes: "True", no: "False"}
}
