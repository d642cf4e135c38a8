package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/e2e/testkit/proxies"
)

// greeter listens, says hello to whoever comes, and repeats what they say.
func greeter(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.WriteString(conn, "hello ")
				_, _ = io.Copy(conn, conn)
			}()
		}
	}()
	return listener.Addr().String()
}

func parse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestTunnelLeadsThroughTheProxyWhichLooksUpTheName(t *testing.T) {
	target := greeter(t)
	for _, kind := range []string{proxies.HTTP, proxies.SOCKS} {
		for _, address := range []string{"name.invalid:443", "203.0.113.9:443", "[2001:db8::9]:443"} {
			p := proxies.Start(t, kind, "ada", "s3cret", func(string) string { return target })
			conn, err := NewTunneller(true).Dial(t.Context(), parse(t, p.URL()), address)
			if err != nil {
				t.Fatalf("%s to %s: %v", kind, address, err)
			}
			_, _ = io.WriteString(conn, "world")
			said := make([]byte, len("hello world"))
			if _, err := io.ReadFull(conn, said); err != nil || string(said) != "hello world" {
				t.Errorf("%s: %q, %v", kind, said, err)
			}
			_ = conn.Close()
			if diff := cmp.Diff([]string{address}, p.Asked()); diff != "" {
				t.Errorf("%s: %s", kind, diff)
			}
		}
	}
}

func TestTunnelToAnHTTPSProxyIsEncrypted(t *testing.T) {
	target := greeter(t)
	p := proxies.Start(t, proxies.HTTP, "ada", "s3cret", func(string) string { return target })
	certified := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate
	certified.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: certified.TLS.Certificates})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			in, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer in.Close()
				out, err := net.Dial("tcp", p.Address())
				if err != nil {
					return
				}
				defer out.Close()
				go func() { _, _ = io.Copy(out, in) }()
				_, _ = io.Copy(in, out)
			}()
		}
	}()
	secure := parse(t, "https://ada:s3cret@"+listener.Addr().String())
	tunneller := NewTunneller(true)
	if _, err := tunneller.Dial(t.Context(), secure, "name.invalid:443"); err == nil || !strings.Contains(err.Error(), "could not agree with the engine on TLS") {
		t.Errorf("with a certificate that nobody trusts: %v", err)
	}
	if len(p.Asked()) > 0 || p.Refused() > 0 {
		t.Error("the proxy was told something before it had shown who it is")
	}
	tunneller.tls = certified.Client().Transport.(*http.Transport).TLSClientConfig
	conn, err := tunneller.Dial(t.Context(), secure, "name.invalid:443")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	said := make([]byte, len("hello "))
	if _, err := io.ReadFull(conn, said); err != nil || string(said) != "hello " {
		t.Errorf("%q, %v", said, err)
	}
}

// sayer answers everybody with a text and hangs up, or waits if the text is empty.
func sayer(t *testing.T, text string) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = io.WriteString(conn, text)
				if text == "" {
					_, _ = io.Copy(io.Discard, conn)
				}
			}()
		}
	}()
	return listener.Addr().String()
}

func TestTunnelSaysWhyThereIsNone(t *testing.T) {
	nowhere := func(string) string { return "127.0.0.1:1" }
	web, socks := proxies.Start(t, proxies.HTTP, "ada", "s3cret", nowhere), proxies.Start(t, proxies.SOCKS, "ada", "s3cret", nowhere)
	gone := proxies.Start(t, proxies.HTTP, "ada", "s3cret", nowhere)
	gone.Stop()
	page := httptest.NewServer(http.NotFoundHandler())
	defer page.Close()
	for name, c := range map[string]struct {
		proxy, want string
		reached     bool
	}{
		"HTTP, wrong password":      {proxy: web.URLWith("s3cret2"), want: "refuses the user name or the password"},
		"HTTP, no password":         {proxy: "http://" + web.Address(), want: "asks for a user name and a password"},
		"HTTP, target down":         {proxy: web.URL(), want: "answers with status 502 instead of connecting to target.invalid:443", reached: true},
		"SOCKS, wrong password":     {proxy: socks.URLWith("s3cret2"), want: "refuses the user name or the password"},
		"SOCKS, no password":        {proxy: "socks5://" + socks.Address(), want: "asks for a user name and a password"},
		"SOCKS, target down":        {proxy: socks.URL(), want: "was refused by target.invalid:443", reached: true},
		"stopped":                   {proxy: gone.URL(), want: "nothing listens at its address"},
		"a web page":                {proxy: "http://" + page.Listener.Addr().String(), want: "answers with status 404", reached: true},
		"SOCKS asked of a web page": {proxy: "socks5://" + sayer(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), want: "does not answer as a SOCKS 5 proxy does"},
		"HTTP asked of nonsense":    {proxy: "http://" + sayer(t, "SSH-2.0-x\r\n\r\n"), want: "does not answer as an HTTP proxy does"},
		"HTTP, endless headers":     {proxy: "http://" + sayer(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<17)), want: "answers with more than it should"},
		"TLS where there is none":   {proxy: "https://" + web.Address(), want: "could not agree with the engine on TLS"},
		"a name that nobody has":    {proxy: "http://proxy.invalid:80", want: "is at a host"},
		"another scheme":            {proxy: "ftp://127.0.0.1:21", want: "not supported"},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := NewTunneller(true).Dial(t.Context(), parse(t, c.proxy), "target.invalid:443")
			var why *ProxyError
			if conn != nil || !errors.As(err, &why) || !strings.Contains(why.Text, c.want) || why.Reached != c.reached {
				t.Errorf("%v, %#v; want %q", conn, err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the password is told: %v", err)
			}
		})
	}
	if _, err := NewTunneller(true).Dial(t.Context(), nil, "target.invalid:443"); err == nil {
		t.Error("without a proxy there is a connection")
	}
}

func TestTunnelEndsWithItsContext(t *testing.T) {
	silent := sayer(t, "")
	for _, scheme := range []string{"http", "https", "socks5"} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := NewTunneller(true).Dial(ctx, parse(t, scheme+"://"+silent), "target.invalid:443")
		cancel()
		var why *ProxyError
		if !errors.As(err, &why) || why.Text != "does not answer in time" {
			t.Errorf("%s: %v", scheme, err)
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel)
		if _, err := NewTunneller(true).Dial(ctx, parse(t, scheme+"://"+silent), "target.invalid:443"); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, cancelled: %v", scheme, err)
		}
	}
}

func TestTunnelAvoidsPrivateProxies(t *testing.T) {
	p := proxies.Start(t, proxies.HTTP, "ada", "s3cret", func(string) string { return "" })
	_, port, err := net.SplitHostPort(p.Address())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"} {
		_, err := NewTunneller(false).Dial(t.Context(), parse(t, "http://"+host+":"+port), "target.invalid:443")
		if err == nil || !strings.Contains(err.Error(), "private or local address") {
			t.Errorf("%s: %v", host, err)
		}
	}
	if p.Refused() != 0 || len(p.Asked()) != 0 {
		t.Error("the proxy was spoken to")
	}
}
