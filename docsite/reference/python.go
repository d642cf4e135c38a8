package reference

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// pythonSample writes a script for requests, the library that nearly everybody has.
func pythonSample(c *sampleCall) string {
	if c.HasBody && (strings.HasPrefix(c.MediaType, "multipart/") || binary(c.Schema)) {
		return ""
	}
	var b strings.Builder
	if len(c.Secrets) > 0 {
		b.WriteString("import os\n\n")
	}
	b.WriteString("import requests\n\n")
	fmt.Fprintf(&b, "base_url = %s\n", quoted(c.Base))
	for _, s := range c.Secrets {
		fmt.Fprintf(&b, "%s = os.environ[%s]\n", pythonName(s.Var), quoted(s.Env))
	}
	call := "requests." + strings.ToLower(c.Method) + "("
	switch c.Method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
	default:
		call = "requests.request(\n    " + quoted(c.Method) + ","
	}
	fmt.Fprintf(&b, "\nresponse = %s\n    f%s,\n", call, quotedFormat("{base_url}", c.Rest))
	if s := c.secretIn(openapi3.ParameterInQuery); s != nil {
		fmt.Fprintf(&b, "    params={%s: %s},\n", quoted(s.Name), pythonName(s.Var))
	}
	if headers := c.pythonHeaders(); len(headers) > 0 {
		fmt.Fprintf(&b, "    headers={\n        %s,\n    },\n", strings.Join(headers, ",\n        "))
	}
	for _, s := range c.Secrets {
		if s.Scheme.Basic() {
			fmt.Fprintf(&b, "    auth=tuple(%s.split(\":\", 1)),\n", pythonName(s.Var))
		}
	}
	switch {
	case c.HasBody && isJSON(c.MediaType):
		fmt.Fprintf(&b, "    json=%s,\n", literal(c.Value, c.Schema, pythonSyntax(), 1))
	case c.HasBody:
		fmt.Fprintf(&b, "    data=%s.encode(),\n", quoted(c.Body))
	}
	fmt.Fprintf(&b, "    timeout=%d,\n)\nresponse.raise_for_status()\n", c.Seconds)
	if c.JSONBack {
		b.WriteString("print(response.json())\n")
	} else {
		b.WriteString("print(response.text)\n")
	}
	return b.String()
}

func (c *sampleCall) pythonHeaders() []string {
	var all []string
	if c.HasBody {
		all = append(all, `"content-type": `+quoted(c.MediaType))
	}
	for _, s := range c.Secrets {
		name, value := strings.ToLower(s.Name), pythonName(s.Var)
		switch {
		case s.Scheme.Basic() || s.In == openapi3.ParameterInQuery:
			continue
		case s.In == openapi3.ParameterInCookie:
			name, value = "cookie", "f"+quotedFormat("", s.Name+"=")
			value = value[:len(value)-1] + "{" + pythonName(s.Var) + `}"`
		case s.Prefix != "":
			value = `f"` + s.Prefix + "{" + value + `}"`
		}
		all = append(all, quoted(name)+": "+value)
	}
	for _, h := range c.Headers {
		all = append(all, quoted(strings.ToLower(h[0]))+": "+quoted(h[1]))
	}
	return all
}

// quotedFormat is the inside of an f-string: expression first, then text that is meant as it is.
func quotedFormat(expression, text string) string {
	q := quoted(strings.NewReplacer("{", "{{", "}", "}}").Replace(text))
	return `"` + expression + q[1:]
}

// pythonName is api_key for apiKey.
func pythonName(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func pythonSyntax() syntax {
	return syntax{indent: "    ", key: quoted, null: "None", yes: "True", no: "False"}
}
