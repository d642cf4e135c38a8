package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Who is in the demo. The numbers are from a range that nobody is given.
const (
	DemoEmail     = "demo@example.com"
	DemoPhone     = "+15557654321" // the demo client is linked to it
	DemoRecipient = "+15551234567" // answers each message with the same text
	demoClient    = "demo"
)

// demoLinkTime bounds the linking of the demo client.
const demoLinkTime = time.Minute

// Demo is what a newcomer needs to send a first message.
type Demo struct {
	New      bool   // whether any of it was made just now
	Key      string // the API key, on the start that made it; it is not kept
	ClientID string
	Reset    string // the path at which its password is chosen, until somebody has chosen one; a secret
}

// Demo makes the demo in an empty database: an account with a key, two virtual phones, and a
// client that is linked to one of them. In a database that has the demo account it makes what
// is missing of the rest, so that an interrupted first start is mended by the next. A database
// with other accounts alone is left as it is, and the error is ErrNoDemo.
//
// As long as the engine runs, whoever opens the handset uses the demo account's phones.
func (e *Engine) Demo(ctx context.Context) (*Demo, error) {
	demo := &Demo{}
	user, err := e.store.Users.ByEmail(ctx, DemoEmail)
	if errors.Is(err, store.ErrNotFound) {
		if n, err := e.store.Users.Count(ctx); err != nil {
			return nil, err
		} else if n > 0 {
			return nil, ErrNoDemo
		}
		// Nobody knows the password: the demo account has a key and needs no more.
		user, err = e.services.account.Create(ctx, account.NewAccount{Email: DemoEmail, Name: "Demo", Password: rand.Text(), Tier: "pro"})
	}
	if err != nil {
		return nil, err
	}
	ctx = api.WithCaller(ctx, callerOf(user))
	if e.handset != nil {
		e.handset.OpenTo(func(ctx context.Context) (api.Caller, error) { return e.host(ctx, user.ID) })
	}

	if user.PasswordChangedAt.IsZero() && e.dashboard != nil {
		link, err := e.services.account.ResetLink(ctx, user.ID)
		if err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
		demo.Reset = link.Path
	}
	if err := e.demoPhones(ctx, demo); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if err := e.demoClient(ctx, demo); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	keys, err := e.services.apiKeys.List(ctx, &api.ListApiKeysRequest{Limit: 1})
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if len(keys.Items) == 0 {
		key, err := e.services.apiKeys.Create(ctx, &api.CreateApiKeyRequest{Name: "demo"})
		if err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
		demo.Key, demo.New = key.Key, true
	}
	return demo, nil
}

func callerOf(u store.User) api.Caller {
	return api.Caller{UserID: u.ID, Email: u.Email, Role: u.Role, Tier: u.Tier}
}

// host is the demo account for those who come without a key, as long as it is there and not disabled.
func (e *Engine) host(ctx context.Context, id string) (api.Caller, error) {
	user, err := e.store.Users.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && user.Disabled {
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The demo is closed.")
	}
	return callerOf(user), err
}

// ErrNoDemo says that a database has accounts, but no demo account.
var ErrNoDemo = errors.New("the database has accounts already, so no demo was made")

func (e *Engine) demoPhones(ctx context.Context, demo *Demo) error {
	echo, silent := api.PersonaEcho, api.PersonaSilent
	ada, grace := "Ada", "Grace"
	for _, req := range []*api.CreatePhoneRequest{
		{Phone: DemoPhone, Name: &grace, Persona: silent},
		{Phone: DemoRecipient, Name: &ada, Persona: echo},
	} {
		_, err := e.services.sandbox.CreatePhone(ctx, req)
		var apiErr *api.Error
		if errors.As(err, &apiErr) && apiErr.Code == api.CodeConflict { // it is there from an earlier start
			if _, err = e.services.sandbox.ListMessages(ctx, &api.ListSandboxMessagesRequest{Phone: req.Phone, Limit: 1}); err == nil {
				continue
			}
			if errors.As(err, &apiErr) && apiErr.Code == api.CodeNotFound {
				return fmt.Errorf("the phone %s belongs to the demo of another engine on this network: start this engine without --demo", req.Phone)
			}
		}
		if err != nil {
			return err
		}
		demo.New = true
	}
	return nil
}

// demoClient sees to it that there is a client and that it is linked to the demo phone.
func (e *Engine) demoClient(ctx context.Context, demo *Demo) error {
	ctx, cancel := context.WithTimeout(ctx, demoLinkTime)
	defer cancel()
	clients := e.services.clients
	list, err := clients.List(ctx, &api.ListClientsRequest{Limit: 200})
	if err != nil {
		return err
	}
	for _, c := range list.Items {
		if c.Name == demoClient {
			demo.ClientID = c.ID
			if c.JID != nil {
				return nil // linked, and connects by itself
			}
		}
	}
	if demo.ClientID == "" {
		c, err := clients.Create(ctx, &api.CreateClientRequest{Name: demoClient})
		if err != nil {
			return err
		}
		demo.ClientID = c.ID
	}
	demo.New = true
	for scanned := false; ; {
		qr, err := clients.GetQR(ctx, &api.GetQRRequest{ClientID: demo.ClientID, Format: api.GetQRRequestFormatText, WaitSeconds: 5})
		if err != nil {
			return err
		}
		switch {
		case qr.State == api.GetQRResponseStateConnected:
			return nil
		case qr.State == api.GetQRResponseStateQR && !scanned:
			if _, err := e.services.sandbox.ScanQR(ctx, &api.ScanQRRequest{Phone: DemoPhone, QR: *qr.QR}); err != nil {
				return err
			}
			scanned = true
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("link the demo client: %w", err)
		}
	}
}
