package sample

import (
	"fmt"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

// php writes a script for the curl extension, which every PHP has.
func php(p *plan) string {
	var b strings.Builder
	b.WriteString("<?php\n")
	if len(p.Secrets) > 0 {
		b.WriteString("\n")
	}
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "$%s = getenv(%s) ?: throw new RuntimeException(%s);\n", s.Var, phpText(s.Env), phpText(s.Env+" is required"))
	}
	address := append([]piece{{Text: p.Base}}, p.addressed()...)
	target := sum(address, " . ", phpText, func(s *Secret) string { return "rawurlencode($" + s.Var + ")" })
	if p.phpByHand() {
		b.WriteString(p.phpParts())
	}
	fmt.Fprintf(&b, "\n$curl = curl_init(%s);\ncurl_setopt_array($curl, [\n", target)
	fmt.Fprintf(&b, "    CURLOPT_CUSTOMREQUEST => %s,\n    CURLOPT_RETURNTRANSFER => true,\n    CURLOPT_TIMEOUT => %d,\n", phpText(p.Method), p.Seconds)
	if p.Method == "HEAD" {
		b.WriteString("    CURLOPT_NOBODY => true,\n")
	}
	if headers := p.phpHeaders(); len(headers) > 0 {
		fmt.Fprintf(&b, "    CURLOPT_HTTPHEADER => [\n        %s,\n    ],\n", strings.Join(headers, ",\n        "))
	}
	if p.Basic != nil {
		fmt.Fprintf(&b, "    CURLOPT_USERPWD => $%s,\n", p.Basic.Var)
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		body := phpText(p.Text)
		if !numbered(p.Value) {
			body = "json_encode(" + literal(p.Value, phpSyntax(), 1) + ")"
		}
		fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => %s,\n", body)
	case textBody:
		fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => %s,\n", phpText(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => file_get_contents(%s),\n", phpText(p.FileName))
	case formBody:
		if p.phpByHand() {
			b.WriteString("    CURLOPT_POSTFIELDS => $form,\n")
		} else {
			fmt.Fprintf(&b, "    CURLOPT_POSTFIELDS => [\n%s    ],\n", p.phpForm())
		}
	}
	b.WriteString("]);\n\n$answer = curl_exec($curl);\nif ($answer === false) {\n    throw new RuntimeException(curl_error($curl));\n}\n" +
		"$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);\nif ($status < 200 || $status > 299) {\n    throw new RuntimeException(\"$status: $answer\");\n}\necho $answer, PHP_EOL;\n")
	return b.String()
}

// numbered reports an object whose members PHP could take for the items of a list.
func numbered(value *document.Node) bool {
	for item := range value.Items() {
		if numbered(item) {
			return true
		}
	}
	for name, member := range value.Members() {
		if _, err := strconv.Atoi(name); err == nil || numbered(member) {
			return true
		}
	}
	return false
}

// phpByHand reports a form that the extension can't write: it has one value for each name, and types for files only.
func (p *plan) phpByHand() bool {
	names := map[string]bool{}
	for _, part := range p.Parts {
		if names[part.Name] {
			return true
		}
		names[part.Name] = true
	}
	return p.typed()
}

// phpForm has each part under its name.
func (p *plan) phpForm() string {
	var b strings.Builder
	for _, part := range p.Parts {
		switch {
		case part.File && part.MediaType != "":
			fmt.Fprintf(&b, "        %s => new CURLFile(%s, %s),\n", phpText(part.Name), phpText(part.FileName), phpText(part.MediaType))
		case part.File:
			fmt.Fprintf(&b, "        %s => new CURLFile(%s),\n", phpText(part.Name), phpText(part.FileName))
		default:
			fmt.Fprintf(&b, "        %s => %s,\n", phpText(part.Name), phpText(part.Text))
		}
	}
	return b.String()
}

// phpParts writes the form by hand.
func (p *plan) phpParts() string {
	var b strings.Builder
	b.WriteString("\n$boundary = bin2hex(random_bytes(16));\n$form = '';\n")
	for _, part := range p.Parts {
		content := phpText(part.Text)
		if part.File {
			content = "file_get_contents(" + phpText(part.FileName) + ")"
		}
		b.WriteString("$form .= \"--$boundary\\r\\n\"")
		for line := range strings.SplitSeq(strings.TrimRight(partHead(part), "\r\n"), "\r\n") {
			b.WriteString(" . " + phpText(line) + " . \"\\r\\n\"")
		}
		b.WriteString(" . \"\\r\\n\" . " + content + " . \"\\r\\n\";\n")
	}
	return b.String() + "$form .= \"--$boundary--\\r\\n\";\n"
}

func (p *plan) phpHeaders() []string {
	var all []string
	if kind := p.contentType(); kind != "" {
		all = append(all, phpText("content-type: "+kind))
	}
	if p.Body == formBody && p.phpByHand() {
		all = append(all, phpText("content-type: multipart/form-data; boundary=")+" . $boundary")
	}
	for _, h := range p.Headers {
		line := append([]piece{{Text: h.Name + ": "}}, h.Value...)
		if len(h.Value) == 0 {
			line = []piece{{Text: h.Name + ";"}} // so cURL sends an empty one
		}
		all = append(all, sum(line, " . ", phpText, func(s *Secret) string { return "$" + s.Var }))
	}
	return all
}

// phpText is a string in single quotes, in which nothing is expanded.
func phpText(s string) string {
	return "'" + phpEscapes.Replace(s) + "'"
}

var phpEscapes = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func phpSyntax() syntax {
	return syntax{indent: "    ", open: "[", end: "]", empty: "new stdClass()", assign: " => ", key: phpText, text: phpText, null: "null", yes: "true", no: "false"}
}
