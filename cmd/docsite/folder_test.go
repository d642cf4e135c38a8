package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestAFolderHasItsOwnFilesAlone(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	err := errors.Join(
		os.MkdirAll(in("content/a/b"), 0o755), os.MkdirAll(in("content-private"), 0o755),
		os.WriteFile(in("secret"), nil, 0o600), os.WriteFile(in("content/a/b/c.md"), nil, 0o600), os.WriteFile(in("content-private/x"), nil, 0o600),
		os.Symlink("content", in("link")), os.Symlink("a/b/c.md", in("content/near.md")), os.Symlink("a", in("content/folder")),
		os.Symlink("../secret", in("content/far.md")), os.Symlink("..", in("content/up")), os.Symlink("../content-private/x", in("content/beside.md")),
		os.Symlink(in("content/a/b/c.md"), in("content/absolute.md")), os.Symlink("nowhere", in("content/dangling.md")),
		os.Symlink("loop", in("content/loop")), os.Symlink("near.md", in("content/again.md")), os.Symlink("up/secret", in("content/round.md")),
	)
	if err != nil {
		t.Skip(err)
	}
	socket, err := net.Listen("unix", in("content/socket"))
	if err != nil {
		t.Skip(err)
	}
	defer socket.Close()
	f, err := openFolder(in("link"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{
		"a/b/c.md": nil, "near.md": nil, "again.md": nil, "absolute.md": nil, "folder/b/c.md": nil,
		"far.md": errOutside, "up/secret": errOutside, "up/content/near.md": nil, "beside.md": errOutside, "round.md": errOutside, "up": errOutside,
		"dangling.md": fs.ErrNotExist, "none.md": fs.ErrNotExist, "socket": errNoFile, "../secret": fs.ErrInvalid, "a//b": fs.ErrInvalid, "bad\xff": fs.ErrInvalid,
	} {
		file, err := f.Open(name)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
		if file != nil {
			_ = file.Close()
		}
	}
	if _, err := f.Open("loop"); err == nil {
		t.Error("a link that leads to itself was opened")
	}
	plain, err := openFolder(in("content/a"))
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(plain, "b/c.md"); err != nil {
		t.Error(err)
	}
}
