package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// rawHTML refuses HTML in the source, but for comments, which are dropped, and
// a few inline tags Markdown has no sign for. A guide then cannot carry a script
// or break the page's structure, whoever wrote it. In a fragment, which is often
// not ours to mend, it shows as the text it is.
type rawHTML struct{}

func (r rawHTML) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(r, 800)))
	renderers(md, r)
}

// shownAttr marks HTML that is shown as text.
const shownAttr = "shown"

var inlineTag = regexp.MustCompile(`^<(/?)(kbd|sub|sup|mark)>$|^<br ?/?>$`)

// Transform implements [parser.ASTTransformer].
func (rawHTML) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	found, source := findingsOf(pc), reader.Source()
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if found.fragment {
			n.SetAttributeString(shownAttr, true)
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			if n.HTMLBlockType != ast.HTMLBlockType2 { // 2 is a comment
				found.add(offsetOf(n), "raw HTML is not allowed; write Markdown, or `code` to show a tag")
			}
		case *ast.RawHTML:
			tag := rawText(n, source)
			if !inlineTag.MatchString(tag) && !strings.HasPrefix(tag, "<!--") {
				found.add(n.Segments.At(0).Start, "raw HTML %s is not allowed; write Markdown, or `code` to show a tag", tag)
			}
		}
		if n.Type() == ast.TypeBlock {
			checkBalance(n, source, found)
		}
		return ast.WalkContinue, nil
	})
}

// checkBalance finds an inline tag that is not closed in its own block: it
// would swallow the rest of the page.
func checkBalance(block ast.Node, source []byte, found *findings) {
	var open []string
	at := 0
	for c := block.FirstChild(); c != nil; c = c.NextSibling() {
		raw, ok := c.(*ast.RawHTML)
		if !ok {
			continue
		}
		m := inlineTag.FindStringSubmatch(rawText(raw, source))
		if m == nil || m[2] == "" {
			continue
		}
		at = raw.Segments.At(0).Start
		if m[1] == "" {
			open = append(open, m[2])
			continue
		}
		if len(open) == 0 || open[len(open)-1] != m[2] {
			found.add(at, "</%s> closes nothing", m[2])
			return
		}
		open = open[:len(open)-1]
	}
	if len(open) > 0 {
		found.add(at, "<%s> is never closed", open[len(open)-1])
	}
}

func rawText(n *ast.RawHTML, source []byte) string {
	return string(n.Segments.Value(source))
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (rawHTML) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if text := blockText(n.(*ast.HTMLBlock), source); entering && shown(n, text) {
			_, _ = w.WriteString("<p>" + html.EscapeString(text) + "</p>\n")
		}
		return ast.WalkSkipChildren, nil
	})
	reg.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch tag := rawText(n.(*ast.RawHTML), source); {
		case !entering:
		case shown(n, tag):
			_, _ = w.WriteString(html.EscapeString(tag))
		case inlineTag.MatchString(tag):
			_, _ = w.WriteString(tag)
		}
		return ast.WalkSkipChildren, nil
	})
}

// shown reports whether HTML appears as text; a comment never does.
func shown(n ast.Node, text string) bool {
	_, ok := n.AttributeString(shownAttr)
	return ok && !strings.HasPrefix(text, "<!--")
}

func blockText(n *ast.HTMLBlock, source []byte) string {
	text := n.Lines().Value(source)
	if n.HasClosure() {
		text = append(bytes.Clone(text), n.ClosureLine.Value(source)...)
	}
	return strings.TrimSpace(string(text))
}
