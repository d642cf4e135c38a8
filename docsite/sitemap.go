package docsite

import (
	"bytes"
	"encoding/xml"
	"net/url"
	"strings"
	"time"
)

// siteMap lists the addresses of all pages for search engines.
func (b *builder) siteMap() []byte {
	var out bytes.Buffer
	out.WriteString(xml.Header + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")
	for _, p := range b.pages {
		out.WriteString("<url><loc>")
		_ = xml.EscapeText(&out, []byte(b.absoluteURL(p.path))) // a Buffer takes everything
		out.WriteString("</loc>")
		if updated := b.updated(p); !updated.IsZero() {
			out.WriteString("<lastmod>" + updated.UTC().Format(time.RFC3339) + "</lastmod>")
		}
		out.WriteString("</url>\n")
	}
	out.WriteString("</urlset>\n")
	return out.Bytes()
}

// absoluteURL is the address of a page on the site's host.
func (b *builder) absoluteURL(path string) string { return b.config.BaseURL + escapePath(path) }

// escapePath writes a path as a URL has it.
func escapePath(path string) string {
	return strings.TrimPrefix((&url.URL{Path: "/" + path}).EscapedPath(), "/")
}

// updated is when the source of a page last changed, or the zero time.
func (b *builder) updated(p *page) time.Time {
	if p.file == "" || b.config.Updated == nil {
		return time.Time{}
	}
	return b.config.Updated(strings.TrimPrefix(p.source, b.config.ContentName+"/"))
}
