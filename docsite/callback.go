package docsite

import (
	"bytes"
	"html/template"
	"strings"

	"wpengine/openapi/document"
)

// callbackPath is the page that authorization servers send readers back to who sign in on a panel.
const callbackPath = "oauth/callback/"

// callbackPage hands what it was called with to the panel that waits for it (assets/ts/oauth-callback.ts). It is no page of the
// frame: nothing else should see its address, which no link leads to either.
var callbackPage = template.Must(template.New("callback").Parse(`<!doctype html>
<html lang="en" data-root="{{.Root}}">
<head>
<meta charset="utf-8">
{{- with .Policy}}
<meta http-equiv="Content-Security-Policy" content="{{.}}">
{{- end}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>Signing in · {{.Site}}</title>
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="{{.Root}}{{.CSS}}">
<script src="{{.Root}}{{.JS}}" defer></script>
</head>
<body>
<main class="callback">
<h1>Signing in</h1>
<p role="status" data-said>Going back to the page that you signed in from.</p>
<noscript><p>That needs JavaScript.</p></noscript>
</main>
</body>
</html>
`))

// addCallback makes the page, if something leads there.
func (b *builder) addCallback() error {
	if b.callbackLink() == "" {
		return nil
	}
	var out bytes.Buffer
	page := struct{ Root, Policy, Site, CSS, JS string }{
		Root: strings.Repeat("../", strings.Count(callbackPath, "/")), Site: b.config.Title, CSS: b.assets["site.css"], JS: b.assets["oauth-callback.js"],
	}
	if b.config.Static {
		page.Policy = policyOf(b.config, nil, false)
	}
	if err := callbackPage.Execute(&out, page); err != nil {
		return err
	}
	b.files[callbackPath] = b.newFile(callbackPath, out.Bytes())
	return nil
}

// callbackLink is where the page is, from the root of the site; "" if no scheme of the description has readers sign in, or a guide
// is at that address.
func (b *builder) callbackLink() string {
	if b.assets["oauth-callback.js"] == "" || !b.config.Settings.TryIt || !b.signsIn() {
		return ""
	}
	for _, p := range b.pages {
		if document.Fold(p.path) == callbackPath {
			return ""
		}
	}
	if b.config.Static {
		return callbackPath + "index.html"
	}
	return callbackPath
}

func (b *builder) signsIn() bool {
	for _, e := range b.editions {
		if e.spec == nil {
			continue
		}
		for _, scheme := range e.spec.SecuritySchemes {
			if scheme.OpenIDConnectURL != "" {
				return true
			}
			for _, flow := range scheme.Flows {
				if flow.AuthorizationURL != "" && flow.TokenURL != "" {
					return true
				}
			}
		}
	}
	return false
}
