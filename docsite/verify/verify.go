// Package verify says whether values fit the schemas of a description: the examples and defaults that it gives
// itself (examples.go), and what others write for it ([Verifier.Value]).
//
// Schemas become those of JSON Schema (convert.go) when a value first asks for them, so that a description of
// thousands costs what its examples need. OpenAPI says things that JSON Schema does not: a member that is only read
// need not be in a request, and null may be a value beside the others. What is wrong is said in words
// (explain.go). Formats are not looked at: they are hints.
package verify

import (
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wpengine/openapi/document"
)

// Mode is where a value stands. In a request nobody has to give what only the server sets, nor in an answer what only
// the caller sends; where a value may be both, neither.
type Mode uint8

// The modes.
const (
	Either Mode = iota
	Request
	Response
)

// Reason is why a value does not fit.
type Reason struct {
	Path []string // to the value that is wrong, from the whole
	Text string   // "is 20.04, and has to be a string"
}

// String is the reason as a sentence without its end.
func (r Reason) String() string {
	var where strings.Builder
	for i, name := range r.Path {
		switch _, err := strconv.Atoi(name); {
		case err == nil:
			where.WriteString("[" + name + "]")
		case i > 0:
			where.WriteString("." + name)
		default:
			where.WriteString(name)
		}
	}
	if where.Len() == 0 {
		return "it " + r.Text
	}
	return clipped(where.String(), maxShown) + " " + r.Text
}

// errTooMuch ends a check that takes too long: alternatives of alternatives can take longer than anybody waits.
var errTooMuch = errors.New("its schema has too many alternatives in each other to try them all")

// Verifier checks values. It is for one goroutine.
type Verifier struct {
	compiler
}

// New makes a Verifier.
func New() *Verifier {
	v := &Verifier{}
	v.init()
	return v
}

// Value says why a value does not fit a schema: nothing if it does. The value is as package json decodes it, with
// numbers as json.Number. The error is that nobody can tell.
func (v *Verifier) Value(s *document.Schema, value any, mode Mode) (reasons []Reason, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			if problem != errTooMuch { //nolint:errorlint // a panic's value, not a wrapped error
				panic(problem)
			}
			reasons, err = nil, errTooMuch
		}
	}()
	v.steps = 0
	failed := v.schema(s, mode).Validate(value)
	if failed == nil {
		return nil, nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(failed, &invalid) {
		return nil, failed
	}
	return explainer{value}.explain(invalid), nil
}

// plain is a value as package jsonschema takes it.
func plain(n *document.Node) any {
	switch n.Kind() {
	case document.Bool:
		return n.Text() == "true"
	case document.Number:
		return number(n.Text())
	case document.String:
		return n.Text()
	case document.Array:
		items := make([]any, 0, n.Len())
		for item := range n.Items() {
			items = append(items, plain(item))
		}
		return items
	case document.Object:
		members := make(map[string]any, n.Len())
		for name, value := range n.Members() {
			members[name] = plain(value)
		}
		return members
	case document.Null:
	}
	return nil
}

// maxExponent is the largest exponent that is calculated with: all digits of a number are written out for that.
const maxExponent = 400

// number is a number that can be calculated with: one beyond all floating point numbers is the largest of them.
func number(text string) json.Number {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return json.Number(text)
	}
	exponent, err := strconv.Atoi(strings.TrimPrefix(text[at+1:], "+"))
	switch {
	case err == nil && exponent >= -maxExponent && exponent <= maxExponent:
		return json.Number(text)
	case err == nil && exponent < 0, strings.HasPrefix(text[at+1:], "-"):
		return "0"
	case strings.HasPrefix(text, "-"):
		return "-1e308"
	}
	return "1e308"
}

// ratio is a number of a schema; nil for none.
func ratio(text string) *big.Rat {
	if text == "" {
		return nil
	}
	r, ok := new(big.Rat).SetString(string(number(text)))
	if !ok {
		return nil
	}
	return r
}

// nodeAt is the value at a path, or the last one before it on the way there.
func nodeAt(n *document.Node, path []string) *document.Node {
	for _, name := range path {
		next := n.Get(name)
		if i, err := strconv.Atoi(name); err == nil && n.Kind() == document.Array {
			items := slices.Collect(n.Items())
			if i >= 0 && i < len(items) {
				next = items[i]
			}
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}
