package sample

import (
	"fmt"
	"strings"
)

// csharp writes a program of top-level statements for .NET's HttpClient.
func csharp(p *plan) string {
	var b strings.Builder
	if p.Body != noBody {
		b.WriteString("using System.Net.Http.Headers;\n")
	}
	if p.Basic != nil {
		b.WriteString("using System.Text;\n")
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "var %s = Environment.GetEnvironmentVariable(%s)\n    ?? throw new InvalidOperationException(%s);\n", s.Var, quoted(s.Env), quoted(s.Env+" is required"))
	}
	address := append([]piece{{Text: p.Base}}, p.addressed()...)
	target := sum(address, " + ", quoted, func(s *Secret) string { return "Uri.EscapeDataString(" + s.Var + ")" })
	fmt.Fprintf(&b, "using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(%d) };\n", p.Seconds)
	fmt.Fprintf(&b, "using var request = new HttpRequestMessage(%s, %s);\n", csharpMethod(p.Method), target)
	if p.Basic != nil {
		fmt.Fprintf(&b, "request.Headers.TryAddWithoutValidation(\"authorization\", \"Basic \" + Convert.ToBase64String(Encoding.UTF8.GetBytes(%s)));\n", p.Basic.Var)
	}
	for _, h := range p.Headers {
		fmt.Fprintf(&b, "request.Headers.TryAddWithoutValidation(%s, %s);\n", quoted(h.Name), sum(h.Value, " + ", quoted, variable))
	}
	b.WriteString(p.csharpBody())
	b.WriteString("\nusing var response = await client.SendAsync(request);\nvar answer = await response.Content.ReadAsStringAsync();\n")
	b.WriteString("if (!response.IsSuccessStatusCode)\n{\n    throw new HttpRequestException($\"{(int)response.StatusCode}: {answer}\");\n}\nConsole.WriteLine(answer);\n")
	return b.String()
}

func csharpMethod(method string) string {
	switch method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE":
		return "HttpMethod." + method[:1] + strings.ToLower(method[1:])
	}
	return "new HttpMethod(" + quoted(method) + ")"
}

func (p *plan) csharpBody() string {
	kind := fmt.Sprintf("request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(%s);\n", quoted(p.MediaType))
	switch p.Body {
	case noBody:
		return ""
	case jsonBody, textBody:
		return "request.Content = new StringContent(" + p.csharpText() + ");\n" + kind
	case fileBody:
		return fmt.Sprintf("request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(%s));\n", quoted(p.FileName)) + kind
	case formBody:
	}
	var b strings.Builder
	b.WriteString("var form = new MultipartFormDataContent();\n")
	for i, part := range p.Parts {
		name := fmt.Sprintf("part%d", i+1)
		if part.File {
			fmt.Fprintf(&b, "var %s = new ByteArrayContent(await File.ReadAllBytesAsync(%s));\n", name, quoted(part.FileName))
		} else {
			fmt.Fprintf(&b, "var %s = new StringContent(%s);\n", name, quoted(part.Text))
		}
		if kind := partType(part); kind != "" {
			fmt.Fprintf(&b, "%s.Headers.ContentType = MediaTypeHeaderValue.Parse(%s);\n", name, quoted(kind))
		}
		if part.File {
			fmt.Fprintf(&b, "form.Add(%s, %s, %s);\n", name, quoted(part.Name), quoted(part.FileName))
		} else {
			fmt.Fprintf(&b, "form.Add(%s, %s);\n", name, quoted(part.Name))
		}
	}
	b.WriteString("request.Content = form;\n")
	return b.String()
}

// csharpText is the body as a raw string, if it is JSON of several lines.
func (p *plan) csharpText() string {
	if p.Body != jsonBody || !strings.Contains(p.Text, "\n") {
		return quoted(p.Text)
	}
	fence := `"""`
	for strings.Contains(p.Text, fence) {
		fence += `"`
	}
	const indent = "\n    "
	return fence + indent + strings.ReplaceAll(p.Text, "\n", indent) + indent + fence
}
