package sandbox_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
)

func TestPhoneNumbers(t *testing.T) {
	n := start(t, nil)
	phone(t, n, "+15550000001", "", sandbox.PersonaSilent)
	for _, test := range []struct {
		number string
		want   error
	}{
		{"15550000001", sandbox.ErrPhoneExists},
		{"123456", sandbox.ErrBadNumber},
		{"1234567890123456", sandbox.ErrBadNumber},
		{"01234567", sandbox.ErrBadNumber},
		{"+1 555 000", sandbox.ErrBadNumber},
		{"13135550002", sandbox.ErrBadNumber}, // the library takes it for a bot
		{"1234567", nil},
		{"123456789012345", nil},
	} {
		_, err := n.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: test.number})
		mustBe(t, err, test.want)
	}
	_, err := n.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: "15550000009", Persona: "chatty"})
	mustBe(t, err, sandbox.ErrBadPersona)
	p, err := n.Phone("15550000001")
	if err != nil || p.Info().Name != "+15550000001" {
		t.Errorf("the phone without a name is %+v, %v", p, err)
	}
	if got := len(n.Phones()); got != 3 {
		t.Errorf("there are %d phones, want 3", got)
	}
}

// showQR starts a client that isn't linked and returns its first code.
func showQR(t *testing.T, n *sandbox.Network) (*client, string) {
	t.Helper()
	c := attach(t, n, newDevice(t))
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	return c, await[*events.QR](c, "QR codes", nil).Codes[0]
}

func TestQRCodes(t *testing.T) {
	var late atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(late.Load())) }
	n, err := sandbox.New(t.Context(), sandbox.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	n.Trust()
	t.Cleanup(func() { _ = n.Close() })
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)

	first, code := showQR(t, n)
	second, other := showQR(t, n)
	parts, others := strings.Split(code, ","), strings.Split(other, ",")
	for what, qr := range map[string]string{
		"no text":          "",
		"something else":   "https://example.com/#a,b",
		"keys cut short":   strings.Join([]string{parts[0], "AAAA", "AAAA", "AAAA"}, ","),
		"keys not encoded": strings.Join([]string{parts[0], "%", "%", "%"}, ","),
	} {
		if _, err := alice.ScanQR(t.Context(), qr); err != sandbox.ErrNotQR {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = alice.ScanQR(t.Context(), strings.Join(append(parts[:1:1], others[1:]...), ","))
	mustBe(t, err, sandbox.ErrQRForged)

	late.Store(int64(2 * time.Minute))
	_, err = alice.ScanQR(t.Context(), code)
	mustBe(t, err, sandbox.ErrQRExpired)
	if _, err := alice.ScanQR(t.Context(), await[*events.QR](second, "QR codes", nil).Codes[5]); err != nil {
		t.Errorf("the last code, after two minutes: %v", err)
	}
	settle(second)
	late.Store(0)
	first.Disconnect()
	until(t, "the code of a client that has gone expires", func() bool {
		_, err := alice.ScanQR(t.Context(), code)
		return err == sandbox.ErrQRExpired
	})
}

func TestPairingCode(t *testing.T) {
	n := start(t, nil)
	carol := phone(t, n, "15550000003", "Carol", sandbox.PersonaSilent)
	_, err := carol.EnterPairCode(t.Context(), "ABCD-EFGH")
	mustBe(t, err, sandbox.ErrNoCode)

	c, _ := showQR(t, n)
	ask := func() string {
		code, err := c.PairPhone(t.Context(), "+1 555 000 0003", true, whatsmeow.PairClientChrome, "Chrome (Linux)")
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	code := ask()
	_, err = carol.EnterPairCode(t.Context(), "AAAA-BBBB")
	mustBe(t, err, sandbox.ErrWrongCode)
	_, err = carol.EnterPairCode(t.Context(), code)
	mustBe(t, err, sandbox.ErrNoCode) // the wrong one has spent it

	jid, err := carol.EnterPairCode(t.Context(), strings.ToLower(strings.ReplaceAll(ask(), "-", "")))
	if err != nil {
		t.Fatal(err)
	}
	await[*events.PairSuccess](c, "PairSuccess", nil)
	settle(c)
	if *c.Store.ID != jid {
		t.Errorf("the client is %s, the phone says %s", c.Store.ID, jid)
	}
	if _, err := c.PairPhone(t.Context(), "19998887777", true, whatsmeow.PairClientChrome, "Chrome (Linux)"); err == nil {
		t.Error("a number without a phone got a code")
	}
}

func TestFourDevicesAtMost(t *testing.T) {
	logsOut(t)
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	var last *client
	for range 4 {
		last = link(t, n, alice, newDevice(t))
	}
	fifth, code := showQR(t, n)
	_, err := alice.ScanQR(t.Context(), code)
	mustBe(t, err, sandbox.ErrTooManyDevices)
	if err := alice.Unlink(t.Context(), *last.Store.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := alice.ScanQR(t.Context(), code); err != nil {
		t.Errorf("after one was unlinked: %v", err)
	}
	settle(fifth)
}

func TestUnlinkedClientsAreLoggedOut(t *testing.T) {
	logsOut(t)
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	here, away, leaver := link(t, n, alice, newDevice(t)), link(t, n, alice, newDevice(t)), link(t, n, alice, newDevice(t))
	mustBe(t, bob.Unlink(t.Context(), *here.Store.ID), sandbox.ErrNoDevice)

	if err := alice.Unlink(t.Context(), *here.Store.ID); err != nil {
		t.Fatal(err)
	}
	await(here, "LoggedOut", func(e *events.LoggedOut) bool { return !e.OnConnect })

	away.Disconnect()
	if err := alice.Unlink(t.Context(), *away.Store.ID); err != nil {
		t.Fatal(err)
	}
	back := attach(t, n, away.Store)
	if err := back.Connect(); err != nil {
		t.Fatal(err)
	}
	await(back, "LoggedOut", func(e *events.LoggedOut) bool { return e.OnConnect })

	if err := leaver.Logout(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, "nothing is linked any more", func() bool { return len(alice.Info().Linked) == 0 })
	if n := count[*events.LoggedOut](leaver, nil); n != 0 {
		t.Error("a client that logs out is told that it was logged out")
	}
}

func TestDeletedPhoneIsUnknown(t *testing.T) {
	logsOut(t)
	n := start(t, nil)
	alice := phone(t, n, "15550000001", "Alice", sandbox.PersonaSilent)
	bob := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	a, b := link(t, n, alice, newDevice(t)), link(t, n, bob, newDevice(t))
	a.Say(bob.Info().JID, "one")
	await(b, "one", saying("one"))
	hears(t, bob, "one")
	if err := n.DeletePhone(t.Context(), "15550000002"); err != nil {
		t.Fatal(err)
	}
	await[*events.LoggedOut](b, "LoggedOut", nil)
	mustBe(t, n.DeletePhone(t.Context(), "15550000002"), sandbox.ErrNoPhone)
	if _, err := a.SendMessage(t.Context(), bob.Info().JID, message("two")); err == nil {
		t.Error("a message to a deleted phone was accepted")
	}
	_, err := bob.SendText(t.Context(), alice.Info().JID, "from beyond")
	mustBe(t, err, sandbox.ErrNoPhone)

	// A new phone with the number is somebody else, with the old hidden id and without the old messages.
	again := phone(t, n, "15550000002", "Bert", sandbox.PersonaSilent)
	if got := transcript(t, again); len(got) != 0 {
		t.Errorf("the new phone has the messages of the old one: %+v", got)
	}
	// Whoever still holds the old phone can't delete the new one.
	if err := bob.Delete(t.Context()); err != nil {
		t.Error(err)
	}
	a.Say(bob.Info().JID, "three")
	hears(t, again, "three")
}
