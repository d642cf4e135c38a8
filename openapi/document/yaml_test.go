package document

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"wpengine/e2e/testkit/corpus"
)

// compareYAML checks that the quick reader, where it doesn't give up, reads a text as package yaml does. It reports
// whether it gave up.
func compareYAML(t *testing.T, src string) (gaveUp bool) {
	t.Helper()
	if src = strings.ReplaceAll(src, "\r\n", "\n"); !utf8.ValidString(src) {
		return true
	}
	var quickSaid, said []string
	quick, _, ok := parseQuickYAML(src, 0, sayTo(&quickSaid))
	if !ok {
		return true
	}
	full, err := parseFullYAML(src, 0, sayTo(&said))
	if err != nil && strings.Contains(src, `\/`) && strings.Contains(err.Error(), "unknown escape") {
		return false // package yaml doesn't know this one, which YAML 1.2 has for the sake of JSON
	}
	if err != nil {
		t.Errorf("it is no YAML: %v; read as %s", err, quick.AppendJSON(nil, ""))
		return false
	}
	if diff := difference(quick, full, "#", isASCII(src)); diff != "" {
		t.Errorf("it is read differently at %s", diff)
	}
	if isASCII(src) && strings.Join(quickSaid, "\n") != strings.Join(said, "\n") {
		t.Errorf("warnings %q, want %q", quickSaid, said)
	}
	return false
}

func sayTo(said *[]string) warner {
	return func(line, column int, message string) {
		*said = append(*said, fmt.Sprintf("%d:%d: %s", line, column, message))
	}
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// difference is the first place where two values are not the same; columns differ where one counts bytes.
func difference(a, b *Node, at string, columns bool) string {
	if a.kind != b.kind || a.text != b.text || len(a.list) != len(b.list) {
		return fmt.Sprintf("%s: %s, want %s", at, a.AppendJSON(nil, ""), b.AppendJSON(nil, ""))
	}
	if a.line != b.line || columns && a.column != b.column {
		return fmt.Sprintf("%s: place %d:%d, want %d:%d", at, a.line, a.column, b.line, b.column)
	}
	for i := range a.list {
		if a.list[i].key != b.list[i].key {
			return fmt.Sprintf("%s: %q, want %q", at, a.list[i].key, b.list[i].key)
		}
		if diff := difference(a.list[i].value, b.list[i].value, at+"/"+a.list[i].key, columns); diff != "" {
			return diff
		}
	}
	return ""
}

// quickly are texts that the quick reader has to understand.
func quickly() map[string]string {
	return map[string]string{
		"a mapping":          "a: 1\nb: two words # and more\n\n# c\n'c d': x\n\"e\\tf\": y\n",
		"nested":             "a:\n  b:\n    c: d\n  e: f\ng:\n    h: i\n",
		"lists":              "- a\n- b: c\n  d: e\n-\n  f: g\n- - h\n  - i\n-   j: k\n    l: m\n",
		"list as far in":     "a:\n- b\n- c: d\n  e:\n  - f\ng: h\n",
		"empty values":       "a:\nb: # none\nc:\n  -\n  - d:\n",
		"plain lines":        "a: one\n  two\n\n  three\n   four # end\nb: x\nc:\n  - d\n    e\n",
		"value below":        "a:\n  one\n  two\nb:\n  'x'\nc:\n  {d: e}\n",
		"dashes in a text":   "a: - b\n",
		"literal":            "a: |\n  one\n    two\n\n  three\nb: |-\n  x\n\nc: |+\n  y\n\n\nd: z\n",
		"folded":             "a: >\n  one\n  two\n\n  three\n    four\n  five\n\n\n  six\nb: >-\n    x\n    y\n\n",
		"indent given":       "a: |2\n    one\n  two\nb:\n  c: >1-\n    d\n   e\n",
		"text at the end":    "a: |\n  one",
		"text in a list":     "- |\n one\n two\n- >-\n  x\n\n  y\n- a: |\n    b\n  c: |\n   d\n",
		"empty text":         "a: |\nb: >-\n\n\nc: |+\n\n\n",
		"comment after text": "a: |\n  one\n# no text\nb: c\n",
		"double quotes":      `a: "x \n \"y\" \\ é \x41 \U0001F600 \e\0\_\N"` + "\n",
		"quoted lines":       "a: \"one\n  two\n\n\n  three \\\n  four\\\n\n  five\\n\\\n  \\ six\"\nb: 'it''s\n   so'\n",
		"flow":               "a: [1, two, 'three', \"four\", [5], {six: 7}, ]\nb: {c: d, 'e': f, \"g\":h, i: , j: {}, k: []}\n",
		"flow lines":         "a: {\n  \"b\": [\n    1,\n    2\n  ],\n  c: d\n}\ne: f\n",
		"colons":             "a: http://x/y:z\nb: c:d\ne:f: g\nh: {i: j:k}\n",
		"numbers":            "a: [1, -2, 3.5, 1e3, 0x1F, 0o17, 017, +1, .5, 1., 1_000, .inf, .nan, 12:30, 1.2.3]\n",
		"words":              "a: [true, False, NULL, ~, yes, off, 2020-01-01, nullable, Null]\nb: null\nc: ~\n",
		"a document":         "# x\n---\na: b\n",
		"document on a line": "--- # x\na: b\n",
		"not only ASCII":     "ä: ö\nб: [г, {д: е}]\n日: |\n  本\n",
		"names twice":        "a: 1\nb: {c: 1, c: 2}\na: 3\n",
		"spaces at the end":  "a:  \n  b: c  \n  d: |  \n    e  \n",
		"scalar":             "one\ntwo\n",
		"unlike names":       "/a/{b}: 1\n$ref: 2\n-a: 3\n200: 4\na b c: 5\na#b: 6\n<: 7\n",
		"tab in a text":      "a: |\n  x\ty\n  \tz\nb: \"x\ty\"\n",
	}
}

func TestQuickReaderReadsAsPackageYAMLDoes(t *testing.T) {
	for name, src := range quickly() {
		t.Run(name, func(t *testing.T) {
			gaveUp := compareYAML(t, src)
			if wrong := name == "dashes in a text"; gaveUp != wrong {
				t.Errorf("it gave up: %v", gaveUp)
			}
		})
	}
}

// TestQuickReaderLeavesToPackageYAMLWhatItDoesntKnow also has what is no YAML.
func TestQuickReaderLeavesToPackageYAMLWhatItDoesntKnow(t *testing.T) {
	for _, src := range []string{
		"", "# only\n", "a: &b 1\nc: *b\n", "a: !!str 1\n", "? a\n: b\n", "a: b\n---\nc: d\n", "%YAML 1.2\n---\na: b\n", "a: b\n...\n",
		"a:\n\t- b\n", "a: [b\n", "a: 'b\n", "a: b: c\n", "a:\n    b: c\n  d: e\n", "a\nb: c\n", "a: {b, c}\n", "a: [b: c]\n",
		"a: \"\\q\"\n", "a: \"b\" c\n", "a: [b] c\n", "a: |x\n  b\n", "a: |\n      \n  b\n", "<<: {a: b}\n", "{<<: {a: b}}\n", "a: @b\n", "a: [b\n c]\n",
		"a: \x01\n", "a: \u2028b\n", strings.Repeat("k", 1025) + ": v\n", "- a\nb: c\n", "a: b\nc\n", strings.Repeat("[", 1001) + strings.Repeat("]", 1001),
	} {
		if _, _, ok := parseQuickYAML(src, 0, func(int, int, string) {}); ok {
			t.Errorf("it understood %.40q", src)
		}
	}
}

// TestQuickReaderReadsTheCorpus compares the readers on every YAML file of the corpus.
func TestQuickReaderReadsTheCorpus(t *testing.T) {
	left := map[string]bool{"adyen-checkout-v72-3.1.yaml": true, "apideck-crm.yml": true, "malicious-yamlbomb.yaml": true} // they have anchors
	err := filepath.WalkDir(filepath.Join(corpus.Dir(t), "specs"), func(path string, d fs.DirEntry, err error) error {
		if ext := filepath.Ext(path); err != nil || ext != ".yaml" && ext != ".yml" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if compareYAML(t, string(src)) && !left[filepath.Base(path)] {
			t.Errorf("it gave up on %s", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func FuzzQuickYAML(f *testing.F) {
	for _, src := range quickly() {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) { compareYAML(t, src) })
}

// TestQuickReaderReadsRandomTextAsPackageYAMLDoes puts texts together of what means something in YAML.
func TestQuickReaderReadsRandomTextAsPackageYAMLDoes(t *testing.T) {
	pieces := []string{
		"a", "b c", ": ", ":", "\n", "\n", "\n  ", "\n    ", "\n\n", "- ", "-", "|", ">", "|-", ">+", "|2", "'", "\"", "\\n", "\\\n", "[", "]", "{", "}",
		", ", " ", "  ", "#", " # c", "\t", "1", "null", "---", "?", "é", "<<", "k: v", "\nx: ", "\n- ", "\n  - ", "\n  y: ",
	}
	random := rand.New(rand.NewPCG(1, 2))
	understood := 0
	for range 30_000 {
		var src strings.Builder
		for range 1 + random.IntN(14) {
			src.WriteString(pieces[random.IntN(len(pieces))])
		}
		if !compareYAML(t, src.String()) {
			understood++
		}
		if t.Failed() {
			t.Fatalf("the text is %q", src.String())
		}
	}
	if understood < 1000 {
		t.Errorf("it understood only %d", understood)
	}
}
