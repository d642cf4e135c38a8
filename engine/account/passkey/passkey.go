// Package passkey is the sign-in with a passkey: a key in a phone, a computer or a stick, which the device uses once its
// owner has shown it who they are. That is both steps of a sign-in in one.
//
// A passkey is for one address, that by which browsers reach the engine. Browsers have none for addresses without TLS,
// except those of their own machine.
package passkey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/pending"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/seal"
	"wpengine/engine/store"
)

// askTime is how long somebody may take to answer with a passkey.
const askTime = 5 * time.Minute

// An answer with a passkey can't be guessed, so this only bounds the work.
var addressRule = throttle.Rule{Free: 30, First: time.Second, Most: time.Minute, Forget: time.Hour}

// Config is what Passkeys are made of.
type Config struct {
	Rows   *store.Passkeys // required
	Users  *store.Users    // required
	Audit  *audit.Log      // required
	Secret []byte          // required: the data folder's
	Origin string          // required: the address by which browsers reach the engine, such as https://wa.example.com
	Name   string          // required: what devices call it

	// Now is the time; that of the machine if nil.
	Now func() time.Time
}

// Passkeys are those of all accounts.
type Passkeys struct {
	rows     *store.Passkeys
	users    *store.Users
	audit    *audit.Log
	sealer   *seal.Sealer
	web      *webauthn.WebAuthn // nil where there can be none
	problem  string
	now      func() time.Time
	throttle *throttle.Throttle
	asked    *pending.Pending[webauthn.SessionData] // what waits for an answer: by the session that adds one, or by a key of whoever signs in
}

// New returns the passkeys. At an address that is good for none they only say so.
func New(c Config) (*Passkeys, error) {
	p := &Passkeys{
		rows: c.Rows, users: c.Users, audit: c.Audit, now: c.Now, throttle: &throttle.Throttle{Now: c.Now},
		asked: &pending.Pending[webauthn.SessionData]{Time: askTime, Now: c.Now},
	}
	if p.now == nil {
		p.now = time.Now
	}
	var err error
	if p.sealer, err = seal.New(c.Secret, "wpengine passkeys"); err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	host, problem := forPasskeys(c.Origin)
	if p.problem = problem; problem != "" {
		return p, nil
	}
	timeout := webauthn.TimeoutConfig{Timeout: askTime, TimeoutUVD: askTime}
	p.web, err = webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: c.Name, RPOrigins: []string{c.Origin},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		AttestationPreference: protocol.PreferNoAttestation, // whose make a device is doesn't matter to us
		Timeouts:              webauthn.TimeoutsConfig{Login: timeout, Registration: timeout},
		// We ask for no extension. What a password manager adds by itself is not looked at.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return p, nil
}

// forPasskeys returns the host that passkeys are for at an address, or what is wrong with that.
func forPasskeys(origin string) (host, problem string) {
	at, err := url.Parse(origin)
	if err != nil || at.Hostname() == "" {
		return "", "The engine doesn't know its own address. Start it with --public-url."
	}
	host = at.Hostname()
	if _, err := netip.ParseAddr(host); err == nil {
		return "", fmt.Sprintf("Browsers have passkeys for names, not for %s. Start the engine with --public-url and an https address that has a name.", host)
	}
	if at.Scheme != "https" && host != "localhost" && !strings.HasSuffix(host, ".localhost") {
		return "", fmt.Sprintf("Browsers have passkeys for https addresses, not for %s. Start the engine with --public-url and its https address.", origin)
	}
	return host, ""
}

// Problem says why there can be no passkeys here, "" if there can.
func (p *Passkeys) Problem() string { return p.problem }

// Passkey is a passkey as its owner sees it.
type Passkey struct {
	ID, Name string
	Suspect  bool // there may be a copy of it
	Added    time.Time
	Used     time.Time // zero: never
}

// List returns the passkeys of an account, the oldest first.
func (p *Passkeys) List(ctx context.Context, userID string) ([]Passkey, error) {
	rows, err := p.rows.List(ctx, userID)
	out := make([]Passkey, len(rows))
	for i, r := range rows {
		out[i] = Passkey{ID: r.ID, Name: r.Name, Suspect: r.Suspect, Added: r.CreatedAt, Used: r.UsedAt}
	}
	return out, err
}

// Remove removes a passkey of the caller's account.
func (p *Passkeys) Remove(ctx context.Context, id string) error {
	userID := api.CallerFrom(ctx).UserID
	list, err := p.List(ctx, userID)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.ID != id {
			continue
		}
		if err := p.rows.Delete(ctx, userID, id); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		p.audit.Record(ctx, audit.PasskeyRemoved, userID, one.Name)
		return nil
	}
	return api.Errorf(api.CodeNotFound, "The account has no such passkey.")
}

// ready says that there can be no passkeys here, if that is so.
func (p *Passkeys) ready() error {
	if p.problem != "" {
		return api.Errorf(api.CodeForbidden, "%s", p.problem)
	}
	return nil
}

// owner is an account as the library sees it.
type owner struct {
	user        store.User
	handle      []byte
	rows        []store.Passkey
	credentials []webauthn.Credential // of the rows
}

// WebAuthnID implements [webauthn.User].
func (o *owner) WebAuthnID() []byte { return o.handle }

// WebAuthnName implements [webauthn.User].
func (o *owner) WebAuthnName() string { return o.user.Email }

// WebAuthnDisplayName implements [webauthn.User].
func (o *owner) WebAuthnDisplayName() string {
	if o.user.Name != "" {
		return o.user.Name
	}
	return o.user.Email
}

// WebAuthnCredentials implements [webauthn.User].
func (o *owner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

// find returns the row of a credential.
func (o *owner) find(id []byte) store.Passkey {
	for _, row := range o.rows {
		if bytes.Equal(row.CredentialID, id) {
			return row
		}
	}
	return store.Passkey{}
}

// owner returns an account with its passkeys.
func (p *Passkeys) owner(ctx context.Context, userID string) (*owner, error) {
	id, err := uuid.Parse(userID)
	if err != nil {
		return nil, fmt.Errorf("passkey: account %q: %w", userID, err)
	}
	o := &owner{handle: id[:]}
	if o.user, err = p.users.Get(ctx, userID); err != nil {
		return nil, err
	}
	if o.rows, err = p.rows.List(ctx, userID); err != nil {
		return nil, err
	}
	for _, row := range o.rows {
		text, err := p.sealer.Open(row.ID, row.Sealed)
		if err != nil {
			continue // the key of the database was lost: it is as good as none, and its owner may add another
		}
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			return nil, fmt.Errorf("passkey: passkey %s is damaged: %w", row.ID, err)
		}
		o.credentials = append(o.credentials, c)
	}
	return o, nil
}

// seal makes what is kept of a passkey.
func (p *Passkeys) seal(row *store.Passkey, c *webauthn.Credential) error {
	c.Authenticator.CloneWarning = false // the row has that
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("passkey: %w", err)
	}
	row.Sealed = p.sealer.Seal(row.ID, string(data))
	return nil
}

func unknown() *api.Error {
	return api.Errorf(api.CodeUnauthenticated, "This passkey is not known here. Sign in another way; if the passkey was removed here, remove it from the device too.")
}

func refused(detail string) *api.Error { return api.Errorf(api.CodeInvalidRequest, "%s.", detail) }

// reason is what the library says is wrong, in its words.
func reason(err error) string {
	known := new(protocol.Error)
	if errors.As(err, &known) {
		return strings.TrimSuffix(known.Details, ".")
	}
	return "the answer is not what was asked for"
}
