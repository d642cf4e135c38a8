package reference

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// constraint is something that a value must keep to: words, and code where words don't do.
type constraint struct {
	Words string
	Code  string
}

// constraints says in words what the schema's numbers mean.
func constraints(m *openapi3.Schema) []constraint {
	var all []constraint
	say := func(words string) {
		if words != "" {
			all = append(all, constraint{Words: words})
		}
	}
	say(between(m.MinLength, m.MaxLength, "character", "characters"))
	say(numberRange(m))
	if m.MultipleOf != nil {
		say("a multiple of " + number(*m.MultipleOf))
	}
	say(between(m.MinItems, m.MaxItems, "item", "items"))
	if m.UniqueItems {
		say("no item twice")
	}
	say(between(m.MinProps, m.MaxProps, "member", "members"))
	if m.Pattern != "" {
		all = append(all, constraint{Words: "matches", Code: m.Pattern})
	}
	if m.ContentMediaType != "" {
		say("holds " + m.ContentMediaType)
	}
	if m.ContentEncoding != "" {
		say("encoded as " + m.ContentEncoding)
	}
	return all
}

// between says "1 to 100 characters", "at least 1 item", "exactly 1 member", or nothing.
func between(low uint64, high *uint64, one, many string) string {
	noun := func(n uint64) string {
		if n == 1 {
			return "1 " + one
		}
		return group(n) + " " + many
	}
	switch {
	case high != nil && low == *high:
		return "exactly " + noun(low)
	case high != nil && low > 0:
		return group(low) + " to " + noun(*high)
	case high != nil:
		return "at most " + noun(*high)
	case low > 0:
		return "at least " + noun(low)
	}
	return ""
}

// numberRange says "0 to 50", "more than 0", "at most 599", or nothing.
func numberRange(m *openapi3.Schema) string {
	low, lowWords := bound(m.Min, m.ExclusiveMin, "at least", "more than")
	high, highWords := bound(m.Max, m.ExclusiveMax, "at most", "less than")
	switch {
	case low == nil && high == nil:
		return ""
	case high == nil:
		return lowWords + " " + number(*low)
	case low == nil:
		return highWords + " " + number(*high)
	case lowWords == "at least" && highWords == "at most":
		return number(*low) + " to " + number(*high)
	}
	return lowWords + " " + number(*low) + ", " + highWords + " " + number(*high)
}

// bound reads a minimum or maximum: OpenAPI 3.0 marks it as exclusive with a boolean, 3.1 has
// a number of its own for it.
func bound(inclusive *float64, exclusive openapi3.ExclusiveBound, with, without string) (*float64, string) {
	if exclusive.Value != nil {
		return exclusive.Value, without
	}
	if exclusive.Bool != nil && *exclusive.Bool {
		return inclusive, without
	}
	return inclusive, with
}

// number writes a number as people do: 65,536 but 0.25.
func number(f float64) string {
	if f == float64(int64(f)) {
		if f < 0 {
			return "−" + group(uint64(-f))
		}
		return group(uint64(f))
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// group puts commas between the thousands of five digits and more: 4096 needs none.
func group(n uint64) string {
	s := strconv.FormatUint(n, 10)
	if len(s) < 5 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// typeWords says what kind of value it is: "string", "array of strings", "integer or string".
func typeWords(s shape) string {
	types := s.Type.Slice()
	if len(types) == 0 {
		types = impliedType(s)
	}
	var words []string
	for _, t := range types {
		switch {
		case t == "null":
		case t == "array":
			words = append(words, "array"+ofItems(s.Schema))
		case t == "object" && len(s.names) == 0 && s.AdditionalProperties.Schema != nil:
			words = append(words, "map of "+plural(shapeOf(s.AdditionalProperties.Schema)))
		default:
			words = append(words, t)
		}
	}
	if s.nullable {
		words = append(words, "null")
	}
	switch {
	case len(words) > 0:
		return strings.Join(words, " or ")
	case s.Always != nil && !*s.Always:
		return "nothing"
	}
	return "any value"
}

// impliedType is the type of a schema that names none.
func impliedType(s shape) []string {
	switch {
	case len(s.names) > 0 || s.AdditionalProperties.Schema != nil || s.MinProps > 0 || s.MaxProps != nil:
		return []string{"object"}
	case s.Items != nil || len(s.PrefixItems) > 0:
		return []string{"array"}
	case s.MinLength > 0 || s.MaxLength != nil || s.Pattern != "":
		return []string{"string"}
	case s.Min != nil || s.Max != nil || s.MultipleOf != nil:
		return []string{"number"}
	}
	if value, ok := enumerated(s.Schema); ok {
		switch value.(type) {
		case string:
			return []string{"string"}
		case bool:
			return []string{"boolean"}
		case float64, int, int64, uint64:
			return []string{"number"}
		}
	}
	if len(s.variants) > 0 {
		return variantTypes(s)
	}
	return nil
}

// variantTypes is the type of a schema whose variants all have the same.
func variantTypes(s shape) []string {
	var same []string
	for _, v := range s.variants {
		if v.Value == nil || len(v.Value.Type.Slice()) != 1 || same != nil && same[0] != v.Value.Type.Slice()[0] {
			return nil
		}
		same = v.Value.Type.Slice()
	}
	return same
}

// enumerated returns a value that the schema names, if it names any.
func enumerated(m *openapi3.Schema) (any, bool) {
	switch {
	case m.Const != nil:
		return m.Const, true
	case len(m.Enum) > 0:
		return m.Enum[0], true
	}
	return nil, false
}

func ofItems(m *openapi3.Schema) string {
	if m.Items == nil || m.Items.Value == nil {
		return ""
	}
	return " of " + plural(shapeOf(m.Items))
}

// plural is the type as the items of something: "strings", "objects", "arrays of integers".
func plural(s shape) string {
	types := s.Type.Slice()
	if len(types) == 0 {
		types = impliedType(s)
	}
	if len(types) != 1 {
		return "values"
	}
	word := types[0] + "s"
	if types[0] == "array" && s.Items != nil && s.Items.Value != nil && !shapeOf(s.Items).Type.Is("array") {
		word = fmt.Sprintf("arrays of %s", plural(shapeOf(s.Items)))
	}
	if s.nullable {
		word += " or null"
	}
	return word
}
