package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"wpengine/docsite"
	"wpengine/docsite/settings"
	"wpengine/docsite/tryit"
	"wpengine/openapi/document"
)

// serveCmd is "docsite serve".
type serveCmd struct {
	source
	Listen   string `help:"Address to listen on; port 0 takes a free one." default:"localhost:8081"`
	BasePath string `name:"base-path" help:"Path the site is under, else that of docsite.yaml." placeholder:"PATH"`
	Watch    bool   `help:"Build the site again whenever its sources change, and load the open pages again."`
	Drafts   bool   `help:"Show the guides that are drafts."`
	proxyFlags

	given   source // the flags alone: what docsite.yaml says besides may change
	base    string // the path that the site is under
	cache   docsite.Cache
	counted *tryit.Metrics
}

// Run serves the site until the program is told to stop.
func (c *serveCmd) Run(m mainCmd) error {
	logger := slog.New(slog.NewTextHandler(m.Stderr, nil))
	s := newServers(logger)
	defer s.close()
	var err error
	if c.counted, err = c.metrics(m, s); err != nil {
		return err
	}
	c.history = history{}
	c.given = c.source
	site, config, err := c.site(m, c.change(logger))
	if err != nil {
		return err
	}
	c.base = config.BasePath
	address := c.settings.BaseURL // now, as a change of docsite.yaml is read by another goroutine
	printWarnings(m, site.Problems())
	var handler http.Handler = site
	if c.Watch {
		live := docsite.NewLive(site)
		w, err := watch(c.sources(config), m.Stdout, m.Stderr)
		if err != nil {
			return err
		}
		defer func() { _ = w.Close() }() // it ends with the program
		go w.run(s.ctx, func() { c.rebuild(m, live, w, logger) })
		handler = live
	}
	handler = underBase(handler, c.base)
	if loopback(c.Listen) {
		handler = forLocalReaders(handler, address)
	}
	at, err := s.listen("--listen", c.Listen, handler)
	if err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "Serving %s on http://%s%s/\n", count(site.Pages(), "page"), at, strings.TrimRight(c.base, "/"))
	return s.run()
}

// change makes a site one that is served.
func (c *serveCmd) change(logger *slog.Logger) func(*docsite.Config) {
	return func(config *docsite.Config) {
		config.BasePath = "/" + strings.Trim(cmp.Or(c.BasePath, c.settings.BasePath, "/docs"), "/")
		config.Logger, config.Drafts, config.Live, config.Cache = logger, c.Drafts, c.Watch, &c.cache
		config.Upstreams, config.AllowPrivate = c.upstreams(c.settings), c.AllowPrivate
		config.TrustedProxies, config.Metrics = c.trusted(), c.counted
		if len(config.Upstreams) == 0 && config.Spec != nil && loopback(c.Listen) {
			// Who can read the pages is on this machine, and could reach its servers without us.
			config.Upstreams, config.AllowPrivate, config.LocalReaders = docsite.SpecServers(config.Spec), true, true
		}
	}
}

// rebuild makes the site again and shows it, or says why there is none.
func (c *serveCmd) rebuild(m mainCmd, live *docsite.Live, w *watcher, logger *slog.Logger) {
	start := time.Now()
	c.source = c.given
	site, config, err := c.site(m, c.change(logger))
	if err == nil && config.BasePath != c.base {
		err = fmt.Errorf("base_path is %s now, and was %s; stop docsite and start it again", config.BasePath, c.base)
	}
	if c.settings != nil {
		err = errors.Join(err, w.follow(c.sources(config)))
	}
	if err != nil {
		live.Failed(errors.New(explained(err)))
		fmt.Fprintln(m.Stderr, explained(err))
		return
	}
	live.Replace(site)
	printWarnings(m, site.Problems())
	fmt.Fprintf(m.Stdout, "Built %s again in %s\n", count(site.Pages(), "page"), time.Since(start).Round(time.Millisecond))
}

// sources are what the site is made from.
func (c *serveCmd) sources(config docsite.Config) (all sources) {
	for _, o := range c.origins() {
		switch o.kind {
		case aFolder:
			all.folders = append(all.folders, o.name)
		case aSpec:
			all.specs = append(all.specs, o.name)
		default:
			all.files = append(all.files, o.name)
		}
	}
	for _, name := range c.settings.Missing {
		all.files = append(all.files, filepath.Join(c.dir, filepath.FromSlash(name))) // it may come
	}
	if c.configFile() == "" {
		all.files = append(all.files, settings.Name) // it may come
	}
	spec := func(doc *document.Document, folder string) {
		if doc != nil {
			for _, name := range doc.Files {
				all.specs = append(all.specs, filepath.Join(filepath.FromSlash(folder), filepath.FromSlash(name)))
			}
		}
	}
	spec(config.Spec, config.SpecName)
	for _, version := range config.Versions {
		spec(version.Spec, version.SpecName)
	}
	return all
}

// loopback reports whether an address can be reached from this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// forLocalReaders answers those who know the site by an address of this machine, or by its own name, which a reverse proxy has.
// By any other name a page of another site may have come to read it.
func forLocalReaders(site http.Handler, baseURL string) http.Handler {
	known := ""
	if u, err := url.Parse(baseURL); err == nil {
		known = u.Hostname()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := (&url.URL{Host: r.Host}).Hostname()
		if r.Host == "" || tryit.Unmistakable(r.Host) || known != "" && strings.EqualFold(name, known) {
			site.ServeHTTP(w, r)
			return
		}
		http.Error(w, fmt.Sprintf("This site is for readers on its machine, and %s is no name that it has. Open it at localhost; or say \"base_url: https://%s\" in %s, if that is where others read it.",
			name, name, settings.Name), http.StatusMisdirectedRequest)
	})
}

// underBase leads from the bare host to the site.
func underBase(site http.Handler, base string) http.Handler {
	if base == "/" || base == "" {
		return site
	}
	mux := http.NewServeMux()
	mux.Handle("/", site)
	mux.Handle("/{$}", http.RedirectHandler(base+"/", http.StatusFound))
	return mux
}
