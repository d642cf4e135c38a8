package docsite

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/openapi/document"
)

// TestADescriptionOnManyPagesIsToldOfOnceAtItsFirstPlace: pages are rendered side by side, and any may be the first.
func TestADescriptionOnManyPagesIsToldOfOnceAtItsFirstPlace(t *testing.T) {
	var spec strings.Builder
	spec.WriteString("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n")
	for i := range 60 {
		fmt.Fprintf(&spec, "  /%02d: {get: {operationId: op%02d, responses: {'200': {description: \"See [there](#nowhere).\"}}}}\n", i, i)
	}
	doc, err := document.Load(fstest.MapFS{"openapi.yaml": {Data: []byte(spec.String())}}, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config := testConfig(t)
	config.Spec, config.Content = doc, nil
	site := mustNew(t, config)
	for _, op := range []string{"op59", "op07", "op00", "op31"} {
		if code := ask(site, "GET", "/docs/reference/operations/"+op+"/").Code; code != 200 {
			t.Fatalf("%s: %d", op, code)
		}
	}
	var told []int
	for _, p := range site.Problems() {
		if strings.Contains(p.Message, "#nowhere") {
			told = append(told, p.Line)
		}
	}
	if !slices.Equal(told, []int{4}) {
		t.Errorf("told of at the lines %d, want 4", told)
	}
}
