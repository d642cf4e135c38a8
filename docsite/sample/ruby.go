package sample

import (
	"fmt"
	"strings"

	"wpengine/docsite/request"
)

// ruby writes a script for net/http, which Ruby comes with.
func ruby(p *plan) string {
	var b strings.Builder
	b.WriteString("require \"json\"\nrequire \"net/http\"\n\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "%s = ENV.fetch(%s)\n", snakeCase(s.Var), rubyText(s.Env))
	}
	target := rubyText(p.Base + p.Rest)
	if s := p.secretIn("query"); s != nil {
		target = rubyText(p.Base+p.Rest+p.separator()+request.EscapeQuery(s.Name)+"=") + " + URI.encode_uri_component(" + snakeCase(s.Var) + ")"
	}
	fmt.Fprintf(&b, "uri = URI(%s)\n\nrequest = Net::HTTPGenericRequest.new(%s, %t, true, uri)\n", target, rubyText(p.Method), p.Body != noBody)
	for _, s := range p.Secrets {
		name := snakeCase(s.Var)
		switch {
		case s.Basic:
			fmt.Fprintf(&b, "request.basic_auth(*%s.split(\":\", 2))\n", name)
		case s.In == "cookie":
			fmt.Fprintf(&b, "request[\"cookie\"] = %s + %s\n", rubyText(s.Name+"="), name)
		case s.In == "header" && s.Prefix != "":
			fmt.Fprintf(&b, "request[%s] = %s + %s\n", rubyText(strings.ToLower(s.Name)), rubyText(s.Prefix), name)
		case s.In == "header":
			fmt.Fprintf(&b, "request[%s] = %s\n", rubyText(strings.ToLower(s.Name)), name)
		}
	}
	for _, h := range p.headers() {
		fmt.Fprintf(&b, "request[%s] = %s\n", rubyText(strings.ToLower(h[0])), rubyText(h[1]))
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "request.body = JSON.generate(%s)\n", literal(p.Value, rubySyntax(), 0))
	case textBody:
		fmt.Fprintf(&b, "request.body = %s\n", rubyText(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "request.body = File.binread(%s)\n", rubyText(fileName))
	case formBody:
		b.WriteString("request.set_form([\n")
		for _, part := range p.Parts {
			b.WriteString("  " + rubyPart(part) + ",\n")
		}
		b.WriteString("], \"multipart/form-data\")\n")
	}
	fmt.Fprintf(&b, "\nresponse = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == \"https\", read_timeout: %d) do |http|\n  http.request(request)\nend\n", p.Seconds)
	b.WriteString("raise \"#{response.code}: #{response.body}\" unless response.is_a?(Net::HTTPSuccess)\n\nputs response.body\n")
	return b.String()
}

func rubyPart(p request.Part) string {
	kind := ""
	if p.MediaType != "" {
		kind = ", content_type: " + rubyText(p.MediaType)
	}
	switch {
	case p.File:
		return fmt.Sprintf("[%s, File.open(%s), { filename: %s%s }]", rubyText(p.Name), rubyText(fileName), rubyText(fileName), kind)
	case kind != "":
		return fmt.Sprintf("[%s, %s, { %s }]", rubyText(p.Name), rubyText(p.Text), kind[len(", "):])
	}
	return fmt.Sprintf("[%s, %s]", rubyText(p.Name), rubyText(p.Text))
}

// rubyText is a string in double quotes, in which "#{" would begin an expression.
func rubyText(s string) string { return strings.ReplaceAll(quoted(s), "#", `\#`) }

func rubySyntax() syntax {
	return syntax{indent: "  ", open: "{", end: "}", assign: " => ", key: rubyText, text: rubyText, null: "nil", yes: "true", no: "false"}
}
