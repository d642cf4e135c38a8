package schema_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wpengine/openapi/document"
)

// corpus is the folder of other people's descriptions, beside the project.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("WPENGINE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	if _, err := os.Stat(filepath.Join(dir, "INDEX.tsv")); err != nil {
		t.Skipf("skipped: there is no corpus of descriptions at %s (WPENGINE_CORPUS names another place)", dir)
	}
	return dir
}

// corpusFiles are the descriptions of the corpus.
func corpusFiles(t testing.TB, dir string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows[1:] {
		all = append(all, row[0])
	}
	return all
}

// load reads a description of the corpus; nil for one that is none.
func load(t testing.TB, dir, file string) *document.Document {
	t.Helper()
	folder, name := filepath.Split(file)
	if first, rest, nested := strings.Cut(strings.TrimPrefix(file, "specs/"), "/"); nested {
		folder, name = filepath.Join("specs", first), rest
	}
	doc, err := document.Load(os.DirFS(filepath.Join(dir, folder)), name)
	if err != nil {
		return nil
	}
	return doc
}

// place is a schema that examples are made of, and where it stands.
type place struct {
	name   string
	schema *document.Schema
	answer bool
}

// places are all schemas of a description that stand for a whole value.
func places(doc *document.Document) []place {
	var all []place
	add := func(name string, s *document.Schema, answer bool) {
		if s != nil {
			all = append(all, place{name, s, answer})
		}
	}
	for _, s := range doc.Schemas {
		add("request "+s.Name, s, false)
		add("response "+s.Name, s, true)
	}
	for _, list := range [][]*document.Operation{doc.Operations, doc.Webhooks} {
		for _, op := range list {
			at := op.Method + " " + op.Path + op.Webhook
			for _, p := range op.Parameters {
				add(at+" "+p.In+" "+p.Name, p.Schema, false)
			}
			if op.Body != nil {
				for _, c := range op.Body.Contents {
					add(at+" "+c.MediaType, c.Schema, false)
					add(at+" items of "+c.MediaType, c.ItemSchema, false)
				}
			}
			for _, response := range op.Responses {
				for _, c := range response.Contents {
					add(at+" "+response.Status+" "+c.MediaType, c.Schema, true)
					add(at+" items of "+response.Status+" "+c.MediaType, c.ItemSchema, true)
				}
				for _, h := range response.Headers {
					add(at+" "+response.Status+" header "+h.Name, h.Schema, true)
				}
			}
		}
	}
	return all
}
