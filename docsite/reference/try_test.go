package reference_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// tried is the page of the operation a.
func tried(t *testing.T, spec string, opts reference.Options) string {
	t.Helper()
	doc, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte("openapi: 3.1.0\ninfo: { title: A, version: '1' }\n" + spec)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := reference.New(doc, opts)
	for _, p := range r.Pages() {
		if p.Kind == reference.Operation && p.Operation().ID == "a" {
			html, _ := r.Render(p)
			return string(html)
		}
	}
	t.Fatal("there is no page")
	return ""
}

const operationA = "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } } } }\n"

func TestPanelsAreLeftOutWhereNobodyTriesAnything(t *testing.T) {
	if html := tried(t, operationA, reference.Options{}); strings.Contains(html, "try") {
		t.Errorf("there is something of a panel:\n%s", html)
	}
	if html := tried(t, operationA, reference.Options{TryIt: true}); !strings.Contains(html, "<form") {
		t.Errorf("there is no panel:\n%s", html)
	}
}

func TestPanelsSayWhichWayRequestsTake(t *testing.T) {
	const somewhere = "servers: [{ url: 'https://api.example.com' }]\n"
	for _, row := range []struct {
		servers string
		opts    reference.Options
		want    string
	}{
		{"", reference.Options{TryIt: true}, `data-proxy="proxy/operations/a"`},
		{"", reference.Options{TryIt: true, ProxyURL: "https://try.example.com/p/"}, "the proxy of this site at try.example.com."},
		{somewhere, reference.Options{TryIt: true, Direct: true}, "Your browser sends it straight to the server,"},
		{"", reference.Options{TryIt: true, Direct: true, Upstreams: []string{"https://api.example.com"}}, "Your browser sends it straight to the server,"},
		{"", reference.Options{TryIt: true, Direct: true}, "names no host,"},
		{"servers: [{ url: /v1 }]\n", reference.Options{TryIt: true, Direct: true}, "names no host,"},
	} {
		html := tried(t, row.servers+operationA, row.opts)
		if !strings.Contains(html, row.want) || strings.Contains(html, "data-proxy") == row.opts.Direct {
			t.Errorf("%q is not on the page:\n%s", row.want, html)
		}
	}
}

// The page of another API must not find a credential that isn't for it, and all pages of one should.
func TestCredentialsAreKeptByWhoGetsThem(t *testing.T) {
	realms := regexp.MustCompile(`data-realm="([0-9a-f]{16})"`)
	of := func(servers, scheme string) string {
		t.Helper()
		html := tried(t, servers+"\nsecurity: [{ k: [] }]\n"+operationA+"components: { securitySchemes: { k: { "+scheme+" } } }\n", reference.Options{TryIt: true})
		found := realms.FindStringSubmatch(html)
		if found == nil {
			t.Fatalf("%s has no realm:\n%s", servers, html)
		}
		return found[1]
	}
	const key = "type: apiKey, in: header, name: X-Key"
	same := []string{
		of("servers: [{ url: 'https://a.example/v1' }]", key),
		of("servers: [{ url: 'https://A.example/v2' }]", key),
	}
	if same[0] != same[1] {
		t.Errorf("two paths of a server have realms of their own: %v", same)
	}
	apart := []string{
		same[0],
		of("servers: [{ url: 'http://a.example/v1' }]", key),
		of("servers: [{ url: 'https://a.example:8443/v1' }]", key),
		of("servers: [{ url: 'https://b.example/v1' }]", key),
		of("servers: [{ url: 'https://a.example/v1' }, { url: 'https://evil.example' }]", key),
		of("servers: [{ url: 'https://{h}.example/v1', variables: { h: { default: a } } }]", key),
		of("servers: [{ url: 'https://{h}.example/v1', variables: { h: { default: a, enum: [a, evil] } } }]", key),
		of("servers: [{ url: /v1 }]", key),
		of("servers: [{ url: 'https://a.example/v1' }]", "type: apiKey, in: query, name: X-Key"),
		of("servers: [{ url: 'https://a.example/v1' }]", "type: http, scheme: bearer"),
	}
	slices.Sort(apart)
	if n := len(slices.Compact(slices.Clone(apart))); n != len(apart) {
		t.Errorf("%d of %d realms are one: %v", len(apart)-n+1, len(apart), apart)
	}
}

// Nothing on the page moves when its script wakes: what isn't chosen is hidden from the start.
func TestOnlyTheFirstWayIsShownAtFirst(t *testing.T) {
	html := tried(t, "security: [{ k: [] }, { l: [], k: [] }, {}]\n"+operationA+"components: { securitySchemes: { k: { type: http, scheme: bearer }, l: { type: http, scheme: basic } } }\n", reference.Options{TryIt: true})
	for id, want := range map[string]string{"k": `data-ways="0 1">`, "l": `data-ways="1" hidden>`} {
		_, after, _ := strings.Cut(html, `<div class="tryit-scheme" data-scheme="`+id+`"`)
		if tag, _, _ := strings.Cut(after, "\n"); !strings.HasSuffix(tag, want) {
			t.Errorf("%s: %s", id, tag)
		}
	}
	for _, way := range []string{`value="0">Bearer token<`, `value="1">User name and password + Bearer token<`, `value="2">None<`} {
		if !strings.Contains(html, way) {
			t.Errorf("%s is no way on the page:\n%s", way, html[strings.Index(html, "<form"):])
		}
	}
}
