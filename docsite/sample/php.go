package sample

import (
	"fmt"
	"strings"

	"wpengine/docsite/request"
)

// php writes a script for the curl extension, which every PHP has.
func php(p *plan) string {
	var b strings.Builder
	b.WriteString("<?php\n\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "$%s = getenv(%s) ?: throw new RuntimeException(%s);\n", s.Var, phpText(s.Env), phpText(s.Env+" is required"))
	}
	target := phpText(p.Base + p.Rest)
	if s := p.secretIn("query"); s != nil {
		target = phpText(p.Base+p.Rest+p.separator()+request.EscapeQuery(s.Name)+"=") + " . rawurlencode($" + s.Var + ")"
	}
	fmt.Fprintf(&b, "\n$curl = curl_init(%s);\ncurl_setopt_array($curl, [\n", target)
	fmt.Fprintf(&b, "    CURLOPT_CUSTOMREQUEST => %s,\n    CURLOPT_RETURNTRANSFER => true,\n    CURLOPT_TIMEOUT => %d,\n", phpText(p.Method), p.Seconds)
	if p.Method == "HEAD" {
		b.WriteString("    CURLOPT_NOBODY => true,\n")
	}
	if headers := p.phpHeaders(); len(headers) > 0 {
		fmt.Fprintf(&b, "    CURLOPT_HTTPHEADER => [\n        %s,\n    ],\n", strings.Join(headers, ",\n        "))
	}
	for _, s := range p.Secrets {
		if s.Basic {
			fmt.Fprintf(&b, "    CURLOPT_USERPWD => $%s,\n", s.Var)
		}
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => json_encode(%s),\n", literal(p.Value, phpSyntax(), 1))
	case textBody:
		fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => %s,\n", phpText(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => file_get_contents(%s),\n", phpText(fileName))
	case formBody:
		fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => [\n%s    ],\n", p.phpForm())
	}
	b.WriteString("]);\n\n$answer = curl_exec($curl);\nif ($answer === false) {\n    throw new RuntimeException(curl_error($curl));\n}\n" +
		"$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);\nif ($status < 200 || $status > 299) {\n    throw new RuntimeException(\"$status: $answer\");\n}\necho $answer, PHP_EOL;\n")
	return b.String()
}

// phpForm has each part under its name. PHP sends one value a name, so a list's items get a number.
func (p *plan) phpForm() string {
	var b strings.Builder
	count := map[string]int{}
	for _, part := range p.Parts {
		name := part.Name
		if count[part.Name]++; count[part.Name] > 1 {
			name = fmt.Sprintf("%s[%d]", part.Name, count[part.Name]-1)
		}
		switch {
		case part.File && part.MediaType != "":
			fmt.Fprintf(&b, "        %s => new CURLFile(%s, %s),\n", phpText(name), phpText(fileName), phpText(part.MediaType))
		case part.File:
			fmt.Fprintf(&b, "        %s => new CURLFile(%s),\n", phpText(name), phpText(fileName))
		default:
			fmt.Fprintf(&b, "        %s => %s,\n", phpText(name), phpText(part.Text))
		}
	}
	return b.String()
}

func (p *plan) phpHeaders() []string {
	var all []string
	for _, s := range p.Secrets {
		switch {
		case s.Basic || s.In == "query":
		case s.In == "cookie":
			all = append(all, phpText("cookie: "+s.Name+"=")+" . $"+s.Var)
		default:
			all = append(all, phpText(strings.ToLower(s.Name)+": "+s.Prefix)+" . $"+s.Var)
		}
	}
	for _, h := range p.headers() {
		all = append(all, phpText(strings.ToLower(h[0])+": "+h[1]))
	}
	return all
}

// phpText is a string in single quotes, in which nothing is expanded.
func phpText(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

func phpSyntax() syntax {
	return syntax{indent: "    ", open: "(object) [", end: "]", assign: " => ", key: phpText, text: phpText, null: "null", yes: "true", no: "false"}
}
