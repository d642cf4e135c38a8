package docsite

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"wpengine/docsite/markdown"
	"wpengine/docsite/verify"
	"wpengine/openapi/document"
)

// Review is [Site.Check] and what a careful reader finds besides, which a build does not look for: examples of the
// spec and samples of the guides that do not fit it, files that nothing links to, and titles that stand twice. Some of
// that is advice.
func (s *Site) Review() (Problems, error) {
	if _, err := s.Check(); err != nil {
		return nil, err
	}
	b := s.builder
	b.reviewExamples()
	b.reviewTitles()
	if err := b.reviewGuides(); err != nil {
		return nil, err
	}
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

// reviewGuides reads the guides again, and the drafts: a build keeps nothing of what only a review wants to know.
func (b *builder) reviewGuides() error {
	u := used{}
	for _, e := range b.editions {
		if e.content == nil {
			continue
		}
		blocks, err := b.rereadGuides(e, u)
		if err != nil {
			return err
		}
		b.reviewSamples(blocks)
	}
	u.ofSpec(b)
	u.ofSettings(b)
	u.ofIcons(b)
	return b.reviewUnused(u)
}

// rereadGuides notes which files the guides of an edition use, and returns the code in them.
func (b *builder) rereadGuides(e *edition, u used) ([]guideBlock, error) {
	names, err := b.contentNames(e)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex // over u
	reader := markdown.New(markdown.Options{KeepCode: true, File: func(name string) ([]byte, error) {
		content, err := fs.ReadFile(e.content, name)
		from := e
		if errors.Is(err, fs.ErrNotExist) && e.version.Content != nil { // a translation takes what it lacks from there
			content, err = fs.ReadFile(e.version.Content, name)
			from = b.editions[slices.IndexFunc(b.editions, func(other *edition) bool { return other.version == e.version })]
		}
		mu.Lock()
		u.file(from, name)
		mu.Unlock()
		return content, err
	}})
	blocks := make([][]guideBlock, len(names))
	err = parallel(len(names), func(i int) error {
		name := names[i]
		if !isGuide(name) {
			return nil
		}
		content, err := fs.ReadFile(e.content, name)
		if err != nil {
			return fmt.Errorf("docsite: read the guides: %w", err)
		}
		doc := reader.Parse(name, content)
		p := e.bySource[name]
		if p != nil {
			for _, block := range doc.Blocks {
				blocks[i] = append(blocks[i], guideBlock{p, block})
			}
		} else { // a draft, of which the files are needed one day
			p = &page{edition: e, path: e.prefix + guidePath(name, doc.Front.Slug), file: name}
		}
		mu.Lock()
		u.ofGuide(b, p, doc.Links)
		mu.Unlock()
		return nil
	})
	return slices.Concat(blocks...), err
}
