package main

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestWatchedSiteFollowsItsSources: a page that is open hears of a change, and shows it when it loads again.
func TestWatchedSiteFollowsItsSources(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "index.md"), "# Before\n\nWords.\n")
	site := serveWatched(t, dir, "--content", dir)
	if page := site.page(); !strings.Contains(page, "Before") || !strings.Contains(page, "reload.") {
		t.Fatal("the page is not the one that was written, or does not listen for news")
	}
	write(t, filepath.Join(dir, "index.md"), "# After\n\nWords.\n")
	site.hears(`data: {"kind":"reload"}`)
	if !strings.Contains(site.page(), "After") {
		t.Error("the page does not show the change")
	}
}

// TestWatchedSiteFollowsItsSettings: other sources are looked at when docsite.yaml says so, also through links.
func TestWatchedSiteFollowsItsSettings(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	err := errors.Join(os.MkdirAll(in("site/here"), 0o755), os.MkdirAll(in("two"), 0o755), os.Symlink("../two", in("site/link")))
	if err != nil {
		t.Skip(err)
	}
	t.Chdir(in("site"))
	write(t, "here/index.md", "# First\n")
	write(t, in("two/index.md"), "# Second\n")
	write(t, "docsite.yaml", "content: here\ntitle: A\n")
	site := serveWatched(t, ".")
	if !strings.Contains(site.page(), "First") {
		t.Fatal("the page is not the one that was written")
	}
	write(t, "docsite.yaml", "content: link\ntitle: A\n")
	site.hears(`data: {"kind":"reload"}`)
	if !strings.Contains(site.page(), "Second") {
		t.Fatal("the site is not made from what docsite.yaml says now")
	}
	write(t, in("two/index.md"), "# Third\n")
	site.hears(`data: {"kind":"reload"}`)
	if !strings.Contains(site.page(), "Third") {
		t.Error("a change behind the link is not seen")
	}
	write(t, "docsite.yaml", "content: link\nspec: none.yaml\n")
	site.hears("docsite.yaml:2: spec")
	write(t, "none.yaml", "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n")
	site.hears(`data: {"kind":"reload"}`)
	write(t, "docsite.yaml", "content: link\nbase_path: /elsewhere\n")
	site.hears(`data: {"kind":"failed","message":"base_path is /elsewhere now, and was /docs; stop docsite and start it again"}`)
	if err := os.Mkdir("api", 0o755); err != nil {
		t.Fatal(err)
	}
	spec := "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
	write(t, "api/api.yaml", spec)
	write(t, "docsite.yaml", "content: link\nspec: api/api.yaml\n")
	site.hears(`data: {"kind":"reload"}`)
	if err := os.RemoveAll("api"); err != nil {
		t.Fatal(err)
	}
	site.hears(`"kind":"failed"`)
	if err := os.Mkdir("api", 0o755); err != nil {
		t.Fatal(err)
	}
	site.hears(`"kind":"failed"`) // and the folder is looked at again
	write(t, "api/api.yaml", spec)
	site.hears(`data: {"kind":"reload"}`)
}

// TestOnlySourcesMatter: what else changes near them, such as a site that is built, makes none.
func TestOnlySourcesMatter(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	err := errors.Join(os.MkdirAll(in("real/sub"), 0o755), os.MkdirAll(in("api/parts"), 0o755), os.Symlink("real", in("content")), os.Symlink("../else.yaml", in("api/link.yaml")))
	if err != nil {
		t.Skip(err)
	}
	for _, name := range []string{"docsite.yaml", "api/root.yaml", "api/parts/a.yaml", "else.yaml", "real/index.md"} {
		write(t, in(name), "")
	}
	log, err := os.Create(in("real/log.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	w, err := watch(sources{
		folders: []string{in("content"), in("coming")}, files: []string{in("docsite.yaml"), in("none/logo.svg")},
		specs: []string{in("api/root.yaml"), in("api/parts/a.yaml"), in("api/link.yaml")},
	}, log)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	dir, err = realPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"real/index.md": true, "real/new/x.md": true, "real": true, "content": true, "coming": true, "coming/x.md": true, "docsite.yaml": true,
		"none": true, "none/logo.svg": true, "api/root.yaml": true, "api/new.json": true, "api/parts": true, "api/link.yaml": true, "else.yaml": true,
		"real/log.txt": false, "real/.index.md.swp": false, "site/index.html": false, "site": false, "notes.yml~": false, "real2": false, "none/x.svg": false,
		"api/site": false, "api/x.md": false, "api/.root.yaml": false, "docsite.log": false,
	} {
		if got := w.matters(in(name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// watched is a site that "docsite serve --watch" serves.
type watched struct {
	t       *testing.T
	ctx     context.Context
	address string
	news    *bufio.Scanner
}

// serveWatched runs the program in a folder until the test ends.
func serveWatched(t *testing.T, dir string, args ...string) *watched {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	program, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, program, append([]string{"serve", "--watch", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait()); err != nil {
			t.Errorf("interrupted: %v", err)
		}
	})
	said, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{t: t, ctx: ctx, address: regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(said) + "/docs/"}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.address+"_docsite/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	news, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = news.Body.Close() }) // only read
	w.news = bufio.NewScanner(news.Body)
	w.news.Scan() // it listens
	return w
}

func (w *watched) page() string { return fetch(w.ctx, w.t, w.address) }

// hears waits until an open page hears this.
func (w *watched) hears(want string) {
	w.t.Helper()
	for w.news.Scan() {
		if strings.Contains(w.news.Text(), want) {
			return
		}
	}
	w.t.Fatalf("a page never heard %s: %v", want, w.news.Err())
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
