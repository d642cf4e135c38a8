package request_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

func server(address string, variables ...*document.ServerVariable) *document.Server {
	return &document.Server{URL: address, Variables: variables}
}

func free(name, otherwise string) *document.ServerVariable {
	return &document.ServerVariable{Name: name, Default: otherwise}
}

func TestServerVariablesAreWhatTheDescriptionOffers(t *testing.T) {
	region := &document.ServerVariable{Name: "region", Default: "eu", Enum: []string{"eu", "us.east"}}
	for _, test := range []struct {
		server      *document.Server
		name, value string
		want        string // or what is wrong
	}{
		{server("https://{region}.example.com/v1", region), "region", "us.east", "https://us.east.example.com/v1"},
		{server("https://{region}.example.com/v1", region), "region", "cn", "one of eu, us.east"},
		{server("https://{region}.example.com/v1", region), "regoin", "eu", `no variable "regoin"`},
		{server("https://{tenant}.example.com/v1", free("tenant", "demo")), "tenant", "acme-2", "https://acme-2.example.com/v1"},
		{server("https://{tenant}.{region}.example.com", free("tenant", "demo"), region), "tenant", "acme", "https://acme.eu.example.com"},
		{server("https://{tenant}-api.example.com", free("tenant", "demo")), "tenant", "acme", "https://acme-api.example.com"},
		{server("https://{tenant}.myshopify.com", free("tenant", "demo")), "tenant", "acme", "https://acme.myshopify.com"},
		{server("https://{tenant}.example.com:{port}", free("tenant", "demo"), free("port", "443")), "tenant", "acme", "https://acme.example.com:443"},
		{server("https://example.com/{version}", free("version", "v1")), "version", "v2/beta", "https://example.com/v2/beta"},
		{server("{url}/v1", free("url", "https://example.com")), "url", "https://example.com", "https://example.com/v1"},
		// What could lead elsewhere.
		{server("{url}/v1", free("url", "https://example.com")), "url", "https://evil.example", "any address"},
		{server("{scheme}://example.com", free("scheme", "https")), "scheme", "gopher", "any address"},
		{server("https://{host}/v1", free("host", "example.com")), "host", "evil.example", "any host"},
		{server("https://{host}", free("host", "example.com")), "host", "evil", "any host"},
		{server("https://example.{tld}", free("tld", "com")), "tld", "org", "any host"},
		{server("https://{name}.com", free("name", "example")), "name", "evil", "any host"},
		{server("https://{name}.co.uk", free("name", "example")), "name", "evil", "any host"},
		{server("https://{name}.internal", free("name", "example")), "name", "evil", "any host"},
		{server("https://{name}example.com", free("name", "www.")), "name", "evil", "any host"},
		{server("https://example.com:{port}", free("port", "443")), "port", "22", "any host"},
		{server("https://{user}@example.com", free("user", "me")), "user", "evil", "any host"},
		{server("https://{a}.example.com@{b}.example.com", free("a", "x"), free("b", "x")), "b", "evil", "any host"},
		{server("https://{tenant}.example.com", free("tenant", "demo")), "tenant", "evil.example/", "letters, digits"},
		{server("https://{tenant}.example.com", free("tenant", "demo")), "tenant", "evil.example#", "letters, digits"},
		{server("https://{tenant}.example.com", free("tenant", "demo")), "tenant", "a.b", "letters, digits"},
		{server("https://{tenant}.example.com", free("tenant", "demo")), "tenant", "a\r\nHost: evil", "letters, digits"},
		{server("https://{tenant}.example.com", free("tenant", "demo")), "tenant", "", "letters, digits"},
		{server("https://{tenant}.example.com", free("tenant", "demo")), "tenant", "-", "letters, digits"},
		{server("https://{tenant}.example.com", free("tenant", "demo"), free("x", "y")), "tenant", "{x}", "letters, digits"},
		{server("https://example.com/{version}", free("version", "v1")), "version", "..", "dot segments"},
		{server("https://example.com/{version}", free("version", "v1")), "version", "a/../..", "dot segments"},
		{server("https://example.com/{version}", free("version", "v1")), "version", "%2e%2e", "dot segments"},
		{server("https://example.com/{version}", free("version", "v1")), "version", "/evil", "dot segments"},
		{server("https://example.com/{version}", free("version", "v1")), "version", "a?b", "dot segments"},
		{server("https://example.com/{version}", free("version", "v1")), "version", `\evil`, "dot segments"},
		{server("https://example.com/{version}?k={k}", free("version", "v1"), free("k", "1")), "k", "2", "any address"},
	} {
		got, err := request.ServerURLWith(test.server, map[string]string{test.name: test.value})
		if err != nil {
			var wrong *request.InputError
			if !errors.As(err, &wrong) {
				t.Fatal(err)
			}
			got = err.Error()
		}
		if got != test.want && (err == nil || !strings.Contains(got, test.want)) {
			t.Errorf("%s with %s=%q: %s, want %s", test.server.URL, test.name, test.value, got, test.want)
		}
	}
}

func TestServerChoicesAreAllThatAServerCanBe(t *testing.T) {
	region := &document.ServerVariable{Name: "region", Default: "eu", Enum: []string{"eu", "us"}}
	for _, test := range []struct {
		server *document.Server
		want   []string
	}{
		{server("https://example.com"), []string{"https://example.com"}},
		{server("https://{region}.example.com/{v}", region, free("v", "v1")), []string{"https://eu.example.com/v1", "https://us.example.com/v1"}},
		{server("https://{t}.example.com", free("t", "demo")), []string{"https://*.example.com", "https://demo.example.com"}},
		{server("https://{host}/v1", free("host", "example.com")), []string{"https://example.com/v1"}},
	} {
		if got := request.ServerChoices(test.server); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.server.URL, got, test.want)
		}
	}
}
