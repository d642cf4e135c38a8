package main

import (
	"context"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts in testdata tell how the command line behaves.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"waitfor": waitFor},
	})
}

// waitFor waits until a file is there, and says what a regular expression asks for.
func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	said := regexp.MustCompile("(?m)" + args[1])
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if text, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && said.Match(text) {
			return
		}
	}
	ts.Fatalf("%s did not come to say %s", args[0], args[1])
}

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"wpengine": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			cmd := mainCmd{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
			code := cmd.Run(ctx, os.Args[1:])
			stop()
			os.Exit(code)
		},
	})
}
