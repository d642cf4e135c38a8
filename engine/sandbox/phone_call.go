package sandbox

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// CallOptions say what kind of call it is.
type CallOptions struct {
	Video bool
	Ring  time.Duration // until nobody has answered; default 45 seconds
}

// Call is a call as it stood when somebody looked at it.
type Call struct {
	ID        string
	State     CallState
	Video     bool
	From, To  Identity // To may be a group
	StartedAt time.Time
	EndedAt   time.Time // zero while it isn't over

	phone *Phone
}

// Call calls a person, or all others in a group, from the phone. It returns when it rings; that somebody has
// answered, or that nobody has, is told to who watches the phone, and found by FindCall.
func (p *Phone) Call(ctx context.Context, to types.JID, o CallOptions) (made Call, err error) {
	if o.Ring == 0 {
		o.Ring = callTime
	}
	if o.Ring < 0 || o.Ring > 10*time.Minute {
		return Call{}, ErrBadRing
	}
	err = p.act(ctx, func(t *tx) error {
		id := strings.ToUpper(hex.EncodeToString(randomBytes(16)))
		k, err := t.startCall(p.account, callRecord{ID: id, To: to, Video: o.Video}, o.Ring)
		if err == nil {
			made = t.callView(k).on(p)
		}
		return err
	})
	return made, err
}

// FindCall gives a call that the phone, or a device linked to it, has made or got.
func (p *Phone) FindCall(id string) (found Call, err error) {
	p.net.among(nil, func(t *tx) {
		k := t.calls[id]
		if k == nil || !k.concerns(p.account) {
			err = ErrNoCall
			return
		}
		found = t.callView(k).on(p)
	})
	return found, err
}

// AnswerCall takes a call that rings.
func (p *Phone) AnswerCall(ctx context.Context, id string) (Call, error) {
	return p.inCall(ctx, id, func(t *tx, k *call) error { return t.answerCall(k, p.account, 0, CallAccepted) })
}

// EndCall hangs up. The caller ends the call; who is called rejects it while it rings. A call that is over stays as
// it is.
func (p *Phone) EndCall(ctx context.Context, id string) (Call, error) {
	return p.inCall(ctx, id, func(t *tx, k *call) error { return t.leaveCall(k, p.account, 0) })
}

// Hangup ends the call, as EndCall does, and returns it as it stands then.
func (k Call) Hangup(ctx context.Context) (Call, error) { return k.phone.EndCall(ctx, k.ID) }

// inCall makes a change of a call, and gives it as it is then.
func (p *Phone) inCall(ctx context.Context, id string, change func(*tx, *call) error) (after Call, err error) {
	err = p.act(ctx, func(t *tx) error {
		k := t.calls[id]
		if k == nil || !k.concerns(p.account) {
			return ErrNoCall
		}
		err := change(t, k)
		after = t.callView(k).on(p)
		return err
	})
	return after, err
}

// concerns tells whether somebody takes part in a call.
func (k *call) concerns(a *account) bool {
	return k.from == a || k.Rings[a.Number] != "" && !a.blocks(k.from)
}

// callView describes a call.
func (t *tx) callView(k *call) Call {
	return Call{
		ID: k.ID, State: k.State, Video: k.Video, From: k.from.person(), To: t.identity(k.To),
		StartedAt: k.At.UTC(), EndedAt: k.Ended.UTC(),
	}
}

func (k Call) on(p *Phone) Call {
	k.phone = p
	return k
}
