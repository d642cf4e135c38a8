package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the sources have to be still before they are read again: editors write a file in several steps.
const settle = 15 * time.Millisecond

// sources are what a site is made from: the changes of everything else, such as the site itself, mean nothing.
type sources struct {
	folders []string // with all that is in them
	files   []string
	specs   []string // files whose references may lead to others in their folders
}

// watcher tells when sources change.
type watcher struct {
	notify  *fsnotify.Watcher
	folders []string        // by their paths without links, as all that follow
	files   map[string]bool // single files
	specs   map[string]bool // folders of descriptions
	written []fs.FileInfo   // what the program writes itself
}

// watch begins to look at the sources. A log that the program writes among them is none.
func watch(all sources, logs ...io.Writer) (*watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch the sources: %w", err)
	}
	w := &watcher{notify: notify}
	for _, log := range logs {
		if file, ok := log.(*os.File); ok {
			if info, err := file.Stat(); err == nil {
				w.written = append(w.written, info)
			}
		}
	}
	if err := w.follow(all); err != nil {
		_ = notify.Close() // the first error says more
		return nil, err
	}
	return w, nil
}

// follow looks at these sources from now on.
func (w *watcher) follow(all sources) error {
	w.folders, w.files, w.specs = nil, map[string]bool{}, map[string]bool{}
	for _, name := range all.folders {
		paths, err := places(name)
		if err != nil {
			return err
		}
		w.folders = append(w.folders, paths...)
		for _, path := range paths {
			_ = w.above(path) // it tells that the folder itself comes and goes, which few do
			if err := w.add(path); err != nil {
				return err
			}
		}
	}
	for i, name := range slices.Concat(all.files, all.specs) {
		paths, err := places(name)
		if err != nil {
			return err
		}
		for _, path := range paths {
			w.files[path] = true
			w.specs[filepath.Dir(path)] = w.specs[filepath.Dir(path)] || i >= len(all.files)
			if err := w.above(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// places are where a file or folder is, and if it is a link where that leads: both can change.
func places(name string) ([]string, error) {
	folder, err := realPath(filepath.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", name, err)
	}
	behind, err := realPath(name)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", name, err)
	}
	if base := filepath.Base(name); base != "." && base != ".." && filepath.Join(folder, base) != behind {
		return []string{filepath.Join(folder, base), behind}, nil
	}
	return []string{behind}, nil
}

// add looks at a folder and at all that are in it.
func (w *watcher) add(folder string) error {
	return filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return nil // it went away meanwhile
		}
		if base := entry.Name(); name != folder && (strings.HasPrefix(base, ".") || base == "node_modules") {
			return fs.SkipDir
		}
		return w.look(name)
	})
}

// above looks at the folder that a file is in, since editors put a new file in the place of an old one; if that is not
// there, at the next above, where it will be made.
func (w *watcher) above(path string) error {
	for {
		path = filepath.Dir(path)
		if err := w.look(path); !errors.Is(err, fs.ErrNotExist) || path == filepath.Dir(path) {
			return err
		}
	}
}

// look looks at one folder.
func (w *watcher) look(folder string) error {
	err := w.notify.Add(folder)
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("watch %s: the system looks at no more folders; raise fs.inotify.max_user_watches", folder)
	case err != nil:
		return fmt.Errorf("watch %s: %w", folder, err)
	}
	return nil
}

// matters reports whether the site is another when a file or folder changes.
func (w *watcher) matters(name string) bool {
	for file := range w.files {
		if file == name || within(file, name) { // or comes with its folder
			return true
		}
	}
	hidden := strings.HasPrefix(filepath.Base(name), ".")
	for _, folder := range w.folders {
		if folder == name || within(folder, name) || !hidden && within(name, folder) {
			return !w.wrote(name)
		}
	}
	switch filepath.Ext(name) {
	case ".yaml", ".yml", ".json":
		return !hidden && w.specs[filepath.Dir(name)]
	}
	return false
}

// wrote reports a file that the program writes itself, such as its log: to follow that would never end.
func (w *watcher) wrote(name string) bool {
	info, err := os.Stat(name)
	return err == nil && slices.ContainsFunc(w.written, func(own fs.FileInfo) bool { return os.SameFile(info, own) })
}

// Close ends the looking.
func (w *watcher) Close() error { return w.notify.Close() }

// run calls changed whenever files have changed and are still again, until the context ends. It may call follow.
func (w *watcher) run(ctx context.Context, changed func()) {
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case event, ok := <-w.notify.Events:
			if !ok {
				return
			}
			if event.Op == fsnotify.Chmod || !w.matters(event.Name) {
				continue
			}
			if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
				_ = w.add(event.Name) // a folder that cannot be watched is read at the next change
			}
			quiet.Reset(settle)
		case _, ok := <-w.notify.Errors: // events were lost: read everything again
			if !ok {
				return
			}
			quiet.Reset(settle)
		case <-quiet.C:
			changed()
		}
	}
}
