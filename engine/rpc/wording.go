package rpc

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"wpengine/engine/api"
)

// maxProblems is how many mistakes of a body are listed.
const maxProblems = 20

const notAMember = "is not a member of this object"

// maxListed is how many names are listed where one of them would have been right.
const maxListed = 12

// refuse makes an error of what the validation has against a body.
func (s *schemas) refuse(operation string, err error) *api.Error {
	e := api.Errorf(api.CodeInvalidRequest, "The request body does not match the schema of %s.", operation)
	var failed *jsonschema.ValidationError
	if !errors.As(err, &failed) {
		return e.Because(err)
	}
	problems := s.describe(failed, nil)
	slices.SortFunc(problems, func(a, b api.FieldError) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Detail, b.Detail))
	})
	problems = slices.Compact(problems)
	if len(problems) > maxProblems {
		e.Detail += fmt.Sprintf(" These are the first %d of %d problems.", maxProblems, len(problems))
		problems = problems[:maxProblems]
	}
	e.Fields = problems
	return e
}

// describe appends an entry for each mistake.
func (s *schemas) describe(e *jsonschema.ValidationError, to []api.FieldError) []api.FieldError {
	add := func(name []string, format string, args ...any) {
		at := append(slices.Clip(e.InstanceLocation), name...)
		to = append(to, api.FieldError{Pointer: pointer(at), Detail: fmt.Sprintf(format, args...)})
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		for _, cause := range e.Causes {
			to = s.describe(cause, to)
		}
	case *kind.Required:
		for _, name := range k.Missing {
			add([]string{name}, "is required")
		}
	case *kind.AdditionalProperties:
		// To guess what was meant takes time, and only the first will be listed.
		slices.Sort(k.Properties)
		for i, name := range k.Properties {
			if i < maxProblems {
				add([]string{clip(name)}, "%s", s.notAMember(e.SchemaURL, name))
			} else {
				add([]string{clip(name)}, "%s", notAMember)
			}
		}
	case *kind.MinProperties:
		add(nil, "%s", s.members(e.SchemaURL, "at least", k.Want))
	case *kind.MaxProperties:
		add(nil, "%s", s.members(e.SchemaURL, "at most", k.Want))
	default:
		add(nil, "%s", describeValue(k))
	}
	return to
}

// describeValue says what one value must be.
func describeValue(k jsonschema.ErrorKind) string {
	switch k := k.(type) {
	case *kind.Type:
		return "must be " + typeNames(k.Want) + ", not " + typeNames([]string{k.Got})
	case *kind.Enum:
		return "must be one of " + values(k.Want)
	case *kind.Const:
		return "must be " + values([]any{k.Want})
	case *kind.Format:
		return "must be " + formatName(k.Want)
	case *kind.MinLength:
		return "must have at least " + count(k.Want, "character")
	case *kind.MaxLength:
		return fmt.Sprintf("must have at most %s, and has %d", count(k.Want, "character"), k.Got)
	case *kind.Pattern:
		return "must match the pattern " + k.Want
	case *kind.MinItems:
		return "must have at least " + count(k.Want, "item")
	case *kind.MaxItems:
		return fmt.Sprintf("must have at most %s, and has %d", count(k.Want, "item"), k.Got)
	case *kind.UniqueItems:
		return fmt.Sprintf("has the same item twice, at %d and at %d", k.Duplicates[0], k.Duplicates[1])
	case *kind.Minimum:
		return "must be at least " + number(k.Want)
	case *kind.Maximum:
		return "must be at most " + number(k.Want)
	case *kind.ExclusiveMinimum:
		return "must be more than " + number(k.Want)
	case *kind.ExclusiveMaximum:
		return "must be less than " + number(k.Want)
	case *kind.MultipleOf:
		return "must be a multiple of " + number(k.Want)
	case *kind.AnyOf:
		return "is none of the things that may be here"
	case *kind.OneOf:
		if len(k.Subschemas) > 0 {
			return "is more than one of the things that may be here"
		}
		return "is none of the things that may be here"
	case nil:
		return "is not what the schema says"
	}
	return k.LocalizedString(message.NewPrinter(language.English))
}

// notAMember says that an object has no such member, and which was perhaps meant.
func (s *schemas) notAMember(location, name string) string {
	names := s.propertyNames(location)
	if meant := closest(name, names); meant != "" {
		return notAMember + "; did you mean `" + meant + "`?"
	}
	switch {
	case len(names) == 0:
		return notAMember + ", which has none"
	case len(names) <= maxListed:
		return notAMember + ", which takes " + strings.Join(names, ", ")
	}
	return notAMember
}

// members says how many members an object must have. One of several that exclude each other is how the spec says
// "either or".
func (s *schemas) members(location, bound string, want int) string {
	schema := s.known[location]
	if schema != nil && schema.MinProperties != nil && schema.MaxProperties != nil && *schema.MinProperties == 1 && *schema.MaxProperties == 1 {
		if names := s.propertyNames(location); len(names) <= maxListed {
			return "must have exactly one member: " + strings.Join(names, " or ")
		}
		return "must have exactly one member"
	}
	return "must have " + bound + " " + count(want, "member")
}

func (s *schemas) propertyNames(location string) []string {
	schema := s.known[location]
	if schema == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(schema.Properties))
}

func typeNames(types []string) string {
	named := make([]string, len(types))
	for i, t := range types {
		switch t {
		case "null":
			named[i] = "null"
		case "array", "integer", "object":
			named[i] = "an " + t
		default:
			named[i] = "a " + t
		}
	}
	return strings.Join(named, " or ")
}

func formatName(format string) string {
	switch format {
	case "uuid":
		return "a UUID"
	case "date-time":
		return "a date and time as in RFC 3339, such as 2026-03-01T12:00:00Z"
	case "date":
		return "a date such as 2026-03-01"
	case "email":
		return "an email address"
	case "uri":
		return "a URL"
	case "ipv4":
		return "an IPv4 address"
	case "ipv6":
		return "an IPv6 address"
	}
	return "a valid " + format
}

func values(all []any) string {
	texts := make([]string, len(all))
	for i, v := range all {
		if text, ok := v.(string); ok && text != "" {
			texts[i] = text
			continue
		}
		text, _ := json.Marshal(v)
		texts[i] = string(text)
	}
	return strings.Join(texts, ", ")
}

func number(n *big.Rat) string {
	if n.IsInt() {
		return n.Num().String()
	}
	f, _ := n.Float64()
	return strconv.FormatFloat(f, 'g', -1, 64)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
