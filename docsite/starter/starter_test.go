package starter_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"wpengine/docsite/markdown"
	"wpengine/docsite/settings"
	"wpengine/docsite/starter"
	"wpengine/openapi"
	"wpengine/openapi/document"
)

func filesOf(t *testing.T, o starter.Options) fstest.MapFS {
	t.Helper()
	all, err := starter.Files(o)
	if err != nil {
		t.Fatal(err)
	}
	site := fstest.MapFS{}
	for name, text := range all {
		site[name] = &fstest.MapFile{Data: text}
	}
	return site
}

// isClean checks a new site as the program would.
func isClean(t *testing.T, site fstest.MapFS) *settings.Settings {
	t.Helper()
	set, problems := settings.Load(site, settings.Name)
	for _, p := range problems {
		t.Error(p)
	}
	renderer := markdown.New(markdown.Options{})
	for name, file := range site {
		if strings.Contains(string(file.Data), "%TITLE") || strings.Contains(string(file.Data), "%S") || strings.Contains(string(file.Data), "%CALL") {
			t.Errorf("%s: a name is left", name)
		}
		switch {
		case path.Ext(name) == ".md":
			for _, p := range renderer.Parse(name, file.Data).Problems {
				t.Errorf("%s:%d: %s", name, p.Line, p.Message)
			}
		case path.Ext(name) == ".yaml" || path.Ext(name) == ".yml":
			var value any
			if err := yaml.Unmarshal(file.Data, &value); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	return set
}

func TestANewSiteIsClean(t *testing.T) {
	site := filesOf(t, starter.Options{})
	set := isClean(t, site)
	if set.Title != "Acme API" || set.Spec == "" || set.Changelog != "changelog" {
		t.Errorf("its settings are %+v", set)
	}
	doc, err := document.Load(site, set.Spec)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%s:%d: %s", w.File, w.Line, w.Message)
	}
	if _, err := openapi.Load(site, set.Spec); err != nil {
		t.Error(err)
	}
	if doc.Info.Title != "Acme API" || len(doc.Operations) != 3 {
		t.Errorf("%q has %d operations", doc.Info.Title, len(doc.Operations))
	}
	if guide := string(site["content/guides/getting-started.md"].Data); !strings.Contains(guide, "[[listOrders]]") {
		t.Error("the guide links to no operation")
	}
}

func TestATitleMayHaveAnythingInIt(t *testing.T) {
	for _, title := range []string{`"Quotes": #1 & <b>`, "---", "%SPEC%", "[a](b) *c* `d`", "日本語", "- x: y"} {
		set := isClean(t, withoutNames(filesOf(t, starter.Options{Title: title})))
		if set.Title != title && title != "%SPEC%" {
			t.Errorf("%q became %q", title, set.Title)
		}
	}
}

// withoutNames takes out a title that looks like a name of ours.
func withoutNames(site fstest.MapFS) fstest.MapFS {
	for _, file := range site {
		file.Data = []byte(strings.ReplaceAll(string(file.Data), "%SPEC%", "openapi.yaml"))
	}
	return site
}

const pets = `{"openapi": "3.0.3", "info": {"title": "Pets\n& co", "version": "1"}, "servers": [{"url": "https://pets.example/v2"}],
"paths": {"/pets": {"get": {"operationId": "pets.list", "responses": {"200": {"description": "ok"}}}}}}`

func TestADescriptionOfTheAuthorsTakesThePlaceOfOurs(t *testing.T) {
	site := filesOf(t, starter.Options{Spec: fstest.MapFS{"pets.json": {Data: []byte(pets)}}, Name: "pets.json"})
	set := isClean(t, site)
	if set.Title != "Pets & co" || set.Spec != "pets.json" || site["openapi.yaml"] != nil || string(site["pets.json"].Data) != pets {
		t.Errorf("%+v with %v", set, slices.Sorted(maps.Keys(site)))
	}
	guide := string(site["content/guides/getting-started.md"].Data)
	if !strings.Contains(guide, "[[pets.list]]") || !strings.Contains(guide, "https://pets.example/v2") {
		t.Errorf("the guide is\n%s", guide)
	}
}

func TestADescriptionOfSeveralFilesIsCopiedWhole(t *testing.T) {
	spec := fstest.MapFS{
		"api.yaml":       {Data: []byte("openapi: 3.1.0\ninfo: {title: Parts, version: '1'}\npaths:\n  /a: {$ref: 'paths/a.yaml'}\n")},
		"paths/a.yaml":   {Data: []byte("get:\n  operationId: get ]] a\n  responses: {'200': {description: ok}}\n")},
		"unrelated.yaml": {Data: []byte("x: y")},
	}
	site := filesOf(t, starter.Options{Spec: spec, Name: "api.yaml", Title: "Mine"})
	set := isClean(t, site)
	if set.Title != "Mine" || set.Spec != "openapi/api.yaml" || site["openapi/paths/a.yaml"] == nil || site["openapi/unrelated.yaml"] != nil {
		t.Errorf("%+v with %v", set, slices.Sorted(maps.Keys(site)))
	}
	if guide := string(site["content/guides/getting-started.md"].Data); strings.Contains(guide, "[[") {
		t.Error("the guide has a link that can't be written")
	}
}

func TestWhatIsNoDescriptionIsRefused(t *testing.T) {
	for name, spec := range map[string]fstest.MapFS{
		"none":           {},
		"no description": {"x.yaml": {Data: []byte("a: b")}},
	} {
		if _, err := starter.Files(starter.Options{Spec: spec, Name: "x.yaml"}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	taken := fstest.MapFS{settings.Name: {Data: []byte(pets)}}
	if _, err := starter.Files(starter.Options{Spec: taken, Name: settings.Name}); err == nil || !strings.Contains(err.Error(), "give the description another") {
		t.Errorf("a description called %s: %v", settings.Name, err)
	}
}

func TestASiteIsWrittenIntoAFolderThatIsEmptyOrNew(t *testing.T) {
	want := slices.Sorted(maps.Keys(filesOf(t, starter.Options{})))
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "git", ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"new", "deep/er/new", "empty", "git"} {
		to := filepath.Join(dir, name)
		if err := starter.Write(to, starter.Options{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, tree(t, to)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	t.Chdir(t.TempDir())
	if err := starter.Write(".", starter.Options{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, tree(t, ".")); diff != "" {
		t.Errorf("here: -want +got\n%s", diff)
	}
}

func TestAFolderWithSomethingInItIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	full := filepath.Join(dir, "full")
	if err := errors.Join(os.Mkdir(full, 0o755), os.WriteFile(filepath.Join(full, "thesis.txt"), []byte("x"), 0o644)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		full:                              "is not empty, there is thesis.txt in it; name a folder that is empty or not there yet",
		filepath.Join(full, "thesis.txt"): "is a file; name a folder that is empty or not there yet",
	} {
		if err := starter.Write(name, starter.Options{}); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if err := starter.Write(filepath.Join(dir, "other"), starter.Options{Spec: fstest.MapFS{}, Name: "x"}); err == nil {
		t.Error("no error")
	}
	if got := tree(t, dir); !slices.Equal(got, []string{"full/thesis.txt"}) {
		t.Errorf("there is now %v", got)
	}
}

// tree lists the files below a folder, with slashes.
func tree(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
