package sandbox

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"
)

func TestBusyAccountHoldsUpNobodyElse(t *testing.T) {
	n := quiet(t, nil)
	ada, bob, busy := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002"), quietPhone(t, n, "15550000003")
	done := make(chan error, 1)
	n.among([]*account{busy.account}, func(*tx) {
		go func() {
			_, err := ada.SendText(t.Context(), bob.account.lid(), "hello")
			done <- err
		}()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Error("a message between two accounts waits for a third")
		}
	})
}

func TestChangesOfOverlappingAccountsDontDeadlock(t *testing.T) {
	n := quiet(t, nil)
	var accounts []*account
	for i := range 4 {
		accounts = append(accounts, quietPhone(t, n, fmt.Sprintf("1555000000%d", i)).account)
	}
	counts := make([]int, len(accounts))
	var all sync.WaitGroup
	for i := range 64 {
		first, second := i%4, (i*7+i/4)%4
		all.Go(func() {
			for range 50 {
				n.among([]*account{accounts[first], accounts[second], nil}, func(*tx) {
					counts[first]++
					if second != first {
						counts[second]++
					}
				})
				n.update(func(*tx) { counts[first]++ })
			}
		})
	}
	all.Wait()
	sum := 0
	for i := range 64 {
		if sum += 100; i%4 != (i*7+i/4)%4 {
			sum += 50
		}
	}
	if got := counts[0] + counts[1] + counts[2] + counts[3]; got != sum {
		t.Errorf("%d changes were counted, want %d", got, sum)
	}
}

func TestTouchingAnAccountWithoutItsLockIsLogged(t *testing.T) {
	var log bytes.Buffer
	n := quiet(t, nil)
	ada, bob := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002")
	n.log = slog.New(slog.NewTextHandler(&log, nil))
	n.among([]*account{ada.account}, func(x *tx) {
		x.insist(ada.account)
		if log.Len() > 0 {
			t.Error("a change may not touch its own account")
		}
		x.insist(bob.account)
	})
	if log.Len() == 0 {
		t.Error("a change may touch any account")
	}
	log.Reset()
	n.update(func(x *tx) { x.insist(bob.account) })
	if log.Len() > 0 {
		t.Error("an exclusive change may not touch an account")
	}
}

func TestReachOfAStanza(t *testing.T) {
	n := quiet(t, nil)
	ada, bob, eve := quietPhone(t, n, "15550000001").account, quietPhone(t, n, "15550000002").account, quietPhone(t, n, "15550000003").account
	g := &group{groupRecord{ID: "120363000000000001", Members: map[string]string{ada.Number: roleOwner, eve.Number: roleMember}}}
	n.update(func(x *tx) { x.groups[g.ID] = g })
	to := func(jid types.JID) stanza { return node("to", attrs{"jid": jid}) }
	for name, test := range map[string]struct {
		stanza stanza
		want   []*account // nil: exclusive
	}{
		"message":           {node("message", attrs{"to": bob.lid()}, node("participants", nil, to(bob.pn()), to(ada.pn()))), []*account{ada, bob}},
		"message to nobody": {node("message", attrs{"to": types.NewJID("15559999999", types.DefaultUserServer)}), []*account{ada}},
		"message in group":  {node("message", attrs{"to": g.jid()}), []*account{ada, eve}},
		"broadcast":         {node("message", attrs{"to": types.StatusBroadcastJID}, node("participants", nil, to(eve.lid()))), []*account{ada, eve}},
		"channel":           {node("message", attrs{"to": types.NewJID("1203", types.NewsletterServer)}), nil},
		"ack":               {node("ack", attrs{"to": bob.lid()}), []*account{ada}},
		"receipt":           {node("receipt", attrs{"to": bob.lid()}), []*account{ada, bob}},
		"receipt in group":  {node("receipt", attrs{"to": g.jid(), "participant": eve.lid()}), []*account{ada, eve}},
		"typing in group":   {node("chatstate", attrs{"to": g.jid()}), []*account{ada, eve}},
		"subscription":      {node("presence", attrs{"type": "subscribe", "to": bob.pn()}), []*account{ada, bob}},
		"presence":          {node("presence", attrs{"type": "available"}), nil},
		"ping":              {node("iq", attrs{"xmlns": "w:p"}), []*account{ada}},
		"keys":              {node("iq", attrs{"xmlns": "encrypt"}, node("key", nil, node("user", attrs{"jid": eve.lid()}))), []*account{ada, eve}},
		"look-up": {node("iq", attrs{"xmlns": "usync"}, node("usync", nil, node("list", nil,
			node("user", attrs{"jid": bob.pn()}), node("user", nil, leaf("contact", []byte("+"+eve.Number)))))), []*account{ada, bob, eve}},
		"tokens":   {node("iq", attrs{"xmlns": "privacy"}, node("tokens", nil, node("token", attrs{"jid": bob.lid()}))), []*account{ada, bob}},
		"settings": {node("iq", attrs{"xmlns": "privacy"}), nil},
		"groups":   {node("iq", attrs{"xmlns": "w:g2"}), nil},
		"unknown":  {node("x", nil), nil},
	} {
		t.Run(name, func(t *testing.T) {
			n.mu.RLock()
			got, known := n.reach(ada, &test.stanza)
			n.mu.RUnlock()
			if known != (test.want != nil) {
				t.Fatalf("the reach is known: %v", known)
			}
			if got = inOrder(got); known && !slices.Equal(got, test.want) {
				t.Errorf("%d accounts, want %d", len(got), len(test.want))
			}
		})
	}
}
