package sandbox

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// CallState is how it stands with a call.
type CallState string

// The states of a call. The last three are final.
const (
	CallRinging  CallState = "ringing"
	CallAccepted CallState = "accepted" // they would talk now; no sound goes through the network
	CallRejected CallState = "rejected" // by who was called; in a group by all of them
	CallMissed   CallState = "missed"   // nobody has answered in time
	CallEnded    CallState = "ended"    // somebody has hung up
)

const (
	callTime = 45 * time.Second // how long a call rings
	maxCalls = 50               // of an account, that are remembered
)

// What can go wrong with a call.
var (
	ErrInCall   = errors.New("the phone is in a call already")
	ErrNoCall   = errors.New("the phone has no such call, or not any more")
	ErrCallOver = errors.New("the call is over")
	ErrCallSelf = errors.New("a phone can't call itself")
	ErrBadRing  = errors.New("a call rings for up to 10 minutes")
)

// call is a call between two, or in a group.
type call struct {
	callRecord
	from  *account
	alarm *time.Timer // rings for as long as it stands
}

// callRecord is all there is of a call; it survives a restart.
type callRecord struct {
	ID     string
	Device uint16 // of the caller; 0 is the phone
	To     types.JID
	Video  bool `json:",omitempty"`
	State  CallState
	Rings  map[string]CallState // by the numbers of those who are called: ringing, accepted or rejected
	At     time.Time
	Until  time.Time // it rings
	Ended  time.Time
}

func (k *call) over() bool { return k.State != CallRinging && k.State != CallAccepted }

// any tells whether it stands like this with any of those who are called.
func (k *call) any(state CallState) bool {
	for _, s := range k.Rings {
		if s == state {
			return true
		}
	}
	return false
}

// parties gives those who are called and hear of it: somebody who has blocked the caller doesn't.
func (t *tx) parties(k *call) []*account {
	var parties []*account
	for _, number := range slices.Sorted(maps.Keys(k.Rings)) {
		if a := t.accounts[number]; a != nil && !a.blocks(k.from) {
			parties = append(parties, a)
		}
	}
	return parties
}

func (k *call) rowID() string { return k.from.Number + "/" + k.ID }

func (t *tx) saveCall(k *call) { t.put(kindCall, k.rowID(), k.callRecord) }

// enterCall makes a call known to the network.
func (n *Network) enterCall(from *account, r callRecord) *call {
	k := &call{callRecord: r, from: from}
	n.calls[k.ID] = k
	from.calls = append(from.calls, k)
	return k
}

// startCall lets it ring for whoever an address names.
func (t *tx) startCall(from *account, r callRecord, rings time.Duration) (*call, error) {
	called, err := t.called(from, r.To)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(from.calls, func(k *call) bool { return !k.over() }) {
		return nil, ErrInCall
	}
	if len(from.calls) >= maxCalls {
		t.forgetCall(from.calls[0])
	}
	r.State, r.Rings, r.At = CallRinging, map[string]CallState{}, t.now()
	r.Until = r.At.Add(rings)
	for _, a := range called {
		r.Rings[a.Number] = CallRinging
	}
	if a := t.account(r.To); a != nil {
		r.To = a.lid()
	}
	k := t.enterCall(from, r)
	t.saveCall(k)
	for _, a := range t.parties(k) {
		t.signal(k, a, 0, t.offer(k))
	}
	t.tellCall(k)
	t.setCallAlarm(k)
	return k, nil
}

// called gives those whom a call to an address is for.
func (t *tx) called(from *account, to types.JID) ([]*account, error) {
	if to.Server != types.GroupServer {
		a := t.account(to)
		switch a {
		case nil:
			return nil, ErrNotOnWhatsApp
		case from:
			return nil, ErrCallSelf
		}
		return []*account{a}, nil
	}
	g := t.groups[to.User]
	if g == nil || g.Members[from.Number] == "" {
		return nil, ErrNoChat
	}
	others := slices.DeleteFunc(t.members(g), func(a *account) bool { return a == from })
	if len(others) == 0 {
		return nil, ErrCallSelf
	}
	return others, nil
}

// setCallAlarm ends the ringing when its time has come. An alarm that goes off when the network is closed does
// nothing.
func (n *Network) setCallAlarm(k *call) {
	k.alarm = time.AfterFunc(k.Until.Sub(n.now()), func() {
		n.spawn(func() { n.update(func(t *tx) { t.stopRinging(k) }) })
	})
}

// stopRinging ends a call that nobody has answered, or the ringing for those who haven't.
func (t *tx) stopRinging(k *call) {
	switch {
	case t.calls[k.ID] != k || k.over():
	case k.State == CallRinging:
		t.finishCall(k, CallMissed, nil)
	case k.any(CallRinging):
		for _, a := range t.parties(k) {
			if k.Rings[a.Number] == CallRinging {
				k.Rings[a.Number] = CallMissed
				t.signal(k, a, 0, t.termination(k, "timeout"))
			}
		}
		t.saveCall(k)
	}
}

// answerCall notes that somebody who is called accepts or rejects. Their other devices stop ringing.
func (t *tx) answerCall(k *call, by *account, device uint16, answer CallState) error {
	switch {
	case k.Rings[by.Number] == "":
		return ErrNoCall
	case k.over():
		return ErrCallOver
	case k.Rings[by.Number] != CallRinging:
		return nil
	}
	k.Rings[by.Number] = answer
	tag, elsewhere := "accept", "accepted_elsewhere"
	if answer == CallRejected {
		tag, elsewhere = "reject", "rejected_elsewhere"
	}
	t.signal(k, by, device, t.termination(k, elsewhere))
	t.signalCaller(k, by.lid(), t.aboutCall(k, tag))
	if answer == CallRejected && !k.any(CallRinging) && !k.any(CallAccepted) {
		t.finishCall(k, CallRejected, by)
		return nil
	}
	if answer == CallAccepted {
		k.State = CallAccepted
	}
	t.saveCall(k)
	t.tellCall(k)
	return nil
}

// leaveCall is what happens when somebody hangs up: the caller ends the call for all, who is called rejects it, or
// goes if they talk. When nobody is left to talk to, the call ends.
func (t *tx) leaveCall(k *call, by *account, device uint16) error {
	switch {
	case by != k.from && k.Rings[by.Number] == "":
		return ErrNoCall
	case k.over():
		return nil
	case by == k.from:
		t.finishCall(k, CallEnded, by)
		return nil
	case k.Rings[by.Number] == CallRinging:
		return t.answerCall(k, by, device, CallRejected)
	}
	k.Rings[by.Number] = CallEnded
	if !k.any(CallAccepted) {
		t.finishCall(k, CallEnded, by)
		return nil
	}
	t.saveCall(k)
	return nil
}

// finishCall ends a call for all who are still in it. by is who has made it end, or nil if time has.
func (t *tx) finishCall(k *call, state CallState, by *account) {
	k.State, k.Ended = state, t.now()
	if k.alarm != nil {
		k.alarm.Stop()
	}
	reason := ""
	if by == nil {
		reason = "timeout"
	}
	for _, a := range t.parties(k) {
		if s := k.Rings[a.Number]; s == CallRinging || s == CallAccepted {
			t.signal(k, a, 0, t.termination(k, reason))
		}
	}
	if by != k.from && state != CallRejected { // who has rejected it has said so
		t.signalCaller(k, k.To, t.termination(k, reason))
	}
	t.saveCall(k)
	t.tellCall(k)
}

// forgetCall drops what is known of a call.
func (t *tx) forgetCall(k *call) {
	delete(t.calls, k.ID)
	k.from.calls = slices.DeleteFunc(k.from.calls, func(other *call) bool { return other == k })
	t.drop(kindCall, k.rowID())
}

// leaveCalls ends the calls of somebody who leaves WhatsApp, and forgets those that they have made.
func (t *tx) leaveCalls(a *account) {
	for _, k := range slices.Clone(a.calls) {
		if !k.over() {
			t.finishCall(k, CallEnded, a)
		}
		t.forgetCall(k)
	}
	for _, k := range t.calls {
		if k.Rings[a.Number] == "" {
			continue
		}
		delete(k.Rings, a.Number)
		switch {
		case k.over() || k.any(CallRinging) || k.any(CallAccepted):
			t.saveCall(k)
		case k.State == CallAccepted:
			t.finishCall(k, CallEnded, a)
		default:
			t.finishCall(k, CallMissed, nil)
		}
	}
}

// tellCall tells the phones that take part how it stands with a call.
func (t *tx) tellCall(k *call) {
	view := t.callView(k)
	t.tell(k.from.phone, PhoneEvent{Kind: EventCall, Chat: view.To, From: view.From, Call: &view})
	chat := view.From
	if view.To.JID.Server == types.GroupServer {
		chat = view.To
	}
	for _, a := range t.parties(k) {
		t.tell(a.phone, PhoneEvent{Kind: EventCall, Chat: chat, From: view.From, Call: &view})
	}
}

// restoreCalls reads the calls.
func (n *Network) restoreCalls(ctx context.Context) error {
	err := eachJSON(ctx, n.state, kindCall, func(id string, r callRecord) error {
		number, _, _ := strings.Cut(id, "/")
		if n.accounts[number] == nil {
			return errStray
		}
		n.enterCall(n.accounts[number], r)
		return nil
	})
	for _, a := range n.accounts {
		slices.SortFunc(a.calls, func(x, y *call) int { return x.At.Compare(y.At) })
	}
	return err
}

// wakeCalls lets those ring on that were ringing when the network was closed.
func (n *Network) wakeCalls() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, k := range n.calls {
		if !k.over() {
			n.setCallAlarm(k)
		}
	}
}
