package document

import (
	"strings"
	"testing"
)

func TestSummariesThatAreDescriptionsAreRead(t *testing.T) {
	long := strings.Repeat("word ", 40)
	for _, c := range []struct{ name, summary, description, short, text string }{
		{"short", "List pets", "All of them.", "List pets", "All of them."},
		{"short with marks", "List `pets`\n", "", "List `pets`\n", ""},
		{"a title and paragraphs", "Makes a sound.\n\nReturns a file.\n", "", "Makes a sound.", "Returns a file."},
		{"both", "Makes a sound.\n\nReturns a file.", "More.", "Makes a sound.", "Returns a file.\n\nMore."},
		{"sentences", "Get it. Only what\nwas made\n\nwith `store`.", "", "Get it.", "Get it. Only what\nwas made\n\nwith `store`."},
		{"marks", "**New?** Use [that](/that).\n\n---\n\nMakes it.", "", "", "**New?** Use [that](/that).\n\n---\n\nMakes it."},
		{"one long paragraph", long, long, "", strings.TrimSpace(long) + "\n\n" + long},
		{"the same twice", strings.TrimSpace(long), strings.TrimSpace(long), "", strings.TrimSpace(long)},
		{"a long paragraph of sentences", "Short. " + long, "", "Short.", "Short. " + strings.TrimSpace(long)},
		{"nothing", "", "", "", ""},
	} {
		if short, text := summarized(c.summary, c.description); short != c.short || text != c.text {
			t.Errorf("%s: %q and %q, want %q and %q", c.name, short, text, c.short, c.text)
		}
	}
}
