package sandbox

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/types"
)

// Bounds of channels.
const (
	maxChannels  = 1000    // on the network
	maxOwned     = 50      // of one account
	maxPosts     = 1000    // that a channel keeps: older ones go
	maxPostBytes = 1 << 20 // that the posts of a channel have together, but for the oldest: older ones go
	maxPost      = 1 << 18 // bytes of one post
	maxPicture   = 1 << 18 // bytes

	maxChannelName        = 100  // characters
	maxChannelDescription = 2048 // characters

	// liveTime is how long a device that has asked for it hears of every view and reaction.
	liveTime = 5 * time.Minute
)

// What is wrong with a channel, or with what somebody wants of it.
var (
	ErrBadChannel = fmt.Errorf("a channel has a name of 1 to %d characters and a description of at most %d", maxChannelName, maxChannelDescription)
	ErrNoChannel  = errors.New("there is no such channel, or no such post in it")
	ErrNotAllowed = errors.New("only the owner may do that with the channel, or only a follower")
	ErrBadPost    = errors.New("the channel can't take this: it is empty or too long")
	ErrNoRoom     = errors.New("there are too many channels")
)

// channel is what the protocol calls a newsletter: its owner posts, and everybody may read it. Nothing in it is
// encrypted, so the posts are kept by the network and not by phones.
type channel struct {
	channelRecord
	followers map[string]follower // by number; the owner is one
	posts     []*post             // by server id
	size      int                 // bytes of all posts
	live      map[*device]time.Time
}

// channelRecord is the part of a channel that its owner gives it; it survives a restart, as do the followers and
// the posts.
type channelRecord struct {
	ID          string // the user part of its address
	Name        string
	Description string
	Created     time.Time
	Owner       string // number
	Invite      string
	Picture     string `json:",omitempty"` // as in the row of a file
}

// follower is how somebody follows a channel.
type follower struct {
	Muted bool `json:",omitempty"`
	Since time.Time
}

func (ch *channel) jid() types.JID { return types.NewJID(ch.ID, types.NewsletterServer) }

func (ch *channel) identity() Identity { return Identity{JID: ch.jid(), Name: ch.Name} }

// role tells what somebody is to the channel.
func (ch *channel) role(a *account) types.NewsletterRole {
	if a.Number == ch.Owner {
		return types.NewsletterRoleOwner
	}
	if _, follows := ch.followers[a.Number]; follows {
		return types.NewsletterRoleSubscriber
	}
	return types.NewsletterRoleGuest
}

func followerID(ch *channel, number string) string { return ch.ID + "/" + number }

// channel finds the channel that an address names, or nil.
func (n *Network) channel(jid types.JID) *channel {
	if jid.Server != types.NewsletterServer {
		return nil
	}
	return n.channels[jid.User]
}

// enterChannel makes a channel known to the network.
func (n *Network) enterChannel(r channelRecord) *channel {
	ch := &channel{channelRecord: r, followers: map[string]follower{}, live: map[*device]time.Time{}}
	n.channels[ch.ID] = ch
	return ch
}

// newChannel makes a channel that its owner follows.
func (t *tx) newChannel(owner *account, name, description string, picture []byte) (*channel, error) {
	owned := 0
	for _, ch := range t.channels {
		if ch.Owner == owner.Number {
			owned++
		}
	}
	switch length := utf8.RuneCountInString(name); {
	case strings.TrimSpace(name) == "", length > maxChannelName, len(picture) > maxPicture,
		utf8.RuneCountInString(description) > maxChannelDescription:
		return nil, ErrBadChannel
	case len(t.channels) >= maxChannels, owned >= maxOwned:
		return nil, ErrNoRoom
	}
	ch := t.enterChannel(channelRecord{
		ID: t.newGroupID(), Name: name, Description: description, Created: t.now(), Owner: owner.Number,
		Invite: "0029Va" + base64.RawURLEncoding.EncodeToString(randomBytes(12)),
	})
	if len(picture) > 0 {
		ch.Picture = t.now().UTC().Format(mediaTimeKey) + "-channel-" + ch.ID
		t.addMedia(ch.Picture, "picture", picture)
	}
	t.put(kindChannel, ch.ID, ch.channelRecord)
	t.setFollower(ch, owner, follower{Since: t.now()})
	return ch, nil
}

// setFollower lets somebody follow a channel, or follow it otherwise.
func (t *tx) setFollower(ch *channel, a *account, f follower) {
	ch.followers[a.Number] = f
	t.put(kindFollower, followerID(ch, a.Number), f)
}

// follow makes somebody a follower. It reports false for one who is.
func (t *tx) follow(ch *channel, a *account) (changed bool) {
	if ch.role(a) != types.NewsletterRoleGuest {
		return false
	}
	t.setFollower(ch, a, follower{Since: t.now()})
	return true
}

// unfollow ends that somebody follows a channel. The owner can't go.
func (t *tx) unfollow(ch *channel, a *account) (changed bool, err error) {
	switch ch.role(a) {
	case types.NewsletterRoleOwner:
		return false, ErrNotAllowed
	case types.NewsletterRoleGuest:
		return false, nil
	}
	t.dropFollower(ch, a)
	return true, nil
}

func (t *tx) dropFollower(ch *channel, a *account) {
	delete(ch.followers, a.Number)
	t.drop(kindFollower, followerID(ch, a.Number))
	for d := range ch.live {
		if d.owner == a {
			delete(ch.live, d)
		}
	}
}

// mute makes a channel quiet for a follower, or loud again. All that depends on it is what clients are told.
func (t *tx) mute(ch *channel, a *account, muted bool) (changed bool, err error) {
	f, follows := ch.followers[a.Number]
	if !follows {
		return false, ErrNotAllowed
	}
	if f.Muted == muted {
		return false, nil
	}
	f.Muted = muted
	t.setFollower(ch, a, f)
	return true, nil
}

// following gives the accounts that follow a channel, by number.
func (t *tx) following(ch *channel) []*account {
	var accounts []*account
	for _, number := range slices.Sorted(maps.Keys(ch.followers)) {
		if a := t.accounts[number]; a != nil {
			accounts = append(accounts, a)
		}
	}
	return accounts
}

// channelsOf gives the channels that somebody follows, by their addresses.
func (n *Network) channelsOf(a *account) []*channel {
	var channels []*channel
	for _, id := range slices.Sorted(maps.Keys(n.channels)) {
		if _, follows := n.channels[id].followers[a.Number]; follows {
			channels = append(channels, n.channels[id])
		}
	}
	return channels
}

// leaveChannels takes somebody who leaves WhatsApp out of all channels. Those of his own end.
func (t *tx) leaveChannels(a *account) {
	for _, ch := range t.channels {
		if ch.Owner == a.Number {
			t.endChannel(ch)
			continue
		}
		if _, follows := ch.followers[a.Number]; follows {
			t.dropFollower(ch, a)
		}
		for _, p := range ch.posts {
			t.dropResponse(ch, p, a.Number)
		}
	}
}

// endChannel deletes a channel with everything in it.
func (t *tx) endChannel(ch *channel) {
	for _, a := range t.following(ch) {
		t.dropFollower(ch, a)
		if a.Number != ch.Owner {
			t.tellLeft(ch, a, nil)
		}
	}
	t.dropPosts(ch, len(ch.posts))
	delete(t.channels, ch.ID)
	t.drop(kindChannel, ch.ID)
}
