package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// PhoneSpec says what phone to create.
type PhoneSpec struct {
	Number string // required: E.164, with or without +
	Name   string // default: the number
	About  string // the text that others see below the name
	Owner  string // whoever it belongs to; opaque to the network

	Persona      Persona // default: silent
	DelaySeconds int     // before it reacts to a message
	Script       []Rule  // for the persona script

	Business *BusinessProfile // of the phone of a business
}

// What is wrong with a phone.
var (
	ErrBadNumber   = errors.New("a phone number has 7 to 15 digits, the first of them not 0")
	ErrPhoneExists = errors.New("the number is taken")
	ErrNoPhone     = errors.New("no phone has this number")
	ErrNoDevice    = errors.New("no such linked device")
)

// Phone is a virtual handset: the primary device of an account. It links clients, and takes part in
// chats with end-to-end encryption of its own, like the handset of a person.
type Phone struct {
	net      *Network
	account  *account
	identity *keys.KeyPair // its Signal identity, with which it also vouches for linked devices
	signed   *keys.PreKey

	// Guarded by the account's lock.
	inbox   queue               // stanzas it has to deal with
	asked   map[string]question // by message
	working bool
	sent    sentMessages
	newest  uint64               // time of the newest message in the transcript
	seen    map[types.JID]string // up to where in the transcript, by chat

	contents *contents // of the transcript; nil until somebody needs it
	edition  uint64    // counts how often it became wrong

	reactions []reaction // what it is going to do by itself, by when
	planned   uint64     // order of the newest of them
	reacting  bool
	alarm     *time.Timer

	fresh map[string]uint64 // from which version on the app state is news of linked devices, by collection

	audience audience // who watches
	settings appState

	// crypto guards ring, and keeps the phone's encryption in step with what it sends and records. It
	// is taken before the network's lock, never after.
	crypto sync.Mutex
	ring   *keyring
}

func newPhone(n *Network, a *account) *Phone {
	p := &Phone{net: n, account: a, identity: keys.NewKeyPairFromPrivateKey([32]byte(a.IdentityKey))}
	p.signed = &keys.PreKey{
		KeyPair: *keys.NewKeyPairFromPrivateKey([32]byte(a.SignedPreKey)), KeyID: 1,
		Signature: (*[64]byte)(a.SignedSignature),
	}
	p.inbox.owner, p.sent.owner = deviceID(a.Number, 0), a.Number
	p.ring, p.asked = newKeyring(p), map[string]question{}
	p.settings.phone = p
	return p
}

var digits = regexp.MustCompile(`^[1-9][0-9]{6,14}$`)

// parseNumber gives a number without its plus sign.
func parseNumber(text string) (string, error) {
	number := strings.TrimPrefix(strings.TrimSpace(text), "+")
	if !digits.MatchString(number) {
		return "", ErrBadNumber
	}
	if types.NewJID(number, types.DefaultUserServer).IsBot() {
		return "", fmt.Errorf("%w; and +%s is one of WhatsApp's own, for bots", ErrBadNumber, number)
	}
	return number, nil
}

// CreatePhone puts a new phone with a new account on the network.
func (n *Network) CreatePhone(ctx context.Context, spec PhoneSpec) (*Phone, error) {
	var err error
	if spec.Number, err = parseNumber(spec.Number); err != nil {
		return nil, err
	}
	if spec.Name == "" {
		spec.Name = "+" + spec.Number
	}
	if spec.Persona == "" {
		spec.Persona = PersonaSilent
	}
	switch {
	case utf8.RuneCountInString(spec.Name) > MaxName:
		return nil, ErrBadName
	case utf8.RuneCountInString(spec.About) > MaxAbout:
		return nil, ErrBadAbout
	}
	if err := checkPersona(spec.Persona, spec.DelaySeconds, spec.Script); err != nil {
		return nil, err
	}
	if err := n.journal.room(ctx); err != nil {
		return nil, err
	}
	a := newAccount(spec, n.now())
	p := newPhone(n, a)
	if spec.Business != nil {
		if a.Business, err = p.newBusiness(*spec.Business); err != nil {
			return nil, err
		}
	}
	patches, err := firstPatches(ctx, p)
	if err != nil {
		return nil, err
	}
	position := n.update(func(t *tx) {
		if t.accounts[a.Number] != nil {
			err = ErrPhoneExists
			return
		}
		a.LID = t.newLID(a.Number)
		t.enter(a)
		t.saveAccount(a)
		for _, p := range patches {
			if err = t.addPatch(a, p.collection, p.patch, nil); err != nil {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return a.phone, n.journal.wait(ctx, position)
}

// act makes an exclusive change that the phone's holder wants, unless the phone can do nothing. It returns when
// the change is written.
func (p *Phone) act(ctx context.Context, change func(*tx) error) error {
	if err := p.net.journal.room(ctx); err != nil {
		return err
	}
	var err error
	position := p.net.update(func(t *tx) {
		if err = p.account.off(); err == nil {
			err = change(t)
		}
	})
	if err != nil {
		return err
	}
	return p.net.journal.wait(ctx, position)
}

// Phone finds the phone with a number, or returns ErrNoPhone.
func (n *Network) Phone(number string) (*Phone, error) {
	number, err := parseNumber(number)
	if err != nil {
		return nil, err
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	if a := n.accounts[number]; a != nil {
		return a.phone, nil
	}
	return nil, ErrNoPhone
}

// Phones lists all phones, by number.
func (n *Network) Phones() []*Phone {
	n.mu.RLock()
	defer n.mu.RUnlock()
	var phones []*Phone
	for _, number := range slices.Sorted(maps.Keys(n.accounts)) {
		phones = append(phones, n.accounts[number].phone)
	}
	return phones
}

// DeletePhone deletes the phone with a number.
func (n *Network) DeletePhone(ctx context.Context, number string) error {
	p, err := n.Phone(number)
	if err != nil {
		return err
	}
	return p.Delete(ctx)
}

// Delete takes the phone off the network. Its linked devices are logged out, its messages are gone, and
// nobody can write to the number any more. If the number has another phone by now, that one stays.
func (p *Phone) Delete(ctx context.Context) error {
	p.crypto.Lock() // not in the middle of a message
	defer p.crypto.Unlock()
	p.net.update(func(t *tx) { t.remove(p.account) })
	return p.dropTranscript(ctx)
}

// remove takes an account with everything of it, but for its messages, off the network.
func (t *tx) remove(a *account) {
	if a.gone {
		return
	}
	t.leave(a)
	a.gone = true
	a.phone.audience.end()
	delete(t.accounts, a.Number)
	delete(t.lids, a.LID)
	t.drop(kindAccount, a.Number)
	t.dropAvatar(a.Avatar)
	a.phone.forgetReactions(t)
	a.phone.forgetReads(t)
	a.phone.sent.drop(t)
	for id := range a.phone.asked {
		t.drop(kindAsked, a.phone.questionID(id))
	}
	a.phone.ring.drop(t)
	for name, patches := range a.patches {
		for i := range patches {
			t.drop(kindPatch, patchID(a, name, i+1))
		}
	}
}

// PhoneInfo describes a phone.
type PhoneInfo struct {
	Identity
	About     string
	Owner     string
	CreatedAt time.Time

	Persona      Persona
	DelaySeconds int
	Script       []Rule

	Linked []LinkedDevice
}

// LinkedDevice is a client that is linked to a phone.
type LinkedDevice struct {
	JID, LID types.JID
	LinkedAt time.Time
	Online   bool
	Waiting  int // stanzas that it has not confirmed
}

// Identity names a person: by number, by hidden id, and as they call themselves.
type Identity struct {
	JID, LID    types.JID
	Phone, Name string // Phone is in E.164, with +
}

func (a *account) person() Identity {
	return Identity{JID: a.pn(), LID: a.lid(), Phone: "+" + a.Number, Name: a.Name}
}

// Info describes the phone as it is now.
func (p *Phone) Info() PhoneInfo {
	a := p.account
	info := PhoneInfo{Owner: a.Owner, CreatedAt: a.CreatedAt}
	p.net.among([]*account{a}, func(*tx) {
		info.Identity, info.About = a.person(), a.About
		info.Persona, info.DelaySeconds, info.Script = a.Persona, a.DelaySeconds, slices.Clone(a.Script)
		for _, d := range a.sortedDevices() {
			info.Linked = append(info.Linked, LinkedDevice{d.pn(), d.lid(), d.LinkedAt, d.conn != nil, len(d.queue.items)})
		}
	})
	return info
}

// bundle is what is needed to open a session with the phone. It has no one-time keys, which the
// protocol allows.
func (p *Phone) bundle(jid types.JID) bundle {
	return bundle{
		device: jid, registration: bytes32(p.account.Registration), identity: p.identity.Pub[:],
		signedID: bytes24(p.signed.KeyID), signed: p.signed.Pub[:], signature: p.signed.Signature[:],
	}
}

// saved waits until everything that has happened up to now is written.
func (n *Network) saved(ctx context.Context) error {
	return n.journal.wait(ctx, n.journal.append(nil))
}
