package reference

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// curlSample writes a command for a POSIX shell.
func curlSample(c *sampleCall) string {
	address := inDoubleQuotes(c.Base + c.Rest)
	if s := c.secretIn(openapi3.ParameterInQuery); s != nil {
		address += inDoubleQuotes(querySeparator(c.Rest)+escapeQuery(s.Name)+"=") + "$" + s.Env
	}
	lines := []string{fmt.Sprintf(`curl -X %s "%s"`, c.Method, address)}
	if c.Method == "HEAD" {
		lines[0] = fmt.Sprintf(`curl --head "%s"`, address)
	}
	for _, s := range c.Secrets {
		switch {
		case s.Scheme.Basic():
			lines = append(lines, fmt.Sprintf(`--user "$%s"`, s.Env))
		case s.In == openapi3.ParameterInHeader:
			lines = append(lines, fmt.Sprintf(`-H "%s: %s$%s"`, inDoubleQuotes(s.Name), inDoubleQuotes(s.Prefix), s.Env))
		case s.In == openapi3.ParameterInCookie:
			lines = append(lines, fmt.Sprintf(`-H "cookie: %s=$%s"`, inDoubleQuotes(s.Name), s.Env))
		}
	}
	for _, h := range c.Headers {
		lines = append(lines, fmt.Sprintf(`-H "%s: %s"`, inDoubleQuotes(h[0]), inDoubleQuotes(h[1])))
	}
	if c.HasBody {
		lines = append(lines, c.curlBody()...)
	}
	return strings.Join(lines, " \\\n  ") + "\n"
}

func (c *sampleCall) curlBody() []string {
	if strings.HasPrefix(c.MediaType, "multipart/") {
		return c.curlForm()
	}
	lines := []string{fmt.Sprintf(`-H "content-type: %s"`, inDoubleQuotes(c.MediaType))}
	if binary(c.Schema) {
		return append(lines, "--data-binary @file")
	}
	body, flag := c.Body, "--data"
	switch {
	case isJSON(c.MediaType):
		body = strings.ReplaceAll(body, "\n", "\n  ") // line breaks are never inside a text
	case strings.HasPrefix(body, "@"):
		flag = "--data-raw" // --data would read a file of that name
	}
	return append(lines, flag+" "+inSingleQuotes(body))
}

// curlForm is a multipart body: a file where the schema says binary, else a value.
func (c *sampleCall) curlForm() []string {
	object, _ := c.Value.(map[string]any)
	s := shapeOf(c.Schema)
	names := membersOf(c.Schema).names(object)
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if _, ok := object[name]; !ok && binary(s.Properties[name]) {
			names = append(names, name)
		}
	}
	var lines []string
	for _, name := range names {
		if p := s.Properties[name]; binary(p) || p != nil && p.Value != nil && binary(p.Value.Items) {
			lines = append(lines, "-F "+inSingleQuotes(name+"=@file"))
			continue
		}
		lines = append(lines, "--form-string "+inSingleQuotes(name+"="+paramText(object[name])))
	}
	return lines
}

// binary reports a schema of bytes, in OpenAPI 3.0's way or in 3.1's.
func binary(ref *openapi3.SchemaRef) bool {
	if ref == nil || ref.Value == nil {
		return false
	}
	return ref.Value.Format == "binary" || ref.Value.ContentMediaType == "application/octet-stream" && ref.Value.ContentEncoding == ""
}

func querySeparator(rest string) string {
	if strings.Contains(rest, "?") {
		return "&"
	}
	return "?"
}

// inDoubleQuotes escapes what a shell would expand there.
func inDoubleQuotes(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(s)
}

// inSingleQuotes quotes anything: a shell expands nothing in there, and an apostrophe is put
// between two such strings.
func inSingleQuotes(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
