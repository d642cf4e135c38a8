// Package docsite is the documentation site: guides written in Markdown and a
// reference of an OpenAPI document, with a panel that tries each operation.
//
// [New] reads everything and finds what is wrong with it: every guide is parsed, every
// link in them followed. The pages themselves are rendered when they are first
// wanted: by a request, or all of them, on all processors, by [Site.Export] and [Site.Check].
// The stages, each knowing only those before it:
//
//	asset.go      style sheets and scripts, named by their content
//	edition.go    the site in one version and one language
//	guide.go      content/*.md -> pages         (docsite/markdown)
//	reference.go  the spec -> pages             (docsite/reference)
//	listing.go    a page for each folder that has none of its own
//	nav.go        all pages -> the sidebar, which sidebar.go writes
//	link.go       links as authors write them -> relative ones, all checked
//	search.go     what is on the pages -> an index, made when it is wanted (docsite/search)
//	frame.go      a page -> HTML, around it the top bar, the sidebar and the rest
//	file.go       what is sent, made when it is wanted
//	serve.go      the handler; export.go the same as files
//	review.go     what a build does not look for: examples, samples, unused files
//
// Links in pages are relative, so the same bytes work at any address and, written
// out by [Site.Export], from a folder on disk.
package docsite

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"wpengine/docsite/printable"
	"wpengine/docsite/settings"
	"wpengine/docsite/tryit"
	"wpengine/openapi/document"
)

// Config says what the site is made from. It needs Content or Spec, or both.
type Config struct {
	Content fs.FS              // Markdown files, their pictures, _meta.yaml
	Assets  fs.FS              // required: site.gen.css, theme.gen.js, site.gen.js and others
	Spec    *document.Document // what the reference documents; nil for a site of guides alone

	// BasePath is the path the site is mounted under, such as "/docs"; "" is the root.
	BasePath string
	// BaseURL is the address readers know the site by, for the links that cannot be
	// relative: canonical ones and the site map. Optional.
	BaseURL string
	// Title is the name of the product in the top bar; the spec's without one.
	Title string
	// Description is what the first page says, where no guide is the first page; the spec's without one.
	Description string
	// ContentName and SpecName are what the folder of guides and the one of the
	// spec are called in messages, "content" for example.
	ContentName, SpecName string
	// ServerURL is the server that code samples name, the spec's first without one.
	ServerURL string
	// Upstreams are the servers a reader may try operations on, the spec's without any. AllowPrivate lets names of servers
	// lead to addresses inside the network; see [tryit.Config].
	Upstreams    []string
	AllowPrivate bool
	// LocalReaders says that readers are on this machine, so that nobody may come here by a name that leads elsewhere for others.
	LocalReaders bool
	// ProxyURL is where a proxy for the pages of a static site runs. Without one they call the API themselves.
	ProxyURL string
	// TrustedProxies are those whose X-Forwarded-For is believed when the proxy counts what a reader has running.
	TrustedProxies []netip.Prefix
	// Sending sees each request that a reader tries before it goes out; see [tryit.Config]. Optional.
	Sending func(*http.Request)
	// Metrics count what the proxy does; optional.
	Metrics *tryit.Metrics
	// Languages are those of the guides, the first that of Content itself; English alone without any.
	Languages []Language
	// Versions are other versions of the site. VersionLabel is what this one is called beside them.
	Versions     []Version
	VersionLabel string
	// Templates are the author's own, over those of the pages: *.html.
	Templates fs.FS
	// Updated tells when a guide last changed, by its file as messages name it; nil if nobody knows.
	Updated func(name string) time.Time
	// Drafts shows the guides that are drafts.
	Drafts bool
	// Settings are what the author wants of the site besides; the default ones without any. What they name are files of
	// Files, which messages call FilesName.
	Settings  *settings.Settings
	Files     fs.FS
	FilesName string
	// Live makes pages that load again when [Live.Replace] shows another site.
	Live bool
	// Static makes pages for a folder of files: their links name index.html, and
	// the proxy behind the panel that tries an operation is elsewhere, at ProxyURL.
	Static bool
	// Strict refuses a site whose guides have any problem.
	Strict bool
	// Cache keeps what does not change from one build to the next; nil to keep nothing.
	Cache  *Cache
	Logger *slog.Logger // what the proxy has to say; discarded without one
}

// Site is a documentation site.
type Site struct {
	config  Config
	builder *builder
	proxy   http.Handler
}

// New builds the site. What is wrong with the content and the spec is in [Site.Problems]; with Config.Strict it is
// the error.
func New(config Config) (*Site, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	b, err := newBuilder(config)
	if err != nil {
		return nil, err
	}
	if err := b.build(); err != nil {
		return nil, err
	}
	if problems := b.found(); config.Strict && len(problems) > 0 {
		return nil, problems
	}
	s := &Site{config: config, builder: b}
	if config.Spec != nil && !config.Static && config.Settings.TryIt {
		s.proxy, err = tryit.New(tryit.Config{
			Spec: config.Spec, Prefix: config.BasePath + "/" + proxyPath, Internal: config.Settings.ShowInternal,
			Upstreams: config.Upstreams, AllowPrivate: config.AllowPrivate, LocalReaders: config.LocalReaders, TrustedProxies: config.TrustedProxies,
			Sending: config.Sending, Metrics: config.Metrics, Logger: config.Logger,
		})
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// complete refuses what cannot work and fills in what may be left out.
func (c *Config) complete() error {
	if c.Assets == nil {
		return errors.New("docsite: Config.Assets is required")
	}
	if c.Content == nil && c.Spec == nil {
		return errors.New("docsite: there is nothing to make a site of: Config.Content or Config.Spec is required")
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
	if c.ProxyURL != "" {
		u, err := url.Parse(c.ProxyURL)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("docsite: proxy URL %q must look like https://try.example.com", c.ProxyURL)
		}
		c.ProxyURL = strings.TrimRight(c.ProxyURL, "/") + "/"
	}
	if c.Spec != nil {
		c.Title = cmp.Or(c.Title, c.Spec.Info.Title)
		c.Description = cmp.Or(c.Description, c.Spec.Info.Summary)
	}
	if !c.Static {
		c.ProxyURL = "" // the site has one of its own
	}
	c.Title, c.Description = cmp.Or(printable.Title(c.Title), "Documentation"), printable.Line(c.Description)
	if c.Settings == nil {
		c.Settings = settings.Default()
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return nil
}

// Problems is what is wrong with the content, and with the spec as far as it has been rendered.
func (s *Site) Problems() Problems { return s.builder.found() }

// Pages counts the site's pages.
func (s *Site) Pages() int { return len(s.builder.pages) }

// Check renders every page, and returns all problems of the content and the spec.
func (s *Site) Check() (Problems, error) {
	b := s.builder
	err := parallel(len(b.pages), func(i int) error {
		return b.render(new(bytes.Buffer), b.pages[i])
	})
	return b.found(), err
}
