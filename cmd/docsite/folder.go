package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
)

// folder is the files below a folder: files alone, and what is outside of it stays there, whatever symbolic links say. Who
// may write a guide could otherwise publish what only the machine that builds the site may read. [os.Root] does the same,
// but needs three times as long for it.
type folder struct {
	files  fs.FS
	real   string   // the folder, without symbolic links
	given  string   // a file that a flag or the settings name: wherever that leads, it is meant
	inside sync.Map // folders of it that were looked at
}

// openFolder opens a folder that is there.
func openFolder(name string) (*folder, error) {
	path, err := realPath(name)
	if err != nil {
		return nil, err
	}
	return &folder{files: os.DirFS(path), real: path}, nil
}

var (
	errOutside = errors.New("a symbolic link leads out of the folder, and what is there stays there; put a copy in its place")
	errNoFile  = errors.New("neither a file nor a folder")
)

// Open implements [fs.FS].
func (f *folder) Open(name string) (fs.File, error) {
	if err := f.look(name); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return f.files.Open(name)
}

// look refuses what isn't ours to read.
func (f *folder) look(name string) error {
	if !fs.ValidPath(name) {
		return fs.ErrInvalid
	}
	if name == f.given {
		return nil
	}
	if dir := path.Dir(name); dir != "." {
		if _, known := f.inside.Load(dir); !known {
			if err := f.follow(dir); err != nil {
				return err
			}
			f.inside.Store(dir, true)
		}
	}
	info, err := os.Lstat(f.path(name))
	switch {
	case err != nil:
		return reason(err)
	case info.Mode()&fs.ModeSymlink != 0:
		return f.follow(name)
	case !info.IsDir() && !info.Mode().IsRegular():
		return errNoFile // to open a pipe would wait for ever
	}
	return nil
}

// follow looks where a path leads.
func (f *folder) follow(name string) error {
	to, err := filepath.EvalSymlinks(f.path(name))
	if err != nil {
		return reason(err)
	}
	if to != f.real && !within(to, f.real) {
		return errOutside
	}
	info, err := os.Stat(to)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return errNoFile
	}
	return reason(err)
}

func (f *folder) path(name string) string { return filepath.Join(f.real, filepath.FromSlash(name)) }

// reason is an error without the path, which is another than people have written.
func reason(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
