package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"wpengine/e2e/testkit/golden"
)

// fastest is how long something takes. If that is too long, it may be for what else
// the machine does, and is tried again.
func fastest(limit time.Duration, do func()) (took time.Duration) {
	for range 3 {
		began := time.Now()
		do()
		if took = time.Since(began); took <= limit {
			break
		}
	}
	return took
}

// TestHostileGuidesAreReadInTime has what somebody could write to keep a build busy.
func TestHostileGuidesAreReadInTime(t *testing.T) {
	const limit = 10 * time.Second // it is less than 2 on a machine that does nothing else
	repeat := strings.Repeat
	lines := func(n int, line func(i int) string) string {
		var out strings.Builder
		for i := range n {
			out.WriteString(line(i))
		}
		return out.String()
	}
	for name, body := range map[string]string{
		"a table of 1 MB":          "| a | b | c |\n|---|---|---|\n" + repeat("| *cell* | `code` | [link](x.md) |\n", 30_000),
		"a row of 1 MB":            "|" + repeat("a|", 170_000) + "\n|" + repeat("-|", 170_000) + "\n|" + repeat("b|", 170_000) + "\n",
		"quotes, 500 deep":         lines(500, func(i int) string { return repeat("> ", i+1) + "text\n" }),
		"lists, 500 deep":          lines(500, func(i int) string { return repeat("  ", i) + "- text\n" }),
		"both, 500 deep":           lines(500, func(i int) string { return repeat("> - ", i+1) + "text\n" }),
		"a line of quotes":         repeat(">", 500_000) + "text\n",
		"a line of list items":     repeat("- ", 300_000) + "text\n",
		"brackets":                 repeat("[", 100_000),
		"double brackets":          repeat("[[a", 50_000) + repeat("]]", 50_000),
		"closed brackets":          repeat("[a](", 50_000) + repeat(")", 50_000),
		"images":                   repeat("![", 50_000) + repeat("](x)", 50_000),
		"emphasis":                 repeat("*a **b ", 20_000) + repeat("** *", 20_000),
		"stars":                    repeat("*", 100_000) + "a" + repeat("*", 100_000),
		"underscores":              repeat("_a", 100_000),
		"backticks":                lines(1500, func(i int) string { return "e" + repeat("`", i) }),
		"tags":                     repeat("<b>", 100_000),
		"tags that are not closed": repeat("<div>\n\n", 50_000),
		"open angles":              repeat("<a href=\"", 50_000),
		"comments":                 repeat("<!-- ", 100_000),
		"scripts":                  repeat("<script>x ", 20_000),
		"svg elements":             repeat("text <svg> ", 20_000),
		"entities":                 repeat("&amp", 200_000),
		"dollars":                  repeat("$a ", 100_000) + "\n\n" + repeat("$$a\n", 20_000),
		"escaped brackets":         repeat(`\(`, 100_000),
		"colons":                   repeat(":a", 200_000) + "\n\n" + repeat(":::note\n", 20_000),
		"tabs":                     repeat(":::tabs\n== A\n", 2_000),
		"containers":               lines(3_000, func(i int) string { return repeat(":", 3+i%50) + "note\n" }),
		"equal headings":           repeat("## Same\n\n", 20_000),
		"chosen ids":               repeat("## Same {#same}\n\n", 20_000),
		"attributes":               "## A {" + repeat("a=b ", 100_000) + "}\n",
		"references":               lines(20_000, func(i int) string { return fmt.Sprintf("[a%d]: /x\n", i) }) + repeat("[a1]", 20_000),
		"footnotes":                lines(5_000, func(i int) string { return fmt.Sprintf("[^%d] ", i) }) + "\n\n" + lines(5_000, func(i int) string { return fmt.Sprintf("[^%d]: x\n\n", i) }),
		"definitions":              repeat("a\n: b\n", 20_000),
		"addresses":                repeat("a@b.c ", 50_000) + repeat("http://a", 20_000),
		"at signs":                 repeat("a@", 100_000),
		"code of 1 MB":             "```go\n" + repeat("x := \"a\" // b\n", 80_000) + "```\n",
		"code of chroma's":         "```cobol\n" + repeat("MOVE 'a", 4_000) + "\n```\n",
		"code blocks":              repeat("```go\nx\n```\n", 10_000),
		"lines of a set":           "```go {" + repeat("1-10000,", 20_000) + "}\nx\n```\n",
		"shortcodes":               repeat("{{< a >}}", 50_000) + repeat("{{< /a >}}", 50_000),
		"many shortcodes":          lines(20_000, func(i int) string { return fmt.Sprintf("{{< a%d >}}", i) }),
		"open shortcodes":          repeat("{{< a ", 100_000),
		"components":               repeat("<A b={", 50_000) + repeat("<A>", 50_000) + repeat("</A>", 50_000),
		"includes":                 repeat(":::include x.md\n", 5_000),
		"spaces":                   repeat(" ", 500_000) + "a" + repeat("\t", 500_000),
		"no line ends":             repeat("a ", 500_000),
		"carriage returns":         repeat("a\r", 300_000),
	} {
		t.Run(name, func(t *testing.T) {
			r := New(Options{
				Math: func(tex string, _ bool) (string, error) { return "<math></math>", nil },
				File: func(string) ([]byte, error) { return []byte(":::include x.md\n:::include y.md\ntext\n"), nil },
			})
			var out []byte
			took := fastest(limit, func() { out, _ = r.Parse("a.md", []byte("# T\n\n"+body)).Render(nil) })
			t.Logf("took %v", took)
			if took > limit {
				t.Errorf("took %v", took)
			}
			if err := sound(string(out)); err != nil {
				t.Error(err)
			}
			if _, err := html.Parse(bytes.NewReader(out)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHostileFrontMatterIsReadInTime(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9)+fmt.Sprintf("*a%d", i-1))
	}
	for name, matter := range map[string]string{
		"a bomb":       bomb,
		"deep":         "a: " + strings.Repeat("[", 20_000) + "\n",
		"long":         "title: " + strings.Repeat("x", 1<<20) + "\n",
		"many aliases": "redirects: [" + strings.Repeat("/a, ", 15_000) + "/b]\n",
	} {
		t.Run(name, func(t *testing.T) {
			took := fastest(2*time.Second, func() { New(Options{}).Parse("a.md", []byte("---\n"+matter+"---\nText.\n")) })
			if took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// FuzzGuideIsSound holds for whatever somebody writes: it is read without panic, what
// comes of it is closed in order and runs nothing, and its lines are those of the file.
func FuzzGuideIsSound(f *testing.F) {
	for _, c := range golden.Inputs(f, ".md") {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		options := testOptions(nil)
		options.File = func(string) ([]byte, error) {
			if len(text) > 1000 {
				return nil, errors.New("too long")
			}
			return []byte(text), nil
		}
		r := New(options)
		doc := r.Parse("a.md", []byte(text))
		out, problems := doc.Render(testSite{})
		if err := sound(string(out)); err != nil {
			t.Errorf("guide: %v", err)
		}
		last := strings.Count(text, "\n") + 2
		for _, p := range append(doc.Problems, problems...) {
			if p.Line < 0 || p.Line > last {
				t.Errorf("%v is on line %d of %d", p.Message, p.Line, last)
			}
		}
		seen := map[string]bool{"site-content": true}
		for _, id := range doc.IDs {
			if seen[id] || id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("id %q", id)
			}
			seen[id] = true
		}
		doc.Sections()
		doc.Markdown(testSite{})
		fragment, _ := r.Fragment(text, testSite{})
		if err := sound(string(fragment)); err != nil {
			t.Errorf("fragment: %v", err)
		}
	})
}
