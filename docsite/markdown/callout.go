package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// callouts are GitHub's alerts: a quote whose first line is [!NOTE], [!TIP],
// [!IMPORTANT], [!WARNING] or [!CAUTION], here with an optional title after it.
type callouts struct{}

func (c callouts) Extend(md goldmark.Markdown) {
	// Before link reference definitions (100), which also begin with a bracket.
	md.Parser().AddOptions(parser.WithParagraphTransformers(util.Prioritized(c, 50)))
	renderers(md, c)
}

var calloutMark = regexp.MustCompile(`^\[!([A-Za-z]+)\][ \t]*(.*)$`)

// calloutTitles are the kinds and what each is called when it has no title.
func calloutTitle(kind string) (string, bool) {
	switch kind {
	case "note", "tip", "important", "warning", "caution":
		return strings.ToUpper(kind[:1]) + kind[1:], true
	}
	return "", false
}

const (
	calloutKindAttr  = "callout-kind"
	calloutTitleAttr = "callout-title"
)

// Transform implements [parser.ParagraphTransformer]: it takes the mark off the
// first paragraph of a quote and hangs it on the quote. The node stays a quote,
// because its block is still open.
func (callouts) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := p.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(p) || p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	m := calloutMark.FindSubmatch(bytes.TrimSpace(first.Value(reader.Source())))
	if m == nil {
		return
	}
	kind := strings.ToLower(string(m[1]))
	title, ok := calloutTitle(kind)
	if !ok {
		findingsOf(pc).add(first.Start, "unknown callout [!%s]; it can be NOTE, TIP, IMPORTANT, WARNING or CAUTION", m[1])
		return
	}
	if len(m[2]) > 0 {
		title = string(m[2])
	}
	quote.SetAttributeString(calloutKindAttr, kind)
	quote.SetAttributeString(calloutTitleAttr, title)

	rest := text.NewSegments()
	rest.AppendAll(p.Lines().Sliced(1, p.Lines().Len()))
	p.SetLines(rest)
	if rest.Len() == 0 {
		quote.RemoveChild(quote, p)
	}
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (callouts) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindBlockquote, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		kind, ok := n.AttributeString(calloutKindAttr)
		switch {
		case !ok && entering:
			_, _ = w.WriteString("<blockquote>\n")
		case !ok:
			_, _ = w.WriteString("</blockquote>\n")
		case entering:
			title, _ := n.AttributeString(calloutTitleAttr)
			fmt.Fprintf(w, "<div class=\"callout callout-%s\" role=\"note\">\n<p class=\"callout-title\">%s</p>\n",
				kind, util.EscapeHTML([]byte(title.(string))))
		default:
			_, _ = w.WriteString("</div>\n")
		}
		return ast.WalkContinue, nil
	})
}
