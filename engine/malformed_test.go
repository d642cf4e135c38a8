package engine_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine"
	"wpengine/engine/sandbox"
)

// TestMalformedStanzaLosesNothing runs itself in another process, in which a stanza of the network ends the engine amid
// messages. The next engine on the same data goes on: each message is there, once.
func TestMalformedStanzaLosesNothing(t *testing.T) {
	if data := os.Getenv("WPENGINE_TEST_MALFORMED_DATA"); data != "" {
		endEngine(t, data)
		return
	}
	data := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "WPENGINE_TEST_MALFORMED_DATA="+data)
	out, err := child.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !strings.Contains(string(out), "panic:") {
		t.Fatalf("the engine lives: %v\n%s", err, out)
	}

	e, _ := demoEngine(t, data)
	defer e.Close()
	ada, grace := demoPhones(t, e)
	for late := time.Now().Add(time.Minute); grace.Info().Linked[0].Waiting > 0 || !grace.Info().Linked[0].Online; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("the client does not come back, or does not confirm what has waited: %+v", grace.Info().Linked)
		}
	}
	messages, _, err := ada.Messages(t.Context(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range messages {
		got = append(got, m.Text)
	}
	want := []string{"before"}
	if strings.Contains(string(out), accepted) || len(got) > 1 { // it may have been accepted, and nobody told
		want = append(want, "while it falls")
	}
	if !slices.Equal(got, want) {
		t.Errorf("the phone has %q, want %q", got, want)
	}
}

// accepted is what the process says that is about to end, when the network has its last message.
const accepted = "the last message was accepted"

// endEngine is the process that ends.
func endEngine(t *testing.T, data string) {
	e, demo := demoEngine(t, data)
	ada, grace := demoPhones(t, e)
	if demo.ClientID == "" {
		t.Fatal("there is no demo client")
	}
	to := types.NewJID(strings.TrimPrefix(engine.DemoPhone, "+"), types.DefaultUserServer)
	if _, err := ada.SendText(t.Context(), to, "before"); err != nil {
		t.Fatal(err)
	}
	if err := e.Network().Fault(t.Context(), grace.Info().Linked[0].JID, sandbox.FaultMalformed, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := ada.SendText(t.Context(), to, "while it falls"); err == nil {
		fmt.Println(accepted)
	}
	time.Sleep(20 * time.Second)
}

// demoEngine starts an engine on the simulated network, with the demo in it.
func demoEngine(t *testing.T, data string) (*engine.Engine, *engine.Demo) {
	t.Helper()
	e, err := engine.New(context.Background(), engine.Config{Data: data, Network: engine.NetworkSandbox, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	e.Start(context.Background())
	demo, err := e.Demo(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return e, demo
}

// demoPhones finds the phone that the demo writes to, and the one that its client is linked to.
func demoPhones(t *testing.T, e *engine.Engine) (recipient, linked *sandbox.Phone) {
	t.Helper()
	recipient, err := e.Network().Phone(engine.DemoRecipient)
	if err != nil {
		t.Fatal(err)
	}
	linked, err = e.Network().Phone(engine.DemoPhone)
	if err != nil {
		t.Fatal(err)
	}
	return recipient, linked
}
