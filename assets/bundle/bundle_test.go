package main

import (
	"bytes"
	"compress/gzip"
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
	if err != nil || len(have) != len(files)+1 {
		t.Errorf("%d generated files, the sources make %d and %s: %v", len(have), len(files), EditorName, have)
	}
}

func TestTheEditorIsUpToDate(t *testing.T) {
	if is, err := EditorIsUpToDate(".."); err != nil || !is {
		t.Errorf("assets/%s is not what its sources make: run \"make generate\" (%v)", EditorName, err)
	}
}

// TestThePanelIsLight: nothing of the page waits for the script of the panel, and readers who only look never need more.
func TestThePanelIsLight(t *testing.T) {
	const most = 25 << 10
	script, err := os.ReadFile("../tryit.gen.js")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(script); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("tryit.gen.js: %d bytes, %d packed", len(script), packed.Len())
	if packed.Len() > most {
		t.Errorf("tryit.gen.js has %d bytes packed, at most %d", packed.Len(), most)
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
