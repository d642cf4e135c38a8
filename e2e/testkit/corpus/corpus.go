// Package corpus finds other people's descriptions of APIs and guides, which are too big for this repository: in the
// folder that WPENGINE_CORPUS names, or in ../shared/corpus beside the project. Tests that want them are skipped where
// they are not.
package corpus

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Dir is the folder.
func Dir(t testing.TB) string {
	t.Helper()
	dir, ok := Find(t)
	if !ok {
		t.Skipf("skipped: there is no corpus at %s (WPENGINE_CORPUS names another place)", dir)
	}
	return dir
}

// Find is the folder, for tests that do with less where it isn't.
func Find(t testing.TB) (dir string, ok bool) {
	t.Helper()
	if dir = os.Getenv("WPENGINE_CORPUS"); dir == "" {
		dir = filepath.Join(project(t), "..", "shared", "corpus")
	}
	_, err := os.Stat(filepath.Join(dir, "INDEX.tsv"))
	return dir, err == nil
}

// project is the folder above the test's own that has a go.mod.
func project(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for up := dir; ; up = filepath.Dir(up) {
		if _, err := os.Stat(filepath.Join(up, "go.mod")); err == nil {
			return up
		}
		if up == filepath.Dir(up) {
			t.Fatalf("no folder above %s has a go.mod", dir)
		}
	}
}

// Description is an entry file, and what the index says is in it.
type Description struct {
	Name                          string // "stripe-2023-09.yaml", "camara-geofencing/API_definitions/geofencing-subscriptions.yaml"
	Valid                         bool   // it is a description; the index counts what is in those
	Operations, Webhooks, Schemas int    // Schemas are the components of this file
	dir                           string
}

// Descriptions are all of them.
func Descriptions(t testing.TB) []Description {
	t.Helper()
	dir := Dir(t)
	var all []Description
	for _, row := range rows(t, filepath.Join(dir, "INDEX.tsv")) {
		all = append(all, Description{
			Name: strings.TrimPrefix(row["file"], "specs/"), Valid: row["ops"] != "", dir: filepath.Join(dir, "specs"),
			Operations: number(row["ops"]), Webhooks: number(row["webhook_ops"]), Schemas: number(row["schemas"]),
		})
	}
	return all
}

// Named is the description with a name.
func Named(t testing.TB, name string) Description {
	t.Helper()
	for _, d := range Descriptions(t) {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("the corpus has no %s", name)
	return Description{}
}

// Open is what a reader of descriptions wants. Those of several files lie in a folder each, which their references may
// not leave.
func (d Description) Open() (fsys fs.FS, name string) {
	if folder, rest, nested := strings.Cut(d.Name, "/"); nested {
		return os.DirFS(filepath.Join(d.dir, folder)), rest
	}
	return os.DirFS(d.dir), d.Name
}

// Tree is a folder of guides that somebody wrote for a generator.
type Tree struct {
	Name  string // "electron"
	Dir   string
	Files int // of Markdown; none in a suite of examples
}

// Trees are all of them.
func Trees(t testing.TB) []Tree {
	t.Helper()
	dir := Dir(t)
	var all []Tree
	for _, row := range rows(t, filepath.Join(dir, "INDEX-md.tsv")) {
		all = append(all, Tree{path.Base(row["tree"]), filepath.Join(dir, filepath.FromSlash(row["tree"])), number(row["md_files"])})
	}
	return all
}

// Guides calls f with every file of Markdown below a folder of the corpus, by its path there.
func Guides(t testing.TB, folder string, f func(name string, text []byte)) {
	t.Helper()
	root := os.DirFS(filepath.Join(Dir(t), filepath.FromSlash(folder)))
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err == nil {
			f(name, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rows are the lines of an index as maps by column.
func rows(t testing.TB, index string) []map[string]string {
	t.Helper()
	f, err := os.Open(index)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var named []map[string]string
	for _, row := range all[1:] {
		one := map[string]string{}
		for i, value := range row {
			one[all[0][i]] = value
		}
		named = append(named, one)
	}
	return named
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // not counted is none
	return n
}
