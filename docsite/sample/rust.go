package sample

import (
	"fmt"
	"strings"
)

// rust writes a main.rs for reqwest and serde_json.
func rust(p *plan) string {
	var b strings.Builder
	b.WriteString("// [dependencies] reqwest = { version = \"0.12\", features = [\"blocking\", \"multipart\"] }\n")
	if p.Body == jsonBody {
		b.WriteString("// serde_json = \"1\"\n")
	}
	b.WriteString("use std::{env, error::Error, time::Duration};\n\nfn main() -> Result<(), Box<dyn Error>> {\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "    let %s = env::var(%s)?;\n", snakeCase(s.Var), rustText(s.Env))
	}
	fmt.Fprintf(&b, "    let client = reqwest::blocking::Client::builder()\n        .timeout(Duration::from_secs(%d))\n        .build()?;\n", p.Seconds)
	if p.Body == formBody {
		b.WriteString(p.rustForm())
	}
	fmt.Fprintf(&b, "    let response = client\n        .request(reqwest::Method::from_bytes(b%s)?, %s)\n", rustText(p.Method), rustText(p.Base+p.Rest))
	for _, s := range p.Secrets {
		name := snakeCase(s.Var)
		switch {
		case s.Basic:
			fmt.Fprintf(&b, "        .basic_auth(%s.split(':').next().unwrap_or_default(), %[1]s.split_once(':').map(|(_, p)| p))\n", name)
		case s.In == "query":
			fmt.Fprintf(&b, "        .query(&[(%s, &%s)])\n", rustText(s.Name), name)
		case s.In == "cookie":
			fmt.Fprintf(&b, "        .header(\"cookie\", format!(%s, %s))\n", rustText(braceless(s.Name)+"={}"), name)
		default:
			fmt.Fprintf(&b, "        .header(%s, format!(%s, %s))\n", rustText(strings.ToLower(s.Name)), rustText(braceless(s.Prefix)+"{}"), name)
		}
	}
	for _, h := range p.headers() {
		fmt.Fprintf(&b, "        .header(%s, %s)\n", rustText(strings.ToLower(h[0])), rustText(h[1]))
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "        .body(serde_json::json!(%s).to_string())\n", literal(p.Value, rustSyntax(), 2))
	case textBody:
		fmt.Fprintf(&b, "        .body(%s)\n", rustText(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "        .body(std::fs::read(%s)?)\n", rustText(fileName))
	case formBody:
		b.WriteString("        .multipart(form)\n")
	}
	b.WriteString("        .send()?\n        .error_for_status()?;\n    println!(\"{}\", response.text()?);\n    Ok(())\n}\n")
	return b.String()
}

func (p *plan) rustForm() string {
	var b strings.Builder
	b.WriteString("    let form = reqwest::blocking::multipart::Form::new()")
	for _, part := range p.Parts {
		one := "reqwest::blocking::multipart::Part::text(" + rustText(part.Text) + ")"
		if part.File {
			one = "reqwest::blocking::multipart::Part::bytes(std::fs::read(" + rustText(fileName) + ")?).file_name(" + rustText(fileName) + ")"
		}
		if part.MediaType != "" {
			one += ".mime_str(" + rustText(part.MediaType) + ")?"
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
func braceless(s string) string { return strings.NewReplacer("{", "{{", "}", "}}").Replace(s) }

func rustSyntax() syntax {
	return syntax{indent: "    ", open: "{", end: "}", assign: ": ", key: rustText, text: rustText, null: "null", yes: "true", no: "false"}
}
