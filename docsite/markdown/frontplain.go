package markdown

import (
	"slices"
	"strconv"
	"strings"
)

// readPlain reads front matter that is so plain that it needs no YAML, as most is:
// reading it as such would take longer than the guide. It knows words, whole
// numbers, true and false, quotes without escapes, and lists of these, and leaves all
// else to who knows YAML; ok is then false. What only other generators have a use
// for is skipped with all that is in it.
func readPlain(matter string) (settings []setting, ok bool) {
	settings = make([]setting, 0, 8)
	lines := strings.Split(strings.TrimRight(matter, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		end := 0
		for end < len(line) && (letter(line[end]) || line[end] == '_' || end > 0 && (digit(line[end]) || line[end] == '-')) {
			end++
		}
		if end == 0 || end >= len(line) || line[end] != ':' || end+1 < len(line) && line[end+1] != ' ' {
			return nil, false
		}
		s := setting{key: line[:end], line: i + 2}
		if slices.ContainsFunc(settings, func(other setting) bool { return other.key == s.key }) {
			return nil, false
		}
		value := strings.TrimLeft(line[end+1:], " ")
		below := i + 1
		for below < len(lines) && (strings.HasPrefix(lines[below], " ") || strings.HasPrefix(lines[below], "- ")) {
			below++
		}
		nested := lines[i+1 : below]
		i = below - 1
		switch {
		case slices.Contains(foreignKeys, strings.ToLower(s.key)) && !strings.ContainsAny(value, "[{&*!|>\"'"):
			continue
		case value == "" && len(nested) > 0:
			s.value, ok = plainList(nested)
		case len(nested) > 0 || value == "":
			return nil, false
		case strings.HasPrefix(value, "["):
			s.value, ok = plainFlow(value)
		default:
			s.value, ok = plainScalar(value)
		}
		if !ok {
			return nil, false
		}
		settings = append(settings, s)
	}
	return settings, true
}

// plainList is "- item" lines of one indentation.
func plainList(lines []string) (any, bool) {
	indent := len(lines[0]) - len(strings.TrimLeft(lines[0], " "))
	list := make([]any, 0, len(lines))
	for _, line := range lines {
		item, ok := strings.CutPrefix(strings.TrimRight(line[min(indent, len(line)):], " \t\r"), "- ")
		if !ok || strings.TrimLeft(line[:min(indent, len(line))], " ") != "" {
			return nil, false
		}
		value, ok := plainScalar(strings.TrimLeft(item, " "))
		if !ok {
			return nil, false
		}
		list = append(list, value)
	}
	return list, true
}

// plainFlow is "[a, b]".
func plainFlow(text string) (any, bool) {
	inside, ok := strings.CutSuffix(text[1:], "]")
	if !ok || strings.ContainsAny(inside, "[]{}\"'") {
		return nil, false
	}
	list := []any{}
	if strings.TrimSpace(inside) == "" {
		return list, true
	}
	for part := range strings.SplitSeq(inside, ",") {
		value, ok := plainScalar(strings.TrimSpace(part))
		if !ok {
			return nil, false
		}
		list = append(list, value)
	}
	return list, true
}

// plainScalar is a text, a whole number, true or false.
func plainScalar(text string) (any, bool) {
	if text == "" {
		return nil, false
	}
	switch c := text[0]; {
	case c == '"' || c == '\'':
		inside, ok := strings.CutSuffix(text[1:], text[:1])
		return inside, ok && strings.IndexByte(inside, c) < 0 && strings.IndexByte(inside, '\\') < 0
	case digit(c) || c == '-' && len(text) > 1 && digit(text[1]):
		n, err := strconv.Atoi(text)
		return n, err == nil && len(text) < 10 && (text == "0" || strings.TrimLeft(text, "-")[0] != '0')
	case !letter(c) && c != '/' && c < 0x80:
		return nil, false
	}
	if strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.HasSuffix(text, ":") || strings.IndexByte(text, '\t') >= 0 {
		return nil, false
	}
	switch lower := strings.ToLower(text); lower {
	case "true", "false":
		return lower == "true", text == lower
	case "null", "yes", "no", "on", "off", "y", "n":
		return nil, false
	}
	return text, true
}
