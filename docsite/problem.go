package docsite

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wpengine/docsite/spelling"
)

// Problem is something an author has to mend.
type Problem struct {
	File    string
	Line    int    // 0 if it is the file as a whole
	Column  int    // 0 if it is the line as a whole
	Rule    string // what kind of problem it is, "link"
	Message string
	Advice  bool // it would be better otherwise, but nothing is wrong
}

// String is "file:line: message", which editors turn into a link.
func (p Problem) String() string {
	switch {
	case p.File == "":
		return p.Message
	case p.Line == 0:
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// Problems is everything that is wrong with the content and the spec.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Rule, b.Rule))
	})
	return slices.CompactFunc(ps, func(a, b Problem) bool { return a.File == b.File && a.Line == b.Line && a.Message == b.Message })
}

// keys are the names in a map, in order, so that messages are the same each time.
func keys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

// suggestions is how many messages may suggest something: to compare names takes long on a large site, and who has
// more problems than this reads the first of them.
const suggestions = 100

// didYouMean is the end of a message about a name nobody knows.
func (b *builder) didYouMean(name string, candidates []string) string {
	if b.suggested.Add(1) > suggestions {
		return ""
	}
	return spelling.DidYouMean(name, candidates)
}
