package whatsapp

import (
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// ending is why there is no connection, or no longer one, and what follows.
type ending struct {
	state     api.ClientState
	change    func(*store.Client) // of the row; nil for none
	final     bool                // nothing but a caller's wish connects the client again
	pause     time.Duration       // at least this long before the next attempt
	connected bool                // whether the client had been connected at all
}

// briefPause is how long a client between two attempts still counts as connecting.
const briefPause = 3 * time.Second

// stateFor is the state of the client during the pause before the next attempt.
func (e ending) stateFor(pause time.Duration) api.ClientState {
	if e.state == api.ClientStateDisconnected && pause < briefPause {
		return api.ClientStateConnecting
	}
	return e.state
}

func loggedOut(why string) ending {
	detail := "The phone unlinked this client. Link it again with clients.getQr or clients.pairCode."
	if why != "" {
		detail = "WhatsApp logged this client out (" + why + "). Link it again with clients.getQr or clients.pairCode."
	}
	return ending{
		state: api.ClientStateLoggedOut, final: true,
		change: both(unlinkRow, failed(api.ClientErrorCodeLoggedOut, detail)),
	}
}

// judge says whether an event ends the connection, and how. Events that end nothing may still leave a last
// error behind.
func (r *run) judge(evt any) (e ending, over bool) {
	lastError := func(code api.ClientErrorCode, format string, args ...any) {
		r.client.note(failed(code, fmt.Sprintf(format, args...)), nil)
	}
	switch evt := evt.(type) {
	case *events.Disconnected:
		return ending{state: api.ClientStateDisconnected}, true
	case *events.LoggedOut:
		why := ""
		if evt.OnConnect && evt.Reason != events.ConnectFailureLoggedOut {
			why = fmt.Sprintf("reason %d", int(evt.Reason))
		}
		r.client.forgetDevice()
		return loggedOut(why), true
	case *events.StreamReplaced:
		return ending{state: api.ClientStateReplaced, final: true, change: failed(api.ClientErrorCodeReplaced,
			"Another connection of the same device took over. Is a second engine running on a copy of the data? Connect again with clients.connect.")}, true
	case *events.TemporaryBan:
		return banned(evt), true
	case *events.ClientOutdated:
		return ending{state: api.ClientStateOutdated, final: true, change: failed(api.ClientErrorCodeOutdated,
			"WhatsApp no longer takes WhatsApp Web "+Version()+", which this engine says it is. Update the engine, or set a newer version.")}, true
	case *events.ConnectFailure:
		return ending{state: api.ClientStateDisconnected, pause: r.client.clients.timing.refused, change: failed(api.ClientErrorCodeConnectFailed,
			fmt.Sprintf("WhatsApp refused the connection with reason %d.", int(evt.Reason)))}, true
	case *events.StreamError:
		lastError(api.ClientErrorCodeStreamError, "WhatsApp ended the connection with error %q.", evt.Code)
		r.reset() // the server usually hangs up by itself, but nothing says that it must
	case unhandled:
		r.reset()
	case *events.KeepAliveTimeout:
		lastError(api.ClientErrorCodeKeepaliveTimeout, "WhatsApp has not answered since %s.", evt.LastSuccess.UTC().Format(time.RFC3339))
		if time.Since(evt.LastSuccess) > whatsmeow.KeepAliveMaxFailTime {
			r.reset()
		}
	case *events.KeepAliveRestored:
		if r.client.snapshot().row.LastError.Code == string(api.ClientErrorCodeKeepaliveTimeout) {
			r.client.note(func(row *store.Client) { row.LastError = store.ClientError{} }, nil)
		}
	}
	return ending{}, false
}

// banned waits for the end of a ban, if WhatsApp says when that is.
func banned(evt *events.TemporaryBan) ending {
	e := ending{state: api.ClientStateBanned, final: evt.Expire <= 0, pause: evt.Expire}
	detail := fmt.Sprintf("WhatsApp has banned the account for now (%s).", evt.Code)
	if !e.final {
		detail += fmt.Sprintf(" The engine tries again after %s.", time.Now().Add(evt.Expire).UTC().Format(time.RFC3339))
	}
	e.change = failed(api.ClientErrorCodeBanned, detail)
	return e
}
