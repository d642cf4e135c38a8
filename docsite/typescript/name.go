package typescript

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"wpengine/openapi/document"
)

// namesOf gives each named schema the name of a type: its own if that can be one, and no two the same.
func namesOf(doc *document.Document, o Options) map[*document.Schema]string {
	names, taken := make(map[*document.Schema]string, len(doc.Schemas)), map[string]bool{"Operations": true}
	for _, exact := range []bool{true, false} { // who has a name that can stay keeps it
		for _, s := range doc.Schemas {
			name := identifier(s.Name)
			if exact != (name == s.Name) || s.Internal && !o.Internal {
				continue
			}
			base := name
			for n := 2; taken[name]; n++ {
				name = base + strconv.Itoa(n)
			}
			taken[name] = true
			names[s] = name
		}
	}
	return names
}

// reserved are the words that can't name a type, and the types there are.
var reserved = strings.Fields(`any unknown never void null undefined string number boolean symbol object bigint true false
	break case catch class const continue debugger default delete do else enum export extends finally for function if
	import in instanceof new return super switch this throw try typeof var while with
	implements interface let package private protected public static yield await async of type declare namespace module
	Record Blob AsyncIterable Array Promise String Number Boolean Object Symbol`)

// identifier is a name that a type may have: "pets.Pet" is petsPet.
func identifier(name string) string {
	var b strings.Builder
	up := false
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || r == '_' || r == '$' || b.Len() > 0 && unicode.IsDigit(r):
			if up && b.Len() > 0 {
				r = unicode.ToUpper(r)
			}
			up = false
			b.WriteRune(r)
		case unicode.IsDigit(r):
			b.WriteString("_" + string(r))
		default:
			up = true
		}
	}
	out := b.String()
	if out == "" || slices.Contains(reserved, out) {
		out += "_"
	}
	return out
}

// propertyName is a name as it stands before a colon.
func propertyName(name string) string {
	for i, r := range name {
		if r != '_' && r != '$' && (r > unicode.MaxASCII || !unicode.IsLetter(r)) && (i == 0 || !unicode.IsDigit(r)) {
			return quoted(name)
		}
	}
	if name == "" {
		return `""`
	}
	return name
}

// quoted is a text as a literal.
func quoted(text string) string { return string(document.NewString(text).AppendJSON(nil, "")) }
