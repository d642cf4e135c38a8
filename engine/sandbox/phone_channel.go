package sandbox

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// Channel is a channel as somebody sees it.
type Channel struct {
	Identity
	Description string
	Invite      string               // what stands behind https://whatsapp.com/channel/
	Followers   int                  // without the owner
	Role        types.NewsletterRole // owner, subscriber or guest
	Muted       bool
}

// Post is a message in a channel.
type Post struct {
	ServerID  int    // counts the channel's posts
	ID        string // as its author has named it
	Time      time.Time
	Kind      string // text, image …
	Text      string // the text, or the caption
	Edited    bool
	Revoked   bool
	Views     int
	Reactions map[string]int // by emoji
}

// CreateChannel makes a channel that the phone's account owns.
func (p *Phone) CreateChannel(ctx context.Context, name, description string) (made Channel, err error) {
	err = p.act(ctx, func(t *tx) error {
		ch, err := t.newChannel(p.account, name, description, nil)
		if err != nil {
			return err
		}
		t.tellJoined(ch, p.account, nil)
		made = ch.seenBy(p.account)
		return nil
	})
	return made, err
}

// FollowChannel makes the phone's account a follower of a channel.
func (p *Phone) FollowChannel(ctx context.Context, jid types.JID) error {
	return p.inChannel(ctx, jid, func(t *tx, ch *channel) error {
		if t.follow(ch, p.account) {
			t.tellJoined(ch, p.account, nil)
		}
		return nil
	})
}

// UnfollowChannel ends that.
func (p *Phone) UnfollowChannel(ctx context.Context, jid types.JID) error {
	return p.inChannel(ctx, jid, func(t *tx, ch *channel) error {
		changed, err := t.unfollow(ch, p.account)
		if changed {
			t.tellLeft(ch, p.account, nil)
		}
		return err
	})
}

// MuteChannel makes a channel that the phone follows quiet, or loud again.
func (p *Phone) MuteChannel(ctx context.Context, jid types.JID, muted bool) error {
	return p.inChannel(ctx, jid, func(t *tx, ch *channel) error {
		changed, err := t.mute(ch, p.account, muted)
		if changed {
			t.tellMuted(ch, p.account, nil)
		}
		return err
	})
}

// Channels lists the channels that the phone follows, its own ones among them, by their addresses.
func (p *Phone) Channels() []Channel {
	var channels []Channel
	p.net.among(nil, func(t *tx) {
		for _, ch := range t.channelsOf(p.account) {
			channels = append(channels, ch.seenBy(p.account))
		}
	})
	return channels
}

// Posts gives what is in a channel, oldest first. Anybody may read it.
func (p *Phone) Posts(jid types.JID) (posts []Post, err error) {
	p.net.among(nil, func(t *tx) {
		ch := t.channel(jid)
		if ch == nil {
			err = ErrNoChannel
			return
		}
		for _, post := range ch.posts {
			posts = append(posts, post.seen())
		}
	})
	return posts, err
}

// SendToChannel posts a text in a channel of the phone's account.
func (p *Phone) SendToChannel(ctx context.Context, jid types.JID, text string) (Post, error) {
	return p.post(ctx, jid, newMessageID(), types.EditAttributeEmpty, textMessage(text))
}

// EditPost gives a post of the phone's account another text.
func (p *Phone) EditPost(ctx context.Context, jid types.JID, id, text string) (Post, error) {
	return p.post(ctx, jid, id, types.EditAttributeAdminEdit, textMessage(text))
}

// RevokePost takes a post of the phone's account back.
func (p *Phone) RevokePost(ctx context.Context, jid types.JID, id string) (Post, error) {
	return p.post(ctx, jid, id, types.EditAttributeAdminRevoke, nil)
}

// ReactToPost comments on a post with an emoji, in place of an earlier one. Without one it only takes that back.
func (p *Phone) ReactToPost(ctx context.Context, jid types.JID, serverID int, emoji string) error {
	return p.inChannel(ctx, jid, func(t *tx, ch *channel) error {
		s := node("message", attrs{"server_id": serverID}, node("reaction", attrs{"code": emoji}))
		return t.react(ch, p.account, &s).channelError()
	})
}

// ReadChannel shows the phone's holder all posts of a channel: their views are counted.
func (p *Phone) ReadChannel(ctx context.Context, jid types.JID) error {
	return p.inChannel(ctx, jid, func(t *tx, ch *channel) error {
		ids := make([]int, len(ch.posts))
		for i, post := range ch.posts {
			ids[i] = post.ServerID
		}
		t.view(ch, p.account, ids)
		return nil
	})
}

// post sends something to a channel as a client would.
func (p *Phone) post(ctx context.Context, jid types.JID, id string, edit types.EditAttribute, message *waE2E.Message) (sent Post, err error) {
	content, err := proto.Marshal(message)
	if err != nil {
		return Post{}, err
	}
	err = p.inChannel(ctx, jid, func(t *tx, ch *channel) error {
		s := node("message", attrs{"id": id, "type": "text", "to": jid, "edit": string(edit)}, leaf("plaintext", content))
		v := t.routeChannel(p.account, 0, &s)
		if v.code == 0 {
			sent = ch.find(v.serverID).seen()
		}
		return v.channelError()
	})
	return sent, err
}

// channelError says why a channel has refused something.
func (v verdict) channelError() error {
	switch v.code {
	case 0:
		return nil
	case refusedForbidden:
		return ErrNotAllowed
	case refusedUnknown:
		return ErrNoChannel
	}
	return ErrBadPost
}

// inChannel makes a change of a channel.
func (p *Phone) inChannel(ctx context.Context, jid types.JID, change func(*tx, *channel) error) error {
	return p.act(ctx, func(t *tx) error {
		ch := t.channel(jid)
		if ch == nil {
			return ErrNoChannel
		}
		return change(t, ch)
	})
}

// seenBy describes a channel to somebody.
func (ch *channel) seenBy(a *account) Channel {
	return Channel{
		Identity: ch.identity(), Description: ch.Description, Invite: ch.Invite,
		Followers: len(ch.followers) - 1, Role: ch.role(a), Muted: ch.followers[a.Number].Muted,
	}
}

// seen describes a post.
func (p *post) seen() Post {
	view := Post{
		ServerID: p.ServerID, ID: p.ID, Time: p.At.UTC(), Edited: !p.Edited.IsZero() && !p.Revoked, Revoked: p.Revoked,
		Views: p.views(), Reactions: p.reactions(),
	}
	message := &waE2E.Message{}
	if !p.Revoked && proto.Unmarshal(p.Content, message) == nil {
		view.Text, view.Kind = textOf(message)
	}
	return view
}
