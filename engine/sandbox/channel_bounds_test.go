package sandbox

import (
	"errors"
	"fmt"
	"testing"
)

func TestChannelsAreBounded(t *testing.T) {
	n := quiet(t, nil)
	ada := quietPhone(t, n, "15550000001")
	made, err := ada.CreateChannel(t.Context(), "News", "")
	if err != nil {
		t.Fatal(err)
	}
	ch := n.channels[made.JID.User]
	post := func(x *tx, i, size int) verdict {
		s := node("message", attrs{"id": fmt.Sprint("post ", i), "type": "text", "to": ch.jid()}, leaf("plaintext", make([]byte, size)))
		return x.routeChannel(ada.account, 0, &s)
	}
	n.update(func(x *tx) {
		for i := range maxPosts + 3 {
			post(x, i, 1)
		}
	})
	if len(ch.posts) != maxPosts || ch.size != maxPosts || ch.posts[0].ID != "post 3" {
		t.Errorf("%d posts with %d bytes, beginning with %s", len(ch.posts), ch.size, ch.posts[0].ID)
	}
	n.update(func(x *tx) {
		for i := range maxPostBytes/maxPost + 1 {
			post(x, 10_000+i, maxPost)
		}
		if v := post(x, 20_000, maxPost+1); v.code != refusedMalformed {
			t.Errorf("a post that is too long: %+v", v)
		}
	})
	if len(ch.posts) != maxPostBytes/maxPost || ch.size != maxPostBytes {
		t.Errorf("%d posts with %d bytes", len(ch.posts), ch.size)
	}
	for range maxOwned {
		_, err = ada.CreateChannel(t.Context(), "More news", "")
	}
	if !errors.Is(err, ErrNoRoom) {
		t.Errorf("more than %d channels: %v", maxOwned, err)
	}
	if _, err := ada.CreateChannel(t.Context(), " ", ""); !errors.Is(err, ErrBadChannel) {
		t.Errorf("a channel without a name: %v", err)
	}
}

func TestEditsKeepChannelsBounded(t *testing.T) {
	n := quiet(t, nil)
	ada := quietPhone(t, n, "15550000001")
	made, err := ada.CreateChannel(t.Context(), "News", "")
	if err != nil {
		t.Fatal(err)
	}
	ch := n.channels[made.JID.User]
	post := func(x *tx, i, size int, edit string) verdict {
		s := node("message", attrs{"id": fmt.Sprint("post ", i), "type": "text", "to": ch.jid(), "edit": edit}, leaf("plaintext", make([]byte, size)))
		return x.routeChannel(ada.account, 0, &s)
	}
	const posts = 2 * maxPostBytes / maxPost
	n.update(func(x *tx) {
		for i := range posts {
			post(x, i, 1, "")
		}
		for i := range posts {
			if v := post(x, i, maxPost, "3"); v.code != 0 || ch.find(v.serverID) == nil {
				t.Errorf("edit %d: %+v", i, v)
			}
		}
	})
	if ch.size > maxPostBytes+maxPost {
		t.Errorf("%d posts with %d bytes", len(ch.posts), ch.size)
	}
}
