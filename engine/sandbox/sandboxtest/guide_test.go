package sandboxtest_test

import (
	"os"
	"strings"
	"testing"
)

// TestGuideShowsTheExample keeps the guide's Go test the same as the example, which runs.
func TestGuideShowsTheExample(t *testing.T) {
	guide := read(t, "../../../content/guides/testing-offline.md")
	example := read(t, "example_test.go")
	_, shown, _ := strings.Cut(guide, "```go title=\"order_test.go\"\n")
	shown, _, found := strings.Cut(shown, "```")
	if !found {
		t.Fatal("the guide has no order_test.go")
	}
	indented := "\t" + strings.ReplaceAll(strings.TrimSpace(shown), "\n", "\n\t") + "\n"
	if indented = strings.ReplaceAll(indented, "\n\t\n", "\n\n"); !strings.Contains(example, indented) {
		t.Errorf("ExampleNew doesn't have this, which the guide shows:\n%s", indented)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
