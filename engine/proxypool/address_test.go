package proxypool

import (
	"strings"
	"testing"
)

func TestAddressesThatAreTaken(t *testing.T) {
	for text, want := range map[string]struct{ masked, full string }{
		"socks5://user:s3cret@proxy.example:1080":  {"socks5://user:***@proxy.example:1080", "socks5://user:s3cret@proxy.example:1080"},
		"socks5h://u:p@proxy.example:1080":         {"socks5://u:***@proxy.example:1080", "socks5://u:p@proxy.example:1080"},
		"  http://a.example:1\n":                   {"http://a.example:1", "http://a.example:1"},
		"HTTP://Proxy.Example:3128/":               {"http://proxy.example:3128", "http://proxy.example:3128"},
		"https://user@proxy.example:443":           {"https://user@proxy.example:443", "https://user@proxy.example:443"},
		"https://user:@proxy.example:443":          {"https://user:***@proxy.example:443", "https://user:@proxy.example:443"},
		"http://[64:ff9b::101:101]:80":             {"http://[64:ff9b::101:101]:80", "http://[64:ff9b::101:101]:80"},
		"http://xn--bcher-kva.example:80":          {"http://xn--bcher-kva.example:80", "http://xn--bcher-kva.example:80"},
		"http://[2606:4700::1]:8080":               {"http://[2606:4700::1]:8080", "http://[2606:4700::1]:8080"},
		"http://us%40er:p%2Fw%3A@1.1.1.1:80":       {"http://us%40er:***@1.1.1.1:80", "http://us%40er:p%2Fw%3A@1.1.1.1:80"},
		"http://u-country-de-session-1:p@gw.x1:80": {"http://u-country-de-session-1:***@gw.x1:80", "http://u-country-de-session-1:p@gw.x1:80"},
	} {
		a, err := parseAddress(text, false)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if a.masked() != want.masked || a.String() != want.full {
			t.Errorf("%s: masked %s, in full %s", text, a.masked(), a)
		}
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	const (
		private = "private or local address"
		noHost  = "the host is neither a name"
	)
	for text, want := range map[string]string{
		"":                               "no scheme",
		"proxy.example:1080":             "no scheme",
		"user:s3cret@proxy.example:1080": "no scheme",
		"proxy.example:1080:user:s3cret": "no scheme",
		"://proxy.example:1080":          "cannot be read",
		"//proxy.example:1080":           "no scheme",
		"ftp://u:s3cret@proxy.example:1": "scheme ftp is not supported",
		"socks4://proxy.example:1080":    "scheme socks4 is not supported",
		"http://u:s3cret@:80":            "no host",
		"http:proxy.example:80":          "no scheme",
		"http://proxy.example":           "needs a port",
		"http://proxy.example:":          "needs a port",
		"http://proxy.example:0":         "needs a port",
		"http://proxy.example:65536":     "needs a port",
		"http://u:s3cret@x:80/path":      "after the port",
		"http://u:s3cret@x:80?a=b":       "after the port",
		"http://u:s3cret@x:80#a":         "after the port",
		"http://u:s3cret%zz@x:80":        "cannot be read",
		"http://u:s3 cret@x y:80":        "cannot be read",
		"http://[::1:80":                 "cannot be read",
		"socks5://" + strings.Repeat("u", 256) + ":s3cret@x:80": "longer than the 255 bytes",

		"http://localhost:80":           private,
		"http://LOCALHOST.:80":          private,
		"http://db.internal:80":         private,
		"http://printer.local:80":       private,
		"http://127.0.0.1:80":           private,
		"http://0.0.0.0:80":             private,
		"http://0.1.2.3:80":             private,
		"http://10.1.2.3:80":            private,
		"http://172.16.0.1:80":          private,
		"http://192.168.1.1:80":         private,
		"http://100.64.0.1:80":          private,
		"http://169.254.169.254:80":     private,
		"http://224.0.0.1:80":           private,
		"http://255.255.255.255:80":     private,
		"http://[::1]:80":               private,
		"http://[::]:80":                private,
		"http://[fe80::1]:80":           private,
		"http://[fd00::1]:80":           private,
		"http://[::ffff:127.0.0.1]:80":  private,
		"http://[::ffff:10.0.0.1]:80":   private,
		"http://[64:ff9b::a00:1]:80":    private,
		"http://[2002:7f00:1::]:80":     private,
		"http://127.1:80":               noHost,
		"http://2130706433:80":          noHost,
		"http://0x7f.0.0.1:80":          noHost,
		"http://0177.0.0.1:80":          noHost,
		"http://0x7f000001.:80":         noHost,
		"http://１２７.０.０.１:80":           noHost,
		"http://ｌｏｃａｌｈｏｓｔ:80":           noHost,
		"http://proxy\u202e.example:80": noHost,
	} {
		_, err := parseAddress(text, false)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the refusal tells the password: %v", err)
		}
	}
}

func TestPrivateAddressesAreTakenWhenAllowed(t *testing.T) {
	for _, text := range []string{"http://127.0.0.1:80", "socks5://localhost:1080", "http://[fd00::1]:80"} {
		if _, err := parseAddress(text, true); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := parseAddress("http://127.1:80", true); err == nil {
		t.Error("127.1 is taken: it is neither a name nor an address")
	}
}

func TestIdentityIsAllButThePassword(t *testing.T) {
	identity := func(text string) string {
		a, err := parseAddress(text, false)
		if err != nil {
			t.Fatal(err)
		}
		return a.identity()
	}
	one := identity("socks5://user:one@proxy.example:1080")
	for text, same := range map[string]bool{
		"socks5://user:two@proxy.example:1080":  true,
		"SOCKS5://user@PROXY.example:1080/":     true,
		"http://user:one@proxy.example:1080":    false,
		"socks5://other:one@proxy.example:1080": false,
		"socks5://user:one@proxy.example:1081":  false,
		"socks5://user:one@proxy2.example:1080": false,
		"socks5://proxy.example:1080":           false,
	} {
		if (identity(text) == one) != same {
			t.Errorf("%s is the same proxy: %v, want %v", text, !same, same)
		}
	}
}
