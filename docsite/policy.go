package docsite

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"wpengine/docsite/reference"
	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// policyOf is the content security policy of every page: our own files and nothing inline, so that text which found its
// way into a page could still not run there. The other servers that a page talks to are the one that the settings
// name for readers' opinions, and those that its panel has to reach. A panel shows pictures and plays sounds that were
// answered, from memory, which nothing else on a page does.
//
// The pages of a static site have it in themselves, as they have no headers. Opened from disk, 'self' covers our files
// in Chromium but not in a browser to which every file is a site of its own; "file:" helps there, and means nothing on
// a page that came from a server. A meta element cannot say frame-ancestors.
func policyOf(c Config, reached []string, panel bool) string {
	local, last := "", "; frame-ancestors 'none'"
	if c.Static {
		local, last = " file:", ""
	}
	images := "img-src 'self'" + local + " data:"
	if panel {
		images += " blob:; media-src blob:"
	}
	connect := []string{"'self'"}
	add := func(address string) {
		if origin := originOf(address); origin != "" && !slices.Contains(connect, origin) {
			connect = append(connect, origin)
		}
	}
	add(c.Settings.Feedback)
	for _, address := range reached {
		add(address)
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'" + local, "style-src 'self'" + local, images,
		"connect-src " + strings.Join(connect, " "), "font-src 'self'" + local, "form-action 'self'", "base-uri 'none'",
	}, "; ") + last
}

// origins are what a policy can name.
var origins = regexp.MustCompile(`^https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]+)?$`)

// originOf is the origin of an address, or "" if a policy can't name it.
func originOf(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil || u.User != nil {
		return ""
	}
	return origins.FindString(u.Scheme + "://" + u.Host)
}

// hasPanel reports a page that requests are sent from.
func (b *builder) hasPanel(p *page) bool {
	return b.config.Settings.TryIt && p.made != nil && p.made.Kind == reference.Operation
}

// reachedOf is what the panel of a page talks to: the proxy or the servers themselves, and who gives out tokens.
func (b *builder) reachedOf(p *page) []string {
	if !b.hasPanel(p) {
		return nil
	}
	reached := tokenURLs(p.made.Operation())
	switch {
	case !b.config.Static:
	case b.config.ProxyURL != "":
		reached = append(reached, b.config.ProxyURL)
	case len(b.config.Upstreams) > 0:
		reached = append(reached, b.config.Upstreams...)
	default:
		for _, server := range p.made.Operation().Servers {
			reached = append(reached, request.ServerChoices(server)...)
		}
	}
	return reached
}

// reachedOfAny is what the panels of all pages talk to, for headers that all of them have.
func (b *builder) reachedOfAny() []string {
	var all []string
	for _, e := range b.editions {
		if e.spec == nil || !b.config.Settings.TryIt {
			continue
		}
		for _, scheme := range e.spec.SecuritySchemes {
			all = append(all, tokenURLsOf(scheme)...)
		}
	}
	return all
}

func tokenURLs(op *document.Operation) []string {
	var all []string
	for _, requirement := range op.Security {
		for _, part := range requirement {
			all = append(all, tokenURLsOf(part.Scheme)...)
		}
	}
	return all
}

// tokenURLsOf are where a page gets tokens of a scheme by itself.
func tokenURLsOf(scheme *document.SecurityScheme) []string {
	all := []string{scheme.OpenIDConnectURL}
	for _, flow := range scheme.Flows {
		all = append(all, flow.TokenURL, flow.RefreshURL)
	}
	return all
}
