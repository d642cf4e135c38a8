package document

import (
	"strings"
	"unicode/utf8"
)

// longestSummary is how many characters a summary has: it is a page's title.
const longestSummary = 160

// summarized gives a summary that is none its place. "A short summary of what the operation does", says OpenAPI, and some
// write their description there: paragraphs of Markdown. What is left is its first sentence, if that can be a title.
func summarized(summary, description string) (short, text string) {
	paragraph, rest, several := strings.Cut(strings.TrimSpace(summary), "\n\n")
	if !several && utf8.RuneCountInString(paragraph) <= longestSummary {
		return summary, description
	}
	short = strings.Join(strings.Fields(paragraph), " ")
	if first, _, more := strings.Cut(short, ". "); more {
		short = first + "."
	}
	if utf8.RuneCountInString(short) > longestSummary || strings.ContainsAny(short, "*`[<") {
		short = ""
	}
	text = strings.TrimSpace(summary)
	if short != "" && short == strings.Join(strings.Fields(paragraph), " ") {
		text = strings.TrimSpace(rest) // the title has said the rest
	}
	if description == "" || description == text {
		return short, text
	}
	return short, text + "\n\n" + description
}
