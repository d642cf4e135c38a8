package whatsapp

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// PairCode implements api.ClientsService.
func (c *Clients) PairCode(ctx context.Context, req *api.PairCodeRequest) (*api.PairCodeResponse, error) {
	cl, err := c.find(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	if !phonePattern.MatchString(req.Phone) {
		return nil, api.Invalid("/phone", "is not a phone number in E.164, such as +15551234567 without spaces or dashes")
	}
	ctx, cancel := context.WithTimeout(ctx, c.timing.send)
	defer cancel()
	if err := cl.makeTime(ctx, req.Phone); err != nil {
		return nil, err
	}
	s, err := cl.codes(ctx)
	if err != nil {
		return nil, apiError(err)
	}
	text, err := s.run.wa.PairPhone(ctx, strings.TrimPrefix(req.Phone, "+"), true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	if err != nil {
		return nil, apiError(err)
	}
	return &api.PairCodeResponse{Code: text, ExpiresAt: s.pairing.ends()}, nil
}

// enoughTime is how long a pairing must still go on for a person to type a code.
const enoughTime = time.Minute

// makeTime begins a pairing, and begins anew one that is about to end.
func (cl *client) makeTime(ctx context.Context, phone string) error {
	if err := cl.lock(ctx); err != nil {
		return err
	}
	defer cl.unlock()
	s := cl.snapshot()
	if s.linked() {
		return alreadyLinked(s.row)
	}
	if s.pairing != nil && time.Until(s.pairing.ends()) < min(enoughTime, cl.clients.timing.firstCode) {
		cl.stop()
	}
	if cl.snapshot().run != nil {
		return nil
	}
	return cl.begin(ctx, phone)
}

// codes waits until the client shows codes: only then does WhatsApp take further wishes.
func (cl *client) codes(ctx context.Context) (snapshot, error) {
	for {
		s, changed := cl.watch()
		switch {
		case s.linked():
			return s, alreadyLinked(s.row)
		case s.run == nil:
			return s, s.pairingEnded()
		case s.pairing != nil:
			return s, nil
		}
		if err := cl.wait(ctx, changed, nil); err != nil {
			return s, err
		}
	}
}

// begin starts a run that the client is to keep up; see start. Whoever calls it has the client's turn.
func (cl *client) begin(ctx context.Context, phone string) error {
	if err := cl.edit(ctx, desire(api.ClientDesiredStateConnected), nil); err != nil {
		return err
	}
	return cl.start(ctx, phone)
}

// wait returns when a channel is closed or a time has come, or with the reason why it is useless to wait on.
func (cl *client) wait(ctx context.Context, changed <-chan struct{}, timer <-chan time.Time) error {
	select {
	case <-changed:
		return nil
	case <-timer:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-cl.clients.ctx.Done():
		return errClosing()
	}
}

func alreadyLinked(row store.Client) error {
	return api.Errorf(api.CodeConflict, "Client %q is linked to %s already. Log it out with clients.logout before you link it again.", row.Name, row.Phone)
}

// pairingEnded is the error for somebody who waits for codes that will not come.
func (s snapshot) pairingEnded() error {
	switch api.ClientErrorCode(s.verdict.Code) {
	case "":
		return api.Errorf(api.CodeConflict, "The pairing of client %q was stopped.", s.row.Name)
	case api.ClientErrorCodeConnectFailed:
		return &api.Error{Code: api.CodeUnavailable, Detail: "The pairing could not begin. " + s.verdict.Detail, RetryAfter: 5 * time.Second}
	}
	return api.Errorf(api.CodeConflict, "%s", s.verdict.Detail)
}

// GetQR implements api.ClientsService. It begins a pairing where there is none, once.
func (c *Clients) GetQR(ctx context.Context, req *api.GetQRRequest) (*api.GetQRResponse, error) {
	cl, err := c.find(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	poll, cancel := context.WithTimeout(ctx, time.Duration(req.WaitSeconds)*time.Second)
	defer cancel()
	began := req.After != nil // whoever shows a code has seen the pairing begin, and is to hear of its end
	shown := false            // whether this call has seen a code that it did not answer with
	for {
		s, changed := cl.watch()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if s.deleted {
			return nil, noClient(cl.id)
		}
		if s.run == nil && !s.linked() && !began {
			if err := cl.beginOnce(ctx); err != nil {
				return nil, err
			}
			began = true
			continue
		}
		began = true
		answer, news := s.poll(req.After, shown)
		if answer == nil {
			if s.linked() {
				return nil, alreadyLinked(s.row)
			}
			return nil, s.pairingEnded()
		}
		if news || poll.Err() != nil {
			return answer.draw(req.Format)
		}
		shown = shown || answer.code != ""
		if err := cl.waitForNews(poll, s, changed); err != nil && poll.Err() == nil {
			return nil, err
		}
	}
}

// beginOnce begins a pairing unless somebody else has.
func (cl *client) beginOnce(ctx context.Context) error {
	if err := cl.lock(ctx); err != nil {
		return err
	}
	defer cl.unlock()
	if s := cl.snapshot(); s.run != nil || s.linked() {
		return nil
	}
	return cl.begin(ctx, "")
}

// waitForNews waits for a change of the client, or for the next code.
func (cl *client) waitForNews(poll context.Context, s snapshot, changed <-chan struct{}) error {
	shown, ok := s.pairing.shown(time.Now())
	if !ok {
		return cl.wait(poll, changed, nil)
	}
	next := time.NewTimer(time.Until(shown.expires))
	defer next.Stop()
	return cl.wait(poll, changed, next.C)
}

// qrAnswer is an answer of GetQR before the code is drawn.
type qrAnswer struct {
	state   api.GetQRResponseState
	code    string
	expires time.Time
}

// poll says what there is to answer, and whether that is news: to somebody who shows the code that expires at
// after, the same code is none, and that the phone has scanned it is, if it was shown until now. It answers nil
// when only an error will do.
func (s snapshot) poll(after *time.Time, shown bool) (answer *qrAnswer, news bool) {
	if s.state == api.ClientStateConnected {
		return &qrAnswer{state: api.GetQRResponseStateConnected}, true
	}
	if s.run != nil {
		if c, ok := s.pairing.shown(time.Now()); ok {
			news := after == nil || c.expires.After(*after)
			return &qrAnswer{state: api.GetQRResponseStateQR, code: c.text, expires: c.expires}, news
		}
		if s.state == api.ClientStatePairing || s.state == api.ClientStateConnecting {
			return &qrAnswer{state: api.GetQRResponseStatePairing}, shown && s.linked()
		}
	}
	if v := s.verdict.Code; !s.linked() && (v == "" || v == string(api.ClientErrorCodePairingExpired)) {
		return &qrAnswer{state: api.GetQRResponseStateExpired}, true
	}
	return nil, true
}

func (a *qrAnswer) draw(format api.GetQRRequestFormat) (*api.GetQRResponse, error) {
	response := &api.GetQRResponse{State: a.state}
	if a.code != "" {
		drawn, err := drawQR(a.code, format)
		if err != nil {
			return nil, err
		}
		response.QR, response.ExpiresAt = &drawn, &a.expires
	}
	return response, nil
}
