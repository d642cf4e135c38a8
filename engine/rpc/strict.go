package rpc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"wpengine/engine/api"
)

const (
	maxDepth   = 64      // of objects and arrays within each other
	maxValues  = 100_000 // in one body, so that a megabyte of commas cannot cost a hundred of memory
	maxInteger = 1<<53 - 1
)

// reader reads JSON more strictly than encoding/json: a member that is there twice, text that is not UTF-8 and
// anything after the value are errors, because two programs that read such a body differently are a security hole.
// The tokens are jsontext's, which Go has as encoding/json/jsontext behind an experiment; it checks names and text
// itself and says where a mistake is.
type reader struct {
	dec     *jsontext.Decoder
	body    []byte
	values  int
	rewrite []splice
}

// splice is a number that is an integer but isn't written like one, 1.0 or 1e3. The schema takes it as an integer
// and encoding/json doesn't, so it is written anew.
type splice struct {
	start, end int
	text       string
}

var errTooMany = errors.New("too many values")

// readers hands out readers, whose decoders are worth keeping.
type readers struct{ pool sync.Pool }

// object reads the JSON object that body is. It returns the object as the schema's validation wants it, and the
// body as bind wants it, which is nearly always the same body.
func (p *readers) object(body []byte) (map[string]any, []byte, error) {
	if err := looksLikeObject(body); err != nil {
		return nil, nil, err
	}
	r, _ := p.pool.Get().(*reader)
	if r == nil {
		r = &reader{dec: new(jsontext.Decoder)}
	}
	defer func() {
		r.body = nil
		p.pool.Put(r)
	}()
	r.body, r.values, r.rewrite = body, 0, r.rewrite[:0]
	r.dec.Reset(bytes.NewBuffer(body))
	value, err := r.value()
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, nil, r.explain(err)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, nil, notAnObject()
	}
	return object, r.rewritten(), nil
}

// looksLikeObject answers for the bodies that are wrong at first sight in better words than a parser can.
func looksLikeObject(body []byte) error {
	trimmed := bytes.TrimLeft(body, " \t\r\n")
	switch {
	case len(trimmed) == 0:
		return api.Errorf(api.CodeInvalidRequest, "The request body is empty. Send a JSON object; {} when there is nothing to say.")
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return api.Errorf(api.CodeInvalidRequest, "The request body begins with a byte order mark. Send plain UTF-8 without one.")
	case trimmed[0] == '[' || trimmed[0] == '"':
		return notAnObject()
	}
	return nil
}

func notAnObject() error {
	return api.Errorf(api.CodeInvalidRequest, "The request body is not a JSON object. Send an object, {…}.")
}

func (r *reader) value() (any, error) {
	token, err := r.dec.ReadToken()
	if err != nil {
		return nil, err
	}
	if r.values++; r.values > maxValues {
		return nil, errTooMany
	}
	switch token.Kind() {
	case '{':
		return r.members()
	case '[':
		return r.items()
	case '"':
		return token.String(), nil
	case '0':
		return r.number(token.String())
	case 't', 'f':
		return token.Bool(), nil
	default:
		return nil, nil
	}
}

func (r *reader) members() (any, error) {
	if r.dec.StackDepth() > maxDepth {
		return nil, r.tooDeep()
	}
	object := map[string]any{}
	for r.dec.PeekKind() != '}' {
		name, err := r.dec.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String() // before the token's bytes are gone
		if object[key], err = r.value(); err != nil {
			return nil, err
		}
	}
	_, err := r.dec.ReadToken()
	return object, err
}

func (r *reader) items() (any, error) {
	if r.dec.StackDepth() > maxDepth {
		return nil, r.tooDeep()
	}
	array := []any{}
	for r.dec.PeekKind() != ']' {
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		array = append(array, item)
	}
	_, err := r.dec.ReadToken()
	return array, err
}

func (r *reader) tooDeep() error {
	return api.Errorf(api.CodeInvalidRequest, "The request body has more than %d objects and arrays within each other.", maxDepth)
}

// number turns a literal into an int64 or a float64. Never into a json.Number: the validation makes exact fractions
// of those, and of 1e999999999 one that doesn't fit into memory.
func (r *reader) number(literal string) (any, error) {
	if n, err := strconv.ParseInt(literal, 10, 64); err == nil && n >= -maxInteger && n <= maxInteger {
		return n, nil
	}
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || f == math.Trunc(f) && math.Abs(f) > maxInteger {
		pointer := string(r.dec.StackPointer())
		return nil, invalid(pointer, "is out of range: numbers reach from %d to %d", -maxInteger, maxInteger)
	}
	if f == math.Trunc(f) {
		n := int64(f)
		r.replace(literal, strconv.FormatInt(n, 10))
		return n, nil
	}
	return f, nil
}

func (r *reader) replace(literal, text string) {
	end := int(r.dec.InputOffset())
	r.rewrite = append(r.rewrite, splice{start: end - len(literal), end: end, text: text})
}

func (r *reader) rewritten() []byte {
	if len(r.rewrite) == 0 {
		return r.body
	}
	out := make([]byte, 0, len(r.body))
	from := 0
	for _, s := range r.rewrite {
		out = append(append(out, r.body[from:s.start]...), s.text...)
		from = s.end
	}
	return append(out, r.body[from:]...)
}

// end insists that nothing follows the value.
func (r *reader) end() error {
	rest := r.body[r.dec.InputOffset():]
	blank := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n"))
	if blank == len(rest) {
		return nil
	}
	return api.Errorf(api.CodeInvalidRequest, "The request body goes on after the JSON object: %s.", r.place(len(r.body)-len(rest)+blank))
}

// explain says what is wrong with the JSON, and where.
func (r *reader) explain(err error) error {
	if shown := new(api.Error); errors.As(err, &shown) {
		return shown
	}
	if errors.Is(err, errTooMany) {
		return api.Errorf(api.CodeInvalidRequest, "The request body has more than %d values.", maxValues)
	}
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return api.Errorf(api.CodeInvalidRequest, "The request body is not valid JSON.").Because(err)
	}
	at, pointer := int(syntax.ByteOffset), string(syntax.JSONPointer)
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		e := invalid(clip(pointer), "is there more than once")
		e.Detail = fmt.Sprintf("The request body has the member %s twice, the second time at %s.", clip(pointer), r.place(at))
		return e
	case errors.Is(err, io.ErrUnexpectedEOF):
		return api.Errorf(api.CodeInvalidRequest, "The request body is not valid JSON: it ends too early, at %s.", r.place(len(r.body)))
	case strings.HasPrefix(syntax.Err.Error(), "invalid UTF-8"):
		return api.Errorf(api.CodeInvalidRequest, "The request body is not valid UTF-8 at %s.", r.place(at))
	case r.trailingComma(at):
		return api.Errorf(api.CodeInvalidRequest, "The request body is not valid JSON at %s: a comma before the end of an object or array.", r.place(at))
	}
	return api.Errorf(api.CodeInvalidRequest, "The request body is not valid JSON at %s: %s.", r.place(at), clip(syntax.Err.Error()))
}

func (r *reader) trailingComma(at int) bool {
	if at >= len(r.body) || r.body[at] != ',' {
		return false
	}
	rest := bytes.TrimLeft(r.body[at+1:], " \t\r\n")
	return len(rest) > 0 && (rest[0] == '}' || rest[0] == ']')
}

// place says in which line and column the byte at the offset is, as an editor counts them.
func (r *reader) place(offset int) string {
	before := r.body[:min(max(offset, 0), len(r.body))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("line %d, column %d", line, column)
}

// invalid is an error about one place in the body.
func invalid(pointer, format string, args ...any) *api.Error {
	return api.Invalid(pointer, fmt.Sprintf(format, args...))
}

// clip shortens what a caller sent for being said back to them.
func clip(s string) string {
	const limit = 100
	if len(s) <= limit {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ToValidUTF8(s[:limit], "") + "…"
}
