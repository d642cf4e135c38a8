package schema

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// matching is a text of at least so many characters that a pattern allows, if one can be found. Patterns are regular
// expressions of ECMA-262; those that Go reads as well are most.
func matching(pattern string, least int) (string, bool) {
	if len(pattern) > 5_000 {
		return "", false
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return "", false
	}
	parsed = parsed.Simplify()
	for alternative := range 4 {
		w := patternWriter{alternative: alternative}
		if !w.write(parsed, 0) {
			continue
		}
		if short := utf8.RuneCountInString(w.out.String()); short < least {
			w = patternWriter{alternative: alternative, more: least - short} // once more, with longer repetitions
			w.write(parsed, 0)
		}
		if text := w.out.String(); len(text) <= longestText && compiled.MatchString(text) {
			return text, true
		}
	}
	return "", false
}

// longestText is how long a made text may be.
const longestText = 1_000

// patternWriter writes the shortest text that an expression matches, or nearly.
type patternWriter struct {
	out         strings.Builder
	alternative int // which of several to take
	more        int // characters that repetitions have to add
}

func (w *patternWriter) write(re *syntax.Regexp, depth int) bool {
	if depth > 50 || w.out.Len() > longestText {
		return false
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			w.out.WriteRune(r)
		}
	case syntax.OpCharClass:
		r, ok := pick(re.Rune)
		if !ok {
			return false
		}
		w.out.WriteRune(r)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		w.out.WriteByte('x')
	case syntax.OpCapture:
		return w.write(re.Sub[0], depth+1)
	case syntax.OpAlternate:
		return w.write(re.Sub[min(w.alternative, len(re.Sub)-1)], depth+1)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !w.write(sub, depth+1) {
				return false
			}
		}
	case syntax.OpPlus, syntax.OpStar, syntax.OpQuest, syntax.OpRepeat:
		return w.repeat(re, depth)
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
	case syntax.OpNoMatch:
		return false
	}
	return true
}

// repeat writes what can be there several times: as often as it has to be, and more often if the text is to be longer.
func (w *patternWriter) repeat(re *syntax.Regexp, depth int) bool {
	least, most := re.Min, re.Max
	switch re.Op {
	case syntax.OpPlus:
		least, most = 1, -1
	case syntax.OpStar:
		least, most = 0, -1
	case syntax.OpQuest:
		least, most = 0, 1
	}
	for n := 0; n < least || w.more > 0 && (most < 0 || n < most) && n < longestText; n++ {
		before := w.out.Len()
		if !w.write(re.Sub[0], depth+1) {
			return n >= least
		}
		if n >= least {
			w.more -= w.out.Len() - before
			if w.out.Len() == before {
				break
			}
		}
	}
	return true
}

// pick is a character of a class that reads well: a letter, a digit, or else the first.
func pick(ranges []rune) (rune, bool) {
	in := func(r rune) bool {
		for i := 0; i+1 < len(ranges); i += 2 {
			if ranges[i] <= r && r <= ranges[i+1] {
				return true
			}
		}
		return false
	}
	for _, r := range "aA1" {
		if in(r) {
			return r, true
		}
	}
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1] && r < ranges[i]+200; r++ {
			if unicode.IsPrint(r) {
				return r, true
			}
		}
	}
	return 0, false
}
