package math

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func TestFormulasBecomeMathML(t *testing.T) {
	for _, tt := range []struct {
		tex     string
		display bool
		want    string
	}{
		{"x", false, "<mi>x</mi>"},
		{"x^2", false, "<msup><mi>x</mi><mn>2</mn></msup>"},
		{"x_i^{n+1}", false, "<msubsup><mi>x</mi><mi>i</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msubsup>"},
		{"f'(x)", false, `<mrow><msup><mi>f</mi><mo>′</mo></msup><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo></mrow>`},
		{`\frac{a}{b}`, false, "<mfrac><mi>a</mi><mi>b</mi></mfrac>"},
		{`\frac12`, false, "<mfrac><mn>1</mn><mn>2</mn></mfrac>"},
		{`\sqrt{2}`, false, "<msqrt><mn>2</mn></msqrt>"},
		{`\sqrt[3]{x}`, false, "<mroot><mi>x</mi><mn>3</mn></mroot>"},
		{`\sum_{i=1}^n i`, true, `<mrow><munderover><mo movablelimits="false">∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></mrow>`},
		{`\sum_i`, false, `<msub><mo movablelimits="false">∑</mo><mi>i</mi></msub>`},
		{`\sum\limits_i`, false, `<munder><mo movablelimits="false">∑</mo><mi>i</mi></munder>`},
		{`\lim_{x \to 0}`, true, `<munder><mi mathvariant="normal">lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>`},
		{`\alpha \le \Omega`, false, `<mrow><mi>α</mi><mo>≤</mo><mi mathvariant="normal">Ω</mi></mrow>`},
		{`\mathbb{R} \mathcal{L} \mathbf{x}`, false, "<mrow><mi>ℝ</mi><mi>ℒ</mi><mi>𝐱</mi></mrow>"},
		{`\text{if } x < 0`, false, "<mrow><mtext>if\u00A0</mtext><mi>x</mi><mo>&lt;</mo><mn>0</mn></mrow>"},
		{`\hat{x}`, false, `<mover accent="true"><mi>x</mi><mo stretchy="true">^</mo></mover>`},
		{`\left( \frac{1}{2} \right]`, false, `<mrow><mo fence="true" form="prefix">(</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><mo fence="true" form="postfix">]</mo></mrow>`},
		{`\begin{pmatrix} a & b \\ c & d \end{pmatrix}`, false, `<mrow><mo fence="true" form="prefix">(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable><mo fence="true" form="postfix">)</mo></mrow>`},
		{`\begin{cases} 1 & x \\ 0 \end{cases}`, false, `<mtable class="math-left">`},
		{`\begin{aligned} a &= b \\ &= c \\ \end{aligned}`, true, `<mtable class="math-aligned"><mtr><mtd><mi>a</mi></mtd><mtd><mrow><mo>=</mo><mi>b</mi></mrow></mtd></mtr><mtr><mtd><mrow></mrow></mtd><mtd><mrow><mo>=</mo><mi>c</mi></mrow></mtd></mtr></mtable>`},
		{`\operatorname{softmax}(x)`, false, `<mi mathvariant="normal">softmax</mi>`},
		{`\newcommand{\v}[1]{\mathbf{#1}} \v{x}`, false, "<mi>𝐱</mi>"},
		{`a \, b \quad c`, false, `<mspace width="0.167em"></mspace>`},
		{`\underbrace{a+b}_{n}`, false, `<munder><munder><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mo stretchy="true">⏟</mo></munder><mi>n</mi></munder>`},
		{`100\%`, false, `<mrow><mn>100</mn><mi mathvariant="normal">%</mi></mrow>`},
		{`3.14`, false, "<mn>3.14</mn>"},
		{`\binom{n}{k}`, false, `<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>`},
		{`a % comment`, false, "<mi>a</mi>"},
	} {
		got, err := Render(tt.tex, tt.display)
		if err != nil {
			t.Errorf("%s: %v", tt.tex, err)
			continue
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.tex, got, tt.want)
		}
		wellFormed(t, tt.tex, got)
	}
}

func TestWhatIsNoFormulaIsAnErrorThatSaysWhy(t *testing.T) {
	for tex, want := range map[string]string{
		`\foo{x}`:                  `the command \foo is not known`,
		`\frac{a}`:                 "something is missing at the end",
		`{a`:                       "something is not closed",
		`a}`:                       "a brace closes nothing",
		`\left( a`:                 `\left has no \right`,
		`a & b`:                    "an & stands outside of a table",
		`\begin{matrix} a`:         `\begin{matrix} has no \end`,
		`\begin{x} a \end{x}`:      "the environment x is not known",
		`x_1_2`:                    "there are two subscripts",
		`\newcommand{\a}{\a\a} \a`: `deep in each other`,
		strings.Repeat("{", 500):   "deep in each other",
		strings.Repeat("x", 1<<20): "the formula has more than",
	} {
		if _, err := Render(tex, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %q", tex, err, want)
		}
	}
}

// TestNothingOfAFormulaIsHTML: its text cannot become an element.
func TestNothingOfAFormulaIsHTML(t *testing.T) {
	for _, tex := range []string{`<script>alert(1)</script>`, `\text{<img src=x onerror=alert(1)>}`, `\mathrm{"><svg onload=x>}`, `\operatorname{</math><script>}`, `\left<x\right>`, `a"b&amp;c`} {
		got, err := Render(tex, true)
		if err != nil {
			continue
		}
		if strings.Contains(got, "<script") || strings.Contains(got, "<img") || strings.Contains(got, "<svg") {
			t.Errorf("%s: %s", tex, got)
		}
	}
}

func wellFormed(t *testing.T, tex, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v\n%s", tex, err, text)
			return
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add(`\frac{a}{\sqrt[3]{b}} \begin{pmatrix} a & b \\ c \end{pmatrix} \left( x_1^2 \right)`)
	f.Add(`\newcommand{\a}[2]{#1^{#2}} \a{x}{\a{y}{z}} \text{a b} \mathbb{R}'`)
	f.Fuzz(func(t *testing.T, tex string) {
		got, err := Render(tex, true)
		if err != nil || strings.ContainsFunc(tex, func(r rune) bool { return r < ' ' || r == 0xFFFD || r == 0xFFFE || r == 0xFFFF }) {
			return
		}
		wellFormed(t, tex, got)
	})
}
