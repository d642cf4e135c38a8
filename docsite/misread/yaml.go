// Package misread says where a text stops being what its author took it for, in the author's terms.
package misread

import (
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// tries is how many lines above the one that its reader names a mistake is looked for.
const tries = 200

var place = regexp.MustCompile(`^line (\d+): `)

// meanings are what the YAML reader says, and what that means.
var meanings = [][2]string{
	{"mapping values are not allowed", `there is a second ": " in a line, or the line stands too far right; a text with a colon needs quotes, as in title: "Errors: all of them"`},
	{"tab character", "a line is indented with a tab; use spaces"},
	{"cannot start any token", "a line begins with a tab, or a value with a character such as @, % or `; indent with spaces, and put the value into quotes"},
	{"unexpected end of stream", "a quote is never closed"},
	{"unexpected document indicator", "a quote is never closed"},
	{"expected ',' or ']'", `a list that begins with "[" is never closed, or lacks a comma`},
	{"expected ',' or '}'", `what begins with "{" is never closed, or lacks a comma`},
	{"expected node content", `a list that begins with "[", or what begins with "{", is never closed`},
	{"expected '-' indicator", `a line that begins with "- " stands among lines that do not, or further left than the others of its list`},
	{"expected key", "a line stands further right or left than its neighbours, or a text with quotes in it is not in quotes as a whole"},
	{"could not find expected ':'", `a line has no "key: " at its start, or stands too far left`},
}

// YAML is the line, from 1, where a text stops being YAML, and what is wrong there, given what its reader said. The reader names the
// line where it gave up, which for a quote that is never closed is the last one.
func YAML(text []byte, err error) (line int, message string) {
	line, message = Place(strings.TrimPrefix(err.Error(), "yaml: "))
	line = firstWrong(text, line)
	for _, m := range meanings {
		if strings.Contains(message, m[0]) {
			return line, "this is not YAML: " + m[1]
		}
	}
	return line, "this is not YAML: " + message
}

// Place takes the line out of what the reader of YAML says, which doesn't name the first one.
func Place(said string) (line int, message string) {
	m := place.FindStringSubmatch(said)
	if m == nil {
		return 1, said
	}
	line, _ = strconv.Atoi(m[1])
	return line, said[len(m[0]):]
}

// firstWrong is the line after the longest beginning of the text that is YAML.
func firstWrong(text []byte, named int) int {
	ends := []int{0}
	for i, c := range text {
		if c == '\n' {
			ends = append(ends, i+1)
		}
		if len(ends) > named+1 {
			break // whoever reads on after a mistake doesn't find one above
		}
	}
	for n := len(ends) - 1; n >= 0 && n >= len(ends)-tries; n-- {
		var root yaml.Node
		if yaml.Unmarshal(text[:ends[n]], &root) == nil {
			return n + 1
		}
	}
	return named
}
