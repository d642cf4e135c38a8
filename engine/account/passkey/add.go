package passkey

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// maxName is how long the name of a passkey is, in characters.
const maxName = 100

// AskToAdd returns what a script of the caller's session is to ask their device for, as the browser wants it in JSON.
func (p *Passkeys) AskToAdd(ctx context.Context, session string) (any, error) {
	if err := p.ready(); err != nil {
		return nil, err
	}
	o, err := p.owner(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return nil, err
	}
	if len(o.rows) >= store.MaxPasskeys {
		return nil, api.Errorf(api.CodeConflict, "An account has up to %d passkeys. Remove one that you don't use.", store.MaxPasskeys)
	}
	known := webauthn.Credentials(o.credentials).CredentialDescriptors()
	options, asked, err := p.web.BeginRegistration(o, webauthn.WithExclusions(known))
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	p.asked.Put(session, o.user.ID, *asked)
	return options.Response, nil
}

// Add gives the caller's account the passkey that a device has made in answer to what was asked in a session. The name
// is for its owner to know it by.
func (p *Passkeys) Add(ctx context.Context, session, name, answer string) error {
	if err := p.ready(); err != nil {
		return err
	}
	asked, ok := p.asked.Take(session)
	if !ok {
		return api.Errorf(api.CodeInvalidRequest, "That took too long, or was sent twice. Add the passkey anew.")
	}
	o, err := p.owner(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return refused("The answer of the device could not be read")
	}
	made, err := p.web.CreateCredential(o, asked, parsed)
	if err != nil {
		return refused("The passkey was not added: " + reason(err))
	}
	row := store.Passkey{ID: store.NewID(), UserID: o.user.ID, CredentialID: made.ID, Name: tidy(name), CreatedAt: p.now()}
	if err := p.seal(&row, made); err != nil {
		return err
	}
	switch err := p.rows.Insert(ctx, row); {
	case errors.Is(err, store.ErrExists):
		return api.Errorf(api.CodeConflict, "This passkey is in use already.")
	case errors.Is(err, store.ErrInUse):
		return api.Errorf(api.CodeConflict, "An account has up to %d passkeys. Remove one that you don't use.", store.MaxPasskeys)
	case err != nil:
		return err
	}
	p.audit.Record(ctx, audit.PasskeyAdded, row.UserID, row.Name)
	return nil
}

// tidy makes a name that can be shown of whatever was typed: the device has the passkey already, so a name is no reason
// to refuse it.
func tidy(name string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	if name == "" {
		name = "Passkey"
	}
	return name
}
