package main

import (
	"context"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"wpengine/docsite"
	"wpengine/docsite/gitdates"
)

// history is when guides were last changed, by git: for each folder of them a question that is asked when somebody wants to
// know. A nil one forgets the answers; others give them again when the site is made again, as long as that would take.
type history map[string]func() map[string]time.Time

// of tells when a guide of the site was last changed. Without git, or outside of a repository, nobody knows.
func (h history) of(config docsite.Config, warn func(error)) func(string) time.Time {
	if h == nil {
		h = history{}
	}
	type folder struct {
		prefix string
		dates  func() map[string]time.Time
	}
	var folders []folder
	add := func(content fs.FS, name string) {
		if content == nil {
			return
		}
		if h[name] == nil {
			h[name] = sync.OnceValue(func() map[string]time.Time { return changed(content, name, warn) })
		}
		folders = append(folders, folder{strings.TrimPrefix(name+"/", "./"), h[name]})
	}
	add(config.Content, config.ContentName)
	for _, version := range config.Versions {
		add(version.Content, version.ContentName)
	}
	return func(file string) (last time.Time) {
		for _, f := range folders { // one may be in another
			if name, found := strings.CutPrefix(file, f.prefix); found && last.IsZero() {
				last = f.dates()[name]
			}
		}
		return last
	}
}

// changed asks git about all guides of a folder.
func changed(content fs.FS, folder string, warn func(error)) map[string]time.Time {
	var names []string
	_ = fs.WalkDir(content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasPrefix(path.Ext(name), ".m") {
			names = append(names, name)
		}
		return nil // what cannot be read has no date
	})
	dates, err := gitdates.Read(context.Background(), filepath.FromSlash(folder), names)
	if err != nil {
		warn(err)
	}
	return dates
}
