package misread_test

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"wpengine/docsite/misread"
)

func TestYAMLNamesTheLineThatItsAuthorHasToMend(t *testing.T) {
	for _, test := range []struct {
		text string
		line int
		says string
	}{
		{"title: Errors: all\norder: 1", 1, `there is a second ": " in a line`},
		{"order: 1\ntitle: Errors: all\nslug: a", 2, `there is a second ": " in a line`},
		{"order: 1\n  slug: a", 2, "the line stands too far right"},
		{"order: 1\ntitle: \"Errors\nslug: a\ntoc: 2", 2, "a quote is never closed"},
		{"order: 1\ntitle: 'Errors\n", 2, "a quote is never closed"},
		{"title: a\ntags: [a, b\nslug: a\ntoc: 2", 2, `a list that begins with "[" is never closed`},
		{"title: a\ntags: [a,\n  b]\nslug: {a: b\n", 4, `what begins with "{" is never closed`},
		{"a:\n\tb: c", 2, "tab"},
		{"title: @acme", 1, "a character such as @"},
		{"a:\n  b: c\n d: e", 3, "further right or left than its neighbours"},
		{"title: \"a\" b", 1, "quotes in it is not in quotes as a whole"},
		{"nav:\n- a\nb\n", 3, "stands"},
		{"title: a\nno key\nslug: b\n", 2, `no "key: " at its start`},
		{"title: a\nnav: [\n", 2, "is never closed"},
		{"a: *nobody", 1, "unknown anchor"},
		{strings.Repeat("a:\n", 5000) + "b: 'c", 5001, "a quote is never closed"},
	} {
		var root yaml.Node
		err := yaml.Unmarshal([]byte(test.text), &root)
		if err == nil {
			t.Errorf("%q is YAML", test.text)
			continue
		}
		line, message := misread.YAML([]byte(test.text), err)
		if line != test.line || !strings.HasPrefix(message, "this is not YAML: ") || !strings.Contains(message, test.says) {
			t.Errorf("%.40q: got %d: %s (of %v), want %d: …%s…", test.text, line, message, err, test.line, test.says)
		}
	}
}
