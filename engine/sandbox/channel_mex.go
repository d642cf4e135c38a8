package sandbox

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// channelVariables are what the requests about channels name.
type channelVariables struct {
	Newsletter types.JID `json:"newsletter_id"`
	Input      struct {
		Key  string                  `json:"key"`
		Type types.NewsletterKeyType `json:"type"`
	} `json:"input"`
	Viewer bool `json:"fetch_viewer_metadata"`
	New    struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Picture     []byte `json:"picture"`
	} `json:"newsletter_input"`
}

// channelQuery makes a request about a channel that the client follows, or wants to.
func channelQuery(name string, do func(t *tx, c *conn, ch *channel) error) mexQuery {
	return func(t *tx, c *conn, variables []byte) (any, error) {
		var v channelVariables
		if err := json.Unmarshal(variables, &v); err != nil {
			return nil, err
		}
		ch := t.channel(v.Newsletter)
		if ch == nil {
			return nil, errMexMissing
		}
		if err := do(t, c, ch); err != nil {
			return nil, channelFault(err)
		}
		return map[string]any{name: map[string]any{"id": ch.jid(), "state": channelState}}, nil
	}
}

var channelState = map[string]string{"type": "ACTIVE"}

// channelFault says what is wrong in the words of GraphQL.
func channelFault(err error) error {
	switch {
	case errors.Is(err, ErrNotAllowed):
		return errMexAllowed
	case errors.Is(err, ErrNoRoom):
		return errMexFull
	}
	return errMexInput
}

// fetchChannel describes a channel, by its address or its invitation.
func (t *tx) fetchChannel(c *conn, variables []byte) (any, error) {
	var v channelVariables
	if err := json.Unmarshal(variables, &v); err != nil {
		return nil, err
	}
	kind, jid := strings.ToLower(string(v.Input.Type)), types.JID{}
	if kind == "jid" {
		var err error
		if jid, err = types.ParseJID(v.Input.Key); err != nil {
			return nil, errMexInput
		}
	}
	ch := t.channelOf(kind, jid, v.Input.Key)
	if ch == nil {
		return nil, errMexMissing
	}
	viewer := c.device.owner
	if !v.Viewer {
		viewer = nil
	}
	return map[string]any{"xwa2_newsletter": t.metadata(ch, viewer)}, nil
}

// subscribedChannels describes the channels that the client's account follows. Desktops ask for them under the id
// with which they also follow one.
func (t *tx) subscribedChannels(c *conn, variables []byte) (any, error) {
	var v channelVariables
	if json.Unmarshal(variables, &v) == nil && !v.Newsletter.IsEmpty() {
		return joinQuery(t, c, variables)
	}
	list := []any{}
	for _, ch := range t.channelsOf(c.device.owner) {
		list = append(list, t.metadata(ch, c.device.owner))
	}
	return map[string]any{"xwa2_newsletter_subscribed": list}, nil
}

// createChannel makes a channel for the client's account.
func (t *tx) createChannel(c *conn, variables []byte) (any, error) {
	var v channelVariables
	if err := json.Unmarshal(variables, &v); err != nil {
		return nil, err
	}
	ch, err := t.newChannel(c.device.owner, v.New.Name, v.New.Description, v.New.Picture)
	if err != nil {
		return nil, channelFault(err)
	}
	t.tellJoined(ch, c.device.owner, c.device)
	return map[string]any{"xwa2_newsletter_create": t.metadata(ch, c.device.owner)}, nil
}

// joinQuery lets the client's account follow a channel.
func joinQuery(t *tx, c *conn, variables []byte) (any, error) {
	return channelQuery("xwa2_newsletter_join_v2", func(t *tx, c *conn, ch *channel) error {
		if t.follow(ch, c.device.owner) {
			t.tellJoined(ch, c.device.owner, c.device)
		}
		return nil
	})(t, c, variables)
}

// leaveQuery ends it.
func leaveQuery(t *tx, c *conn, ch *channel) error {
	changed, err := t.unfollow(ch, c.device.owner)
	if changed {
		t.tellLeft(ch, c.device.owner, c.device)
	}
	return err
}

func muteQuery(t *tx, c *conn, ch *channel) error   { return t.muteFor(c, ch, true) }
func unmuteQuery(t *tx, c *conn, ch *channel) error { return t.muteFor(c, ch, false) }

func (t *tx) muteFor(c *conn, ch *channel, muted bool) error {
	changed, err := t.mute(ch, c.device.owner, muted)
	if changed {
		t.tellMuted(ch, c.device.owner, c.device)
	}
	return err
}

// metadata describes a channel as clients get it, to somebody or to nobody in particular.
func (t *tx) metadata(ch *channel, viewer *account) map[string]any {
	type object = map[string]any
	created := ch.Created
	text := func(s string) object {
		return object{"text": s, "id": strconv.FormatInt(created.UnixNano(), 10), "update_time": strconv.FormatInt(created.UnixMicro(), 10)}
	}
	thread := object{
		"creation_time": strconv.FormatInt(created.Unix(), 10), "invite": ch.Invite,
		"name": text(ch.Name), "description": text(ch.Description),
		"subscribers_count": strconv.Itoa(len(ch.followers) - 1), // without the owner
		"verification":      "UNVERIFIED",
		"settings":          object{"reaction_codes": object{"value": types.NewsletterReactionsModeAll}},
		"picture":           nil, "preview": picture(ch.Picture, "PREVIEW"),
	}
	if ch.Picture != "" {
		thread["picture"] = picture(ch.Picture, "IMAGE")
	}
	meta := object{"id": ch.jid(), "state": channelState, "thread_metadata": thread, "viewer_metadata": nil}
	if viewer != nil {
		meta["viewer_metadata"] = object{
			"mute": muteState(ch.followers[viewer.Number]), "role": strings.ToUpper(string(ch.role(viewer))),
		}
	}
	return meta
}

func muteState(f follower) string {
	if f.Muted {
		return "ON"
	}
	return "OFF"
}

// picture tells where a file is that is shown, if there is one. It isn't encrypted.
func picture(media, kind string) map[string]any {
	if media == "" {
		return map[string]any{"id": "0", "type": kind, "direct_path": ""}
	}
	direct := directPath(media)
	return map[string]any{"id": media, "type": kind, "direct_path": direct, "url": "https://mmg.whatsapp.net" + direct}
}

// tellChannel tells the account's devices about a channel, but for the one whose doing it is.
func (t *tx) tellChannel(a *account, but *device, name, member string, data any) {
	for _, d := range a.sortedDevices() {
		if d != but {
			t.tellMex(d, name, map[string]any{member: data})
		}
	}
}

func (t *tx) tellJoined(ch *channel, a *account, but *device) {
	t.tellChannel(a, but, "NotificationNewsletterJoin", "xwa2_notify_newsletter_on_join", t.metadata(ch, a))
}

func (t *tx) tellLeft(ch *channel, a *account, but *device) {
	t.tellChannel(a, but, "NotificationNewsletterLeave", "xwa2_notify_newsletter_on_leave",
		map[string]any{"id": ch.jid(), "role": "GUEST"})
}

func (t *tx) tellMuted(ch *channel, a *account, but *device) {
	t.tellChannel(a, but, "NotificationNewsletterMuteChange", "xwa2_notify_newsletter_on_mute_change",
		map[string]any{"id": ch.jid(), "mute": muteState(ch.followers[a.Number])})
}
