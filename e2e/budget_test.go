package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// newUser makes an account on a running server, as its owner would on the command line, and a key of it.
func (d *demo) newUser(t *testing.T, email string) (key string) {
	t.Helper()
	wpengine, _ := build(t)
	for _, args := range [][]string{
		{"user", "create", "--data", d.data, "--email", email, "--password-stdin"}, {"key", "create", "--data", d.data, "--email", email, "--name", "test"},
	} {
		cmd := exec.Command(wpengine, args...)
		cmd.Stdin = strings.NewReader(dashboardPassword + "\n")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		key = strings.TrimSpace(string(out))
	}
	return key
}

var leftIn = regexp.MustCompile(`^"hour";r=(\d+);t=(\d+)$`)

// TestFreeAccountsRequestTooManyIsRefused makes the hundred requests of a free account, and then one more. The answers'
// headers, account.get and the page agree all along.
func TestFreeAccountsRequestTooManyIsRefused(t *testing.T) {
	d, _ := setUp(t)
	key := d.newUser(t, "free@example.com")
	call := func(operation string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.origin+"/api/rpc/"+operation, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("content-type", "application/json")
		r.Header.Set("x-api-key", key)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(body)
	}
	for n := 1; n <= 100; n++ {
		operation := "server/ping"
		if n%10 == 0 {
			operation = "account/get"
		}
		resp, body := call(operation)
		left := leftIn.FindStringSubmatch(resp.Header.Get("RateLimit"))
		if resp.StatusCode != 200 || left == nil || left[1] != strconv.Itoa(100-n) || resp.Header.Get("RateLimit-Policy") != `"hour";q=100;w=3600` {
			t.Fatalf("request %d: %s %v", n, resp.Status, resp.Header)
		}
		var told struct {
			Usage struct{ Limit, Remaining int }
		}
		if err := json.Unmarshal([]byte(body), &told); operation == "account/get" && (err != nil || told.Usage.Limit != 100 || told.Usage.Remaining != 100-n) {
			t.Errorf("request %d: account.get says %s (%v)", n, body, err)
		}
	}
	resp, body := call("server/ping")
	wait, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	left := leftIn.FindStringSubmatch(resp.Header.Get("RateLimit"))
	if resp.StatusCode != 429 || err != nil || wait < 3000 || wait > 3600 || left == nil || left[1] != "0" || left[2] != strconv.Itoa(wait) || !strings.Contains(body, `"rate_limited"`) {
		t.Errorf("the request too many: %s %v %s", resp.Status, resp.Header, body)
	}

	t.Log("the page says so too, and a session is no way around it")
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(d.origin+"/account/usage"), chromedp.SendKeys(chromedp.ID("email"), "free@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("main", "100 of 100 requests were made, 0 are left."))
	until(ctx, t, has("main", "101 requests, of which 1 failed or were refused"))
	until(ctx, t, `document.querySelector("meter").value === 100 && document.querySelector("meter").max === 100`)
	accessibleEverywhere(ctx, t, "usage of a spent budget")
	answer := js[string](ctx, t, `fetch("/api/rpc/server/ping", {method: "POST", headers: {"content-type": "application/json"}, body: "{}"})
		.then(async (r) => [r.status, r.headers.get("ratelimit-policy"), (await r.json()).code].join(" "))`, chromedp.EvalAwaitPromise)
	if want := `429 "hour";q=100;w=3600 rate_limited`; answer != want {
		t.Errorf("a session is answered %s, want %s", answer, want)
	}
}

// TestPagesOfOtherSitesNeedAKey has a page of another origin call the API: with a key it may, in the name of who is signed
// in in the same browser it may not.
func TestPagesOfOtherSitesNeedAKey(t *testing.T) {
	d, link := setUp(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Another site</title>")
	}))
	defer other.Close()
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(link), chromedp.SendKeys(chromedp.ID("email"), "ada@example.com"), chromedp.SendKeys(chromedp.ID("password"), dashboardPassword+"\r"))
	until(ctx, t, has("[data-toasts]", "Welcome"))
	key := d.newUser(t, "free@example.com")
	// Its cookie goes along: cookies know no ports, and to the browser this is the same site.
	do(ctx, t, chromedp.Navigate(strings.Replace(other.URL, "127.0.0.1", "localhost", 1)))
	call := func(operation, options string) string {
		t.Helper()
		script := fmt.Sprintf(`fetch(%q, {method: "POST", body: "{}", ...%s}).then(async (r) => {
			const answer = await r.json();
			return [r.status, answer.code ?? answer.email ?? "", r.headers.get("ratelimit") !== null, r.headers.get("x-request-id") !== null].join(" ");
		}, () => "not shown")`, d.origin+"/api/rpc/"+operation, options)
		return js[string](ctx, t, script, chromedp.EvalAwaitPromise)
	}
	json := `"content-type": "application/json"`
	for _, c := range []struct{ name, operation, options, want string }{
		{"a key", "account/get", `{headers: {` + json + `, "x-api-key": "` + key + `"}}`, "200 free@example.com true true"},
		{"a key and a cookie", "account/get", `{credentials: "include", headers: {` + json + `, "x-api-key": "` + key + `"}}`, "not shown"},
		{"a wrong key", "account/get", `{headers: {` + json + `, "x-api-key": "wpe_wrong"}}`, "401 unauthenticated false true"},
		{"a key with an Idempotency-Key", "clients/create", `{body: '{"name":"x"}', headers: {` + json + `, "x-api-key": "` + key + `", "idempotency-key": "1"}}`, "200  true true"},
		{"a header that isn't for us", "account/get", `{headers: {` + json + `, "x-other": "1", "x-api-key": "` + key + `"}}`, "not shown"},
		{"nothing", "account/get", `{headers: {` + json + `}}`, "401 unauthenticated false true"},
		{"a cookie", "account/get", `{credentials: "include", headers: {` + json + `}}`, "not shown"},
		{"a cookie, without asking first", "apiKeys/create", `{credentials: "include", body: '{"name":"stolen"}'}`, "not shown"},
	} {
		if got := call(c.operation, c.options); got != c.want {
			t.Errorf("with %s: %q, want %q", c.name, got, c.want)
		}
	}
	do(ctx, t, chromedp.Navigate(d.origin+"/account/api-keys"))
	until(ctx, t, has("main", "There is no key yet."))
}
