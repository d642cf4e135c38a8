package e2e

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// shopSpec is the description of an API that is elsewhere and lets no pages in.
const shopSpec = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://api.shop.example' }]
security: [{ key: [] }]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      tags: [orders]
      parameters: [{ name: id, in: path, required: true, schema: { type: string }, example: o-1 }]
      responses: { '200': { description: The order., content: { application/json: { schema: { type: object } } } } }
  /moved: { get: { operationId: getMoved, tags: [orders], responses: { '200': { description: It is here. } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`

// proxied runs "docsite proxy" for the pages of an origin. It returns where that is, and its log, which is whole once it was told to stop.
func proxied(t *testing.T, spec, origin, upstream string) (address string, stop func() string) {
	t.Helper()
	_, docsite := build(t)
	cmd := exec.Command(docsite, "proxy", "--spec", spec, "--listen", "127.0.0.1:0", "--site-origin", origin, "--upstream", upstream)
	var log bytes.Buffer
	cmd.Stderr = &log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	said := bufio.NewScanner(stdout)
	said.Scan()
	if address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(said.Text()); address == "" {
		t.Fatalf("the proxy says %q", said.Text())
	}
	return address, func() string {
		t.Helper()
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the proxy ended with %v", err)
		}
		return log.String()
	}
}

// TestStaticSiteSendsThroughItsProxy is the guide's first example: a folder of pages, and a proxy beside it.
func TestStaticSiteSendsThroughItsProxy(t *testing.T) {
	dir := t.TempDir()
	spec, out := filepath.Join(dir, "shop.yaml"), filepath.Join(dir, "site")
	if err := os.WriteFile(spec, []byte(shopSpec), 0o600); err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/moved" {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "session=evil")
		_, _ = io.WriteString(w, `{"path": "`+r.URL.Path+`", "key": "`+r.Header.Get("X-Key")+`", "of the browser": "`+r.Header.Get("Cookie")+r.Header.Get("Origin")+r.Referer()+`"}`)
	}))
	defer api.Close()
	pages := httptest.NewServer(http.FileServer(http.Dir(out)))
	defer pages.Close()
	address, stop := proxied(t, spec, pages.URL, api.URL+"/v1")
	_, docsite := build(t)
	if log, err := exec.Command(docsite, "build", "--spec", spec, "--out", out, "--proxy-url", address).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}

	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(pages.URL+"/reference/orders/getOrder/"))
	if way := js[string](ctx, t, `document.querySelector(".tryit").innerText`); !strings.Contains(way, "It goes through the proxy of this site at "+strings.TrimPrefix(address, "http://")) {
		t.Errorf("the panel says\n%s", way)
	}
	js[string](ctx, t, `document.cookie = "docs=1"`)
	do(ctx, t, chromedp.SendKeys(chromedp.CSS(`input[data-part=value]`), "k3y"))
	answer := tries(ctx, t)
	for _, want := range []string{"200 OK", "The order.", `"path": "/v1/orders/o-1"`, `"key": "k3y"`, `"of the browser": ""`} {
		if !strings.Contains(answer, want) {
			t.Errorf("%q is not in the answer:\n%s", want, answer)
		}
	}
	if cookies := js[string](ctx, t, `document.cookie`); cookies != "docs=1" {
		t.Errorf("there are the cookies %s", cookies)
	}
	do(ctx, t, chromedp.Navigate(pages.URL+"/reference/orders/getMoved/"))
	if answer = tries(ctx, t); !strings.Contains(answer, "302 Found") || !strings.Contains(answer, "Location http://169.254.169.254/latest/meta-data/") {
		t.Errorf("of a redirect the panel shows\n%s", answer)
	}
	if log := stop(); strings.Count(log, "operation=orders/") != 2 || strings.Contains(log, "k3y") || strings.Contains(log, "o-1") {
		t.Errorf("the log says\n%s", log)
	}
}
