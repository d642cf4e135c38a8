// Package redirect leads from addresses that pages once had to where they are now, without a
// server's help.
package redirect

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
)

// Page is a page that sends its reader on: at once, and with a link for whoever stays. Its policy
// allows nothing, as it needs nothing.
type Page struct {
	Href      string // where to, relative to the page or absolute
	Canonical string // the same as an absolute address; Href without one
	Title     string // of the page it leads to; may be empty
	Language  string // "en"
	Heading   string // "This page has moved", in that language
}

// HTML writes the page.
func (p Page) HTML() []byte {
	title, canonical, language, heading := p.Title, p.Canonical, p.Language, p.Heading
	if title == "" {
		title = p.Href
	}
	if canonical == "" {
		canonical = p.Href
	}
	if language == "" {
		language = "en"
	}
	if heading == "" {
		heading = "This page has moved"
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<!doctype html>
<html lang="%[1]s">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url=%[2]s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>%[3]s</title>
<link rel="canonical" href="%[4]s">
</head>
<body>
<main>
<h1>%[5]s</h1>
<p><a href="%[2]s">%[3]s</a></p>
</main>
</body>
</html>
`, html.EscapeString(language), html.EscapeString(address(p.Href)), html.EscapeString(title), html.EscapeString(address(canonical)), html.EscapeString(heading))
	return out.Bytes()
}

// address makes a link safe for a refresh and a line of _redirects, in which spaces and quotes end an address, and
// drops one that runs something.
func address(href string) string {
	scheme, _, found := strings.Cut(href, ":")
	if found && !strings.ContainsAny(scheme, "/?#") && !slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(scheme)) {
		return "./"
	}
	var out strings.Builder
	for _, b := range []byte(href) {
		if b <= ' ' || b == '\'' || b == '"' || b == '<' || b == '>' || b == '\\' || b == 0x7f {
			fmt.Fprintf(&out, "%%%02X", b)
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}

// Rule is a redirect as hosts know it: from a path to a path or an address.
type Rule struct{ From, To string }

// Hosts writes the file _redirects, with which Netlify and Cloudflare Pages redirect by
// themselves, before a page is loaded. Base is the path that the site is under, "/docs" or "".
func Hosts(base string, rules []Rule) []byte {
	var out bytes.Buffer
	for _, r := range rules {
		to := r.To
		if strings.HasPrefix(to, "/") {
			to = base + to
		}
		from := base + r.From
		fmt.Fprintf(&out, "%s %s 301\n", address(from), address(to))
		if bare := strings.TrimSuffix(from, "/"); bare != from && bare != "" {
			fmt.Fprintf(&out, "%s %s 301\n", address(bare), address(to))
		}
	}
	return out.Bytes()
}
