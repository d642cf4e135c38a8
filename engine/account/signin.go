package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
	"net/netip"
	"strings"
	"time"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// How guessing is slowed down: at one account from one address, and from one address at whatever accounts. There is no
// rule for an account as such, because with one anybody could lock its owner out.
var (
	pairRule    = throttle.Rule{Free: 5, First: time.Second, Most: 15 * time.Minute, Forget: 24 * time.Hour}
	addressRule = throttle.Rule{Free: 50, First: time.Second, Most: time.Minute, Forget: time.Hour}
	signUpRule  = throttle.Rule{Free: 10, First: time.Minute, Most: time.Hour, Forget: 24 * time.Hour}
)

// Attempt is somebody's attempt to sign in. The caller in the context says where they are.
type Attempt struct {
	Email, Password string
	Known           string // what Know gave their browser to keep, if anything
}

// SignIn returns the account of an attempt. The error is an *api.Error if the attempt is refused; that the account isn't
// there, is disabled or has another password are one and the same refusal, after the same time.
func (a *Accounts) SignIn(ctx context.Context, attempt Attempt) (store.User, error) {
	u, err := a.users.ByEmail(ctx, attempt.Email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.User{}, err
	}
	now := a.now()
	counts := a.counts(ctx, attempt, u, now)
	made, wait := a.throttle.Attempt(counts...)
	if wait > 0 {
		return store.User{}, tooSoon(wait)
	}
	right, err := a.passwords.verify(ctx, attempt.Password, u.PasswordHash)
	if err != nil {
		a.throttle.Succeeded(counts...) // it was not even looked at
		return store.User{}, err
	}
	if !right || u.ID == "" || u.Disabled {
		if bits.OnesCount(uint(made)) == 1 || made == pairRule.Free { // the 1st, 2nd, 4th, …: a flood must not fill the log
			a.audit.Record(ctx, audit.SignInFailed, u.ID, count(made, "attempt"))
		}
		return store.User{}, api.Errorf(api.CodeUnauthenticated, "The e-mail address or the password is wrong.")
	}
	a.throttle.Succeeded(counts...)
	return u, nil
}

// Know returns what a browser is to keep in which the account's owner has signed in, given what it has kept so far. Who
// guesses elsewhere can't lock them out of it.
func (a *Accounts) Know(had string, u store.User) string { return a.known.add(had, u, a.now()) }

// counts are the names that an attempt is counted under. In a browser that is known for the account it is counted for
// that browser alone.
func (a *Accounts) counts(ctx context.Context, attempt Attempt, u store.User, now time.Time) []throttle.Count {
	if token := a.known.find(attempt.Known, u, now); token != "" {
		return []throttle.Count{{Name: "known " + token, Rule: pairRule}}
	}
	from := network(api.CallerFrom(ctx).Address)
	// What was typed may be as long as a form, and may be a password.
	who := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(attempt.Email))))
	return []throttle.Count{
		{Name: "pair " + from + " " + hex.EncodeToString(who[:]), Rule: pairRule},
		{Name: "address " + from, Rule: addressRule},
	}
}

// network is what one person has of addresses: an IPv4 address, or 64 bits of an IPv6 one.
func network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Is4() {
		return address
	}
	prefix, _ := addr.Prefix(64)
	return prefix.String()
}

func tooSoon(wait time.Duration) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	return &api.Error{
		Code: api.CodeRateLimited, RetryAfter: wait,
		Detail: fmt.Sprintf("There were too many attempts from here. Try again in %s.", count(seconds, "second")),
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
