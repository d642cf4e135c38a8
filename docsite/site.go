// Package docsite is the documentation site: guides written in Markdown and a
// reference page for every operation of an OpenAPI document, with the panel that
// tries it.
//
// [New] does all the work. It reads the guides, renders every page, follows every
// link and finishes every byte, so that whatever is wrong with the content stops
// the start (or the build) with a list of files and lines, and a request is a map
// look-up and a write. The stages, each knowing only those before it:
//
//	asset.go      style sheets and scripts, named by their content
//	guide.go      content/*.md -> pages         (docsite/markdown)
//	operation.go  the spec -> pages             (docsite/reference)
//	listing.go    a page for each folder that has none of its own
//	nav.go        all pages -> the sidebar
//	link.go       links inside pages -> relative ones, all checked
//	frame.go      a page -> HTML, around it the top bar, the sidebar and the rest
//	file.go       HTML -> bytes to send, compressed and tagged
//	serve.go      the handler; export.go the same as files
//
// Links in pages are relative, so the same bytes work at any address and, written
// out by [Site.Export], from a folder on disk.
package docsite

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"wpengine/openapi"
)

// Config says what the site is made from.
type Config struct {
	Content fs.FS         // required: Markdown files, their pictures, _meta.yaml
	Assets  fs.FS         // required: site.gen.css, theme.gen.js, site.gen.js and others
	Spec    *openapi.Spec // the operations to document; nil for a site of guides alone

	// BasePath is the path the site is mounted under, such as "/docs"; "" is the root.
	BasePath string
	// BaseURL is the address readers know the site by, for the links that cannot be
	// relative: canonical ones and the site map. Optional.
	BaseURL string
	// Title is the name of the product in the top bar; the spec's without one.
	Title string
	// ContentName and SpecName are what the folder of guides and the one of the
	// spec are called in messages, "content" for example.
	ContentName, SpecName string
	// ServerURL is the server that code samples name, the spec's first without one.
	ServerURL string
	// Upstreams are the servers a reader may try operations on, the spec's without any.
	Upstreams []string
	// Static makes pages for a folder of files: their links name index.html, and
	// there is no proxy behind the panel that tries an operation.
	Static bool
	Logger *slog.Logger // what the proxy has to say; discarded without one
}

// Site is a finished documentation site.
type Site struct {
	config   Config
	files    map[string]*file // by their path below BasePath, "" is the first page
	notFound *file
	proxy    http.Handler
	pages    int
}

// New builds the site. The error is a [Problems] if the content or the spec is
// at fault: it lists everything that is, not only the first thing.
func New(config Config) (*Site, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	b := &builder{config: config, files: map[string]*file{}, bySource: map[string]*page{}, drafts: map[string]bool{}}
	if err := b.build(); err != nil {
		return nil, err
	}
	s := &Site{config: config, files: b.files, notFound: b.notFound, pages: len(b.pages)}
	if config.Spec != nil && !config.Static {
		proxy, err := newProxy(config)
		if err != nil {
			return nil, err
		}
		s.proxy = proxy
	}
	return s, nil
}

// complete refuses what cannot work and fills in what may be left out.
func (c *Config) complete() error {
	if c.Content == nil || c.Assets == nil {
		return errors.New("docsite: Config.Content and Config.Assets are required")
	}
	c.BasePath = strings.TrimRight(c.BasePath, "/")
	if c.BasePath != "" && !strings.HasPrefix(c.BasePath, "/") {
		return fmt.Errorf("docsite: base path %q must start with a slash", c.BasePath)
	}
	if c.BaseURL != "" {
		u, err := url.Parse(c.BaseURL)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("docsite: base URL %q must look like https://docs.example.com/path/", c.BaseURL)
		}
		c.BaseURL = strings.TrimRight(c.BaseURL, "/") + "/"
	}
	if c.Spec != nil {
		c.Title = cmp.Or(c.Title, c.Spec.Title)
	}
	c.Title = cmp.Or(c.Title, "Documentation")
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return nil
}

// Stats is what a site amounts to.
type Stats struct {
	Pages, Files int
	Bytes        int64
}

// Stats counts the site's pages and files.
func (s *Site) Stats() Stats {
	stats := Stats{Pages: s.pages, Files: len(s.files)}
	for _, f := range s.files {
		stats.Bytes += int64(len(f.body))
	}
	return stats
}
