package highlight

import (
	"fmt"
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"wpengine/e2e/testkit/golden"
)

// TestLanguagesAreColoured runs testdata/languages.txtar: a file named for its
// language, then what becomes of it.
func TestLanguagesAreColoured(t *testing.T) {
	golden.Run(t, "", []string{".html"}, func(t *testing.T, c golden.Case) []string {
		got := string(Append(nil, c.Name, c.Text))
		if !Known(c.Name) {
			t.Errorf("%s is not known", c.Name)
		}
		if plain := stripped(got); plain != c.Text {
			t.Errorf("the text changed:\n%s", cmp.Diff(c.Text, plain))
		}
		return []string{got}
	})
}

var tag = regexp.MustCompile(`<span class="[a-z]+">|</span>`)

// stripped is the text of what was painted.
func stripped(painted string) string {
	return html.UnescapeString(tag.ReplaceAllString(painted, ""))
}

func TestMarkupInCodeIsText(t *testing.T) {
	for _, language := range []string{"", "go", "html", "yaml", "klingon", "cobol", "diff", "sh"} {
		got := string(Append(nil, language, `<script>alert("1")</script> & <b>`))
		if rest := tag.ReplaceAllString(got, ""); strings.ContainsAny(rest, `<>`) {
			t.Errorf("%q: %s", language, got)
		}
	}
}

func TestUnknownLanguageIsNotKnown(t *testing.T) {
	for language, want := range map[string]bool{"klingon": false, "Go": true, "COBOL": true, "text": true, "": true} {
		if Known(language) != want {
			t.Errorf("%q: known is %v", language, !want)
		}
	}
}

// FuzzPaintedTextIsTheSource holds for every language: whatever the source, no
// letter of it is lost, every element ends on its line, and nothing but spans is
// written.
func FuzzPaintedTextIsTheSource(f *testing.F) {
	archives, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if !strings.HasSuffix(file.Name, ".html") {
				f.Add(string(file.Data))
			}
		}
	}
	f.Add("'\\'\\\"`${{<!--[[=begin")
	f.Fuzz(func(t *testing.T, source string) {
		want := strings.ReplaceAll(source, "\x00", "\uFFFD")
		for language, scan := range scanners() {
			p := painter{}
			scan(&p, source)
			p.close()
			if err := check(string(p.out), want); err != nil {
				t.Fatalf("%s: %v", language, err)
			}
		}
	})
}

func check(painted, want string) error {
	if got := stripped(painted); got != html.UnescapeString(html.EscapeString(want)) {
		return fmt.Errorf("the text changed: %s", cmp.Diff(want, got))
	}
	for line := range strings.SplitSeq(painted, "\n") {
		if strings.Count(line, "<span ") != strings.Count(line, "</span>") {
			return fmt.Errorf("an element goes over the line's end: %q", line)
		}
	}
	return nil
}

func BenchmarkLanguages(b *testing.B) {
	archive, err := txtar.ParseFile("testdata/languages.txtar")
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".html") {
			continue
		}
		source := strings.Repeat(string(f.Data), 8)
		b.Run(f.Name, func(b *testing.B) {
			b.SetBytes(int64(len(source)))
			var out []byte
			for b.Loop() {
				out = Append(out[:0], f.Name, source)
			}
		})
	}
}
