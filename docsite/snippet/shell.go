package snippet

import (
	"regexp"
	"strings"
)

// command is a simple command: its words, and what it reads.
type command struct {
	words []string
	input string // a here-document
	at    int    // where it begins
}

// shell reads the commands of a script, as far as samples need that.
type shell struct {
	code     string
	at       int
	all      []command
	now      command
	word     strings.Builder
	inWord   bool
	skip     bool   // the next word is a file that the command writes to or reads
	awaiting string // the end of a here-document that begins on the next line
	quoted   bool   // its end was quoted, so nothing is put into it
}

// commands are all commands of a script, those inside of others too.
func commands(code string) []command {
	s := &shell{code: code}
	for s.at < len(s.code) {
		s.step()
	}
	s.endCommand()
	return s.all
}

// The parts of a script that stand for something else.
var (
	variable    = regexp.MustCompile(`^\$(\{[^}\n]{0,100}\}|[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!])`)
	placeholder = regexp.MustCompile(`^<[A-Za-z][\w .-]{0,100}>`)
	hereDoc     = regexp.MustCompile(`^<<-?[ \t]*(['"\\]?)(\w+)['"]?`)
)

// step reads the next piece.
func (s *shell) step() {
	rest := s.code[s.at:]
	c := rest[0]
	switch {
	case strings.HasPrefix(rest, "\\\n"):
		s.at += 2
	case strings.HasPrefix(rest, "\\\r\n"):
		s.at += 3
	case c == '\\' && len(rest) > 1:
		s.add(rest[1:2], 2)
	case c == '\'':
		s.single(1)
	case strings.HasPrefix(rest, "$'"):
		s.single(2)
	case c == '"':
		s.double()
	case strings.HasPrefix(rest, "$("), c == '`':
		s.endCommand() // what it answers becomes a part of the word; what it does is a command as well
		s.at++
	case c == '$' && variable.MatchString(rest):
		s.add(Unknown, len(variable.FindString(rest)))
	case c == '<' && hereDoc.MatchString(rest):
		m := hereDoc.FindStringSubmatch(rest)
		s.endWord()
		s.awaiting, s.quoted, s.at = m[2], m[1] != "", s.at+len(m[0])
	case c == '<' && placeholder.MatchString(rest):
		s.add(Unknown, len(placeholder.FindString(rest)))
	case c == '<', c == '>':
		s.endWord()
		s.skip = true
		s.at++
	case c == '#' && !s.inWord:
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		s.at += end
	case c == '\n':
		s.newline()
	case strings.IndexByte(";|&()", c) >= 0:
		s.endCommand()
		s.at++
	case c == ' ', c == '\t', c == '\r':
		s.endWord()
		s.at++
	default:
		s.add(rest[:1], 1)
	}
}

// add makes text a part of the word; it takes up some bytes of the script.
func (s *shell) add(text string, taken int) {
	if !s.inWord && len(s.now.words) == 0 {
		s.now.at = s.at
	}
	s.inWord = true
	s.word.WriteString(text)
	s.at += taken
}

// single reads what stands in single quotes.
func (s *shell) single(open int) {
	body := s.code[s.at+open:]
	end := strings.IndexByte(body, '\'')
	if open == 2 { // $'…' has escapes
		for end > 0 && body[end-1] == '\\' {
			next := strings.IndexByte(body[end+1:], '\'')
			if next < 0 {
				break
			}
			end += 1 + next
		}
	}
	if end < 0 {
		end = len(body)
	}
	text := body[:end]
	if open == 2 {
		text = strings.NewReplacer(`\'`, `'`, `\n`, "\n", `\t`, "\t", `\\`, `\`).Replace(text)
	}
	s.add(text, min(open+end+1, len(s.code)-s.at))
}

// double reads what stands in double quotes.
func (s *shell) double() {
	s.add("", 1)
	for s.at < len(s.code) {
		rest := s.code[s.at:]
		switch c := rest[0]; {
		case c == '"':
			s.at++
			return
		case strings.HasPrefix(rest, "\\\n"):
			s.at += 2
		case c == '\\' && len(rest) > 1 && strings.IndexByte("\"\\$`", rest[1]) >= 0:
			s.add(rest[1:2], 2)
		case strings.HasPrefix(rest, "$("):
			s.add(Unknown, balanced(rest[1:])+1)
		case c == '`':
			end := strings.IndexByte(rest[1:], '`')
			if end < 0 {
				end = len(rest) - 2
			}
			s.add(Unknown, end+2)
		case c == '$' && variable.MatchString(rest):
			s.add(Unknown, len(variable.FindString(rest)))
		default:
			s.add(rest[:1], 1)
		}
	}
}

// balanced is how long what stands in brackets is, with them.
func balanced(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// newline ends a command, and reads the here-document that it may have.
func (s *shell) newline() {
	s.at++
	if s.awaiting == "" {
		s.endCommand()
		return
	}
	var body strings.Builder
	for line := range strings.Lines(s.code[s.at:]) {
		s.at += len(line)
		if strings.TrimSpace(line) == s.awaiting {
			break
		}
		body.WriteString(line)
	}
	s.endWord()
	s.now.input = body.String()
	if !s.quoted {
		s.now.input = insideVariable.ReplaceAllString(s.now.input, Unknown)
	}
	s.awaiting = ""
	s.endCommand()
}

var insideVariable = regexp.MustCompile(`\$(\{[^}\n]{0,100}\}|[A-Za-z_][A-Za-z0-9_]*)`)

func (s *shell) endWord() {
	if !s.inWord {
		return
	}
	if s.skip {
		s.skip = false
	} else {
		s.now.words = append(s.now.words, s.word.String())
	}
	s.word.Reset()
	s.inWord = false
}

func (s *shell) endCommand() {
	s.endWord()
	if len(s.now.words) > 0 {
		s.all = append(s.all, s.now)
	}
	s.now, s.skip = command{}, false
}
