package schema_test

import (
	"flag"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"wpengine/docsite/schema"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

var everyPlace = flag.Bool("all", false, "judge every example of the corpus, not a part of those of large descriptions")

// hopeless are the descriptions with schemas that allow no value at all, or none that can be told from another variant's,
// and in how many places those are.
var hopeless = map[string]int{
	"2ch-cyrillic.yml":                               1,  // one of two objects whose members are all optional
	"figma-3.1.yaml":                                 4,  // the same
	"github-rest-3.0.json.gz":                        1,  // the same
	"oas-3.0-complex-nesting.json":                   8,  // the same
	"oas-3.0-discriminators.json":                    2,  // the same
	"together-3.1.yaml":                              5,  // the same
	"guru-oxforddictionaries-2.0.yaml":               3,  // a boolean that is "true" or "false"
	"iceberg-rest-3.1.yaml":                          2,  // a member that another part of allOf forbids
	"oas-3.1-schema-types.json":                      3,  // a text that is a number
	"scalar-galaxy-3.1.yaml":                         2,  // valid, but the other implementation is given no $dynamicRef
	"opensearch-cluster-3.1/namespaces/cluster.yaml": 12, // a text that is an object, through additionalProperties
}

// TestExamplesAreValid makes an example for every place of the corpus that shows one, and has another implementation of
// JSON Schema judge it. That one and ours have to agree on it, and on what becomes of it when a member is replaced.
func TestExamplesAreValid(t *testing.T) {
	var total, valid atomic.Int64
	t.Run("corpus", func(t *testing.T) {
		for _, d := range corpus.Descriptions(t) {
			t.Run(d.Name, func(t *testing.T) {
				t.Parallel()
				doc := load(d)
				if doc == nil {
					t.Skip("not a description of an API")
				}
				made, wrong := 0, 0
				for _, mode := range []schema.Mode{schema.Request, schema.Response} {
					n, bad := judgePlaces(t, chosenPlaces(doc, mode), mode)
					made, wrong = made+n, wrong+len(bad)
					if len(bad) > hopeless[d.Name] {
						t.Errorf("%d examples are not valid:\n%s", len(bad), strings.Join(bad[:min(len(bad), 5)], "\n"))
					}
				}
				total.Add(int64(made))
				valid.Add(int64(made - wrong))
			})
		}
	})
	t.Logf("%d of %d examples that were made are valid", valid.Load(), total.Load())
}

// chosenPlaces are the places of one mode, each schema once; of many a part.
func chosenPlaces(doc *document.Document, mode schema.Mode) []place {
	const many = 20
	seen := map[*document.Schema]bool{}
	var all []place
	for _, p := range places(doc) {
		if p.answer == (mode == schema.Response) && !seen[p.schema] {
			seen[p.schema] = true
			all = append(all, p)
		}
	}
	if len(all) <= many || *everyPlace {
		return all
	}
	var some []place
	for i := 0; i < len(all); i += len(all)/many + 1 {
		some = append(some, all[i])
	}
	return some
}

// judgePlaces returns how many examples were made, and what is said of those that are not valid.
func judgePlaces(t *testing.T, all []place, mode schema.Mode) (made int, bad []string) {
	t.Helper()
	var roots []*document.Schema
	for _, p := range all {
		roots = append(roots, p.schema)
	}
	j := newJudge(t, mode, roots)
	for _, p := range all {
		value := schema.Example(p.schema, mode)
		err, judged := j.validate(p.schema, value)
		if !judged {
			t.Errorf("%s: the other implementation can't read the schema: %v", p.name, err)
			continue
		}
		if ours := schema.Fits(p.schema, value, mode); ours != (err == nil) {
			t.Errorf("%s: ours: %v; theirs: %v\n%s", p.name, ours, err, value.AppendJSON(nil, ""))
		}
		for _, changed := range changes(value) {
			theirs, _ := j.validate(p.schema, changed)
			if ours := schema.Fits(p.schema, changed, mode); ours != (theirs == nil) {
				t.Errorf("%s: ours: %v; theirs: %v\n%s", p.name, ours, theirs, changed.AppendJSON(nil, ""))
			}
		}
		if slices.ContainsFunc(schema.Of(p.schema).Examples, value.Equal) {
			continue // the author's own
		}
		if made++; err != nil {
			bad = append(bad, p.name+": "+err.Error())
		}
	}
	return made, bad
}

// changes are values like this one, but for one member.
func changes(value *document.Node) []*document.Node {
	if value.Kind() != document.Object || value.Len() == 0 {
		return nil
	}
	change := func(at int, to *document.Node) *document.Node {
		var members []document.Member
		i := 0
		for name, member := range value.Members() {
			if i == at {
				member = to
			}
			if member != nil {
				members = append(members, document.Member{Key: name, Value: member})
			}
			i++
		}
		return document.NewObject(members...)
	}
	last := value.Len() - 1
	return []*document.Node{
		change(0, nil), change(last, nil), change(0, document.NewNumber("-1.5")), change(last, document.NewString("~ no such thing")), change(0, document.NewNull()),
		change(last, document.NewArray(document.NewBool(false), document.NewBool(false))),
	}
}
