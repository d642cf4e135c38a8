package markdown

import (
	"strings"

	"wpengine/docsite/highlight"
)

// knownLanguage reports whether code in the language can be highlighted.
func knownLanguage(language string) bool { return highlight.Known(language) }

// highlightLines returns the source's lines as HTML, each with its line end.
func highlightLines(language, source string) []string {
	lines := strings.SplitAfter(string(highlight.Append(nil, language, source)), "\n")
	if n := len(lines); lines[n-1] == "" {
		lines = lines[:n-1]
	}
	return lines
}
