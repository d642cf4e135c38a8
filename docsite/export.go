package docsite

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
// gives the same bytes. progress, if there is one, hears of every page; it is called by many goroutines.
func (s *Site) Export(dir string, progress func(done, total int)) (Summary, error) {
	if err := replaceable(dir); err != nil {
		return Summary{}, err
	}
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return Summary{}, fmt.Errorf("docsite: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".new-*")
	if err != nil {
		return Summary{}, fmt.Errorf("docsite: %w", err)
	}
	w := &exporter{site: s, old: dir, dir: fresh, former: readManifest(dir), progress: progress}
	if err := errors.Join(os.Chmod(fresh, 0o755), w.write()); err != nil {
		return Summary{}, fmt.Errorf("docsite: %w", errors.Join(err, os.RemoveAll(fresh)))
	}
	if err := swap(fresh, dir); err != nil {
		return Summary{}, fmt.Errorf("docsite: %w", errors.Join(err, os.RemoveAll(fresh)))
	}
	return w.summary(), nil
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
	if _, err := os.Stat(filepath.Join(dir, manifestName)); err != nil {
		return fmt.Errorf("docsite: %s is not empty and not a former build; name another folder or empty it", dir)
	}
	return nil
}

// exporter writes one export.
type exporter struct {
	site     *Site
	old, dir string // the former export and the one in the making
	former   manifest
	written  manifest
	progress func(done, total int)

	done, kept, bytes atomic.Int64
}

// write makes every file of the site, on all processors, and forgets it.
func (w *exporter) write() error {
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
	err := parallel(len(names), func(i int) error {
		out := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(out)
		out.Reset()
		if err := files[i].write(out); err != nil {
			return err
		}
		body := out.Bytes()
		sum := sha256.Sum256(body)
		sums[i] = hex.EncodeToString(sum[:16])
		w.bytes.Add(int64(len(body)))
		if w.progress != nil {
			w.progress(int(w.done.Add(1)), len(names))
		}
		return w.put(names[i], sums[i], body)
	})
	if err != nil {
		return err
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
		from := filepath.Join(w.old, filepath.FromSlash(name))
		// What somebody changed by hand has another size as a rule, and is not what we wrote.
		if info, err := os.Lstat(from); err == nil && info.Mode().IsRegular() && info.Size() == int64(len(body)) && os.Link(from, to) == nil {
			w.kept.Add(1)
			return nil
		}
	}
	return os.WriteFile(to, body, 0o644)
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

// readManifest reads that of a former export; what cannot be read is nothing to build upon.
func readManifest(dir string) manifest {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil
	}
	m := manifest{}
	lines := strings.Split(strings.TrimPrefix(string(text), manifestHead), "\n")
	for _, line := range slices.Backward(lines) {
		if sum, name, ok := strings.Cut(line, " "); ok {
			m[name] = sum
		}
	}
	return m
}
