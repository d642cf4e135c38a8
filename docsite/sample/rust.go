package sample

import (
	"fmt"
	"strings"
)

// rust writes a main.rs for reqwest.
func rust(p *plan) string {
	var b strings.Builder
	b.WriteString("// Cargo.toml: reqwest = { version = \"0.12\", features = [\"blocking\", \"multipart\"] }\n")
	if p.Body == formBody {
		b.WriteString("use reqwest::blocking::multipart;\n")
	}
	if len(p.Secrets) > 0 {
		b.WriteString("use std::env;\n")
	}
	b.WriteString("use std::error::Error;\nuse std::time::Duration;\n\nfn main() -> Result<(), Box<dyn Error>> {\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "    let %s = env::var(%s)?;\n", snakeCase(s.Var), rustText(s.Env))
	}
	if p.Basic != nil {
		fmt.Fprintf(&b, "    let (username, password) = %s.split_once(':').ok_or(\"name:password is needed\")?;\n", snakeCase(p.Basic.Var))
	}
	fmt.Fprintf(&b, "    let client = reqwest::blocking::Client::builder()\n        .timeout(Duration::from_secs(%d))\n        .build()?;\n", p.Seconds)
	if p.Body == formBody {
		b.WriteString(p.rustForm())
	}
	call := "request(reqwest::Method::from_bytes(b" + rustText(p.Method) + ")?, "
	switch p.Method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD":
		call = strings.ToLower(p.Method) + "("
	}
	fmt.Fprintf(&b, "    let response = client\n        .%s%s)\n", call, rustText(p.Base+p.Rest))
	for _, s := range p.Query {
		fmt.Fprintf(&b, "        .query(&[(%s, &%s)])\n", rustText(s.Name), snakeCase(s.Var))
	}
	if p.Basic != nil {
		fmt.Fprintf(&b, "        .basic_auth(username, Some(password))\n")
	}
	for _, h := range p.literalHeaders(rustValue) {
		fmt.Fprintf(&b, "        .header(%s, %s)\n", rustText(h[0]), h[1])
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "        .body(%s)\n", rustRaw(strings.ReplaceAll(p.Text, "\n", "\n        ")))
	case textBody:
		fmt.Fprintf(&b, "        .body(%s)\n", rustText(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "        .body(std::fs::read(%s)?)\n", rustText(p.FileName))
	case formBody:
		b.WriteString("        .multipart(form)\n")
	}
	b.WriteString("        .send()?\n        .error_for_status()?;\n    println!(\"{}\", response.text()?);\n    Ok(())\n}\n")
	return b.String()
}

// rustValue is a literal, a variable, or a format of both.
func rustValue(value []piece) string {
	if text, ok := constant(value); ok {
		return rustText(text)
	}
	if s := alone(value); s != nil {
		return snakeCase(s.Var)
	}
	inside := func(text string) string { q := rustText(braceless(text)); return q[1 : len(q)-1] }
	return `format!("` + filled(value, inside, func(s *Secret) string { return "{" + snakeCase(s.Var) + "}" }) + `")`
}

func (p *plan) rustForm() string {
	var b strings.Builder
	b.WriteString("    let form = multipart::Form::new()")
	for _, part := range p.Parts {
		one := "multipart::Part::text(" + rustText(part.Text) + ")"
		if part.File {
			one = "multipart::Part::bytes(std::fs::read(" + rustText(part.FileName) + ")?).file_name(" + rustText(part.FileName) + ")"
		}
		if kind := partType(part); kind != "" {
			one += ".mime_str(" + rustText(kind) + ")?"
		}
		fmt.Fprintf(&b, "\n        .part(%s, %s)", rustText(part.Name), one)
	}
	return b.String() + ";\n"
}

// rustText is a string literal: JSON's, but for how it writes characters by number.
func rustText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7F || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// braceless keeps a text from being read as a place in a format.
func braceless(s string) string { return braceEscapes.Replace(s) }

var braceEscapes = strings.NewReplacer("{", "{{", "}", "}}")

// rustRaw is a literal in which nothing is escaped, for a text without line breaks of its own.
func rustRaw(s string) string {
	if strings.ContainsAny(s, "\r") || !strings.ContainsAny(s, "\"\\\n") {
		return rustText(s)
	}
	fence := ""
	for strings.Contains(s, `"`+fence) {
		fence += "#"
	}
	return "r" + fence + `"` + s + `"` + fence
}
