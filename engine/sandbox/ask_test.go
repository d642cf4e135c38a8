package sandbox

import (
	"fmt"
	"testing"
	"time"
)

// TestPhoneAsksUntilTheMessageComes has a client that gets the question of a phone, and never answers.
func TestPhoneAsksUntilTheMessageComes(t *testing.T) {
	state := newMemory()
	n := quiet(t, state)
	n.askPatience = 10 * time.Millisecond
	ada, bob := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002")
	d := &device{deviceRecord: deviceRecord{ID: 1, KeyIndex: 1}, owner: ada.account}
	c := &conn{net: n, active: true, writing: true} // nothing is really written
	in := incoming{id: "m1", from: d.lid(), sender: ada.account, time: n.now()}
	n.update(func(x *tx) {
		x.link(d)
		d.conn, c.device = c, d
		bob.askAgain(x, in)
	})
	for count := 1; count <= 3; count++ {
		awaitQuestion(t, n, d, count)
		n.update(func(x *tx) { // the client has it
			for len(d.queue.items) > 0 {
				x.removeQueued(&d.queue, 0)
			}
		})
	}
	awaitQuestion(t, n, d, 4)
	time.Sleep(5 * n.askPatience) // nobody has confirmed the fourth, so there is no fifth
	n.update(func(*tx) {
		if len(d.queue.items) != 1 {
			t.Errorf("%d questions wait for the client", len(d.queue.items))
		}
		d.conn = nil
	})

	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = quiet(t, state)
	bob, err := n.Phone("15550000002")
	if err != nil {
		t.Fatal(err)
	}
	again := in
	again.sender, again.retries = n.accounts["15550000001"], 4
	n.update(func(x *tx) {
		if bob.asked["m1"].Count != 4 {
			t.Errorf("after a restart the phone has asked %d times", bob.asked["m1"].Count)
		}
		if !bob.answered(x, again) {
			t.Error("the answer is taken for a double")
		}
		if bob.answered(x, again) {
			t.Error("the second answer is not taken for a double")
		}
	})
}

func awaitQuestion(t *testing.T, n *Network, d *device, count int) {
	t.Helper()
	want := fmt.Sprint(count)
	for late := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		got := ""
		n.update(func(*tx) {
			for _, item := range d.queue.items {
				if s, err := unmarshal(item.frame); err == nil && item.tag == "receipt" {
					retry, _ := child(s, "retry")
					got = attrText(retry, "count")
				}
			}
		})
		if got == want {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("the question %s does not come; there is %q", want, got)
		}
	}
}
