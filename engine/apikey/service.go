package apikey

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

var _ api.ApiKeysService = (*Keys)(nil)

// maxKeys bounds how many keys an account may have that work.
const maxKeys = 200

// Create makes a key for the caller's account.
func (k *Keys) Create(ctx context.Context, r *api.CreateApiKeyRequest) (*api.NewApiKey, error) {
	caller := api.CallerFrom(ctx)
	wanted := rights{scopes: r.Scopes, clientIDs: lower(r.ClientIDs), allowedIPs: r.AllowedIPs}
	if r.ExpiresAt != nil {
		wanted.expiresAt = *r.ExpiresAt
	}
	if r.HourlyLimit != nil {
		wanted.hourlyLimit = *r.HourlyLimit
	}
	if err := mayMake(caller); err != nil {
		return nil, err
	}
	name := strings.TrimSpace(r.Name)
	if err := k.check(name, wanted); err != nil {
		return nil, err
	}
	if err := rightsOf(caller).grants(wanted); err != nil {
		return nil, err
	}
	for _, id := range wanted.clientIDs {
		if _, err := k.clients.Get(ctx, caller.UserID, id); errors.Is(err, store.ErrNotFound) {
			return nil, api.Errorf(api.CodeNotFound, "No client %s.", id)
		} else if err != nil {
			return nil, err
		}
	}
	if err := k.room(ctx, caller.UserID); err != nil {
		return nil, err
	}
	secret, row := k.newRow(caller.UserID, name, wanted)
	if err := k.rows.Insert(ctx, row); err != nil {
		return nil, err
	}
	k.audit.Record(ctx, audit.KeyCreated, caller.UserID, row.Name)
	return newView(secret, row), nil
}

// mayMake says whether the caller may have another key. One with a limit of its own may not: each new key is counted
// apart, so that together they could make more requests than it may.
func mayMake(caller api.Caller) error {
	if own := caller.Key; own != nil && own.HourlyLimit > 0 {
		return api.Errorf(api.CodeForbidden, "A key with an hourlyLimit cannot create or rotate keys: together they could make more requests than it may. Use another key.")
	}
	return nil
}

// room says whether the account may have one more key that works.
func (k *Keys) room(ctx context.Context, account string) error {
	have, err := k.rows.CountLive(ctx, account, k.now())
	if err == nil && have >= maxKeys {
		err = api.Errorf(api.CodeForbidden, "The account has %d keys, which is as many as it may have. Revoke one first.", maxKeys)
	}
	return err
}

func (k *Keys) newRow(userID, name string, r rights) (secret string, row store.Key) {
	secret = generate()
	sum := digest(secret)
	return secret, store.Key{
		ID: store.NewID(), UserID: userID, Name: name, Hash: sum[:],
		Prefix: secret[:prefixLength], Last4: secret[len(secret)-lastLength:],
		Scopes: r.scopes, ClientIDs: r.clientIDs, AllowedIPs: r.allowedIPs, ExpiresAt: r.expiresAt, HourlyLimit: r.hourlyLimit,
		CreatedAt: k.now().UTC().Truncate(time.Millisecond),
	}
}

// check says what the schema can't: which members make no sense.
func (k *Keys) check(name string, r rights) error {
	var wrong []api.FieldError
	refuse := func(pointer, format string, args ...any) {
		wrong = append(wrong, api.FieldError{Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
	}
	switch {
	case name == "":
		refuse("/name", "is blank")
	case strings.ContainsFunc(name, unicode.IsControl):
		refuse("/name", "has a line break or another control character")
	}
	for i, s := range r.scopes {
		if !k.operations[s] {
			refuse(fmt.Sprintf("/scopes/%d", i), "there is no operation or group %s", s)
		}
	}
	for i, a := range r.allowedIPs {
		if _, err := api.ParseRange(a); err != nil {
			refuse(fmt.Sprintf("/allowedIps/%d", i), "is neither an address, such as 203.0.113.7, nor a range, such as 203.0.113.0/24")
		}
	}
	if !r.expiresAt.IsZero() && !r.expiresAt.After(k.now()) {
		refuse("/expiresAt", "is in the past")
	}
	if len(wrong) == 0 {
		return nil
	}
	return &api.Error{Code: api.CodeInvalidRequest, Detail: "The key cannot be created as it is asked for.", Fields: wrong}
}

// List lists the keys of the caller's account.
func (k *Keys) List(ctx context.Context, r *api.ListApiKeysRequest) (*api.ListApiKeysResponse, error) {
	after, err := api.After(r.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := k.rows.List(ctx, api.CallerFrom(ctx).UserID, after, r.Limit+1)
	if err != nil {
		return nil, err
	}
	rows, next := api.Page(rows, r.Limit, func(row store.Key) string { return row.ID })
	items := make([]api.ApiKey, len(rows))
	for i, row := range rows {
		items[i] = view(row)
	}
	return &api.ListApiKeysResponse{Items: items, NextCursor: next}, nil
}

// Revoke ends a key at once. A key can end itself and those that may do no more than it may, so that a
// narrow key that leaks can't take the others away.
func (k *Keys) Revoke(ctx context.Context, r *api.RevokeApiKeyRequest) (*api.RevokeApiKeyResponse, error) {
	caller := api.CallerFrom(ctx)
	row, err := k.rows.Get(ctx, caller.UserID, strings.ToLower(r.ID))
	if errors.Is(err, store.ErrNotFound) {
		return nil, noKey(r.ID)
	}
	if err != nil {
		return nil, err
	}
	if err := rightsOf(caller).grants(rightsOfRow(row)); err != nil {
		return nil, err
	}
	if err := k.rows.Revoke(ctx, caller.UserID, row.ID, k.now()); err != nil {
		return nil, err
	}
	k.known.forget(row.ID)
	k.audit.Record(ctx, audit.KeyRevoked, caller.UserID, row.Name)
	return &api.RevokeApiKeyResponse{Revoked: true}, nil
}

// Rotate makes a key that may do what another may, and ends that one after a grace.
func (k *Keys) Rotate(ctx context.Context, r *api.RotateApiKeyRequest) (*api.NewApiKey, error) {
	caller, now := api.CallerFrom(ctx), k.now()
	if err := mayMake(caller); err != nil {
		return nil, err
	}
	old, err := k.rows.Get(ctx, caller.UserID, strings.ToLower(r.ID))
	if errors.Is(err, store.ErrNotFound) || err == nil && (!old.RevokedAt.IsZero() || expired(old, now)) {
		return nil, noKey(r.ID)
	}
	if err != nil {
		return nil, err
	}
	same := rightsOfRow(old)
	if err := rightsOf(caller).grants(same); err != nil {
		return nil, err
	}
	if r.GraceSeconds > 0 { // both work for a while
		if err := k.room(ctx, caller.UserID); err != nil {
			return nil, err
		}
	}
	secret, row := k.newRow(caller.UserID, old.Name, same)
	err = k.rows.Rotate(ctx, old.ID, row, now.Add(time.Duration(r.GraceSeconds)*time.Second))
	if errors.Is(err, store.ErrNotFound) {
		return nil, noKey(r.ID)
	}
	if err != nil {
		return nil, err
	}
	k.known.forget(old.ID)
	k.audit.Record(ctx, audit.KeyRotated, caller.UserID, row.Name)
	return newView(secret, row), nil
}

// lower gives ids the spelling in which they are kept: a UUID may be written in upper case.
func lower(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strings.ToLower(id)
	}
	return out
}

func expired(key store.Key, now time.Time) bool {
	return !key.ExpiresAt.IsZero() && !now.Before(key.ExpiresAt)
}

func noKey(id string) *api.Error { return api.Errorf(api.CodeNotFound, "No API key %s.", id) }

// view is a key as its account sees it.
func view(row store.Key) api.ApiKey {
	return api.ApiKey{
		ID: row.ID, Name: row.Name, Prefix: row.Prefix, Last4: row.Last4,
		Scopes: list(row.Scopes), ClientIDs: list(row.ClientIDs), AllowedIPs: list(row.AllowedIPs),
		CreatedAt: row.CreatedAt.UTC(), LastUsedAt: optional(row.LastUsedAt), ExpiresAt: optional(row.ExpiresAt),
		HourlyLimit: optionalCount(row.HourlyLimit),
	}
}

// newView is a key as its account sees it this once.
func newView(secret string, row store.Key) *api.NewApiKey {
	v := view(row)
	return &api.NewApiKey{
		Key: secret, ID: v.ID, Name: v.Name, Prefix: v.Prefix, Last4: v.Last4,
		Scopes: v.Scopes, ClientIDs: v.ClientIDs, AllowedIPs: v.AllowedIPs, CreatedAt: v.CreatedAt, ExpiresAt: v.ExpiresAt,
		HourlyLimit: v.HourlyLimit,
	}
}

// list makes an empty list of none, because null is no list in JSON.
func list(s []string) []string { return append([]string{}, s...) }

func optionalCount(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
