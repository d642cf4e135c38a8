package docsite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Summary is what an export amounts to.
type Summary struct {
	Pages, Files int
	Kept         int // files that are as they were in the former export
	Bytes        int64
}

// Export writes the site as a folder of files, all or nothing: it is put together
// beside the target and then takes its place. It refuses to replace a folder that
// holds anything but a former export. Files that have not changed keep their time. The same site
// gives the same bytes. When ctx ends before that, the target is as it was.
// progress, if there is one, hears of every page; it is called by many goroutines.
func (s *Site) Export(ctx context.Context, dir string, progress func(done, total int)) (Summary, error) {
	dir, err := target(dir)
	if err != nil {
		return Summary{}, fmt.Errorf("docsite: %w", err)
	}
	err = os.MkdirAll(filepath.Dir(dir), 0o755)
	fresh := ""
	if err == nil {
		fresh, err = os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".new-*")
	}
	if err != nil {
		return Summary{}, fmt.Errorf("docsite: nothing can be written beside %s, where a site is put together: %w", dir, reason(err))
	}
	w := &exporter{site: s, old: dir, dir: fresh, progress: progress}
	w.former, w.formerly = readManifest(dir)
	err = errors.Join(os.Chmod(fresh, 0o755), w.write(ctx))
	if err == nil {
		err = swap(fresh, dir)
	}
	if err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			err = fmt.Errorf("the disk that %s is on is full, and what was there is as it was: %w", dir, reason(err))
		}
		return Summary{}, fmt.Errorf("docsite: %w", errors.Join(err, os.RemoveAll(fresh)))
	}
	return w.summary(), nil
}

// reason is an error of the disk without the path, which says less to people than the one they gave.
func reason(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// exporter writes one export.
type exporter struct {
	site     *Site
	old, dir string // the former export and the one in the making
	former   manifest
	formerly time.Time // when the former export was done
	written  manifest
	progress func(done, total int)

	done, kept, bytes atomic.Int64
}

// write makes every file of the site, on all processors, and forgets it.
func (w *exporter) write(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	b := w.site.builder
	all := b.allFiles()
	names := keys(all)
	files := make([]*file, len(names), len(names)+1)
	for i, name := range names {
		files[i] = all[name]
		names[i] = exportName(name)
	}
	names, files = append(names, "404.html"), append(files, b.notFound)
	if err := makeFolders(w.dir, names); err != nil {
		return err
	}
	sums := make([]string, len(names))
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	_ = parallel(len(names), func(i int) error { // the context knows the first error
		if ctx.Err() != nil {
			return nil
		}
		out := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(out)
		out.Reset()
		if err := files[i].write(out); err != nil {
			stop(err)
			return nil
		}
		body := out.Bytes()
		sum := sha256.Sum256(body)
		sums[i] = hex.EncodeToString(sum[:16])
		w.bytes.Add(int64(len(body)))
		if w.progress != nil {
			w.progress(int(w.done.Add(1)), len(names))
		}
		if err := w.put(names[i], sums[i], body); err != nil {
			stop(err)
		}
		return nil
	})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	w.written = manifest{}
	for i, name := range names {
		w.written[name] = sums[i]
	}
	return w.written.write(w.dir)
}

// put writes a file, or takes over the former one if that is the same.
func (w *exporter) put(name, sum string, body []byte) error {
	to := filepath.Join(w.dir, filepath.FromSlash(name))
	if w.former[name] == sum {
		kept, err := w.takeOver(filepath.Join(w.old, filepath.FromSlash(name)), to, len(body))
		if err != nil {
			return err
		}
		if kept {
			w.kept.Add(1)
			return nil
		}
	}
	return os.WriteFile(to, body, 0o644)
}

// takeOver gives the file from another name, if the former export wrote it and nobody has changed it since, be it by hand
// or by putting another export there.
func (w *exporter) takeOver(from, to string, size int) (bool, error) {
	if os.Link(from, to) != nil {
		return false, nil
	}
	if info, err := os.Lstat(to); err == nil && info.Mode().IsRegular() && info.Size() == int64(size) && !info.ModTime().After(w.formerly) {
		return true, nil
	}
	return false, os.Remove(to) // to write it would change the former one
}

func (w *exporter) summary() Summary {
	return Summary{Pages: len(w.site.builder.pages), Files: len(w.written), Kept: int(w.kept.Load()), Bytes: w.bytes.Load()}
}

// makeFolders makes the folders that the files are in.
func makeFolders(dir string, names []string) error {
	made := map[string]bool{".": true}
	for _, name := range names {
		folder := filepath.Dir(filepath.FromSlash(name))
		if made[folder] {
			continue
		}
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return err
		}
		made[folder] = true
	}
	return nil
}

// exportName is the file of an address: a page's is the index.html of its folder.
func exportName(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name
}

// manifestName is a file in every folder Export has written: what has it may be
// replaced, anything else is somebody's own.
const manifestName = ".docsite"

// manifest says what an export holds: each file and the start of its SHA-256.
type manifest map[string]string

const manifestHead = "Written by docsite build, which may replace this folder.\n"

func (m manifest) write(dir string) error {
	var out strings.Builder
	out.WriteString(manifestHead)
	for _, name := range keys(m) {
		out.WriteString(m[name] + " " + name + "\n")
	}
	return os.WriteFile(filepath.Join(dir, manifestName), []byte(out.String()), 0o644)
}

// readManifest reads that of a former export, and tells when it was written, after all other files; what cannot be read is
// nothing to build upon.
func readManifest(dir string) (manifest, time.Time) {
	name := filepath.Join(dir, manifestName)
	info, err := os.Stat(name)
	if err != nil {
		return nil, time.Time{}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, time.Time{}
	}
	m := manifest{}
	for line := range strings.SplitSeq(strings.TrimPrefix(string(text), manifestHead), "\n") {
		if sum, name, ok := strings.Cut(line, " "); ok {
			m[name] = sum
		}
	}
	return m, info.ModTime()
}
