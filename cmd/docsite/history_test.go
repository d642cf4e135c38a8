package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"wpengine/docsite"
)

// TestGuidesOfEveryVersionHaveTheDateOfTheirLastChange, also where a folder of one is in that of another.
func TestGuidesOfEveryVersionHaveTheDateOfTheirLastChange(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git on this machine")
	}
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CONFIG_GLOBAL", "none")
	t.Chdir(t.TempDir())
	git := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("git", append([]string{"-c", "user.name=A", "-c", "user.email=a@example.com"}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q")
	for i, name := range []string{"docs/a.md", "docs/old/a.md", "v1/a.md"} {
		if err := os.MkdirAll(name[:strings.LastIndexByte(name, '/')], 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, name, "# A\n")
		git("add", "-A")
		git("commit", "-q", "-m", "change", "--date", "2024-01-0"+string(rune('1'+i))+"T12:00:00Z")
	}
	write(t, "docsite.yaml", "content: docs\nversions: [{name: v3, latest: true}, {name: v2, content: docs/old}, {name: v1, content: v1}]\n")
	var said bytes.Buffer
	config, err := new(source).config(mainCmd{Stderr: &said})
	if err != nil {
		t.Fatal(err)
	}
	for name, day := range map[string]int{"docs/a.md": 1, "docs/old/a.md": 2, "v1/a.md": 3} {
		if got := config.Updated(name); !got.Equal(time.Date(2024, 1, day, 12, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := config.Updated("v1/none.md"); !got.IsZero() || said.Len() > 0 {
		t.Errorf("a guide that is not there: %v, %s", got, &said)
	}
	write(t, ".git/config", "[core\n")
	kept, warnings := history{}, 0
	for range 2 { // a site that is made again
		kept.of(docsite.Config{Content: config.Content, ContentName: config.ContentName}, func(error) { warnings++ })("docs/a.md")
	}
	if warnings != 1 {
		t.Errorf("a repository that cannot be read: %d warnings", warnings)
	}
}
