package search

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// terms are those of a text as testdata/words.txt writes them.
func termsOf(text string) string {
	var all, parts []string
	s := splitter{emit: func(term []byte, part bool) {
		if part {
			parts = append(parts, string(term))
			return
		}
		if len(parts) > 0 {
			term = append([]byte(strings.Join(parts, "+")+"="), term...)
		}
		all, parts = append(all, string(term)), nil
	}}
	s.split(text)
	return strings.Join(all, " ")
}

// wordCases are the lines of testdata/words.txt.
func wordCases(t *testing.T) [][2]string {
	t.Helper()
	data, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases [][2]string
	for line := range strings.Lines(string(data)) {
		if text, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			cases = append(cases, [2]string{text, want})
		}
	}
	if len(cases) < 20 {
		t.Fatalf("%d cases", len(cases))
	}
	return cases
}

func TestTextsAreTakenApart(t *testing.T) {
	for _, c := range wordCases(t) {
		if diff := cmp.Diff(c[1], termsOf(c[0])); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c[0], diff)
		}
	}
}

func TestPathsAreATerm(t *testing.T) {
	for path, want := range map[string]string{
		"/repos/{owner}/{repo}/pulls":  "/repos/owner/repo/pulls",
		"repos/list-for-org":           "/repos/listfororg",
		"//Pets//{petId}/":             "/pets/petid",
		"/été":                         "/ete",
		"/":                            "",
		"/" + strings.Repeat("é", 300): "/" + strings.Repeat("e", maxPath-1),
	} {
		if got := string(pathTerm(path)); got != want {
			t.Errorf("%q is %q, want %q", path, got, want)
		}
	}
}

// FuzzSplit looks for texts that make terms which can't stand in an index.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"sendMessage", "日本語の検索", "a-\xff-b", "ΣΊΣΥΦΟΣ", "e\u0301\u0301", "\u0e33\u200d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := splitter{emit: func(term []byte, _ bool) {
			if len(term) == 0 || strings.ContainsAny(string(term), " *\"\\\n") || len([]rune(string(term))) > maxTerm {
				t.Errorf("%q has the term %q", text, term)
			}
		}}
		s.split(text)
		if term := string(pathTerm(text)); strings.ContainsAny(term, " *\"\\\n") {
			t.Errorf("%q is the path %q", text, term)
		}
	})
}
