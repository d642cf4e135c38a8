package docsite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// target is the folder that an export to dir replaces, behind any symbolic links, or why it must not be replaced.
func target(dir string) (string, error) {
	dir = filepath.Clean(dir)
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if to, err := os.Readlink(dir); err == nil {
			return "", fmt.Errorf("%s is a link to %s, which is not there; make that folder or name another", dir, to)
		}
		return dir, nil
	case errors.Is(err, syscall.ENOTDIR):
		return "", fmt.Errorf("%s is a file; name a folder", dir)
	case err != nil:
		return "", err
	}
	if len(entries) > 0 && !isExport(dir) {
		return "", fmt.Errorf("%s is not empty and not a former build; name another folder or empty it", dir)
	}
	if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
		return "", fmt.Errorf("%s holds a git repository, which would be lost; build into another folder and copy the site", dir)
	}
	return filepath.EvalSymlinks(dir)
}

// isExport reports a folder that an export has written.
func isExport(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	return err == nil && strings.HasPrefix(string(text), manifestHead)
}

// swaps is how often others may put their export in the place of ours before we give up.
const swaps = 100

// swap puts fresh where dir is, keeping the old folder until the new one is there. Of several exports at a time the last
// one stays.
func swap(fresh, dir string) error {
	old := fresh + ".old"
	for range swaps {
		err := os.Rename(dir, old)
		missing := errors.Is(err, fs.ErrNotExist)
		switch {
		case errors.Is(err, syscall.EBUSY):
			return fmt.Errorf("%s is a mount, which no other folder can take the place of; name a folder in it", dir)
		case err != nil && !missing:
			return err
		}
		err = os.Rename(fresh, dir)
		switch {
		case err == nil:
			return os.RemoveAll(old)
		case !errors.Is(err, fs.ErrExist): // nobody was faster
			if !missing {
				err = errors.Join(err, os.Rename(old, dir))
			}
			return err
		}
		if err := os.RemoveAll(old); err != nil {
			return err
		}
	}
	return fmt.Errorf("other builds write %s all the time; let them end first", dir)
}
