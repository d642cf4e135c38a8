package sandbox_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"wpengine/engine/sandbox"
)

// newsroom is a channel of Alice's that Bob follows, each with a client.
type newsroom struct {
	n          *sandbox.Network
	alice, bob *sandbox.Phone
	a, b       *client
	jid        types.JID
}

func openNewsroom(t *testing.T, state sandbox.State) newsroom {
	t.Helper()
	r := newsroom{n: start(t, state)}
	r.alice = phone(t, r.n, "15550000001", "Alice", sandbox.PersonaSilent)
	r.bob = phone(t, r.n, "15550000002", "Bob", sandbox.PersonaSilent)
	r.a, r.b = link(t, r.n, r.alice, newDevice(t)), link(t, r.n, r.bob, newDevice(t))
	if err := r.a.AcceptTOSNotice(t.Context(), "20601218", "5"); err != nil {
		t.Fatal(err)
	}
	made, err := r.a.CreateNewsletter(t.Context(), whatsmeow.CreateNewsletterParams{Name: "News", Description: "What is new", Picture: []byte("a picture")})
	if err != nil {
		t.Fatal(err)
	}
	r.jid = made.ID
	if err := r.b.FollowNewsletter(t.Context(), r.jid); err != nil {
		t.Fatal(err)
	}
	return r
}

// refused insists on an answer that is a GraphQL error with this code.
func refused(t *testing.T, what string, err error, code int) {
	t.Helper()
	var faults types.GraphQLErrors
	if !errors.As(err, &faults) || faults[0].Extensions.ErrorCode != code {
		t.Errorf("%s: %v, want the code %d", what, err, code)
	}
}

func TestChannelsAreFoundAndFollowed(t *testing.T) {
	r := openNewsroom(t, nil)
	own, err := r.a.GetNewsletterInfo(t.Context(), r.jid)
	if err != nil {
		t.Fatal(err)
	}
	meta := own.ThreadMeta
	if own.ID != r.jid || own.State.Type != types.NewsletterStateActive || own.ViewerMeta.Role != types.NewsletterRoleOwner ||
		meta.Name.Text != "News" || meta.Description.Text != "What is new" || meta.SubscriberCount != 1 ||
		meta.VerificationState != types.NewsletterVerificationStateUnverified || time.Since(meta.CreationTime.Time) > time.Minute {
		t.Errorf("the owner sees %+v", own)
	}
	picture, err := r.b.DownloadMediaWithOnlyPath(t.Context(), meta.Picture.DirectPath)
	if err != nil || string(picture) != "a picture" {
		t.Errorf("the picture is %q, %v", picture, err)
	}
	invited, err := r.b.GetNewsletterInfoWithInvite(t.Context(), whatsmeow.NewsletterLinkPrefix+meta.InviteCode)
	if err != nil || invited.ID != r.jid || invited.ViewerMeta != nil {
		t.Errorf("by invitation: %+v, %v", invited, err)
	}
	followed, err := r.b.GetSubscribedNewsletters(t.Context())
	if err != nil || len(followed) != 1 || followed[0].ViewerMeta.Role != types.NewsletterRoleSubscriber || followed[0].ViewerMeta.Mute != types.NewsletterMuteOff {
		t.Errorf("Bob follows %+v, %v", followed, err)
	}
	if err := r.b.NewsletterToggleMute(t.Context(), r.jid, true); err != nil {
		t.Fatal(err)
	}
	if got := r.bob.Channels(); len(got) != 1 || !got[0].Muted || got[0].Role != types.NewsletterRoleSubscriber || got[0].Followers != 1 {
		t.Errorf("Bob's phone shows %+v", got)
	}
	if err := r.b.UnfollowNewsletter(t.Context(), r.jid); err != nil {
		t.Fatal(err)
	}
	if info, err := r.b.GetNewsletterInfo(t.Context(), r.jid); err != nil || info.ViewerMeta.Role != types.NewsletterRoleGuest || len(r.bob.Channels()) != 0 {
		t.Errorf("Bob is still there: %+v, %v", info, err)
	}

	nowhere := types.NewJID("120363000000000000", types.NewsletterServer)
	refused(t, "to leave one's own channel", r.a.UnfollowNewsletter(t.Context(), r.jid), 403)
	refused(t, "to mute a channel that one doesn't follow", r.b.NewsletterToggleMute(t.Context(), r.jid, true), 403)
	refused(t, "to follow nothing", r.b.FollowNewsletter(t.Context(), nowhere), 404)
	_, err = r.b.GetNewsletterInfo(t.Context(), nowhere)
	refused(t, "to look at nothing", err, 404)
	_, err = r.b.CreateNewsletter(t.Context(), whatsmeow.CreateNewsletterParams{Name: strings.Repeat("long ", 30)})
	refused(t, "a name of 150 characters", err, 400)
}

func TestDevicesHearWhatTheirPhoneFollows(t *testing.T) {
	r := openNewsroom(t, nil)
	made, err := r.alice.CreateChannel(t.Context(), "Weather", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := await[*events.NewsletterJoin](r.a, "NewsletterJoin", nil); got.ID != made.JID || got.ViewerMeta.Role != types.NewsletterRoleOwner || got.ThreadMeta.Name.Text != "Weather" {
		t.Errorf("%+v", got)
	}
	if err := r.bob.FollowChannel(t.Context(), made.JID); err != nil {
		t.Fatal(err)
	}
	if got := await[*events.NewsletterJoin](r.b, "NewsletterJoin", nil); got.ID != made.JID || got.ViewerMeta.Role != types.NewsletterRoleSubscriber {
		t.Errorf("%+v", got)
	}
	if err := r.bob.MuteChannel(t.Context(), made.JID, true); err != nil {
		t.Fatal(err)
	}
	if got := await[*events.NewsletterMuteChange](r.b, "NewsletterMuteChange", nil); got.ID != made.JID || got.Mute != types.NewsletterMuteOn {
		t.Errorf("%+v", got)
	}
	if err := r.bob.UnfollowChannel(t.Context(), made.JID); err != nil {
		t.Fatal(err)
	}
	if got := await[*events.NewsletterLeave](r.b, "NewsletterLeave", nil); got.ID != made.JID || got.Role != types.NewsletterRoleGuest {
		t.Errorf("%+v", got)
	}
	mustBe(t, r.bob.MuteChannel(t.Context(), made.JID, true), sandbox.ErrNotAllowed)
	mustBe(t, r.bob.FollowChannel(t.Context(), types.NewJID("1", types.NewsletterServer)), sandbox.ErrNoChannel)
	_, err = r.bob.SendToChannel(t.Context(), made.JID, "not mine")
	mustBe(t, err, sandbox.ErrNotAllowed)
}

func TestPostsReachFollowers(t *testing.T) {
	r := openNewsroom(t, nil)
	a2 := link(t, r.n, r.alice, newDevice(t))
	sent := r.a.Say(r.jid, "first")
	if sent.ServerID == 0 {
		t.Error("the post has no number")
	}
	for _, c := range []*client{r.b, a2} {
		got := await(c, "the post", saying("first"))
		if got.Info.Chat != r.jid || got.Info.ServerID != sent.ServerID || got.Info.ID != sent.ID {
			t.Errorf("%+v", got.Info)
		}
	}
	r.b.Disconnect()
	second, err := r.alice.SendToChannel(t.Context(), r.jid, "from the phone")
	if err != nil || second.ServerID != sent.ServerID+1 {
		t.Fatalf("%+v, %v", second, err)
	}
	await(r.a, "what the own phone posts", saying("from the phone"))
	r.b.connect()
	await(r.b, "what was posted meanwhile", saying("from the phone"))

	again, err := r.a.SendMessage(t.Context(), r.jid, message("first"), whatsmeow.SendRequestExtra{ID: sent.ID})
	if err != nil || again.ServerID != sent.ServerID {
		t.Errorf("the same post again: %+v, %v", again, err)
	}
	if _, err := r.b.SendMessage(t.Context(), r.jid, message("not mine")); !errors.Is(err, whatsmeow.ErrServerReturnedError) {
		t.Errorf("a follower may post: %v", err)
	}
	posts, err := r.bob.Posts(r.jid)
	if err != nil || len(posts) != 2 || posts[0].Text != "first" || posts[0].Kind != "text" || posts[1].ID != second.ID {
		t.Errorf("the channel has %+v, %v", posts, err)
	}
}

func TestPostsAreEditedAndRevoked(t *testing.T) {
	r := openNewsroom(t, nil)
	sent := r.a.Say(r.jid, "frist")
	if _, err := r.a.SendMessage(t.Context(), r.jid, r.a.BuildEdit(r.jid, sent.ID, message("first"))); err != nil {
		t.Fatal(err)
	}
	edited := await(r.b, "the edit", saying("first"))
	if edited.Info.ID != sent.ID || edited.Info.ServerID != sent.ServerID || edited.Info.Edit != types.EditAttributeAdminEdit ||
		edited.NewsletterMeta == nil || edited.NewsletterMeta.EditTS.IsZero() || edited.NewsletterMeta.OriginalTS.IsZero() {
		t.Errorf("%+v %+v", edited.Info, edited.NewsletterMeta)
	}
	revoke := &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_REVOKE.Enum(), Key: &waCommon.MessageKey{RemoteJID: proto.String(r.jid.String()), ID: &sent.ID},
	}}
	if _, err := r.a.SendMessage(t.Context(), r.jid, revoke); err != nil {
		t.Fatal(err)
	}
	await(r.b, "that the post was taken back", func(m *events.Message) bool {
		return m.Info.ID == sent.ID && m.Info.Edit == types.EditAttributeAdminRevoke && text(m) == ""
	})
	posts, err := r.b.GetNewsletterMessages(t.Context(), r.jid, nil)
	if err != nil || len(posts) != 1 || posts[0].Message != nil {
		t.Errorf("%+v, %v", posts, err)
	}
	if _, err := r.alice.EditPost(t.Context(), r.jid, sent.ID, "again"); !errors.Is(err, sandbox.ErrNoChannel) {
		t.Errorf("what was taken back can be edited: %v", err)
	}
	third, err := r.alice.SendToChannel(t.Context(), r.jid, "the third")
	if err != nil {
		t.Fatal(err)
	}
	if third, err = r.alice.EditPost(t.Context(), r.jid, third.ID, "third"); err != nil || !third.Edited || third.Text != "third" {
		t.Errorf("%+v, %v", third, err)
	}
	await(r.b, "the phone's edit", saying("third"))
	if third, err = r.alice.RevokePost(t.Context(), r.jid, third.ID); err != nil || !third.Revoked || third.Text != "" {
		t.Errorf("%+v, %v", third, err)
	}
}

func TestPostsAreSeenAndReactedTo(t *testing.T) {
	r := openNewsroom(t, nil)
	carol := phone(t, r.n, "15550000003", "Carol", sandbox.PersonaSilent)
	first, second := r.a.Say(r.jid, "first"), r.a.Say(r.jid, "second")
	lasts, err := r.a.NewsletterSubscribeLiveUpdates(t.Context(), r.jid)
	if err != nil || lasts < time.Minute {
		t.Fatalf("live updates for %v, %v", lasts, err)
	}
	update := func(what string, match func(*types.NewsletterMessage) bool) {
		t.Helper()
		await(r.a, what, func(u *events.NewsletterLiveUpdate) bool {
			return u.JID == r.jid && len(u.Messages) == 1 && u.Messages[0].MessageServerID == second.ServerID && match(u.Messages[0])
		})
	}
	if err := r.b.NewsletterSendReaction(t.Context(), r.jid, second.ServerID, "👍", ""); err != nil {
		t.Fatal(err)
	}
	update("Bob's reaction", func(m *types.NewsletterMessage) bool { return m.ReactionCounts["👍"] == 1 })
	if err := r.b.NewsletterMarkViewed(t.Context(), r.jid, []types.MessageServerID{second.ServerID}); err != nil {
		t.Fatal(err)
	}
	update("Bob's view", func(m *types.NewsletterMessage) bool { return m.ViewsCount == 1 })
	mustBe(t, carol.ReactToPost(t.Context(), r.jid, second.ServerID, "🎉"), sandbox.ErrNotAllowed)
	if err := errors.Join(carol.FollowChannel(t.Context(), r.jid), carol.ReactToPost(t.Context(), r.jid, second.ServerID, "👍"), carol.ReadChannel(t.Context(), r.jid)); err != nil {
		t.Fatal(err)
	}
	update("Carol's reaction", func(m *types.NewsletterMessage) bool { return m.ReactionCounts["👍"] == 2 })

	page, err := r.b.GetNewsletterMessages(t.Context(), r.jid, &whatsmeow.GetNewsletterMessagesParams{Count: 1})
	if err != nil || len(page) != 1 || page[0].MessageID != second.ID || page[0].Message.GetConversation() != "second" || page[0].ViewsCount != 2 {
		t.Errorf("the last page is %+v, %v", page, err)
	}
	page, err = r.b.GetNewsletterMessages(t.Context(), r.jid, &whatsmeow.GetNewsletterMessagesParams{Count: 5, Before: second.ServerID})
	if err != nil || len(page) != 1 || page[0].MessageServerID != first.ServerID {
		t.Errorf("the page before is %+v, %v", page, err)
	}
	if err := r.b.NewsletterSendReaction(t.Context(), r.jid, second.ServerID, "", ""); err != nil {
		t.Fatal(err)
	}
	update("that Bob takes his reaction back", func(m *types.NewsletterMessage) bool { return m.ReactionCounts["👍"] == 1 && m.ViewsCount == 2 })
	updates, err := r.b.GetNewsletterMessageUpdates(t.Context(), r.jid, &whatsmeow.GetNewsletterUpdatesParams{
		Since: time.Now().Add(-time.Hour), After: first.ServerID, Count: 10,
	})
	if err != nil || len(updates) != 1 || updates[0].ReactionCounts["👍"] != 1 || updates[0].ViewsCount != 2 || updates[0].Message != nil {
		t.Errorf("updates: %+v, %v", updates, err)
	}
	if updates, err = r.b.GetNewsletterMessageUpdates(t.Context(), r.jid, &whatsmeow.GetNewsletterUpdatesParams{Since: time.Now().Add(time.Hour)}); err != nil || len(updates) != 0 {
		t.Errorf("updates of the future: %+v, %v", updates, err)
	}
}

func TestFilesInChannelsAreNotEncrypted(t *testing.T) {
	r := openNewsroom(t, nil)
	data := bytes.Repeat([]byte("picture "), 20_000)
	up, err := r.a.UploadNewsletter(t.Context(), data, whatsmeow.MediaImage)
	if err != nil || up.Handle == "" {
		t.Fatalf("%+v, %v", up, err)
	}
	caption := "look"
	if _, err := r.a.SendMessage(t.Context(), r.jid, &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
		Caption: &caption, URL: &up.URL, DirectPath: &up.DirectPath, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}}, whatsmeow.SendRequestExtra{MediaHandle: up.Handle}); err != nil {
		t.Fatal(err)
	}
	got := await(r.b, "the image", func(m *events.Message) bool { return m.Message.GetImageMessage() != nil })
	if got.Info.Type != "media" || got.Info.MediaType != "image" {
		t.Errorf("%+v", got.Info)
	}
	fetched, err := r.b.Download(t.Context(), got.Message.GetImageMessage())
	if err != nil || !bytes.Equal(fetched, data) {
		t.Errorf("%d bytes, %v", len(fetched), err)
	}
	posts, err := r.bob.Posts(r.jid)
	if err != nil || len(posts) != 1 || posts[0].Kind != "image" || posts[0].Text != "look" {
		t.Errorf("%+v, %v", posts, err)
	}
}

func TestChannelsSurviveARestart(t *testing.T) {
	state := &shelf{}
	r := openNewsroom(t, state)
	sent := r.a.Say(r.jid, "first")
	await(r.b, "first", saying("first"))
	if err := errors.Join(r.bob.ReactToPost(t.Context(), r.jid, sent.ServerID, "👍"), r.bob.ReadChannel(t.Context(), r.jid), r.bob.MuteChannel(t.Context(), r.jid, true)); err != nil {
		t.Fatal(err)
	}
	r.b.Disconnect()
	r.a.Say(r.jid, "second")
	before := r.alice.Channels()
	r.a.Disconnect()
	if err := r.n.Close(); err != nil {
		t.Fatal(err)
	}

	n := start(t, state)
	b := attach(t, n, r.b.Store)
	b.connect()
	await(b, "what was posted before the restart", saying("second"))
	alice, err := n.Phone("15550000001")
	if err != nil {
		t.Fatal(err)
	}
	if after := alice.Channels(); len(after) != 1 || after[0] != before[0] {
		t.Errorf("Alice had %+v and has %+v", before, after)
	}
	bob, err := n.Phone("15550000002")
	if err != nil || len(bob.Channels()) != 1 || !bob.Channels()[0].Muted {
		t.Errorf("Bob follows %+v, %v", bob.Channels(), err)
	}
	posts, err := bob.Posts(r.jid)
	if err != nil || len(posts) != 2 || posts[0].Views != 1 || posts[0].Reactions["👍"] != 1 || posts[1].Text != "second" {
		t.Errorf("the channel has %+v, %v", posts, err)
	}
	third, err := alice.SendToChannel(t.Context(), r.jid, "third")
	if err != nil || third.ServerID != sent.ServerID+2 {
		t.Errorf("%+v, %v", third, err)
	}
	await(b, "third", saying("third"))
}

func TestChannelEndsWithItsOwner(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	b := link(t, n, bob, newDevice(t))
	made, err := alice.CreateChannel(t.Context(), "News", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := bob.FollowChannel(t.Context(), made.JID); err != nil {
		t.Fatal(err)
	}
	posted, err := alice.SendToChannel(t.Context(), made.JID, "first")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(bob.ReactToPost(t.Context(), made.JID, posted.ServerID, "👍"), alice.Delete(t.Context())); err != nil {
		t.Fatal(err)
	}
	await(b, "NewsletterLeave", func(e *events.NewsletterLeave) bool { return e.ID == made.JID })
	if _, err := bob.Posts(made.JID); !errors.Is(err, sandbox.ErrNoChannel) || len(bob.Channels()) != 0 {
		t.Errorf("the channel is still there: %v", err)
	}
	until(t, "everything of the channel is deleted", func() bool {
		return state.count("channel")+state.count("follower")+state.count("post")+state.count("response") == 0
	})
}
