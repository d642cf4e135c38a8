package sandboxtest_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"wpengine/engine/sandbox"
	"wpengine/engine/sandbox/sandboxtest"
)

func ExampleNew() {
	t := testOf("your test")
	defer t.end()

	network := sandboxtest.New(t)
	ada, bob := network.Phone("+15550000001"), network.Phone("+15550000002")
	client := network.Client(ada)

	client.Say(bob.Info().JID, "Your order is on its way")
	got := network.Hears(bob, "Your order is on its way")
	fmt.Println("Bob's phone has it from", got.From.Phone)

	if _, err := bob.SendText(t.Context(), ada.Info().JID, "Thanks!"); err != nil {
		t.Fatal(err)
	}
	fmt.Println("The client hears:", client.Hears("Thanks!").Message.GetConversation())
	// Output:
	// Bob's phone has it from +15550000001
	// The client hears: Thanks!
}

func ExampleNetwork_Strike() {
	t := testOf("your test")
	defer t.end()

	network := sandboxtest.New(t)
	ada, bob := network.Phone("+15550000001"), network.Phone("+15550000002")
	client := network.Client(ada)

	client.Forget()
	network.Strike(client, sandbox.FaultKick)
	sandboxtest.Await[*events.Disconnected](client, nil)
	sandboxtest.Await[*events.Connected](client, nil)
	client.Say(bob.Info().JID, "still here")
	fmt.Println(network.Hears(bob, "still here").Text)
	// Output: still here
}

func ExampleAwait() {
	t := testOf("your test")
	defer t.end()

	network := sandboxtest.New(t)
	ada := network.Phone("+15550000001")
	robot, err := network.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: "+15550000002", Persona: sandbox.PersonaEcho})
	if err != nil {
		t.Fatal(err)
	}
	client := network.Client(ada)

	sent := client.Say(robot.Info().JID, "ping")
	sandboxtest.Await(client, func(r *events.Receipt) bool { return r.MessageIDs[0] == sent.ID && r.Type == types.ReceiptTypeRead })
	fmt.Println("read, and answered with", client.Hears("ping").Message.GetConversation())
	// Output: read, and answered with ping
}

// example stands in for the *testing.T that an example doesn't have.
type example struct {
	testing.TB
	cleanups []func()
}

func testOf(string) *example { return &example{} }

func (e *example) Helper()                  {}
func (e *example) Context() context.Context { return context.Background() }
func (e *example) Output() io.Writer        { return os.Stderr }
func (e *example) Cleanup(f func())         { e.cleanups = append(e.cleanups, f) }
func (e *example) Fatal(args ...any)        { panic(fmt.Sprint(args...)) }
func (e *example) Fatalf(format string, args ...any) {
	panic(fmt.Sprintf(format, args...))
}
func (e *example) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

func (e *example) end() {
	for i := len(e.cleanups) - 1; i >= 0; i-- {
		e.cleanups[i]()
	}
}
