package sandbox

import (
	"errors"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// What phones say of themselves when they call.
const (
	callPlatform = "android"
	callVersion  = "2.26.30.5"
)

// callStanza tells a device something about a call: what, is its only child. Clients can't read it otherwise.
func (t *tx) callStanza(from types.JID, what stanza) stanza {
	return node("call", attrs{
		"from": from, "id": t.newID(), "t": t.unix(), "platform": callPlatform, "version": callVersion,
	}, what)
}

// aboutCall is one thing to say about a call.
func (t *tx) aboutCall(k *call, tag string, children ...stanza) stanza {
	at := attrs{"call-id": k.ID, "call-creator": k.from.lid(), "caller_pn": k.from.pn()}
	if k.To.Server == types.GroupServer {
		at["group-jid"] = k.To
	}
	return node(tag, at, children...)
}

// offer makes a device ring. For a call in a group there is a notice in its place, which says no more than that
// there is one.
func (t *tx) offer(k *call) stanza {
	if k.To.Server == types.GroupServer {
		notice := t.aboutCall(k, "offer_notice")
		notice.Attrs["type"], notice.Attrs["media"] = "group", "audio"
		if k.Video {
			notice.Attrs["media"] = "video"
		}
		return notice
	}
	children := []stanza{
		node("audio", attrs{"enc": "opus", "rate": "8000"}),
		node("audio", attrs{"enc": "opus", "rate": "16000"}),
	}
	if k.Video {
		children = append(children, node("video", attrs{"enc": "vp8", "dec": "vp8", "orientation": "0"}))
	}
	return t.aboutCall(k, "offer", append(children, node("net", attrs{"medium": "3"}), node("encopt", attrs{"keygen": "2"}))...)
}

// termination makes a device stop ringing, or talking. The reason is empty if somebody has hung up.
func (t *tx) termination(k *call, reason string) stanza {
	s := t.aboutCall(k, "terminate")
	if reason != "" {
		s.Attrs["reason"] = reason
	}
	return s
}

// signal tells the devices of somebody who is called, but for one. What a device that is away is told waits for it,
// like all else: it then hears of the call and of its end.
func (t *tx) signal(k *call, a *account, but uint16, what stanza) {
	for _, d := range a.sortedDevices() {
		if d.ID != but {
			t.deliver(d, t.callStanza(k.from.lid(), what))
		}
	}
}

// signalCaller tells the device that has made a call. A phone isn't told by stanzas.
func (t *tx) signalCaller(k *call, from types.JID, what stanza) {
	if d := k.from.devices[k.Device]; d != nil {
		t.deliver(d, t.callStanza(from, what))
	}
}

// handleCall takes what a client says about a call. The library can only reject one; a client that knows more may
// also make one, accept one, and hang up. How they would talk is no business of the network.
func (t *tx) handleCall(c *conn, s *stanza) {
	d := c.device
	ack := attrs{"class": "call", "id": attrText(*s, "id"), "from": attrJID(*s, "to")}
	children := s.GetChildren()
	if len(children) == 1 {
		what := children[0]
		ack["type"] = what.Tag
		if code := t.callRequest(d, s, what); code != 0 {
			ack["error"] = code
		}
	} else {
		ack["error"] = refusedMalformed
	}
	t.send(c, node("ack", ack))
}

// callRequest does what a client wants with a call, and returns the code that refuses it.
func (t *tx) callRequest(d *device, s *stanza, what stanza) (code int) {
	id := attrText(what, "call-id")
	if id == "" || len(id) > 64 || strings.Contains(id, "/") {
		return refusedMalformed
	}
	k := t.calls[id]
	if what.Tag == "offer" {
		if k != nil {
			return 0 // the same once more
		}
		_, err := t.startCall(d.owner, callRecord{
			ID: id, Device: d.ID, To: attrJID(*s, "to").ToNonAD(), Video: has(&what, "video"),
		}, callTime)
		if err != nil {
			return refusedUnknown
		}
		return 0
	}
	if k == nil {
		return refusedUnknown
	}
	switch what.Tag {
	case "reject":
		if errors.Is(t.answerCall(k, d.owner, d.ID, CallRejected), ErrNoCall) {
			return refusedUnknown
		}
	case "accept":
		if t.answerCall(k, d.owner, d.ID, CallAccepted) != nil {
			return refusedUnknown
		}
	case "terminate":
		if t.leaveCall(k, d.owner, d.ID) != nil {
			return refusedUnknown
		}
	}
	return 0
}
