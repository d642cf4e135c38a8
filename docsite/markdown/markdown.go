// Package markdown turns a guide's source into HTML that is safe to publish.
//
// The language is CommonMark with GitHub's tables, task lists, strikethrough
// and autolinks, footnotes and definition lists, and four things of our own,
// one file each: callouts (callout.go), titled and marked code (code.go),
// containers such as tabs (directive.go) and operation links (operation.go).
//
// Raw HTML is refused rather than dropped: an author must not lose words in
// silence. Whatever is wrong comes back as a [Problem] with the line it is on,
// all of them at once. Links are written down as the author gave them, with
// their line in a data-line attribute: who knows the whole site resolves them.
package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"go.abhg.dev/goldmark/frontmatter"
)

// LineAttribute is the attribute in which links and images carry the line of
// the source they were written on. It is for the link check, not for readers.
const LineAttribute = "data-line"

// Severity says how bad a [Problem] is.
type Severity int

// What is only a warning stays readable on the page; an error is a page that
// cannot sensibly be published.
const (
	Warning Severity = iota
	Error
)

// Problem is something an author has to mend.
type Problem struct {
	File     string // of the content, where it is another than the guide's own: an included one
	Line     int    // 1 is the first line of the file, front matter included
	Message  string
	Severity Severity
}

// Document is one guide. It does not change after [Renderer.Parse], and may be
// rendered from several goroutines.
type Document struct {
	Name        string // of the file, from the root of the content
	Front       Front
	Title       string    // the front matter's, else the first heading
	Description string    // the front matter's, else the first paragraph
	Headings    []Heading // but for the title
	IDs         []string  // of every element that can be linked to, in their order
	Links       []Link    // and pictures, as their author wrote them
	Problems    []Problem // in the order of their lines
	HTML        template.HTML
	source      []byte
}

// Options is what a site lends to its guides. Each may be left out.
type Options struct {
	// File reads a file that a guide includes, named from the root of the content.
	File func(name string) ([]byte, error)
	// Diagram draws the source of a diagram (mermaid) as an SVG element.
	Diagram func(source string) (svg string, err error)
	// Math sets a formula (LaTeX) as a MathML element.
	Math func(tex string, display bool) (mathml string, err error)
	// Reserved are ids that the page's frame has already.
	Reserved []string
}

// Renderer reads Markdown. It is safe for concurrent use.
type Renderer struct {
	engine  goldmark.Markdown
	options Options
}

// New makes a Renderer.
func New(options Options) *Renderer {
	engine := goldmark.New(
		goldmark.WithParserOptions(parser.WithHeadingAttribute()),
		goldmark.WithExtensions(
			extension.GFM,
			extension.NewFootnote(extension.WithFootnoteBacklinkTitle("Back to the text")),
			extension.DefinitionList,
			&frontmatter.Extender{Formats: []frontmatter.Format{frontmatter.YAML}},
			callouts{}, codeBlocks{}, directives{}, operationLinks{},
			headings{}, links{}, tables{}, rawHTML{},
		),
	)
	return &Renderer{engine: engine, options: options}
}

// LegacyDocument renders a guide.
func (r *Renderer) LegacyDocument(source []byte) *Document {
	pc := parser.NewContext()
	found := &findings{source: source}
	pc.Set(findingsKey, found)
	root := r.engine.Parser().Parse(text.NewReader(source), parser.WithContext(pc))

	doc := &Document{Headings: found.headings, source: source}
	doc.Front = decodeFront(frontmatter.Get(pc), found)
	doc.Title = cmp.Or(doc.Front.Title, found.title)
	if doc.Title == "" {
		found.add(0, "no title: start the guide with \"# A heading\" or give a title in its front matter")
	}
	doc.Description = cmp.Or(doc.Front.Description, firstParagraph(root, source))
	doc.HTML = r.render(root, found)
	doc.Problems = found.sorted()
	return doc
}

// LegacyFragment renders a text that stands inside another page, such as a
// description in a spec. Its headings get no ids and start at level 3. A single
// word in double brackets is often just that in such a text: it is a link only if
// known, if there is one, says that it is an operation's id.
func (r *Renderer) LegacyFragment(source string, known func(id string) bool) (template.HTML, []Problem) {
	pc := parser.NewContext()
	found := &findings{source: []byte(source), fragment: true, known: known}
	pc.Set(findingsKey, found)
	root := r.engine.Parser().Parse(text.NewReader(found.source), parser.WithContext(pc))
	return r.render(root, found), found.sorted()
}

func (r *Renderer) render(root ast.Node, found *findings) template.HTML {
	var out bytes.Buffer
	if err := r.engine.Renderer().Render(&out, found.source, root); err != nil {
		found.add(0, "cannot render: %v", err)
	}
	// Safe: raw HTML never reaches the tree's renderers, and each of them escapes.
	return template.HTML(out.String())
}

// findings is what the extensions learn while one text is parsed.
type findings struct {
	source   []byte
	fragment bool
	known    func(id string) bool // of a fragment
	title    string
	headings []Heading
	problems []Problem
}

var findingsKey = parser.NewContextKey()

func findingsOf(pc parser.Context) *findings {
	return pc.Get(findingsKey).(*findings)
}

// operation reports whether what stands in double brackets is meant as the id of
// an operation. Whether there is such an operation is for the link check.
func (f *findings) operation(id string) bool {
	return !f.fragment || strings.ContainsAny(id, "./") || (f.known != nil && f.known(id))
}

// add notes a problem at an offset of the source.
func (f *findings) add(offset int, format string, args ...any) {
	f.problems = append(f.problems, Problem{Line: lineAt(f.source, offset), Message: fmt.Sprintf(format, args...)})
}

func (f *findings) sorted() []Problem {
	slices.SortStableFunc(f.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return f.problems
}

// lineAt is the line an offset is on, counted from 1.
func lineAt(source []byte, offset int) int {
	offset = min(max(offset, 0), len(source))
	return bytes.Count(source[:offset], []byte("\n")) + 1
}

// offsetOf is where a node starts in the source. Not every inline node knows;
// the nearest one that does is on the same line or close to it.
func offsetOf(n ast.Node) int {
	for c := n.FirstChild(); c != nil; c = c.FirstChild() {
		if n.Type() == ast.TypeInline && c.Pos() >= 0 {
			return c.Pos()
		}
	}
	for ; n != nil; n = n.Parent() {
		if n.Pos() >= 0 {
			return n.Pos()
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// plainText is what a node says, without its markup.
func plainText(n ast.Node, source []byte) string {
	var out bytes.Buffer
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			out.Write(n.Value(source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.String:
			out.Write(n.Value)
		case *ast.AutoLink:
			out.Write(n.Label(source))
		}
		return ast.WalkContinue, nil
	})
	return string(bytes.TrimSpace(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(out.Bytes())))))
}

// renderers registers ours before goldmark's own, which stand at 500 and more.
func renderers(md goldmark.Markdown, r renderer.NodeRenderer) {
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(r, 100)))
}
