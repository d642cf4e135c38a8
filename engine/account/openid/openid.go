// Package openid asks an OpenID Connect provider who somebody is.
//
// A browser is sent to the provider with a question and comes back with a code, for which the provider tells the engine
// who it is. What ties the two together is kept here and known to nobody else: the state, which the browser has to bring
// back; the nonce, which the answer has to have; and the verifier of PKCE, without which the code is worth nothing.
package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"wpengine/engine/account"
	"wpengine/engine/account/pending"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/outbound"
)

// CallbackPath is where the provider sends browsers back to.
const CallbackPath = "/sign-in/oidc/callback"

const (
	askTime     = 10 * time.Minute // for the person, who may have to find their phone
	requestTime = 15 * time.Second // for the provider, for each answer
	answerSize  = 1 << 20
	configTime  = 24 * time.Hour   // after which the provider is asked anew where its pages are
	retryTime   = 10 * time.Second // after which it is asked again when that failed
)

// Answers that are wrong make the engine ask the provider, so they are slowed down for its sake too.
var addressRule = throttle.Rule{Free: 30, First: time.Second, Most: time.Minute, Forget: time.Hour}

// Config says who the provider is.
type Config struct {
	Issuer       string // required: its address, as its tokens have it
	ClientID     string // required
	ClientSecret string // "" for a client that has none
	Name         string // what people call it; its host if ""
	AllowPrivate bool   // it may have a private address
}

// Provider is the provider.
type Provider struct {
	Config
	origin   string
	log      *slog.Logger
	now      func() time.Time
	client   *http.Client
	throttle *throttle.Throttle
	asked    *pending.Pending[question]

	mu      sync.Mutex
	found   *oidc.Provider
	foundAt time.Time
	failed  error
}

// question is what waits for a browser to come back.
type question struct {
	state, nonce, verifier string
	purpose                Purpose
}

// Purpose is what somebody is asked for: it comes back with the answer.
type Purpose struct {
	To      string // where to go afterwards
	Session string // the session whose account is to be linked, "" for a sign-in
}

// New returns the provider for an engine that browsers reach at an origin. It isn't asked for anything yet, because it
// may be away for a while.
func New(c Config, origin string, log *slog.Logger, now func() time.Time) (*Provider, error) {
	at, err := url.Parse(c.Issuer)
	if err != nil || at.Host == "" || at.RawQuery != "" || at.Fragment != "" || at.User != nil {
		return nil, fmt.Errorf("openid: the issuer %q is not an address such as https://id.example.com", c.Issuer)
	}
	if at.Scheme != "https" && (at.Scheme != "http" || !outbound.IsPrivate(at.Hostname())) {
		return nil, fmt.Errorf("openid: the issuer %s has to be at an https address", c.Issuer)
	}
	if outbound.IsPrivate(at.Hostname()) && !c.AllowPrivate {
		return nil, fmt.Errorf("openid: the issuer %s is at a private address: allow that with --oidc-allow-private", c.Issuer)
	}
	if c.Name == "" {
		c.Name = at.Hostname()
	}
	if now == nil {
		now = time.Now
	}
	return &Provider{
		Config: c, origin: origin, log: log, now: now, client: outbound.NewClient(c.AllowPrivate, requestTime, answerSize),
		throttle: &throttle.Throttle{Now: now}, asked: &pending.Pending[question]{Time: askTime, Now: now},
	}, nil
}

// away is what is said when the provider can't be asked.
func (p *Provider) away() error {
	return &api.Error{Code: api.CodeUnavailable, Detail: p.Name + " can't be asked right now. Try again in a moment, or sign in another way."}
}

// discover finds out where the provider's pages are.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	age := p.now().Sub(p.foundAt)
	switch {
	case p.failed != nil && age < retryTime:
		return nil, p.failed
	case p.found != nil && age < configTime:
		return p.found, nil
	}
	// Whoever asks first may hang up, and others wait for the answer.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	p.foundAt = p.now()
	if err != nil {
		p.log.ErrorContext(ctx, "openid: the provider can't be asked", "issuer", p.Issuer, "error", clip(err))
		p.found, p.failed = nil, p.away()
		return nil, p.failed
	}
	p.found, p.failed = found, nil
	return found, nil
}

// clip bounds what a provider makes of an error: it may have sent a page.
func clip(err error) string {
	text := err.Error()
	if len(text) > 500 {
		text = text[:500] + "…"
	}
	return text
}

// oauth is the engine as the provider knows it.
func (p *Provider) oauth(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: p.origin + CallbackPath,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// Ask returns the address of the provider to send a browser to, and the key that the browser keeps meanwhile. The error
// is an *api.Error if people may read it.
func (p *Provider) Ask(ctx context.Context, purpose Purpose) (key, address string, err error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", "", err
	}
	q := question{state: rand.Text(), nonce: rand.Text(), verifier: oauth2.GenerateVerifier(), purpose: purpose}
	key = rand.Text()
	p.asked.Put(key, throttle.Network(api.CallerFrom(ctx).Address), q)
	return key, p.oauth(found).AuthCodeURL(q.state, oidc.Nonce(q.nonce), oauth2.S256ChallengeOption(q.verifier)), nil
}

// Answer returns who the browser's owner is, given the key that it has kept and the query that it came back with. An
// answer is taken once. The error is an *api.Error if people may read it.
func (p *Provider) Answer(ctx context.Context, key string, back url.Values) (account.Identity, Purpose, error) {
	q, ok := p.asked.Take(key)
	if !ok || subtle.ConstantTimeCompare([]byte(q.state), []byte(back.Get("state"))) != 1 {
		return account.Identity{}, Purpose{}, refused("That took too long, was sent twice, or was begun in another browser. Begin anew.")
	}
	if issuer := back.Get("iss"); issuer != "" && issuer != p.Issuer { // RFC 9207
		return account.Identity{}, q.purpose, refused("The answer is not from " + p.Name + ".")
	}
	if back.Get("error") != "" {
		p.log.InfoContext(ctx, "openid: refused by the provider", "error", clip(errors.New(back.Get("error"))))
		return account.Identity{}, q.purpose, refused(p.Name + " has not signed you in. Try again, or sign in another way.")
	}
	from := throttle.Count{Name: throttle.Network(api.CallerFrom(ctx).Address), Rule: addressRule}
	if _, wait := p.throttle.Attempt(from); wait > 0 {
		return account.Identity{}, q.purpose, throttle.Refusal(wait)
	}
	found, err := p.discover(ctx)
	if err != nil {
		return account.Identity{}, q.purpose, err
	}
	who, err := p.redeem(oidc.ClientContext(ctx, p.client), found, q, back.Get("code"))
	if err != nil {
		p.log.WarnContext(ctx, "openid: an answer was refused", "issuer", p.Issuer, "error", clip(err))
		return account.Identity{}, q.purpose, refused("The answer of " + p.Name + " could not be verified. Try again, or sign in another way; the server's log has more.")
	}
	p.throttle.Succeeded(from)
	return who, q.purpose, nil
}

func refused(detail string) *api.Error { return api.Errorf(api.CodeInvalidRequest, "%s", detail) }

// claims are what a provider says of somebody.
type claims struct {
	Subject  string   `json:"sub"`
	Email    string   `json:"email"`
	Verified yes      `json:"email_verified"`
	Name     string   `json:"name"`
	Party    string   `json:"azp"`
	Audience audience `json:"aud"`
}

// redeem makes of a code who somebody is.
func (p *Provider) redeem(ctx context.Context, found *oidc.Provider, q question, code string) (account.Identity, error) {
	token, err := p.oauth(found).Exchange(ctx, code, oauth2.VerifierOption(q.verifier))
	if err != nil {
		return account.Identity{}, fmt.Errorf("redeem the code: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return account.Identity{}, errors.New("there is no id_token in the answer")
	}
	verified, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID, Now: p.now}).Verify(ctx, raw)
	if err != nil {
		return account.Identity{}, err
	}
	if subtle.ConstantTimeCompare([]byte(verified.Nonce), []byte(q.nonce)) != 1 {
		return account.Identity{}, errors.New("the token has another nonce")
	}
	var c claims
	if err := verified.Claims(&c); err != nil {
		return account.Identity{}, err
	}
	if c.Party != "" && c.Party != p.ClientID || c.Party == "" && len(c.Audience) > 1 {
		return account.Identity{}, errors.New("the token is for another client")
	}
	if c.Email == "" {
		if err := p.more(ctx, found, token, &c); err != nil {
			return account.Identity{}, err
		}
	}
	return account.Identity{
		Service: p.Name, Issuer: verified.Issuer, Subject: verified.Subject, Email: c.Email, Verified: bool(c.Verified), Name: c.Name,
	}, nil
}

// more asks the provider for what its token doesn't say.
func (p *Provider) more(ctx context.Context, found *oidc.Provider, token *oauth2.Token, c *claims) error {
	if found.UserInfoEndpoint() == "" {
		return nil
	}
	subject := c.Subject
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return fmt.Errorf("ask for more: %w", err)
	}
	if info.Subject != subject { // OpenID Connect Core, 5.3.2
		return errors.New("what more it says is of somebody else")
	}
	return info.Claims(c)
}

// yes is a boolean that some providers write as a text.
type yes bool

// UnmarshalJSON implements [json.Unmarshaler].
func (y *yes) UnmarshalJSON(data []byte) error {
	*y = strings.Trim(string(data), `"`) == "true"
	return nil
}

// audience is whom a token is for: one or several.
type audience []string

// UnmarshalJSON implements [json.Unmarshaler].
func (a *audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}
