package diagram

import (
	"strings"
	"testing"
	"time"
)

// TestLittleDoesNotBecomeMuch draws sources that are as large as can be and mean to keep a build busy, or to fill its disk.
func TestLittleDoesNotBecomeMuch(t *testing.T) {
	fill := func(head, unit string) string { return head + strings.Repeat(unit, (most-len(head))/len(unit)) }
	for name, source := range map[string]string{
		"nodes":        fill("graph TD\n", "a-->b;b-->c\n"),
		"fans":         fill("graph TD\n", "a & b & c & d --> e & f & g & h\n"),
		"styles":       fill("graph TD\na-->b\n", "style a fill:#f00,stroke:#000\n"),
		"line styles":  fill("graph TD\n"+strings.Repeat("a-->b\n", 1900), "linkStyle default stroke:#f00\n"),
		"classes":      fill("graph TD\na-->b\nclassDef x "+strings.Repeat("fill:#f00,", 90)+"\n", "class a,b x\n"),
		"subgraphs":    fill("graph TD\n", "subgraph\nend\n"),
		"nested":       fill("graph TD\n", "subgraph a\n"),
		"label":        fill("graph TD\na[", "word ") + "]",
		"long label":   fill("graph TD\na[", "w") + "]",
		"lines":        fill("graph TD\na[", "<br>") + "]",
		"bold":         fill("graph TD\na[\"`", "**a** ") + "`\"]",
		"quotes":       fill("graph TD\n", "a[\"\n"),
		"brackets":     fill("graph TD\na", "[("),
		"messages":     fill("sequenceDiagram\n", "a->>b:x\n"),
		"activations":  fill("sequenceDiagram\n", "activate a\n"),
		"frames":       fill("sequenceDiagram\n", "loop x\n"),
		"participants": fill("sequenceDiagram\n", "participant a1\n"),
		"states":       fill("stateDiagram-v2\n", "a:x\n"),
		"composite":    fill("stateDiagram-v2\n", "state a {\n}\n"),
		"regions":      fill("stateDiagram-v2\nstate a {\n", "b\n--\n"),
		"members":      fill("classDiagram\nclass a {\n", "x\n"),
		"relations":    fill("classDiagram\n", "a --> b\n"),
		"generics":     fill("classDiagram\na : ", "~a"),
		"attributes":   fill("erDiagram\na {\n", "a b\n"),
		"slices":       fill("pie\n", "\"a\":1\n"),
		"tasks":        fill("gantt\nexcludes weekends\n", "a:b,1000-01-01,200000d\n"),
		"waiting":      fill("gantt\n", "a:after z,3d\n"),
		"includes":     fill("gantt\nexcludes weekends\na:b,2000-01-01,2000d\n", "includes 2001-01-01\n"),
		"commits":      fill("gitGraph\n", "commit\n"),
		"tags":         fill("gitGraph\ncommit ", "tag:\"a\" "),
		"people":       fill("journey\na:5:", "a,"),
		"steps":        fill("journey\n", "a:5:b\n"),
		"events":       fill("timeline\na", ":e"),
		"topics":       fill("mindmap\na\n", " b\n"),
		"front matter": fill("---\na: &a [b,b]\n", "c: [*a,*a,*a,*a]\n") + "---\ngraph TD",
		"comments":     fill("graph TD\n", "%% a\n"),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			svg, err := Render(source)
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if len(svg) > 20*most {
				t.Errorf("a drawing of %d bytes", len(svg))
			}
			t.Logf("%v, %d bytes, error %v", time.Since(begin).Round(time.Millisecond), len(svg), err)
		})
	}
}
