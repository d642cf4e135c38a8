package whatsapp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

// Messages sends through the clients.
type Messages struct{ clients *Clients }

var _ api.WhatsappService = (*Messages)(nil)

// NewMessages returns what sends through the clients.
func NewMessages(clients *Clients) *Messages { return &Messages{clients} }

// SendMessage implements api.WhatsappService.
func (m *Messages) SendMessage(ctx context.Context, req *api.SendMessageRequest) (*api.SendMessageResponse, error) {
	cl, err := m.clients.find(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	to, err := parseAddress(req.JID, "/jid")
	if err != nil {
		return nil, err
	}
	if s, ok := sourceOf(&req.Message); ok && s.url != nil {
		end, err := m.clients.fetches.begin(ctx, cl.userID)
		if err != nil {
			return nil, err
		}
		defer end()
	}
	d, err := m.compose(ctx, cl, to, req)
	if err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, m.clients.timing.sendTime(d))
	defer cancel()
	r, err := cl.ready(bounded)
	if err != nil {
		return nil, err
	}
	id, err := messageID(req, api.IdempotencyKeyFrom(ctx))
	if err != nil {
		return nil, err
	}
	message, err := d.build(bounded, r)
	if err != nil {
		return nil, apiError(err)
	}
	var position int64
	recipient, sent, err := r.send(bounded, to, message, id, &position)
	if err != nil {
		return nil, apiError(err)
	}
	r.keepSent(recipient.JID, sent, message, position)
	return &api.SendMessageResponse{
		MessageID: sent.ID, Timestamp: sent.Timestamp.UTC(), Recipient: recipient, Status: api.SendMessageResponseStatusSent,
	}, nil
}

// sendTime is how long a message may take in all: with a file there is more to do.
func (t timing) sendTime(d *draft) time.Duration {
	if d.file != nil {
		return t.send + t.upload
	}
	return t.send
}

// messageID derives the id of a message from the request and its Idempotency-Key, so that a request that is
// repeated after a crash sends the same message again, which WhatsApp delivers once. Another message must have
// another id, also under a key that a failed request has used: WhatsApp would take it for the first and drop it.
// The id looks like those that the library makes, and is left to it when there is no key.
func messageID(req *api.SendMessageRequest, key string) (types.MessageID, error) {
	if key == "" {
		return "", nil
	}
	content, err := json.Marshal(req)
	if err != nil {
		return "", fmt.Errorf("whatsapp: derive the id of a message: %w", err)
	}
	sum := sha256.Sum256(append([]byte("wpengine message\x00"+key+"\x00"), content...))
	return whatsmeow.WebMessageIDPrefix + strings.ToUpper(hex.EncodeToString(sum[:9])), nil
}

// ready is online for a request, which waits only so long.
func (cl *client) ready(ctx context.Context) (*run, error) {
	wait := time.NewTimer(cl.clients.timing.sendWait)
	defer wait.Stop()
	return cl.online(ctx, wait.C)
}

// online returns the run of a client that is connected. A client that connects is waited for until the timer
// fires.
func (cl *client) online(ctx context.Context, timer <-chan time.Time) (*run, error) {
	cl.clients.waiting.Add(1)
	defer cl.clients.waiting.Add(-1)
	for {
		s, changed := cl.watch()
		switch {
		case s.state == api.ClientStateConnected && s.run != nil:
			return s.run, nil
		case s.deleted:
			return nil, noClient(cl.id)
		case !s.linked():
			return nil, notPaired(s.row)
		case s.state != api.ClientStateConnecting && s.state != api.ClientStatePairing:
			return nil, notConnected(s)
		}
		select {
		case <-changed:
		case <-timer:
			return nil, notConnected(s)
		case <-ctx.Done():
			return nil, apiError(ctx.Err())
		case <-cl.clients.ctx.Done():
			return nil, errClosing()
		}
	}
}

// send sends one message, when the ones before it are sent: the library takes one at a time, and would let a
// caller wait for that without an end. A message whose turn has come goes on when its caller hangs up or the engine
// stops: given up halfway it may have been sent, and nobody would know.
func (r *run) send(ctx context.Context, to types.JID, message *waE2E.Message, id types.MessageID, position *int64) (recipient api.Identity, sent whatsmeow.SendResponse, err error) {
	r.client.clients.sending.Add(1)
	defer r.client.clients.sending.Add(-1)
	select {
	case r.sending <- struct{}{}:
		defer func() { <-r.sending }()
	case <-ctx.Done():
		return recipient, sent, ctx.Err()
	}
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(context.WithoutCancel(ctx), deadline)
		defer cancel()
	}
	if to.Server == types.GroupServer {
		sent, err = r.post(ctx, to, message, id, position)
		return api.Identity{JID: to.String()}, sent, err
	}
	p, err := r.look(ctx, to)
	if err != nil {
		return recipient, sent, err
	}
	if sent, err = r.post(ctx, p.address(), message, id, position); err != nil {
		return recipient, sent, err
	}
	if err := r.checkReached(ctx, p); err != nil {
		return recipient, sent, err
	}
	return r.identity(ctx, p), sent, nil
}

// post gives a message to the library. Its position among the messages of the client is taken before: an answer may be
// stored before the library has returned.
func (r *run) post(ctx context.Context, to types.JID, message *waE2E.Message, id types.MessageID, position *int64) (sent whatsmeow.SendResponse, err error) {
	if *position, err = r.client.clients.messages.Reserve(ctx, r.client.id, time.Now()); err != nil {
		return sent, err
	}
	return r.wa.SendMessage(ctx, to, message, whatsmeow.SendRequestExtra{ID: id})
}
