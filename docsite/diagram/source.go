package diagram

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// source is the text of a diagram without what all kinds have in common. Lines that were taken out
// are empty, so that the others keep their numbers.
type source struct {
	kind  string // the first word
	rest  string // what follows it on its line
	lines []string
	at    int // the line that next returned, from 0

	title       string // to be drawn above
	name        string // for those who hear the diagram
	description string
	front       front
}

// front is what we know of a diagram's front matter.
type front struct {
	Title  string
	Config config
}

// config is what we know of a diagram's settings.
type config struct {
	GitGraph struct {
		MainBranchName  string `yaml:"mainBranchName"`
		MainBranchOrder int    `yaml:"mainBranchOrder"`
	} `yaml:"gitGraph"`
}

// open takes a source apart.
func open(text string) (*source, error) {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	s := &source{lines: strings.Split(text, "\n"), at: -1}
	s.takeFront()
	if err := s.takeNotes(); err != nil {
		return nil, err
	}
	if s.next() {
		line := s.line()
		end := strings.IndexAny(line, " \t;:")
		if end < 0 {
			end = len(line)
		}
		s.kind, s.rest = line[:end], strings.TrimSpace(strings.TrimLeft(line[end:], ";"))
	}
	return s, nil
}

// takeFront reads front matter. What can't be read as YAML says nothing to us.
func (s *source) takeFront() {
	first := 0
	for first < len(s.lines) && strings.TrimSpace(s.lines[first]) == "" {
		first++
	}
	if first == len(s.lines) || strings.TrimSpace(s.lines[first]) != "---" {
		return
	}
	for i := first + 1; i < len(s.lines); i++ {
		if strings.TrimSpace(s.lines[i]) == "---" {
			if yaml.Unmarshal([]byte(strings.Join(s.lines[first+1:i], "\n")), &s.front) != nil {
				s.front = front{}
			}
			clear(s.lines[first : i+1])
			s.title = s.front.Title
			return
		}
	}
}

// takeNotes reads comments, directives, and what is said to those who hear the diagram.
func (s *source) takeNotes() error {
	for i := 0; i < len(s.lines); i++ {
		line := strings.TrimSpace(s.lines[i])
		switch {
		case strings.HasPrefix(line, "%%{"):
			end := s.until(i, "}%%")
			if end < 0 {
				return &Error{i + 1, "the directive that begins here has no end: }%%"}
			}
			s.directive(strings.Join(s.lines[i:end+1], "\n"))
			clear(s.lines[i : end+1])
		case strings.HasPrefix(line, "%%"):
			s.lines[i] = ""
		case strings.HasPrefix(line, "accTitle"):
			if text, ok := afterColon(line[len("accTitle"):]); ok {
				s.name, s.lines[i] = text, ""
			}
		case strings.HasPrefix(line, "accDescr"):
			rest := line[len("accDescr"):]
			if text, ok := afterColon(rest); ok {
				s.description, s.lines[i] = text, ""
			} else if strings.HasPrefix(strings.TrimSpace(rest), "{") {
				end := s.until(i, "}")
				if end < 0 {
					return &Error{i + 1, "the description that begins here has no end: }"}
				}
				text := strings.Join(s.lines[i:end+1], " ")
				_, text, _ = strings.Cut(text, "{")
				text, _, _ = strings.Cut(text, "}")
				s.description = strings.Join(strings.Fields(text), " ")
				clear(s.lines[i : end+1])
			}
		}
	}
	return nil
}

// directive reads settings as they were written before front matter had them. They are YAML, nearly.
func (s *source) directive(text string) {
	_, text, _ = strings.Cut(text, "%%{")
	text, _, _ = strings.Cut(text, "}%%")
	var d struct{ Init config }
	if yaml.Unmarshal([]byte("{"+text+"}"), &d) == nil && d.Init.GitGraph.MainBranchName != "" {
		s.front.Config = d.Init
	}
}

func afterColon(s string) (string, bool) {
	s, ok := strings.CutPrefix(strings.TrimSpace(s), ":")
	return strings.TrimSpace(s), ok
}

// until is the first line from i on that has a mark, or -1.
func (s *source) until(i int, mark string) int {
	for ; i < len(s.lines); i++ {
		if strings.Contains(s.lines[i], mark) {
			return i
		}
	}
	return -1
}

// next goes to the next line that isn't empty.
func (s *source) next() bool {
	for s.at++; s.at < len(s.lines); s.at++ {
		if strings.TrimSpace(s.lines[s.at]) != "" {
			return true
		}
	}
	return false
}

// line is the line that next went to.
func (s *source) line() string { return strings.TrimSpace(s.lines[s.at]) }

// statement is the line without the semicolon that may end it.
func (s *source) statement() string { return strings.TrimSpace(strings.TrimRight(s.line(), ";")) }

// fail is an error at the line that next went to.
func (s *source) fail(format string, args ...any) error {
	return &Error{min(s.at, len(s.lines)-1) + 1, fmt.Sprintf(format, args...)}
}

// word cuts the first word off a line.
func word(line string) (first, rest string) {
	line = strings.TrimSpace(line)
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return line[:i], strings.TrimSpace(line[i:])
	}
	return line, ""
}

// unquoted is a text without the quotation marks around it.
func unquoted(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && (s[0] == '"' && s[len(s)-1] == '"' || s[0] == '\'' && s[len(s)-1] == '\'') {
		return s[1 : len(s)-1]
	}
	return s
}

// shown is the beginning of a text, for an error.
func shown(s string) string {
	s = strings.TrimSpace(s)
	const longest = 40
	if len(s) <= longest {
		return s
	}
	end := longest
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
