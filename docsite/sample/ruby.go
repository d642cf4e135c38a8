package sample

import (
	"fmt"
	"strings"

	"wpengine/docsite/request"
)

// ruby writes a script for net/http, which Ruby comes with.
func ruby(p *plan) string {
	var b strings.Builder
	if p.Body == jsonBody {
		b.WriteString("require \"json\"\n")
	}
	b.WriteString("require \"net/http\"\n\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "%s = ENV.fetch(%s)\n", snakeCase(s.Var), rubyText(s.Env))
	}
	address := append([]piece{{Text: p.Base}}, p.addressed()...)
	target := sum(address, " + ", rubyText, func(s *Secret) string { return "URI.encode_www_form_component(" + snakeCase(s.Var) + ")" })
	fmt.Fprintf(&b, "uri = URI(%s)\n\nrequest = Net::HTTPGenericRequest.new(%s, %t, %t, uri)\n", target, rubyText(p.Method), p.Body != noBody, p.Method != "HEAD")
	if p.Basic != nil {
		fmt.Fprintf(&b, "request.basic_auth(*%s.split(\":\", 2))\n", snakeCase(p.Basic.Var))
	}
	for _, h := range p.literalHeaders(func(value []piece) string { return sum(value, " + ", rubyText, snakeVariable) }) {
		fmt.Fprintf(&b, "request[%s] = %s\n", rubyText(h[0]), h[1])
	}
	switch p.Body {
	case noBody:
	case jsonBody:
		fmt.Fprintf(&b, "request.body = JSON.generate(%s)\n", literal(p.Value, rubySyntax(), 0))
	case textBody:
		fmt.Fprintf(&b, "request.body = %s\n", rubyText(p.Text))
	case fileBody:
		fmt.Fprintf(&b, "request.body = File.binread(%s)\n", rubyText(p.FileName))
	case formBody:
		b.WriteString(p.rubyForm())
	}
	fmt.Fprintf(&b, "\nresponse = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == \"https\", read_timeout: %d) do |http|\n  http.request(request)\nend\n", p.Seconds)
	b.WriteString("raise \"#{response.code}: #{response.body}\" unless response.is_a?(Net::HTTPSuccess)\n\nputs response.body\n")
	return b.String()
}

// rubyForm has words for everything but the type of a part that is no file; such a form is written by hand.
func (p *plan) rubyForm() string {
	var b strings.Builder
	if !p.typed() {
		b.WriteString("request.set_form([\n")
		for _, part := range p.Parts {
			b.WriteString("  " + rubyPart(part) + ",\n")
		}
		return b.String() + "], \"multipart/form-data\")\n"
	}
	b.WriteString("\nboundary = \"sample-#{rand(1 << 64)}\"\nform = String.new\n")
	for _, part := range p.Parts {
		content := rubyText(part.Text) + ".b"
		if part.File {
			content = "File.binread(" + rubyText(part.FileName) + ")"
		}
		fmt.Fprintf(&b, "form << \"--#{boundary}\\r\\n\" << %s << %s << \"\\r\\n\"\n", rubyText(partHead(part)), content)
	}
	return b.String() + "form << \"--#{boundary}--\\r\\n\"\nrequest[\"content-type\"] = \"multipart/form-data; boundary=#{boundary}\"\nrequest.body = form\n"
}

func rubyPart(p request.Part) string {
	if !p.File {
		return fmt.Sprintf("[%s, %s]", rubyText(p.Name), rubyText(p.Text))
	}
	kind := ""
	if p.MediaType != "" {
		kind = ", content_type: " + rubyText(p.MediaType)
	}
	return fmt.Sprintf("[%s, File.open(%s), { filename: %s%s }]", rubyText(p.Name), rubyText(p.FileName), rubyText(p.FileName), kind)
}

// rubyText is a string in double quotes, in which "#{" would begin an expression.
func rubyText(s string) string { return strings.ReplaceAll(quoted(s), "#", `\#`) }

func rubySyntax() syntax {
	return syntax{indent: "  ", open: "{", end: "}", assign: " => ", key: rubyText, text: rubyText, null: "nil", yes: "true", no: "false"}
}
