package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"wpengine/engine"
)

// demo makes the demo where there is none and tells a newcomer what to do with it.
func (c *serveCmd) demo(ctx context.Context, m *mainCmd, eng *engine.Engine, origin string) error {
	demo, err := eng.Demo(ctx)
	if errors.Is(err, engine.ErrNoDemo) {
		fmt.Fprintf(m.Stdout, "\nWP Engine %s at %s/docs/\n%s has accounts already, so no demo was made. Ctrl-C stops.\n", engine.Version, origin, c.Data)
		return nil
	}
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nWP Engine %s on the simulated WhatsApp network\n\n", engine.Version)
	fmt.Fprintf(&b, "  Docs     %s/docs/\n", origin)
	fmt.Fprintf(&b, "  Try-It   %s/docs/reference/whatsapp/sendMessage/\n", origin)
	fmt.Fprintf(&b, "  Phones   %s/sandbox\n", origin)
	if demo.Reset != "" {
		fmt.Fprintf(&b, "  Sign in  %s%s\n           (choose a password there, once, within 24 hours)\n", origin, demo.Reset)
	} else {
		fmt.Fprintf(&b, "  Sign in  %s/sign-in as %s\n", origin, engine.DemoEmail)
	}
	key := demo.Key
	if key != "" {
		fmt.Fprintf(&b, "  API key  %s   (shown this once: keep it)\n", key)
	} else {
		key = "$WP_ENGINE_API_KEY"
		fmt.Fprintf(&b, "  API key  was shown on the first start. For another one:\n")
		fmt.Fprintf(&b, "           bin/wpengine key create --data %s --email %s --name again\n", shellQuote(c.Data), engine.DemoEmail)
	}
	fmt.Fprintf(&b, "  Client   %s, linked to the virtual phone %s\n", demo.ClientID, engine.DemoPhone)
	fmt.Fprintf(&b, "  Phone    %s receives, decrypts, and answers with the same text\n\n", engine.DemoRecipient)
	if demo.New {
		fmt.Fprintf(&b, "Made in %s. Paste this to send a message:\n\n", c.Data)
	} else {
		fmt.Fprintf(&b, "Kept from the last start in %s: the account %s, its keys, client, phones and messages.\nPaste this to send a message:\n\n", c.Data, engine.DemoEmail)
	}
	writeCurl(&b, origin, key, "whatsapp/sendMessage", fmt.Sprintf(
		`{ "clientId": %q, "jid": %q, "message": { "text": "Hello from WP Engine" } }`, demo.ClientID, engine.DemoRecipient))
	fmt.Fprintf(&b, "And this to read it on the phone:\n\n")
	writeCurl(&b, origin, key, "sandbox/listMessages", fmt.Sprintf(`{ "phone": %q }`, engine.DemoRecipient))
	fmt.Fprintf(&b, "Ctrl-C stops. The next start goes on where this one ended.\n\n")
	_, err = io.WriteString(m.Stdout, b.String())
	return err
}

// writeCurl writes a command that can be pasted into a shell.
func writeCurl(b *strings.Builder, origin, key, operation, body string) {
	fmt.Fprintf(b, "curl -sS -X POST %s/api/rpc/%s \\\n  -H \"x-api-key: %s\" \\\n  -H \"content-type: application/json\" \\\n  --data '%s'\n\n", origin, operation, key, body)
}

// shellQuote quotes s for a POSIX shell where it needs it.
func shellQuote(s string) string {
	if s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./", r)
	}) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
