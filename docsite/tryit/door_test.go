package tryit

import "testing"

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
