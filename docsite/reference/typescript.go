package reference

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// typescriptSample writes a module for fetch, which Node.js, Deno and Bun have built in.
func typescriptSample(c *sampleCall) string {
	if c.HasBody && (strings.HasPrefix(c.MediaType, "multipart/") || binary(c.Schema)) {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "const baseUrl = %s;\n", quoted(c.Base))
	for _, s := range c.Secrets {
		fmt.Fprintf(&b, "const %s = process.env.%s;\n", s.Var, s.Env)
	}
	b.WriteString("\n")
	for _, s := range c.Secrets {
		fmt.Fprintf(&b, "if (!%s) {\n\tthrow new Error(%s);\n}\n\n", s.Var, quoted(s.Env+" is required"))
	}
	rest := inTemplate(c.Rest)
	if s := c.secretIn(openapi3.ParameterInQuery); s != nil {
		rest += querySeparator(c.Rest) + inTemplate(escapeQuery(s.Name)) + "=${encodeURIComponent(" + s.Var + ")}"
	}
	fmt.Fprintf(&b, "const response = await fetch(`${baseUrl}%s`, {\n\tmethod: %s,\n", rest, quoted(c.Method))
	if headers := c.typescriptHeaders(); len(headers) > 0 {
		fmt.Fprintf(&b, "\theaders: {\n\t\t%s,\n\t},\n", strings.Join(headers, ",\n\t\t"))
	}
	switch {
	case c.HasBody && isJSON(c.MediaType):
		fmt.Fprintf(&b, "\tbody: JSON.stringify(%s),\n", literal(c.Value, c.Schema, typescriptSyntax(), 1))
	case c.HasBody:
		fmt.Fprintf(&b, "\tbody: %s,\n", quoted(c.Body))
	}
	fmt.Fprintf(&b, "\tsignal: AbortSignal.timeout(%d_000),\n});\n\n", c.Seconds)
	fmt.Fprintf(&b, "if (!response.ok) {\n\tthrow new Error(`%s failed: ${response.status} ${await response.text()}`);\n}\n\n", inTemplate(c.API))
	read := "text"
	if c.JSONBack {
		read = "json"
	}
	fmt.Fprintf(&b, "const data = await response.%s();\nconsole.log(data);\n", read)
	return b.String()
}

func (c *sampleCall) typescriptHeaders() []string {
	var all []string
	if c.HasBody {
		all = append(all, `"content-type": `+quoted(c.MediaType))
	}
	for _, s := range c.Secrets {
		value := s.Var
		switch {
		case s.Scheme.Basic():
			value = "`Basic ${btoa(" + s.Var + ")}`"
		case s.In == openapi3.ParameterInCookie:
			all = append(all, "cookie: `"+inTemplate(s.Name)+"=${"+s.Var+"}`")
			continue
		case s.In != openapi3.ParameterInHeader:
			continue
		case s.Prefix != "":
			value = "`" + s.Prefix + "${" + s.Var + "}`"
		}
		all = append(all, typescriptKey(strings.ToLower(s.Name))+": "+value)
	}
	for _, h := range c.Headers {
		all = append(all, typescriptKey(strings.ToLower(h[0]))+": "+quoted(h[1]))
	}
	return all
}

// inTemplate escapes what a template literal would read as its end or as an expression.
func inTemplate(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "${", "\\${").Replace(s)
}

var identifier = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func typescriptKey(name string) string {
	// __proto__ as a bare or quoted key of a literal would set the prototype.
	if name == "__proto__" {
		return `["__proto__"]`
	}
	if identifier.MatchString(name) {
		return name
	}
	return quoted(name)
}

func typescriptSyntax() syntax {
	return syntax{indent: "\t", key: typescriptKey, null: "null", yes: "true", no: "false"}
}
