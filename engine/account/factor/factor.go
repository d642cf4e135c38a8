// Package factor is the second step of a sign-in: the codes of an authenticator app, and recovery codes for whoever has
// lost it.
//
// What an account has after it was set up is an app's secret, encrypted, and hashes of its recovery codes. Every code is
// good once: also one that was looked at over a shoulder, within its half minute.
package factor

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"

	"wpengine/engine/account/audit"
	"wpengine/engine/account/pending"
	"wpengine/engine/account/throttle"
	"wpengine/engine/api"
	"wpengine/engine/seal"
	"wpengine/engine/store"
)

// setupTime is how long somebody may take to set up an app.
const setupTime = 15 * time.Minute

// How guessing is slowed down, by whoever has the right password. From where they are it is slowed down as it is for
// passwords. A code has a million values, so an account bears only so many guesses from wherever they come: that could
// keep its owner waiting, and so the rule isn't for recovery codes nor for browsers in which the owner has signed in.
var (
	pairRule    = throttle.Rule{Free: 5, First: time.Second, Most: 15 * time.Minute, Forget: 24 * time.Hour}
	accountRule = throttle.Rule{Free: 20, First: 5 * time.Second, Most: 5 * time.Minute, Forget: 24 * time.Hour}
)

// ErrOff says that an account has no second factor.
var ErrOff = errors.New("factor: there is none")

// Config is what Factors are made of.
type Config struct {
	Rows   *store.Factors // required
	Audit  *audit.Log     // required
	Secret []byte         // required: the data folder's
	Issuer string         // required: what apps call this engine

	// Throttle slows guesses down; one that forgets all when the program ends if nil.
	Throttle *throttle.Throttle

	// Now is the time; that of the machine if nil.
	Now func() time.Time
}

// Factors are the second factors of all accounts.
type Factors struct {
	rows     *store.Factors
	audit    *audit.Log
	sealer   *seal.Sealer
	recovery []byte // the key of the hashes of recovery codes
	issuer   string
	now      func() time.Time
	throttle *throttle.Throttle
	setups   *pending.Pending[string] // the secrets of apps that are being set up, by session
}

// New returns the factors.
func New(c Config) (*Factors, error) {
	f := &Factors{
		rows: c.Rows, audit: c.Audit, issuer: c.Issuer, now: c.Now, throttle: c.Throttle,
		setups: &pending.Pending[string]{Time: setupTime, Now: c.Now},
	}
	if f.now == nil {
		f.now = time.Now
	}
	if f.throttle == nil {
		f.throttle = &throttle.Throttle{Now: c.Now}
	}
	var err error
	if f.sealer, err = seal.New(c.Secret, "wpengine second factor"); err == nil {
		f.recovery, err = seal.Key(c.Secret, "wpengine recovery codes")
	}
	if err != nil {
		return nil, fmt.Errorf("factor: %w", err)
	}
	return f, nil
}

// State is what an account has.
type State struct {
	On    bool
	Since time.Time
	Codes int // the recovery codes that are left
}

// State tells what an account has.
func (f *Factors) State(ctx context.Context, userID string) (State, error) {
	row, err := f.rows.Get(ctx, userID)
	if errors.Is(err, store.ErrNotFound) {
		return State{}, nil
	}
	return State{On: err == nil, Since: row.CreatedAt, Codes: row.Codes}, err
}

// Setup is what an app is given.
type Setup struct {
	Secret  string // to be typed
	Address string // to be scanned
}

// Begin returns what the caller's app is to be given in a session. It stays the same until it is confirmed, or a quarter
// of an hour has gone.
func (f *Factors) Begin(ctx context.Context, session string) Setup {
	secret, ok := f.setups.Get(session)
	if !ok {
		secret = newSecret()
		f.setups.Put(session, api.CallerFrom(ctx).UserID, secret)
	}
	return Setup{Secret: secret, Address: address(f.issuer, api.CallerFrom(ctx).Email, secret)}
}

// Confirm gives the caller's account the app that was set up in a session, if the app's code is right, and returns its
// recovery codes. All other sessions end. The error is an *api.Error if the code is at fault.
func (f *Factors) Confirm(ctx context.Context, session, given string) (codes []string, err error) {
	userID := api.CallerFrom(ctx).UserID
	secret, ok := f.setups.Get(session)
	if !ok {
		return nil, invalid("this took too long, so there is a new secret: remove the entry in the app, and add the one below")
	}
	step, ok := find(secret, normal(given), f.now())
	if !ok {
		return nil, invalid("this is not the code that the app shows now; if it keeps being wrong, see whether the phone's clock is right")
	}
	codes, hashes := f.newCodes(userID)
	row := store.Factor{UserID: userID, Sealed: f.sealer.Seal(userID, secret), UsedStep: step, CreatedAt: f.now()}
	err = f.rows.Insert(ctx, row, hashes, session)
	if errors.Is(err, store.ErrExists) {
		return nil, api.Errorf(api.CodeConflict, "The account has an authenticator app already. Turn that off first.")
	}
	if err != nil {
		return nil, err
	}
	f.setups.Take(session)
	f.audit.Record(ctx, audit.FactorOn, userID, "")
	return codes, nil
}

// Attempt is somebody's attempt at the second step. The caller in the context says where they are.
type Attempt struct {
	UserID string
	Code   string // of the app, or a recovery code
	Known  string // what tells a browser in which the account's owner has signed in before from others, "" in others
}

// Check takes a code. The error is ErrOff if the account has no second factor, and an *api.Error if the code is refused.
func (f *Factors) Check(ctx context.Context, a Attempt) error {
	row, err := f.rows.Get(ctx, a.UserID)
	if errors.Is(err, store.ErrNotFound) {
		return ErrOff
	}
	if err != nil {
		return err
	}
	given := normal(a.Code)
	counts := counts(ctx, a, isAppCode(given))
	made, wait := f.throttle.Attempt(counts...)
	if wait > 0 {
		return tooSoon(wait)
	}
	right, err := f.use(ctx, row, given)
	if err != nil {
		return err
	}
	if !right {
		if bits.OnesCount(uint(made)) == 1 || made == pairRule.Free { // a flood must not fill the log
			f.audit.Record(ctx, audit.CodeFailed, a.UserID, "")
		}
		if given != "" && !isAppCode(given) {
			return invalid("this recovery code is wrong, or was used already: each is good once; try another, or the six digits of the app")
		}
		return invalid("this code is wrong, or was used already; an app shows another after half a minute")
	}
	f.throttle.Succeeded(counts...)
	if !isAppCode(given) {
		f.audit.Record(ctx, audit.RecoveryUsed, a.UserID, fmt.Sprintf("%d of them are left", row.Codes-1))
	}
	return nil
}

// use takes a code if it is right.
func (f *Factors) use(ctx context.Context, row store.Factor, given string) (bool, error) {
	if !isAppCode(given) {
		return f.rows.UseCode(ctx, row.UserID, f.hash(row.UserID, given))
	}
	secret, err := f.sealer.Open(row.UserID, row.Sealed)
	if err != nil {
		return false, fmt.Errorf("factor: the secret of account %s can't be read: %w", row.UserID, err)
	}
	step, ok := find(secret, given, f.now())
	if !ok {
		return false, nil
	}
	return f.rows.UseStep(ctx, row.UserID, step)
}

// isAppCode tells the codes of apps from recovery codes.
func isAppCode(given string) bool {
	return len(given) == digits && strings.Trim(given, "0123456789") == ""
}

func counts(ctx context.Context, a Attempt, app bool) []throttle.Count {
	kind := "recovery "
	if app {
		kind = "app "
	}
	if a.Known != "" {
		return []throttle.Count{{Name: kind + "known " + a.Known, Rule: pairRule}}
	}
	all := []throttle.Count{{Name: kind + "pair " + throttle.Network(api.CallerFrom(ctx).Address) + " " + a.UserID, Rule: pairRule}}
	if app {
		all = append(all, throttle.Count{Name: "account " + a.UserID, Rule: accountRule})
	}
	return all
}

func tooSoon(wait time.Duration) error {
	refused := throttle.Refusal(wait)
	refused.Detail += " A recovery code needn't wait for codes of the app."
	return refused
}

// NewCodes gives the caller's account other recovery codes.
func (f *Factors) NewCodes(ctx context.Context) ([]string, error) {
	userID := api.CallerFrom(ctx).UserID
	codes, hashes := f.newCodes(userID)
	if err := f.rows.SetCodes(ctx, userID, hashes); err != nil {
		return nil, err
	}
	f.audit.Record(ctx, audit.RecoveryMade, userID, "")
	return codes, nil
}

// TurnOff takes the second factor of the caller's account away.
func (f *Factors) TurnOff(ctx context.Context) error {
	return remove(ctx, f.rows, f.audit, api.CallerFrom(ctx).UserID, audit.FactorOff)
}

// Reset is the function Reset, where an engine runs.
func (f *Factors) Reset(ctx context.Context, userID string) error {
	return Reset(ctx, f.rows, f.audit, userID)
}

// Reset takes the second factor of an account away, for whoever has lost the app and the recovery codes. It returns
// ErrOff if there is none.
func Reset(ctx context.Context, rows *store.Factors, log *audit.Log, userID string) error {
	return remove(ctx, rows, log, userID, audit.FactorReset)
}

func remove(ctx context.Context, rows *store.Factors, log *audit.Log, userID, action string) error {
	err := rows.Delete(ctx, userID)
	if errors.Is(err, store.ErrNotFound) {
		return ErrOff
	}
	if err != nil {
		return err
	}
	log.Record(ctx, action, userID, "")
	return nil
}

func invalid(detail string) *api.Error {
	return &api.Error{
		Code: api.CodeInvalidRequest, Detail: "The code was not taken.", Fields: []api.FieldError{{Pointer: "/code", Detail: detail}},
	}
}
