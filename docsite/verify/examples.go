package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"mime"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"wpengine/openapi/document"
)

// Finding is an example or a default that does not fit.
type Finding struct {
	document.Position        // of what is wrong in it
	Message           string // a sentence without its end
}

// Examples finds the examples and defaults of a description that do not fit their schemas, in the order of their
// places: those of parameters, headers and bodies, and those of all schemas.
func Examples(doc *document.Document) []Finding {
	c := &collector{seen: map[any]bool{}, given: map[given]bool{}}
	c.document(doc)
	found := make([][]Finding, len(c.all))
	var next, steps atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), maxWorkers) {
		wait.Go(func() {
			v := New()
			for i := int(next.Add(1)) - 1; i < len(c.all) && steps.Load() < maxTotal; i = int(next.Add(1)) - 1 {
				found[i] = v.example(doc, c.all[i])
				steps.Add(int64(v.steps))
			}
		})
	}
	wait.Wait()
	all := slices.Concat(found...)
	if steps.Load() >= maxTotal {
		all = append(all, Finding{doc.Position(doc.Root), "not all examples were checked: " + errTooMuch.Error()})
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(all)
}

// maxTotal is how many references all checks of a description follow; the largest of today take a few thousand.
const maxTotal = 300_000

// maxWorkers is how many check at a time: each makes the schemas it needs, and more would need more memory than they save
// time.
const maxWorkers = 8

// example says what is wrong with one of them.
func (v *Verifier) example(doc *document.Document, g given) []Finding {
	if hasReference(g.value) {
		return nil // it stands elsewhere, and is no value of the API
	}
	value := plain(g.value)
	reasons, err := v.Value(g.schema, value, g.mode)
	if g.form == fields {
		reasons = v.asFields(g, value, reasons)
	}
	if len(reasons) > 0 {
		for _, other := range readings(g.form, value) {
			if again, err := v.Value(g.schema, other, g.mode); err == nil && len(again) == 0 {
				return nil
			}
		}
	}
	if (g.form == serialized || g.form == fields) && g.value.Kind() == document.String {
		return nil
	}
	what := g.what
	if g.of != "" {
		what += " of " + g.of
	}
	switch {
	case err != nil:
		return []Finding{{doc.Position(g.value), fmt.Sprintf("the %s cannot be checked: %v", what, err)}}
	case len(reasons) == 0:
		return nil
	}
	at := doc.Position(nodeAt(g.value, reasons[0].Path))
	if at.Line == 0 {
		at = doc.Position(g.value)
	}
	message := fmt.Sprintf("the %s does not fit the schema: %s", what, reasons[0])
	if more := len(reasons) - 1; more > 0 {
		message += fmt.Sprintf("; and %d more", more)
	}
	return []Finding{{at, message}}
}

// asFields is what is wrong with a form however its members are read.
func (v *Verifier) asFields(g given, value any, reasons []Reason) (left []Reason) {
	members, ok := value.(map[string]any)
	if !ok {
		return reasons
	}
	for _, reason := range reasons {
		if len(reason.Path) == 0 || !v.readAs(g, members, reason.Path[0]) {
			left = append(left, reason)
		}
	}
	return left
}

// readAs reports whether a member of a form fits if it is read in another way.
func (v *Verifier) readAs(g given, members map[string]any, name string) bool {
	written := members[name]
	defer func() { members[name] = written }()
	for _, members[name] = range readings(urlText, written) {
		reasons, err := v.Value(g.schema, members, g.mode)
		if err == nil && !slices.ContainsFunc(reasons, func(r Reason) bool { return len(r.Path) > 0 && r.Path[0] == name }) {
			return true
		}
	}
	return false
}

// hasReference reports a value that holds a $ref.
func hasReference(n *document.Node) bool {
	if n.Get("$ref").Kind() == document.String {
		return true
	}
	for _, member := range n.Members() {
		if hasReference(member) {
			return true
		}
	}
	for item := range n.Items() {
		if hasReference(item) {
			return true
		}
	}
	return false
}

// form is how a value may be written besides as it is.
type form uint8

const (
	exact      form = iota
	jsonText        // a string may hold the JSON
	serialized      // a string is the body as it is sent, which nobody can tell from here
	urlText         // of a parameter: everything is a text when it is sent
	fields          // of a form: each member is
)

// given is an example or a default.
type given struct {
	schema *document.Schema
	value  *document.Node
	mode   Mode
	form   form
	what   string // "example", "default"
	of     string // `parameter "limit"`
}

// readings are what else a value may mean.
func readings(f form, value any) []any {
	text, isText := value.(string)
	switch {
	case f == jsonText && isText:
		if read, ok := ReadJSON(text); ok {
			return []any{read}
		}
	case f == urlText && isText:
		all := []any{}
		if read, ok := ReadJSON(text); ok {
			all = append(all, read)
		}
		var items, read []any
		for part := range strings.SplitSeq(text, ",") {
			items = append(items, part)
			if value, ok := ReadJSON(part); ok {
				read = append(read, value)
			}
		}
		return append(all, items, read)
	case f == urlText:
		return []any{texts(value)}
	}
	return nil
}

// texts are a value's numbers and the like as they stand in a URL.
func texts(value any) any {
	switch v := value.(type) {
	case json.Number:
		return string(v)
	case bool:
		return fmt.Sprint(v)
	case []any:
		all := make([]any, len(v))
		for i, item := range v {
			all[i] = texts(item)
		}
		return all
	}
	return value
}

// ReadJSON is a text's value as [Verifier.Value] takes it.
func ReadJSON(text string) (value any, ok bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || decoder.More() {
		return nil, false
	}
	return bounded(value), true
}

// bounded makes numbers ones that can be calculated with.
func bounded(value any) any {
	switch v := value.(type) {
	case json.Number:
		return number(string(v))
	case []any:
		for i, item := range v {
			v[i] = bounded(item)
		}
	case map[string]any:
		for name, member := range v {
			v[name] = bounded(member)
		}
	}
	return value
}

// isJSON reports a media type of which a value is written as in the description.
func isJSON(mediaType string) bool {
	name, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		name = mediaType
	}
	return name == "application/json" || name == "text/json" || name == "*/*" || name == "application/*" || name == "" || strings.HasSuffix(name, "+json")
}
