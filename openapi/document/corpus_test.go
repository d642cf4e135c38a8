package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/golden"
)

// moreSchemas are those of other files; the index counts the components of the root document.
var moreSchemas = map[string]int{
	"camara-geofencing/API_definitions/geofencing-subscriptions.yaml": 24,
	"digitalocean/DigitalOcean-public.v2.yaml":                        895,
	"opensearch-cluster-3.1/namespaces/cluster.yaml":                  608,
	"redocly-starter/openapi.yaml":                                    15,
}

// more are the operations that the index doesn't count: those of a method of the author's own.
var more = map[string]int{"oas-3.2-features.yaml": 1}

// TestCorpusIsReadAndWrittenWhole counts what is in every document, keeps the warnings about it, and reads it again as it
// is written.
func TestCorpusIsReadAndWrittenWhole(t *testing.T) {
	for _, want := range corpus.Descriptions(t) {
		t.Run(want.Name, func(t *testing.T) {
			t.Parallel()
			doc, err := Load(want.Open())
			if !want.Valid {
				if err == nil {
					t.Error("it is no description, and was read as one")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := len(doc.Operations); got != want.Operations+more[want.Name] {
				t.Errorf("%d operations, want %d", got, want.Operations+more[want.Name])
			}
			if got := len(doc.Webhooks); got != want.Webhooks {
				t.Errorf("%d webhooks, want %d", got, want.Webhooks)
			}
			if got := len(doc.Schemas); got != want.Schemas+moreSchemas[want.Name] {
				t.Errorf("%d schemas, want %d", got, want.Schemas+moreSchemas[want.Name])
			}
			compareWarnings(t, want.Name, doc)
			checkWritten(t, doc)
		})
	}
}

func compareWarnings(t *testing.T, file string, doc *Document) {
	t.Helper()
	var said strings.Builder
	for _, w := range doc.Warnings {
		fmt.Fprintf(&said, "%s:%d:%d: %s (%s)\n", w.File, w.Line, w.Column, w.Message, w.Pointer)
	}
	golden.File(t, "testdata/warnings/"+strings.ReplaceAll(file, "/", "_")+".txt", said.String())
}

// checkWritten reads what is written of a document: the same is in it, in one file.
func checkWritten(t *testing.T, doc *Document) {
	t.Helper()
	for _, text := range [][]byte{doc.JSON(), doc.YAML()} {
		again, err := Load(fstest.MapFS{"api.yaml": {Data: text}}, "api.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Files) == 1 {
			if !again.Root.Equal(doc.Root) {
				t.Error("what is written says something else")
			}
			continue
		}
		if diff := cmp.Diff(outline(doc), outline(again)); diff != "" {
			t.Errorf("what is in it (-read +written):\n%s", diff)
		}
		if got, want := danglingIn(again), danglingIn(doc); got != want {
			t.Errorf("%d references of what is written lead nowhere, want %d", got, want)
		}
	}
}

// outline is what operations a document has and what they consist of.
func outline(doc *Document) (all []string) {
	for _, op := range slices.Concat(doc.Operations, doc.Webhooks) {
		line := op.Method + " " + op.Path + " " + op.ID
		for _, p := range op.Parameters {
			line += fmt.Sprintf(" %s:%s:%t", p.In, p.Name, p.Schema != nil)
		}
		if op.Body != nil {
			line += contentsOutline(op.Body.Contents)
		}
		for _, r := range op.Responses {
			line += fmt.Sprintf(" %s:%d:%d%s", r.Status, len(r.Headers), len(r.Links), contentsOutline(r.Contents))
		}
		all = append(all, line)
	}
	return all
}

func contentsOutline(contents []*Content) (line string) {
	for _, c := range contents {
		line += " " + c.MediaType
		if s := c.Schema; s != nil {
			if s.Ref != nil {
				s = s.Ref
			}
			line += fmt.Sprintf("{%d %d %d %d}", len(s.Properties), len(s.AllOf), len(s.OneOf), len(c.Examples))
		}
	}
	return line
}

func danglingIn(doc *Document) (n int) {
	for _, w := range doc.Warnings {
		if strings.Contains(w.Message, "reference") {
			n++
		}
	}
	return n
}
