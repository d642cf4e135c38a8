package snippet

import (
	"fmt"
	"slices"
	"strings"

	"wpengine/docsite/verify"
)

// curls are the requests of the commands that are cURL's.
func curls(code string) (all []Request) {
	for _, c := range commands(code) {
		at := slices.Index(c.words, "curl")
		if at < 0 || at > 3 { // behind "$", "sudo" or "time", but no mere argument
			continue
		}
		if r, ok := curl(c.words[at+1:], c.input); ok {
			r.Line = lineAt(code, c.at)
			all = append(all, r)
		}
	}
	return all
}

// The options of cURL that a value follows, as far as samples have them.
const shortWithValue = "XHdFuoAbcemTxwKrCEYyztQUPDh"

var longWithValue = []string{
	"request", "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json", "form", "form-string", "user", "output",
	"user-agent", "cookie", "cookie-jar", "referer", "max-time", "connect-timeout", "url", "upload-file", "proxy", "write-out", "config", "range",
	"retry", "retry-delay", "retry-max-time", "cacert", "cert", "key", "resolve", "url-query", "oauth2-bearer", "limit-rate", "max-filesize", "proto",
}

// curlCommand is what the words of a command say.
type curlCommand struct {
	method, url, contentType string
	data                     []string
	input                    string
	asJSON, other, get       bool // --json; a body that isn't data; -G
}

// curl reads a command of cURL.
func curl(words []string, input string) (Request, bool) {
	c := &curlCommand{input: input}
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		name, value, takes := option(word)
		if takes && value == "" && len(words) > 0 {
			value, words = words[0], words[1:]
		}
		switch {
		case name == "" && c.url == "":
			c.url = word
		case name != "":
			c.option(name, value)
		}
	}
	if c.url == "" {
		return Request{}, false
	}
	return c.request(), true
}

// option is the option that a word is, as its long or short name, with the value that it has in itself, and whether
// it takes one. Of several short ones in a word it is the last.
func option(word string) (name, value string, takes bool) {
	if long, ok := strings.CutPrefix(word, "--"); ok {
		name, value, _ = strings.Cut(long, "=")
		return name, value, slices.Contains(longWithValue, name)
	}
	if len(word) < 2 || word[0] != '-' {
		return "", "", false
	}
	for i := 1; i < len(word); i++ {
		if strings.IndexByte(shortWithValue, word[i]) >= 0 {
			return word[i : i+1], word[i+1:], true
		}
		if word[i] == 'G' || word[i] == 'I' {
			name = word[i : i+1]
		}
	}
	if name == "" {
		name = word[1:]
	}
	return name, "", false
}

func (c *curlCommand) option(name, value string) {
	switch name {
	case "X", "request":
		c.method = strings.ToUpper(value)
	case "url":
		c.url = value
	case "H", "header":
		header, content, _ := strings.Cut(value, ":")
		if strings.EqualFold(strings.TrimSpace(header), "content-type") {
			c.contentType = strings.ToLower(strings.TrimSpace(content))
		}
	case "d", "data", "data-raw", "data-binary", "data-ascii":
		c.data = append(c.data, value)
	case "json":
		c.data, c.asJSON = append(c.data, value), true
	case "data-urlencode", "F", "form", "form-string", "T", "upload-file":
		c.other = true
		if name == "T" || name == "upload-file" {
			c.method = firstOf(c.method, "PUT")
		}
	case "G", "get":
		c.get = true
	case "I", "head":
		c.method = firstOf(c.method, "HEAD")
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (c *curlCommand) request() Request {
	method := "GET"
	if (len(c.data) > 0 || c.other) && !c.get {
		method = "POST"
	}
	r := Request{Method: firstOf(c.method, method), URL: c.url}
	if len(c.data) != 1 || c.other || c.get {
		return r
	}
	body := c.data[0]
	if body == "@-" && c.input != "" {
		body = c.input
	}
	if strings.HasPrefix(body, "@") || body == Unknown || c.contentType != "" && !strings.Contains(c.contentType, "json") {
		return r
	}
	r.Body, r.Faulty = readBody(body, c.asJSON || strings.Contains(c.contentType, "json"))
	return r
}

// readBody is the value of a body that is, or looks like, JSON; and what is wrong with it.
func readBody(body string, declared bool) (value any, faulty string) {
	trimmed := strings.TrimSpace(body)
	if !declared && !strings.HasPrefix(trimmed, "{") && !strings.HasPrefix(trimmed, "[") {
		return nil, ""
	}
	if value, ok := verify.ReadJSON(trimmed); ok {
		return value, ""
	}
	if strings.Contains(trimmed, Unknown) || elided(trimmed) {
		value, _ = verify.ReadJSON(quoteUnknown(trimmed)) // or nobody knows what it will be
		return value, ""
	}
	return nil, fmt.Sprintf("the body is no JSON: %s", clipped(trimmed))
}

// elided reports a text of which a part is left out, for people.
func elided(text string) bool { return strings.Contains(text, "...") || strings.Contains(text, "…") }

// quoteUnknown puts what is unknown in quotes where it stands for a whole value.
func quoteUnknown(text string) string {
	var out strings.Builder
	inString := false
	for i := 0; i < len(text); i++ {
		switch {
		case inString && text[i] == '\\' && i+1 < len(text):
			out.WriteByte(text[i])
			i++
		case text[i] == '"':
			inString = !inString
		case !inString && strings.HasPrefix(text[i:], Unknown):
			out.WriteString(`"` + Unknown + `"`)
			i += len(Unknown) - 1
			continue
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// clipped is the beginning of a long text.
func clipped(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
