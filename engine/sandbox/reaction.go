package sandbox

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
)

const (
	// typingTime is how long a phone is seen typing before it answers, unless its delay is shorter.
	typingTime = 3 * time.Second
	// maxReactions is how many messages a phone has in mind. More than that stay unread.
	maxReactions = 10_000
)

// reaction is what a phone does by itself about a message: in two steps, each of which is one change of
// the network together with the note that it was done. It is planned in the change that records the
// message, so that a restart neither loses nor repeats any of it.
type reaction struct {
	Order   uint64
	Due     time.Time // of the next step
	Begun   bool      // the first step was done
	Message string
	Row     string    // of the message, in the transcript
	From    types.JID // as the message named the sender's device
	Group   types.JID
	Chat    types.JID // of the two whose chat it is, the other one's LID
	Typing  time.Duration
	Reply   string `json:",omitempty"`
	ReplyID string `json:",omitempty"`
}

// plan makes a phone react to a message that it has just recorded, if that is its way.
//
// A phone never answers what a phone has answered by itself, or two of them would go on for ever. And in
// groups it reads but holds its tongue.
func (p *Phone) plan(t *tx, in incoming, m Message) (planned bool) {
	if m.aboutAnother() {
		return false
	}
	a := p.account
	r := reaction{
		Order: p.planned + 1, Message: in.id, Row: m.Cursor, From: in.from, Group: in.group, Chat: in.sender.lid(),
	}
	if in.group.IsEmpty() && p.answersTo(in) {
		r.Reply = in.reply
	}
	if r.Reply == "" && a.Persona != PersonaReader || len(p.reactions) >= maxReactions {
		return false
	}
	if r.Reply != "" {
		sum := sha256.Sum256([]byte("answer " + a.Transcript + m.Cursor))
		r.ReplyID = "3EB0" + strings.ToUpper(hex.EncodeToString(sum[:9]))
	}
	delay := time.Duration(a.DelaySeconds) * time.Second
	if in.group.IsEmpty() {
		r.Typing = min(delay, typingTime)
	}
	r.Due = t.now().Add(delay - r.Typing)
	p.planned = r.Order
	if delay == 0 {
		p.begin(t, &r, in.sender)
	}
	p.remember(r)
	t.put(kindReaction, p.reactionID(r), r)
	return true
}

// aboutAnother tells whether a message changes or comments on another, rather than says something itself.
func (m *Message) aboutAnother() bool {
	switch m.Kind {
	case "reaction", "edit", "revoke", "vote", "other":
		return true
	}
	return false
}

// answersTo tells whether a phone may answer a message, because no machine has said it.
func (p *Phone) answersTo(in incoming) bool {
	if in.device.Device != 0 {
		return true
	}
	if sent, ok := in.sender.phone.sent.find(in.id); ok {
		return !sent.Auto
	}
	return in.sender.Persona != PersonaEcho && in.sender.Persona != PersonaScript // sent so long ago that it is forgotten
}

// remember puts a reaction among those that are to come, by when they are due.
func (p *Phone) remember(r reaction) {
	at, _ := slices.BinarySearchFunc(p.reactions, r, func(x, y reaction) int {
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Order, y.Order))
	})
	p.reactions = slices.Insert(p.reactions, at, r)
}

func (p *Phone) reactionID(r reaction) string {
	return fmt.Sprintf("%s/%016x", p.account.Number, r.Order)
}

// begin is the first step. Who is going to answer reads the message and types; a mere reader types first.
func (p *Phone) begin(t *tx, r *reaction, sender *account) {
	if r.Reply != "" {
		p.readOne(t, *r)
	}
	if r.Group.IsEmpty() && (r.Typing > 0 || p.account.Persona != PersonaEcho) {
		t.typing(p.account, sender.lid(), TypingComposing)
	}
	r.Begun, r.Due = true, r.Due.Add(r.Typing)
}

// readOne tells the sender of a message that it was read.
func (p *Phone) readOne(t *tx, r reaction) {
	p.confirm(t, incoming{id: r.Message, from: r.From, group: r.Group}, "read")
	p.markRead(t, r.chat(), r.Row)
}

func (r reaction) chat() types.JID {
	if r.Group.IsEmpty() {
		return r.Chat
	}
	return r.Group
}

// react does what is due, and sees to it that the rest is done when it is.
func (p *Phone) react() {
	mine := false
	p.net.among([]*account{p.account}, func(*tx) { mine, p.reacting = !p.reacting, true })
	if !mine {
		return
	}
	for {
		r, ok := p.nextReaction()
		if !ok {
			return
		}
		if !p.step(r) {
			p.net.among([]*account{p.account}, func(*tx) { p.reacting = false })
			return
		}
	}
}

// nextReaction gives the reaction that is due. If none is, the phone stops reacting, and is woken for the next.
func (p *Phone) nextReaction() (r reaction, found bool) {
	closing := p.net.journal.room(p.net.ctx) != nil
	p.net.among([]*account{p.account}, func(t *tx) {
		if closing || p.account.off() != nil || len(p.reactions) == 0 {
			p.reacting = false
			return
		}
		if wait := p.reactions[0].Due.Sub(t.now()); wait > 0 {
			p.reacting = false
			p.setAlarm(wait)
			return
		}
		r, found = p.reactions[0], true
	})
	return r, found
}

// setAlarm lets the phone react after a while. An alarm that rings when the network is closed does nothing.
func (p *Phone) setAlarm(after time.Duration) {
	if p.alarm == nil {
		p.alarm = time.AfterFunc(after, func() { p.net.spawn(p.react) })
		return
	}
	p.alarm.Reset(after)
}

// step does the next step of a reaction. It reports false if the network closes before it is done.
func (p *Phone) step(r reaction) bool {
	if r.Begun && r.Reply != "" {
		out := incoming{id: r.ReplyID, auto: true}
		if _, err := p.send(p.net.ctx, out, r.Chat, r.answer); err != nil {
			if p.net.ctx.Err() != nil || errors.Is(err, ErrClosed) {
				return false
			}
			if p.account.off() == nil {
				p.net.log.Warn("a phone can't answer", "phone", p.account.Number, "error", err)
			}
		}
	}
	p.net.mu.RLock()
	defer p.net.mu.RUnlock()
	sender := p.net.account(r.From)
	p.net.sharing([]*account{p.account, sender, p.net.account(r.Chat)}, func(t *tx) {
		at := slices.IndexFunc(p.reactions, func(x reaction) bool { return x.Order == r.Order })
		if at < 0 || p.account.gone { // forgotten meanwhile
			return
		}
		p.reactions = slices.Delete(p.reactions, at, at+1)
		switch {
		case sender == nil:
			t.drop(kindReaction, p.reactionID(r))
		case !r.Begun:
			p.begin(t, &r, sender)
			p.remember(r)
			t.put(kindReaction, p.reactionID(r), r)
		default:
			p.finish(t, r, sender)
		}
	})
	return true
}

// answer is what the phone writes.
func (r reaction) answer(types.JID) (*waE2E.Message, error) { return textMessage(r.Reply), nil }

// finish is the second step: the answer has just been sent, or the reader reads.
func (p *Phone) finish(t *tx, r reaction, sender *account) {
	if r.Group.IsEmpty() && (r.Typing > 0 || p.account.Persona != PersonaEcho) {
		t.typing(p.account, sender.lid(), TypingPaused)
	}
	if r.Reply == "" {
		p.readOne(t, r)
	}
	t.drop(kindReaction, p.reactionID(r))
}

// forgetReactions drops what the phone has meant to do.
func (p *Phone) forgetReactions(t *tx) {
	for _, r := range p.reactions {
		t.drop(kindReaction, p.reactionID(r))
	}
	p.reactions = nil
	if p.alarm != nil {
		p.alarm.Stop()
	}
}
