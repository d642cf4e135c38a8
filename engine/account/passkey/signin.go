package passkey

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// AskToSignIn returns what a script is to ask whoever signs in for, and the key under which that waits for the answer. A
// browser that has such a key is asked the same as before: each of its tabs may be the one that answers.
func (p *Passkeys) AskToSignIn(ctx context.Context, had string) (key string, options any, err error) {
	if err := p.ready(); err != nil {
		return "", nil, err
	}
	with := []webauthn.LoginOption{webauthn.WithUserVerification(protocol.VerificationRequired)}
	key = rand.Text()
	if before, ok := p.asked.Get(had); ok && len(before.UserID) == 0 {
		challenge, err := base64.RawURLEncoding.DecodeString(before.Challenge)
		if err != nil {
			return "", nil, fmt.Errorf("passkey: %w", err)
		}
		key, with = had, append(with, webauthn.WithChallenge(challenge))
	}
	made, asked, err := p.web.BeginDiscoverableLogin(with...)
	if err != nil {
		return "", nil, fmt.Errorf("passkey: %w", err)
	}
	p.asked.Put(key, "network "+throttle.Network(api.CallerFrom(ctx).Address), *asked)
	return key, made.Response, nil
}

// SignIn returns the account whose passkey has answered what waits under a key. The error is an *api.Error if it is
// refused.
func (p *Passkeys) SignIn(ctx context.Context, key, answer string) (store.User, error) {
	if err := p.ready(); err != nil {
		return store.User{}, err
	}
	from := throttle.Count{Name: throttle.Network(api.CallerFrom(ctx).Address), Rule: addressRule}
	if _, wait := p.throttle.Attempt(from); wait > 0 {
		return store.User{}, throttle.Refusal(wait)
	}
	asked, ok := p.asked.Take(key)
	if !ok || len(asked.UserID) > 0 {
		return store.User{}, refused("That took too long, or was sent twice. Begin the sign-in anew")
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return store.User{}, refused("The answer of the device could not be read")
	}
	var o *owner
	_, used, err := p.web.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		id, err := uuid.FromBytes(handle)
		if err == nil {
			o, err = p.owner(ctx, id.String())
		}
		return o, err
	}, asked, parsed)
	switch {
	case err != nil && o != nil:
		p.audit.Record(ctx, audit.SignInFailed, o.user.ID, "with a passkey")
		return store.User{}, unknown()
	case err != nil || o.user.Disabled:
		return store.User{}, unknown()
	}
	if err := p.use(ctx, o, used); err != nil {
		return store.User{}, err
	}
	p.throttle.Succeeded(from)
	return o.user, nil
}

// AskToProve returns what a script of the caller's session is to ask for, so that they show once more who they are.
func (p *Passkeys) AskToProve(ctx context.Context, session string) (any, error) {
	if err := p.ready(); err != nil {
		return nil, err
	}
	o, err := p.owner(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return nil, err
	}
	if len(o.credentials) == 0 {
		return nil, api.Errorf(api.CodeConflict, "The account has no passkey any more. Load this page again.")
	}
	made, asked, err := p.web.BeginLogin(o, webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	p.asked.Put(proofOf(session), o.user.ID, *asked)
	return made.Response, nil
}

// Prove insists that one of the passkeys of the caller's account has answered what was asked in a session.
func (p *Passkeys) Prove(ctx context.Context, session, answer string) error {
	if err := p.ready(); err != nil {
		return err
	}
	asked, ok := p.asked.Take(proofOf(session))
	if !ok {
		return refused("That took too long, or was sent twice. Use the passkey once more")
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return refused("The answer of the device could not be read")
	}
	o, err := p.owner(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return err
	}
	used, err := p.web.ValidateLogin(o, asked, parsed)
	if err != nil {
		return refused("This is not a passkey of the account")
	}
	return p.use(ctx, o, used)
}

// proofOf is the key under which what was asked in a session waits. One passkey may be added in it meanwhile.
func proofOf(session string) string { return "proof " + session }

// use writes down that a passkey was used. One whose counter has not gone on may be a copy, and signs nobody in.
func (p *Passkeys) use(ctx context.Context, o *owner, used *webauthn.Credential) error {
	row := o.find(used.ID)
	suspect := used.Authenticator.CloneWarning
	if suspect {
		row.Suspect = true
	} else {
		row.UsedAt = p.now()
		if err := p.seal(&row, used); err != nil {
			return err
		}
	}
	err := p.rows.Use(ctx, row)
	if errors.Is(err, store.ErrNotFound) {
		return unknown()
	}
	if err != nil {
		return err
	}
	if suspect {
		p.audit.Record(ctx, audit.PasskeyCopied, o.user.ID, row.Name)
		return refused("This passkey was used elsewhere since, so there may be a copy of it. Sign in another way, and remove it")
	}
	return nil
}
