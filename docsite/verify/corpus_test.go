package verify_test

import (
	"strings"
	"testing"

	"wpengine/docsite/verify"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// TestExamplesOfOthersAreAllChecked reads everything there is: each finding has a place, and no schema that somebody
// uses takes more steps than there may be.
func TestExamplesOfOthersAreAllChecked(t *testing.T) {
	total := 0
	for _, d := range corpus.Descriptions(t) {
		doc, err := document.Load(d.Open())
		if err != nil {
			continue // what can't be read is the reader's business
		}
		for _, f := range verify.Examples(doc) {
			total++
			if f.Line == 0 {
				t.Errorf("%s: nobody knows where this is: %s", d.Name, f.Message)
			}
			if strings.Contains(f.Message, "cannot be checked") {
				t.Errorf("%s:%d: %s", d.Name, f.Line, f.Message)
			}
		}
	}
	if total < 100 {
		t.Errorf("%d findings; the corpus has hundreds of examples that do not fit", total)
	}
}
