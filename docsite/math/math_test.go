package math

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"wpengine/e2e/testkit/golden"
)

// TestFormulasBecomeMathML runs the cases of testdata: name.tex has a formula a line, and name.mathml what becomes of each.
func TestFormulasBecomeMathML(t *testing.T) {
	golden.Run(t, ".tex", []string{".mathml"}, func(t *testing.T, c golden.Case) []string {
		var got strings.Builder
		for line := range strings.Lines(c.Text) {
			tex, display := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "$$ ")
			mathml, err := Render(tex, display)
			if err != nil {
				t.Errorf("%s: %v", tex, err)
			} else if err := sound(mathml); err != nil {
				t.Errorf("%s: %v\n%s", tex, err, mathml)
			}
			got.WriteString(presentation(mathml) + "\n")
		}
		return []string{got.String()}
	})
}

// presentation is what is drawn of a formula.
func presentation(mathml string) string {
	_, mathml, _ = strings.Cut(mathml, "<semantics>")
	mathml, _, _ = strings.Cut(mathml, "<annotation")
	return mathml
}

// Of MathML Core, with what a page's policy lets pass: no style, no script, no address.
var (
	elements   = regexp.MustCompile(`^(math|semantics|annotation|mrow|mi|mn|mo|mtext|mspace|msub|msup|msubsup|munder|mover|munderover|mfrac|msqrt|mroot|mtable|mtr|mtd|mstyle|mpadded|mphantom)$`)
	attributes = regexp.MustCompile(`^(xmlns|display|encoding|mathvariant|stretchy|symmetric|fence|separator|form|movablelimits|lspace|rspace|minsize|maxsize|width|linethickness|accent|accentunder|displaystyle|scriptlevel|class)$`)
	counts     = map[string]int{"msub": 2, "msup": 2, "mfrac": 2, "mroot": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
)

// sound says what is wrong with MathML.
func sound(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	var open []string
	var children []int
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("not well-formed: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if !elements.MatchString(e.Name.Local) {
				return fmt.Errorf("has an element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if !attributes.MatchString(a.Name.Local) {
					return fmt.Errorf("has an attribute %s", a.Name.Local)
				}
			}
			if n := len(children); n > 0 {
				children[n-1]++
			}
			open, children = append(open, e.Name.Local), append(children, 0)
		case xml.EndElement:
			n := len(open) - 1
			if want := counts[open[n]]; want > 0 && children[n] != want {
				return fmt.Errorf("%s has %d children, not %d", open[n], children[n], want)
			}
			open, children = open[:n], children[:n]
		}
	}
}

func TestWhatIsNoFormulaIsAnErrorThatSaysWhy(t *testing.T) {
	for tex, want := range map[string]string{
		`\foo{x}`:                  `the command \foo is not known`,
		`\frac{a}`:                 "something is missing at the end",
		`{a`:                       "something is not closed",
		`a}`:                       "a brace closes nothing",
		`\left( a`:                 `\left has no \right`,
		`\left a \right)`:          `"a" is no bracket`,
		`a & b`:                    "an & stands outside of a table",
		`a \\ b`:                   `a \\ stands outside of a table`,
		`\begin{matrix} a`:         `\begin{matrix} has no \end`,
		`\begin{matrix} \end{x}`:   `\begin{matrix} ends with \end{x}`,
		`\begin{x} a \end{x}`:      "the environment x is not known",
		`x_1_2`:                    "there are two subscripts",
		`x^1^2`:                    "there are two superscripts",
		`\hspace{wide}`:            `"wide" is no length`,
		`\text{a $x}`:              "is not closed",
		`\newcommand{\a}{\a\a} \a`: `deep in each other`,
		`\newcommand{\a}[2]{x} \a`: `\a lacks an argument`,
		`\newcommand{\a}`:          `what \a stands for has to be in braces`,
		strings.Repeat("{", 500):   "deep in each other",
		strings.Repeat("x", 1<<20): "the formula has more than",
	} {
		if _, err := Render(tex, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %q", tex, err, want)
		}
	}
}

func TestSourceStaysWithTheFormula(t *testing.T) {
	got, err := Render(" a < b & c ", false)
	if err == nil {
		t.Fatalf("an & outside of a table is written: %s", got)
	}
	if got, err = Render(` a < \text{"b"} `, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`display="block"`, `<annotation encoding="application/x-tex">a &lt; \text{&#34;b&#34;}</annotation>`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

// TestMacrosEnd defines what would become too much, in little.
func TestMacrosEnd(t *testing.T) {
	begin := time.Now()
	tex := `\newcommand{\a}{xxxxxxxxxx}`
	for c := 'b'; c <= 'z'; c++ {
		tex += fmt.Sprintf(`\newcommand{\%c}{\%[2]c\%[2]c\%[2]c\%[2]c}`, c, c-1)
	}
	if _, err := Render(tex+`\z`, false); err == nil {
		t.Error("4^25 letters are written")
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func FuzzRender(f *testing.F) {
	for _, c := range golden.Inputs(f, ".tex") {
		for line := range strings.Lines(c.Text) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, tex string) {
		got, err := Render(tex, true)
		if err != nil {
			return
		}
		if err := sound(got); err != nil {
			t.Errorf("%v\n%s", err, got)
		}
	})
}

func BenchmarkRender(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Render(`x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a} + \sum_{i=1}^n \mathbf{x}_i \begin{pmatrix} a & b \\ c & d \end{pmatrix}`, true); err != nil {
			b.Fatal(err)
		}
	}
}
