package docsite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// markerName is a file in every folder Export has written: what has it may be
// replaced, anything else is somebody's own.
const markerName = ".docsite"

// metaPolicy is the policy in the pages of a static site, which have no headers.
// Opened from disk, 'self' covers our files in Chromium but not in a browser to
// which every file is a site of its own; "file:" helps there, and means nothing on
// a page that came from a server. A meta element cannot say frame-ancestors.
const metaPolicy = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; " +
	"connect-src 'self'; font-src 'self' file:; form-action 'self'; base-uri 'none'"

// Export writes the site as a folder of files, all or nothing: it is put together
// beside the target and then takes its place. It refuses to replace a folder that
// holds anything but a former export. The same site gives the same bytes.
func (s *Site) Export(dir string) error {
	if err := replaceable(dir); err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("docsite: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".new-*")
	if err != nil {
		return fmt.Errorf("docsite: %w", err)
	}
	if err := errors.Join(os.Chmod(fresh, 0o755), s.writeTo(fresh), swap(fresh, dir)); err != nil {
		return fmt.Errorf("docsite: %w", errors.Join(err, os.RemoveAll(fresh)))
	}
	return nil
}

// replaceable reports why a folder must not be replaced.
func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("docsite: %w", err)
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, markerName)); err != nil {
		return fmt.Errorf("docsite: %s is not empty and not a former build; name another folder or empty it", dir)
	}
	return nil
}

func (s *Site) writeTo(dir string) error {
	for name, f := range s.files {
		if err := writeFile(filepath.Join(dir, exportName(name)), f.body); err != nil {
			return err
		}
	}
	return errors.Join(
		writeFile(filepath.Join(dir, "404.html"), s.notFound.body),
		writeFile(filepath.Join(dir, markerName), []byte("Written by docsite build, which may replace this folder.\n")),
	)
}

// exportName is the file of an address: a page's is the index.html of its folder.
func exportName(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return filepath.FromSlash(name)
}

func writeFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}

// swap puts fresh where dir is, keeping the old folder until the new one is there.
func swap(fresh, dir string) error {
	old := fresh + ".old"
	err := os.Rename(dir, old)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(fresh, dir)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}
