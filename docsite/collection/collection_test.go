package collection_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"wpengine/docsite/collection"
	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/golden"
	"wpengine/openapi/document"
)

func load(t *testing.T) *document.Document {
	t.Helper()
	doc, err := document.Load(os.DirFS("testdata"), "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%d: %s", w.Line, w.Message)
	}
	return doc
}

func TestOperationsArePostmanRequests(t *testing.T) {
	got := collection.Postman(load(t), collection.Options{})
	if !json.Valid(got) {
		t.Error("it is not JSON")
	}
	golden.File(t, "testdata/postman.golden.json", string(got))
}

func TestOperationsAreBrunoFiles(t *testing.T) {
	data := collection.Bruno(load(t), collection.Options{})
	if !bytes.Equal(data, collection.Bruno(load(t), collection.Options{})) {
		t.Error("a second time it has other bytes")
	}
	golden.File(t, "testdata/bruno.golden.txt", unzip(t, data))
}

// unzip writes the files of a zip one after the other.
func unzip(t *testing.T, data []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "-- %s --\n%s", f.Name, text)
	}
	return out.String()
}

func TestOperationsAreRequestsOfAnHTTPFile(t *testing.T) {
	golden.File(t, "testdata/api.golden.http", string(collection.HTTP(load(t), collection.Options{})))
}

func TestWhatIsInternalIsThereIfItIsWanted(t *testing.T) {
	for _, internal := range []bool{false, true} {
		o := collection.Options{Internal: internal, Title: "Mine", ServerURL: "/v3/"}
		for name, text := range map[string]string{
			"Postman": string(collection.Postman(load(t), o)), "Bruno": unzip(t, collection.Bruno(load(t), o)), "HTTP": string(collection.HTTP(load(t), o)),
		} {
			for _, path := range []string{"/hidden", "/secret"} {
				if strings.Contains(text, path) != internal {
					t.Errorf("%s has %s: %t, want %t", name, path, !internal, internal)
				}
			}
			if !strings.Contains(text, "https://your-host.example/v3") || strings.Contains(text, "https://files.example") || !strings.Contains(text, "Mine") {
				t.Errorf("%s has another title or server than asked for", name)
			}
		}
	}
}

func TestAnAPIWithoutOperationsIsAnEmptyCollection(t *testing.T) {
	doc, err := document.Load(os.DirFS("../testdata"), "spec.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc.Groups, doc.Servers = nil, nil
	if text := string(collection.Postman(doc, collection.Options{})); !strings.Contains(text, `"item": []`) {
		t.Error(text)
	}
	if text := unzip(t, collection.Bruno(doc, collection.Options{})); !strings.Contains(text, "bruno.json") {
		t.Error(text)
	}
	if text := string(collection.HTTP(doc, collection.Options{})); strings.Contains(text, "###") {
		t.Error(text)
	}
}

// TestEveryDescriptionOfTheCorpusIsACollection counts the requests: one for each operation that can be sent.
func TestEveryDescriptionOfTheCorpusIsACollection(t *testing.T) {
	o := collection.Options{Internal: true}
	for _, d := range corpus.Descriptions(t) {
		name := d.Name
		doc, err := document.Load(d.Open())
		if err != nil {
			continue // what can't be read is the reader's business
		}
		var postman struct{ Item []struct{ Item []any } }
		if err := json.Unmarshal(collection.Postman(doc, o), &postman); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		requests := 0
		for _, folder := range postman.Item {
			requests += len(folder.Item)
		}
		if requests < len(doc.Operations)*9/10 || requests > len(doc.Operations) {
			t.Errorf("%s: %d requests for %d operations", name, requests, len(doc.Operations))
		}
		if n := strings.Count("\n"+string(collection.HTTP(doc, o)), "\n### "); n != requests {
			t.Errorf("%s: the .http file has %d requests, the Postman collection %d", name, n, requests)
		}
		unzip(t, collection.Bruno(doc, o))
	}
}
