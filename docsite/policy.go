package docsite

import (
	"net/url"
	"strings"
)

// policyOf is the content security policy of every page: our own files and nothing inline, so that text which found its
// way into a page could still not run there. The only other server that a page talks to is the one that the settings
// name for readers' opinions.
//
// The pages of a static site have it in themselves, as they have no headers. Opened from disk, 'self' covers our files
// in Chromium but not in a browser to which every file is a site of its own; "file:" helps there, and means nothing on
// a page that came from a server. A meta element cannot say frame-ancestors.
func policyOf(c Config) string {
	local, last := "", "; frame-ancestors 'none'"
	if c.Static {
		local, last = " file:", ""
	}
	connect := "'self'"
	if u, err := url.Parse(c.Settings.Feedback); err == nil && u.Host != "" {
		connect += " " + u.Scheme + "://" + u.Host
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'" + local, "style-src 'self'" + local, "img-src 'self'" + local + " data:",
		"connect-src " + connect, "font-src 'self'" + local, "form-action 'self'", "base-uri 'none'",
	}, "; ") + last
}
