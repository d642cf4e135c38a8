package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the sources have to be still before they are read again: editors write a file in several steps.
const settle = 15 * time.Millisecond

// watcher tells when files below some folders change.
type watcher struct {
	notify *fsnotify.Watcher
}

// watch begins to look at the folders, and at all that are in them.
func watch(folders []string) (*watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch the sources: %w", err)
	}
	w := &watcher{notify: notify}
	for _, folder := range folders {
		if err := w.add(folder); err != nil {
			_ = notify.Close() // the first error says more
			return nil, err
		}
	}
	return w, nil
}

func (w *watcher) add(folder string) error {
	return filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return nil // it went away meanwhile
		}
		if base := entry.Name(); name != folder && (strings.HasPrefix(base, ".") || base == "node_modules") {
			return fs.SkipDir
		}
		if err := w.notify.Add(name); err != nil {
			return fmt.Errorf("watch %s: %w", name, err)
		}
		return nil
	})
}

// Close ends the looking.
func (w *watcher) Close() error { return w.notify.Close() }

// run calls changed whenever files have changed and are still again, until the context ends.
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
			if event.Op == fsnotify.Chmod || strings.HasPrefix(filepath.Base(event.Name), ".") {
				continue
			}
			if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
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
