package docsite

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestASiteMadeAgainShowsWhatIncludedFilesSayNow(t *testing.T) {
	config := testConfig(t)
	config.Cache, config.Spec = new(Cache), nil
	content := fstest.MapFS{"index.md": {Data: []byte("# Home\n\n:::include part.txt\n")}, "code.md": {Data: []byte("# Code\n\n```text file=\"part.txt\"\n```\n")}}
	config.Content = content
	for _, text := range []string{"", "First", "Second"} {
		if text != "" {
			content["part.txt"] = &fstest.MapFile{Data: []byte(text)}
		}
		site := mustNew(t, config)
		for _, page := range []string{"/docs/", "/docs/code/"} {
			if body := ask(site, "GET", page).Body.String(); !strings.Contains(body, text) {
				t.Errorf("%s lacks %q", page, text)
			}
		}
		if problems := site.Problems(); (len(problems) > 0) != (text == "") {
			t.Errorf("%q: problems %v", text, problems)
		}
	}
}

func TestWhatATranslationIncludesIsUsed(t *testing.T) {
	config := testConfig(t)
	config.Spec, config.Languages = nil, []Language{{Code: "en"}, {Code: "de"}}
	config.Content = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "part.txt": {Data: []byte("Part")}, "de/index.md": {Data: []byte("# Start\n\n:::include part.txt\n")}}
	problems, err := mustNew(t, config).Review()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", err, problems)
	}
}
