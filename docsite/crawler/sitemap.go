package crawler

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
)

// Page is a page as search engines are told of it.
type Page struct {
	URL        string // absolute, escaped as browsers do
	Modified   time.Time
	Alternates []Alternate // the same page in other languages, itself included; or none
}

// Alternate is a page in another language.
type Alternate struct{ Language, URL string }

// File is a file at the root of the site.
type File struct {
	Name string
	Body []byte
}

// What search engines take in one file.
const (
	maxURLs  = 50_000
	maxBytes = 50 << 20
)

const sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9"

// Sitemap lists all pages in sitemap.xml, or where they are too many for one file in several, and
// those in sitemap.xml. Base is the absolute address of the site's root, with a slash at its end.
func Sitemap(base string, pages []Page) []File {
	parts := splitSitemap(pages, maxURLs, maxBytes)
	if len(parts) == 1 {
		return []File{{"sitemap.xml", parts[0].body}}
	}
	var index bytes.Buffer
	index.WriteString(xml.Header + `<sitemapindex xmlns="` + sitemaps + "\">\n")
	files := make([]File, 1, len(parts)+1)
	for i, part := range parts {
		name := fmt.Sprintf("sitemap-%d.xml", i+1)
		files = append(files, File{name, part.body})
		index.WriteString("<sitemap>")
		element(&index, "loc", base+name)
		modified(&index, part.newest)
		index.WriteString("</sitemap>\n")
	}
	index.WriteString("</sitemapindex>\n")
	files[0] = File{"sitemap.xml", index.Bytes()}
	return files
}

type sitemapPart struct {
	body   []byte
	newest time.Time
}

// splitSitemap writes pages into as few files as the limits allow; without pages it is an empty one.
func splitSitemap(pages []Page, most, size int) (parts []sitemapPart) {
	const end = "</urlset>\n"
	var out, one bytes.Buffer
	var newest time.Time
	n := 0
	begin := func() {
		out = bytes.Buffer{}
		out.WriteString(xml.Header + `<urlset xmlns="` + sitemaps + `" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
		newest, n = time.Time{}, 0
	}
	finish := func() {
		out.WriteString(end)
		parts = append(parts, sitemapPart{out.Bytes(), newest})
	}
	begin()
	for _, p := range pages {
		one.Reset()
		p.write(&one)
		if n > 0 && (n == most || out.Len()+one.Len()+len(end) > size) {
			finish()
			begin()
		}
		out.Write(one.Bytes())
		n++
		if p.Modified.After(newest) {
			newest = p.Modified
		}
	}
	finish()
	return parts
}

func (p Page) write(out *bytes.Buffer) {
	out.WriteString("<url>")
	element(out, "loc", p.URL)
	modified(out, p.Modified)
	for _, a := range p.Alternates {
		out.WriteString(`<xhtml:link rel="alternate" hreflang="`)
		escape(out, a.Language)
		out.WriteString(`" href="`)
		escape(out, a.URL)
		out.WriteString(`"/>`)
	}
	out.WriteString("</url>\n")
}

func modified(out *bytes.Buffer, when time.Time) {
	if !when.IsZero() {
		element(out, "lastmod", when.UTC().Format(time.RFC3339))
	}
}

func element(out *bytes.Buffer, name, text string) {
	out.WriteString("<" + name + ">")
	escape(out, text)
	out.WriteString("</" + name + ">")
}

func escape(out *bytes.Buffer, text string) {
	_ = xml.EscapeText(out, []byte(text)) // a Buffer takes everything
}

// Robots is robots.txt. A site that is not to be listed says so in its pages, by
// <meta name="robots" content="noindex">: crawlers must be let in to see that. It only has no
// site map. Base is as for [Sitemap].
func Robots(base string, listed bool) []byte {
	text := "User-agent: *\nAllow: /\n"
	if listed {
		text += "\nSitemap: " + base + "sitemap.xml\n"
	}
	return []byte(text)
}
