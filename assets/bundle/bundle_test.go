package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func TestGeneratedFilesAreUpToDate(t *testing.T) {
	files, err := Bundle("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("assets/%s is not what its sources make: run \"make generate\"", name)
		}
	}
	have, err := filepath.Glob("../*.gen.*")
	if err != nil || len(have) != len(files) {
		t.Errorf("%d generated files, the sources make %d: %v", len(have), len(files), have)
	}
}

// TestOnlyTokensHoldColours keeps the look in one place.
func TestOnlyTokensHoldColours(t *testing.T) {
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab)\(`)
	sheets, err := filepath.Glob("../css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatalf("no style sheets: %v", err)
	}
	for _, sheet := range sheets {
		if filepath.Base(sheet) == "tokens.css" {
			continue
		}
		text, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			if found := colour.Find(line); found != nil {
				t.Errorf("%s:%d: %s: name the colour in tokens.css", sheet, i+1, found)
			}
		}
	}
}
