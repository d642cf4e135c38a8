// Command drift runs the tests that describe the simulated network as whatsmeow sees it against another version of
// that library, and says what has changed: what no longer compiles, which tests have another outcome, and what
// clients send otherwise.
//
//	go run ./engine/sandbox/drift VERSION
//
// The version may also be a folder: a checkout of the library.
//
// The module's own go.mod stays as it is. The exit code is 0 if nothing has changed, 1 if something has, and 2 if it
// can't be found out.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

// library is the module whose versions are compared.
const library = "go.mau.fi/whatsmeow"

// suite are the packages whose tests say what the library does: with the network, and with the engine on it.
var suite = []string{"./engine/sandbox/...", "./engine/whatsapp/..."}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "usage: drift VERSION, such as v0.0.0-20260821141805-33cfac511629 or latest, or the folder of a checkout")
		os.Exit(2)
	}
	changed, err := compare(ctx, os.Stdout, os.Args[1])
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "drift:", err)
		os.Exit(2)
	case changed:
		os.Exit(1)
	}
}

// compare writes the report and tells whether there is anything in it.
func compare(ctx context.Context, w io.Writer, version string) (changed bool, err error) {
	folder, err := os.MkdirTemp("", "drift")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	ours := candidate{mod: "go.mod"}
	if ours.version, err = versionIn(ctx, ours.mod); err != nil {
		return false, err
	}
	theirs, err := take(ctx, folder, version)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(w, "%s\n  now   %s\n  other %s\n", library, ours.version, theirs.version)
	if ours.version == theirs.version {
		fmt.Fprintln(w, "\nThese are the same.")
		return false, nil
	}
	if broken := theirs.build(ctx); broken != "" {
		fmt.Fprintf(w, "\nDoes not compile:\n%s", indent(broken))
		return true, nil
	}
	before, err := ours.run(ctx, filepath.Join(folder, "now"))
	if err != nil {
		return false, err
	}
	after, err := theirs.run(ctx, filepath.Join(folder, "other"))
	if err != nil {
		return false, err
	}
	report := differences(before, after)
	if report == "" {
		fmt.Fprintf(w, "\n%d tests have the same outcome, and clients send the same %d kinds of stanzas.\n", len(after.tests), len(after.shapes))
		return false, nil
	}
	fmt.Fprint(w, report)
	return true, nil
}

// candidate is a version of the library, with a go.mod that asks for it.
type candidate struct{ mod, version string }

// take makes a copy of go.mod that asks for another version.
func take(ctx context.Context, folder, version string) (candidate, error) {
	c := candidate{mod: filepath.Join(folder, "go.mod")}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return c, fmt.Errorf("%w (run this in the root of the module)", err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			return c, err
		}
	}
	if _, err := os.Stat(filepath.Join(version, "go.mod")); err == nil {
		err = c.replace(ctx, version)
		return c, err
	}
	wanted, err := sisters(ctx, version)
	if err != nil {
		return c, err
	}
	if out, err := command(ctx, append([]string{"get", "-modfile=" + c.mod}, wanted...)...).CombinedOutput(); err != nil {
		return c, fmt.Errorf("go get %s:\n%s", strings.Join(wanted, " "), indent(string(out)))
	}
	c.version, err = versionIn(ctx, c.mod)
	return c, err
}

// replace makes the candidate a checkout of the library.
func (c *candidate) replace(ctx context.Context, folder string) (err error) {
	if c.version, err = filepath.Abs(folder); err != nil {
		return err
	}
	if out, err := command(ctx, "mod", "edit", "-replace="+library+"="+c.version, c.mod).CombinedOutput(); err != nil {
		return fmt.Errorf("go mod edit: %w\n%s", err, indent(string(out)))
	}
	return nil
}

// sisters gives the version with those of its neighbours under go.mau.fi that it asks for: they change together.
func sisters(ctx context.Context, version string) ([]string, error) {
	out, err := command(ctx, "mod", "download", "-json", library+"@"+version).Output()
	var download struct{ GoMod, Error string }
	if jsonErr := json.Unmarshal(out, &download); jsonErr != nil || download.Error != "" {
		return nil, fmt.Errorf("there is no version %s of %s: %s", version, library, cmp.Or(download.Error, fmt.Sprint(err)))
	}
	if out, err = command(ctx, "mod", "edit", "-json", download.GoMod).Output(); err != nil {
		return nil, fmt.Errorf("go mod edit %s: %w", download.GoMod, err)
	}
	var mod struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		return nil, fmt.Errorf("go mod edit %s: %w", download.GoMod, err)
	}
	wanted := []string{library + "@" + version}
	for _, r := range mod.Require {
		if strings.HasPrefix(r.Path, "go.mau.fi/") {
			wanted = append(wanted, r.Path+"@"+r.Version)
		}
	}
	return wanted, nil
}

func versionIn(ctx context.Context, mod string) (string, error) {
	out, err := command(ctx, "list", "-modfile="+mod, "-m", "-f", "{{.Version}}", library).Output()
	if err != nil {
		return "", fmt.Errorf("go list %s: %w", library, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// build returns what the compiler says against the packages and their tests.
func (c candidate) build(ctx context.Context) string {
	out, err := command(ctx, append([]string{"vet", "-mod=mod", "-modfile=" + c.mod}, suite...)...).CombinedOutput()
	if err == nil {
		return ""
	}
	return string(out)
}

// run runs the suite. Tests that fail are a result; a suite that doesn't run is an error.
func (c candidate) run(ctx context.Context, shapes string) (outcome, error) {
	cmd := command(ctx, append([]string{"test", "-mod=mod", "-modfile=" + c.mod, "-count=1", "-json"}, suite...)...)
	cmd.Env = append(os.Environ(), "WPENGINE_SANDBOX_SHAPES="+shapes)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) || ctx.Err() != nil {
		return outcome{}, errors.Join(err, ctx.Err())
	}
	o, err := readOutcome(&stdout)
	if err != nil {
		return o, err
	}
	if len(o.tests) == 0 {
		return o, fmt.Errorf("no test ran with %s:\n%s", c.version, indent(stderr.String()))
	}
	data, err := os.ReadFile(shapes)
	if errors.Is(err, os.ErrNotExist) { // the process ended before it could write them, and its tests tell why
		return o, nil
	}
	o.shapes = strings.Split(strings.TrimSpace(string(data)), "\n")
	slices.Sort(o.shapes)
	return o, err
}

func command(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "go", args...)
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}
