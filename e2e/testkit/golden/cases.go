package golden

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// Case is one input of an archive in testdata.
type Case struct {
	Archive string            // "callout"
	Name    string            // of the file: "nested.md"
	Text    string            // what is in it
	Files   map[string]string // all files of the archive: some are for others to include
}

// Inputs are the cases of all archives, testdata/*.txtar: the files whose names end in extension.
func Inputs(t testing.TB, extension string) []Case {
	t.Helper()
	var all []Case
	for _, name := range archives(t) {
		archive, files := read(t, name)
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, extension) {
				all = append(all, Case{stem(name), f.Name, files[f.Name], files})
			}
		}
	}
	return all
}

// Run makes of every case of testdata/*.txtar what the archive says becomes of it. An input "nested.md" has its results
// beside it, as "nested.html" for the result ".html"; make returns one for each of results, and of those that are empty
// there is no file. Files that are neither stay as they are.
func Run(t *testing.T, extension string, results []string, make func(t *testing.T, c Case) []string) {
	t.Helper()
	for _, name := range archives(t) {
		archive, files := read(t, name)
		fresh := &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			if slices.Contains(results, filepath.Ext(f.Name)) {
				continue
			}
			fresh.Files = append(fresh.Files, f)
			base, isInput := strings.CutSuffix(f.Name, extension)
			if !isInput {
				continue
			}
			t.Run(stem(name)+"/"+base, func(t *testing.T) {
				for i, got := range make(t, Case{stem(name), f.Name, string(f.Data), files}) {
					result := base + results[i]
					if got != "" {
						fresh.Files = append(fresh.Files, txtar.File{Name: result, Data: []byte(got)})
					}
					if diff := cmp.Diff(files[result], ended(got)); diff != "" && !*update {
						t.Errorf("%s (-want +got); go test -update writes it anew:\n%s", result, diff)
					}
				}
			})
		}
		if *update && !t.Failed() {
			write(t, name, txtar.Format(fresh))
		}
	}
}

// ended is a text as an archive keeps it: its last line has an end.
func ended(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

func archives(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no cases in testdata: %v", err)
	}
	return names
}

func read(t testing.TB, name string) (*txtar.Archive, map[string]string) {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	return archive, files
}

func stem(name string) string { return strings.TrimSuffix(filepath.Base(name), ".txtar") }
