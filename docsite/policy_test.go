package docsite

import (
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/openapi/document"
)

// The addresses of a description are in a policy only as origins: what else is in them could end it, and begin another.
func TestPolicyNamesOriginsAndNothingElse(t *testing.T) {
	for address, want := range map[string]string{
		"https://API.example.com/v1":               "https://api.example.com",
		"http://localhost:8080":                    "http://localhost:8080",
		"https://*.example.com/v1":                 "https://*.example.com",
		"https://example.com; script-src *":        "",
		"https://example.com:443;script-src *":     "",
		"https://u:p@example.com":                  "",
		"https://a.*.example.com":                  "",
		"https://*":                                "",
		"https://'unsafe-inline'":                  "",
		"javascript:alert(1)":                      "",
		"/v1":                                      "",
		"https://example.com/v1?x=;script-src *":   "https://example.com",
		"https://[::1]:8080":                       "",
		"data:text/html,x":                         "",
		"https://example.com\n; script-src 'none'": "",
	} {
		if got := originOf(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func TestPolicyLetsThePanelGetTokens(t *testing.T) {
	spec, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte(`
openapi: 3.1.0
info: { title: A, version: '1' }
security: [{ one: [] }]
paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } } } }
components:
  securitySchemes:
    one: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://a.example/in', tokenUrl: 'https://b.example/token', scopes: {} } } }
    two: { type: openIdConnect, openIdConnectUrl: 'https://c.example/.well-known/openid-configuration' }
`)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config := testConfig(t)
	config.Spec, config.Content = spec, nil
	b := mustNew(t, config).builder
	for _, want := range []string{"connect-src 'self' https://b.example https://c.example;", "img-src 'self' data: blob:; media-src blob:;"} {
		if !strings.Contains(b.panelPolicy, want) {
			t.Errorf("%s lacks %s", b.panelPolicy, want)
		}
	}
	if strings.Contains(b.policy, "example") || strings.Contains(b.policy, "blob:") {
		t.Errorf("pages without a panel have what one needs: %s", b.policy)
	}
	config.Settings = nil
	config.ProxyURL = "https://try.example.com"
	if got := mustNew(t, config).builder.panelPolicy; strings.Contains(got, "try.example.com") {
		t.Errorf("a site with a proxy of its own names another: %s", got)
	}
}
