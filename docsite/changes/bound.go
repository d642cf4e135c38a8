package changes

import (
	"slices"
	"strconv"
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// values compares the values that schemas name.
func values(s *subject, a, b *schema.Shape, d direction, where []string) {
	before, after := named(a), named(b)
	at := b.Of.Position()
	switch {
	case before == nil && after == nil:
	case before == nil:
		s.add(narrower(d), where, at, "it has to be one of "+list(after)+" now")
	case after == nil:
		s.add(wider(d), where, at, "it no longer has to be one of "+list(before))
	default:
		if gone := without(before, after); len(gone) > 0 {
			s.add(narrower(d), where, at, "it can no longer be "+list(gone))
		}
		if fresh := without(after, before); len(fresh) > 0 {
			level := Addition
			if d == fromAPI {
				level = Warning // who reads it may know only the old ones
			}
			s.add(level, where, at, "it can be "+list(fresh)+" now")
		}
	}
	if !same(a.Default, b.Default) {
		s.add(Warning, where, at, "its default is "+value(b.Default)+" instead of "+value(a.Default))
	}
}

// named are the values that a schema allows, or nil if it names none.
func named(s *schema.Shape) []string {
	if s.Const != nil {
		return []string{schema.Compact(s.Const)}
	}
	var all []string
	for _, v := range s.Enum {
		all = append(all, schema.Compact(v))
	}
	return all
}

func without(all, some []string) (rest []string) {
	for _, v := range all {
		if !slices.Contains(some, v) {
			rest = append(rest, v)
		}
	}
	return rest
}

// list is the values in a line, the first of many.
func list(values []string) string {
	const most = 12
	if len(values) > most {
		return strings.Join(values[:most], ", ") + " and " + itoa(len(values)-most) + " more"
	}
	return strings.Join(values, ", ")
}

func same(a, b *document.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(b)
}

func value(n *document.Node) string {
	if n == nil {
		return "none"
	}
	return schema.Compact(n)
}

func itoa(n int) string { return strconv.Itoa(n) }

// bounds compares what numbers, lengths and patterns allow.
func bounds(s *subject, a, b *schema.Shape, d direction, where []string) {
	at := b.Of.Position()
	for _, bound := range []struct {
		words  string
		x, y   string
		lowest bool
	}{
		{"least value", low(a), low(b), true},
		{"greatest value", high(a), high(b), false},
		{"least length", count(a.MinLength), count(b.MinLength), true},
		{"greatest length", count(a.MaxLength), count(b.MaxLength), false},
		{"least number of items", count(a.MinItems), count(b.MinItems), true},
		{"greatest number of items", count(a.MaxItems), count(b.MaxItems), false},
		{"least number of members", count(a.MinProperties), count(b.MinProperties), true},
		{"greatest number of members", count(a.MaxProperties), count(b.MaxProperties), false},
	} {
		if bound.x == bound.y {
			continue
		}
		level := wider(d)
		if tighter(bound.x, bound.y, bound.lowest) {
			level = narrower(d)
		}
		s.add(level, where, at, "its "+bound.words+" is "+orNone(bound.y)+" instead of "+orNone(bound.x))
	}
	if a.Pattern != b.Pattern {
		level := Warning
		if a.Pattern == "" {
			level = narrower(d)
		}
		s.add(level, where, at, "its pattern is "+orNone(b.Pattern)+" instead of "+orNone(a.Pattern))
	}
	if a.MultipleOf != b.MultipleOf {
		s.add(Warning, where, at, "it is a multiple of "+orNone(b.MultipleOf)+" instead of "+orNone(a.MultipleOf))
	}
	switch {
	case b.UniqueItems && !a.UniqueItems:
		s.add(narrower(d), where, at, "no item may be there twice now")
	case a.UniqueItems && !b.UniqueItems:
		s.add(wider(d), where, at, "an item may be there twice now")
	}
}

func low(s *schema.Shape) string {
	if s.ExclusiveMinimum != "" {
		return "more than " + s.ExclusiveMinimum
	}
	return s.Minimum
}

func high(s *schema.Shape) string {
	if s.ExclusiveMaximum != "" {
		return "less than " + s.ExclusiveMaximum
	}
	return s.Maximum
}

func count(n *uint64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatUint(*n, 10)
}

// tighter reports whether the second bound allows less than the first.
func tighter(x, y string, lowest bool) bool {
	if x == "" || y == "" {
		return x == "" // a bound where there was none
	}
	m, exclusiveM := number(x)
	n, exclusiveN := number(y)
	switch {
	case m == n:
		return exclusiveN && !exclusiveM
	case lowest:
		return n > m
	}
	return n < m
}

func number(s string) (float64, bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(s, "more than "), "less than ")
	f, _ := strconv.ParseFloat(digits, 64) // the reader has seen to it
	return f, digits != s
}
