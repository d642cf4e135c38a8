package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// World is who there is on a network, and what they have written each other before it began. ParseWorld reads
// one from a file.
type World struct {
	Owner   string // the email address of the account that the phones are for, if the file names one
	OwnedBy string // PhoneSpec.Owner of the phones; for whoever loads the world to set

	phones  []worldPhone
	groups  []worldGroup
	history []pastMessage
}

type worldPhone struct {
	spec     PhoneSpec
	contacts []Contact
}

type worldGroup struct {
	subject, description string
	admin                string   // number
	members              []string // numbers, the admin's among them
}

// pastMessage is a message of the history of a world.
type pastMessage struct {
	from  string // number
	to    string // number, or "" for a group
	group int    // index of the group
	at    time.Time
	ago   time.Duration // before the world is loaded, if at is zero
	text  string
	read  bool
	id    types.MessageID // the same whenever the file is read
}

// Loaded says what was added to a network, and what was there.
type Loaded struct {
	Phones, Groups, Messages, Contacts int
	Kept                               int // phones that were there already
}

func (l Loaded) String() string {
	var added []string
	for _, c := range []struct {
		n    int
		name string
	}{{l.Phones, "phone"}, {l.Groups, "group"}, {l.Messages, "message"}, {l.Contacts, "contact"}} {
		if c.n > 0 {
			added = append(added, counted(c.n, c.name))
		}
	}
	text := "nothing is new"
	if len(added) > 0 {
		text = "added " + strings.Join(added, ", ")
	}
	if l.Kept > 0 {
		text += "; kept " + counted(l.Kept, "phone") + " as it was"
		if l.Kept > 1 {
			text = strings.TrimSuffix(text, "it was") + "they were"
		}
	}
	return text
}

func counted(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}

// Load adds to the network what it doesn't have yet of a world. A phone or a group that is there already stays as
// it is, whoever it belongs to, but a phone gets what it lacks of the contacts and the history. So a world can
// be loaded again and again, and one that was interrupted goes on.
func (n *Network) Load(ctx context.Context, w *World) (Loaded, error) {
	var l Loaded
	for _, p := range w.phones {
		spec := p.spec
		spec.Owner = w.OwnedBy
		switch _, err := n.CreatePhone(ctx, spec); {
		case errors.Is(err, ErrPhoneExists):
			l.Kept++
		case err != nil:
			return l, fmt.Errorf("sandbox: phone +%s: %w", spec.Number, err)
		default:
			l.Phones++
		}
	}
	for _, g := range w.groups {
		made, err := n.loadGroup(ctx, g)
		if err != nil {
			return l, err
		}
		if made {
			l.Groups++
		}
	}
	for _, p := range w.phones {
		added, err := n.loadContacts(ctx, p)
		if err != nil {
			return l, err
		}
		l.Contacts += added
	}
	var err error
	l.Messages, err = n.loadHistory(ctx, w)
	return l, err
}

// loadGroup makes a group of a world. Its address follows from who has made it and what it is called.
func (n *Network) loadGroup(ctx context.Context, w worldGroup) (made bool, err error) {
	id := w.id()
	position := n.update(func(t *tx) {
		admin := t.account(types.NewJID(w.admin, types.DefaultUserServer))
		if t.groups[id] != nil || admin == nil {
			return
		}
		g := t.newGroup(admin, w.subject)
		g.ID = id
		for _, number := range w.members {
			if a := t.account(types.NewJID(number, types.DefaultUserServer)); a != nil {
				g.admit(a)
			}
		}
		if w.description != "" {
			g.Description, g.DescriptionID, g.DescribedAt = w.description, newMessageID(), t.unix()
		}
		t.startGroup(g)
		t.announceGroup(g, admin, "")
		made = true
	})
	return made, n.journal.wait(ctx, position)
}

func (w worldGroup) id() string {
	sum := sha256.Sum256([]byte("world group " + w.admin + " " + w.subject))
	return fmt.Sprintf("120363%012d", binary.BigEndian.Uint64(sum[:8])%1_000_000_000_000)
}

// loadContacts writes those into a phone's address book who are not in it.
func (n *Network) loadContacts(ctx context.Context, w worldPhone) (added int, err error) {
	if len(w.contacts) == 0 {
		return 0, nil
	}
	p, err := n.Phone(w.spec.Number)
	if err != nil {
		return 0, err
	}
	_, known, _, err := p.settingsNow(ctx)
	if err != nil {
		return 0, err
	}
	missing := slices.DeleteFunc(slices.Clone(w.contacts), func(c Contact) bool { return known[n.canonical(c.JID)] != "" })
	err = p.AddContacts(ctx, missing...)
	if errors.Is(err, ErrSwitchedOff) || errors.Is(err, ErrUnregistered) {
		return 0, nil
	}
	return len(missing), err
}

// pastID makes the id of a past message from all that it is, so that it is the same when the file is read again.
func pastID(parts ...string) types.MessageID {
	sum := sha256.Sum256([]byte("past\x00" + strings.Join(parts, "\x00")))
	return "3EB0" + strings.ToUpper(hex.EncodeToString(sum[:9]))
}
