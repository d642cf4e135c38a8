package card

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// leading is the distance of two lines.
func leading(size int) int { return size * 6 / 5 }

// fit breaks a title into lines, in the largest size that fits; of one that fits in none the end
// is left out.
func (f *face) fit(title string, width, height int) (size int, lines []string) {
	for _, size = range sizes {
		most := height / leading(size)
		lines = f.wrap(title, size, width)
		if len(lines) <= most && (size == sizes[len(sizes)-1] || !f.broken(title, lines)) {
			return size, lines
		}
	}
	most := height / leading(size)
	if len(lines) > most {
		rest := strings.Join(lines[most-1:], " ")
		lines = append(lines[:most-1], f.cut(rest+ellipsis, size, width))
	}
	return size, lines
}

// wrap breaks a text between words, and where a word is longer than a line within it.
func (f *face) wrap(text string, size, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if joined := strings.TrimPrefix(line+" "+word, " "); f.width(joined, size) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for f.width(word, size) > width {
			at := f.breakAt(word, size, width)
			lines = append(lines, word[:at])
			word = word[at:]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// broken reports that lines break a word where it has no joint: smaller type is better then.
func (f *face) broken(text string, lines []string) bool {
	for _, line := range lines[:max(0, len(lines)-1)] {
		text = strings.TrimPrefix(text, line)
		next := strings.TrimPrefix(text, " ")
		if next == text && next != "" && !joint(line, next) {
			return true
		}
		text = next
	}
	return false
}

// breakAt is how much of a word goes on a line: up to its last joint that fits, or as much as fits.
func (f *face) breakAt(word string, size, width int) int {
	w, fits, best := 0, 0, 0
	for i, r := range word {
		if i > 0 && joint(word[:i], word[i:]) {
			best = i
		}
		if w += f.glyph(size, r).advance; w > width {
			break
		}
		fits = i + utf8.RuneLen(r)
	}
	switch {
	case best > fits/2:
		return best
	case fits > 0:
		return fits
	}
	_, first := utf8.DecodeRuneInString(word)
	return first
}

// joint reports a place within a word where it may be broken: after punctuation, and before a
// capital as in sendMessage.
func joint(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return strings.ContainsRune("/-_.:,", last) || unicode.IsLower(last) && unicode.IsUpper(next)
}
