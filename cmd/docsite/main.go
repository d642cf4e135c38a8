// Docsite makes a documentation site of an OpenAPI document and a folder of
// Markdown guides: it serves the site, writes it as files, or only checks it.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/alecthomas/kong"

	"wpengine/docsite"
	"wpengine/docsite/printable"
)

func main() {
	os.Exit(mainCmd{Stdout: os.Stdout, Stderr: os.Stderr}.Run(os.Args[1:]))
}

// Exit codes. Scripts tell by them who has to act: the author or the caller.
const (
	exitOK       = 0
	exitProblems = 1 // with the content, the spec or the machine
	exitUsage    = 2 // with the command line
)

// mainCmd is the program with its surroundings as fields.
type mainCmd struct {
	Stdout, Stderr io.Writer
}

// commands is the command line.
type commands struct {
	Build buildCmd `cmd:"" help:"Write the site as a folder of files for any static host, or to open from disk."`
	Serve serveCmd `cmd:"" help:"Serve the site, with the panel that tries an operation."`
	Proxy proxyCmd `cmd:"" help:"Pass on the requests that readers of a site from a folder try."`
	New   newCmd   `cmd:"" help:"Start a site: settings, a guide, a changelog, an OpenAPI document, and a workflow that publishes it."`
	Check checkCmd `cmd:"" help:"Look for broken links and other mistakes, and write nothing."`
	Diff  diffCmd  `cmd:"" help:"Tell what changed between two descriptions of an API, and whom it breaks."`
}

// usageError is a mistake in the command line that the parser could not see.
type usageError struct{ error }

// silentError ends the program with a code when all has been said.
type silentError struct{ code int }

func (silentError) Error() string { return "" }

// Run runs the program and returns its exit code.
func (m mainCmd) Run(args []string) int {
	var cmds commands
	exited := false
	parser, err := kong.New(&cmds,
		kong.Name("docsite"),
		kong.Description("Documentation from an OpenAPI document and a folder of Markdown guides."),
		kong.Writers(m.Stdout, m.Stderr),
		kong.Exit(func(int) { exited = true }), // after --help
		kong.Vars{"content_help": "Folder of the guides: Markdown files and their pictures."},
	)
	if err != nil {
		return m.fail(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	switch {
	case exited:
		return exitOK
	case err != nil:
		fmt.Fprintf(m.Stderr, "docsite: %v; run \"docsite --help\" to see what there is\n", err)
		return exitUsage
	}
	if err := parsed.Run(m); err != nil {
		return m.fail(err)
	}
	return exitOK
}

var packageName = regexp.MustCompile(`^(docsite|starter|tryit): `)

func (m mainCmd) fail(err error) int {
	var silent silentError
	if errors.As(err, &silent) {
		return silent.code
	}
	var problems docsite.Problems
	if errors.As(err, &problems) {
		fmt.Fprintln(m.Stderr, problems)
		fmt.Fprintf(m.Stderr, "docsite: %s\n", count(len(problems), "problem"))
		return exitProblems
	}
	fmt.Fprintf(m.Stderr, "docsite: %s\n", explained(err))
	if errors.As(err, &usageError{}) {
		return exitUsage
	}
	return exitProblems
}

// explained is what an error says: without the names of the packages of the site, which say them as well, and without
// what a terminal would obey.
func explained(err error) string {
	return printable.Text(packageName.ReplaceAllString(err.Error(), ""))
}

// count is a number with its noun: "1 page", "2 pages".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
