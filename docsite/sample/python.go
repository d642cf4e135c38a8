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
	if s := p.secretIn("query"); s != nil {
		fmt.Fprintf(&b, "    params={%s: %s},\n", quoted(s.Name), snakeCase(s.Var))
	}
	if headers := p.pythonHeaders(); len(headers) > 0 {
		fmt.Fprintf(&b, "    headers={\n        %s,\n    },\n", strings.Join(headers, ",\n        "))
	}
	for _, s := range p.Secrets {
		if s.Basic {
			fmt.Fprintf(&b, "    auth=tuple(%s.split(\":\", 1)),\n", snakeCase(s.Var))
		}
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "    json=%s,\n", literal(p.Value, pythonSyntax(), 1))
	case textBody:
		fmt.Fprintf(&b, "    data=%s.encode(),\n", quoted(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "    data=open(%s, \"rb\"),\n", quoted(fileName))
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
		name, content = quoted(fileName), `open(`+quoted(fileName)+`, "rb")`
	}
	if p.MediaType != "" {
		content += ", " + quoted(p.MediaType)
	}
	return fmt.Sprintf("(%s, (%s, %s))", quoted(p.Name), name, content)
}

func (p *plan) pythonHeaders() []string {
	var all []string
	if headers := p.headers(); len(headers) > len(p.Headers) {
		all = append(all, `"content-type": `+quoted(p.MediaType))
	}
	for _, s := range p.Secrets {
		name, value := strings.ToLower(s.Name), snakeCase(s.Var)
		switch {
		case s.Basic || s.In == "query":
			continue
		case s.In == "cookie":
			name, value = "cookie", "f"+quotedFormat("", s.Name+"=")
			value = value[:len(value)-1] + "{" + snakeCase(s.Var) + `}"`
		case s.Prefix != "":
			value = `f"` + s.Prefix + "{" + value + `}"`
		}
		all = append(all, quoted(name)+": "+value)
	}
	for _, h := range p.Headers {
		all = append(all, quoted(strings.ToLower(h[0]))+": "+quoted(h[1]))
	}
	return all
}

// quotedFormat is the inside of an f-string: expression first, then text that is meant as it is.
func quotedFormat(expression, text string) string {
	q := quoted(strings.NewReplacer("{", "{{", "}", "}}").Replace(text))
	return `"` + expression + q[1:]
}

func pythonSyntax() syntax {
	return syntax{indent: "    ", open: "{", end: "}", assign: ": ", key: quoted, text: quoted, null: "None", yes: "True", no: "False"}
}
