package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/proto/waE2E"
)

// Persona is what a phone does by itself.
type Persona string

// The personas.
const (
	PersonaSilent       Persona = "silent"       // receives, decrypts, confirms
	PersonaEcho         Persona = "echo"         // also reads each text, and answers it with the same text
	PersonaReader       Persona = "reader"       // also reads each message, and is seen typing before
	PersonaScript       Persona = "script"       // also answers by rules
	PersonaUnreachable  Persona = "unreachable"  // is switched off: what is sent to it waits
	PersonaUnregistered Persona = "unregistered" // its number is not on WhatsApp
)

var personas = []Persona{PersonaSilent, PersonaEcho, PersonaReader, PersonaScript, PersonaUnreachable, PersonaUnregistered}

// Rule is one line of the script of a phone: what it answers to what.
type Rule struct {
	// Match is a piece of the text, in upper or lower case, or a regular expression between slashes, such as
	// /order (\d+)/, with an i behind them where case doesn't matter. A rule without it fits every message.
	Match string `json:",omitempty"`
	// Reply is the answer. After a regular expression $1 or ${1} stands for what its first group has matched.
	Reply string
}

// Bounds of what a persona may be given.
const (
	MaxDelay = 24 * 60 * 60 // seconds
	maxRules = 100
	maxMatch = 1000 // characters
	maxReply = 4096 // characters
)

// What is wrong with a persona.
var (
	ErrBadPersona = errors.New("a phone's persona is silent, echo, reader, script, unreachable or unregistered")
	ErrBadDelay   = fmt.Errorf("a phone's delay is 0 to %d seconds", MaxDelay)
	ErrBadScript  = errors.New("the script can't be used")
)

// checkPersona says what is wrong with what a phone is to do by itself.
func checkPersona(persona Persona, delay int, script []Rule) error {
	known := false
	for _, p := range personas {
		known = known || p == persona
	}
	switch {
	case !known:
		return ErrBadPersona
	case delay < 0 || delay > MaxDelay:
		return ErrBadDelay
	case persona == PersonaScript && len(script) == 0:
		return fmt.Errorf("%w: the persona script needs at least one rule", ErrBadScript)
	case len(script) > maxRules:
		return fmt.Errorf("%w: it has %d rules, and at most %d are possible", ErrBadScript, len(script), maxRules)
	}
	for i, rule := range script {
		if err := rule.check(); err != nil {
			return fmt.Errorf("%w: rule %d: %w", ErrBadScript, i+1, err)
		}
	}
	return nil
}

func (r Rule) check() error {
	switch {
	case strings.TrimSpace(r.Reply) == "":
		return errors.New("it has no reply")
	case utf8.RuneCountInString(r.Reply) > maxReply:
		return fmt.Errorf("its reply is longer than %d characters", maxReply)
	case utf8.RuneCountInString(r.Match) > maxMatch:
		return fmt.Errorf("its match is longer than %d characters", maxMatch)
	}
	_, err := r.expression()
	return err
}

// expression gives the regular expression of a rule, or nil if it has none. The expressions take time in
// proportion to the text, whatever they are.
func (r Rule) expression() (*regexp.Regexp, error) {
	body, ok := strings.CutPrefix(r.Match, "/")
	end := strings.LastIndexByte(body, '/')
	if !ok || end <= 0 || body[end+1:] != "" && body[end+1:] != "i" {
		return nil, nil
	}
	text := body[:end]
	if body[end+1:] == "i" {
		text = "(?i)" + text
	}
	e, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("its match is not a regular expression: %w", err)
	}
	return e, nil
}

// answer gives what the rule answers to a text, if it fits.
func (r Rule) answer(text string) (reply string, fits bool) {
	e, err := r.expression()
	if err != nil {
		return "", false
	}
	if e == nil {
		return r.Reply, strings.Contains(strings.ToLower(text), strings.ToLower(r.Match))
	}
	groups := e.FindStringSubmatchIndex(text)
	if groups == nil {
		return "", false
	}
	reply = string(e.ExpandString(nil, r.Reply, text, groups))
	if runes := []rune(reply); len(runes) > maxReply {
		reply = string(runes[:maxReply])
	}
	return reply, strings.TrimSpace(reply) != ""
}

// answer gives what the phone answers by itself to a message, or "". It holds no lock while it looks, because
// the expressions of a script take their time.
func (p *Phone) answer(message *waE2E.Message) string {
	if message == nil {
		return ""
	}
	p.net.mu.RLock()
	persona, script := p.account.Persona, p.account.Script // a script is replaced, never changed
	p.net.mu.RUnlock()
	text, _ := textOf(message)
	switch persona {
	case PersonaEcho:
		return text
	case PersonaScript:
		for _, rule := range script {
			if reply, fits := rule.answer(text); fits {
				return reply
			}
		}
	}
	return ""
}

// registered tells whether the account's number is on WhatsApp.
func (a *account) registered() bool { return a.Persona != PersonaUnregistered }

// off tells whether the phone can do nothing, because it is switched off or has no account on WhatsApp.
func (a *account) off() error {
	switch {
	case a.gone:
		return ErrNoPhone
	case a.Persona == PersonaUnreachable:
		return ErrSwitchedOff
	case a.Persona == PersonaUnregistered:
		return ErrUnregistered
	}
	return nil
}

// Why a phone can't do what its holder wants.
var (
	ErrSwitchedOff  = errors.New("the phone is switched off, because its persona is unreachable")
	ErrUnregistered = errors.New("the phone's number is not on WhatsApp, because its persona is unregistered")
)
