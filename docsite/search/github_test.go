package search

import (
	"os"
	"strings"
	"testing"

	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// github is the largest description of the corpus.
func github(t testing.TB) *document.Document {
	t.Helper()
	doc, err := document.Load(corpus.Named(t, "github-rest-3.0.json.gz").Open())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// entriesOf are those of a description, a list for each page.
func entriesOf(doc *document.Document) (lists [][]Entry) {
	for _, op := range doc.Operations {
		lists = append(lists, OfOperation(op, "reference/"+op.Group.Slug+"/"+op.Slug+"/"))
	}
	for _, op := range doc.Webhooks {
		lists = append(lists, OfOperation(op, "reference/webhooks/"+op.Slug+"/"))
	}
	for _, s := range doc.Schemas {
		lists = append(lists, OfSchema(s, "reference/schemas/"+s.Slug+"/"))
	}
	return lists
}

// firstResult is how much a reader downloads before the first result, compressed: the search's own files and of the index
// what it takes.
const firstResult = 150 << 10

// TestFirstResultsOfGitHubComeSoon looks for things in the largest description there is. It wants the best result, by its
// address, and not to have downloaded much.
func TestFirstResultsOfGitHubComeSoon(t *testing.T) {
	t.Parallel()
	index := Build(entriesOf(github(t)), Options{})
	own := 0
	for _, name := range []string{"search.gen.js", "search.gen.css"} {
		content, err := os.ReadFile("../../assets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		own += compressed(t, content)
	}
	most := 0
	for query, want := range map[string]string{
		"list pull requests files":              "reference/pulls/pulls-list-files/",
		"pulls/list-files":                      "reference/pulls/pulls-list-files/",
		"/repos/{owner}/{repo}/pulls":           "reference/pulls/pulls-",
		"post /repos/{owner}/{repo}/issues":     "reference/issues/issues-create/",
		"create an issue":                       "reference/issues/issues-create/",
		"issue":                                 "reference/schemas/issue/",
		"simple user":                           "reference/schemas/simple-user/",
		"nullable-simple-user":                  "reference/schemas/nullable-simple-user/",
		"octocat":                               "reference/meta/meta-get-octocat/",
		"repository":                            "reference/schemas/repository/",
		"r":                                     "",
		"re":                                    "",
		"rep":                                   "",
		"node_id":                               "#",
		"delete a repository":                   "reference/repos/repos-delete/",
		"rate limit":                            "reference/schemas/rate-limit/",
		"workflow run artifacts":                "reference/actions/",
		"get the authenticated user":            "reference/users/users-get-authenticated/",
		"code scanning alert for a repository ": "reference/code-scanning/",
	} {
		r := newReader(t, index)
		hits := r.find(query)
		if len(hits) == 0 {
			t.Errorf("%q finds nothing", query)
			continue
		}
		r.show(query)
		if best := r.row(hits[0].entry); !strings.Contains(best[1], want) {
			t.Errorf("%q finds %v first, want %s", query, best, want)
		}
		size := own + r.compressed()
		most = max(most, size)
		if size > firstResult {
			t.Errorf("%q takes %d bytes", query, size)
		}
		// A typing error reads the list of words as well.
		r.part("s0", new(string))
		if with := own + r.compressed(); with > firstResult {
			t.Errorf("%q with a typing error takes %d bytes", query, with)
		}
	}
	t.Logf("at most %d bytes, %d of them the search's own, before the first results", most, own)
}

// TestFieldsOfGitHubAreFound counts what is there to be found.
func TestFieldsOfGitHubAreFound(t *testing.T) {
	t.Parallel()
	doc := github(t)
	r := newReader(t, Build(entriesOf(doc), Options{}))
	for kind, want := range map[Kind]int{Operation: len(doc.Operations), Webhook: len(doc.Webhooks), Schema: len(doc.Schemas)} {
		if got := r.head.Kinds[kind]; got != want {
			t.Errorf("%d of kind %d, want %d", got, kind, want)
		}
	}
	if got := r.head.Kinds[Field]; got < 30000 {
		t.Errorf("%d fields", got)
	}
	fields := r.show("default_branch")[Field]
	if len(fields) == 0 || fields[0][0] != "default_branch" {
		t.Errorf("default_branch finds %q", fields)
	}
}

// BenchmarkGitHub makes the index of a large API: its operations, schemas and 40,000 fields.
func BenchmarkGitHub(b *testing.B) {
	doc := github(b)
	b.Run("entries", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			entriesOf(doc)
		}
	})
	lists := entriesOf(doc)
	b.Run("index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Build(lists, Options{})
		}
	})
}

// BenchmarkGuides makes the index of the largest tree of guides in the corpus, 8 MB of text in three languages.
func BenchmarkGuides(b *testing.B) {
	var lists [][]Entry
	size := 0
	corpus.Guides(b, "md/opentelemetry", func(name string, text []byte) {
		size += len(text)
		var list []Entry
		for i, section := range strings.Split(string(text), "\n## ") {
			title, rest, _ := strings.Cut(section, "\n")
			list = append(list, Entry{Kind: Section, Title: title, Text: rest, URL: name + "#" + itoa(i)})
		}
		lists = append(lists, list)
	})
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		Build(lists, Options{})
	}
}
