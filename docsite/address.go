package docsite

import (
	"net/url"
	"strings"
	"time"
)

// absoluteURL is the address of a page on the site's host.
func (b *builder) absoluteURL(path string) string { return b.config.BaseURL + escapePath(path) }

// escapePath writes a path as a URL has it.
func escapePath(path string) string {
	return strings.TrimPrefix((&url.URL{Path: "/" + path}).EscapedPath(), "/")
}

// updated is when the source of a page last changed, as the settings want to know it, or the zero time.
func (b *builder) updated(p *page) time.Time {
	if p.guide == nil || b.config.Settings.LastUpdated == "none" {
		return time.Time{}
	}
	if front := p.guide.Front; !front.Updated.IsZero() {
		return front.Updated
	} else if b.config.Settings.LastUpdated == "front-matter" || b.config.Updated == nil {
		return front.Date
	}
	if known := b.config.Updated(p.source); !known.IsZero() {
		return known
	}
	return p.guide.Front.Date
}
