package docsite

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestFoldersSayWhereTheyStand: by a file of ours, or by that of Docusaurus, which ours replaces.
func TestFoldersSayWhereTheyStand(t *testing.T) {
	config := testConfig(t)
	config.Spec, config.BasePath = nil, "/docs"
	config.Content = fstest.MapFS{
		"index.md":                      {Data: []byte("# Home\n\n:::include _parts/limits.md\n")},
		"_parts/limits.md":              {Data: []byte("Ten a day.\n")},
		"guides/a.md":                   {Data: []byte("# A\n")},
		"guides/first/_category_.json":  {Data: []byte(`{"label": "One", "position": 2, "collapsed": true, "link": {"type": "generated-index", "description": "All of one."}}`)},
		"guides/first/b.md":             {Data: []byte("# B\n")},
		"guides/second/_category_.json": {Data: []byte(`{"label": "Nothing"}`)},
		"guides/second/_meta.yaml":      {Data: []byte("title: Two\norder: 1\n")},
		"guides/second/c.md":            {Data: []byte("# C\n")},
		"guides/third/_category_.yml":   {Data: []byte("label: [")},
		"guides/third/d.md":             {Data: []byte("# D\n")},
	}
	site := mustNew(t, config)
	page := get(t, site, "/docs/guides/a/")
	at := func(name string) int { return strings.Index(page, ">"+name+"<") }
	if two, one, third := at("Two"), at("One"), at("Third"); two < 0 || two > one || one > third {
		t.Errorf("the folders are at %d, %d and %d", two, one, third)
	}
	for name, open := range map[string]bool{"One": false, "Two": true} {
		before, _, found := strings.Cut(page, `>`+name+`<`)
		if tag := before[strings.LastIndex(before, "<details"):]; !found || strings.Contains(strings.SplitN(tag, ">", 2)[0], "open") != open {
			t.Errorf("%s is not there, or not open (%t): %.80s", name, open, tag)
		}
	}
	if listing := get(t, site, "/docs/guides/first/"); !strings.Contains(listing, "All of one.") {
		t.Error("the page of the folder lacks its description")
	}
	if home := get(t, site, "/docs/"); !strings.Contains(home, "Ten a day.") {
		t.Error("the part is not included")
	}
	if len(site.Problems()) > 0 {
		t.Error(site.Problems())
	}
}

// TestNamesAndTitlesAreOrderedAsPeopleCount: by the number that a name begins with, which a date or a version is not, and then
// by title.
func TestNamesAndTitlesAreOrderedAsPeopleCount(t *testing.T) {
	config := testConfig(t)
	config.Spec, config.BasePath, config.Content = nil, "/docs", fstest.MapFS{}
	for name, title := range map[string]string{
		"index.md": "Home", "a/02-last.md": "Before", "a/10_first.md": "After", "a/x.md": "Step 10", "a/y.md": "step 9", "a/2024-05-01-z.md": "Step 011",
		"a/03-more/b.md": "B", "a/3.1.0.md": "Step 12",
	} {
		config.Content.(fstest.MapFS)[name] = &fstest.MapFile{Data: []byte("# " + title + "\n")}
	}
	page, from := get(t, mustNew(t, config), "/docs/"), 0
	_, page, _ = strings.Cut(page, "<nav class=\"sidebar\"")
	for _, title := range []string{"Before", "More", "After", "step 9", "Step 10", "Step 011", "Step 12"} {
		at := strings.Index(page, ">"+title+"<")
		if at < from {
			t.Errorf("%s is at %d, before %d", title, at, from)
		}
		from = at
	}
}
