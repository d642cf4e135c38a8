package panel

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// read is the model that a script holds.
func read(t *testing.T, script []byte) (model map[string]any, text []byte) {
	t.Helper()
	text, ok := bytes.CutPrefix(script, []byte("self.docsiteModel=JSON.parse('"))
	text, end := bytes.CutSuffix(text, []byte("')\n"))
	if !ok || !end || bytes.ContainsAny(text, "\r\n\u2028\u2029") {
		t.Fatalf("no script with a text: %.100s", script)
	}
	text = []byte(strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(string(text)))
	if err := json.Unmarshal(text, &model); err != nil {
		t.Fatalf("%v\n%.2000s", err, text)
	}
	return model, text
}

// references calls visit with every reference in a value.
func references(value any, visit func(string)) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			references(item, visit)
		}
	case map[string]any:
		for name, member := range v {
			if text, ok := member.(string); ok && name == "$ref" {
				visit(text)
			}
			references(member, visit)
		}
	}
}

// TestModelsOfOthersDescriptionsAreWholeAndSmall: whatever is in them.
func TestModelsOfOthersDescriptionsAreWholeAndSmall(t *testing.T) {
	var sizes []int
	for _, d := range corpus.Descriptions(t) {
		doc, err := document.Load(d.Open())
		if err != nil {
			continue
		}
		models := New(doc, Options{})
		for i := 0; i < len(doc.Operations); i += len(doc.Operations)/40 + 1 {
			op := doc.Operations[i]
			model, text := read(t, models.Script(op))
			sizes = append(sizes, len(text))
			if len(text) > requestRoom+answersRoom+64<<10 {
				t.Errorf("%s %s: a model of %d bytes", d.Name, op.ID, len(text))
			}
			defs := model["defs"].(map[string]any)
			delete(model, "sample")
			for _, part := range []string{"params", "bodies", "responses", "defs"} {
				references(model[part], func(ref string) {
					if name, ok := strings.CutPrefix(ref, "#/defs/"); ok && defs[name] == nil {
						t.Errorf("%s %s: %s leads nowhere", d.Name, op.ID, ref)
					}
				})
			}
		}
	}
	slices.Sort(sizes)
	total := 0
	for _, n := range sizes {
		total += n
	}
	if len(sizes) > 0 {
		t.Logf("%d models: %d bytes in the middle, %d of nine in ten, %d the largest, %d all together", len(sizes), sizes[len(sizes)/2], sizes[len(sizes)*9/10], sizes[len(sizes)-1], total)
	}
}

// BenchmarkScript writes the models of a large description.
func BenchmarkScript(b *testing.B) {
	doc, err := document.Load(corpus.Named(b, "github-rest-3.0.json.gz").Open())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	total := 0
	for b.Loop() {
		models := New(doc, Options{})
		total = 0
		for _, op := range doc.Operations {
			total += len(models.Script(op))
		}
	}
	b.ReportMetric(float64(total), "bytes")
	b.ReportMetric(float64(len(doc.Operations)), "operations")
}
