package sandbox

import "testing"

func TestACallEndsWithTheLastWhoIsInIt(t *testing.T) {
	n := quiet(t, nil)
	ada, bob, carol := quietPhone(t, n, "15550000001"), quietPhone(t, n, "15550000002"), quietPhone(t, n, "15550000003")
	g, err := ada.CreateGroup(t.Context(), "team", bob.account.pn(), carol.account.pn())
	if err != nil {
		t.Fatal(err)
	}
	made, err := ada.Call(t.Context(), g.JID, CallOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bob.AnswerCall(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := carol.EndCall(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	if err := bob.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := ada.FindCall(made.ID); err != nil || got.State != CallEnded {
		t.Errorf("with nobody to talk to the call is %+v, %v", got, err)
	}
	if _, err := ada.Call(t.Context(), carol.account.pn(), CallOptions{}); err != nil {
		t.Errorf("the next call: %v", err)
	}
}
