package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
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

// TestReferencesStayInTheirFolder: who may write a description could otherwise publish what only the machine may read, or have
// it wait for ever. The description itself may be a link: it was asked for.
func TestReferencesStayInTheirFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	spec := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: secret.yaml}, B: {$ref: near.yaml}, C: {$ref: terminal.yaml}}}\n"
	err := errors.Join(os.Mkdir("api", 0o755), os.WriteFile("real.yaml", []byte(spec), 0o600), os.WriteFile("secret.yaml", []byte("description: hunter2\n"), 0o600),
		os.WriteFile("api/b.yaml", []byte("type: string\n"), 0o600), os.Symlink("../secret.yaml", "api/secret.yaml"), os.Symlink("b.yaml", "api/near.yaml"),
		os.Symlink("/dev/tty", "api/terminal.yaml"), os.Symlink("../real.yaml", "api/api.yaml"))
	if err != nil {
		t.Skip(err)
	}
	t.Chdir("api")
	doc, _, err := openSpec("--spec", "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := 0
	for _, w := range doc.Warnings {
		if strings.Contains(w.Message, errOutside.Error()) {
			out++
		}
	}
	if out != 2 || strings.Contains(string(doc.JSON()), "hunter2") || len(doc.Files) != 2 {
		t.Errorf("files %q, warnings %v", doc.Files, doc.Warnings)
	}
}
