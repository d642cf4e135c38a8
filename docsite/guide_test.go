package docsite

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsNoFileIsLeftOutWithAWarning(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	write(t, in("index.md"), "# Home\n\n[a](near.md) ![b](near.png)\n")
	write(t, in("sub/a.md"), "# A\n")
	write(t, in("sub/b.png"), "")
	write(t, in("bad\xff.md"), "# Bad\n")
	err := errors.Join(os.Symlink("sub/a.md", in("near.md")), os.Symlink("sub/b.png", in("near.png")), os.Symlink("sub", in("folder")),
		os.Symlink("nowhere", in("dangling.md")), os.Symlink("nowhere", in("dangling.png")), os.Symlink("loop", in("loop")))
	if err != nil {
		t.Skip(err)
	}
	socket, err := net.Listen("unix", in("socket.md"))
	if err != nil {
		t.Skip(err)
	}
	defer socket.Close()
	config := testConfig(t)
	config.Content, config.Static, config.Spec = os.DirFS(dir), true, nil
	site := mustNew(t, config)
	if _, err := site.Export(t.Context(), filepath.Join(t.TempDir(), "out"), nil); err != nil {
		t.Fatal(err)
	}
	got := site.Problems().Error()
	for _, want := range []string{
		"bad\ufffd.md: left out: the name is not UTF-8", "folder: left out: a symbolic link to a folder; only those to files are followed",
		"dangling.md: left out: a symbolic link to nothing", "dangling.png: left out: a symbolic link to nothing", "loop: left out: too many levels", "socket.md: left out: neither a file nor a folder",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no problem %q in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 6 {
		t.Errorf("%d problems:\n%s", n, got)
	}
}
