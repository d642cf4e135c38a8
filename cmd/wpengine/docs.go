package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"

	"wpengine/assets"
	"wpengine/content"
	"wpengine/docsite"
	"wpengine/docsite/settings"
	"wpengine/docsite/tryit"
	"wpengine/openapi"
	"wpengine/openapi/document"
)

// newDocs makes the documentation site under /docs. Its samples name the server by origin;
// Try-It reaches it by upstream, without leaving the machine.
func newDocs(origin, upstream string, proxies []netip.Prefix, readers *readers, counted *tryit.Metrics, log *slog.Logger) (http.Handler, error) {
	spec, err := document.Load(openapi.Files(), openapi.Root)
	if err != nil {
		return nil, fmt.Errorf("the documentation: %w", err)
	}
	look := settings.Default()
	look.Nav = []settings.NavItem{{To: "guides"}, {To: "reference"}, {Title: "Dashboard", To: origin + "/account"}}
	site, err := docsite.New(docsite.Config{
		Content: content.FS(),
		Assets:  assets.FS(),
		Spec:    spec,
		Strict:  true,

		ContentName: "content",
		SpecName:    "openapi",
		BasePath:    "/docs",
		BaseURL:     origin + "/docs/",
		ServerURL:   origin + "/api/rpc",
		Upstreams:   []string{upstream + "/api/rpc"},
		Title:       "WP Engine",
		Logger:      log,
		Settings:    look,

		TrustedProxies: proxies,
		Sending:        readers.sending,
		Metrics:        counted,
	})
	if err != nil {
		return nil, fmt.Errorf("the documentation has problems:\n%w", err) // one a line
	}
	return readers.docs(site), nil
}
