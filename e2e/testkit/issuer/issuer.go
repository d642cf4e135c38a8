// Package issuer is a small OpenID Connect provider for tests. It signs in whoever comes, as the person that the test
// says, and insists on what a client has to do right: the redirect, PKCE, its secret, and that a code is redeemed once.
package issuer

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// The client that it knows.
const (
	ClientID     = "wpengine"
	ClientSecret = "not much of a secret"
)

// Issuer is the provider. Its fields say who comes, and what is wrong with what it says; they may be changed at any time
// between requests.
type Issuer struct {
	URL string

	Claims   map[string]any       // of the person: sub, email, email_verified, name
	UserInfo map[string]any       // what its userinfo page says; nil for the same claims
	Tamper   func(map[string]any) // changes a token before it is signed
	Key      *rsa.PrivateKey      // what tokens are signed with; another than the one it shows is wrong
	Denies   bool                 // it signs nobody in
	Asks     bool                 // it shows a page with a button before it goes on

	now   func() time.Time
	shown *rsa.PrivateKey
	t     testing.TB
	mu    sync.Mutex
	codes map[string]url.Values // what was asked for, by the code that answers
}

// New starts a provider that ends with the test.
func New(t testing.TB, now func() time.Time) *Issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &Issuer{t: t, Key: key, shown: key, now: now, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /userinfo", i.userInfo)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	i.URL = server.URL
	return i
}

func send(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	send(w, http.StatusOK, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
		"userinfo_endpoint": i.URL + "/userinfo", "id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	public := i.shown.PublicKey
	send(w, http.StatusOK, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": encode(public.N.Bytes()), "e": encode(big.NewInt(int64(public.E)).Bytes()),
	}}})
}

// authorize sends the browser back at once, or with a button.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("state") == "" || q.Get("nonce") == "" {
		http.Error(w, "what is this? "+r.URL.RawQuery, http.StatusBadRequest)
		return
	}
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := url.Values{"state": {q.Get("state")}, "iss": {i.URL}}
	if i.Denies {
		answer.Set("error", "access_denied")
	} else {
		code := rand.Text()
		i.mu.Lock()
		i.codes[code] = q
		i.mu.Unlock()
		answer.Set("code", code)
	}
	back.RawQuery = answer.Encode()
	if i.Asks {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>Provider</title><a id="yes" href="%s">It is me</a>`, html.EscapeString(back.String()))
		return
	}
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	id, secret, ok := r.BasicAuth()
	if !ok {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	}
	plain, _ := url.QueryUnescape(secret) // RFC 6749, 2.3.1
	i.mu.Lock()
	asked, known := i.codes[r.FormValue("code")]
	delete(i.codes, r.FormValue("code"))
	i.mu.Unlock()
	verifier := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	switch {
	case id != ClientID || subtle.ConstantTimeCompare([]byte(plain), []byte(ClientSecret)) != 1:
		send(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
		return
	case !known || r.FormValue("redirect_uri") != asked.Get("redirect_uri") || encode(verifier[:]) != asked.Get("code_challenge"):
		send(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	now := i.now()
	claims := map[string]any{"iss": i.URL, "aud": ClientID, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "nonce": asked.Get("nonce")}
	for name, value := range i.Claims {
		claims[name] = value
	}
	if i.Tamper != nil {
		i.Tamper(claims)
	}
	send(w, http.StatusOK, map[string]any{"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": i.sign(claims)})
}

func (i *Issuer) sign(claims map[string]any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		i.t.Error(err)
	}
	signed := encode([]byte(`{"alg":"RS256","kid":"1","typ":"JWT"}`)) + "." + encode(body)
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, i.Key, crypto.SHA256, sum[:])
	if err != nil {
		i.t.Error(err)
	}
	return signed + "." + encode(signature)
}

func (i *Issuer) userInfo(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer access" {
		send(w, http.StatusUnauthorized, nil)
		return
	}
	if i.UserInfo != nil {
		send(w, http.StatusOK, i.UserInfo)
		return
	}
	send(w, http.StatusOK, i.Claims)
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
