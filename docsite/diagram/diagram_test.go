package diagram

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/golden"
)

// TestDiagramsAreDrawnAsBefore runs the cases of testdata, one file a kind: name.mmd is the source, and
// name.svg what is drawn, or name.err why it can't be.
func TestDiagramsAreDrawnAsBefore(t *testing.T) {
	golden.Run(t, ".mmd", []string{".svg", ".err"}, func(t *testing.T, c golden.Case) []string {
		svg, err := Render(c.Text)
		if err != nil {
			return []string{"", err.Error() + "\n"}
		}
		if err := sound(svg); err != nil {
			t.Error(err)
		}
		return []string{strings.ReplaceAll(svg, "><", ">\n<") + "\n", ""}
	})
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
	count := 0
	corpus.Guides(t, "md", func(path string, data []byte) {
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
	})
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
	for _, c := range golden.Inputs(f, ".mmd") {
		f.Add(c.Text)
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
	for _, c := range golden.Inputs(t, ".mmd") {
		t.Run(c.Archive+"/"+c.Name, func(t *testing.T) {
			t.Parallel()
			first, _ := Render(c.Text)
			if second, _ := Render(c.Text); first != second {
				t.Error("two drawings")
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
