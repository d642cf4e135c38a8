// Package audit remembers what was done to accounts: what, by whom, when and from where. It never holds what lets
// somebody in, nor what anybody wrote.
package audit

import (
	"context"
	"log/slog"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// KeptFor is how long an event is kept.
const KeptFor = 400 * 24 * time.Hour

// The actions that are recorded.
const (
	SignedIn         = "signed_in"
	SignInFailed     = "sign_in_failed"
	ProofFailed      = "proof_failed"
	SignedOut        = "signed_out"
	SessionEnded     = "session_ended"
	SessionsEnded    = "sessions_ended"
	AccountCreated   = "account_created"
	PasswordChanged  = "password_changed"
	PasswordReset    = "password_reset"
	ResetLinkCreated = "reset_link_created"
	Invited          = "invited"
	InvitationEnded  = "invitation_ended"
	CodeFailed       = "code_failed"
	FactorOn         = "factor_on"
	FactorOff        = "factor_off"
	FactorReset      = "factor_reset"
	RecoveryMade     = "recovery_codes_made"
	RecoveryUsed     = "recovery_code_used"
	RoleChanged      = "role_changed"
	TierChanged      = "tier_changed"
	AccountDisabled  = "account_disabled"
	AccountEnabled   = "account_enabled"
	AccountDeleted   = "account_deleted"
	PasskeyAdded     = "passkey_added"
	PasskeyRemoved   = "passkey_removed"
	PasskeyCopied    = "passkey_copied"
	Linked           = "linked"
	Unlinked         = "unlinked"
	KeyCreated       = "key_created"
	KeyRotated       = "key_rotated"
	KeyRevoked       = "key_revoked"
	ProxiesSeeded    = "proxies_seeded"
	ProxyChanged     = "proxy_changed"
	ProxyDeleted     = "proxy_deleted"
	ProxyAssigned    = "proxy_assigned"
)

// titles are the actions in words.
var titles = map[string]string{
	SignedIn:         "Signed in",
	SignInFailed:     "Sign-in failed",
	ProofFailed:      "A wrong password was given where it is asked for once more",
	SignedOut:        "Signed out",
	SessionEnded:     "A session was signed out",
	SessionsEnded:    "All other sessions were signed out",
	AccountCreated:   "The account was created",
	PasswordChanged:  "The password was changed",
	PasswordReset:    "The password was reset by a link",
	ResetLinkCreated: "A link to reset the password was created",
	Invited:          "An invitation was created",
	InvitationEnded:  "An invitation was taken back",
	CodeFailed:       "A wrong code was given for the second step",
	FactorOn:         "A second factor was set up",
	FactorOff:        "The second factor was turned off",
	FactorReset:      "The second factor was taken away, for somebody who was locked out",
	RecoveryMade:     "New recovery codes were made",
	RecoveryUsed:     "A recovery code was used",
	RoleChanged:      "The role was changed",
	TierChanged:      "The tier was changed",
	AccountDisabled:  "The account was disabled",
	AccountEnabled:   "The account was enabled",
	AccountDeleted:   "The account was deleted",
	PasskeyAdded:     "A passkey was added",
	PasskeyRemoved:   "A passkey was removed",
	PasskeyCopied:    "A passkey was refused, of which there may be a copy",
	Linked:           "The account was linked to another sign-in",
	Unlinked:         "The account was unlinked from another sign-in",
	KeyCreated:       "An API key was created",
	KeyRotated:       "An API key was rotated",
	KeyRevoked:       "An API key was revoked",
	ProxiesSeeded:    "Proxies were seeded",
	ProxyChanged:     "A proxy was changed",
	ProxyDeleted:     "A proxy was deleted",
	ProxyAssigned:    "A client was given another proxy, or none",
}

// Event is something that was done.
type Event struct {
	ID      string
	At      time.Time
	Title   string // in words
	Account string // the id of the account that it was done to, "" for the engine as a whole
	Subject string // what it was done with: the name of a key, the browser of a session
	By      string // the e-mail address of who did it, "" if they were not signed in
	Self    bool   // the account did it itself
	Key     bool   // it was done with an API key
	Address string
	Agent   string
}

// Log is the audit log.
type Log struct {
	rows *store.Audit
	log  *slog.Logger
	now  func() time.Time
}

// New returns the log in rows. What can't be written there is told to the logger.
func New(rows *store.Audit, logger *slog.Logger) *Log {
	return &Log{rows: rows, log: logger, now: time.Now}
}

// Record adds an event: the caller in the context did something to the account with the id, "" for the engine as a
// whole. It was done already, so a failure to write it down is logged and changes nothing.
func (l *Log) Record(ctx context.Context, action, account, subject string) {
	if l == nil {
		return
	}
	caller := api.CallerFrom(ctx)
	e := store.AuditEvent{
		ID: store.NewID(), At: l.now(), Account: account, Actor: caller.UserID, Email: caller.Email, Action: action, Subject: subject,
		Address: caller.Address, Agent: caller.Agent,
	}
	if caller.Key != nil {
		e.KeyID = caller.Key.ID
	}
	// Whoever hangs up at the right moment must not leave it out.
	if err := l.rows.Insert(context.WithoutCancel(ctx), e); err != nil {
		l.log.ErrorContext(ctx, "audit", "action", action, "account", account, "error", err)
	}
}

// Of returns up to limit events of an account, newest first, older than the one with the id after unless that is "".
func (l *Log) Of(ctx context.Context, account, after string, limit int) ([]Event, error) {
	rows, err := l.rows.List(ctx, account, after, limit)
	if err != nil {
		return nil, err
	}
	return view(rows), nil
}

// All returns up to limit events of everybody, newest first, older than the one with the id after unless that is "".
func (l *Log) All(ctx context.Context, after string, limit int) ([]Event, error) {
	rows, err := l.rows.ListAll(ctx, after, limit)
	if err != nil {
		return nil, err
	}
	return view(rows), nil
}

func view(rows []store.AuditEvent) []Event {
	events := make([]Event, len(rows))
	for i, r := range rows {
		title := titles[r.Action]
		if title == "" {
			title = r.Action
		}
		events[i] = Event{
			ID: r.ID, At: r.At, Title: title, Account: r.Account, Subject: r.Subject, By: r.Email, Self: r.Actor != "" && r.Actor == r.Account,
			Key: r.KeyID != "", Address: r.Address, Agent: r.Agent,
		}
	}
	return events
}

// Purge forgets the events that are older than KeptFor, and returns how many there were.
func (l *Log) Purge(ctx context.Context, now time.Time) (int64, error) {
	return l.rows.Purge(ctx, now.Add(-KeptFor))
}
