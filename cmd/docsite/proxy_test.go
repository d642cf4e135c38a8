package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"wpengine/content"
)

// TestProxyPassesOnWhatPagesOfItsSitesTry runs the program as people do, for a site that is elsewhere.
func TestProxyPassesOnWhatPagesOfItsSitesTry(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Method+" "+r.RequestURI+" from "+r.Header.Get("Origin")+r.Header.Get("Cookie"))
	}))
	defer upstream.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "proxy", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0",
		"--spec", "../../docsite/testdata/spec.yaml", "--upstream", upstream.URL+"/v1", "--site-origin", "https://Docs.example.com:443/")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var log bytes.Buffer
	cmd.Stderr = &log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(stdout)
	var at []string // of the counters, then of the proxy
	for range 2 {
		said.Scan()
		at = append(at, regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(said.Text()))
	}

	ask := func(method, origin string, header ...string) (*http.Response, string) {
		t.Helper()
		body, contentType := messageForm(t, `{}`)
		r, err := http.NewRequestWithContext(ctx, method, at[1]+"server/ping", body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", origin)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Cookie", "session=1")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }() // only read
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(text)
	}
	const site = "https://docs.example.com"
	question := []string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "x-try-it"}
	if resp, _ := ask(http.MethodOptions, site, question...); resp.StatusCode != http.StatusNoContent ||
		resp.Header.Get("Access-Control-Allow-Origin") != site || !strings.EqualFold(resp.Header.Get("Access-Control-Allow-Headers"), "x-try-it") {
		t.Errorf("preflight: %d %v", resp.StatusCode, resp.Header)
	}
	if resp, text := ask(http.MethodPost, site, "X-Try-It", "1"); resp.Header.Get("Access-Control-Allow-Origin") != site || !strings.Contains(text, "POST /v1/server/ping from ") {
		t.Errorf("%d %v: %s", resp.StatusCode, resp.Header, text)
	} else if strings.Contains(text, "docs.example") || strings.Contains(text, "session") {
		t.Errorf("the server got what only the proxy should: %s", text)
	}
	for _, other := range []string{"https://evil.example", "http://docs.example.com", "https://docs.example.com.evil.example", "null", "https://docs.example.com:444"} {
		for _, method := range []string{http.MethodOptions, http.MethodPost} {
			if resp, _ := ask(method, other, append(question, "X-Try-It", "1")...); resp.StatusCode != http.StatusForbidden || resp.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s from %s: %d %v", method, other, resp.StatusCode, resp.Header)
			}
		}
	}
	if got := fetch(ctx, t, at[0]+"metrics"); !strings.Contains(got, `docsite_tryit_calls_total{outcome="2xx"} 1`) || !strings.Contains(got, `outcome="cross_origin"} 10`) {
		t.Errorf("it counts\n%s", got)
	}
	guide := proxyGuide(t)
	for _, metric := range regexp.MustCompile(`# HELP (docsite_\w+)`).FindAllStringSubmatch(fetch(ctx, t, at[0]+"metrics"), -1) {
		if !strings.Contains(guide, "\n| `"+metric[1]+"` |") {
			t.Errorf("the guide doesn't say what %s counts", metric[1])
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("interrupted: %v", err)
	}
	if !strings.Contains(log.String(), "operation=server/ping client=127.0.0.1") || !strings.Contains(log.String(), "status=200") {
		t.Errorf("the log says\n%s", &log)
	}
}

// proxyGuide is what users are told of the proxy.
func proxyGuide(t *testing.T) string {
	t.Helper()
	text, err := fs.ReadFile(content.FS(), "guides/host-the-proxy.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestGuideHasEveryFlagOfTheProxy(t *testing.T) {
	var help bytes.Buffer
	if code := (mainCmd{Stdout: &help, Stderr: &help}).Run([]string{"proxy", "--help"}); code != 0 {
		t.Fatalf("it ends with %d: %s", code, &help)
	}
	flags := regexp.MustCompile(`(?m)^ +(--[a-z-]+)`).FindAllStringSubmatch(help.String(), -1)
	if len(flags) < 8 {
		t.Fatalf("the help has the flags %q", flags)
	}
	guide := proxyGuide(t)
	for _, flag := range flags {
		if !strings.Contains(guide, "\n| `"+flag[1]+"` |") {
			t.Errorf("the guide doesn't say what %s sets", flag[1])
		}
	}
}

// messageForm is a message as a panel posts it.
func messageForm(t *testing.T, message string) (body io.Reader, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="message"; filename="blob"`}, "Content-Type": {"application/json"}})
	if err == nil {
		_, err = io.WriteString(part, message)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return &b, w.FormDataContentType()
}
