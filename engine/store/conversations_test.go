package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// addClient adds a client of a new account and returns its id.
func addClient(t *testing.T, s *Store, name string) string {
	t.Helper()
	c := Client{ID: NewID(), UserID: addUser(t, s, name+"@example.com"), Name: name, DesiredState: "connected", CreatedAt: testTime, UpdatedAt: testTime}
	must(t, s.Clients.Insert(t.Context(), c))
	return c.ID
}

const (
	ada   = "15550000001@s.whatsapp.net"
	bob   = "15550000002@s.whatsapp.net"
	bobID = "100000000000002@lid"
)

func fromBob(client, id, text string) Message {
	return Message{ClientID: client, Chat: bob, ID: id, Sender: bob, SenderName: "Bob", SentAt: testTime, Kind: "text", Text: text, Content: []byte(text)}
}

func toBob(client, id, text string) Message {
	return Message{ClientID: client, Chat: bob, ID: id, FromMe: true, Sender: ada, SentAt: testTime, Kind: "text", Text: text, Content: []byte(text), Status: StatusSent}
}

// everything lists a chat, or all, oldest first.
func everything(t *testing.T, s *Store, client, chat string) []Message {
	t.Helper()
	return got[[]Message](t)(s.Messages.List(t.Context(), MessageQuery{
		ClientID: client, Chat: chat, After: Beginning, Before: End, OldestFirst: true, Limit: 1000,
	}))
}

func messageID(m Message) string { return m.ID }

func testMessages(t *testing.T, s *Store) {
	ctx, client := t.Context(), addClient(t, s, "ada")
	add := func(m Message, now time.Time) bool {
		t.Helper()
		return got[bool](t)(s.Messages.Add(ctx, m, bobID, "Bob", now))
	}
	if !add(fromBob(client, "A", "hello"), testTime) || add(fromBob(client, "A", "hello"), testTime) {
		t.Error("a message that comes twice is not stored once")
	}
	// The clock has gone back: what comes later still stands behind.
	if !add(fromBob(client, "B", "there"), testTime.Add(-time.Hour)) {
		t.Error("a second message is not stored")
	}
	if !add(toBob(client, "A", "hi"), testTime) {
		t.Error("an own message under an id of somebody else's is not stored")
	}
	if diff := cmp.Diff([]string{"A", "B", "A"}, ids(everything(t, s, client, bob), messageID)); diff != "" {
		t.Error(diff)
	}
	want := fromBob(client, "B", "there")
	want.Position = positionOf(testTime) + 2 // the one that came twice took one
	if diff := cmp.Diff(want, got[Message](t)(s.Messages.Find(ctx, client, "", "B"))); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Messages.Find(ctx, client, ada, "B"); !errors.Is(err, ErrNotFound) {
		t.Errorf("in another chat: %v", err)
	}
	if list := everything(t, s, addClient(t, s, "ben"), ""); len(list) != 0 {
		t.Errorf("another client has %d messages", len(list))
	}
	if _, err := s.Messages.Add(ctx, fromBob(NewID(), "C", "nobody"), "", "", testTime); err == nil {
		t.Error("a client that does not exist gets a message")
	}
	must(t, s.Clients.Delete(ctx, got[Client](t)(clientOf(ctx, s, client)).UserID, client))
	if list := everything(t, s, client, ""); len(list) != 0 {
		t.Errorf("a deleted client has %d messages", len(list))
	}
}

func clientOf(ctx context.Context, s *Store, id string) (found Client, err error) {
	err = s.Clients.Every(ctx, func(c Client) error {
		if c.ID == id {
			found = c
		}
		return nil
	})
	return found, err
}

func testMessageChanges(t *testing.T, s *Store) {
	ctx, client := t.Context(), addClient(t, s, "ada")
	for _, m := range []Message{fromBob(client, "A", "hello"), toBob(client, "B", "hi")} {
		got[bool](t)(s.Messages.Add(ctx, m, bobID, "", testTime))
	}
	find := func(id string) Message { return got[Message](t)(s.Messages.Find(ctx, client, bob, id)) }
	changes := []struct {
		what string
		done bool
		try  func() (bool, error)
	}{
		{"an own message is read", true, func() (bool, error) { return s.Messages.Advance(ctx, client, bob, "B", StatusRead) }},
		{"what is read is delivered", false, func() (bool, error) { return s.Messages.Advance(ctx, client, bob, "B", StatusDelivered) }},
		{"a message of another has a status", false, func() (bool, error) { return s.Messages.Advance(ctx, client, bob, "A", StatusRead) }},
		{"its author edits a message", true, func() (bool, error) {
			return s.Messages.Edit(ctx, client, bob, "A", [2]string{bobID, bob}, "hello!")
		}},
		{"somebody else edits a message", false, func() (bool, error) {
			return s.Messages.Edit(ctx, client, bob, "B", [2]string{bobID, bob}, "hacked")
		}},
		{"somebody else revokes a message", false, func() (bool, error) {
			return s.Messages.Revoke(ctx, client, bob, "B", [2]string{bobID, bob})
		}},
		{"a reaction to nothing", false, func() (bool, error) {
			return s.Messages.React(ctx, client, bob, "?", Reaction{Sender: bob, Emoji: "👍"})
		}},
		{"a reaction", true, func() (bool, error) {
			return s.Messages.React(ctx, client, bob, "B", Reaction{Sender: bob, Emoji: "👍", At: testTime})
		}},
		{"another one of the same person", true, func() (bool, error) {
			return s.Messages.React(ctx, client, bob, "B", Reaction{Sender: bob, Emoji: "🎉", At: testTime})
		}},
	}
	for _, c := range changes {
		if done := got[bool](t)(c.try()); done != c.done {
			t.Errorf("%s: %v, want %v", c.what, done, c.done)
		}
	}
	if m := find("A"); m.Text != "hello!" || !m.Edited || string(m.Content) != "hello" {
		t.Errorf("the edited message is %+v", m)
	}
	if m := find("B"); m.Text != "hi" || m.Status != StatusRead || len(m.Reactions) != 1 || m.Reactions[0].Emoji != "🎉" {
		t.Errorf("the own message is %+v", m)
	}
	got[bool](t)(s.Messages.React(ctx, client, bob, "B", Reaction{Sender: bob}))
	got[bool](t)(s.Messages.Revoke(ctx, client, bob, "A", [2]string{bobID, bob}))
	got[bool](t)(s.Messages.RevokeAny(ctx, client, bob, "B"))
	for _, id := range []string{"A", "B"} {
		if m := find(id); m.Text != "" || len(m.Content) != 0 || !m.Revoked || m.Reactions != nil {
			t.Errorf("the revoked message is %+v", m)
		}
	}
	if done := got[bool](t)(s.Messages.Edit(ctx, client, bob, "A", [2]string{bob, bobID}, "again")); done {
		t.Error("a revoked message is edited")
	}
}

func testChats(t *testing.T, s *Store) {
	ctx, client := t.Context(), addClient(t, s, "ada")
	say := func(chat, lid, id string, fromMe bool, after time.Duration) {
		t.Helper()
		m := Message{ClientID: client, Chat: chat, ID: id, FromMe: fromMe, Sender: chat, SentAt: testTime, Kind: "text", Text: id}
		if added := got[bool](t)(s.Messages.Add(ctx, m, lid, "", testTime.Add(after))); !added {
			t.Fatalf("%s is not added", id)
		}
	}
	list := func() (list []string) {
		for _, c := range got[[]Chat](t)(s.Chats.List(ctx, client, End, 100)) {
			list = append(list, fmt.Sprintf("%s %s %d", c.JID, c.LID, c.Unread))
		}
		return list
	}
	expect := func(what string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, list()); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	group := "120363000000000001@g.us"
	say(bobID, bobID, "1", false, 1)
	say(group, "", "2", false, 2)
	say("status@broadcast", "", "3", false, 3)
	say("120363000000000002@newsletter", "", "4", false, 4)
	expect("before the number is known", group+"  1", bobID+" "+bobID+" 1")
	say(bob, bobID, "5", false, 5)
	expect("when the number is known", bob+" "+bobID+" 2", group+"  1")
	if diff := cmp.Diff([]string{"1", "5"}, ids(everything(t, s, client, bob), messageID)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"1", "2", "5"}, ids(everything(t, s, client, ""), messageID)); diff != "" {
		t.Error(diff)
	}
	must(t, s.Chats.Read(ctx, client, bob, []string{"1", "unknown"}))
	expect("one read", bob+" "+bobID+" 1", group+"  1")
	say(group, "", "6", true, 6)
	expect("answered", group+"  0", bob+" "+bobID+" 1")
	must(t, s.Chats.ReadAll(ctx, client, bob))
	must(t, s.Chats.Rename(ctx, client, group, "all of us"))
	if c := got[Chat](t)(s.Chats.Get(ctx, client, group)); c.Name != "all of us" {
		t.Errorf("the group is called %q", c.Name)
	}
	page := got[[]Chat](t)(s.Chats.List(ctx, client, End, 1))
	next := got[[]Chat](t)(s.Chats.List(ctx, client, Place{page[0].Position, page[0].JID}, 10))
	if len(next) != 1 || next[0].JID != bob || next[0].Unread != 0 {
		t.Errorf("the second page has %+v", next)
	}
	must(t, s.Messages.Forget(ctx, client))
	expect("forgotten")
}

func testHistory(t *testing.T, s *Store) {
	ctx, client := t.Context(), addClient(t, s, "ada")
	got[bool](t)(s.Messages.Add(ctx, fromBob(client, "live", "now"), bobID, "", testTime))
	past := func(id string, ago time.Duration) Message {
		m := fromBob("", id, id)
		m.SentAt = testTime.Add(-ago)
		return m
	}
	chat := Chat{ClientID: client, JID: bob, LID: bobID, Name: "Bob"}
	rows := []Message{past("new", time.Minute), past("old", time.Hour), past("live", time.Hour), past("ahead", -time.Hour)}
	if n := got[int](t)(s.Messages.AddHistory(ctx, chat, rows, 2, testTime)); n != 3 {
		t.Errorf("%d messages are new", n)
	}
	if n := got[int](t)(s.Messages.AddHistory(ctx, chat, rows, 0, testTime)); n != 0 {
		t.Errorf("%d messages are new the second time", n)
	}
	if diff := cmp.Diff([]string{"old", "new", "ahead", "live"}, ids(everything(t, s, client, bob), messageID)); diff != "" {
		t.Error(diff)
	}
	if c := got[Chat](t)(s.Chats.Get(ctx, client, bob)); c.Unread != 2 || c.Name != "Bob" || c.Position != positionOf(testTime) {
		t.Errorf("the chat is %+v", c)
	}
}

func testPurge(t *testing.T, s *Store) {
	ctx, busy, calm := t.Context(), addClient(t, s, "ada"), addClient(t, s, "ben")
	const many = purgeBatch + 20
	for i := range many {
		got[bool](t)(s.Messages.Add(ctx, fromBob(busy, fmt.Sprint(i), "text"), bobID, "", testTime))
	}
	got[bool](t)(s.Messages.Add(ctx, fromBob(calm, "old", "text"), bobID, "", testTime.Add(-time.Hour)))
	if n := got[int64](t)(s.Messages.Purge(ctx, testTime.Add(-2*time.Hour), many)); n != 0 {
		t.Errorf("%d messages are deleted that were neither old nor too many", n)
	}
	if n := got[int64](t)(s.Messages.Purge(ctx, testTime.Add(-time.Minute), 10)); n != many-10+1 {
		t.Errorf("%d messages are deleted, want %d", n, many-10+1)
	}
	if list := everything(t, s, busy, ""); len(list) != 10 || list[0].ID != fmt.Sprint(many-10) {
		t.Errorf("%d messages are left, from %s on", len(list), list[0].ID)
	}
	if chats := got[[]Chat](t)(s.Chats.List(ctx, calm, End, 10)); len(chats) != 0 {
		t.Errorf("a chat without messages is left: %+v", chats)
	}
}
