// Package feed writes a changelog as RSS, for readers who want to be told of what is new.
package feed

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"strings"
	"time"
)

// Channel is a changelog.
type Channel struct {
	Title       string
	Description string
	URL         string // of its page; all addresses are absolute
	Feed        string // of the feed itself
	Language    string // "en"
	Entries     []Entry
}

// Entry is a change.
type Entry struct {
	Title   string
	URL     string
	Authors []string
	Date    time.Time // zero if nobody knows: it then stands behind those with one
	Summary string    // plain text
	HTML    []byte    // in full, its links absolute; may be nil
}

// most is how many entries a feed has: readers fetch all of it again and again.
const most = 50

// RSS writes the newest entries as RSS 2.0. The time of the feed is that of its newest entry, so
// that the same changelog has the same bytes.
func RSS(c Channel) []byte {
	entries := slices.Clone(c.Entries)
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.URL, b.URL))
	})
	w := &writer{}
	w.out.WriteString(xml.Header)
	w.out.WriteString(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">` + "\n<channel>\n")
	w.element("title", c.Title)
	w.element("link", c.URL)
	w.element("description", cmp.Or(c.Description, c.Title)) // RSS wants one
	if c.Language != "" {
		w.element("language", strings.ToLower(c.Language))
	}
	w.out.WriteString(`<atom:link rel="self" type="application/rss+xml" href="`)
	w.text(c.Feed)
	w.out.WriteString("\"/>\n")
	if len(entries) > 0 && !entries[0].Date.IsZero() {
		w.element("lastBuildDate", rfc822(entries[0].Date))
	}
	for _, e := range entries[:min(len(entries), most)] {
		w.entry(e)
	}
	w.out.WriteString("</channel>\n</rss>\n")
	return w.out.Bytes()
}

type writer struct{ out bytes.Buffer }

func (w *writer) entry(e Entry) {
	w.out.WriteString("<item>\n")
	w.element("title", e.Title)
	w.element("link", e.URL)
	w.element("guid", e.URL) // RSS takes it for a permanent address
	if !e.Date.IsZero() {
		w.element("pubDate", rfc822(e.Date))
	}
	for _, name := range e.Authors {
		w.element("dc:creator", name) // RSS's own author is an e-mail address
	}
	if e.Summary != "" {
		w.element("description", e.Summary)
	}
	if len(e.HTML) > 0 {
		w.element("content:encoded", string(e.HTML))
	}
	w.out.WriteString("</item>\n")
}

func (w *writer) element(name, text string) {
	w.out.WriteString("<" + name + ">")
	w.text(text)
	w.out.WriteString("</" + name + ">\n")
}

func (w *writer) text(text string) {
	_ = xml.EscapeText(&w.out, []byte(text)) // a Buffer takes everything
}

// rfc822 is a date as RSS wants it; those with four digits of the year are recommended.
func rfc822(when time.Time) string { return when.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") }
