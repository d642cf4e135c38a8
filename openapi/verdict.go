package openapi

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// ErrUndecided is what [Verdict] returns when the time is over.
var ErrUndecided = errors.New("openapi: validation takes too long")

// Verdict is what kin-openapi, a strict reader, says of a document that fsys has under name: one sentence for each
// fault, none if it has nothing to say. It is advice: a document that doesn't pass may well be one that people use.
// It takes seconds for a large document, so it ends after the limit with [ErrUndecided].
func Verdict(fsys fs.FS, name string, limit time.Duration) ([]string, error) {
	type outcome struct {
		faults []string
		err    error
	}
	done := make(chan outcome, 1) // what comes too late is forgotten
	go func() {
		faults, err := verdict(fsys, name)
		done <- outcome{faults, err}
	}()
	select {
	case o := <-done:
		return o.faults, o.err
	case <-time.After(limit):
		return nil, ErrUndecided
	}
}

func verdict(fsys fs.FS, name string) ([]string, error) {
	doc, err := read(fsys, name)
	if err != nil {
		return []string{firstLine(err)}, nil
	}
	if err := doc.Validate(context.Background(), openapi3.EnableMultiError()); err != nil {
		return sentences(err), nil
	}
	return nil, nil
}

// sentences are the errors that a validation gathered, each with its first line: the others repeat the schema.
func sentences(err error) []string {
	var many openapi3.MultiError
	if !errors.As(err, &many) {
		return []string{firstLine(err)}
	}
	var all []string
	for _, e := range many {
		all = append(all, sentences(e)...)
	}
	return all
}

// firstLine is the first line of an error. Of one that reading gave, the part that says what the document has: before it are the file, which
// is known, and why it isn't JSON, which YAML never is.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	if i := strings.LastIndex(line, "while decoding JSON: json: "); i >= 0 {
		line = line[i+len("while decoding JSON: json: "):]
	}
	return strings.TrimSuffix(strings.TrimSpace(line), ":")
}
