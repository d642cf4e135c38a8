package e2e

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wpengine/e2e/testkit/proxies"
)

// whatsappAt answers in WhatsApp's name, as long as its certificate is trusted.
func whatsappAt(t *testing.T) (address, certificateFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"web.whatsapp.com"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificateFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(certificateFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = nil
	server.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), certificateFile
}

// proxyView is a proxy as the API shows it.
type proxyView struct {
	ID, Masked string
	Clients    int
	Health     struct{ State, Error, ExitAddress string }
}

// onWhatsApp runs the server on a data folder and the real network.
func onWhatsApp(t *testing.T, data string, flags ...string) *demo {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	_ = free.Close()
	wpengine, _ := build(t)
	d := &demo{data: data, origin: "http://" + address, log: &bytes.Buffer{}}
	d.cmd = exec.Command(wpengine, append([]string{"serve", "--listen", address, "--data", data}, flags...)...)
	d.cmd.Stderr = d.log
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.stop(t) })
	for late := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		resp, err := http.Get(d.origin + "/readyz")
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return d
			}
		}
		if time.Now().After(late) {
			t.Fatal("the server did not start within a minute")
		}
	}
}

// TestAdministratorLooksAfterProxies runs the engine on the real network, where nothing but two proxies answers in
// WhatsApp's name, and follows them through a change of the key.
func TestAdministratorLooksAfterProxies(t *testing.T) {
	whatsapp, certificate := whatsappAt(t)
	t.Setenv("SSL_CERT_FILE", certificate)
	t.Setenv("SSL_CERT_DIR", t.TempDir())
	asked := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "203.0.113.7") }))
	defer asked.Close()
	route := func(address string) string {
		if strings.HasPrefix(address, "exit.example:") {
			return asked.Listener.Addr().String()
		}
		return whatsapp
	}
	socks, web := proxies.Start(t, proxies.SOCKS, "ada", "s3cret", route), proxies.Start(t, proxies.HTTP, "ada", "s3cret", route)
	data := t.TempDir()
	wpengine, _ := build(t)
	admin := func(stdin string, args ...string) string {
		t.Helper()
		cmd := exec.Command(wpengine, append(args, "--data", data)...)
		cmd.Stdin = strings.NewReader(stdin)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	admin("correct horse battery", "user", "create", "--email", "root@example.com", "--admin", "--password-stdin")
	key := admin("", "key", "create", "--email", "root@example.com", "--name", "proxies")

	var logs strings.Builder
	var d *demo
	run := func(secret string) {
		t.Helper()
		if d != nil {
			d.stop(t)
			logs.Write(d.log.Bytes())
		}
		t.Setenv("WPENGINE_SECRET_KEY", secret)
		d = onWhatsApp(t, data, "--allow-private-proxies", "--proxy-exit-url", "http://exit.example/")
		d.key = key
	}
	list := func(want string) []proxyView {
		t.Helper()
		var page struct{ Items []proxyView }
		for late := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			page.Items = nil
			d.call(t, "proxy/list", map[string]any{}, &page)
			states := ""
			for _, p := range page.Items {
				states += p.Health.State + " "
			}
			if states == want || time.Now().After(late) {
				if states != want {
					t.Errorf("the proxies are %s, want %s: %+v", states, want, page.Items)
				}
				return page.Items
			}
		}
	}

	run("")
	seed := map[string]any{"items": []map[string]any{
		{"url": socks.URL(), "country": "DE"}, {"url": web.URL(), "maxClients": 1}, {"url": web.URLWith("wr0ng")}, {"url": "ftp://ada:s3cret@proxy.example:21"},
	}, "dryRun": true}
	var out struct {
		Added    int
		Rejected []struct {
			Index  int
			Reason string
		}
	}
	d.call(t, "proxy/seed", seed, &out)
	if out.Added != 2 || len(out.Rejected) != 2 || len(list("")) != 0 {
		t.Errorf("a dry run: %+v", out)
	}
	delete(seed, "dryRun")
	d.call(t, "proxy/seed", seed, &out)
	for _, p := range list("healthy healthy ") { // which they become by themselves
		if p.Health.ExitAddress != "203.0.113.7" || strings.Contains(p.Masked, "s3cret") {
			t.Errorf("%+v", p)
		}
	}

	// A client links through its proxy, or not at all.
	var client struct{ ID string }
	d.call(t, "clients/create", map[string]any{"name": "crm", "proxyId": list("healthy healthy ")[0].ID}, &client)
	before := len(web.Asked())
	if status, answer, err := d.post(t.Context(), "clients/getQr", map[string]any{"clientId": client.ID, "waitSeconds": 20}); err != nil || status != http.StatusServiceUnavailable {
		t.Errorf("what is no WhatsApp gave a code: %d %s %v", status, answer, err)
	}
	if got := web.Asked()[before:]; len(got) == 0 || got[0] != "web.whatsapp.com:443" {
		t.Errorf("the proxy was asked for %v", got)
	}
	web.Stop()
	if status, answer, err := d.post(t.Context(), "clients/getQr", map[string]any{"clientId": client.ID, "waitSeconds": 20}); err != nil || status != http.StatusServiceUnavailable ||
		!strings.Contains(string(answer), "The client's proxy does not answer: nothing listens at its address. Without it the client does not connect.") {
		t.Errorf("with a proxy that is down: %d %s %v", status, answer, err)
	}
	web.Resume(t)

	one, two := make([]byte, 32), make([]byte, 32)
	_, _ = rand.Read(one)
	_, _ = rand.Read(two)
	run(hex.EncodeToString(one)) // from the file to the environment
	run(hex.EncodeToString(two) + "," + hex.EncodeToString(one))
	run(hex.EncodeToString(two))
	for _, p := range list("healthy healthy ") {
		var tested struct{ Ok bool }
		if d.call(t, "proxy/test", map[string]any{"proxyId": p.ID}, &tested); !tested.Ok {
			t.Errorf("after a change of the key: %+v", p)
		}
	}
	run(hex.EncodeToString(one))
	list("unreadable unreadable ")
	logs.Write(d.log.Bytes())
	if !strings.Contains(logs.String(), "cannot be decrypted") || strings.Contains(logs.String(), "s3cret") || strings.Contains(logs.String(), "wr0ng") {
		t.Errorf("logged:\n%s", logs.String())
	}
}
