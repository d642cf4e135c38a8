// Package gitdates asks git when files were last changed.
package gitdates

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// limit is how long git may take. What it has said by then is thrown away: dates that depend on
// how fast a machine is would make each build another site.
const limit = 20 * time.Second

// Read finds when the files named were last changed, in one go through the history of a folder.
// The names have slashes and are relative to the folder, as are those in the answer. A file that
// was never committed has no date, and no file has one where there is no git or no repository.
//
// An error is a warning for the author: there are no dates then, and the site can do without.
func Read(ctx context.Context, dir string, names []string) (map[string]time.Time, error) {
	if len(names) == 0 {
		return nil, nil
	}
	timed, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	found, err := usable(timed, dir)
	var dates map[string]time.Time
	if found {
		dates, err = history(timed, dir, names)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case timed.Err() != nil:
		return nil, fmt.Errorf("last changes: git took more than %s to read the history of %s, so pages have no dates; last_updated: front-matter or none saves the time", limit, dir)
	}
	return dates, err
}

// usable reports a folder that is in a repository with its whole history.
func usable(ctx context.Context, dir string) (bool, error) {
	out, err := command(ctx, dir, "rev-parse", "--is-shallow-repository").Output()
	var failed *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.As(err, &failed) && bytes.Contains(failed.Stderr, []byte("not a git repository")):
		return false, nil
	case errors.As(err, &failed) && bytes.Contains(failed.Stderr, []byte("dubious ownership")):
		return false, fmt.Errorf("last changes: the repository of %s belongs to another user, so git doesn't read it and pages have no dates; "+
			"if you trust it, run git config --global --add safe.directory with its folder", dir)
	case errors.As(err, &failed):
		return false, fmt.Errorf("last changes: git doesn't read the repository of %s, so pages have no dates: %s", dir, firstLine(failed.Stderr))
	case err != nil:
		return false, fmt.Errorf("last changes: git doesn't run, so pages have no dates: %w", err)
	}
	if strings.TrimSpace(string(out)) == "true" {
		return false, fmt.Errorf("last changes: the repository of %s is a shallow clone, in which every file seems to be as old as its first commit, so pages have no dates; "+
			"fetch all of it: git fetch --unshallow, or fetch-depth: 0 in a GitHub workflow", dir)
	}
	return true, nil
}

// history reads the log until every file has its date. It has the newest commit first.
func history(ctx context.Context, dir string, names []string) (map[string]time.Time, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := command(ctx, dir, "log", "-z", "--format=%x00%at", "--encoding=UTF-8", "--name-only", "--no-renames", "--relative",
		"--no-ext-diff", "--no-textconv", "--no-mailmap", "-O"+os.DevNull, "--", ".")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	wanted := make(map[string]bool, len(names))
	for _, name := range names {
		wanted[name] = true
	}
	dates, err := scan(out, wanted)
	if done := len(wanted) == 0; done || err != nil {
		stop() // the rest of the history is about other files
		_ = cmd.Wait()
	} else if err = cmd.Wait(); strings.Contains(complaint.String(), "does not have any commits yet") {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("last changes: git can't read the history of %s, so pages have no dates: %w: %s", dir, err, firstLine(complaint.Bytes()))
	}
	return dates, nil
}

// scan takes the date of each wanted file's first mention, until none is wanted any more. The log is texts that
// end in a zero: for each commit an empty one, its date, and its files, the first after a line break.
func scan(log io.Reader, wanted map[string]bool) (map[string]time.Time, error) {
	dates := make(map[string]time.Time, len(wanted))
	r := bufio.NewReaderSize(log, 64<<10)
	var when time.Time
	header := false
	for first := false; len(wanted) > 0; {
		text, err := r.ReadString(0)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		text = text[:len(text)-1]
		switch {
		case text == "":
			header = true
			continue
		case header:
			seconds, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("it says %.40q where a date should be", text)
			}
			when, header, first = time.Unix(seconds, 0).UTC(), false, true
			continue
		case first:
			text, first = strings.TrimPrefix(text, "\n"), false
		}
		if wanted[text] {
			dates[text] = when
			delete(wanted, text)
		}
	}
	return dates, nil
}

// away are variables with which git would look at another repository than the folder's: they are
// set while a hook runs.
var away = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"}

// command is git as it changes nothing, asks nobody, fetches nothing and starts no other program,
// whatever the repository's configuration says. Nor does it read a list without an end that this names.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{
		"--no-pager", "--no-optional-locks", "--no-replace-objects", "-C", dir,
		"-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "log.showRoot=true",
	}, args...)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(away, name) || strings.HasPrefix(name, "GIT_TRACE")
	})
	cmd.Env = append(cmd.Env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none")
	cmd.WaitDelay = time.Second
	return cmd
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return strings.TrimPrefix(line, "fatal: ")
}
