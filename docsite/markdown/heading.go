package markdown

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Heading is a heading that can be linked to.
type Heading struct {
	Level int // 2 to 6: level 1 is the page's title
	ID    string
	Text  string
}

// headings gives every heading an id made from its words and an anchor to
// copy, and takes the title out of the text: the page's frame shows it.
type headings struct{}

func (h headings) Extend(md goldmark.Markdown) {
	// After every other transformer: callouts and links change what a heading says.
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(h, 900)))
	renderers(md, h)
}

// Transform implements [parser.ASTTransformer].
func (headings) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	found, source := findingsOf(pc), reader.Source()
	var all []*ast.Heading
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			all = append(all, h)
		}
		return ast.WalkContinue, nil
	})
	if found.fragment {
		for _, h := range all {
			h.Level = min(h.Level+2, 6)
			h.RemoveAttributes()
		}
		return
	}
	if len(all) > 0 && all[0].Level == 1 && all[0] == doc.FirstChild() {
		found.title = plainText(all[0], source)
		doc.RemoveChild(doc, all[0])
		all = all[1:]
	}
	taken := reserved(all)
	level := 1
	for _, h := range all {
		words := plainText(h, source)
		switch {
		case h.Level == 1:
			found.add(offsetOf(h), "a page has one title; make %q a \"##\" heading", words)
		case h.Level > level+1:
			found.add(offsetOf(h), "heading %q jumps from level %d to %d; screen readers lose their place", words, level, h.Level)
		}
		level = h.Level
		found.headings = append(found.headings, Heading{Level: h.Level, ID: identify(h, words, taken), Text: words})
	}
}

// reserved are the ids authors chose themselves: none made up may equal them.
func reserved(all []*ast.Heading) map[string]bool {
	taken := map[string]bool{}
	for _, h := range all {
		if id, ok := h.AttributeString("id"); ok {
			taken[attributeText(id)] = true
		}
	}
	return taken
}

// identify returns the heading's id, making one that is not yet taken.
func identify(h *ast.Heading, words string, taken map[string]bool) string {
	if id, ok := h.AttributeString("id"); ok {
		return attributeText(id)
	}
	base := Slug(words)
	id := base
	for n := 2; taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	taken[id] = true
	h.SetAttributeString("id", []byte(id))
	return id
}

func attributeText(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

// Slug makes an id of words: letters and digits of any script in lower case,
// with one hyphen for whatever stands between them.
func Slug(words string) string {
	var out strings.Builder
	gap := false
	for _, r := range strings.ToLower(words) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && out.Len() > 0 {
				out.WriteByte('-')
			}
			gap = false
			out.WriteRune(r)
		case r == '\'' || r == '’':
			// "client's" is one word.
		default:
			gap = true
		}
	}
	if out.Len() == 0 {
		return "section"
	}
	return out.String()
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (headings) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHeading, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		h := n.(*ast.Heading)
		var id string
		if v, ok := h.AttributeString("id"); ok {
			id = string(util.EscapeHTML([]byte(attributeText(v))))
		}
		switch {
		case entering && id == "":
			fmt.Fprintf(w, "<h%d>", h.Level)
		case entering:
			fmt.Fprintf(w, "<h%d id=\"%s\">", h.Level, id)
		case id == "":
			fmt.Fprintf(w, "</h%d>\n", h.Level)
		default:
			label := util.EscapeHTML([]byte(plainText(h, source)))
			fmt.Fprintf(w, "<a class=\"anchor\" href=\"#%s\" aria-label=\"Link to “%s”\"></a></h%d>\n", id, label, h.Level)
		}
		return ast.WalkContinue, nil
	})
}
