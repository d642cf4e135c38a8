package document

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expected warnings anew")

// corpus is the folder of other people's documents, beside the project.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("WPENGINE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	if _, err := os.Stat(filepath.Join(dir, "INDEX.tsv")); err != nil {
		t.Skipf("there is no corpus of documents at %s (WPENGINE_CORPUS names another place)", dir)
	}
	return dir
}

// indexed is a document of the corpus and what its index says is in it.
type indexed struct {
	file                     string
	ops, webhookOps, schemas int
	counted                  bool
}

func corpusIndex(t testing.TB, dir string) (all []indexed) {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	columns := map[string]int{}
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(columns) == 0 {
			for i, name := range fields {
				columns[name] = i
			}
			continue
		}
		number := func(name string) int {
			n, _ := strconv.Atoi(fields[columns[name]])
			return n
		}
		all = append(all, indexed{
			file: fields[columns["file"]], ops: number("ops"), webhookOps: number("webhook_ops"), schemas: number("schemas"),
			counted: fields[columns["ops"]] != "",
		})
	}
	return all
}

// corpusDoc loads a document of the corpus. Those of several files lie in a folder each, which their references may
// not leave.
func corpusDoc(t testing.TB, dir, file string) (*Document, error) {
	t.Helper()
	folder, name := filepath.Split(file)
	if first, rest, nested := strings.Cut(strings.TrimPrefix(file, "specs/"), "/"); nested {
		folder, name = filepath.Join("specs", first), rest
	}
	return Load(os.DirFS(filepath.Join(dir, folder)), name)
}

// moreSchemas are those of other files; the index counts the components of the root document.
var moreSchemas = map[string]int{
	"specs/camara-geofencing/API_definitions/geofencing-subscriptions.yaml": 24,
	"specs/digitalocean/DigitalOcean-public.v2.yaml":                        895,
	"specs/opensearch-cluster-3.1/namespaces/cluster.yaml":                  608,
	"specs/redocly-starter/openapi.yaml":                                    15,
}

// more are the operations that the index doesn't count: those of a method of the author's own.
var more = map[string]int{"specs/oas-3.2-features.yaml": 1}

// TestCorpusIsReadAndWrittenWhole counts what is in every document, keeps the warnings about it, and reads it again as it
// is written.
func TestCorpusIsReadAndWrittenWhole(t *testing.T) {
	dir := corpus(t)
	for _, want := range corpusIndex(t, dir) {
		t.Run(strings.TrimPrefix(want.file, "specs/"), func(t *testing.T) {
			t.Parallel()
			doc, err := corpusDoc(t, dir, want.file)
			if !want.counted {
				if err == nil {
					t.Error("it is no description, and was read as one")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := len(doc.Operations); got != want.ops+more[want.file] {
				t.Errorf("%d operations, want %d", got, want.ops+more[want.file])
			}
			if got := len(doc.Webhooks); got != want.webhookOps {
				t.Errorf("%d webhooks, want %d", got, want.webhookOps)
			}
			if got := len(doc.Schemas); got != want.schemas+moreSchemas[want.file] {
				t.Errorf("%d schemas, want %d", got, want.schemas+moreSchemas[want.file])
			}
			compareWarnings(t, want.file, doc)
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
	golden := filepath.Join("testdata", "warnings", strings.ReplaceAll(strings.TrimPrefix(file, "specs/"), "/", "_")+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(said.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	expected, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; run with -update", err)
	}
	if diff := cmp.Diff(string(expected), said.String()); diff != "" {
		t.Errorf("warnings (-want +got), or run with -update:\n%s", diff)
	}
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
