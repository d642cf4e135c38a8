package reference

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// goSample writes a whole main.go for the standard library.
func goSample(c *sampleCall) string {
	if c.HasBody && (strings.HasPrefix(c.MediaType, "multipart/") || binary(c.Schema)) {
		return ""
	}
	imports := []string{"context", "fmt", "io", "log", "net/http", "time"}
	if c.HasBody {
		imports = append(imports, "strings")
	}
	if len(c.Secrets) > 0 {
		imports = append(imports, "errors", "os")
	}
	target := "baseURL+" + strconv.Quote(c.Rest)
	if s := c.secretIn(openapi3.ParameterInQuery); s != nil {
		imports = append(imports, "net/url")
		target = "baseURL+" + strconv.Quote(c.Rest+querySeparator(c.Rest)+escapeQuery(s.Name)+"=") + "+url.QueryEscape(" + s.Var + ")"
	}
	var head strings.Builder
	for _, s := range c.Secrets {
		head.WriteString(goSecret(s))
		if s.Scheme.Basic() && !slices.Contains(imports, "strings") {
			imports = append(imports, "strings")
		}
	}
	slices.Sort(imports)
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n")
	for _, name := range imports {
		fmt.Fprintf(&b, "\t%q\n", name)
	}
	fmt.Fprintf(&b, ")\n\nconst baseURL = %q\n\n", c.Base)
	b.WriteString("func main() {\n\tif err := run(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n\nfunc run() error {\n")
	b.WriteString(head.String())
	fmt.Fprintf(&b, "\tctx, cancel := context.WithTimeout(context.Background(), %d*time.Second)\n\tdefer cancel()\n\n", c.Seconds)
	body := "nil"
	if c.HasBody {
		fmt.Fprintf(&b, "\tbody := strings.NewReader(%s)\n", goText(c.Body))
		body = "body"
	}
	fmt.Fprintf(&b, "\treq, err := http.NewRequestWithContext(ctx, %s, %s, %s)\n", goMethod(c.Method), target, body)
	b.WriteString("\tif err != nil {\n\t\treturn err\n\t}\n")
	b.WriteString(c.goHeaders())
	b.WriteString(goRest)
	return b.String()
}

const goRest = `
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()

	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("%s: %s", resp.Status, answer)
	}
	fmt.Println(string(answer))
	return nil
}
`

func goSecret(s secret) string {
	check := fmt.Sprintf("\t%s := os.Getenv(%q)\n\tif %s == \"\" {\n\t\treturn errors.New(%q)\n\t}\n", s.Var, s.Env, s.Var, s.Env+" is required")
	if s.Scheme.Basic() {
		check += fmt.Sprintf("\tusername, password, _ := strings.Cut(%s, \":\")\n", s.Var)
	}
	return check + "\n"
}

func (c *sampleCall) goHeaders() string {
	var b strings.Builder
	if c.HasBody {
		fmt.Fprintf(&b, "\treq.Header.Set(\"content-type\", %q)\n", c.MediaType)
	}
	for _, s := range c.Secrets {
		switch {
		case s.Scheme.Basic():
			b.WriteString("\treq.SetBasicAuth(username, password)\n")
		case s.In == openapi3.ParameterInCookie:
			fmt.Fprintf(&b, "\treq.Header.Add(\"cookie\", %q+%s)\n", s.Name+"=", s.Var)
		case s.In == openapi3.ParameterInHeader && s.Prefix != "":
			fmt.Fprintf(&b, "\treq.Header.Set(%q, %q+%s)\n", strings.ToLower(s.Name), s.Prefix, s.Var)
		case s.In == openapi3.ParameterInHeader:
			fmt.Fprintf(&b, "\treq.Header.Set(%q, %s)\n", strings.ToLower(s.Name), s.Var)
		}
	}
	for _, h := range c.Headers {
		fmt.Fprintf(&b, "\treq.Header.Set(%q, %q)\n", strings.ToLower(h[0]), h[1])
	}
	return b.String()
}

// goText is a raw string where the text has no backquote.
func goText(s string) string {
	if strings.ContainsAny(s, "`\r") || !strings.ContainsAny(s, "\"\n\\") {
		return strconv.Quote(s)
	}
	return "`" + s + "`"
}

func goMethod(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE":
		return "http.Method" + method[:1] + strings.ToLower(method[1:])
	}
	return strconv.Quote(method)
}
