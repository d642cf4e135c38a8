package docsite_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

// authority is an authorization server. What it does is said by the id of the client: "docs" is let in.
type authority struct {
	*httptest.Server
	t          *testing.T
	mu         sync.Mutex
	challenges map[string]string // by the code
	granted    int
	refreshed  []string
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t, challenges: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/authorize", a.authorize)
	mux.HandleFunc("/token", a.token)
	mux.HandleFunc("/settings", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": a.URL, "authorization_endpoint": a.URL + "/authorize?audience=shop", "token_endpoint": a.URL + "/token", "scopes_supported": []string{"email"},
		})
	})
	a.Server = httptest.NewServer(mux)
	t.Cleanup(a.Close)
	return a
}

// authorize sends everybody back, without asking.
func (a *authority) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	docs, _, _ := strings.Cut(q.Get("redirect_uri"), "oauth/callback/")
	if q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || len(q.Get("state")) < 43 || q.Get("audience") != "shop" || r.Referer() != docs {
		a.t.Errorf("the authorization server was asked %s from %q", r.URL, r.Referer())
	}
	a.mu.Lock()
	code := fmt.Sprintf("code-%d", len(a.challenges))
	a.challenges[code] = q.Get("code_challenge")
	a.mu.Unlock()
	back := url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {a.URL}}
	switch q.Get("client_id") {
	case "denied":
		back = url.Values{"error": {"access_denied"}, "error_description": {"Not <b>today</b>."}, "state": {q.Get("state")}}
	case "mixed":
		back.Set("iss", "https://elsewhere.example")
	case "forged":
		back.Set("state", "made-up")
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (a *authority) token(w http.ResponseWriter, r *http.Request) {
	form := func(name string) string { return r.PostFormValue(name) }
	client := form("client_id")
	if client != "mute" {
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.granted++
	answer := map[string]any{"access_token": fmt.Sprintf("token-%d", a.granted), "token_type": "Bearer", "expires_in": 3600}
	switch form("grant_type") {
	case "authorization_code":
		sum := sha256.Sum256([]byte(form("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != a.challenges[form("code")] {
			a.t.Errorf("the verifier is not that of the challenge: %v", r.PostForm)
		}
		answer["refresh_token"] = "refresh-0"
		if client == "brief" {
			answer["expires_in"] = 1
		}
	case "refresh_token":
		a.refreshed = append(a.refreshed, form("refresh_token"))
		answer["refresh_token"] = fmt.Sprintf("refresh-%d", len(a.refreshed))
		if len(a.refreshed) == 1 {
			answer["expires_in"] = 1
		}
		if len(a.refreshed) > 2 {
			w.WriteHeader(http.StatusBadRequest)
			answer = map[string]any{"error": "invalid_grant"}
		}
	case "client_credentials":
		if form("client_secret") != "s3cret" || form("scope") != "read write" {
			w.WriteHeader(http.StatusUnauthorized)
			answer = map[string]any{"error": "invalid_client"}
		}
	default:
		a.t.Errorf("the token endpoint was asked %v", r.PostForm)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// loginSite serves docs of an operation that wants a token.
func loginSite(t *testing.T, a *authority) (page string, calls *server) {
	t.Helper()
	spec, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte(strings.ReplaceAll(`
openapi: 3.1.0
info: { title: Shop, version: '1' }
security: [ { one: [read, write] }, { two: [] } ]
paths:
  /list: { get: { operationId: list, tags: [shop], responses: { '200': { description: The list. } } } }
components:
  securitySchemes:
    one:
      type: oauth2
      flows:
        authorizationCode: { authorizationUrl: '$/authorize?audience=shop', tokenUrl: '$/token', scopes: { read: 'Look.', write: 'Change.', own: 'All.' } }
        clientCredentials: { tokenUrl: '$/token', scopes: {} }
    two: { type: openIdConnect, openIdConnectUrl: '$/settings' }
`, "$", a.URL))}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	calls = &server{}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.mu.Lock()
		defer calls.mu.Unlock()
		calls.got = append(calls.got, r.Header.Get("Authorization"))
	}))
	t.Cleanup(api.Close)
	site, err := docsite.New(docsite.Config{Spec: spec, Assets: os.DirFS("../assets"), Upstreams: []string{api.URL}})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	t.Cleanup(docs.Close)
	return docs.URL + "/reference/shop/list/", calls
}

func TestReadersSignInForAToken(t *testing.T) {
	a := newAuthority(t)
	page, calls := loginSite(t, a)
	b := newBrowser(t)
	const said = `document.querySelector(".tryit-scheme:not([hidden]) .tryit-login-form .tryit-said").textContent`
	const client, press = `.tryit-scheme:not([hidden]) .tryit-login-form input[type=text]`, `.tryit-scheme:not([hidden]) .tryit-login-form .tryit-actions button`
	signIn := func(as string) {
		t.Helper()
		b.do(chromedp.SetValue(chromedp.CSS(client), as), chromium.Click(press))
	}
	sends := func(want string) {
		t.Helper()
		b.do(chromium.Click("[data-send]"))
		b.ended()
		if got, _ := calls.last(); got != want {
			t.Errorf("the server got %q, want %q", got, want)
		}
	}
	b.do(chromedp.EmulateViewport(1280, 1400), chromedp.Navigate(page), chromium.Click(".tryit-scheme:not([hidden]) [data-login] summary"), chromedp.WaitVisible(chromedp.CSS(client)))

	t.Log("nobody signs in without an id, and where one is sent back to is told")
	b.do(chromium.Click(press))
	b.wait(said + `.startsWith("A client id is needed")`)
	b.says(`document.querySelector(".tryit-login-form .tryit-hint code").textContent`, page[:len(page)-len("reference/shop/list/")]+"oauth/callback/")
	b.says(`[...document.querySelectorAll(".tryit-scopes input")].map((one) => one.value + one.checked).join()`, "readtrue,writetrue,ownfalse")

	t.Log("what isn't a yes gives no token")
	for as, want := range map[string]string{
		"denied": "The authorization server says no: Not <b>today</b> (access_denied).",
		"mute":   "it sends no CORS headers",
	} {
		signIn(as)
		b.wait(said + `.includes(` + fmt.Sprintf("%q", want) + `)`)
		b.says(`"[" + document.getElementById("try-key-one").value + "]"`, "[]")
	}
	signIn("forged")
	b.wait(said + ` === "Sign in in the other window."`)
	b.do(chromium.Click(".tryit-login-form .tryit-actions button:last-child"))
	b.wait(said + ` === "The sign-in is cancelled."`)

	t.Log("a code becomes a token, which is sent and stays in the tab")
	signIn("brief")
	b.wait(said + `.startsWith("You have a token.")`)
	b.says(`document.getElementById("try-key-one").value`, "token-")
	b.says(`localStorage.length + location.href + document.cookie`, "0"+page)

	t.Log("one that has ended is renewed before it is sent, as often as it takes")
	sends("Bearer " + b.renewed(a, 1))
	sends("Bearer " + b.renewed(a, 2))
	b.do(chromedp.Reload())
	b.js(`sessionStorage.length`)
	sends("Bearer " + b.renewed(a, 2))

	t.Log("one that can't be renewed is tried as it is")
	b.do(chromium.Click(".tryit-scheme:not([hidden]) [data-login] summary"), chromedp.WaitVisible(chromedp.CSS(client)))
	b.says(`document.querySelector(".tryit-login-form input[type=text]").value`, "brief")
	signIn("brief")
	b.wait(said + `.startsWith("You have a token.")`)
	sends("Bearer " + b.js(`document.getElementById("try-key-one").value`))
	b.says(`document.querySelector(".tryit-error").textContent`, "This token has ended")

	t.Log("a program's token needs the secret")
	b.do(chromium.Click(press + ":nth-child(2)"))
	b.wait(said + `.includes("says no: invalid_client")`)
	b.do(chromedp.SendKeys(chromedp.CSS(".tryit-login-form input[type=password]"), "s3cret"), chromium.Click(press+":nth-child(2)"))
	b.wait(said + `.startsWith("You have a token.")`)

	t.Log("OpenID Connect tells its own addresses, and no other server may answer")
	b.do(chromedp.SetValue(chromedp.ID("try-way"), "1"))
	b.js(`document.getElementById("try-way").dispatchEvent(new Event("change", { bubbles: true }))`)
	b.do(chromium.Click(".tryit-scheme:not([hidden]) [data-login] summary"), chromedp.WaitVisible(chromedp.CSS(client)))
	signIn("mixed")
	b.wait(said + `.includes("from another authorization server")`)
	signIn("docs")
	b.wait(said + `.startsWith("You have a token.")`)
	sends("Bearer " + b.js(`document.getElementById("try-key-two").value`))
	if !strings.HasPrefix(b.js(`document.getElementById("try-key-two").value`), "token-") {
		t.Error("there is no token")
	}
}

// renewed is the token that a call will have, when so many were renewed.
func (b *browser) renewed(a *authority, times int) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.refreshed) >= times {
		return fmt.Sprintf("token-%d", a.granted)
	}
	return fmt.Sprintf("token-%d", a.granted+1)
}

// The callback page gives a code to nobody but the page that waits for it, and keeps it out of the address.
func TestCallbackThatNobodyWaitsForSaysSo(t *testing.T) {
	a := newAuthority(t)
	page, _ := loginSite(t, a)
	b := newBrowser(t)
	b.do(chromedp.Navigate(strings.TrimSuffix(page, "reference/shop/list/") + "oauth/callback/?code=abc&state=def"))
	b.says(`location.search + document.querySelector("[data-said]").innerText`, "Going back to the page that you signed in from.")
	if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](`document.querySelector("[data-said]").innerText.startsWith("No page of this site waits")`)); err != nil {
		t.Fatal(err)
	}
	b.says(`"[" + location.search + "]"`, "[]")
}
