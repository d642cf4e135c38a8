package tryit

import (
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestTryItSaysThatAServerWantsACertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS13} // older ones don't say what is wrong
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	server.StartTLS()
	defer server.Close()
	transport := newTransport(nil, nil)
	transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := transport.RoundTrip(r)
	if err == nil {
		_ = resp.Body.Close()
		t.Fatal("it answers without one")
	}
	if got := explain("api.example.com", err).Title; got != "The server wants a certificate" {
		t.Errorf("%q of %v", got, err)
	}
}

func TestTryItTellsAddressesOfTheNetworkFromThoseOfNoServer(t *testing.T) {
	for address, want := range map[string]error{
		"127.0.0.1": errPrivate, "10.1.2.3": errPrivate, "100.64.0.1": errPrivate, "::1": errPrivate, "fd00::1": errPrivate, "::ffff:192.168.0.1": errPrivate,
		"169.254.169.254": errReserved, "100.100.100.200": errReserved, "0.0.0.0": errReserved, "224.0.0.1": errReserved, "64:ff9b::7f00:1": errReserved, "fd00:ec2::254": errReserved,
	} {
		if err := onlyPublic("tcp", net.JoinHostPort(address, "80"), nil); err != want {
			t.Errorf("%s: %v", address, err)
		}
		if err := onlyServers("tcp", net.JoinHostPort(address, "80"), nil); (err == nil) != (want == errPrivate) {
			t.Errorf("%s with private ones allowed: %v", address, err)
		}
	}
}
