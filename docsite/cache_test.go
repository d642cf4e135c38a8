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
