package search

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// TestEveryLanguageSaysAllThatTheDialogSays reads what it says from its source.
func TestEveryLanguageSaysAllThatTheDialogSays(t *testing.T) {
	sources, err := filepath.Glob("../../assets/ts/search*.ts")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	said := map[string]bool{}
	for _, name := range sources {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?:#say\(|#key\("[^"]+", |^\t\[)"([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
			said[found[1]] = true
		}
		for _, found := range regexp.MustCompile(`\["([A-Z]\w+)", \[\d`).FindAllStringSubmatch(string(source), -1) {
			said[found[1]] = true
		}
	}
	if len(said) < 20 {
		t.Errorf("the dialog says %q", slices.Sorted(maps.Keys(said)))
	}
	var all map[string]map[string]string
	if err := yaml.Unmarshal(translations, &all); err != nil {
		t.Fatal(err)
	}
	for language := range all {
		known := phrases(language + "-XX")
		if diff := cmp.Diff(slices.Sorted(maps.Keys(said)), slices.Sorted(maps.Keys(known))); diff != "" {
			t.Errorf("%s (-said +known):\n%s", language, diff)
		}
		for english, other := range known {
			if strings.Count(english, "%") != strings.Count(other, "%") {
				t.Errorf("%s: %q has not as many %% as %q", language, other, english)
			}
		}
	}
}
