package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Write makes a new site in a folder, which must be empty but for a .git, or not there yet. The
// site is put together beside it and then moved: a failure leaves the folder as it was.
func Write(dir string, o Options) error {
	all, err := Files(o)
	if err != nil {
		return err
	}
	exists, err := usable(dir)
	if err != nil {
		return err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), ".docsite-new-*")
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	defer func() { _ = os.RemoveAll(fresh) }() // what is left of it after a failure
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if err := write(filepath.Join(fresh, filepath.FromSlash(name)), all[name]); err != nil {
			return fmt.Errorf("starter: %w", err)
		}
	}
	if exists {
		err = moveInto(fresh, dir)
	} else {
		err = errors.Join(os.Chmod(fresh, 0o755), os.Rename(fresh, dir))
	}
	if err != nil {
		return fmt.Errorf("starter: %w", err)
	}
	return nil
}

// usable reports whether a folder is there, and an error if a site can't be put into it.
func usable(dir string) (exists bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
			return false, fmt.Errorf("starter: %s is a file; name a folder that is empty or not there yet", dir)
		}
		return false, fmt.Errorf("starter: %w", err)
	}
	for _, e := range entries {
		if e.Name() != ".git" {
			return true, fmt.Errorf("starter: %s is not empty, there is %s in it; name a folder that is empty or not there yet", dir, e.Name())
		}
	}
	return true, nil
}

// moveInto moves what is in one folder into another, all or nothing.
func moveInto(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for i, e := range entries {
		if err := os.Rename(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			for _, moved := range entries[:i] {
				err = errors.Join(err, os.RemoveAll(filepath.Join(to, moved.Name())))
			}
			return err
		}
	}
	return nil
}

func write(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}
