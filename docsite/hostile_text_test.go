package docsite

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"wpengine/openapi/document"
)

// hostileTexts are what somebody could write wherever a description takes a text or a name.
var hostileTexts = map[string]string{
	"nothing":                  "",
	"a script":                 `<script>alert(1)</script>`,
	"end of an attribute":      `"><img src=x onerror=alert(1)>`,
	"end of a quote":           `'><svg onload=alert(1)>`,
	"end of elements":          `</title></textarea></script></style></code></pre><script src=//evil.example></script>`,
	"an attribute":             `" onmouseover="alert(1)" style="position:fixed" x="`,
	"a comment":                `--><script>alert(1)</script><!--`,
	"CDATA":                    `]]><script>alert(1)</script>`,
	"a base":                   `<base href="//evil.example/"><meta http-equiv="refresh" content="0;url=//evil.example">`,
	"a form":                   `<form action="//evil.example"><button formaction="javascript:alert(1)">x</button></form>`,
	"HTML that changes":        `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	"noscript":                 `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	"HTML in Markdown":         "<div onclick=alert(1) style=x:y id=site-content class=topbar>\n\n<iframe src=\"javascript:alert(1)\"></iframe>\n\n</div>\n\n",
	"a javascript address":     `javascript:alert(1)//`,
	"one that is disguised":    "\x01 JaVa\tScRi\npt:alert(1)//",
	"one in Markdown":          `[x](javascript:alert(1)) ![x](javascript:alert(1) "a") <javascript:alert(1)> [y](<java&#10;script:alert(1)>)`,
	"a data address":           `data:text/html,<script>alert(1)</script>`,
	"an address without host":  `//evil.example/`,
	"a share":                  `\\evil.example\share\`,
	"a template":               `{{.}}{{template "page.html"}}{{define "x"}}{{`,
	"a substitution":           "${alert(1)} `id` $(id) %s %d %!",
	"entities":                 `&lt;script&gt; &#60;script&#62; &amp;quot;`,
	"from right to left":       "\u202Efdp.\u202D\u2066",
	"NUL":                      "a\x00b",
	"control characters":       "\x1b]0;x\x07\x1b[31m\x7f\u0085\u009b",
	"line ends":                "a\r\nX-Evil: 1\r\n\r\nb\u2028c\u2029d",
	"the way up":               `../../../../etc/`,
	"the way up for Windows":   `..\..\C:\con\`,
	"the way up, escaped":      `%2e%2e%2f%2e%2e%2f%00`,
	"only dots":                `...`,
	"only punctuation":         `!?#&=;:,@+$*()[]`,
	"a device":                 `CON.`,
	"a name in pieces":         `A::B::`,
	"Chinese":                  `日本語 中文`,
	"letters out of marks":     "e\u0301\u0302\u0303\u0300\u0316\u0317Z\u0351\u036b\u0343",
	"letters of another kind":  "\ufb03\u212aİıſß",
	"invisible":                "\u200b\u200d\ufeff\u00ad",
	"emoji":                    "👩‍👩‍👧‍👦",
	"300 letters":              strings.Repeat("long", 75),
	"300 Chinese":              strings.Repeat("長", 300),
	"front matter":             "---\ntitle: x\n---\n",
	"our Markdown":             ":::note\n== tab\n[[pets/addPet]] [[../x]] {{< x >}}\n```mermaid\ngraph LR; a[\"<img src=x onerror=alert(1)>\"]\n```\n",
	"what scripts of ours use": `__proto__.constructor.`,
	"a query":                  `?a=b&c=<d>#e`,
	"an example's words":       `' || "; DROP TABLE`,
}

// named are the members of a description whose own members have names that its author chose.
var named = []string{
	"properties", "patternProperties", "$defs", "dependentSchemas", "dependentRequired", "schemas", "paths", "webhooks", "headers", "content",
	"requestBodies", "securitySchemes", "scopes", "variables", "mapping", "callbacks", "added", "links", "encoding", "x-enumDescriptions",
	"additionalOperations", "security", "value", "example", "default", "dataValue", "components.parameters", "components.examples",
	"components.responses", "next.parameters", "limit.examples",
}

// structural are those whose text is a word of the format's own.
var structural = []string{
	"openapi", "type", "in", "style", "format", "scheme", "identifier", "contentEncoding", "contentMediaType", "kind", "version",
}

// planter writes a text at the start of all texts and names of a description that are its author's, or of all others.
type planter struct {
	text   string
	author bool
}

func (p *planter) plant(n *yaml.Node, member, above string) {
	switch n.Kind {
	case yaml.DocumentNode, yaml.SequenceNode:
		for _, item := range n.Content {
			p.plant(item, member, above)
		}
	case yaml.MappingNode:
		names := slices.Contains(named, member) || slices.Contains(named, above+"."+member)
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i].Value
			p.plant(n.Content[i+1], key, member)
			switch {
			case names && p.author && member == "paths":
				n.Content[i].SetString("/" + p.text + key)
			case names && p.author, !names && !p.author && strings.ContainsAny(key[:1], "2345cq"): // statuses, methods and some others
				n.Content[i].SetString(p.text + key)
			}
		}
	case yaml.ScalarNode:
		switch {
		case member == "$ref" || above == "mapping" || member == "operationRef" || member == "defaultMapping":
			if p.author {
				n.SetString(p.reference(n.Value))
			}
		case p.author && n.Tag == "!!str" && !slices.Contains(structural, member),
			!p.author && member != "openapi" && (n.Tag != "!!str" || slices.Contains(structural, member)):
			n.SetString(p.text + n.Value)
		}
	}
}

// reference is one to what has been renamed.
func (p *planter) reference(ref string) string {
	escaped := strings.NewReplacer("~", "~0", "/", "~1", "%", "%25", "\\", "%5C").Replace(p.text)
	parts := strings.Split(ref, "/")
	for i := 1; i < len(parts); i++ {
		switch before := parts[i-1]; {
		case before == "paths":
			parts[i] = "~1" + escaped + parts[i]
		case slices.Contains(named, before), slices.Contains(named, "components."+before):
			parts[i] = escaped + parts[i]
		}
	}
	return strings.Join(parts, "/")
}

// everything is the description with one of everything, with a text planted into it.
func everything(t *testing.T, text string, author bool) *document.Document {
	t.Helper()
	source, err := os.ReadFile("testdata/hostile/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(source, &root); err != nil {
		t.Fatal(err)
	}
	p := planter{text: text, author: author}
	if text != "" {
		p.plant(&root, "", "")
	}
	out, err := yaml.Marshal(&root)
	if err != nil {
		t.Fatal(err)
	}
	spec, err := document.Load(fstest.MapFS{"api.yaml": {Data: out}}, "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// TestTextsOfASpecStayTexts: whatever stands in a description's texts, names and values, the pages have only elements,
// attributes and addresses of ours, and files with names that are good anywhere.
func TestTextsOfASpecStayTexts(t *testing.T) {
	for name, text := range hostileTexts {
		for part, author := range map[string]bool{"texts": true, "words": false} {
			t.Run(name+"/"+part, func(t *testing.T) {
				t.Parallel()
				site := mustNew(t, Config{Spec: everything(t, text, author), Assets: os.DirFS("../assets"), Static: true, BaseURL: "https://docs.example/"})
				if pages := site.Pages(); author && pages < 26 {
					t.Errorf("%d pages are not all", pages)
				}
				checkSite(t, site)
			})
		}
	}
}
