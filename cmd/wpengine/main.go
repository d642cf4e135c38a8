// Command wpengine runs the engine with its documentation site, and edits its accounts.
//
// "wpengine serve" is the server, and "wpengine sandbox" a simulated network for several of them. "wpengine user" and "wpengine key" work on the
// same data folder, also beside a running server.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"wpengine/engine"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // so that a second Ctrl-C ends the process at once
	cmd := mainCmd{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(cmd.Run(ctx, os.Args[1:]))
}

// mainCmd is the program, with its surroundings as fields so that tests can stand in for them.
type mainCmd struct {
	Stdin          io.Reader // required
	Stdout, Stderr io.Writer // required
}

// commandLine is the grammar of the command line; kong parses, documents and checks it.
type commandLine struct {
	Serve   serveCmd   `cmd:"" help:"Run the engine and its documentation site."`
	Sandbox sandboxCmd `cmd:"" help:"Run the simulated WhatsApp network in a process of its own, for engines on this machine to share."`
	User    struct {
		Create      userCreateCmd      `cmd:"" help:"Create an account and print it as JSON. Works beside a running server."`
		Invite      userInviteCmd      `cmd:"" help:"Print a link by which somebody makes an account of theirs, once and within 7 days. Works beside a running server."`
		ResetLink   userResetLinkCmd   `cmd:"" help:"Print a link by which the owner of an account chooses another password, once and within 24 hours. Works beside a running server."`
		ResetFactor userResetFactorCmd `cmd:"" help:"Take the second factor of an account away, with its recovery codes, for an owner who has lost both. Works beside a running server."`
	} `cmd:"" help:"Edit accounts."`
	Key struct {
		Create keyCreateCmd `cmd:"" help:"Create an API key for an account and print it, this once. Works beside a running server."`
	} `cmd:"" help:"Edit API keys."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// Run parses args and runs the command they name until it is done or ctx is. It returns the
// exit code: 0, 1 for a failure, 2 for a wrong command line.
func (m *mainCmd) Run(ctx context.Context, args []string) int {
	var line commandLine
	exited := -1
	parser, err := kong.New(&line,
		kong.Name("wpengine"),
		kong.Description("WhatsApp for many accounts over plain HTTP, with its documentation."),
		kong.Writers(m.Stdout, m.Stderr),
		kong.Exit(func(code int) { exited = code }), // after --help
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(m),
	)
	if err != nil {
		fmt.Fprintln(m.Stderr, "wpengine:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(m.Stderr, "wpengine: %v\nRun \"wpengine --help\" for what there is.\n", err)
		return exitUsage
	}
	if err := parsed.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(m.Stderr, "wpengine:", err)
		return exitFailed
	}
	return exitOK
}

// dataFlag is the folder that every command works on.
type dataFlag struct {
	Data string `help:"The folder that holds the database and its key." default:"data" env:"WPENGINE_DATA"`
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(m *mainCmd) error {
	_, err := fmt.Fprintln(m.Stdout, engine.Version)
	return err
}
