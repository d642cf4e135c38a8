package whatsapp

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// client is one client of an account: what the table says of it, and where it is now.
type client struct {
	clients    *Clients
	id, userID string
	log        *slog.Logger

	turn   chan struct{} // a token; whoever starts, stops or unlinks the client holds it
	saving sync.Mutex    // orders the writes of the row; taken before mu
	news   bell          // rings with each new message

	mu      sync.Mutex
	now     snapshot
	changed chan struct{} // closed, and replaced, by each change of now
}

// snapshot is a client at one moment. It is replaced as a whole and never written to.
type snapshot struct {
	row      store.Client
	settings settings
	state    api.ClientState
	run      *run              // nil unless the client is being linked, connects, is connected, or will be again
	pairing  *pairing          // the codes on display; nil when there are none
	verdict  store.ClientError // why the last run ended by itself; zero if it was stopped or still is
	deleted  bool
}

// linked reports whether the client has a device on somebody's phone.
func (s snapshot) linked() bool { return s.row.JID != "" }

func newClient(c *Clients, row store.Client) *client {
	cl := &client{
		clients: c, id: row.ID, userID: row.UserID, log: c.log.With("client", row.ID),
		turn: make(chan struct{}, 1), changed: make(chan struct{}),
	}
	cl.now = snapshot{row: row, settings: parseSettings(row.Settings)}
	cl.now.state = cl.resting()
	return cl
}

// snapshot returns the client as it is now.
func (cl *client) snapshot() snapshot {
	cl.mu.Lock()
	defer cl.mu.Unlock()
	return cl.now
}

// watch returns the client as it is now, and a channel that is closed when that is no longer so.
func (cl *client) watch() (snapshot, <-chan struct{}) {
	cl.mu.Lock()
	defer cl.mu.Unlock()
	return cl.now, cl.changed
}

// update changes the client in memory and wakes whoever waits for a change.
func (cl *client) update(change func(*snapshot)) {
	cl.mu.Lock()
	defer cl.mu.Unlock()
	cl.change(change)
}

func (cl *client) change(change func(*snapshot)) {
	change(&cl.now)
	close(cl.changed)
	cl.changed = make(chan struct{})
	cl.clients.ring(cl.userID)
}

// edit changes the row, in the table first, and then the rest as one change.
func (cl *client) edit(ctx context.Context, change func(*store.Client), also func(*snapshot)) error {
	cl.saving.Lock()
	defer cl.saving.Unlock()
	row, err := cl.clients.rows.Update(ctx, cl.userID, cl.id, change)
	if err != nil {
		if gone(err) {
			err = noClient(cl.id).Because(err)
		}
		return err
	}
	cl.update(func(s *snapshot) {
		s.row, s.settings = row, parseSettings(row.Settings)
		if also != nil {
			also(s)
		}
	})
	return nil
}

// saveTimeout bounds the writes that no caller waits for.
const saveTimeout = 10 * time.Second

// note is edit for what has happened and can't be refused: when the table can't be written, the change is
// made in memory, where it counts, and logged.
func (cl *client) note(change func(*store.Client), also func(*snapshot)) {
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	err := cl.edit(ctx, change, also)
	if err == nil {
		return
	}
	if !gone(err) {
		cl.log.Error("a change of the client is not saved", "error", err)
	}
	cl.update(func(s *snapshot) {
		change(&s.row)
		if also != nil {
			also(s)
		}
	})
}

// move changes the state, and the row if change is not nil, as one change.
func (cl *client) move(state api.ClientState, change func(*store.Client)) {
	before := cl.snapshot().state
	set := func(s *snapshot) { s.state = state }
	if change == nil {
		cl.update(set)
	} else {
		cl.note(change, set)
	}
	if before != state {
		cl.log.Info("the client's state changed", "from", before, "to", state)
	}
}

// resting is the state of the client when nothing is going on with it.
func (cl *client) resting() api.ClientState { return cl.snapshot().resting() }

func (s snapshot) resting() api.ClientState {
	switch {
	case s.linked():
		return api.ClientStateDisconnected
	case s.row.Phone != "": // kept when the link is lost, to say whose it was
		return api.ClientStateLoggedOut
	}
	return api.ClientStateUnpaired
}

// unlinkRow takes the device out of a row. The phone number and the name stay, to tell people what to link
// again.
func unlinkRow(row *store.Client) {
	row.JID, row.LID = "", ""
	row.DesiredState = string(api.ClientDesiredStateDisconnected)
	row.UpdatedAt = time.Now()
}

// loseKeys is unlinkRow for a client whose keys are not there any more, for whatever reason.
func loseKeys(row *store.Client) {
	unlinkRow(row)
	failed(api.ClientErrorCodeLoggedOut, "The client's keys are no longer there. Link it again with clients.getQr or clients.pairCode.")(row)
}

func desire(state api.ClientDesiredState) func(*store.Client) {
	return func(row *store.Client) { row.DesiredState = string(state) }
}

// lock takes the client's turn. The client may have been deleted meanwhile.
func (cl *client) lock(ctx context.Context) error {
	select {
	case cl.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-cl.clients.ctx.Done():
		return errClosing()
	}
	if cl.snapshot().deleted {
		cl.unlock()
		return noClient(cl.id)
	}
	if cl.clients.ctx.Err() != nil {
		cl.unlock()
		return errClosing()
	}
	return nil
}

func (cl *client) unlock() { <-cl.turn }

// awaitStart marks a client that is to be connected by Start, so that messages wait for it.
func (cl *client) awaitStart() bool {
	s := cl.snapshot()
	if !s.linked() || s.row.DesiredState != string(api.ClientDesiredStateConnected) || s.run != nil {
		return false
	}
	cl.update(func(s *snapshot) { s.state = api.ClientStateConnecting })
	return true
}

// resume starts a client that awaitStart has marked, unless somebody was faster.
func (cl *client) resume(ctx context.Context) error {
	if err := cl.lock(ctx); err != nil {
		return err
	}
	defer cl.unlock()
	s := cl.snapshot()
	if s.run != nil || !s.linked() || s.row.DesiredState != string(api.ClientDesiredStateConnected) {
		return nil
	}
	err := cl.start(ctx, "")
	if err != nil && cl.snapshot().linked() {
		cl.move(cl.resting(), failed(api.ClientErrorCodeConnectFailed, "The engine could not read the client's keys."))
	}
	return err
}

// close ends whatever goes on with the client, for good.
func (cl *client) close() {
	cl.turn <- struct{}{} // not interrupted: whoever has it is about to see that the engine stops
	defer cl.unlock()
	cl.stop()
}

// failed sets a row's last error.
func failed(code api.ClientErrorCode, detail string) func(*store.Client) {
	return func(row *store.Client) {
		row.LastError = store.ClientError{Code: string(code), Detail: detail, At: time.Now().UTC()}
	}
}

// both makes one change of two.
func both(changes ...func(*store.Client)) func(*store.Client) {
	return func(row *store.Client) {
		for _, change := range changes {
			if change != nil {
				change(row)
			}
		}
	}
}

// view is the client as callers see it.
func (cl *client) view(ctx context.Context) *api.Client {
	s := cl.snapshot()
	v := &api.Client{
		ID: s.row.ID, Name: s.row.Name, State: s.state, DesiredState: api.ClientDesiredState(s.row.DesiredState),
		JID: optional(s.row.JID), LID: optional(s.row.LID), Phone: optional(s.row.Phone), PushName: optional(s.row.PushName),
		Settings: s.settings.view(), CreatedAt: s.row.CreatedAt.UTC(), UpdatedAt: s.row.UpdatedAt.UTC(),
	}
	if at := s.row.LastConnectedAt; !at.IsZero() {
		v.LastConnectedAt = &at
	}
	if e := s.row.LastError; e.Code != "" {
		v.LastError = &api.ClientError{Code: api.ClientErrorCode(e.Code), Detail: e.Detail, At: e.At}
	}
	if s.row.ProxyID != "" {
		v.Proxy = &api.ClientProxy{ID: s.row.ProxyID, Masked: cl.clients.masked(ctx, s.row.ProxyID)}
	}
	return v
}

// masked says where a proxy is. One that can't be read is no reason not to show the client.
func (c *Clients) masked(ctx context.Context, id string) string {
	if c.proxies == nil {
		return "***"
	}
	text, err := c.proxies.Masked(ctx, id)
	if err != nil {
		return "***"
	}
	return text
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
