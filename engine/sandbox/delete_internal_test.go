package sandbox

import (
	"testing"

	"go.mau.fi/whatsmeow/util/keys"
)

func TestADeletedPhoneIsNotWrittenAgain(t *testing.T) {
	state := newMemory()
	n := quiet(t, state)
	ada, bob := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002")
	identity := keys.NewKeyPair()
	signed := identity.CreateSignedPreKey(1)
	d := &device{owner: ada.account, deviceRecord: deviceRecord{
		ID: 1, Identity: identity.Pub[:], Registration: bytes32(1),
		SignedID: bytes24(1), SignedKey: signed.Pub[:], SignedSignature: signed.Signature[:],
	}}
	n.update(func(x *tx) { x.link(d) })
	if _, err := ada.SendText(t.Context(), bob.account.lid(), "so that there is a session"); err != nil {
		t.Fatal(err)
	}
	if err := ada.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	ada.welcome(d) // had begun before, and waited for the crypto lock
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := state.List(t.Context(), kindSession, "", 10, "15550000001/")
	if err != nil || len(left) != 0 {
		t.Errorf("%d sessions are left, %v", len(left), err)
	}
	if n, err = New(t.Context(), Options{State: state, Logger: n.log}); err != nil {
		t.Fatal(err)
	}
	_ = n.Close()
}

func TestWhoComesBackUnderANumberHasNotAskedToJoin(t *testing.T) {
	n := quiet(t, nil)
	ada, carol := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000003")
	made, err := ada.CreateGroup(t.Context(), "team")
	if err != nil {
		t.Fatal(err)
	}
	g := n.groups[made.JID.User]
	n.update(func(x *tx) {
		x.askToJoin(g, carol.account)
		x.offerPlace(g, ada.account, carol.account)
	})
	if err := carol.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	quietPhone(t, n, "15550000003")
	if len(g.Requests) != 0 || len(g.Offers) != 0 {
		t.Errorf("requests %v, offers %v", g.Requests, g.Offers)
	}
}
