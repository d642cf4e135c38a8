package diagram

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestDiagramsAreDrawnAsBefore runs the cases of testdata, one file a kind: name.mmd is the source, and
// name.svg what is drawn, or name.err why it can't be.
func TestDiagramsAreDrawnAsBefore(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, f := range archive.Files {
			want[f.Name] = string(f.Data)
		}
		fresh := &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			base, ok := strings.CutSuffix(f.Name, ".mmd")
			if !ok {
				continue
			}
			result := drawn(string(f.Data), base)
			fresh.Files = append(fresh.Files, f, result)
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+base, func(t *testing.T) {
				if strings.HasSuffix(result.Name, ".svg") {
					if err := sound(string(result.Data)); err != nil {
						t.Error(err)
					}
				}
				if *update {
					return
				}
				if diff := cmp.Diff(want[result.Name], string(result.Data)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", result.Name, diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(name, txtar.Format(fresh), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func drawn(source, base string) txtar.File {
	svg, err := Render(source)
	if err != nil {
		return txtar.File{Name: base + ".err", Data: []byte(err.Error() + "\n")}
	}
	return txtar.File{Name: base + ".svg", Data: []byte(strings.ReplaceAll(svg, "><", ">\n<") + "\n")}
}

// allowed are the elements and attributes that drawings may have: none that could run or load
// anything, or that a page's policy would refuse.
var (
	allowedElements   = regexp.MustCompile(`^(svg|g|title|desc|path|rect|circle|ellipse|text|tspan)$`)
	allowedAttributes = regexp.MustCompile(`^(xmlns|class|role|viewBox|width|height|d|x|y|cx|cy|r|rx|ry|fill|fill-opacity|stroke|stroke-opacity|` +
		`stroke-width|stroke-dasharray|text-anchor|font-size|font-weight|font-style|font-family|direction|transform)$`)
)

// sound says what is wrong with a drawing as XML, or as something for a page of strangers' words.
func sound(svg string) error {
	d := xml.NewDecoder(strings.NewReader(svg))
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("not well-formed: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				roots++
			}
			if !allowedElements.MatchString(e.Name.Local) {
				return fmt.Errorf("has an element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if !allowedAttributes.MatchString(a.Name.Local) {
					return fmt.Errorf("has an attribute %s", a.Name.Local)
				}
				if strings.Contains(a.Value, "url(") || strings.Contains(a.Value, "NaN") {
					return fmt.Errorf("attribute %s is %q", a.Name.Local, a.Value)
				}
			}
		case xml.EndElement:
			depth--
		}
	}
	if roots != 1 || !strings.HasPrefix(svg, "<svg ") {
		return fmt.Errorf("has %d elements at the top", roots)
	}
	return nil
}

var fence = regexp.MustCompile("(?ms)^([ \t>]*)(```+|~~~+)[ \t]*mermaid[^\n]*\n(.*?)^[ \t>]*(```+|~~~+)[ \t]*$")

// TestDiagramsOfRealGuidesAreDrawn draws all diagrams of the corpus.
func TestDiagramsOfRealGuidesAreDrawn(t *testing.T) {
	folder := os.Getenv("WPENGINE_CORPUS")
	if folder == "" {
		folder = "../../../shared/corpus"
	}
	if _, err := os.Stat(filepath.Join(folder, "md")); err != nil {
		t.Skipf("no corpus: set WPENGINE_CORPUS to its folder (%v)", err)
	}
	count := 0
	err := filepath.WalkDir(filepath.Join(folder, "md"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(data, []byte("mermaid")) {
			return err
		}
		for _, m := range fence.FindAllStringSubmatch(string(data), -1) {
			count++
			source := strings.ReplaceAll("\n"+m[3], "\n"+m[1], "\n")[1:]
			svg, err := Render(source)
			if err == nil {
				err = sound(svg)
			}
			if err != nil {
				t.Errorf("%s: %v\n%s", path, err, source)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 80 {
		t.Errorf("found %d diagrams only", count)
	}
}

// TestErrorsNameTheLine checks that a reader of the warning finds what is wrong.
func TestErrorsNameTheLine(t *testing.T) {
	for source, want := range map[string]int{
		"":                                      1,
		"%% nothing":                            1,
		"nonsense\nA --> B":                     1,
		"graph TD\n\nA --> B\nB --> [x]":        4,
		"graph TD\nA[open\n\nB":                 2,
		"graph TD\nsubgraph x\nA":               2,
		"graph TD\nA --> B\nend":                3,
		"---\ntitle: x\n---\ngraph TD\nA ---> ": 5,
		"graph TD\nA -- text B":                 2,
		"graph TD\n%%{init: {":                  2,
		strings.Repeat(" ", most+1):             1,
	} {
		_, err := Render(source)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: error %v, want one of a line", source, err)
		} else if e.Line != want {
			t.Errorf("%q: error in line %d, want %d: %v", source, e.Line, want, err)
		}
	}
}

// FuzzDrawingsAreSound draws anything: a drawing is well-formed and harmless, an error names a line that
// there is, and neither takes long.
func FuzzDrawingsAreSound(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".mmd") {
				f.Add(string(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, source string) {
		begin := time.Now()
		svg, err := Render(source)
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("took %v", took)
		}
		if err == nil {
			if err := sound(svg); err != nil {
				t.Error(err)
			}
			return
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("error %v is of no line", err)
		} else if last := 1 + strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source), "\n"); e.Line < 1 || e.Line > last {
			t.Errorf("error in line %d of %d: %v", e.Line, last, err)
		}
	})
}

// TestDrawingIsTheSameEachTime draws all cases twice, from several goroutines.
func TestDrawingIsTheSameEachTime(t *testing.T) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			for _, file := range archive.Files {
				a, _ := Render(string(file.Data))
				b, _ := Render(string(file.Data))
				if a != b {
					t.Errorf("%s: two drawings", file.Name)
				}
			}
		})
	}
}

func BenchmarkFlowchart(b *testing.B) {
	source := `flowchart TD
    A[Request arrives] --> B{Has a key?}
    B -->|yes| C{Known?}
    B -->|no| D[401 Unauthorized]
    C -->|yes| E{Within budget?}
    C -->|no| D
    E -->|yes| F[Handle]
    E -->|no| G[429 Too many requests]
    F --> H[(Store)]
    F --> I[Answer]
    H --> I
    subgraph engine
        F
        H
    end
    style D fill:#f96
`
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Render(source); err != nil {
			b.Fatal(err)
		}
	}
}
