package sample

import (
	"fmt"
	"strings"

	"wpengine/docsite/request"
)

// java writes a class that "java Sample.java" runs, for the HTTP client of Java 11 and later.
func java(p *plan) string {
	imports := []string{"java.net.URI", "java.net.http.HttpClient", "java.net.http.HttpRequest", "java.net.http.HttpResponse", "java.time.Duration"}
	target := quoted(p.Base + p.Rest)
	if s := p.secretIn("query"); s != nil {
		imports = append(imports, "java.net.URLEncoder", "java.nio.charset.StandardCharsets")
		target = quoted(p.Base+p.Rest+p.separator()+request.EscapeQuery(s.Name)+"=") + " + URLEncoder.encode(" + s.Var + ", StandardCharsets.UTF_8)"
	}
	if p.Body == fileBody || p.hasFile() {
		imports = append(imports, "java.nio.file.Files", "java.nio.file.Path")
	}
	if p.Body == formBody {
		imports = append(imports, "java.io.ByteArrayOutputStream", "java.nio.charset.StandardCharsets")
	}
	for _, s := range p.Secrets {
		if s.Basic {
			imports = append(imports, "java.util.Base64")
		}
	}
	var b strings.Builder
	written := map[string]bool{}
	for _, name := range imports {
		if !written[name] {
			fmt.Fprintf(&b, "import %s;\n", name)
			written[name] = true
		}
	}
	b.WriteString("\npublic class Sample {\n    public static void main(String[] args) throws Exception {\n")
	for _, s := range p.Secrets {
		fmt.Fprintf(&b, "        String %s = System.getenv(%s);\n        if (%[1]s == null) {\n            throw new IllegalStateException(%s);\n        }\n", s.Var, quoted(s.Env), quoted(s.Env+" is required"))
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
	for _, s := range p.Secrets {
		switch {
		case s.Basic:
			all = append(all, fmt.Sprintf(`.header("authorization", "Basic " + Base64.getEncoder().encodeToString(%s.getBytes()))`, s.Var))
		case s.In == "cookie":
			all = append(all, fmt.Sprintf(`.header("cookie", %s + %s)`, quoted(s.Name+"="), s.Var))
		case s.In == "header" && s.Prefix != "":
			all = append(all, fmt.Sprintf(`.header(%s, %s + %s)`, quoted(strings.ToLower(s.Name)), quoted(s.Prefix), s.Var))
		case s.In == "header":
			all = append(all, fmt.Sprintf(`.header(%s, %s)`, quoted(strings.ToLower(s.Name)), s.Var))
		}
	}
	for _, h := range p.Headers {
		all = append(all, fmt.Sprintf(`.header(%s, %s)`, quoted(strings.ToLower(h[0])), quoted(h[1])))
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
		return "HttpRequest.BodyPublishers.ofString(" + quoted(p.Text) + ")", contentType
	case fileBody:
		return "HttpRequest.BodyPublishers.ofFile(Path.of(" + quoted(fileName) + "))", contentType
	case formBody:
	}
	b.WriteString("        String boundary = \"sample-\" + System.nanoTime();\n        ByteArrayOutputStream form = new ByteArrayOutputStream();\n")
	for _, part := range p.Parts {
		head := `Content-Disposition: form-data; name="` + quoteless(part.Name) + `"`
		content := quoted(part.Text) + ".getBytes(StandardCharsets.UTF_8)"
		if part.File {
			head += `; filename="` + fileName + `"`
			content = "Files.readAllBytes(Path.of(" + quoted(fileName) + "))"
		}
		if part.MediaType != "" {
			head += "\r\nContent-Type: " + part.MediaType
		}
		fmt.Fprintf(b, "        form.write((\"--\" + boundary + %s).getBytes(StandardCharsets.UTF_8));\n", quoted("\r\n"+head+"\r\n\r\n"))
		fmt.Fprintf(b, "        form.write(%s);\n        form.write(\"\\r\\n\".getBytes(StandardCharsets.UTF_8));\n", content)
	}
	b.WriteString("        form.write((\"--\" + boundary + \"--\\r\\n\").getBytes(StandardCharsets.UTF_8));\n")
	return "HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())", []string{`.header("content-type", "multipart/form-data; boundary=" + boundary)`}
}
