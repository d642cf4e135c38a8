package tryit

import (
	"net/http/httptest"
	"testing"
)

func TestProxyIsOnlyForOriginsThatBrowsersSend(t *testing.T) {
	for origin, want := range map[string]string{
		"https://docs.example.com": "https://docs.example.com", "HTTPS://Docs.Example.com:443/": "https://docs.example.com",
		"http://localhost:8080": "http://localhost:8080", "https://xn--bcher-kva.example": "https://xn--bcher-kva.example",
		"*": "", "null": "", "docs.example.com": "", "https://*.example.com": "", "https://docs.example.com/guides": "", "https://docs.example.com?a": "",
		"https://ada@docs.example.com": "", "file:///docs": "", "https://bücher.example": "",
	} {
		d, err := newDoor([]string{origin}, false)
		if (err == nil) != (want != "") {
			t.Errorf("%q: %v", origin, err)
		} else if err == nil && !d.sites[want] {
			t.Errorf("%q: %v", origin, d.sites)
		}
	}
}

// TestLocalReadersAreOnTheMachine: neither a page with a name that leads here, nor a reverse proxy that calls this site by its address on the
// machine, as they do unless they are told otherwise.
func TestLocalReadersAreOnTheMachine(t *testing.T) {
	d, err := newDoor(nil, true)
	if err != nil {
		t.Fatal(err)
	}
	type headers map[string]string
	for _, test := range []struct {
		name, host string
		headers    headers
		in         bool
	}{
		{"localhost", "localhost:8081", headers{"Origin": "http://localhost:8081", "Sec-Fetch-Site": "same-origin"}, true},
		{"an address", "127.0.0.1:8081", headers{"Origin": "http://127.0.0.1:8081"}, true},
		{"an address of IPv6", "[::1]:8081", headers{"Origin": "http://[::1]:8081", "Sec-Fetch-Site": "same-origin"}, true},
		{"no port", "Localhost", headers{"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, true},
		{"no browser", "localhost:8081", nil, true},
		{"a name that leads here", "evil.example:8081", headers{"Origin": "http://evil.example:8081", "Sec-Fetch-Site": "same-origin"}, false},
		{"an address of others", "203.0.113.7", headers{"Origin": "http://203.0.113.7", "Sec-Fetch-Site": "same-origin"}, false},
		{"a reverse proxy", "127.0.0.1:8081", headers{"Origin": "https://docs.example.com", "Sec-Fetch-Site": "same-origin"}, false},
		{"a reverse proxy that tells for whom", "127.0.0.1:8081", headers{"X-Forwarded-For": "203.0.113.7"}, false},
		{"a reverse proxy that tells it in another way", "127.0.0.1:8081", headers{"X-Real-IP": "203.0.113.7"}, false},
		{"a reverse proxy by the book", "127.0.0.1:8081", headers{"Forwarded": "for=203.0.113.7"}, false},
		{"a reverse proxy that names itself", "127.0.0.1:8081", headers{"Via": "1.1 edge"}, false},
		{"a page without an origin", "127.0.0.1:8081", headers{"Origin": "null", "Sec-Fetch-Site": "same-origin"}, false},
	} {
		r := httptest.NewRequest("POST", "/docs/proxy/pets/open", nil)
		r.Host = test.host
		r.Header.Set("X-Try-It", "1")
		for name, value := range test.headers {
			r.Header.Set(name, value)
		}
		if err := d.check(httptest.NewRecorder(), r); (err == nil) != test.in {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
