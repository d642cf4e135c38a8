package apikey

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"sync"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// cacheTime is how long a verified key is believed without asking the database. A key that another
// process revokes, such as the command line, works for so long at the most.
const cacheTime = 2 * time.Second

// cacheSize bounds how many keys are believed at the same time.
const cacheSize = 10_000

// Verify returns whose key was presented. The error is an *api.Error if the key is at fault.
func (k *Keys) Verify(ctx context.Context, presented string) (api.Caller, error) {
	if err := check(presented); err != nil {
		return api.Caller{}, err
	}
	sum, now := digest(presented), k.now()
	caller, ok := k.known.get(sum, now)
	if !ok {
		generation := k.known.generation()
		var err error
		if caller, err = k.lookUp(ctx, sum); err != nil {
			return api.Caller{}, err
		}
		k.known.put(sum, caller, now, generation)
	}
	if key := caller.Key; key.ExpiresAt != nil && !now.Before(*key.ExpiresAt) {
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The API key has expired. Create a new one, or rotate keys before they expire.")
	}
	k.usage.note(caller.Key.ID, now)
	return caller, nil
}

func (k *Keys) lookUp(ctx context.Context, sum [sha256.Size]byte) (api.Caller, error) {
	unknown := api.Errorf(api.CodeUnauthenticated, "The API key is unknown, or it has been revoked.")
	key, user, err := k.byHash(ctx, sum[:])
	if errors.Is(err, store.ErrNotFound) {
		return api.Caller{}, unknown
	}
	if err != nil {
		return api.Caller{}, err
	}
	if subtle.ConstantTimeCompare(key.Hash, sum[:]) != 1 || !key.RevokedAt.IsZero() {
		return api.Caller{}, unknown
	}
	if user.Disabled {
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The account of this API key is disabled.")
	}
	caller := api.Caller{
		UserID: user.ID, Email: user.Email, Name: user.Name, Role: user.Role, Tier: user.Tier,
		Key: &api.CallerKey{ID: key.ID, Scopes: key.Scopes, ClientIDs: key.ClientIDs, AllowedIPs: key.AllowedIPs, ExpiresAt: optional(key.ExpiresAt), HourlyLimit: key.HourlyLimit},
	}
	return caller, nil
}

// cache remembers who verified keys belong to, for a moment.
type cache struct {
	mu      sync.RWMutex
	callers map[[sha256.Size]byte]remembered
	gen     uint64 // counts what was forgotten
}

type remembered struct {
	caller api.Caller
	until  time.Time
}

func (c *cache) get(sum [sha256.Size]byte, now time.Time) (api.Caller, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	r, ok := c.callers[sum]
	return r.caller, ok && now.Before(r.until)
}

// generation is taken before a look-up whose result is to be put: if a key is forgotten in between,
// the result may be of the time before, and put drops it.
func (c *cache) generation() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.gen
}

func (c *cache) put(sum [sha256.Size]byte, caller api.Caller, now time.Time, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gen != generation {
		return
	}
	if c.callers == nil || len(c.callers) >= cacheSize {
		c.callers = make(map[[sha256.Size]byte]remembered)
	}
	c.callers[sum] = remembered{caller, now.Add(cacheTime)}
}

// ForgetAccount makes the next request with a key of an account ask the database.
func (k *Keys) ForgetAccount(id string) {
	k.known.forgetIf(func(c api.Caller) bool { return c.UserID == id })
}

// forget makes the next request with a key that has the id ask the database.
func (c *cache) forget(id string) {
	c.forgetIf(func(caller api.Caller) bool { return caller.Key.ID == id })
}

func (c *cache) forgetIf(changed func(api.Caller) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gen++
	for sum, r := range c.callers {
		if changed(r.caller) {
			delete(c.callers, sum)
		}
	}
}
