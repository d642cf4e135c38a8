package sandbox

import (
	"context"
	"strconv"
	"strings"
)

// restoreChannels reads the channels, who follows them, what was posted and what was made of it.
func (n *Network) restoreChannels(ctx context.Context) error {
	if err := eachJSON(ctx, n.state, kindChannel, func(_ string, r channelRecord) error {
		n.enterChannel(r)
		return nil
	}); err != nil {
		return err
	}
	if err := eachJSON(ctx, n.state, kindFollower, func(id string, f follower) error {
		ch, number := n.channelOfRow(id)
		if ch == nil || n.accounts[number] == nil {
			return errStray
		}
		ch.followers[number] = f
		return nil
	}); err != nil {
		return err
	}
	if err := eachJSON(ctx, n.state, kindPost, func(id string, r postRecord) error {
		ch, _ := n.channelOfRow(id)
		if ch == nil {
			return errStray
		}
		ch.posts = append(ch.posts, &post{postRecord: r, responses: map[string]response{}})
		ch.size += len(r.Content)
		return nil
	}); err != nil {
		return err
	}
	return eachJSON(ctx, n.state, kindResponse, func(id string, r response) error {
		ch, rest := n.channelOfRow(id)
		text, number, _ := strings.Cut(rest, "/")
		serverID, err := strconv.ParseInt(text, 16, 64)
		if ch == nil || err != nil || ch.find(int(serverID)) == nil {
			return errStray
		}
		ch.find(int(serverID)).responses[number] = r
		return nil
	})
}

// channelOfRow finds the channel that a row's id begins with, or nil, and gives the rest of the id.
func (n *Network) channelOfRow(id string) (*channel, string) {
	name, rest, _ := strings.Cut(id, "/")
	return n.channels[name], rest
}
