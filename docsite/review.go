package docsite

import (
	"fmt"

	"wpengine/docsite/verify"
	"wpengine/openapi/document"
)

// Review is [Site.Check] and what a careful reader finds besides, which a build does not look for: examples of the
// spec that do not fit it. Some of that is advice.
func (s *Site) Review() (Problems, error) {
	if _, err := s.Check(); err != nil {
		return nil, err
	}
	b := s.builder
	b.reviewExamples()
	return b.found(), nil
}

// shownExamples is how many examples of a spec are told that do not fit: one wrong schema can make hundreds of them.
const shownExamples = 100

// reviewExamples tells which examples of the specs do not fit their schemas.
func (b *builder) reviewExamples() {
	done := map[*document.Document]bool{}
	for _, e := range b.editions {
		if e.spec == nil || done[e.spec] {
			continue
		}
		done[e.spec] = true
		found := verify.Examples(e.spec)
		for _, f := range found[:min(len(found), shownExamples)] {
			b.problem(Problem{File: b.specFile(e, f.File), Line: f.Line, Column: f.Column, Rule: "example", Message: f.Message})
		}
		if more := len(found) - shownExamples; more > 0 {
			b.problem(Problem{File: b.specFile(e, e.spec.Files[0]), Rule: "example", Message: fmt.Sprintf("%d more examples do not fit the schema", more)})
		}
	}
}
