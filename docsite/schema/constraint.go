package schema

import (
	"math/big"
	"strconv"
	"strings"
)

// Constraint is something that a value must keep to: words, and code where words don't do.
type Constraint struct {
	Words string
	Code  string
}

// Constraints say in words what the schema's numbers mean.
func (s *Shape) Constraints() []Constraint {
	all := s.ownConstraints()
	if s.PropertyNames != nil {
		names := Of(s.PropertyNames)
		for _, c := range names.ownConstraints() { // no names of names: that can have no end
			all = append(all, Constraint{Words: "names of members: " + c.Words, Code: c.Code})
		}
		if len(names.Enum) > 0 {
			values := make([]string, len(names.Enum))
			for i, value := range names.Enum {
				values[i] = Compact(value)
			}
			all = append(all, Constraint{Words: "names of members: one of", Code: strings.Join(values, ", ")})
		}
	}
	return all
}

func (s *Shape) ownConstraints() []Constraint {
	var all []Constraint
	say := func(words string) {
		if words != "" {
			all = append(all, Constraint{Words: words})
		}
	}
	say(Between(s.MinLength, s.MaxLength, "character", "characters"))
	say(s.numberRange())
	if s.MultipleOf != "" {
		say("a multiple of " + Number(s.MultipleOf))
	}
	say(Between(s.MinItems, s.MaxItems, "item", "items"))
	if s.UniqueItems {
		say("no item twice")
	}
	if words := Between(s.MinContains, s.MaxContains, "of them", "of them"); words != "" && s.Contains != nil {
		say("contains " + words)
	}
	say(Between(s.MinProperties, s.MaxProperties, "member", "members"))
	if s.Pattern != "" {
		all = append(all, Constraint{Words: "matches", Code: s.Pattern})
	}
	for _, d := range s.DependentRequired {
		all = append(all, Constraint{Words: "with " + d.Name + ", also", Code: strings.Join(d.Required, ", ")})
	}
	if s.ContentMediaType != "" {
		say("holds " + s.ContentMediaType)
	}
	if s.ContentEncoding != "" {
		say("encoded as " + s.ContentEncoding)
	}
	return all
}

// Between says "1 to 100 characters", "at least 1 item", "exactly 1 member", or nothing.
func Between(low, high *uint64, one, many string) string {
	noun := func(n uint64) string {
		if n == 1 {
			return "1 " + one
		}
		return Group(strconv.FormatUint(n, 10)) + " " + many
	}
	least := uint64(0)
	if low != nil {
		least = *low
	}
	switch {
	case high != nil && least == *high:
		return "exactly " + noun(least)
	case high != nil && least > 0:
		return Group(strconv.FormatUint(least, 10)) + " to " + noun(*high)
	case high != nil:
		return "at most " + noun(*high)
	case least > 0:
		return "at least " + noun(least)
	}
	return ""
}

// numberRange says "0 to 50", "more than 0", "at most 599", or nothing.
func (s *Shape) numberRange() string {
	low, lowWords := s.Minimum, "at least"
	if s.ExclusiveMinimum != "" {
		low, lowWords = s.ExclusiveMinimum, "more than"
	}
	high, highWords := s.Maximum, "at most"
	if s.ExclusiveMaximum != "" {
		high, highWords = s.ExclusiveMaximum, "less than"
	}
	switch {
	case low == "" && high == "":
		return ""
	case high == "":
		return lowWords + " " + Number(low)
	case low == "":
		return highWords + " " + Number(high)
	case s.ExclusiveMinimum == "" && s.ExclusiveMaximum == "":
		return Number(low) + " to " + Number(high)
	}
	return lowWords + " " + Number(low) + ", " + highWords + " " + Number(high)
}

// longestNumber is how many characters a number may have before it is cut.
const longestNumber = 60

// excessive reports a number that nobody means: too long, or with an exponent that takes long to write out.
func excessive(text string) bool {
	_, exponent, ok := strings.Cut(strings.ToLower(text), "e")
	return len(text) > longestNumber || ok && len(strings.TrimLeft(exponent, "+-")) > 3
}

// Number writes a number as people do: 65,536 but 0.25.
func Number(text string) string {
	if excessive(text) {
		return text[:min(len(text), longestNumber)] + "…"
	}
	f, _, err := big.ParseFloat(text, 10, 128, big.ToNearestEven)
	if err != nil {
		return text
	}
	if f.IsInt() && len(text) < 40 {
		whole := f.Text('f', 0)
		if rest, negative := strings.CutPrefix(whole, "-"); negative {
			return "−" + Group(rest)
		}
		return Group(whole)
	}
	return strings.Replace(text, "-", "−", 1)
}

// Group puts commas between the thousands of five digits and more: 4096 needs none.
func Group(digits string) string {
	if len(digits) < 5 {
		return digits
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
