package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// apart refuses a folder to write that shares files with the sources: the next build would take the pages of this one for
// pictures, or replace the sources.
func (c *buildCmd) apart() error {
	out, err := realPath(c.Out)
	if err != nil {
		return usageError{fmt.Errorf("--out %s: %w; name a folder that can be there", c.Out, err)}
	}
	for _, from := range c.origins() {
		name, err := realPath(from.name)
		if err != nil {
			return usageError{fmt.Errorf("%s: %w", from.flag, err)}
		}
		switch {
		case within(name, out):
			return usageError{fmt.Errorf("%s %s is inside --out %s, which a build replaces; name another folder", from.flag, from.name, c.Out)}
		case out == name:
			return usageError{fmt.Errorf("--out %s is what the site is made from, %s %s; name another folder", c.Out, from.flag, from.name)}
		case within(out, name):
			return usageError{fmt.Errorf("--out %s is inside %s %s, so the next build would take the site for its sources; name a folder beside it", c.Out, from.flag, from.name)}
		}
	}
	here, err := realPath(".")
	if err == nil && (here == out || within(here, out)) {
		return usageError{fmt.Errorf("--out %s is the folder that you are in, or one above it, and a build replaces it; name another folder", c.Out)}
	}
	return err
}

// realPath is the absolute path of a file or folder, without symbolic links. Its end may be missing: what is to be written
// is not there yet.
func realPath(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		found, err := filepath.EvalSymlinks(name)
		if err == nil {
			return filepath.Join(found, rest), nil
		}
		parent := filepath.Dir(name)
		if !errors.Is(err, fs.ErrNotExist) || parent == name {
			return "", err
		}
		name, rest = parent, filepath.Join(filepath.Base(name), rest)
	}
}

// within reports whether a path is below a folder; both are real ones.
func within(name, folder string) bool {
	rest, err := filepath.Rel(folder, name)
	return err == nil && rest != "." && filepath.IsLocal(rest)
}
