package schema

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
)

// matching is a text that a pattern allows, if one can be found. Patterns are regular expressions of ECMA-262; those that
// Go reads as well are most.
func matching(pattern string) (string, bool) {
	if len(pattern) > 500 {
		return "", false
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	var out strings.Builder
	if !write(&out, parsed.Simplify(), 0) || out.Len() > 500 {
		return "", false
	}
	compiled, err := regexp.Compile(pattern)
	return out.String(), err == nil && compiled.MatchString(out.String())
}

// write writes the shortest text that an expression matches, or nearly.
func write(out *strings.Builder, re *syntax.Regexp, depth int) bool {
	if depth > 50 || out.Len() > 500 {
		return false
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			out.WriteRune(r)
		}
	case syntax.OpCharClass:
		r, ok := pick(re.Rune)
		if !ok {
			return false
		}
		out.WriteRune(r)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		out.WriteByte('x')
	case syntax.OpCapture, syntax.OpPlus:
		return write(out, re.Sub[0], depth+1)
	case syntax.OpAlternate:
		return write(out, re.Sub[0], depth+1)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !write(out, sub, depth+1) {
				return false
			}
		}
	case syntax.OpRepeat:
		for range re.Min {
			if !write(out, re.Sub[0], depth+1) {
				return false
			}
		}
	case syntax.OpStar, syntax.OpQuest, syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText:
	case syntax.OpNoMatch, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return false
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
