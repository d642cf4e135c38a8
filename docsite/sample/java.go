package sample

import (
	"fmt"
	"slices"
	"strings"
)

// java writes a class that "java Sample.java" runs, for Java 17 and later.
func java(p *plan) string {
	imports := []string{"java.net.URI", "java.net.http.HttpClient", "java.net.http.HttpRequest", "java.net.http.HttpResponse", "java.time.Duration"}
	address := append([]piece{{Text: p.Base}}, p.addressed()...)
	target := sum(address, " + ", quoted, func(s *Secret) string { return "URLEncoder.encode(" + s.Var + ", StandardCharsets.UTF_8)" })
	if len(p.Query) > 0 {
		imports = append(imports, "java.net.URLEncoder", "java.nio.charset.StandardCharsets")
	}
	if p.hasFile() {
		imports = append(imports, "java.nio.file.Files", "java.nio.file.Path")
	}
	if p.Body == formBody {
		imports = append(imports, "java.io.ByteArrayOutputStream", "java.nio.charset.StandardCharsets")
	}
	if p.Basic != nil {
		imports = append(imports, "java.util.Base64")
	}
	var b strings.Builder
	slices.Sort(imports)
	for _, name := range slices.Compact(imports) {
		fmt.Fprintf(&b, "import %s;\n", name)
	}
	b.WriteString("\npublic class Sample {\n    public static void main(String[] args) throws Exception {\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "        String %s = System.getenv(%s);\n        if (%[1]s == null) {\n            throw new IllegalStateException(%[3]s);\n        }\n", s.Var, quoted(s.Env), quoted(s.Env+" is required"))
	}
	publisher, contentType := p.javaBody(&b)
	fmt.Fprintf(&b, "        HttpRequest request = HttpRequest.newBuilder(URI.create(%s))\n            .timeout(Duration.ofSeconds(%d))\n", target, p.Seconds)
	for _, line := range append(contentType, p.javaHeaders()...) {
		b.WriteString("            " + line + "\n")
	}
	fmt.Fprintf(&b, "            .method(%s, %s)\n            .build();\n", quoted(p.Method), publisher)
	b.WriteString(`        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        System.out.println(response.body());
    }
}
`)
	return b.String()
}

func (p *plan) javaHeaders() []string {
	var all []string
	if p.Basic != nil {
		all = append(all, fmt.Sprintf(`.header("authorization", "Basic " + Base64.getEncoder().encodeToString(%s.getBytes()))`, p.Basic.Var))
	}
	for _, h := range p.Headers {
		all = append(all, fmt.Sprintf(`.header(%s, %s)`, quoted(h.Name), sum(h.Value, " + ", quoted, variable)))
	}
	return all
}

// javaBody writes how the body is made, and returns what publishes it and its content type.
func (p *plan) javaBody(b *strings.Builder) (publisher string, contentType []string) {
	contentType = []string{fmt.Sprintf(`.header("content-type", %s)`, quoted(p.MediaType))}
	switch p.Body {
	case noBody:
		return "HttpRequest.BodyPublishers.noBody()", nil
	case jsonBody, textBody:
		fmt.Fprintf(b, "        String body = %s;\n", p.javaText())
		return "HttpRequest.BodyPublishers.ofString(body)", contentType
	case fileBody:
		return "HttpRequest.BodyPublishers.ofFile(Path.of(" + quoted(p.FileName) + "))", contentType
	case formBody:
	}
	b.WriteString("        String boundary = \"sample-\" + System.nanoTime();\n        ByteArrayOutputStream form = new ByteArrayOutputStream();\n")
	for _, part := range p.Parts {
		content := quoted(part.Text) + ".getBytes(StandardCharsets.UTF_8)"
		if part.File {
			content = "Files.readAllBytes(Path.of(" + quoted(part.FileName) + "))"
		}
		fmt.Fprintf(b, "        form.write((\"--\" + boundary + %s).getBytes(StandardCharsets.UTF_8));\n", quoted("\r\n"+partHead(part)))
		fmt.Fprintf(b, "        form.write(%s);\n        form.write(\"\\r\\n\".getBytes(StandardCharsets.UTF_8));\n", content)
	}
	b.WriteString("        form.write((\"--\" + boundary + \"--\\r\\n\").getBytes(StandardCharsets.UTF_8));\n")
	return "HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())", []string{`.header("content-type", "multipart/form-data; boundary=" + boundary)`}
}

// javaText is the body as a text block, if it is JSON of several lines: what else has line breaks may end them otherwise.
func (p *plan) javaText() string {
	if p.Body != jsonBody || !strings.Contains(p.Text, "\n") {
		return quoted(p.Text)
	}
	const indent = "\n            "
	text := strings.NewReplacer(`\`, `\\`, `"""`, `\"""`, "\n", indent).Replace(p.Text)
	return `"""` + indent + text + `"""`
}
