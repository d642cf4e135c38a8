package sample

import (
	"fmt"
	"strings"

	"wpengine/docsite/request"
)

// csharp writes a program of top-level statements for .NET's HttpClient.
func csharp(p *plan) string {
	var b strings.Builder
	if needsHeaders := p.Body == fileBody || p.Body == formBody; needsHeaders {
		b.WriteString("using System.Net.Http.Headers;\n")
	}
	b.WriteString("using System.Text;\n\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "var %s = Environment.GetEnvironmentVariable(%s)\n    ?? throw new InvalidOperationException(%s);\n", s.Var, quoted(s.Env), quoted(s.Env+" is required"))
	}
	target := quoted(p.Base + p.Rest)
	if s := p.secretIn("query"); s != nil {
		target = quoted(p.Base+p.Rest+p.separator()+request.EscapeQuery(s.Name)+"=") + " + Uri.EscapeDataString(" + s.Var + ")"
	}
	fmt.Fprintf(&b, "using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(%d) };\n", p.Seconds)
	fmt.Fprintf(&b, "using var request = new HttpRequestMessage(new HttpMethod(%s), %s);\n", quoted(p.Method), target)
	for _, s := range p.Secrets {
		switch {
		case s.Basic:
			fmt.Fprintf(&b, "request.Headers.TryAddWithoutValidation(\"Authorization\", \"Basic \" + Convert.ToBase64String(Encoding.UTF8.GetBytes(%s)));\n", s.Var)
		case s.In == "cookie":
			fmt.Fprintf(&b, "request.Headers.TryAddWithoutValidation(\"cookie\", %s + %s);\n", quoted(s.Name+"="), s.Var)
		case s.In == "header":
			value := s.Var
			if s.Prefix != "" {
				value = quoted(s.Prefix) + " + " + s.Var
			}
			fmt.Fprintf(&b, "request.Headers.TryAddWithoutValidation(%s, %s);\n", quoted(s.Name), value)
		}
	}
	for _, h := range p.Headers {
		fmt.Fprintf(&b, "request.Headers.TryAddWithoutValidation(%s, %s);\n", quoted(h[0]), quoted(h[1]))
	}
	b.WriteString(p.csharpBody())
	b.WriteString("\nusing var response = await client.SendAsync(request);\nvar answer = await response.Content.ReadAsStringAsync();\n")
	b.WriteString("if (!response.IsSuccessStatusCode)\n{\n    throw new HttpRequestException($\"{(int)response.StatusCode}: {answer}\");\n}\nConsole.WriteLine(answer);\n")
	return b.String()
}

func (p *plan) csharpBody() string {
	kind := fmt.Sprintf("request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(%s);\n", quoted(p.MediaType))
	switch p.Body {
	case noBody:
		return ""
	case jsonBody, textBody:
		return fmt.Sprintf("request.Content = new StringContent(%s);\nrequest.Content.Headers.Remove(\"content-type\");\nrequest.Content.Headers.TryAddWithoutValidation(\"content-type\", %s);\n", quoted(p.Text), quoted(p.MediaType))
	case fileBody:
		return fmt.Sprintf("request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(%s));\n", quoted(fileName)) + kind
	case formBody:
	}
	var b strings.Builder
	b.WriteString("var form = new MultipartFormDataContent();\n")
	for i, part := range p.Parts {
		name := fmt.Sprintf("part%d", i+1)
		if part.File {
			fmt.Fprintf(&b, "var %s = new ByteArrayContent(await File.ReadAllBytesAsync(%s));\n", name, quoted(fileName))
		} else {
			fmt.Fprintf(&b, "var %s = new StringContent(%s);\n", name, quoted(part.Text))
		}
		if part.MediaType != "" {
			fmt.Fprintf(&b, "%s.Headers.ContentType = MediaTypeHeaderValue.Parse(%s);\n", name, quoted(part.MediaType))
		}
		if part.File {
			fmt.Fprintf(&b, "form.Add(%s, %s, %s);\n", name, quoted(part.Name), quoted(fileName))
		} else {
			fmt.Fprintf(&b, "form.Add(%s, %s);\n", name, quoted(part.Name))
		}
	}
	b.WriteString("request.Content = form;\n")
	return b.String()
}
