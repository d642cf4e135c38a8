package sandbox_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types/events"

	"wpengine/e2e/testkit/golden"
	"wpengine/engine/sandbox"
)

func world(t *testing.T, file string) (*sandbox.World, error) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	return sandbox.ParseWorld(file, f)
}

func load(t *testing.T, n *sandbox.Network) sandbox.Loaded {
	t.Helper()
	w, err := world(t, "world.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w.OwnedBy = "ada"
	l, err := n.Load(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestWorldIsLoadedOnce(t *testing.T) {
	state := &shelf{}
	n := start(t, state)
	phone(t, n, "15550100002", "Somebody", sandbox.PersonaSilent)
	l := load(t, n)
	if want := (sandbox.Loaded{Phones: 4, Groups: 1, Messages: 5, Contacts: 2, Kept: 1}); l != want {
		t.Errorf("loaded %+v, want %+v", l, want)
	}
	if got, want := l.String(), "added 4 phones, 1 group, 5 messages, 2 contacts; kept 1 phone as it was"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = start(t, state)
	if l = load(t, n); l != (sandbox.Loaded{Kept: 5}) {
		t.Errorf("the second time it added %+v", l)
	}
	if got := l.String(); got != "nothing is new; kept 5 phones as they were" {
		t.Error(got)
	}
	shop, err := n.Phone("15550100003")
	if err != nil {
		t.Fatal(err)
	}
	if info := shop.Info(); info.Persona != sandbox.PersonaScript || len(info.Script) != 3 || info.DelaySeconds != 2 || info.Owner != "ada" {
		t.Errorf("%+v", info)
	}
	kept, err := n.Phone("15550100002")
	if err != nil || kept.Info().Name != "Somebody" || kept.Info().Owner != "" {
		t.Errorf("%+v, %v", kept.Info(), err)
	}
	if got := transcript(t, kept); len(got) != 4 || got[0].Text != "Have you read it?" || got[0].Direction != sandbox.DirectionIn || got[1].Progress != sandbox.ProgressRead || got[2].To.Name != "Book club" {
		t.Errorf("%+v", got)
	}
	if err := n.DeletePhone(t.Context(), "15550100002"); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	state.mu.Lock()
	defer state.mu.Unlock()
	for kind, rows := range state.rows {
		for id := range rows {
			if strings.HasPrefix(id, "15550100002") {
				t.Errorf("the deleted phone has left %s %s", kind, id)
			}
		}
	}
}

func TestClientOfAWorldsPhoneGetsItsHistory(t *testing.T) {
	n := start(t, nil)
	load(t, n)
	ada, err := n.Phone("15550100001")
	if err != nil {
		t.Fatal(err)
	}
	grace, err := n.Phone("15550100002")
	if err != nil {
		t.Fatal(err)
	}
	chats, err := ada.Chats(t.Context())
	if err != nil || len(chats) != 3 || chats[0].Name != "Grace from work" || chats[0].Unread != 1 || chats[1].Name != "Book club" || chats[1].Unread != 0 {
		t.Errorf("%+v, %v", chats, err)
	}
	a := link(t, n, ada, newDevice(t))
	chat, messages := past(t, a, grace.Info().LID)
	if len(messages) != 3 || text(messages[0]) != "Have you read it?" || text(messages[2]) != "Lunch?" || chat.GetUnreadCount() != 1 {
		t.Fatalf("%+v", messages)
	}
	if at := messages[0].Info.Timestamp; time.Since(at) < 50*time.Hour || time.Since(at) > 52*time.Hour {
		t.Errorf("the message of two days ago is of %s", at)
	}
	groups, err := a.GetJoinedGroups(t.Context())
	if err != nil || len(groups) != 1 || groups[0].Name != "Book club" || groups[0].Topic != "Every first Tuesday" || len(groups[0].Participants) != 3 {
		t.Fatalf("%+v, %v", groups, err)
	}
	if group, said := past(t, a, groups[0].JID); group.GetName() != "Book club" || len(said) != 1 || said[0].Info.Sender != grace.Info().LID {
		t.Errorf("%+v", said)
	}
	a.Say(groups[0].JID, "me")
	await(a, "that Grace has it", func(r *events.Receipt) bool { return r.IsGroup })
}

func TestWorldSaysAllThatIsWrong(t *testing.T) {
	_, err := world(t, "mistakes.yaml")
	var wrong *sandbox.WorldError
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	golden.File(t, "testdata/mistakes.golden", err.Error()+"\n")
}

func TestWhatIsNoWorld(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "w.yaml:1:1: the file is empty: it needs phones",
		"# nothing\n":          "w.yaml:1:1: the file is empty",
		"- a\n":                "w.yaml:1:1: a world must be a mapping with owner, phones, groups, history",
		"owner: a@b.example\n": "w.yaml:1:1: there are no phones",
		"phones:\n\t- x\n":     "w.yaml:2:1: found character that cannot start any token: this is not YAML",
		"phones: 3\n":          "w.yaml:1:9: phones must be a list",
		"phones: &p [*p]\n":    "w.yaml:1:",
	} {
		if _, err := sandbox.ParseWorld("w.yaml", strings.NewReader(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s…", text, err, want)
		}
	}
}

// TestWorldOfTheGuideIsOne keeps what the guide shows true.
func TestWorldOfTheGuideIsOne(t *testing.T) {
	guide, err := os.ReadFile("../../content/guides/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(guide), "```yaml title=\"world.yaml\"\n")
	text, _, ended := strings.Cut(rest, "\n```")
	if !found || !ended {
		t.Fatal("the guide shows no world.yaml")
	}
	if _, err := sandbox.ParseWorld("world.yaml", strings.NewReader(text)); err != nil {
		t.Error(err)
	}
}

// FuzzParseWorld wants a world or a list of mistakes, whatever the file is.
func FuzzParseWorld(f *testing.F) {
	for _, file := range []string{"world.yaml", "mistakes.yaml"} {
		text, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("phones: &p\n  - &a {phone: *p, script: [*a], contacts: {*a : x}}\ngroups: [*a, {members: *p, subject: *a}]\nhistory: *p\n")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := sandbox.ParseWorld("w.yaml", strings.NewReader(text))
		if (w == nil) == (err == nil) {
			t.Errorf("%v, %v", w, err)
		}
		var wrong *sandbox.WorldError
		if err != nil && (!errors.As(err, &wrong) || len(wrong.Mistakes) == 0) {
			t.Errorf("%v", err)
		}
	})
}
