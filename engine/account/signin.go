package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
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
	counts := a.counts(ctx, attempt, u)
	made, wait := a.throttle.Attempt(counts...)
	if wait > 0 {
		return store.User{}, throttle.Refusal(wait)
	}
	right, err := a.passwords.verify(ctx, attempt.Password, u.PasswordHash)
	if err != nil { // it counts: who hangs up before the answer must not be forgiven what they guessed before
		return store.User{}, err
	}
	if !right || u.ID == "" || u.Disabled {
		a.recordGuess(ctx, audit.SignInFailed, u.ID, made)
		return store.User{}, api.Errorf(api.CodeUnauthenticated, "The e-mail address or the password is wrong.")
	}
	a.throttle.Succeeded(counts...)
	return u, nil
}

// recordGuess writes down that a password was wrong: the 1st, 2nd, 4th, …, because a flood must not fill the log.
func (a *Accounts) recordGuess(ctx context.Context, action, account string, made int) {
	if bits.OnesCount(uint(made)) == 1 || made == pairRule.Free {
		a.audit.Record(ctx, action, account, count(made, "attempt"))
	}
}

// Know returns what a browser is to keep in which the account's owner has signed in, given what it has kept so far. Who
// guesses elsewhere can't lock them out of it.
func (a *Accounts) Know(had string, u store.User) string { return a.known.add(had, u, a.now()) }

// KnownAs tells a browser that is known for an account from all others, by what it has kept; "" if it is not known.
func (a *Accounts) KnownAs(has string, u store.User) string { return a.known.find(has, u, a.now()) }

// counts are the names that an attempt is counted under. In a browser that is known for the account it is counted for
// that browser alone.
func (a *Accounts) counts(ctx context.Context, attempt Attempt, u store.User) []throttle.Count {
	if token := a.KnownAs(attempt.Known, u); token != "" {
		return []throttle.Count{{Name: "known " + token, Rule: pairRule}}
	}
	from := throttle.Network(api.CallerFrom(ctx).Address)
	// What was typed may be as long as a form, and may be a password.
	who := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(attempt.Email))))
	return []throttle.Count{
		{Name: "pair " + from + " " + hex.EncodeToString(who[:]), Rule: pairRule},
		{Name: "address " + from, Rule: addressRule},
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
