package docsite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// export exports a site of guides and returns what is left beside it.
func export(ctx context.Context, t *testing.T, dir, text string, progress func(done, total int)) (beside []string, err error) {
	t.Helper()
	config := testConfig(t)
	config.Static, config.Spec, config.Description = true, nil, text
	_, err = mustNew(t, config).Export(ctx, dir, progress)
	entries, _ := os.ReadDir(filepath.Dir(dir))
	for _, entry := range entries {
		beside = append(beside, entry.Name())
	}
	return beside, err
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func TestAnExportThatIsStoppedLeavesTheFormerSiteAndNoLitter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := export(t.Context(), t, dir, "one", nil); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, "llms.txt"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	beside, err := export(ctx, t, dir, "two", func(int, int) { stop() })
	if !errors.Is(err, context.Canceled) || len(beside) != 1 {
		t.Errorf("%v, beside it %v", err, beside)
	}
	if after, err := os.ReadFile(filepath.Join(dir, "llms.txt")); err != nil || string(after) != string(before) {
		t.Errorf("the former site has changed: %v", err)
	}
}

func TestAnExportThatCannotBeWrittenLeavesTheFormerSiteAndNoLitter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := export(t.Context(), t, dir, "one", nil); err != nil {
		t.Fatal(err)
	}
	config := testConfig(t)
	config.Static = true
	site := mustNew(t, config)
	site.builder.files["a/b"] = site.builder.lazyFile("a/b", func() ([]byte, error) { return nil, errors.New("the disk is full") })
	if _, err := site.Export(t.Context(), dir, nil); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("got %v", err)
	}
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 || !isExport(dir) {
		t.Errorf("left: %v %v", entries, err)
	}
}

func TestExportsAtTheSameTimeLeaveOneWholeSite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			if _, err := export(t.Context(), t, dir, fmt.Sprintf("Text %d.", i), nil); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if beside, err := export(t.Context(), t, dir, "Text 9.", nil); err != nil || len(beside) != 1 {
		t.Errorf("%v, beside it %v", err, beside)
	}
	fresh := filepath.Join(t.TempDir(), "out")
	if _, err := export(t.Context(), t, fresh, "Text 9.", nil); err != nil {
		t.Fatal(err)
	}
	files, _ := readManifest(fresh)
	for name := range files {
		want, _ := os.ReadFile(filepath.Join(fresh, name))
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != string(want) {
			t.Errorf("%s is of another export: %v", name, err)
		}
	}
}

func TestSwapGivesWayToWhoIsFaster(t *testing.T) {
	dir := t.TempDir()
	for range 20 {
		var wait sync.WaitGroup
		for i := range 4 {
			fresh := filepath.Join(dir, fmt.Sprintf("fresh%d", i))
			write(t, filepath.Join(fresh, "index.html"), "x")
			wait.Go(func() {
				if err := swap(fresh, filepath.Join(dir, "out")); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left: %v %v", entries, err)
	}
}

func TestAFileThatWasChangedByHandIsWrittenAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := export(t.Context(), t, dir, "one", nil); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "index.html")
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, strings.ToUpper(string(before)))
	later := time.Now().Add(time.Second) // clocks of disks are coarse
	if err := os.Chtimes(name, later, later); err != nil {
		t.Fatal(err)
	}
	if _, err := export(t.Context(), t, dir, "one", nil); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(name); err != nil || string(after) != string(before) {
		t.Errorf("the change is still there: %v", err)
	}
}

func TestExportFollowsALinkToItsFolder(t *testing.T) {
	dir := t.TempDir()
	behind, link := filepath.Join(dir, "behind"), filepath.Join(dir, "out")
	if err := errors.Join(os.Mkdir(behind, 0o755), os.Symlink("behind", link)); err != nil {
		t.Skip(err)
	}
	for range 2 {
		if beside, err := export(t.Context(), t, link, "one", nil); err != nil || len(beside) != 2 {
			t.Fatalf("%v, beside it %v", err, beside)
		}
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 || !isExport(behind) {
		t.Errorf("the link has gone or leads elsewhere: %v", err)
	}
}

func TestExportSaysWhatIsInItsWay(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), "x")
	write(t, filepath.Join(dir, "foreign", manifestName), "x")
	write(t, filepath.Join(dir, "repo", manifestName), manifestHead)
	write(t, filepath.Join(dir, "repo", ".git", "HEAD"), "x")
	if err := os.Symlink("nowhere", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	for name, want := range map[string]string{
		"file":    "file is a file; name a folder",
		"foreign": "foreign is not empty and not a former build",
		"repo":    "repo holds a git repository, which would be lost",
		"link":    "link is a link to nowhere, which is not there",
	} {
		_, err := export(t.Context(), t, filepath.Join(dir, name), "one", nil)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 4 {
		t.Errorf("left: %v %v", entries, err)
	}
}
