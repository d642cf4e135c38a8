package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// explainer says what is wrong with a value.
type explainer struct{ value any }

// explain is what is wrong in the order of the places where it is. There is none where a schema refers to itself without
// saying anything: nobody can tell what that allows.
func (e explainer) explain(err *jsonschema.ValidationError) []Reason {
	reasons := e.reasons(err)
	slices.SortStableFunc(reasons, func(a, b Reason) int {
		return cmp.Or(slices.Compare(a.Path, b.Path), cmp.Compare(a.Text, b.Text))
	})
	return slices.CompactFunc(reasons, func(a, b Reason) bool { return slices.Equal(a.Path, b.Path) && a.Text == b.Text })
}

func (e explainer) reasons(err *jsonschema.ValidationError) (reasons []Reason) {
	say := func(format string, args ...any) []Reason {
		return []Reason{{slices.Clone(err.InstanceLocation), fmt.Sprintf(format, args...)}}
	}
	switch k := err.ErrorKind.(type) {
	case *kind.RefCycle:
		return nil
	case *kind.OneOf:
		if len(k.Subschemas) > 1 {
			return say("fits alternatives %d and %d of oneOf, and may fit only one", k.Subschemas[0]+1, k.Subschemas[1]+1)
		}
		return e.alternatives(err)
	case *kind.AnyOf:
		return e.alternatives(err)
	case *kind.Type:
		return say("%s", e.typeText(err.InstanceLocation, k.Got, k.Want))
	case *kind.Not:
		return say("is what its schema rules out with not")
	case *kind.FalseSchema:
		return say("may not be there")
	case *kind.Contains, *kind.MinContains:
		return say("lacks an item that contains asks for")
	case *kind.PropertyNames:
		return say("has a member %s, which is no name that propertyNames allows", shown(k.Property))
	}
	if text := textOf(err.ErrorKind); text != "" {
		return say("%s", text)
	}
	for _, cause := range err.Causes {
		reasons = append(reasons, e.reasons(cause)...)
	}
	return reasons
}

// textOf is what one keyword wants; "" for one that only holds others.
func textOf(errorKind jsonschema.ErrorKind) string {
	switch k := errorKind.(type) {
	case *kind.Enum:
		if len(k.Want) == 1 {
			return fmt.Sprintf("is %s, and has to be %s", shown(k.Got), shown(k.Want[0]))
		}
		return fmt.Sprintf("is %s, and has to be one of %s", shown(k.Got), listed(k.Want))
	case *kind.Required:
		return "lacks " + names(k.Missing) + ", which " + have(len(k.Missing)) + " to be there"
	case *kind.AdditionalProperties:
		return "has " + names(k.Properties) + ", which its schema does not know"
	case *kind.DependentRequired:
		return fmt.Sprintf("lacks %s, which %s to be there beside %s", names(k.Missing), have(len(k.Missing)), shown(k.Prop))
	case *kind.MinProperties:
		return fmt.Sprintf("has %d members, and has to have at least %d", k.Got, k.Want)
	case *kind.MaxProperties:
		return fmt.Sprintf("has %d members, and may have at most %d", k.Got, k.Want)
	case *kind.MinItems:
		return fmt.Sprintf("has %d items, and has to have at least %d", k.Got, k.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("has %d items, and may have at most %d", k.Got, k.Want)
	case *kind.MaxContains:
		return "has more items that contains asks for than there may be"
	case *kind.UniqueItems:
		return fmt.Sprintf("has the same item twice, %d and %d, and each may be there once", k.Duplicates[0]+1, k.Duplicates[1]+1)
	case *kind.MinLength:
		return fmt.Sprintf("has %d letters, and has to have at least %d", k.Got, k.Want)
	case *kind.MaxLength:
		return fmt.Sprintf("has %d letters, and may have at most %d", k.Got, k.Want)
	case *kind.Pattern:
		return fmt.Sprintf("is %s, and has to match %s", shown(k.Got), clipped(k.Want, maxShown))
	}
	return boundText(errorKind)
}

// boundText is what a keyword of numbers wants.
func boundText(errorKind jsonschema.ErrorKind) string {
	says := func(got *big.Rat, words string, want *big.Rat) string {
		return fmt.Sprintf("is %s, and %s %s", decimal(got), words, decimal(want))
	}
	switch k := errorKind.(type) {
	case *kind.Minimum:
		return says(k.Got, "has to be at least", k.Want)
	case *kind.Maximum:
		return says(k.Got, "may be at most", k.Want)
	case *kind.ExclusiveMinimum:
		return says(k.Got, "has to be more than", k.Want)
	case *kind.ExclusiveMaximum:
		return says(k.Got, "has to be less than", k.Want)
	case *kind.MultipleOf:
		return says(k.Got, "has to be a multiple of", k.Want)
	}
	return ""
}

// have is the verb of so many things.
func have(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// typeText says what the value at a path is, and of which types it can be.
func (e explainer) typeText(path []string, got string, want []string) string {
	is := article(got)
	switch value := valueAt(e.value, path); value.(type) {
	case nil:
		return "is null, which its schema does not allow: it has to be " + articles(want)
	case bool:
		is = shown(value)
	case string, json.Number:
		is = "the " + got + " " + shown(value)
	}
	return "is " + is + ", and has to be " + articles(want)
}

// valueAt is the value at a path.
func valueAt(value any, path []string) any {
	for _, name := range path {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		}
	}
	return value
}

func article(name string) string {
	switch name {
	case "null":
		return name
	case "array", "object", "integer":
		return "an " + name
	case "boolean":
		return "true or false"
	}
	return "a " + name
}

func articles(types []string) string {
	all := make([]string, len(types))
	for i, name := range types {
		all[i] = article(name)
	}
	return strings.Join(all, " or ")
}

// alternatives says why none of several schemas fits: what is wrong by the one that comes nearest.
func (e explainer) alternatives(err *jsonschema.ValidationError) []Reason {
	var wanted []string
	var best []Reason
	near := 0
	for _, cause := range err.Causes {
		if k, ok := typeOnly(cause); ok && len(cause.InstanceLocation) == len(err.InstanceLocation) {
			for _, name := range k.Want {
				if !slices.Contains(wanted, name) {
					wanted = append(wanted, name)
				}
			}
			continue // of another type altogether
		}
		reasons := e.explain(cause)
		if len(reasons) == 0 {
			return nil
		}
		if near++; best == nil || nearer(reasons, best) {
			best = reasons
		}
	}
	switch {
	case near == 0 && len(wanted) > 0:
		k, _ := typeOnly(err.Causes[0])
		return []Reason{{slices.Clone(err.InstanceLocation), e.typeText(err.InstanceLocation, k.Got, wanted)}}
	case near > 1 && !strings.HasSuffix(best[0].Text, nearest):
		return []Reason{{best[0].Path, best[0].Text + nearest}}
	}
	return best
}

// nearest is the end of what is said of one of several alternatives.
const nearest = ", by the alternative that comes nearest"

// typeOnly is the type that a value isn't of, if nothing but that is wrong.
func typeOnly(err *jsonschema.ValidationError) (*kind.Type, bool) {
	for {
		if k, ok := err.ErrorKind.(*kind.Type); ok {
			return k, true
		}
		_, isAny := err.ErrorKind.(*kind.AnyOf)
		_, isOne := err.ErrorKind.(*kind.OneOf)
		if len(err.Causes) != 1 || isAny || isOne {
			return nil, false
		}
		err = err.Causes[0]
	}
}

// nearer reports whether a value that is wrong for these reasons is nearer to fitting than for those: with less that is
// wrong, and that further inside.
func nearer(a, b []Reason) bool {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(len(b[0].Path), len(a[0].Path)), cmp.Compare(a[0].Text, b[0].Text)) < 0
}

// maxShown is how much of a value a message has.
const maxShown = 60

// shown is a value in a message.
func shown(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return "something else"
	}
	return clipped(string(text), maxShown)
}

// listed are some of the values there can be.
func listed(values []any) string {
	const few = 8
	all := make([]string, 0, few)
	for _, value := range values[:min(len(values), few)] {
		all = append(all, shown(value))
	}
	text := strings.Join(all, ", ")
	if more := len(values) - few; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// names are those of members, in order.
func names(all []string) string {
	values := make([]any, 0, len(all))
	for _, name := range slices.Sorted(slices.Values(all)) {
		values = append(values, name)
	}
	return listed(values)
}

func decimal(r *big.Rat) string {
	if r.IsInt() {
		return clipped(r.Num().String(), maxShown)
	}
	f, _ := r.Float64()
	return fmt.Sprint(f)
}

func clipped(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
