package source

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"wpengine/e2e/testkit/golden"
)

// TestForeignMarkdownIsRewritten runs the cases of testdata: name.in is what somebody
// wrote, name.out what the parser gets, with the line of each in front, and
// name.problems what is told the author. Other files can be included.
func TestForeignMarkdownIsRewritten(t *testing.T) {
	golden.Run(t, ".in", []string{".out", ".problems"}, func(t *testing.T, c golden.Case) []string {
		text, problems := Read(c.Name, []byte(c.Text), 1, opener(c.Files))
		return []string{numbered(text), problemText(problems)}
	})
}

func opener(files map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
}

// numbered is the text, each line after the one of the source it comes from.
func numbered(text *Text) string {
	var out strings.Builder
	cursor, offset := text.Cursor(), 0
	for line := range strings.Lines(string(text.Bytes)) {
		file, n := cursor.At(offset)
		if strings.HasSuffix(file, ".in") {
			file = ""
		}
		out.WriteString(strings.TrimRight(fmt.Sprintf("%s%2d| %s", file, n, strings.TrimSuffix(line, "\n")), " ") + "\n")
		offset += len(line)
	}
	return out.String()
}

func problemText(problems []Problem) string {
	var out strings.Builder
	for _, p := range problems {
		if strings.HasSuffix(p.File, ".in") {
			p.File = ""
		}
		fmt.Fprintf(&out, "%s%d: %s\n", p.File, p.Line, p.Message)
	}
	return out.String()
}

func TestPlainMarkdownIsNotCopied(t *testing.T) {
	body := []byte("# Title\n\nText with `{{< code >}}`... no: with {braces} and a < b and Promise<string>.\n")
	body = body[:9]
	text, _ := Read("a.md", body, 3, nil)
	if &text.Bytes[0] != &body[0] {
		t.Error("the text was copied")
	}
	if _, line := text.Cursor().At(8); line != 4 {
		t.Errorf("line %d", line)
	}
}

func TestExpressionsAreToldInMDXOnly(t *testing.T) {
	for name, want := range map[string]string{
		"a.mdx": "a.mdx1: expressions of MDX in braces are not computed here; they are shown as they are written\n",
		"a.md":  "",
	} {
		text, problems := Read(name, []byte("The {props.name} of {props.it}, `{code}`.\n"), 1, nil)
		if told := problemText(problems); told != want || !strings.Contains(string(text.Bytes), "{props.name} of {props.it}") {
			t.Errorf("%s: %q, told %q", name, text.Bytes, told)
		}
	}
}

func TestFrontMatterIsCutOff(t *testing.T) {
	for _, tt := range []struct {
		text, matter, body string
		toml               bool
		line               int
	}{
		{"---\na: 1\n---\nText\n", "a: 1\n", "Text\n", false, 4},
		{"\uFEFF---\r\na: 1\r\n---\r\nText\n", "a: 1\r\n", "Text\n", false, 4},
		{"+++\na = 1\n+++\n", "a = 1\n", "", true, 4},
		{"---\n---\nText", "", "Text", false, 3},
		{"---\na: 1\n", "", "---\na: 1\n", false, 1},
		{"--- text\n---\n", "", "--- text\n---\n", false, 1},
		{"Text\n---\n---\n", "", "Text\n---\n---\n", false, 1},
	} {
		got := SplitFront([]byte(tt.text))
		if string(got.Matter) != tt.matter || string(got.Body) != tt.body || got.TOML != tt.toml || got.Line != tt.line {
			t.Errorf("%q: %q, %q, TOML %v, line %d", tt.text, got.Matter, got.Body, got.TOML, got.Line)
		}
	}
}

func TestIncludedNameStaysInTheContent(t *testing.T) {
	for _, tt := range []struct{ from, name, want string }{
		{"guides/a.md", "b.md", "guides/b.md"},
		{"guides/a.md", "../b.md", "b.md"},
		{"guides/a.md", "/x/b.md", "x/b.md"},
		{"guides/a.md", "../../b.md", ""},
		{"guides/a.md", "/../b.md", "b.md"},
		{"guides/a.md", `..\..\b.md`, ""},
		{"a.md", "..", ""},
	} {
		got, err := Resolve(tt.from, tt.name)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%s from %s: %q, %v", tt.name, tt.from, got, err)
		}
	}
}

func TestRegionAndLinesOfAFileAreCut(t *testing.T) {
	text := "package x\n\n// #region one\n\tfunc a() {\n\t\tb()\n\t}\n\t// #region two\n\tc()\n\t// #endregion two\n// #endregion one\nend\n"
	if got, err := Region(text, "one"); err != nil || got != "func a() {\n\tb()\n}\nc()\n" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := Region(text, "two"); err != nil || got != "c()\n" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Region(text, "three"); err == nil {
		t.Error("there is no region three")
	}
	if got, err := Lines(text, "4-6,8"); err != nil || got != "func a() {\n\tb()\n}\nc()\n" {
		t.Errorf("%q, %v", got, err)
	}
	for _, list := range []string{"0", "9-3", "x", "4-", "400"} {
		if got, err := Lines(text, list); (err == nil) != (list == "4-") {
			t.Errorf("%s: %q, %v", list, got, err)
		}
	}
}

func FuzzReadingEndsAndKeepsItsLines(f *testing.F) {
	for _, c := range golden.Inputs(f, ".in") {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text, problems := Read("a.md", []byte(body), 1, func(name string) ([]byte, error) { return []byte(body), nil })
		last := strings.Count(body, "\n") + 2
		cursor := text.Cursor()
		for i := range text.Bytes {
			if _, line := cursor.At(i); line < 1 || line > last {
				t.Fatalf("offset %d comes from line %d of %d", i, line, last)
			}
		}
		for _, p := range problems {
			if p.Line < 1 || p.Line > last {
				t.Fatalf("problem on line %d of %d", p.Line, last)
			}
		}
	})
}
