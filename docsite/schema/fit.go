package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"wpengine/openapi/document"
)

// Fits reports whether a value is what the schema asks for; package verify says why one isn't. In a request, members that
// only a server sets needn't be there, nor in an answer those that only a client sends. What takes too long to find out
// is taken to fit.
func Fits(s *document.Schema, value *document.Node, mode Mode) bool {
	f := &fitter{mode: mode, steps: maxSteps}
	return f.check(s, value, s)
}

// maxSteps is how many schemas are held against the parts of a value.
const maxSteps = 50_000

// maxOpen is how many schemas are held against a value within each other.
const maxOpen = 300

type fitter struct {
	mode     Mode
	steps    int
	open     []pairing
	patterns map[string]*regexp.Regexp
}

// pairing is a schema that is being held against a value.
type pairing struct {
	schema *document.Schema
	value  *document.Node
}

// check reports whether a value fits. whole is the outermost schema that is held against the same value: what it says of
// members counts for its parts too.
func (f *fitter) check(s *document.Schema, value *document.Node, whole *document.Schema) bool {
	if f.steps--; s == nil || f.steps < 0 || len(f.open) > maxOpen {
		return true
	}
	if s.Boolean != nil {
		return *s.Boolean
	}
	if s.Nullable && value.Kind() == document.Null {
		return true
	}
	here := pairing{s, value}
	f.steps -= len(f.open) / 4 // looking takes that much longer
	if slices.Contains(f.open, here) {
		return true // it refers to itself
	}
	f.open = append(f.open, here)
	ok := f.plain(s, value, whole) && f.applied(s, value, whole) && f.inside(s, value)
	f.open = f.open[:len(f.open)-1]
	return ok
}

// plain checks what a schema says of a value as such.
func (f *fitter) plain(s *document.Schema, value *document.Node, whole *document.Schema) bool {
	if !hasType(s, value) || len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, value.Equal) || s.Const != nil && !s.Const.Equal(value) {
		return false
	}
	switch value.Kind() {
	case document.String:
		return f.text(s, value.Text())
	case document.Number:
		return f.number(s, value.Text())
	case document.Array:
		return f.array(s, value)
	case document.Object:
		return f.object(s, value, whole)
	case document.Null, document.Bool:
	}
	return true
}

// hasType reports whether a value is of one of the types. What is no type of JSON allows anything.
func hasType(s *document.Schema, value *document.Node) bool {
	known := false
	for _, name := range s.Types {
		switch name {
		case "string", "number", "integer", "boolean", "array", "object", "null":
			known = true
		default:
			continue
		}
		switch value.Kind() {
		case document.Null:
			if name == "null" {
				return true
			}
		case document.Bool:
			if name == "boolean" {
				return true
			}
		case document.Number:
			if name == "number" || name == "integer" && whole(value.Text()) {
				return true
			}
		case document.String:
			if name == "string" {
				return true
			}
		case document.Array:
			if name == "array" {
				return true
			}
		case document.Object:
			if name == "object" {
				return true
			}
		}
	}
	return !known
}

// whole reports a number without a fraction, such as 1, 1.0 and 1e3.
func whole(text string) bool {
	if !strings.ContainsAny(text, ".eE") {
		return true
	}
	x, err := strconv.ParseFloat(text, 64)
	return err == nil && x == float64(int64(x))
}

func (f *fitter) text(s *document.Schema, text string) bool {
	if s.MinLength != nil || s.MaxLength != nil {
		if n := uint64(utf8.RuneCountInString(text)); !between(n, s.MinLength, s.MaxLength) {
			return false
		}
	}
	return (s.Pattern == "" || f.matches(s.Pattern, text)) && formatted(s.Format, text)
}

func between(n uint64, least, most *uint64) bool {
	return (least == nil || n >= *least) && (most == nil || n <= *most)
}

// matches reports whether a pattern matches. Patterns are regular expressions of ECMA-262; one that Go can't read is
// taken to match anything.
func (f *fitter) matches(pattern, text string) bool {
	compiled, known := f.patterns[pattern]
	if !known {
		compiled, _ = regexp.Compile(pattern) // nil for one that can't be read
		if f.patterns == nil {
			f.patterns = map[string]*regexp.Regexp{}
		}
		f.patterns[pattern] = compiled
	}
	return compiled == nil || compiled.MatchString(text)
}
