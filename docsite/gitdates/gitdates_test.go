package gitdates_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/gitdates"
)

// repository is a folder with a history, whose commits have the days of 2024 that a test says.
type repository struct {
	t   *testing.T
	dir string
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git on this machine")
	}
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(t.TempDir(), "none"))
	r := &repository{t, t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repository) git(args ...string) {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = r.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (r *repository) write(name, text string) {
	r.t.Helper()
	full := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r *repository) commit(day int) {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", "change", "--date", fmt.Sprintf("2024-01-%02dT12:00:00+02:00", day))
}

func (r *repository) dates(dir string, names ...string) (map[string]string, string) {
	r.t.Helper()
	dates, err := gitdates.Read(r.t.Context(), filepath.Join(r.dir, dir), names)
	days := map[string]string{}
	for name, when := range dates {
		days[name] = when.Format(time.RFC3339)
	}
	if err != nil {
		return days, strings.ReplaceAll(err.Error(), r.dir, "DIR")
	}
	return days, ""
}

func day(n int) string { return fmt.Sprintf("2024-01-%02dT10:00:00Z", n) }

func TestEachFileHasTheDateOfItsLastChange(t *testing.T) {
	r := newRepository(t)
	odd := "guides/ü \"quoted\"\n line.md"
	r.write("docs/index.md", "1")
	r.write("docs/guides/a.md", "1")
	r.write("docs/"+odd, "1")
	r.write("elsewhere.md", "1")
	r.commit(1)
	r.write("docs/guides/a.md", "2")
	r.commit(2)
	r.commit(3) // nothing
	r.write("elsewhere.md", "2")
	r.commit(4)
	r.git("mv", "docs/index.md", "docs/start.md")
	r.commit(5)
	r.write("docs/new.md", "1") // not committed

	got, warning := r.dates("docs", "start.md", "guides/a.md", odd, "new.md", "index.md", "elsewhere.md")
	want := map[string]string{"start.md": day(5), "guides/a.md": day(2), odd: day(1), "index.md": day(5)}
	if diff := cmp.Diff(want, got); diff != "" || warning != "" {
		t.Errorf("%s\n-want +got\n%s", warning, diff)
	}
	got, _ = r.dates(".", "elsewhere.md", "docs/guides/a.md")
	if diff := cmp.Diff(map[string]string{"elsewhere.md": day(4), "docs/guides/a.md": day(2)}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestAMergeKeepsTheDatesOfWhatItMerges(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	r.commit(1)
	r.git("checkout", "-q", "-b", "side")
	r.write("b.md", "1")
	r.commit(2)
	r.git("checkout", "-q", "main")
	r.write("c.md", "1")
	r.commit(3)
	r.git("merge", "-q", "--no-ff", "-m", "merge", "side")
	got, warning := r.dates(".", "a.md", "b.md", "c.md")
	if diff := cmp.Diff(map[string]string{"a.md": day(1), "b.md": day(2), "c.md": day(3)}, got); diff != "" || warning != "" {
		t.Errorf("%s\n-want +got\n%s", warning, diff)
	}
}

func TestWithoutARepositoryThereAreNoDatesAndNoWarning(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	if got, warning := r.dates(".", "a.md"); len(got) > 0 || warning != "" {
		t.Errorf("no commit yet: %v, %q", got, warning)
	}
	outside := &repository{t, t.TempDir()}
	if got, warning := outside.dates(".", "a.md"); len(got) > 0 || warning != "" {
		t.Errorf("no repository: %v, %q", got, warning)
	}
	t.Setenv("PATH", t.TempDir())
	if got, warning := r.dates(".", "a.md"); len(got) > 0 || warning != "" {
		t.Errorf("no git: %v, %q", got, warning)
	}
}

func TestAShallowCloneWarns(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	r.commit(1)
	r.write("b.md", "1")
	r.commit(2)
	clone := &repository{t, t.TempDir()}
	clone.git("clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(r.dir), ".")
	got, warning := clone.dates(".", "a.md")
	if want := "last changes: the repository of DIR is a shallow clone, in which every file seems to be as old as its first commit, so pages have no dates; " +
		"fetch all of it: git fetch --unshallow, or fetch-depth: 0 in a GitHub workflow"; warning != want || len(got) > 0 {
		t.Errorf("got %v and %q, want %q", got, warning, want)
	}
}

func TestARepositoryOfSomebodyElseWarns(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	r := newRepository(t)
	r.write("a.md", "1")
	r.commit(1)
	if err := os.Chown(r.dir, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SUDO_UID", "")
	got, warning := r.dates(".", "a.md")
	if !strings.Contains(warning, "belongs to another user") || !strings.Contains(warning, "safe.directory") || len(got) > 0 {
		t.Errorf("got %v and %q", got, warning)
	}
}

// TestNothingOfTheRepositoryRuns configures whatever git could start, as the author of a
// repository may.
func TestNothingOfTheRepositoryRuns(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	r.write(".gitattributes", "*.md diff=evil filter=evil\n")
	r.commit(1)
	mark := filepath.Join(t.TempDir(), "ran")
	script := filepath.Join(t.TempDir(), "evil.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch "+mark+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"core.pager", "pager.log", "core.fsmonitor", "core.editor", "gpg.program", "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "alias.log", "core.sshCommand"} {
		value := script
		if name == "alias.log" {
			value = "!" + script
		}
		r.git("config", name, value)
	}
	r.git("config", "log.showSignature", "true")
	got, warning := r.dates(".", "a.md")
	if got["a.md"] != day(1) || warning != "" {
		t.Errorf("got %v, %q", got, warning)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("git has started a program")
	}
}

// TestHistoriesAreReadAlikeWhateverIsConfigured sets what changes a log, or makes it endless.
func TestHistoriesAreReadAlikeWhateverIsConfigured(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	r.write("ö.md", "1")
	r.commit(1)
	for setting, value := range map[string]string{
		"log.showRoot": "false", "mailmap.file": "/dev/zero", "diff.orderFile": "/dev/zero", "i18n.logOutputEncoding": "UTF-16", "color.ui": "always", "log.date": "iso",
		"format.pretty": "raw", "diff.relative": "true", "diff.renames": "copies", "core.quotePath": "true", "log.decorate": "full", "diff.submodule": "log", "diff.noprefix": "true",
	} {
		r.git("config", setting, value)
	}
	got, warning := r.dates(".", "a.md", "ö.md")
	if diff := cmp.Diff(map[string]string{"a.md": day(1), "ö.md": day(1)}, got); diff != "" || warning != "" {
		t.Errorf("%s\n-want +got\n%s", warning, diff)
	}
}

func TestAHookOfAnotherRepositoryDoesNotMatter(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	r.commit(1)
	t.Setenv("GIT_DIR", t.TempDir())
	t.Setenv("GIT_WORK_TREE", t.TempDir())
	if got, warning := r.dates(".", "a.md"); got["a.md"] != day(1) || warning != "" {
		t.Errorf("got %v, %q", got, warning)
	}
}

func TestWhoStopsGetsNoDates(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	r.commit(1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if dates, err := gitdates.Read(ctx, r.dir, []string{"a.md"}); err != context.Canceled || len(dates) > 0 {
		t.Errorf("got %v, %v", dates, err)
	}
}

func TestABrokenRepositoryWarns(t *testing.T) {
	r := newRepository(t)
	r.write("a.md", "1")
	r.commit(1)
	if err := os.RemoveAll(filepath.Join(r.dir, ".git", "objects")); err != nil {
		t.Fatal(err)
	}
	if got, warning := r.dates(".", "a.md"); len(got) > 0 || !strings.HasPrefix(warning, "last changes: git ") && warning != "" {
		t.Errorf("got %v, %q", got, warning)
	}
}
